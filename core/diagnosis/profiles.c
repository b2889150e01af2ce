#include "profiles.h"

#include <stdio.h>
#include <string.h>

#include "tie.h"

/* A note proves nothing, and so it speaks of no profile that nothing else speaks of; but behind
 * the arrival, where a request begins is a note. */
static bool makes_a_row(const struct diagnosis *d, const struct finding *finding)
{
	if (!finding->key || !finding->id)
		return false;
	return finding->key->role != ROLE_NOTE ||
		(!guide_is_delivery(d->guide) && finding->key->anchor != ANCHOR_NONE);
}

#define PROFILES_MAX 1000 /* no device has so many; without a limit a log could make us slow */
#define ROW_SLOTS 4096    /* most of them are free */

static uint32_t first_slot(const char *profile)
{
	uint32_t slot = 2166136261u; /* FNV-1a */
	for (const char *c = profile; *c; c++)
		slot = (slot ^ (unsigned char)*c) * 16777619u;
	return slot % ROW_SLOTS;
}

/* Where a row with that id is, or would be put: there is always room. */
static size_t *row_slot_from(const struct diagnosis *d, const char *profile, uint32_t slot)
{
	for (; d->row_slots[slot] != PROFILE_NONE; slot = (slot + 1) % ROW_SLOTS)
		if (!strcmp(d->profiles[d->row_slots[slot]].profile, profile))
			break;
	return &d->row_slots[slot];
}

static size_t *row_slot(const struct diagnosis *d, const char *profile)
{
	return row_slot_from(d, profile, first_slot(profile));
}

static void forget_rows(struct diagnosis *d)
{
	if (!d->row_slots)
		d->row_slots = xcalloc(ROW_SLOTS, sizeof(*d->row_slots));
	for (size_t i = 0; i < ROW_SLOTS; i++)
		d->row_slots[i] = PROFILE_NONE;
	d->profiles_count = 0;
}

static size_t push_row(struct diagnosis *d, const char *profile, bool complete)
{
	struct case_profile row = {.complete = complete};
	snprintf(row.profile, sizeof(row.profile), "%s", profile);
	size_t *slot = row_slot(d, row.profile);
	if (*slot == PROFILE_NONE) /* of rows without an id the first one is found */
		*slot = d->profiles_count;
	vec_push(d, profiles, row);
	return d->profiles_count - 1;
}

static size_t add_row(struct diagnosis *d, const char *profile, bool complete)
{
	if (d->profiles_count < PROFILES_MAX)
		return push_row(d, profile, complete);
	d->overflow = true;
	return PROFILE_NONE;
}

static size_t row_equal(const struct diagnosis *d, const char *profile)
{
	return *row_slot(d, profile);
}

/* The one row that a printed prefix fits; PROFILE_NONE if none does or several do. */
static size_t row_fitting(const struct diagnosis *d, const char *prefix)
{
	size_t found = row_equal(d, prefix), fits = 0;
	if (found != PROFILE_NONE)
		return found;
	for (size_t i = 0; i < d->profiles_count; i++) {
		if (!scep_prefix_fits(prefix, d->profiles[i].profile))
			continue;
		found = i;
		fits++;
	}
	return fits == 1 ? found : PROFILE_NONE;
}

/* Of a log's finding what decides its row, side by side: each walk over the findings themselves waits
 * for memory. */
struct speaker {
	struct finding *finding;
	const struct guide_key_entry *key;
	const struct scep_id *id; /* NULL: none is printed */
	size_t log, row;
	uint32_t slot; /* of its id */
	bool makes_a_row, complete, printed;
};

struct speakers {
	struct speaker *list;
	size_t count;
};

/* An id is not where the finding is, and has to be fetched: it is asked for ahead. */
#define AHEAD 8

static void fetch_ahead(const struct diagnosis *d, size_t i)
{
	if (i + AHEAD < d->findings_count && d->findings[i + AHEAD].id)
		__builtin_prefetch(d->findings[i + AHEAD].id->profile);
}

static void collect(struct diagnosis *d, struct speakers *speakers)
{
	speakers->list = xcalloc(d->findings_count, sizeof(*speakers->list));
	speakers->count = 0;
	for (size_t i = 0; i < d->findings_count; i++) {
		struct finding *f = &d->findings[i];
		fetch_ahead(d, i);
		f->profile = PROFILE_NONE;
		f->joined = JOINED_BY_ID;
		if (f->key)
			speakers->list[speakers->count++] = (struct speaker){f, f->key, f->id,
				f->evidence.log, PROFILE_NONE,
				f->id ? first_slot(f->id->profile) : 0, makes_a_row(d, f),
				f->id && f->id->profile_complete, f->id && f->id->profile[0]};
	}
}

static void join_complete(struct diagnosis *d, const struct speakers *speakers)
{
	for (size_t i = 0; i < speakers->count; i++) {
		struct speaker *s = &speakers->list[i];
		if (!s->makes_a_row || !s->complete)
			continue;
		s->row = *row_slot_from(d, s->id->profile, s->slot);
		if (s->row == PROFILE_NONE)
			s->row = add_row(d, s->id->profile, true);
	}
}

/* A bit for each length that one of the prefixes has. */
static uint64_t prefix_lengths(const struct speakers *speakers)
{
	_Static_assert(SCEP_GUID_MAX < 64, "a bit each");
	uint64_t lengths = 0;
	for (size_t i = 0; i < speakers->count; i++) {
		const struct speaker *s = &speakers->list[i];
		if (s->makes_a_row && !s->complete)
			lengths |= UINT64_C(1) << strlen(s->id->profile);
	}
	return lengths;
}

static void join_prefixes_of(struct diagnosis *d, const struct speakers *speakers, size_t len)
{
	for (size_t i = 0; i < speakers->count; i++) {
		struct speaker *s = &speakers->list[i];
		if (!s->makes_a_row || s->complete || strlen(s->id->profile) != len)
			continue;
		s->row = row_fitting(d, s->id->profile);
		if (s->row == PROFILE_NONE)
			s->row = add_row(d, s->id->profile, false);
	}
}

/* Longer prefixes first, so that a short one can join the row of a longer one. */
static void join_prefixes(struct diagnosis *d, const struct speakers *speakers)
{
	uint64_t lengths = prefix_lengths(speakers);
	for (size_t len = SCEP_GUID_MAX; len-- > 1;)
		if (lengths >> len & 1)
			join_prefixes_of(d, speakers, len);
}

/* An id that is not printed at all joins nothing. Such refusals get a row apart from the
 * proofs, so that no proof of one profile can clear another's refusal. */
static void join_unprinted(struct diagnosis *d, const struct speakers *speakers)
{
	size_t proofs = PROFILE_NONE, refusals = PROFILE_NONE;
	for (size_t i = 0; i < speakers->count; i++) {
		struct speaker *s = &speakers->list[i];
		if (!s->makes_a_row || s->printed)
			continue;
		size_t *row = s->key->role == ROLE_REFUSAL ? &refusals : &proofs;
		if (*row == PROFILE_NONE)
			*row = add_row(d, "", false);
		s->row = *row;
	}
}

/* A note makes no row, but it may speak of one, and then it is no stranger between others. */
static void join_notes(struct diagnosis *d, const struct speakers *speakers)
{
	for (size_t i = 0; i < speakers->count; i++) {
		struct speaker *s = &speakers->list[i];
		if (!s->makes_a_row && s->printed)
			s->row = s->complete ? *row_slot_from(d, s->id->profile, s->slot)
					     : row_fitting(d, s->id->profile);
	}
}

/* What an anchor says while walking over a log in one direction. */
struct neighbour {
	size_t row;
	bool other; /* another profile's anchor lies between */
};

static void pass_anchor(struct neighbour *n, const struct diagnosis *d, const struct speaker *s,
	enum guide_anchor wanted)
{
	bool printed = s->row != PROFILE_NONE && d->profiles[s->row].profile[0];
	if (s->key->anchor == wanted)
		*n = (struct neighbour){printed ? s->row : PROFILE_NONE, false};
	else if (s->key->anchor != ANCHOR_NONE && s->row != n->row)
		n->other = true;
}

static void take_row(struct speaker *s, const struct neighbour *n)
{
	if (s->key->neighbour && s->row == PROFILE_NONE && !n->other)
		s->row = n->row;
}

static void join_neighbours(const struct diagnosis *d, struct speaker *list, size_t count)
{
	struct neighbour next = {PROFILE_NONE, false}, before = {PROFILE_NONE, false};
	for (size_t i = count; i-- > 0;) {
		take_row(&list[i], &next);
		pass_anchor(&next, d, &list[i], ANCHOR_END);
	}
	for (size_t i = 0; i < count; i++) {
		take_row(&list[i], &before);
		pass_anchor(&before, d, &list[i], ANCHOR_BEGIN);
	}
}

static void join_neighbours_by_log(const struct diagnosis *d, const struct speakers *speakers)
{
	for (size_t from = 0, to; from < speakers->count; from = to) {
		to = from + 1;
		while (to < speakers->count && speakers->list[to].log == speakers->list[from].log)
			to++;
		join_neighbours(d, speakers->list + from, to - from);
	}
}

/* Logs may be given in any order: known times decide, else the order of the findings. */
static bool is_later(const struct finding *finding, const struct finding *than)
{
	int64_t us = finding->at.us, other = than->at.us;
	return us != TIME_NONE && other != TIME_NONE && us != other ? us > other
								    : finding > than;
}

static void add_version(struct case_profile *row, int32_t hash)
{
	for (size_t i = 0; i < row->versions_count; i++)
		if (row->versions[i] == hash)
			return;
	if (row->versions_count < PROFILE_VERSIONS_MAX)
		row->versions[row->versions_count++] = hash;
}

/* Account and hash of a row: the longest account printed, the latest delivery's hash. */
static void fill_rows(struct diagnosis *d, const struct speakers *speakers)
{
	autofree const struct finding **latest = xcalloc(d->profiles_count, sizeof(*latest));
	for (size_t i = 0; i < speakers->count; i++) {
		const struct speaker *s = &speakers->list[i];
		if (s->row == PROFILE_NONE || !s->id)
			continue;
		struct case_profile *row = &d->profiles[s->row];
		if (strlen(s->id->account) > strlen(row->account))
			snprintf(row->account, sizeof(row->account), "%s", s->id->account);
		bool told = s->id->has_hash && s->key->role == ROLE_PROOF;
		if (told)
			add_version(row, s->id->hash);
		if (!told || (row->has_hash && !is_later(s->finding, latest[s->row])))
			continue;
		row->has_hash = true;
		row->hash = s->id->hash;
		latest[s->row] = s->finding;
	}
}

static void keep_only(struct diagnosis *d, size_t row)
{
	for (size_t i = 0; i < d->findings_count; i++) {
		struct finding *f = &d->findings[i];
		f->profile = f->profile == row ? 0 : PROFILE_NONE;
	}
	d->profiles[0] = d->profiles[row];
	d->profiles_count = 1;
}

/* Could the printed prefix also be another row's? */
static bool fits_others(const struct diagnosis *d, size_t row)
{
	for (size_t i = 0; i < d->profiles_count; i++)
		if (i != row && scep_prefix_fits(d->profiles[row].profile, d->profiles[i].profile))
			return true;
	return false;
}

/* The asked profile's row: its own, else the only printed prefix that fits it and no other. */
static size_t wanted_row(struct diagnosis *d)
{
	const char *wanted = d->options.profile;
	size_t found = row_equal(d, wanted), fits = 0;
	if (found != PROFILE_NONE)
		return found;
	for (size_t i = 0; i < d->profiles_count; i++) {
		if (!scep_prefix_fits(d->profiles[i].profile, wanted) || fits_others(d, i))
			continue;
		found = i;
		fits++;
	}
	return fits == 1 ? found : push_row(d, wanted, true);
}

/* Nothing says whose requests these are: all of them are one row, of nobody. */
static void join_nameless(struct diagnosis *d)
{
	size_t row = PROFILE_NONE;
	for (size_t i = 0; !d->profiles_count && i < d->findings_count; i++)
		if (d->findings[i].key && d->findings[i].key->role != ROLE_NOTE)
			row = 0;
	if (row == PROFILE_NONE)
		return;
	row = add_row(d, "", false);
	for (size_t i = 0; i < d->findings_count; i++)
		if (d->findings[i].key)
			d->findings[i].profile = row;
}

size_t profiles_in_graph(const struct diagnosis *d, const struct case_profile *row)
{
	size_t found = GRAPH_NONE, fits = 0;
	if (!d->graph || row->complete)
		return d->graph ? graph_profile_by_id(d->graph, row->profile) : GRAPH_NONE;
	for (size_t i = 0; i < d->graph->profiles_count; i++) {
		if (!scep_prefix_fits(row->profile, d->graph->profiles[i].id))
			continue;
		found = i;
		fits++;
	}
	return fits == 1 ? found : GRAPH_NONE;
}

static void name_rows(struct diagnosis *d)
{
	for (size_t i = 0; i < d->profiles_count; i++) {
		size_t at = profiles_in_graph(d, &d->profiles[i]);
		if (at != GRAPH_NONE && *d->graph->profiles[at].name)
			d->profiles[i].name = d->graph->profiles[at].name;
	}
}

/* What findings of other logs and their times say besides. */
static void join_others(struct diagnosis *d, const struct speakers *speakers)
{
	if (guide_is_delivery(d->guide))
		return;
	ties_join(d);
	join_nameless(d);
	for (size_t i = 0; i < speakers->count; i++)
		speakers->list[i].row = speakers->list[i].finding->profile;
}

void profiles_build(struct diagnosis *d)
{
	struct speakers speakers;
	forget_rows(d);
	collect(d, &speakers);
	join_complete(d, &speakers);
	join_prefixes(d, &speakers);
	join_unprinted(d, &speakers);
	join_notes(d, &speakers);
	join_neighbours_by_log(d, &speakers);
	for (size_t i = 0; i < speakers.count; i++)
		speakers.list[i].finding->profile = speakers.list[i].row;
	join_others(d, &speakers);
	fill_rows(d, &speakers);
	free(speakers.list);
	if (d->options.profile[0])
		keep_only(d, wanted_row(d));
	name_rows(d);
}
