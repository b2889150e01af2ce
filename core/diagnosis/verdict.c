#include "verdict.h"

#include <string.h>

/* Traces in the order in which they happened. Times decide if all of them are known;
 * otherwise the order is that of the files. */
struct order {
	const struct trace **traces;
	size_t count;
	bool timed;
};

static int compare_place(const struct trace *a, const struct trace *b)
{
	if (a->log != b->log)
		return a->log < b->log ? -1 : 1;
	return (a->order > b->order) - (a->order < b->order);
}

static int compare_timed(const void *left, const void *right)
{
	const struct trace *a = *(const struct trace *const *)left;
	const struct trace *b = *(const struct trace *const *)right;
	if (a->us != b->us)
		return a->us < b->us ? -1 : 1;
	return compare_place(a, b);
}

static int compare_untimed(const void *left, const void *right)
{
	return compare_place(*(const struct trace *const *)left,
		*(const struct trace *const *)right);
}

static struct order order_of(const struct verdict_facts *facts)
{
	struct order order = {.count = facts->traces_count, .timed = true};
	order.traces = xcalloc(order.count, sizeof(struct trace *));
	for (size_t i = 0; i < order.count; i++) {
		order.traces[i] = &facts->traces[i];
		order.timed = order.timed && facts->traces[i].us != TIME_NONE;
	}
	if (order.count)
		qsort(order.traces, order.count, sizeof(struct trace *),
			order.timed ? compare_timed : compare_untimed);
	return order;
}

static bool same_user(const struct trace *a, const struct trace *b)
{
	return !a->user || !b->user || !strcmp(a->user, b->user);
}

static bool cleared(const struct order *order, size_t refusal)
{
	for (size_t i = refusal + 1; i < order->count; i++)
		if (order->traces[i]->role == ROLE_PROOF &&
		    same_user(order->traces[i], order->traces[refusal]))
			return true;
	return false;
}

static const struct trace *standing_refusal(const struct order *order)
{
	for (size_t i = order->count; i-- > 0;)
		if (order->traces[i]->role == ROLE_REFUSAL && !cleared(order, i))
			return order->traces[i];
	return NULL;
}

/* Is it from the time of the assignment or later? Unknown times do not say so. */
static bool is_fresh(const struct verdict_facts *facts, const struct trace *trace)
{
	if (facts->assigned_at == TIME_NONE)
		return true;
	return trace->us != TIME_NONE && trace->us >= facts->assigned_at - VERDICT_TOLERANCE;
}

static size_t last_proof(const struct verdict_facts *facts, const struct order *order,
	bool fresh)
{
	for (size_t i = order->count; i-- > 0;)
		if (order->traces[i]->role == ROLE_PROOF &&
		    is_fresh(facts, order->traces[i]) == fresh)
			return i;
	return SIZE_MAX;
}

static const struct trace *removal_after(const struct order *order, size_t proof)
{
	for (size_t i = order->count; i-- > proof + 1;)
		if (order->traces[i]->role == ROLE_REMOVAL)
			return order->traces[i];
	return NULL;
}

static bool any_check(const struct verdict_facts *facts, enum check_outcome outcome)
{
	for (int i = 0; i < CHECK_COUNT; i++)
		if (facts->checks[i] == outcome)
			return true;
	return false;
}

static bool all_checks_good(const struct verdict_facts *facts)
{
	for (int i = 0; i < CHECK_COUNT; i++)
		if (facts->checks[i] != CHECK_GOOD)
			return false;
	return true;
}

static void set(struct profile_verdict *v, int rule, enum verdict_outcome outcome,
	enum guide_stage stage)
{
	v->rule = rule;
	v->outcome = outcome;
	v->stage = stage;
}

static void judge_proof(struct profile_verdict *v, const struct verdict_facts *facts,
	const struct order *order, size_t proof)
{
	const struct trace *removal = removal_after(order, proof);
	v->decisive = order->traces[proof]->finding;
	v->removal = removal ? removal->finding : VERDICT_NO_FINDING;
	bool doubt = removal || facts->overflow;
	set(v, 2, doubt ? INCONCLUSIVE : REACHED, doubt ? STAGE_RECEIVED : STAGE_NONE);
}

static void judge_silence(struct profile_verdict *v, const struct verdict_facts *facts,
	const struct order *order)
{
	size_t older = last_proof(facts, order, false);
	if (older != SIZE_MAX)
		v->older_proof = order->traces[older]->finding;
	if (any_check(facts, CHECK_BAD))
		set(v, 3, NOT_REACHED, STAGE_ASSIGNED);
	else if (facts->covered && !facts->overflow)
		set(v, 4, NOT_REACHED, STAGE_RECEIVED);
	else
		set(v, 5, INCONCLUSIVE, STAGE_RECEIVED);
}

static void judge(struct profile_verdict *v, const struct verdict_facts *facts,
	const struct order *order)
{
	const struct trace *refusal = standing_refusal(order);
	size_t proof = last_proof(facts, order, true);
	if (refusal) {
		v->decisive = refusal->finding;
		set(v, 1, NOT_REACHED, STAGE_RECEIVED);
	} else if (proof != SIZE_MAX) {
		judge_proof(v, facts, order, proof);
	} else {
		judge_silence(v, facts, order);
	}
}

/* Passing a stage passes all before it; a break makes what came after it an older story. */
static void follow(enum stage_outcome stages[STAGE_COUNT], const struct trace *trace)
{
	for (int stage = STAGE_REQUESTED; stage < STAGE_COUNT; stage++) {
		if (!(trace->passes >> stage & 1))
			continue;
		for (int before = STAGE_REQUESTED; before <= stage; before++)
			stages[before] = STAGE_PASSED;
	}
	for (int stage = STAGE_REQUESTED; stage < STAGE_COUNT; stage++) {
		if (!(trace->breaks >> stage & 1))
			continue;
		stages[stage] = STAGE_BROKEN;
		for (int after = stage + 1; after < STAGE_COUNT; after++)
			stages[after] = STAGE_UNKNOWN;
	}
}

static enum stage_outcome received_of(const struct profile_verdict *v,
	const struct verdict_facts *facts)
{
	if (v->outcome == REACHED)
		return STAGE_PASSED;
	if (v->rule == 1)
		return STAGE_BROKEN;
	bool silent = v->rule >= 3 && facts->covered && !facts->overflow;
	return silent ? STAGE_MISSING : STAGE_UNKNOWN;
}

static void judge_stages(struct profile_verdict *v, const struct verdict_facts *facts,
	const struct order *order)
{
	for (size_t i = 0; i < order->count; i++)
		if (is_fresh(facts, order->traces[i]))
			follow(v->stages, order->traces[i]);
	v->stages[STAGE_RECEIVED] = received_of(v, facts);
	bool assigned = v->outcome == REACHED || all_checks_good(facts);
	v->stages[STAGE_ASSIGNED] = assigned ? STAGE_PASSED
		: v->rule == 3 ? STAGE_BROKEN : STAGE_UNKNOWN;
	if (v->outcome != REACHED)
		return;
	for (int stage = STAGE_INSTALLED; stage >= STAGE_REQUESTED; stage--) {
		if (v->stages[stage] == STAGE_UNKNOWN && facts->shows_later)
			v->stages[stage] = STAGE_MISSING;
		if (v->stages[stage] != STAGE_PASSED)
			v->stage = (enum guide_stage)stage;
	}
}

struct profile_verdict verdict_of(const struct verdict_facts *facts)
{
	struct profile_verdict v = {.decisive = VERDICT_NO_FINDING,
		.removal = VERDICT_NO_FINDING, .older_proof = VERDICT_NO_FINDING};
	struct order order = order_of(facts);
	judge(&v, facts, &order);
	judge_stages(&v, facts, &order);
	free(order.traces);
	return v;
}

const char *verdict_outcome_id(enum verdict_outcome outcome)
{
	static const char *const ids[] = {"reached", "inconclusive", "not-reached"};
	return ids[outcome];
}

const char *check_outcome_id(enum check_outcome outcome)
{
	static const char *const ids[] = {"unknown", "good", "bad", "skipped"};
	return ids[outcome];
}

const char *stage_outcome_id(enum stage_outcome outcome)
{
	static const char *const ids[] = {"unknown", "missing", "passed", "broken"};
	return ids[outcome];
}

const char *check_id_text(enum check_id check)
{
	static const char *const ids[] = {"target-user", "group-membership", "last-check-in"};
	return ids[check];
}

bool check_by_id(struct sv id, enum check_id *ret)
{
	for (int i = 0; i < CHECK_COUNT; i++) {
		if (!sv_eq(id, sv_str(check_id_text((enum check_id)i))))
			continue;
		*ret = (enum check_id)i;
		return true;
	}
	return false;
}
