#include "verdict.h"

#include "trace.h"

#include <string.h>

/* Is it from the time of the assignment or later? Unknown times do not say so. */
static bool is_fresh(const struct verdict_facts *facts, const struct trace *trace)
{
	if (facts->assigned_at == TIME_NONE)
		return true;
	return trace->us != TIME_NONE && trace->us >= facts->assigned_at - VERDICT_TOLERANCE;
}

static bool is_proof(const struct verdict_facts *facts, const struct trace *trace, bool fresh)
{
	return trace->role == ROLE_PROOF && is_fresh(facts, trace) == fresh;
}

/* A record that tells of the arrival and of nothing after it. */
static bool is_delivery(const struct trace *trace)
{
	return !((trace->passes | trace->breaks) >> STAGE_REQUESTED);
}

/* The last proof that no removal took away, a plain delivery rather than a record of what came
 * after it; else the last one. */
static const struct trace *best_proof(const struct verdict_facts *facts,
	const struct order *order, bool fresh)
{
	const struct latest removals = latest_of(order, ROLE_REMOVAL);
	const struct latest refusals = latest_of(order, ROLE_REFUSAL);
	const struct trace *last = NULL, *standing = NULL;
	for (size_t i = order->count; i-- > 0;) {
		const struct trace *trace = order->traces[i];
		if (!is_proof(facts, trace, fresh))
			continue;
		if (!last)
			last = trace;
		if (later_of(&removals, trace))
			continue;
		if (is_delivery(trace) && !later_of(&refusals, trace))
			return trace;
		if (!standing)
			standing = trace;
	}
	return standing ? standing : last;
}

static const struct profile_verdict no_verdict = {.decisive = VERDICT_NO_FINDING,
	.removal = VERDICT_NO_FINDING, .older_proof = VERDICT_NO_FINDING,
	.contrary = VERDICT_NO_FINDING};

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

/* Could a delivery after the assignment not have stayed unseen? */
static bool silence_proves(const struct verdict_facts *facts)
{
	return facts->covered && !facts->overflow && facts->assigned_at != TIME_NONE;
}

static void judge_proof(struct profile_verdict *v, const struct verdict_facts *facts,
	const struct order *order, const struct trace *proof)
{
	const struct latest removals = latest_of(order, ROLE_REMOVAL);
	const struct trace *removal = later_of(&removals, proof);
	v->decisive = proof->finding;
	v->removal = removal ? removal->finding : VERDICT_NO_FINDING;
	bool doubt = removal || facts->overflow;
	set(v, 2, doubt ? INCONCLUSIVE : REACHED, doubt ? STAGE_RECEIVED : STAGE_NONE);
}

static void judge_silence(struct profile_verdict *v, const struct verdict_facts *facts,
	const struct order *order)
{
	const struct trace *older = best_proof(facts, order, false);
	if (older)
		v->older_proof = older->finding;
	if (any_check(facts, CHECK_BAD))
		set(v, 3, NOT_REACHED, STAGE_ASSIGNED);
	else if (silence_proves(facts))
		set(v, 4, NOT_REACHED, STAGE_RECEIVED);
	else
		set(v, 5, INCONCLUSIVE, STAGE_RECEIVED);
}

static void judge(struct profile_verdict *v, const struct verdict_facts *facts,
	const struct order *order)
{
	const struct trace *refusal = standing_refusal(order);
	const struct trace *proof = best_proof(facts, order, true);
	if (refusal) {
		v->decisive = refusal->finding;
		set(v, 1, NOT_REACHED, STAGE_RECEIVED);
	} else if (proof) {
		judge_proof(v, facts, order, proof);
	} else {
		judge_silence(v, facts, order);
	}
}

static void forget(enum stage_outcome stages[STAGE_ALL], int from)
{
	for (int stage = from; stage < STAGE_ALL; stage++)
		stages[stage] = STAGE_UNKNOWN;
}

/* Passing a stage passes all before it; a break makes what came after it an older story, and
 * so do a refusal and a removal with all stages. */
static void follow(enum stage_outcome stages[STAGE_ALL], const struct trace *trace)
{
	if (trace->role == ROLE_REFUSAL || trace->role == ROLE_REMOVAL)
		forget(stages, STAGE_REQUESTED);
	for (int stage = STAGE_REQUESTED; stage < STAGE_ALL; stage++) {
		if (!(trace->passes >> stage & 1))
			continue;
		for (int before = STAGE_REQUESTED; before <= stage; before++)
			stages[before] = STAGE_PASSED;
	}
	for (int stage = STAGE_REQUESTED; stage < STAGE_ALL; stage++) {
		if (!(trace->breaks >> stage & 1))
			continue;
		forget(stages, stage);
		stages[stage] = STAGE_BROKEN;
	}
}

static enum stage_outcome received_of(const struct profile_verdict *v,
	const struct verdict_facts *facts)
{
	if (v->outcome == REACHED)
		return STAGE_PASSED;
	if (v->rule == 1)
		return STAGE_BROKEN;
	return v->rule >= 3 && silence_proves(facts) ? STAGE_MISSING : STAGE_UNKNOWN;
}

static void judge_stages(struct profile_verdict *v, const struct verdict_facts *facts,
	const struct order *order)
{
	for (size_t i = 0; i < order->count; i++)
		if (is_fresh(facts, order->traces[i]))
			follow(v->stages, order->traces[i]);
	if (v->rule == 1)
		forget(v->stages, STAGE_REQUESTED);
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
	struct profile_verdict v = no_verdict;
	struct order order = order_of(facts);
	judge(&v, facts, &order);
	judge_stages(&v, facts, &order);
	free(order.traces);
	return v;
}

/* ---- a later goal ---- */

/* The last traces that say that the goal was reached, and that it was not. */
struct sayings {
	const struct trace *yes, *no, *last;
};

static bool says_no(const struct trace *trace, enum guide_stage goal)
{
	return trace->breaks & ((2u << goal) - 1);
}

static bool says_yes(const struct trace *trace, enum guide_stage goal)
{
	return trace->passes >> goal;
}

/* How surely it is of the device in question. */
static int hold_of(const struct trace *trace)
{
	return trace->sure ? 2 : trace->by_time ? 0 : 1;
}

/* Leaves out what is too old, and what may be another device's where something holds better. */
static void keep_own(const struct verdict_facts *facts, struct order *order, enum guide_stage goal)
{
	size_t count = 0;
	int best = 0;
	for (size_t i = 0; i < order->count; i++) {
		const struct trace *trace = order->traces[i];
		bool says = says_yes(trace, goal) || says_no(trace, goal);
		if (says && is_fresh(facts, trace) && hold_of(trace) > best)
			best = hold_of(trace);
	}
	for (size_t i = 0; i < order->count; i++)
		if (is_fresh(facts, order->traces[i]) && hold_of(order->traces[i]) >= best)
			order->traces[count++] = order->traces[i];
	order->count = count;
}

static struct sayings sayings_of(const struct order *order, enum guide_stage goal)
{
	struct sayings s = {0};
	for (size_t i = 0; i < order->count; i++) {
		const struct trace *trace = order->traces[i];
		bool no = says_no(trace, goal);
		if (!no && !says_yes(trace, goal))
			continue;
		*(no ? &s.no : &s.yes) = trace;
		s.last = trace;
	}
	return s;
}

static enum guide_stage first_broken(const struct trace *trace)
{
	int stage = STAGE_ASSIGNED;
	while (!(trace->breaks >> stage & 1))
		stage++;
	return (enum guide_stage)stage;
}

struct profile_verdict verdict_of_goal(const struct verdict_facts *facts, enum guide_stage goal)
{
	struct profile_verdict v = no_verdict;
	struct order order = order_of(facts);
	keep_own(facts, &order, goal);
	struct sayings s = sayings_of(&order, goal);
	bool doubt = facts->overflow || (s.yes && s.no && !s.last->sure) ||
		(s.last && s.last->by_time);
	for (size_t i = 0; i < order.count; i++)
		follow(v.stages, order.traces[i]);
	set(&v, 0, INCONCLUSIVE, goal);
	if (s.last && !doubt && s.last == s.yes)
		set(&v, 0, REACHED, STAGE_NONE);
	else if (s.last && !doubt)
		set(&v, 0, NOT_REACHED, first_broken(s.no));
	if (s.last)
		v.decisive = s.last->finding;
	if (s.yes && s.no)
		v.contrary = (s.last == s.yes ? s.no : s.yes)->finding;
	if (doubt)
		forget(v.stages, STAGE_REQUESTED);
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
