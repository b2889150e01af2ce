/* Which of the logs of one grammar a file of Android is: only the OMADM log can show that
 * nothing arrived. */
#include "testing.h"

#include "form_rows.h"
#include "test_diagnosis_case.h"

#define T "2024-04-17T19:15:23.2350000"
#define T_UTC "2024-04-17T19:15:23.235Z"
#define STARTED(app, name) T "\tINFO\tNone\t10824\t    2\tInitialized logging to file pattern: " \
	"/data/user/0/" app "/files/" name "\r\n"
#define PORTAL "com.microsoft.windowsintune.companyportal"
#define MORE T "\tVERB\to.a\t10824\t    2\tmore\r\n"

static const struct {
	const char *text, *title; /* part of it */
	bool partial;
} rows[] = {
	{STARTED(PORTAL, "OMADMLog_%g.log"), "OMADM log", false},
	{STARTED(PORTAL, "OMADMLog_%g.log") MORE, "OMADM log", false},
	{STARTED(PORTAL, "Omadmlog.log") MORE, "OMADM log", false},
	{MORE, "OMADM log", false},
	{MORE "\tCloudExtension_0.log\r\n", "OMADM log", false},
	{STARTED("com.microsoft.intune", "CloudExtension_%g.log") MORE, "CloudExtension", true},
	{MORE STARTED("com.microsoft.intune", "CloudExtension_%g.log"), "CloudExtension", true},
	{STARTED("com.microsoft.intune", "CloudExtension_%g.log"), "CloudExtension", true},
	{STARTED(PORTAL, "CompanyPortal_%g.log") MORE, "not the OMADM log", true},
	{STARTED(PORTAL, "Msal_%g.log") MORE, "not the OMADM log", true},
};

static void the_log_says_which_it_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct log *log = log_from(sv_str(rows[i].text), NULL, NULL);
		assert_non_null(log);
		const struct log_info *info = log_info(log);
		assert_string_equal(info->format, "omadm");
		assert_int_equal(info->platform, LOG_ANDROID);
		assert_int_equal(info->partial, rows[i].partial);
		if (!strstr(info->format_title, rows[i].title))
			fail_msg("%zu: %s", i, info->format_title);
		log_close(log);
	}
}

static void the_grammar_is_the_same(void **state)
{
	(void)state;
	static const struct form_row same[] = {
		{STARTED("com.microsoft.intune", "CloudExtension_%g.log") MORE, 2, 1, T, T_UTC,
			"VERB", LEVEL_DEBUG, "o.a", "more"},
		{"\tat a.b(:1)\r\n" STARTED("com.microsoft.intune", "CloudExtension_%g.log") MORE
		 "\tsecond\r\n", 3, 2, T, T_UTC, "VERB", LEVEL_DEBUG, "o.a", "more\r\n\tsecond"},
	};
	form_rows(same, ARRAY_LEN(same), NULL, "omadm");
}

/* What the name in the head is cut to, or how long it is, makes no difference. */
static void any_name(void **state)
{
	(void)state;
	struct sv whole = SV(MORE STARTED("com.microsoft.intune", "CloudExtension_%g.log"));
	for (size_t len = strlen(MORE); len <= whole.len; len++) {
		struct log *log = log_from(sv_sub(whole, 0, len), NULL, NULL);
		assert_non_null(log);
		bool named = sv_has(sv_sub(whole, 0, len), SV("/CloudExtension"));
		if (named)
			assert_true(log_info(log)->partial);
		log_close(log);
	}
}

/* A whole check-in without a delivery, after the assignment. */
static void only_the_omadm_log_shows_a_silence(void **state)
{
	autostrbuf buf;
	strbuf_init(&buf, STRBUF_RECORD);
	static const char *const names[] = {"negative/android_silent.log",
		"forms/android/CloudExtension_silent.log"};
	static const char *const wanted[] = {"n r4", "i r5"}, *const missing[] = {"", "wrong-log"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct diagnosis *d = begin(state, PLATFORM_ANDROID);
		struct case_options options = d->options;
		assert_true(time_parse_rfc3339(SV("2024-08-20T16:49:00.5Z"),
			&options.assigned_at));
		diagnosis_set_options(d, &options);
		read_log(d, test_file(names[i], &buf));
		expect_in(d, names[i], wanted[i]);
		expect_missing_in(d, 0, names[i], missing[i]);
		diagnosis_destroy(d);
	}
}

static void any_of_them_shows_a_delivery(void **state)
{
	autostrbuf buf;
	strbuf_init(&buf, STRBUF_RECORD);
	struct diagnosis *d = begin(state, PLATFORM_ANDROID);
	read_log(d, test_file("forms/android/CloudExtension_0.log", &buf));
	diagnosis_judge(d);
	assert_int_equal(d->verdict.outcome, REACHED);
	expect_row(d, P1, true, REACHED);
	diagnosis_destroy(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_log_says_which_it_is),
		cmocka_unit_test(the_grammar_is_the_same),
		cmocka_unit_test(any_name),
		cmocka_unit_test(only_the_omadm_log_shows_a_silence),
		cmocka_unit_test(any_of_them_shows_a_delivery),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
