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

/* Where a row with that id is, or would be put: there is always room. */
static size_t *row_slot(const struct diagnosis *d, const char *profile)
{
	uint32_t slot = 2166136261u; /* FNV-1a */
	for (const char *c = profile; *c; c++)
		slot = (slot ^ (unsigned char)*c) * 16777619u;
	for (slot %= ROW_SLOTS; d->row_slots[slot] != PROFILE_NONE; slot = (slot + 1) % ROW_SLOTS)
		if (!strcmp(d->profiles[d->row_slots[slot]].profile, profile))
			break;
	return &d->row_slots[slot];
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

/* The findings that carry an id, in order: each walk over all of them waits for memory. */
struct carrier {
	struct finding *finding;
	const struct scep_id *id;
	bool makes_a_row;
};
struct carriers {
	struct carrier *list;
	size_t list_count, list_cap;
};

static void collect(struct diagnosis *d, struct carriers *carriers)
{
	for (size_t i = 0; i < d->findings_count; i++) {
		struct finding *f = &d->findings[i];
		f->profile = PROFILE_NONE;
		f->joined = JOINED_BY_ID;
		if (f->key && f->id)
			vec_push(carriers, list,
				((struct carrier){f, f->id, makes_a_row(d, f)}));
	}
}

static void join_complete(struct diagnosis *d, const struct carriers *carriers)
{
	for (size_t i = 0; i < carriers->list_count; i++) {
		const struct carrier *c = &carriers->list[i];
		if (!c->makes_a_row || !c->id->profile_complete)
			continue;
		size_t row = row_equal(d, c->id->profile);
		c->finding->profile = row != PROFILE_NONE ? row : add_row(d, c->id->profile, true);
	}
}

/* A bit for each length that one of the prefixes has. */
static uint64_t prefix_lengths(const struct carriers *carriers)
{
	_Static_assert(SCEP_GUID_MAX < 64, "a bit each");
	uint64_t lengths = 0;
	for (size_t i = 0; i < carriers->list_count; i++) {
		const struct carrier *c = &carriers->list[i];
		if (c->makes_a_row && !c->id->profile_complete)
			lengths |= UINT64_C(1) << strlen(c->id->profile);
	}
	return lengths;
}

static void join_prefixes_of(struct diagnosis *d, const struct carriers *carriers, size_t len)
{
	for (size_t i = 0; i < carriers->list_count; i++) {
		const struct carrier *c = &carriers->list[i];
		if (!c->makes_a_row || c->id->profile_complete || strlen(c->id->profile) != len)
			continue;
		size_t row = row_fitting(d, c->id->profile);
		c->finding->profile = row != PROFILE_NONE ? row
			: add_row(d, c->id->profile, false);
	}
}

/* Longer prefixes first, so that a short one can join the row of a longer one. */
static void join_prefixes(struct diagnosis *d, const struct carriers *carriers)
{
	uint64_t lengths = prefix_lengths(carriers);
	for (size_t len = SCEP_GUID_MAX; len-- > 1;)
		if (lengths >> len & 1)
			join_prefixes_of(d, carriers, len);
}

/* An id that is not printed at all joins nothing. Such refusals get a row apart from the
 * proofs, so that no proof of one profile can clear another's refusal. */
static void join_unprinted(struct diagnosis *d, const struct carriers *carriers)
{
	size_t proofs = PROFILE_NONE, refusals = PROFILE_NONE;
	for (size_t i = 0; i < carriers->list_count; i++) {
		const struct carrier *c = &carriers->list[i];
		if (!c->makes_a_row || c->id->profile[0])
			continue;
		size_t *row = c->finding->key->role == ROLE_REFUSAL ? &refusals : &proofs;
		if (*row == PROFILE_NONE)
			*row = add_row(d, "", false);
		c->finding->profile = *row;
	}
}

/* A note makes no row, but it may speak of one, and then it is no stranger between others. */
static void join_notes(struct diagnosis *d, const struct carriers *carriers)
{
	for (size_t i = 0; i < carriers->list_count; i++) {
		const struct carrier *c = &carriers->list[i];
		if (!c->makes_a_row && c->id->profile[0])
			c->finding->profile = c->id->profile_complete
				? row_equal(d, c->id->profile) : row_fitting(d, c->id->profile);
	}
}

/* What an anchor says while walking over a log in one direction. */
struct neighbour {
	size_t row;
	bool other; /* another profile's anchor lies between */
};

static void pass_anchor(struct neighbour *n, const struct diagnosis *d,
	const struct finding *f, enum guide_anchor wanted)
{
	bool printed = f->profile != PROFILE_NONE && d->profiles[f->profile].profile[0];
	if (f->key->anchor == wanted)
		*n = (struct neighbour){printed ? f->profile : PROFILE_NONE, false};
	else if (f->key->anchor != ANCHOR_NONE && f->profile != n->row)
		n->other = true;
}

static void take_row(struct finding *f, const struct neighbour *n)
{
	if (f->key->neighbour && f->profile == PROFILE_NONE && !n->other)
		f->profile = n->row;
}

static void join_neighbours(struct diagnosis *d, size_t from, size_t to)
{
	struct neighbour next = {PROFILE_NONE, false}, before = {PROFILE_NONE, false};
	for (size_t i = to; i-- > from;) {
		take_row(&d->findings[i], &next);
		pass_anchor(&next, d, &d->findings[i], ANCHOR_END);
	}
	for (size_t i = from; i < to; i++) {
		take_row(&d->findings[i], &before);
		pass_anchor(&before, d, &d->findings[i], ANCHOR_BEGIN);
	}
}

static void join_neighbours_by_log(struct diagnosis *d)
{
	for (size_t from = 0, to; from < d->findings_count; from = to) {
		to = from + 1;
		if (!d->findings[from].key)
			continue;
		while (to < d->findings_count && d->findings[to].key &&
		       d->findings[to].evidence.log == d->findings[from].evidence.log)
			to++;
		join_neighbours(d, from, to);
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
static void fill_rows(struct diagnosis *d, const struct carriers *carriers)
{
	autofree const struct finding **latest = xcalloc(d->profiles_count, sizeof(*latest));
	for (size_t i = 0; i < carriers->list_count; i++) {
		const struct finding *f = carriers->list[i].finding;
		if (f->profile == PROFILE_NONE)
			continue;
		struct case_profile *row = &d->profiles[f->profile];
		if (strlen(f->id->account) > strlen(row->account))
			snprintf(row->account, sizeof(row->account), "%s", f->id->account);
		bool told = f->id->has_hash && f->key->role == ROLE_PROOF;
		if (told)
			add_version(row, f->id->hash);
		if (!told || (row->has_hash && !is_later(f, latest[f->profile])))
			continue;
		row->has_hash = true;
		row->hash = f->id->hash;
		latest[f->profile] = f;
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

void profiles_build(struct diagnosis *d)
{
	struct carriers carriers = {0};
	forget_rows(d);
	collect(d, &carriers);
	join_complete(d, &carriers);
	join_prefixes(d, &carriers);
	join_unprinted(d, &carriers);
	join_notes(d, &carriers);
	join_neighbours_by_log(d);
	if (!guide_is_delivery(d->guide)) {
		ties_join(d);
		join_nameless(d);
	}
	fill_rows(d, &carriers);
	free(carriers.list);
	if (d->options.profile[0])
		keep_only(d, wanted_row(d));
	name_rows(d);
}
