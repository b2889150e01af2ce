/* The search over a log's entries: what is found, counted and asked for by number; every
 * answer against a plain list of all entries. */
#include "test_diagnosis_case.h"

#include "diagnosis/search.h"
#include "logs.h"

#define SOME 2500 /* entries: several blocks of the search, not a whole number of them */

/* Every third line and some in between say "needle"; one entry has it on its second line. */
static bool planted(uint64_t n)
{
	return n % 3 == 0 || (n > 700 && n < 760) || n == SOME - 1;
}

static void write_log(struct strbuf *text, uint64_t from, uint64_t to)
{
	char words[60];
	for (uint64_t n = from; n < to; n++) {
		snprintf(words, sizeof(words), "entry %u%s%s", (unsigned)n,
			n % 2 ? "\nmore" : "", planted(n) ? " Needle" : "");
		add_line(text, (int)n, "INFO", words);
	}
}

static struct log *some_log(void)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	write_log(&text, 0, SOME);
	struct log *log = log_from(strbuf_sv(&text), NULL, NULL);
	assert_non_null(log);
	assert_int_equal(log_info(log)->entries, SOME);
	return log;
}

static struct search *search_for(void **state, struct log *log, const char *pattern,
	uint64_t from)
{
	struct err err = {0};
	struct search *search = search_create(*state, log, sv_str(pattern), from, &err);
	if (!search)
		fail_msg("%s", err.text);
	return search;
}

static uint64_t count_of(void **state, struct log *log, const char *pattern)
{
	struct search *search = search_for(state, log, pattern, 0);
	assert_false(search_step(search, INT64_MAX));
	uint64_t count = search_count(search);
	search_destroy(search);
	return count;
}

/* Whatever has been looked at so far, all answers agree with is_hit(). */
static void check_answers(const struct search *search)
{
	uint64_t hits = 0, last = SEARCH_NONE;
	for (uint64_t n = 0; n < SOME; n++) {
		assert_int_equal(search_rank(search, n), hits);
		assert_int_equal(search_previous(search, n), last);
		if (!search_is_hit(search, n))
			continue;
		assert_true(planted(n));
		assert_int_equal(search_at(search, hits), n);
		assert_int_equal(last == SEARCH_NONE ? n : search_next(search, last), n);
		last = n;
		hits++;
	}
	assert_int_equal(search_count(search), hits);
	assert_int_equal(search_at(search, hits), SEARCH_NONE);
	assert_int_equal(search_next(search, last), SEARCH_NONE);
	assert_int_equal(search_rank(search, UINT64_MAX), hits);
	assert_int_equal(search_next(search, UINT64_MAX), SEARCH_NONE);
}

static void test_answers(void **state)
{
	static const uint64_t starts[] = {0, 1, 511, 512, 1300, SOME - 1, SOME, UINT64_MAX};
	struct log *log = some_log();
	for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
		struct search *search = search_for(state, log, "needle", starts[i]);
		double before = 0;
		assert_int_equal(search_count(search), 0);
		assert_int_equal(search_next(search, 0), SEARCH_NONE);
		for (unsigned step = 0; search_step(search, 0); step++) {
			assert_true(search_progress(search) >= before);
			before = search_progress(search);
			assert_true(before < 1.0);
			if (step % 700 == 0)
				check_answers(search);
		}
		check_answers(search);
		assert_true(search_done(search));
		assert_true(search_progress(search) >= 1.0);
		for (uint64_t n = 0; n < SOME; n++)
			assert_int_equal(search_is_hit(search, n), planted(n));
		search_destroy(search);
	}
	log_close(log);
}

/* What is near comes first: the entry asked for is among the first that are looked at (of those
 * that hold what the pattern can't do without: here all of them do). */
static void test_starts_near(void **state)
{
	struct log *log = some_log();
	struct search *search = search_for(state, log, "entry [2]000\\b", 2000);
	for (int i = 0; i < 512 + 128; i++) /* a block of the search, behind a place of the index */
		search_step(search, 0);
	assert_true(search_is_hit(search, 2000));
	assert_false(search_done(search));
	search_destroy(search);
	log_close(log);
}

static void test_case(void **state)
{
	struct log *log = some_log();
	static const struct { const char *pattern; uint64_t count; } cases[] = {
		{"needle", 873}, {"Needle", 873}, {"NEEDLE", 0}, {"nEedle", 0}, {"(?i)NEEDLE", 873},
		{"\\Sdle", 873}, {"n\\x65E", 0}, {"\\x4Eeedle", 873}, {"\\p{Lu}eedle", 873},
		{"(?<NAME>needle)", 873}, {"\\QNeed\\E", 873}, {"\\Qneed\\E", 873},
		{"\\QNEED\\E", 0}, {"É", 0}, {"entry 1$", 0}, {"(?m)entry 1$", 1},
		{"more Needle", 437}, {"\tINFO\t", SOME}, {"^2024-08-20T08:00:00", 1},
		{"nowhere", 0}, {"", SOME},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint64_t count = count_of(state, log, cases[i].pattern);
		if (count != cases[i].count)
			fail_msg("%s: %u hits", cases[i].pattern, (unsigned)count);
	}
	log_close(log);
}

static void test_wrong_pattern(void **state)
{
	struct log *log = some_log();
	struct err err = {0}, again = {0};
	assert_null(search_create(*state, log, SV("a(b"), 0, &err));
	assert_non_null(strstr(err.text, "character 4"));
	assert_false(search_check(SV("a(b"), &again));
	assert_string_equal(err.text, again.text);
	assert_true(search_check(SV("a(b)"), NULL));
	log_close(log);
}

/* A log that is still being read: what is known is searched, then what came after it. */
static void test_while_reading(void **state)
{
	autostrbuf text;
	static const struct log_options none;
	strbuf_init(&text, STRBUF_REPORT);
	while (text.len < (2u << 20))
		write_log(&text, 0, SOME);
	struct log *log = log_open(source_memory("a.log", sv_dup(strbuf_sv(&text)), text.len),
		&none, NULL);
	assert_non_null(log);
	struct search *search = search_for(state, log, "needle", 0);
	assert_true(search_done(search));
	assert_false(search_step(search, INT64_MAX));
	uint64_t before = 0, rises = 0;
	for (bool more = true; more;) {
		more = log_step(log, 0);
		search_step(search, INT64_MAX);
		assert_true(search_done(search));
		rises += search_count(search) > before;
		before = search_count(search);
	}
	assert_true(rises > 2);
	assert_int_equal(before, log_info(log)->entries / SOME * 873);
	search_destroy(search);
	log_close(log);
}

/* Events are found by their canonical fields and by their English sentence. */
static void test_events(void **state)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	add_306(&text, 1, 5, UNIQUE(L1, "1"), USER1, OK306);
	add_208(&text, 2, 6);
	struct log *log = log_from(strbuf_sv(&text), NULL, NULL);
	assert_non_null(log);
	assert_int_equal(count_of(state, log, "HexInt3=0x2ab0003"), 1);
	assert_int_equal(count_of(state, log, "id=306"), 1);
	assert_int_equal(count_of(state, log, "SCEP: CspExecute for UniqueId"), 1);
	assert_int_equal(count_of(state, log, "MDM Session"), 1);
	assert_int_equal(count_of(state, log, "schemas.microsoft"), 0);
	log_close(log);
}

static void test_find(void **state)
{
	struct log *log = some_log();
	struct sv text = SV("\xc3\xa9 one, Two; one");
	struct search *search = search_for(state, log, "one|two", 0);
	size_t from, to = 0;
	assert_true(search_find(search, text, 0, &from, &to));
	assert_int_equal(from, 3);
	assert_int_equal(to, 6);
	assert_true(search_find(search, text, to, &from, &to));
	assert_int_equal(from, 8);
	assert_true(search_find(search, text, to, &from, &to));
	assert_int_equal(to, text.len);
	assert_false(search_find(search, text, to, &from, &to));
	assert_string_equal(search_pattern(search), "one|two");
	search_destroy(search);
	search = search_for(state, log, "w*", 0);
	assert_true(search_find(search, text, 0, &from, &to));
	assert_int_equal(from, 9);
	assert_int_equal(to, 10);
	assert_false(search_find(search, text, 10, &from, &to));
	search_destroy(search);
	log_close(log);
}

static void test_too_complex(void **state)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	add_line(&text, 0, "INFO", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
	add_line(&text, 1, "INFO", "b");
	struct log *log = log_from(strbuf_sv(&text), NULL, NULL);
	struct search *search = search_for(state, log, "(a|aa|aaa)+$|b\\b", 0);
	search_step(search, INT64_MAX);
	assert_int_equal(search_too_complex(search), 1);
	assert_int_equal(search_count(search), 1);
	search_destroy(search);
	log_close(log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_starts_near),
		cmocka_unit_test(test_case),
		cmocka_unit_test(test_wrong_pattern),
		cmocka_unit_test(test_while_reading),
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_too_complex),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
