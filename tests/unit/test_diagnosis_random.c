/* The verdict rule over random facts: what must hold whatever the evidence. The rule is told
 * once more here, from CONTRACT, as slow and plain as it can be. */
#include "testing.h"

#include "diagnosis/verdict.h"

#define TRACES_MAX 12
#define ASSIGNED (INT64_C(1724140800) * TIME_SECOND)
#define ROUNDS 40000

struct random_case {
	struct trace traces[TRACES_MAX];
	struct verdict_facts facts;
};

static uint32_t next(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % below;
}

static struct trace random_trace(uint32_t *seed, size_t number)
{
	static const char *const users[] = {NULL, "S-1-5-21-1", "S-1-5-21-2"};
	struct trace t = {.role = (enum guide_role)next(seed, 6), .us = TIME_NONE,
		.log = next(seed, 3), .order = next(seed, 4), .user = users[next(seed, 3)],
		.finding = number};
	if (next(seed, 4))
		t.us = ASSIGNED + (int64_t)next(seed, 9) * 100 * TIME_SECOND - 500 * TIME_SECOND;
	if (t.role == ROLE_PROOF || t.role == ROLE_GOOD)
		t.passes = next(seed, 32);
	if (t.role == ROLE_PROOF || t.role == ROLE_BAD)
		t.breaks = next(seed, 32) & ~t.passes & ~3u;
	return t;
}

static void random_facts(uint32_t *seed, struct random_case *c)
{
	*c = (struct random_case){.facts.traces_count = next(seed, TRACES_MAX - 1)};
	c->facts.traces = c->traces;
	for (size_t i = 0; i < c->facts.traces_count; i++)
		c->traces[i] = random_trace(seed, i);
	for (int i = 0; i < CHECK_COUNT; i++)
		c->facts.checks[i] = (enum check_outcome)next(seed, 4);
	c->facts.assigned_at = next(seed, 3) ? ASSIGNED : TIME_NONE;
	c->facts.covered = next(seed, 2);
	c->facts.shows_later = next(seed, 2);
	c->facts.overflow = !next(seed, 8);
}

/* The rule once more, as slow and plain as it can be. */
static bool later(const struct trace *a, const struct trace *b)
{
	if (a->us != TIME_NONE && b->us != TIME_NONE && a->us != b->us)
		return a->us > b->us;
	if (a->log != b->log)
		return a->log > b->log;
	return a->order != b->order ? a->order > b->order : a->finding > b->finding;
}

static bool followed(const struct verdict_facts *f, const struct trace *by, enum guide_role role,
	bool same_user)
{
	for (size_t i = 0; i < f->traces_count; i++) {
		const struct trace *t = &f->traces[i];
		bool same = !t->user || !by->user || !strcmp(t->user, by->user);
		if (t->role == role && later(t, by) && (same || !same_user))
			return true;
	}
	return false;
}

static bool fresh(const struct verdict_facts *f, const struct trace *t)
{
	return f->assigned_at == TIME_NONE ||
		(t->us != TIME_NONE && t->us - f->assigned_at >= -VERDICT_TOLERANCE);
}

/* Is there one that stands: a refusal not cleared, a fresh proof (not) taken away? */
static bool stands(const struct verdict_facts *f, enum guide_role role, bool taken_too)
{
	for (size_t i = 0; i < f->traces_count; i++) {
		const struct trace *t = &f->traces[i];
		if (t->role != role)
			continue;
		if (role == ROLE_REFUSAL && !followed(f, t, ROLE_PROOF, true))
			return true;
		if (role == ROLE_PROOF && fresh(f, t) &&
		    (taken_too || !followed(f, t, ROLE_REMOVAL, false)))
			return true;
	}
	return false;
}

static bool says_no(const struct verdict_facts *f)
{
	return f->checks[0] == CHECK_BAD || f->checks[1] == CHECK_BAD ||
		f->checks[2] == CHECK_BAD;
}

static int plain_rule(const struct verdict_facts *f, enum verdict_outcome *ret)
{
	*ret = NOT_REACHED;
	if (stands(f, ROLE_REFUSAL, false))
		return 1;
	*ret = stands(f, ROLE_PROOF, false) && !f->overflow ? REACHED : INCONCLUSIVE;
	if (stands(f, ROLE_PROOF, true))
		return 2;
	*ret = NOT_REACHED;
	if (says_no(f))
		return 3;
	if (f->covered && !f->overflow && f->assigned_at != TIME_NONE)
		return 4;
	*ret = INCONCLUSIVE;
	return 5;
}

static void test_against_plain_rule(void **state)
{
	uint32_t seed = 1;
	unsigned seen[6] = {0};
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct random_case c;
		enum verdict_outcome wanted;
		random_facts(&seed, &c);
		struct profile_verdict v = verdict_of(&c.facts);
		assert_int_equal(v.rule, plain_rule(&c.facts, &wanted));
		assert_int_equal(v.outcome, wanted);
		if (v.outcome == REACHED) { /* the one that is shown is a proof that stands */
			const struct trace *proof = &c.traces[v.decisive];
			assert_int_equal(proof->role, ROLE_PROOF);
			assert_true(fresh(&c.facts, proof));
			assert_false(followed(&c.facts, proof, ROLE_REMOVAL, false));
		}
		seen[v.rule]++;
	}
	for (int rule = 1; rule <= 5; rule++)
		assert_true(seen[rule] > ROUNDS / 100);
}

static bool same_verdict(const struct profile_verdict *a, const struct profile_verdict *b)
{
	return a->outcome == b->outcome && a->stage == b->stage && a->rule == b->rule &&
		a->decisive == b->decisive && a->removal == b->removal &&
		a->older_proof == b->older_proof && !memcmp(a->stages, b->stages, sizeof(a->stages));
}

static void test_order_of_input_is_nothing(void **state)
{
	uint32_t seed = 2;
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct random_case c;
		random_facts(&seed, &c);
		struct profile_verdict before = verdict_of(&c.facts);
		for (size_t i = c.facts.traces_count; i > 1; i--) {
			size_t j = next(&seed, (uint32_t)i);
			struct trace held = c.traces[j];
			c.traces[j] = c.traces[i - 1];
			c.traces[i - 1] = held;
		}
		struct profile_verdict after = verdict_of(&c.facts);
		assert_true(same_verdict(&before, &after));
	}
}

static void test_clock_is_relative(void **state)
{
	uint32_t seed = 3;
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct random_case c;
		random_facts(&seed, &c);
		struct profile_verdict before = verdict_of(&c.facts);
		int64_t shift = (int64_t)next(&seed, 1000000) * TIME_SECOND;
		if (c.facts.assigned_at != TIME_NONE)
			c.facts.assigned_at += shift;
		for (size_t i = 0; i < c.facts.traces_count; i++)
			if (c.traces[i].us != TIME_NONE)
				c.traces[i].us += shift;
		struct profile_verdict after = verdict_of(&c.facts);
		assert_true(same_verdict(&before, &after));
	}
}

static void test_yes_never_harms(void **state)
{
	uint32_t seed = 4;
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct random_case c;
		random_facts(&seed, &c);
		struct profile_verdict before = verdict_of(&c.facts);
		c.facts.checks[next(&seed, CHECK_COUNT)] = CHECK_GOOD;
		struct profile_verdict after = verdict_of(&c.facts);
		assert_true(after.outcome <= before.outcome);
		assert_true(after.outcome != REACHED || before.outcome == REACHED);
	}
}

static struct profile_verdict with(struct random_case *c, enum guide_role role)
{
	struct trace last = {.role = role, .us = ASSIGNED + TIME_DAY, .log = 9, .order = 9,
		.finding = 99};
	c->traces[c->facts.traces_count++] = last;
	struct profile_verdict v = verdict_of(&c->facts);
	c->facts.traces_count--;
	return v;
}

/* What comes last has the last word. */
static void test_last_record(void **state)
{
	uint32_t seed = 5;
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct random_case c;
		random_facts(&seed, &c);
		struct profile_verdict v = verdict_of(&c.facts);
		struct profile_verdict proof = with(&c, ROLE_PROOF), note = with(&c, ROLE_NOTE);
		struct profile_verdict refusal = with(&c, ROLE_REFUSAL);
		struct profile_verdict removal = with(&c, ROLE_REMOVAL);
		assert_int_equal(proof.outcome, c.facts.overflow ? INCONCLUSIVE : REACHED);
		assert_int_equal(proof.decisive, 99);
		assert_int_equal(refusal.rule, 1);
		assert_int_equal(refusal.decisive, 99);
		assert_true(removal.outcome != REACHED);
		assert_true(same_verdict(&v, &note));
	}
}

static void test_stages_agree(void **state)
{
	uint32_t seed = 6;
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct random_case c;
		random_facts(&seed, &c);
		struct profile_verdict v = verdict_of(&c.facts);
		int first = STAGE_REQUESTED;
		while (first < STAGE_COUNT && v.stages[first] == STAGE_PASSED)
			first++;
		if (v.outcome != REACHED) {
			assert_int_equal(v.stage, v.rule == 3 ? STAGE_ASSIGNED : STAGE_RECEIVED);
			assert_int_not_equal(v.stages[STAGE_RECEIVED], STAGE_PASSED);
			continue;
		}
		assert_int_equal(v.stages[STAGE_ASSIGNED], STAGE_PASSED);
		assert_int_equal(v.stages[STAGE_RECEIVED], STAGE_PASSED);
		assert_int_equal(v.stage, first < STAGE_COUNT ? first : STAGE_NONE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_plain_rule),
		cmocka_unit_test(test_order_of_input_is_nothing),
		cmocka_unit_test(test_clock_is_relative),
		cmocka_unit_test(test_yes_never_harms),
		cmocka_unit_test(test_last_record),
		cmocka_unit_test(test_stages_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
