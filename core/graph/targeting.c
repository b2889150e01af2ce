#include "targeting.h"

static void add(struct targeting *t, enum targeting_why why, enum side side,
	const struct graph_assignment *assignment)
{
	vec_push(t, reasons, ((struct targeting_reason){why, side, assignment}));
}

static enum truth negated(enum truth truth)
{
	return truth == TRUTH_YES ? TRUTH_NO : truth == TRUTH_NO ? TRUTH_YES : TRUTH_UNKNOWN;
}

static enum truth both(enum truth a, enum truth b)
{
	if (a == TRUTH_NO || b == TRUTH_NO)
		return TRUTH_NO;
	return a == TRUTH_YES && b == TRUTH_YES ? TRUTH_YES : TRUTH_UNKNOWN;
}

static enum truth either(enum truth a, enum truth b)
{
	if (a == TRUTH_YES || b == TRUTH_YES)
		return TRUTH_YES;
	return a == TRUTH_NO && b == TRUTH_NO ? TRUTH_NO : TRUTH_UNKNOWN;
}

static enum truth member(const struct targeting_facts *f, enum side side, const char *group)
{
	return f->absent[side] ? TRUTH_NO : f->member(f->data, side, group);
}

/* Does the filter let the device through? */
static enum truth passes(const struct targeting_facts *f, const struct graph_assignment *a)
{
	if (a->filter_mode == FILTER_NONE)
		return TRUTH_YES;
	enum truth matches = f->matches(f->data, a->filter);
	return a->filter_mode == FILTER_INCLUDE ? matches : negated(matches);
}

/* Does the assignment mean this user, this device, whatever its filter says? */
static enum truth means(const struct targeting_facts *f, const struct graph_assignment *a,
	enum side side)
{
	switch (a->kind) {
	case TARGET_GROUP:
		return member(f, side, a->group);
	case TARGET_ALL_USERS:
		return side == SIDE_USER && !f->absent[SIDE_USER] ? TRUTH_YES : TRUTH_NO;
	case TARGET_ALL_DEVICES:
		return side == SIDE_DEVICE ? TRUTH_YES : TRUTH_NO;
	case TARGET_EXCLUDED_GROUP:
		return TRUTH_NO;
	default:
		return TRUTH_UNKNOWN;
	}
}

static enum truth included(const struct targeting_facts *f, enum side side)
{
	enum truth any = TRUTH_NO;
	for (size_t i = 0; i < f->count; i++) {
		const struct graph_assignment *a = &f->assignments[i];
		enum truth one = both(means(f, a, side), passes(f, a));
		if (a->remove && one != TRUTH_NO)
			one = TRUTH_UNKNOWN;
		any = either(any, one);
	}
	return any;
}

static enum truth excluded(const struct targeting_facts *f, enum side side)
{
	enum truth any = TRUTH_NO;
	for (size_t i = 0; i < f->count; i++)
		if (f->assignments[i].kind == TARGET_EXCLUDED_GROUP)
			any = either(any, member(f, side, f->assignments[i].group));
	return any;
}

/* ---- the reasons ---- */

/* false: the assignment does not come to anything, and it has been said why */
static bool explain_filter(struct targeting *t, const struct targeting_facts *f,
	const struct graph_assignment *a, enum side side)
{
	enum truth through = passes(f, a);
	if (through != TRUTH_YES)
		add(t, through == TRUTH_NO ? WHY_FILTERED : WHY_FILTER_UNKNOWN, side, a);
	return through == TRUTH_YES;
}

static void explain_group(struct targeting *t, const struct targeting_facts *f,
	const struct graph_assignment *a)
{
	bool unknown = false, any = false;
	for (int s = 0; s < SIDE_COUNT; s++) {
		enum side side = (enum side)s;
		enum truth in = member(f, side, a->group);
		unknown |= in == TRUTH_UNKNOWN;
		any |= in == TRUTH_YES;
		if (in == TRUTH_YES && explain_filter(t, f, a, side))
			add(t, WHY_MEMBER, side, a);
	}
	if (!any)
		add(t, unknown ? WHY_MEMBER_UNKNOWN : WHY_NOT_MEMBER, SIDE_USER, a);
}

static void explain_exclusion(struct targeting *t, const struct targeting_facts *f,
	const struct graph_assignment *a, const enum truth reach[SIDE_COUNT])
{
	bool unknown = false, any = false;
	for (int s = 0; s < SIDE_COUNT; s++) {
		enum truth in = member(f, (enum side)s, a->group);
		any |= in == TRUTH_YES;
		unknown |= in == TRUTH_UNKNOWN && reach[s] != TRUTH_NO;
		if (in == TRUTH_YES)
			add(t, reach[s] == TRUTH_NO ? WHY_OTHER_KIND : WHY_EXCLUDED, (enum side)s, a);
	}
	if (!any)
		add(t, unknown ? WHY_EXCLUSION_UNKNOWN : WHY_NOT_EXCLUDED, SIDE_USER, a);
}

static void explain(struct targeting *t, const struct targeting_facts *f,
	const struct graph_assignment *a, const enum truth reach[SIDE_COUNT])
{
	if (a->remove) {
		add(t, WHY_REMOVE, SIDE_USER, a);
		return;
	}
	switch (a->kind) {
	case TARGET_GROUP:
		explain_group(t, f, a);
		break;
	case TARGET_EXCLUDED_GROUP:
		explain_exclusion(t, f, a, reach);
		break;
	case TARGET_ALL_USERS:
		if (f->absent[SIDE_USER])
			add(t, WHY_NO_USER, SIDE_USER, a);
		else if (explain_filter(t, f, a, SIDE_USER))
			add(t, WHY_ALL_USERS, SIDE_USER, a);
		break;
	case TARGET_ALL_DEVICES:
		if (explain_filter(t, f, a, SIDE_DEVICE))
			add(t, WHY_ALL_DEVICES, SIDE_DEVICE, a);
		break;
	default:
		add(t, a->kind == TARGET_COLLECTION ? WHY_COLLECTION : WHY_STRANGE, SIDE_DEVICE, a);
	}
}

static enum targeting_outcome outcome_of(const enum truth sides[SIDE_COUNT],
	const enum truth reach[SIDE_COUNT])
{
	enum truth any = either(sides[SIDE_USER], sides[SIDE_DEVICE]);
	if (any == TRUTH_YES)
		return TARGETING_INCLUDED;
	if (any == TRUTH_UNKNOWN)
		return TARGETING_UNKNOWN;
	return either(reach[SIDE_USER], reach[SIDE_DEVICE]) != TRUTH_NO ? TARGETING_EXCLUDED
		: TARGETING_NOT_ASSIGNED;
}

struct targeting targeting_of(const struct targeting_facts *f)
{
	struct targeting t = {0};
	enum truth reach[SIDE_COUNT];
	for (int s = 0; s < SIDE_COUNT; s++) {
		reach[s] = included(f, (enum side)s);
		t.sides[s] = both(reach[s], negated(excluded(f, (enum side)s)));
		if (!f->complete)
			t.sides[s] = TRUTH_UNKNOWN; /* an exclusion may be among what is missing */
	}
	t.outcome = outcome_of(t.sides, reach);
	for (size_t i = 0; i < f->count; i++)
		explain(&t, f, &f->assignments[i], reach);
	if (!f->complete)
		add(&t, WHY_INCOMPLETE, SIDE_USER, NULL);
	else if (!f->count)
		add(&t, WHY_NOTHING, SIDE_USER, NULL);
	return t;
}

void targeting_finish(struct targeting *t)
{
	free(t->reasons);
	*t = (struct targeting){0};
}

enum matrix matrix_of(const enum truth scep[SIDE_COUNT], const enum truth root[SIDE_COUNT])
{
	enum truth shared = TRUTH_NO;
	for (int s = 0; s < SIDE_COUNT; s++)
		shared = either(shared, both(scep[s], root[s]));
	return shared == TRUTH_YES ? MATRIX_WORKS : shared == TRUTH_NO ? MATRIX_FAILS
		: MATRIX_UNKNOWN;
}
