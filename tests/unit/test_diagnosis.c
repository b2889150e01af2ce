/* The diagnosis as a whole: checks, options, several logs, what is missing and what is said.
 * The platforms, the profiles and the coverage have files of their own. */
#include "test_diagnosis_case.h"

#define ID1 UNIQUE(L1, "1")
#define ID2 UNIQUE(L2, "1")

static void test_nothing(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	expect(d, "i r5");
	assert_int_equal(d->profiles_count, 0);
	assert_int_equal(d->findings_count, 0);
	assert_int_equal(d->deciding, PROFILE_NONE);
	expect_stages(d, "?????");
	assert_int_equal(diagnosis_missing(d), 0);
	assert_true(summary_has(d, "Not checked: "));
	only_profile(d, P1);
	expect(d, "i r5");
	expect_row(d, P1, true, INCONCLUSIVE);
	diagnosis_destroy(d);
}

static void test_checks(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_IOS);
	unsigned revision = d->revision;
	for (int i = 0; i < CHECK_COUNT; i++)
		diagnosis_answer(d, (enum check_id)i, CHECK_GOOD, NULL);
	assert_true(d->revision != revision);
	expect(d, "i r5");
	expect_stages(d, "p????");
	assert_int_equal(d->findings_count, 3);
	assert_false(summary_has(d, "Not checked"));
	diagnosis_answer(d, CHECK_GROUP, CHECK_BAD, "in the excluded group");
	expect(d, "n a3");
	expect_stages(d, "b????");
	assert_int_equal(diagnosis_because(d, PROFILE_NONE, 0), d->checks[CHECK_GROUP].finding);
	assert_int_equal(diagnosis_because(d, PROFILE_NONE, 1), SIZE_MAX);
	assert_string_equal(d->findings[d->checks[CHECK_GROUP].finding].check, "group-membership");
	assert_true(summary_has(d, "in the excluded group"));
	diagnosis_answer(d, CHECK_GROUP, CHECK_SKIPPED, NULL);
	expect(d, "i r5");
	assert_true(summary_has(d, "Not checked: "));
	diagnosis_answer(d, CHECK_GROUP, CHECK_UNKNOWN, NULL);
	expect(d, "i r5");
	expect_stages(d, "?????");
	diagnosis_destroy(d);
}

static void test_last_check_in_option(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_ANDROID);
	struct case_options options = d->options;
	options.last_check_in = ASSIGNED - 1;
	diagnosis_set_options(d, &options);
	expect(d, "i r5");
	options.assigned_at = ASSIGNED;
	diagnosis_set_options(d, &options);
	expect(d, "n a3");
	assert_true(summary_has(d, "2024-08-20T08:00:00Z"));
	const struct finding *f = &d->findings[d->checks[CHECK_LAST_CHECK_IN].finding];
	assert_string_equal(f->check, "last-check-in");
	assert_int_equal(f->at.us, ASSIGNED - 1);
	assert_int_equal(f->outcome, FINDING_BAD);
	options.last_check_in = ASSIGNED;
	diagnosis_set_options(d, &options);
	expect(d, "i r5");
	assert_int_equal(d->checks[CHECK_LAST_CHECK_IN].outcome, CHECK_GOOD);
	diagnosis_destroy(d);
}

static void test_contradiction(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	assigned(d);
	add_306(&log, 1, 5, ID1, USER1, OK306);
	read_made(d, &log);
	expect(d, "r q2");
	assert_false(summary_has(d, "contradicts"));
	diagnosis_answer(d, CHECK_TARGET_USER, CHECK_BAD, NULL);
	expect(d, "r q2");
	assert_true(summary_has(d, "contradicts"));
	assert_int_equal(d->findings[d->checks[CHECK_TARGET_USER].finding].outcome, FINDING_BAD);
	diagnosis_destroy(d);
}

/* Findings of checks stay behind those of the logs, whatever comes when. */
static void test_several_logs(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	diagnosis_answer(d, CHECK_GROUP, CHECK_GOOD, NULL);
	add_306(&log, 9, 20, ID1, USER1, "0x80070005");
	read_made(d, &log);
	expect(d, "n r1");
	add_306(&log, 5, 10, ID1, USER1, OK306);
	read_made(d, &log);
	expect(d, "n r1"); /* the refusal is newer, though its log came first */
	assert_int_equal(d->findings_count, 3);
	assert_non_null(d->findings[2].check);
	assert_int_equal(d->findings[1].evidence.log, 1);
	add_306(&log, 10, 30, ID1, USER1, OK306);
	read_made(d, &log);
	expect(d, "r q2");
	assert_int_equal(d->findings[d->verdict.decisive].evidence.log, 2);
	diagnosis_judge(d);
	assert_int_equal(d->findings_count, 4);
	assert_int_equal(d->profiles_count, 1);
	diagnosis_destroy(d);
}

/* One undated copy beside two dated logs must not turn their order around. */
static void test_undated_beside_dated(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_306(&log, 9, 20, ID1, USER1, "0x80070005");
	read_made(d, &log);
	add_306(&log, 5, 10, ID1, USER1, OK306);
	read_made(d, &log);
	strbuf_str(&log, "Log Name: " CHANNEL "\nSource: " PROVIDER "\nDate: 8/20/2024 9:00:00 AM\n"
		"Event ID: 304\nLevel: Error\nDescription:\nSCEP: Failed CspGetValue for Node : ("
		ID1 ") Result : (0x86000002).\n\n");
	read_made(d, &log);
	expect(d, "n r1");
	assert_int_equal(count_key(d, "node-asked"), 1);
	diagnosis_destroy(d);
}

static void test_missing_of_each_log(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_event(&log, 813, 1, 5, "Message1=x");
	read_made(d, &log);
	add_line(&log, 1, "VERB", "Something");
	read_made(d, &log);
	expect(d, "i r5");
	expect_missing(d, 0, "assigned-at");
	expect_missing(d, 1, "wrong-log");
	assert_int_equal(diagnosis_missing(d), 1u << MISSING_ASSIGNED_AT | 1u << MISSING_WRONG_LOG);
	assigned(d);
	expect(d, "i r5");
	expect_missing(d, 0, "window check-in");
	add_306(&log, 2, 9, ID1, USER1, OK306);
	read_made(d, &log);
	expect(d, "r q2");
	expect_missing(d, 0, "window check-in");
	expect_missing(d, 2, "");
	diagnosis_destroy(d);
}

/* Each missing piece comes with how to get it. */
static void test_advice(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log, text;
	const char *link;
	strbuf_init(&log, STRBUF_RECORD);
	strbuf_init(&text, STRBUF_LINE);
	assigned(d);
	add_event(&log, 813, 1, 5, "Message1=x");
	read_made(d, &log);
	expect(d, "i r5");
	size_t count = 0;
	while (diagnosis_advice(d, count, &text, &link)) {
		assert_true(text.len > 20);
		assert_true(count != 0 || sv_has(strbuf_sv(&text), SV("begins after")));
		assert_true(count != 1 || sv_has(strbuf_sv(&text), SV("event 208")));
		strbuf_reset(&text);
		count++;
	}
	assert_true(count >= 3);
	diagnosis_destroy(d);
}

static void test_refusal_says_why(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log, text;
	const char *link;
	strbuf_init(&log, STRBUF_RECORD);
	strbuf_init(&text, STRBUF_LINE);
	add_306(&log, 7, 5, ID1, USER1, "0x86000022");
	read_made(d, &log);
	expect(d, "n r1");
	assert_true(summary_has(d, "refused"));
	assert_true(summary_has(d, "record 7"));
	const struct finding *f = &d->findings[diagnosis_because(d, 0, 0)];
	finding_text(f, d->library->codes, &text);
	assert_true(sv_has(strbuf_sv(&text), SV("0x86000022")));
	strbuf_reset(&text);
	assert_true(diagnosis_advice(d, 0, &text, &link));
	diagnosis_destroy(d);
}

static void test_removed(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_ANDROID);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	assigned(d);
	add_server(&log, 1, "7", "2", COMMAND("Add", "6", NODE(L1, "1")));
	add_server(&log, 60, "8", "2", COMMAND("Delete", "6",
		"./Vendor/MSFT/CertificateStore/Enroll/" MODEL(L1, "1")));
	read_made(d, &log);
	expect(d, "i r2");
	assert_true(summary_has(d, "removed again"));
	assert_int_equal(diagnosis_because(d, 0, 0), d->verdict.decisive);
	assert_int_equal(diagnosis_because(d, 0, 1), d->verdict.removal);
	diagnosis_answer(d, CHECK_GROUP, CHECK_BAD, NULL);
	expect(d, "i r2");
	diagnosis_destroy(d);
}

/* The same facts give the same verdict in whatever slices they are read. */
static void test_slices(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	for (int i = 0; i < 400; i++)
		add_event(&log, 813, i, i, "Message1=x");
	add_306(&log, 400, 400, ID1, USER1, OK306);
	add_306(&log, 401, 401, ID2, USER1, "0x80070005");
	assert_true(diagnosis_open_log(d, source_memory("made", sv_dup(strbuf_sv(&log)), log.len),
		NULL));
	unsigned steps = 0;
	while (diagnosis_log_step(d, 0)) {
		diagnosis_judge(d); /* a front may ask at any time */
		steps++;
	}
	assert_true(steps > 2);
	expect(d, "n r1");
	expect_row(d, P1, true, REACHED);
	expect_row(d, P2, true, NOT_REACHED);
	diagnosis_destroy(d);
}

/* ---- while a log is being read ---- */

static void add_noise(struct strbuf *log, int *seconds, size_t bytes)
{
	for (size_t end = log->len + bytes; log->len < end; ++*seconds)
		add_line(log, *seconds, "VERB", "a line that says nothing of interest to anyone");
}

/* A delivery, much noise, and a second one in an entry of a megabyte, at its very end. */
static void make_long(struct strbuf *log)
{
	autostrbuf body;
	int seconds = 0;
	strbuf_init(&body, STRBUF_RECORD);
	add_server(log, seconds++, "1", "1", COMMAND("Add", "2", NODE(L1, "1")));
	add_noise(log, &seconds, 1400u << 10);
	strbuf_str(&body, "<Add><CmdID>3</CmdID><Item><Target><LocURI>./x</LocURI></Target><Data>");
	while (body.len < (1u << 20))
		strbuf_str(&body, "a long text ");
	strbuf_str(&body, "</Data></Item></Add>" COMMAND("Add", "4", NODE(L2, "1")));
	add_server(log, seconds++, "2", "1", body.ptr);
	add_noise(log, &seconds, 600u << 10);
}

static void open_made(struct diagnosis *d, const struct strbuf *log)
{
	assert_true(diagnosis_open_log(d, source_memory("made", sv_dup(strbuf_sv(log)), log->len),
		NULL));
}

static void same_findings(const struct diagnosis *a, const struct diagnosis *b)
{
	assert_int_equal(a->findings_count, b->findings_count);
	for (size_t i = 0; i < a->findings_count; i++) {
		const struct finding *f = &a->findings[i], *g = &b->findings[i];
		assert_ptr_equal(f->key, g->key);
		assert_int_equal(f->evidence.entry, g->evidence.entry);
		assert_int_equal(f->evidence.line, g->evidence.line);
		assert_int_equal(f->evidence.offset, g->evidence.offset);
		assert_int_equal(f->evidence.length, g->evidence.length);
		assert_int_equal(f->profile, g->profile);
		assert_string_equal(f->at.text, g->at.text);
		assert_string_equal(f->evidence.excerpt, g->evidence.excerpt);
	}
}

static void test_findings_while_reading(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_ANDROID), *at_once;
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	make_long(&log);
	assigned(d);
	assert_false(diagnosis_reading(d));
	open_made(d, &log);
	assert_true(diagnosis_reading(d));
	double progress = 0;
	unsigned early = 0, revision = d->revision;
	while (diagnosis_log_step(d, 0)) {
		assert_true(diagnosis_reading(d));
		assert_true(diagnosis_log_progress(d) >= progress);
		progress = diagnosis_log_progress(d);
		if (count_key(d, "scep-profile") == 1 && progress < 0.5) {
			early++;
			expect(d, "i r2"); /* who knows what comes after it */
		}
	}
	assert_true(early > 0 && d->revision > revision);
	assert_false(diagnosis_reading(d));
	assert_true(diagnosis_log_progress(d) >= 1.0 && progress <= 1.0);
	assert_int_equal(count_key(d, "scep-profile"), 2);
	at_once = begin(state, PLATFORM_ANDROID);
	assigned(at_once);
	read_made(at_once, &log);
	diagnosis_judge(d);
	diagnosis_judge(at_once);
	same_findings(d, at_once);
	assert_int_equal(d->verdict.outcome, REACHED);
	assert_false(diagnosis_log_step(d, INT64_MAX));
	diagnosis_destroy(d);
	diagnosis_destroy(at_once);
}

static bool damage_has(const struct diagnosis *d, size_t log, const char *text)
{
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	for (size_t i = 0; log_damage(d->logs[log].log, i, &out); i++)
		;
	return sv_has(strbuf_sv(&out), sv_str(text));
}

/* What was found stays, what was not read may say anything. */
static void test_cancel(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_ANDROID);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	make_long(&log);
	assigned(d);
	diagnosis_cancel_log(d); /* nothing is at work */
	open_made(d, &log);
	while (!count_key(d, "scep-profile"))
		assert_true(diagnosis_log_step(d, 0));
	diagnosis_cancel_log(d);
	assert_false(diagnosis_reading(d));
	assert_false(diagnosis_log_step(d, INT64_MAX));
	assert_true(diagnosis_log_progress(d) >= 1.0);
	expect(d, "i r2");
	expect_missing(d, 0, "records");
	assert_int_equal(count_key(d, "scep-profile"), 1);
	assert_true(d->logs[0].coverage.broken);
	assert_true(log_info(d->logs[0].log)->entries > 100);
	assert_true(damage_has(d, 0, "reading was stopped by the user at "));
	assert_true(summary_has(d, "1 log was not read to its end"));
	read_made(d, &log); /* the next one is read as ever, but the gap stays */
	expect(d, "i r2");
	assert_int_equal(count_key(d, "scep-profile"), 3);
	assert_false(damage_has(d, 1, "stopped"));
	diagnosis_destroy(d);
}

/* The log covers a check-in after the assignment without a delivery; cut short, it does not. */
static void test_cancel_proves_no_silence(void **state)
{
	for (int cancel = 0; cancel < 2; cancel++) {
		struct diagnosis *d = begin(state, PLATFORM_ANDROID);
		autostrbuf log;
		int seconds = -10;
		strbuf_init(&log, STRBUF_RECORD);
		assigned(d);
		add_noise(&log, &seconds, 2000);
		add_server(&log, seconds++, "1", "1", "<Get><CmdID>3</CmdID></Get>");
		add_noise(&log, &seconds, 1400u << 10);
		open_made(d, &log);
		for (int i = 0; i < 3; i++)
			assert_true(diagnosis_log_step(d, 0));
		if (cancel)
			diagnosis_cancel_log(d);
		while (diagnosis_log_step(d, 0))
			;
		expect(d, cancel ? "i r5" : "n r4");
		expect_missing(d, 0, cancel ? "records" : "");
		diagnosis_destroy(d);
	}
}

/* Records are numbered once all of them were seen; stopped before or after that. */
static void test_records_while_reading(void **state)
{
	size_t found = 0;
	for (int steps = 0; steps < 6; steps++) {
		struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
		double progress = 0;
		int left = steps;
		assert_true(diagnosis_open_log(d,
			source_open(TEST_DATA "/evtx/scep_ok.evtx", NULL), NULL));
		while ((steps == 0 || left-- > 0) && diagnosis_log_step(d, 0)) {
			assert_true(diagnosis_log_progress(d) >= progress);
			progress = diagnosis_log_progress(d);
		}
		bool cut = diagnosis_reading(d);
		diagnosis_cancel_log(d);
		diagnosis_judge(d);
		assert_int_equal(damage_has(d, 0, "stopped"), cut);
		assert_true(d->findings_count <= found || steps == 0);
		found = steps ? found : d->findings_count;
		diagnosis_destroy(d);
	}
	assert_true(found > 0);
}

/* A log opened while another is at work stops that one. */
static void test_one_at_a_time(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_ANDROID);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	make_long(&log);
	open_made(d, &log);
	assert_true(diagnosis_log_step(d, 0));
	open_made(d, &log);
	assert_true(damage_has(d, 0, "stopped"));
	while (diagnosis_log_step(d, 0))
		;
	assert_int_equal(count_key(d, "scep-profile"), 2);
	open_made(d, &log); /* destroyed while it is read */
	diagnosis_destroy(d);
}

static void test_unknown_form(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	struct err err = {0};
	assert_false(diagnosis_open_log(d, source_memory("made", sv_dup(SV("no log")), 6), &err));
	assert_int_equal(err.kind, ERR_INPUT);
	expect(d, "i r5");
	assert_int_equal(d->logs_count, 0);
	diagnosis_destroy(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_checks),
		cmocka_unit_test(test_last_check_in_option),
		cmocka_unit_test(test_contradiction),
		cmocka_unit_test(test_several_logs),
		cmocka_unit_test(test_undated_beside_dated),
		cmocka_unit_test(test_missing_of_each_log),
		cmocka_unit_test(test_advice),
		cmocka_unit_test(test_refusal_says_why),
		cmocka_unit_test(test_removed),
		cmocka_unit_test(test_slices),
		cmocka_unit_test(test_findings_while_reading),
		cmocka_unit_test(test_cancel),
		cmocka_unit_test(test_cancel_proves_no_silence),
		cmocka_unit_test(test_records_while_reading),
		cmocka_unit_test(test_one_at_a_time),
		cmocka_unit_test(test_unknown_form),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
