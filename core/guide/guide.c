#include "guide.h"

#include <string.h>

#include "base/i18n.h"

static const char *const stage_ids[] = {
	[STAGE_ASSIGNED] = "assigned",
	[STAGE_RECEIVED] = "received",
	[STAGE_REQUESTED] = "requested",
	[STAGE_ISSUED] = "issued",
	[STAGE_INSTALLED] = "installed",
	[STAGE_REPORTED] = "reported",
	[STAGE_NONE] = "none",
};

static const char *const role_ids[] = {
	[ROLE_PROOF] = "proof",
	[ROLE_REFUSAL] = "refusal",
	[ROLE_REMOVAL] = "removal",
	[ROLE_GOOD] = "good",
	[ROLE_BAD] = "bad",
	[ROLE_NOTE] = "note",
};

static const struct platform {
	const char *id, *title;
} platforms[] = {
	[PLATFORM_NONE] = {"none", ""},
	[PLATFORM_ANDROID] = {"android", "Android"},
	[PLATFORM_IOS] = {"ios", "iOS/iPadOS"},
	[PLATFORM_WINDOWS] = {"windows", "Windows"},
	[PLATFORM_ANY] = {"any", N_("Devices and servers")},
};

const char *guide_text(const char *msgid)
{
	return msgid && *msgid ? _(msgid) : "";
}

const char *guide_stage_id(enum guide_stage stage)
{
	return stage_ids[stage];
}

bool guide_stage_by_id(struct sv id, enum guide_stage *ret)
{
	for (int i = 0; i < STAGE_ALL; i++)
		if (sv_eq(sv_str(stage_ids[i]), id)) {
			*ret = (enum guide_stage)i;
			return true;
		}
	return false;
}

const char *guide_role_id(enum guide_role role)
{
	return role_ids[role];
}

const char *guide_platform_id(enum guide_platform platform)
{
	return platforms[platform].id;
}

const char *guide_platform_title(enum guide_platform platform)
{
	return guide_text(platforms[platform].title);
}

bool guide_platform_by_id(struct sv id, enum guide_platform *ret)
{
	for (int i = PLATFORM_ANDROID; i <= PLATFORM_WINDOWS; i++)
		if (sv_eq(sv_str(platforms[i].id), id)) {
			*ret = (enum guide_platform)i;
			return true;
		}
	return false;
}

bool guide_is_delivery(const struct guide *guide)
{
	return guide->goal == STAGE_RECEIVED;
}

const struct guide_key_entry *guide_entry(const struct guide *guide, const char *id)
{
	for (size_t i = 0; i < guide->entries_count; i++)
		if (!strcmp(guide->entries[i].id, id))
			return &guide->entries[i];
	return NULL;
}

const struct guide_check *guide_check(const struct guide *guide, const char *id)
{
	for (size_t i = 0; i < guide->checks_count; i++)
		if (!strcmp(guide->checks[i].id, id))
			return &guide->checks[i];
	return NULL;
}

/* More than fit are counted, but not kept. */
static void add_literal(struct sv literal, struct sv out[static GUIDE_LITERALS_MAX],
	size_t *count)
{
	for (size_t i = 0; i < *count && i < GUIDE_LITERALS_MAX; i++)
		if (sv_eq(out[i], literal))
			return;
	if (*count < GUIDE_LITERALS_MAX)
		out[*count] = literal;
	++*count;
}

size_t guide_literals(const struct guide *guide, struct sv out[static GUIDE_LITERALS_MAX])
{
	size_t count = 0;
	for (size_t i = 0; i < guide->entries_count; i++) {
		const struct guide_key_entry *key = &guide->entries[i];
		for (size_t j = 0; j < key->matches_count; j++) {
			const struct guide_match *match = &key->matches[j];
			if (match->kind == MATCH_TEXT && !match->contains_count)
				return 0;
			if (match->kind == MATCH_TEXT)
				add_literal(sv_str(match->contains[0]), out, &count);
		}
	}
	return count;
}

const char *guide_recipe(const struct guide *guide, const char *what)
{
	for (size_t i = 0; i < guide->recipes_count; i++)
		if (!strcmp(guide->recipes[i].what, what))
			return guide->recipes[i].text;
	return NULL;
}

static void free_all(char **texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(texts[i]);
	free(texts);
}

static void match_finish(struct guide_match *match)
{
	free_all(match->contains, match->contains_count);
	pattern_destroy(match->pattern);
	free(match->process);
	free_all(match->commands, match->commands_count);
	free(match->provider);
	free(match->channel);
	free(match->ids);
	for (size_t i = 0; i < match->wheres_count; i++) {
		free(match->wheres[i].field);
		free_all(match->wheres[i].values, match->wheres[i].values_count);
	}
	free(match->wheres);
}

static void entry_finish(struct guide_key_entry *entry)
{
	for (size_t i = 0; i < entry->matches_count; i++)
		match_finish(&entry->matches[i]);
	for (size_t i = 0; i < entry->marks_count; i++) {
		free(entry->marks[i].id);
		free(entry->marks[i].title);
		pattern_destroy(entry->marks[i].pattern);
	}
	free(entry->matches);
	free(entry->marks);
	free(entry->id);
	free(entry->title);
	free(entry->meaning);
	free(entry->absence);
	free(entry->next);
	free(entry->link);
}

static void check_finish(struct guide_check *check)
{
	free(check->id);
	free(check->title);
	free(check->question);
	free(check->why);
	free(check->where);
	free(check->if_no);
	free(check->link);
}

static void texts_finish(struct guide *guide)
{
	for (int i = 0; i < STAGE_ALL; i++) {
		free(guide->stages[i].title);
		free(guide->stages[i].if_missing);
		free(guide->stages[i].if_broken);
	}
	for (size_t i = 0; i < guide->steps_count; i++) {
		free(guide->steps[i].text);
		free(guide->steps[i].link);
	}
	for (size_t i = 0; i < guide->recipes_count; i++) {
		free(guide->recipes[i].what);
		free(guide->recipes[i].text);
	}
	for (size_t i = 0; i < guide->advices_count; i++) {
		free(guide->advices[i].outcome);
		free(guide->advices[i].text);
		free(guide->advices[i].link);
		free(guide->advices[i].guide);
	}
}

/* Of one that is built in, only what was made since is to be released. */
static void patterns_finish(struct guide *guide)
{
	for (size_t i = 0; i < guide->entries_count; i++) {
		const struct guide_key_entry *entry = &guide->entries[i];
		for (size_t j = 0; j < entry->matches_count; j++)
			pattern_destroy(entry->matches[j].pattern);
		for (size_t j = 0; j < entry->marks_count; j++)
			pattern_destroy(entry->marks[j].pattern);
	}
}

static void guide_finish(struct guide *guide)
{
	for (size_t i = 0; i < guide->checks_count; i++)
		check_finish(&guide->checks[i]);
	for (size_t i = 0; i < guide->entries_count; i++)
		entry_finish(&guide->entries[i]);
	texts_finish(guide);
	free(guide->checks);
	free(guide->steps);
	free(guide->recipes);
	free(guide->entries);
	free(guide->advices);
	free(guide->id);
	free(guide->title);
	free(guide->summary);
	free(guide->link);
	free(guide->log_title);
	free(guide->log_name);
}

void guide_destroy(struct guide *guide)
{
	if (!guide)
		return;
	if (guide->ready)
		patterns_finish(guide);
	else
		guide_finish(guide);
	arena_finish(&guide->arena);
	free(guide->path);
	free(guide);
}
