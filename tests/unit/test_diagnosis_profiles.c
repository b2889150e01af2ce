/* Whose record is it: neighbours without an id, cut and masked ids, several profiles,
 * --profile. CONTRACT, "What decides" and "Ids as printed". */
#include "test_diagnosis_case.h"

#define MASKED "ModelName_AC_" ACCOUNT "_LogicalName_&lt;LogicalName&gt;_Hash_5"
#define CUT(part) "ModelName_AC_" ACCOUNT "_LogicalName_" part "...;Hash_5"

/* ---- neighbours ---- */

static const char *const uniques[] = {MASKED, UNIQUE(L1, "1"), UNIQUE(L2, "2")};

/* "306:1": of the first profile, ":2" of the second, ":0" masked; "r": refused, "u": with a
 * result that is neither; without a profile: a neighbour. */
static void add_word(struct strbuf *log, const char *word, int n)
{
	int id = atoi(word);
	const char *of = strchr(word, ':');
	const char *result = strchr(word, 'r') ? "0x80070005" : strchr(word, 'u') ? "0x7" : OK306;
	if (id == 306)
		add_306(log, n, n, uniques[of[1] - '0'], USER1, result);
	else if (id == 309)
		add_309(log, n, n, uniques[of[1] - '0'], "0x2", "0x0");
	else
		add_event(log, id, n, n, "HRESULT=0x80091007|Message1=x|Message2=https://h/p");
}

static void add_words(struct strbuf *log, const char *words)
{
	struct sv rest = sv_str(words), word;
	for (int n = 1; sv_word(&rest, &word); n++) {
		autofree char *text = sv_dup(word);
		add_word(log, text, n);
	}
}

/* Whose is the only neighbour in these words? */
static void expect_owner(void **state, const char *words, const char *profile)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	size_t neighbours = 0;
	strbuf_init(&log, STRBUF_RECORD);
	add_words(&log, words);
	read_made(d, &log);
	diagnosis_judge(d);
	for (size_t i = 0; i < d->findings_count; i++) {
		const struct finding *f = &d->findings[i];
		if (!f->key || !f->key->neighbour)
			continue;
		neighbours++;
		const char *owner = f->profile == PROFILE_NONE ? ""
			: d->profiles[f->profile].profile;
		if (strcmp(owner, profile) != 0)
			fail_msg("%s: \"%s\"", words, owner);
	}
	assert_int_equal(neighbours, 1);
	diagnosis_destroy(d);
}

static void test_neighbours(void **state)
{
	expect_owner(state, "306:1 36 309:1", P1);
	expect_owner(state, "306:1 36", P1);
	expect_owner(state, "36 309:1", P1);
	expect_owner(state, "36", "");
	expect_owner(state, "36 306:1", "");
	expect_owner(state, "309:1 36", "");
	expect_owner(state, "306:2 306:1 36", P1);
	expect_owner(state, "306:1 309:1 36", P1);
	expect_owner(state, "306:1 309:2 36", "");
	expect_owner(state, "36 306:2 309:1", "");
	expect_owner(state, "306:1 36 306:2 309:1", P1);
	expect_owner(state, "306:2 36 306:2 309:1", P2);
	expect_owner(state, "306:1 36 309:2", P2);
	expect_owner(state, "306:1 306:2 36 309:1 309:2", P1);
	expect_owner(state, "306:1r 32", P1);
	expect_owner(state, "306:1 309:2 36 306:2 309:1", "");
}

static void test_each_neighbour(void **state)
{
	expect_owner(state, "306:1 36 309:1", P1);
	expect_owner(state, "306:1 37 309:1", P1);
	expect_owner(state, "306:1 38 309:1", P1);
	expect_owner(state, "306:1 39 309:1", P1);
	expect_owner(state, "306:1 32 309:1", P1);
	expect_owner(state, "306:1 307 309:1", P1);
}

/* A result that is neither proof nor refusal still says whose turn it is. */
static void test_unclear_between(void **state)
{
	expect_owner(state, "306:1 306:1u 36", P1);
	expect_owner(state, "36 306:1u 309:1", P1);
	expect_owner(state, "306:1 306:2u 36", "");
	expect_owner(state, "36 306:2u 309:1", "");
}

static void test_masked_between(void **state)
{
	expect_owner(state, "306:1 306:0 36", "");
	expect_owner(state, "36 306:0 309:1", "");
	expect_owner(state, "36 309:0", "");
	expect_owner(state, "306:1 36 309:0", P1);
}

static void test_neighbour_of_another_log(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_words(&log, "306:1");
	read_made(d, &log);
	add_words(&log, "39");
	read_made(d, &log);
	expect(d, "r q2");
	assert_int_equal(find_key(d, "certificate-installed")->profile, PROFILE_NONE);
	diagnosis_destroy(d);
}

static void test_neighbours_are_no_arrival(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_words(&log, "36 37 38 39 306:1u 32 307");
	read_made(d, &log);
	expect(d, "i r5");
	assert_int_equal(d->profiles_count, 0);
	expect_stages(d, "?????");
	only_profile(d, P1);
	expect(d, "i r5");
	expect_stages(d, "?????");
	diagnosis_destroy(d);
}

static void expect_way(void **state, const char *words, const char *wanted, const char *stages)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_words(&log, words);
	read_made(d, &log);
	expect_in(d, words, wanted);
	expect_stages(d, stages);
	diagnosis_destroy(d);
}

static void test_neighbours_tell_stages(void **state)
{
	expect_way(state, "306:1", "r q2", "pp???");
	expect_way(state, "306:1 36", "r s2", "pppmm");
	expect_way(state, "306:1 36 38", "r i2", "ppppm");
	expect_way(state, "306:1 36 39", "r -2", "ppppp");
	expect_way(state, "306:1 36 32 307", "r q2", "ppbmm");
	expect_way(state, "306:1 36 32 307 36 39", "r -2", "ppppp");
	expect_way(state, "306:1 306:2 309:1 39", "r q2", "ppmmm");
	expect_way(state, "306:1 36 39 306:1r", "n r1", "?b???");
}

/* ---- ids as printed ---- */

static void read_306(struct diagnosis *d, const char *const *lines, size_t count)
{
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	for (size_t i = 0; i < count; i++)
		add_306(&log, (int)i + 1, (int)i, lines[i] + 1, USER1,
			lines[i][0] == 'R' ? "0x80070005" : OK306);
	read_made(d, &log);
}

#define READ(d, ...)                                                                          \
	read_306(d, (const char *const[]){__VA_ARGS__},                                       \
		sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void test_masked(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	READ(d, "P" MASKED);
	expect(d, "r q2");
	expect_row(d, "", false, REACHED);
	assert_true(summary_has(d, "not fully printed"));
	only_profile(d, P1);
	expect(d, "i r5");
	expect_row(d, P1, true, INCONCLUSIVE);
	diagnosis_destroy(d);
}

static void test_masked_joins_nothing(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	READ(d, "R" UNIQUE(L1, "1"), "P" MASKED);
	expect(d, "n r1");
	assert_int_equal(d->profiles_count, 2);
	expect_row(d, P1, true, NOT_REACHED);
	expect_row(d, "", false, REACHED);
	diagnosis_destroy(d);

	d = begin(state, PLATFORM_WINDOWS);
	READ(d, "R" MASKED, "P" MASKED, "P" UNIQUE(L1, "1"));
	expect(d, "n r1");
	expect_row(d, "", false, NOT_REACHED);
	expect_row(d, P1, true, REACHED);
	diagnosis_destroy(d);
}

static void test_prefix(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	READ(d, "P" UNIQUE(L1, "1"), "P" UNIQUE(L2, "1"), "R" CUT("39907e78"));
	expect(d, "n r1");
	assert_int_equal(d->profiles_count, 2);
	expect_row(d, P1, true, NOT_REACHED);
	expect_row(d, P2, true, REACHED);
	diagnosis_destroy(d);

	d = begin(state, PLATFORM_WINDOWS);
	READ(d, "P" CUT("39907E78"), "P" CUT("39907e78_e61b"), "P" CUT("1892"));
	expect(d, "r q2");
	assert_int_equal(d->profiles_count, 2);
	expect_row(d, "39907e78-e61b", false, REACHED);
	expect_row(d, "1892", false, REACHED);
	only_profile(d, P1);
	expect(d, "r q2");
	expect_row(d, "39907e78-e61b", false, REACHED);
	diagnosis_destroy(d);
}

/* A prefix of two profiles is neither's, however often it is printed. */
static void test_prefix_of_two(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	READ(d, "R" UNIQUE(L1, "1"), "R" UNIQUE(L3, "1"), "P" CUT("39907e78"),
		"P" CUT("39907e78"), "P" CUT("39907e78"));
	expect(d, "n r1");
	assert_int_equal(d->profiles_count, 3);
	expect_row(d, P1, true, NOT_REACHED);
	expect_row(d, P3, true, NOT_REACHED);
	expect_row(d, "39907e78", false, REACHED);
	only_profile(d, P1);
	expect(d, "n r1");
	assert_int_equal(d->profiles_count, 1);
	only_profile(d, "39907e78-e61b-4730-b9fa-000000000009"); /* a third that it could be */
	expect(d, "i r5");
	assert_int_equal(d->profiles_count, 1);
	only_profile(d, "");
	expect(d, "n r1");
	assert_int_equal(d->profiles_count, 3);
	diagnosis_destroy(d);
}

/* ---- several profiles ---- */

static void test_worst_counts(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	READ(d, "P" UNIQUE(L1, "1"), "R" UNIQUE(L2, "1"), "P" UNIQUE(L3, "1"));
	expect(d, "n r1");
	assert_int_equal(d->deciding, 1);
	assert_string_equal(d->profiles[d->deciding].profile, P2);
	assert_true(summary_has(d, P2));
	assert_true(summary_has(d, "3 profiles"));
	only_profile(d, P1);
	expect(d, "r q2");
	assert_int_equal(d->profiles_count, 1);
	assert_string_equal(d->profiles[0].profile, P1);
	only_profile(d, P2);
	expect(d, "n r1");
	diagnosis_destroy(d);
}

static void test_inconclusive_is_worse_than_reached(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	assigned(d);
	add_306(&log, 1, 10, UNIQUE(L1, "1"), USER1, OK306);
	add_306(&log, 2, -900, UNIQUE(L2, "1"), USER1, OK306);
	read_made(d, &log);
	expect(d, "i r5");
	expect_row(d, P1, true, REACHED);
	expect_row(d, P2, true, INCONCLUSIVE);
	expect_missing(d, 0, "window check-in"); /* the proof of one tells nothing of two */
	diagnosis_destroy(d);
}

static void test_unseen_profile(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	READ(d, "P" UNIQUE(L1, "1"));
	only_profile(d, P2);
	expect(d, "i r5");
	assert_int_equal(d->profiles_count, 1);
	expect_row(d, P2, true, INCONCLUSIVE);
	expect_missing(d, 0, "assigned-at");
	assert_int_equal(d->findings[0].profile, PROFILE_NONE);
	diagnosis_destroy(d);
}

/* More profiles than any device has: nothing hangs, and nothing is promised. */
static void test_many(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	char unique[200];
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	for (int i = 0; i < 1200; i++) {
		snprintf(unique, sizeof(unique), "ModelName_AC_" ACCOUNT
			"_LogicalName_39907e78_e61b_4730_b9fa_%012d_Hash_1", i);
		add_306(&log, i, i, unique, USER1, OK306);
	}
	read_made(d, &log);
	expect(d, "i r2");
	assert_true(d->profiles_count <= 1000);
	expect_missing(d, 0, "records");
	only_profile(d, "39907e78-e61b-4730-b9fa-000000001199");
	expect(d, "i r5");
	assert_int_equal(d->profiles_count, 1);
	diagnosis_destroy(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_each_neighbour),
		cmocka_unit_test(test_unclear_between),
		cmocka_unit_test(test_masked_between),
		cmocka_unit_test(test_neighbour_of_another_log),
		cmocka_unit_test(test_neighbours_are_no_arrival),
		cmocka_unit_test(test_neighbours_tell_stages),
		cmocka_unit_test(test_masked),
		cmocka_unit_test(test_masked_joins_nothing),
		cmocka_unit_test(test_prefix),
		cmocka_unit_test(test_prefix_of_two),
		cmocka_unit_test(test_worst_counts),
		cmocka_unit_test(test_inconclusive_is_worse_than_reached),
		cmocka_unit_test(test_unseen_profile),
		cmocka_unit_test(test_many),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
