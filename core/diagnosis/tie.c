#include "tie.h"

#include <stdlib.h>
#include <string.h>

#define TIE_TEXT_MAX 128

struct tie {
	const char *mark, *text;
	const struct tie *next;
};

static bool set_profile(struct diagnosis *d, struct finding *finding, struct sv text)
{
	struct scep_id id = {.profile_complete = true};
	if (finding->id || !scep_guid(text, id.profile))
		return false;
	struct scep_id *kept = arena_alloc(&d->texts, sizeof(*kept));
	*kept = id;
	finding->id = kept;
	return true;
}

void tie_add(struct diagnosis *d, struct finding *finding, const char *mark, struct sv text)
{
	char kept[TIE_TEXT_MAX];
	size_t len = 0;
	if (!strcmp(mark, "profile") && set_profile(d, finding, text))
		return;
	for (size_t i = 0; i < text.len && len < sizeof(kept); i++) {
		char c = text.ptr[i];
		char small = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
		if ((small >= 'a' && small <= 'z') || (c >= '0' && c <= '9'))
			kept[len++] = small;
	}
	if (!len)
		return;
	struct tie *tie = arena_alloc(&d->texts, sizeof(*tie));
	*tie = (struct tie){mark, arena_sv(&d->texts, (struct sv){kept, len}).ptr, finding->ties};
	finding->ties = tie;
}

/* ---- by what they have in common ---- */

struct holder {
	const struct tie *tie;
	size_t finding;
};

struct holders {
	struct holder *list;
	size_t list_count, list_cap;
};

static int by_text(const void *a, const void *b)
{
	const struct holder *left = a, *right = b;
	int order = strcmp(left->tie->mark, right->tie->mark);
	return order ? order : strcmp(left->tie->text, right->tie->text);
}

static size_t root_of(size_t *parents, size_t i)
{
	while (parents[i] != i)
		i = parents[i] = parents[parents[i]];
	return i;
}

static void collect(const struct diagnosis *d, struct holders *holders)
{
	for (size_t i = 0; i < d->findings_count; i++)
		for (const struct tie *tie = d->findings[i].ties; tie; tie = tie->next)
			vec_push(holders, list, ((struct holder){tie, i}));
	if (holders->list_count)
		qsort(holders->list, holders->list_count, sizeof(*holders->list), by_text);
}

#define ROW_SEVERAL (SIZE_MAX - 1)

struct group {
	size_t row;
	bool device; /* a device's own record is in it, not only those of servers */
};

/* What each group is, at the group's root. */
static void find_groups(const struct diagnosis *d, size_t *parents, struct group *groups)
{
	for (size_t i = 0; i < d->findings_count; i++)
		groups[i].row = PROFILE_NONE;
	for (size_t i = 0; i < d->findings_count; i++) {
		const struct finding *f = &d->findings[i];
		struct group *group = &groups[root_of(parents, i)];
		if (f->profile == PROFILE_NONE)
			continue;
		bool same = group->row == PROFILE_NONE || group->row == f->profile;
		group->row = same ? f->profile : ROW_SEVERAL;
		group->device |= f->id && f->key->anchor != ANCHOR_NONE;
	}
}

static void join_group(struct finding *f, const struct group *group)
{
	if (group->row == ROW_SEVERAL || group->row == PROFILE_NONE)
		return;
	f->profile = group->row;
	if (group->device)
		f->joined = JOINED_BY_MARK;
}

static void join_by_text(struct diagnosis *d)
{
	struct holders holders = {0};
	autofree size_t *parents = xcalloc(d->findings_count, sizeof(*parents));
	autofree struct group *groups = xcalloc(d->findings_count, sizeof(*groups));
	collect(d, &holders);
	for (size_t i = 0; i < d->findings_count; i++)
		parents[i] = i;
	for (size_t i = 1; i < holders.list_count; i++)
		if (!by_text(&holders.list[i - 1], &holders.list[i]))
			parents[root_of(parents, holders.list[i].finding)] =
				root_of(parents, holders.list[i - 1].finding);
	find_groups(d, parents, groups);
	for (size_t i = 0; i < holders.list_count; i++) {
		size_t finding = holders.list[i].finding;
		join_group(&d->findings[finding], &groups[root_of(parents, finding)]);
	}
	free(holders.list);
}

/* ---- by their time ---- */

struct dated {
	int64_t us;
	size_t row, run_end; /* run_end: the first one behind that is of another row */
};

static int by_time(const void *a, const void *b)
{
	const struct dated *left = a, *right = b;
	return left->us < right->us ? -1 : left->us > right->us;
}

static size_t collect_dated(const struct diagnosis *d, struct dated *list)
{
	size_t count = 0;
	for (size_t i = 0; i < d->findings_count; i++) {
		const struct finding *f = &d->findings[i];
		if (f->key && f->profile != PROFILE_NONE && f->at.us != TIME_NONE)
			list[count++] = (struct dated){f->at.us, f->profile, 0};
	}
	if (count)
		qsort(list, count, sizeof(*list), by_time);
	for (size_t i = count; i-- > 0;)
		list[i].run_end = i + 1 < count && list[i + 1].row == list[i].row
			? list[i + 1].run_end : i + 1;
	return count;
}

/* The only row with something within the window around us. */
static size_t row_around(const struct dated *list, size_t count, int64_t us)
{
	size_t from = 0, to = count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (list[middle].us < us - TIE_WINDOW)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == count || list[from].us > us + TIE_WINDOW)
		return PROFILE_NONE;
	size_t other = list[from].run_end;
	return other < count && list[other].us <= us + TIE_WINDOW ? PROFILE_NONE : list[from].row;
}

static void join_by_time(struct diagnosis *d)
{
	autofree struct dated *list = xcalloc(d->findings_count, sizeof(*list));
	size_t count = collect_dated(d, list);
	for (size_t i = 0; i < d->findings_count; i++) {
		struct finding *f = &d->findings[i];
		if (!f->key || f->id || f->profile != PROFILE_NONE || f->at.us == TIME_NONE)
			continue;
		f->profile = row_around(list, count, f->at.us);
		if (f->profile != PROFILE_NONE)
			f->joined = JOINED_BY_TIME;
	}
}

void ties_join(struct diagnosis *d)
{
	join_by_text(d);
	join_by_time(d);
}
