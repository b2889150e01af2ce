#include "key_entries.h"

#include "match.h"

#define LOOK_BACK 64 /* hits; devices and servers take turns, so the second is mostly the one */

struct key_entries {
	struct diagnosis *diagnosis; /* of this log alone; nothing is found in it */
	struct log *log;
	uint32_t texts;       /* of a hit: those the guide looks for; 0: every entry is looked at */
	struct match *brief;  /* sees single entries; NULL: the log is of no platform */
	struct match *steady; /* sees all in order; NULL: nobody had to */
	uint64_t hit;         /* the first that is not behind the entry asked for … */
	uint64_t judged;      /* … and that the steady match has not seen */
	struct log_entry entry;
};

size_t key_entries_texts(const struct guide *guide, enum log_platform platform,
	struct sv out[static LOG_LITERALS_MAX])
{
	return match_literals(guide, platform, out);
}

struct key_entries *key_entries_create(const struct library *library, const struct guide *guide,
	struct log *log)
{
	struct key_entries *keys = xcalloc(1, sizeof(*keys));
	struct case_log only = {.log = log};
	struct sv texts[LOG_LITERALS_MAX];
	keys->log = log;
	keys->diagnosis = diagnosis_create(library, guide);
	coverage_init(&only.coverage);
	vec_push(keys->diagnosis, logs, only);
	if (log_info(log)->platform != LOG_NO_PLATFORM)
		keys->brief = match_create(keys->diagnosis, 0);
	size_t count = key_entries_texts(guide, log_info(log)->platform, texts);
	keys->texts = (uint32_t)((UINT64_C(1) << count) - 1);
	log_entry_init(&keys->entry);
	return keys;
}

void key_entries_destroy(struct key_entries *keys)
{
	if (!keys)
		return;
	log_entry_finish(&keys->entry);
	match_destroy(keys->brief);
	match_destroy(keys->steady);
	keys->diagnosis->logs[0].log = NULL; /* it is somebody else's */
	diagnosis_destroy(keys->diagnosis);
	free(keys);
}

static bool tell(struct key_entries *keys, struct match *match, uint64_t n)
{
	return (log_read(keys->log, n, &keys->entry) || keys->entry.damaged) &&
		match_tell(match, &keys->entry, false) == TOLD_KEY;
}

/* *cursor moves to the hit behind the next one that is at most n; false: there is none. */
static bool next_hit(const struct key_entries *keys, uint64_t *cursor, uint64_t n, uint64_t *ret)
{
	uint64_t next = *cursor;
	if (!log_next_hit(keys->log, &next, ret) || *ret > n)
		return false;
	*cursor = next;
	return true;
}

static bool is_ours(const struct key_entries *keys, uint64_t hit)
{
	return !keys->texts || (log_hit_texts(keys->log, hit) & keys->texts);
}

static bool judge_up_to(struct key_entries *keys, uint64_t n)
{
	uint64_t at;
	bool has = false;
	if (!keys->steady)
		keys->steady = match_create(keys->diagnosis, 0);
	while (next_hit(keys, &keys->judged, n, &at))
		if (is_ours(keys, keys->judged - 1))
			has = tell(keys, keys->steady, at) && at == n;
	return has;
}

/* The server's message before entry n, seen by the brief match. False: it is too far away. */
static bool see_before(struct key_entries *keys, uint64_t n)
{
	uint64_t at;
	match_forget_session(keys->brief);
	while (next_hit(keys, &keys->hit, n, &at) && at < n)
		;
	uint64_t before = keys->hit;
	for (unsigned seen = 0; seen < LOOK_BACK; before--) {
		if (!before)
			return true;
		uint64_t cursor = before - 1;
		if (!is_ours(keys, cursor) || !log_next_hit(keys->log, &cursor, &at) || at >= n)
			continue;
		tell(keys, keys->brief, at);
		if (match_has_session(keys->brief))
			return true;
		seen++;
	}
	return false;
}

bool key_entries_has(struct key_entries *keys, const struct log_entry *entry)
{
	if (!keys->brief)
		return false;
	enum match_told told = match_tell(keys->brief, entry, true);
	if (told == TOLD_IF_FIRST && see_before(keys, entry->n))
		return match_tell(keys->brief, entry, false) == TOLD_KEY;
	if (told == TOLD_IF_FIRST || told == TOLD_IF_SENT)
		return judge_up_to(keys, entry->n);
	return told == TOLD_KEY;
}
