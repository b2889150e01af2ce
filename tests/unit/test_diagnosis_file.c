/* Saved diagnoses as text: what comes back, and what is refused. */
#include "saved_cases.h"

#include <unistd.h>

/* ---- round trips ---- */

static uint64_t next(uint64_t *seed, uint64_t below)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (*seed >> 33) % below;
}

/* Any bytes but NUL; valid: UTF-8 only. */
static char *random_text(uint64_t *seed, const char *begin, bool valid)
{
	static const char *const parts[] = {"a", "Z9", " ", "\n", "\"", "\\", "%", "%41", "é",
		"\xf0\x9f\x98\x80", "\x01", "\x7f", "/", "\xff", "\xc3", "\xed\xa0\x80", "\x80"};
	struct strbuf text;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_str(&text, begin);
	for (uint64_t i = 1 + next(seed, 12); i > 0; i--)
		strbuf_str(&text, parts[next(seed, valid ? 13 : ARRAY_LEN(parts))]);
	return strbuf_steal(&text);
}

static int64_t random_time(uint64_t *seed)
{
	int64_t us = (int64_t)next(seed, UINT32_MAX) * TIME_SECOND * 10 - 100 * TIME_DAY;
	return us + (int64_t)next(seed, 1000000);
}

static void random_options(uint64_t *seed, struct case_options *options)
{
	case_options_init(options);
	if (next(seed, 2))
		options->assigned_at = random_time(seed);
	if (next(seed, 2))
		options->last_check_in = random_time(seed);
	if (next(seed, 2))
		strcpy(options->profile, P1);
	options->log.platform = (enum log_platform)next(seed, 4);
	options->log.has_zone = next(seed, 2);
	if (options->log.has_zone)
		options->log.zone_us = ((int64_t)next(seed, 2879) - 1439) * 60 * TIME_SECOND;
	options->log.has_date = next(seed, 2);
	if (options->log.has_date)
		options->log.date = (struct civil){.year = 1 + (int)next(seed, 9999),
			.month = 1 + (int)next(seed, 12), .day = 1 + (int)next(seed, 28)};
}

static void random_case(uint64_t *seed, struct saved_case *saved)
{
	saved_init(saved);
	saved->saved_us = random_time(seed);
	saved->guide = random_text(seed, "scep-", true);
	snprintf(saved->step, sizeof(saved->step), "%.*s", (int)next(seed, 32),
		"0123456789-abcdefghij-0123456789");
	if (next(seed, 2))
		strcpy(saved->outcome, verdict_outcome_id((enum verdict_outcome)next(seed, 3)));
	random_options(seed, &saved->options);
	for (int i = 0; i < CHECK_COUNT; i++) {
		saved->checks[i].given = next(seed, 2);
		if (!saved->checks[i].given)
			continue;
		saved->checks[i].outcome = (enum check_outcome)next(seed, 4);
		saved->checks[i].note = next(seed, 2) ? random_text(seed, "", true) : NULL;
	}
	for (uint64_t i = next(seed, 5); i > 0; i--)
		vec_push(saved, logs, random_text(seed, "/", false));
	saved->log = saved->logs_count ? next(seed, saved->logs_count) : 0;
	saved->entry = next(seed, INT64_MAX);
	saved->filter = next(seed, 2) ? random_text(seed, "", true) : NULL;
}

static void test_round_trips(void **state)
{
	uint64_t seed = 1;
	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct saved_case saved, back;
		struct err err = {0};
		autostrbuf text, again;
		strbuf_init(&text, SAVED_BYTES_MAX);
		strbuf_init(&again, SAVED_BYTES_MAX);
		random_case(&seed, &saved);
		saved_text(&saved, &text);
		if (!saved_parse(&back, "f", strbuf_sv(&text), &err))
			fail_msg("%s in %s", err.text, text.ptr);
		same_case(&saved, &back);
		saved_text(&back, &again);
		assert_sv(strbuf_sv(&again), text.ptr);
		saved_finish(&saved);
		saved_finish(&back);
	}
}

/* ---- a diagnosis ---- */

static void test_take_and_give(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	struct saved_case saved;
	char here[4096], path[5000];
	assigned(d);
	only_profile(d, P1);
	diagnosis_answer(d, CHECK_GROUP, CHECK_BAD, "in the excluded group");
	diagnosis_answer(d, CHECK_TARGET_USER, CHECK_UNKNOWN, NULL);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_306(&log, 1, 5, UNIQUE(L1, "1"), USER1, OK306);
	read_made(d, &log);
	saved_init(&saved);
	saved_take(&saved, d);
	assert_string_equal(saved.outcome, "");
	diagnosis_judge(d);
	saved.log = 7;
	saved_take(&saved, d); /* again, into the same one */
	assert_string_equal(saved.outcome, "reached");
	assert_string_equal(saved.guide, "scep-windows");
	assert_int_equal(saved.logs_count, 1);
	assert_int_equal(saved.log, 0);
	snprintf(path, sizeof(path), "%s/made", getcwd(here, sizeof(here)));
	assert_string_equal(saved.logs[0], path);
	assert_true(saved.saved_us > ASSIGNED);
	diagnosis_destroy(d);
	d = begin(state, PLATFORM_WINDOWS);
	saved_give(&saved, d);
	assert_int_equal(d->options.assigned_at, ASSIGNED);
	assert_string_equal(d->options.profile, P1);
	assert_int_equal(d->checks[CHECK_GROUP].outcome, CHECK_BAD);
	assert_string_equal(d->checks[CHECK_GROUP].note, "in the excluded group");
	assert_int_equal(d->checks[CHECK_TARGET_USER].origin, ORIGIN_USER);
	assert_int_equal(d->checks[CHECK_LAST_CHECK_IN].origin, ORIGIN_NONE);
	saved_finish(&saved);
	diagnosis_destroy(d);
}

/* What --last-check-in says is an option and comes back as one, not as an answer. */
static void test_check_in_option(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	struct case_options options = d->options;
	struct saved_case saved;
	options.assigned_at = ASSIGNED;
	options.last_check_in = ASSIGNED + TIME_SECOND;
	diagnosis_set_options(d, &options);
	diagnosis_judge(d);
	saved_init(&saved);
	saved_take(&saved, d);
	assert_false(saved.checks[CHECK_LAST_CHECK_IN].given);
	assert_int_equal(saved.options.last_check_in, ASSIGNED + TIME_SECOND);
	saved_finish(&saved);
	diagnosis_destroy(d);
}

/* ---- what is refused ---- */

static void test_refused(void **state)
{
	static const struct { const char *json, *word; } cases[] = {
		{"", "f:1"},
		{"[]", "an object"},
		{"{}", "\"scepwiz-diagnosis\": expected it to be there"},
		{"{\"scepwiz-diagnosis\":2}", "newer"},
		{"{\"scepwiz-diagnosis\":1,\"scepwiz-diagnosis\":1}", "duplicate"},
		{HEAD OPTIONS CHECKS LOGS "\"view\":{\"log\":1,\"entry\":1}}", "\"log\""},
		{HEAD OPTIONS CHECKS LOGS "\"view\":{\"log\":0}}", "\"entry\""},
		{HEAD OPTIONS CHECKS LOGS "\"view\":{\"log\":0,\"entry\":-1}}", "\"entry\""},
		{HEAD OPTIONS CHECKS LOGS "\"view\":{\"log\":0,\"entry\":1.5}}", "\"entry\""},
		{HEAD OPTIONS CHECKS LOGS "\"view\":{\"log\":0,\"entry\":99999999999999999999}}",
			"too big"},
		{HEAD OPTIONS CHECKS LOGS "\"view\":{\"log\":0,\"entry\":1,\"filter\":\"\"}}",
			"\"filter\""},
		{HEAD OPTIONS CHECKS "\"logs\":[\"a\"]," VIEW, "absolute"},
		{HEAD OPTIONS CHECKS "\"logs\":[\"/%\"]," VIEW, "absolute"},
		{HEAD OPTIONS CHECKS "\"logs\":[\"/%2\"]," VIEW, "absolute"},
		{HEAD OPTIONS CHECKS "\"logs\":[\"/%00\"]," VIEW, "absolute"},
		{HEAD OPTIONS CHECKS "\"logs\":[\"/%2f\"]," VIEW, "absolute"},
		{HEAD OPTIONS CHECKS "\"logs\":[\"/a\\u0000b\"]," VIEW, "u0000"},
		{HEAD OPTIONS CHECKS "\"logs\":[null]," VIEW, "a text"},
		{HEAD OPTIONS CHECKS "\"logs\":{}," VIEW, "list"},
		{HEAD OPTIONS "\"checks\":{\"weather\":{}}," LOGS VIEW, "\"weather\""},
		{HEAD OPTIONS "\"checks\":{\"target-user\":{}}," LOGS VIEW, "\"outcome\""},
		{HEAD OPTIONS "\"checks\":{\"target-user\":{\"outcome\":\"yes\"}}," LOGS VIEW,
			"skipped"},
		{HEAD OPTIONS "\"checks\":{\"target-user\":\"good\"}," LOGS VIEW, "an object"},
		{HEAD "\"options\":{\"assigned_at\":\"yesterday\"}," CHECKS LOGS VIEW, "a time"},
		{HEAD "\"options\":{\"assigned_at\":\"2024-08-20T09:41:04\"}," CHECKS LOGS VIEW,
			"a time"},
		{HEAD "\"options\":{\"assigned_at\":1724140800}," CHECKS LOGS VIEW, "a text"},
		{HEAD "\"options\":{\"log_zone\":\"+25:00\"}," CHECKS LOGS VIEW, "offset"},
		{HEAD "\"options\":{\"log_zone\":\"+01:00x\"}," CHECKS LOGS VIEW, "offset"},
		{HEAD "\"options\":{\"log_date\":\"2024-02-30\"}," CHECKS LOGS VIEW, "a date"},
		{HEAD "\"options\":{\"platform\":\"macos\"}," CHECKS LOGS VIEW, "android"},
		{HEAD "\"options\":{\"profile\":\"" P1 "0\"}," CHECKS LOGS VIEW, "profile"},
		{HEAD "\"options\":{\"profile\":\"../x\"}," CHECKS LOGS VIEW, "profile"},
		{HEAD "\"token\":\"x\"," OPTIONS CHECKS LOGS VIEW, "nothing by this name"},
		{HEAD "\"outcome\":\"maybe\"," OPTIONS CHECKS LOGS VIEW, "inconclusive"},
		{HEAD "\"step\":\"01234567890123456789012345678901\"," OPTIONS CHECKS LOGS VIEW,
			"31 bytes"},
		{HEAD OPTIONS CHECKS LOGS VIEW "}", "f:1"},
	};
	struct saved_case saved;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err err = {0};
		if (saved_parse(&saved, "f", sv_str(cases[i].json), &err))
			fail_msg("read: %s", cases[i].json);
		if (!strstr(err.text, cases[i].word) || strncmp(err.text, "f:", 2) != 0)
			fail_msg("%s: %s", cases[i].json, err.text);
		assert_null(saved.guide);
		assert_int_equal(saved.logs_count, 0);
	}
	assert_true(saved_parse(&saved, "f", SV(HEAD OPTIONS CHECKS LOGS VIEW), NULL));
	saved_finish(&saved);
}

/* Cut anywhere it is refused; with any byte changed it is refused or means something whole. */
static void test_damage(void **state)
{
	uint64_t seed = 7;
	struct saved_case saved, back;
	autostrbuf text;
	(void)state;
	strbuf_init(&text, SAVED_BYTES_MAX);
	random_case(&seed, &saved);
	saved_text(&saved, &text);
	saved_finish(&saved);
	size_t end = text.len - 1; /* the last line feed may go */
	for (size_t i = 0; i < end; i++)
		assert_false(saved_parse(&back, "f", (struct sv){text.ptr, i}, NULL));
	static const char changes[] = {'\0', '\n', '"', '{', '}', '[', ',', ':', '0', 'x', '\\',
		'\xff', '%'};
	for (size_t i = 0; i < text.len * sizeof(changes); i++) {
		char *byte = &text.ptr[i / sizeof(changes)], was = *byte;
		autostrbuf again;
		strbuf_init(&again, SAVED_BYTES_MAX);
		*byte = changes[i % sizeof(changes)];
		if (saved_parse(&back, "f", strbuf_sv(&text), NULL)) {
			assert_non_null(back.guide);
			saved_text(&back, &again);
			assert_false(again.full);
			saved_finish(&back);
		}
		*byte = was;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trips),
		cmocka_unit_test(test_take_and_give),
		cmocka_unit_test(test_check_in_option),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_damage),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
