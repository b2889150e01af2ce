#include "verdict.h"

#include <string.h>

/* Traces in the order in which they happened. Times decide if all of them are known;
 * otherwise the order is that of the files. */
struct order {
	const struct trace **traces;
	size_t count;
	bool timed;
};

/* The latest of some traces, so that each question after a later one costs the same however
 * many there are: by time, by place where times are unknown. */
struct latest {
	const char *user;
	const struct trace *timed, *untimed, *placed;
};

struct proofs { /* all of them, and by user */
	struct latest all, *users;
	size_t users_count, users_cap;
};

/* One entry can tell several things, such as a Delete and an Add in one message: what was
 * found first stands first. */
static int compare_place(const struct trace *a, const struct trace *b)
{
	if (a->log != b->log)
		return a->log < b->log ? -1 : 1;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return (a->finding > b->finding) - (a->finding < b->finding);
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

/* Two known times always decide between two records, even where a third has none. */
static bool is_later(const struct trace *a, const struct trace *b)
{
	bool timed = a->us != TIME_NONE && b->us != TIME_NONE;
	return (timed ? compare_timed(&a, &b) : compare_place(a, b)) > 0;
}

static void keep_latest(struct latest *latest, const struct trace *trace)
{
	const struct trace **own = trace->us != TIME_NONE ? &latest->timed : &latest->untimed;
	if (!*own || is_later(trace, *own))
		*own = trace;
	if (!latest->placed || compare_place(trace, latest->placed) > 0)
		latest->placed = trace;
}

/* One of them that is later than trace, or NULL. */
static const struct trace *later_of(const struct latest *latest, const struct trace *trace)
{
	bool timed = trace->us != TIME_NONE;
	if (timed && latest->timed && is_later(latest->timed, trace))
		return latest->timed;
	const struct trace *other = timed ? latest->untimed : latest->placed;
	return other && is_later(other, trace) ? other : NULL;
}

static struct latest latest_of(const struct order *order, enum guide_role role)
{
	struct latest latest = {0};
	for (size_t i = 0; i < order->count; i++)
		if (order->traces[i]->role == role)
			keep_latest(&latest, order->traces[i]);
	return latest;
}

static int compare_user(const void *left, const void *right)
{
	const char *a = ((const struct latest *)left)->user;
	const char *b = ((const struct latest *)right)->user;
	return strcmp(a ? a : "", b ? b : "");
}

static void proofs_of(const struct order *order, struct proofs *ret)
{
	*ret = (struct proofs){.all = latest_of(order, ROLE_PROOF)};
	for (size_t i = 0; i < order->count; i++) {
		struct latest one = {.user = order->traces[i]->user};
		keep_latest(&one, order->traces[i]);
		if (order->traces[i]->role == ROLE_PROOF)
			vec_push(ret, users, one);
	}
	size_t kept = 0;
	if (ret->users_count)
		qsort(ret->users, ret->users_count, sizeof(*ret->users), compare_user);
	for (size_t i = 1; i < ret->users_count; i++) {
		if (compare_user(&ret->users[kept], &ret->users[i]) != 0)
			ret->users[++kept] = ret->users[i];
		else
			keep_latest(&ret->users[kept], ret->users[i].placed);
	}
	ret->users_count = ret->users_count ? kept + 1 : 0;
}

static bool cleared_by(const struct proofs *proofs, const char *user,
	const struct trace *refusal)
{
	struct latest wanted = {.user = user};
	const struct latest *found = proofs->users_count ? bsearch(&wanted, proofs->users,
		proofs->users_count, sizeof(wanted), compare_user) : NULL;
	return found && later_of(found, refusal);
}

/* By a later proof of the same user; a user that is not told may be any. */
static bool is_cleared(const struct proofs *proofs, const struct trace *refusal)
{
	if (!refusal->user)
		return later_of(&proofs->all, refusal) != NULL;
	return cleared_by(proofs, refusal->user, refusal) || cleared_by(proofs, NULL, refusal);
}

static const struct trace *standing_refusal(const struct order *order)
{
	const struct trace *found = NULL;
	struct proofs proofs;
	proofs_of(order, &proofs);
	for (size_t i = order->count; !found && i-- > 0;)
		if (order->traces[i]->role == ROLE_REFUSAL &&
		    !is_cleared(&proofs, order->traces[i]))
			found = order->traces[i];
	free(proofs.users);
	return found;
}

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

/* The last proof that no removal took away, else the last one. */
static const struct trace *best_proof(const struct verdict_facts *facts,
	const struct order *order, bool fresh)
{
	const struct latest removals = latest_of(order, ROLE_REMOVAL);
	const struct trace *last = NULL;
	for (size_t i = order->count; i-- > 0;) {
		const struct trace *trace = order->traces[i];
		if (!is_proof(facts, trace, fresh))
			continue;
		if (!later_of(&removals, trace))
			return trace;
		if (!last)
			last = trace;
	}
	return last;
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

static void forget(enum stage_outcome stages[STAGE_COUNT], int from)
{
	for (int stage = from; stage < STAGE_COUNT; stage++)
		stages[stage] = STAGE_UNKNOWN;
}

/* Passing a stage passes all before it; a break makes what came after it an older story, and
 * so do a refusal and a removal with all stages. */
static void follow(enum stage_outcome stages[STAGE_COUNT], const struct trace *trace)
{
	if (trace->role == ROLE_REFUSAL || trace->role == ROLE_REMOVAL)
		forget(stages, STAGE_REQUESTED);
	for (int stage = STAGE_REQUESTED; stage < STAGE_COUNT; stage++) {
		if (!(trace->passes >> stage & 1))
			continue;
		for (int before = STAGE_REQUESTED; before <= stage; before++)
			stages[before] = STAGE_PASSED;
	}
	for (int stage = STAGE_REQUESTED; stage < STAGE_COUNT; stage++) {
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
