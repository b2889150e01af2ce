/* What a silence proves: CONTRACT, "A finished check-in", "The last check-in", "Coverage". */
#include "test_diagnosis_case.h"

#define ID1 UNIQUE(L1, "1")
#define OTHER_CHANNEL PROVIDER "/Operational"

/* ---- Windows ---- */

/* One word an event: o any of ours, b 208, e 209, f 209 with failure, p proof, w another
 * channel, x unreadable, g some numbers left out, d a number twice; @ seconds after the
 * assignment. */
static void add_word(struct strbuf *log, char kind, int record, int at)
{
	switch (kind) {
	case 'o':
		add_event(log, 813, record, at, "Message1=AllowCortana");
		break;
	case 'b':
		add_208(log, record, at);
		break;
	case 'e':
		add_209(log, record, at, "0x0");
		break;
	case 'f':
		add_209(log, record, at, "0x80072ee7");
		break;
	case 'p':
		add_306(log, record, at, ID1, USER1, OK306);
		break;
	case 'w':
		add_event_of(log, PROVIDER, OTHER_CHANNEL, 813, record, at, "Message1=x");
		break;
	default:
		strbuf_str(log, "<Event xmlns='x'><System><EventID>8\n");
		break;
	}
}

static void add_words(struct strbuf *log, const char *words)
{
	struct sv rest = sv_str(words), word;
	int record = 100;
	while (sv_word(&rest, &word)) {
		int at = word.len > 2 ? atoi(word.ptr + 2) : 0;
		if (word.ptr[0] == 'g')
			record += 3;
		else if (word.ptr[0] == 'd')
			record--;
		else
			add_word(log, word.ptr[0], record++, at);
	}
}

static struct diagnosis *windows(void **state, const char *words)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	strbuf_str(&log, "<Events>");
	add_words(&log, words);
	strbuf_str(&log, "</Events>");
	assigned(d);
	read_made(d, &log);
	return d;
}

static void expect_windows(void **state, const char *words, const char *wanted,
	const char *missing)
{
	struct diagnosis *d = windows(state, words);
	expect_in(d, words, wanted);
	expect_missing_in(d, 0, words, missing);
	diagnosis_destroy(d);
}

static void test_covered(void **state)
{
	expect_windows(state, "o@-60 b@10 e@20", "n r4", "");
	expect_windows(state, "o@-60 b@10 e@20 o@30", "n r4", "");
	expect_windows(state, "o@0 b@10 e@20", "n r4", "");
	expect_windows(state, "o@-60 b@0 e@1", "n r4", "");
	expect_windows(state, "o@-60 b@10 f@20 b@30 e@40", "n r4", "");
	expect_windows(state, "o@-60 b@10 b@15 e@20", "n r4", "");
	expect_windows(state, "p@-900 o@-60 b@10 e@20", "n r4", "");
	expect_windows(state, "o@-60 b@10 p@12 e@20", "r q2", "");
	expect_windows(state, "o@-60 b@10 e@20 p@90", "r q2", "");
}

static void test_no_check_in(void **state)
{
	expect_windows(state, "o@-60 o@20", "i r5", "check-in");
	expect_windows(state, "o@-60 b@10", "i r5", "check-in");
	expect_windows(state, "o@-60 b@10 f@20", "i r5", "check-in");
	expect_windows(state, "o@-60 e@20", "i r5", "check-in");
	expect_windows(state, "o@-60 b@-10 e@20", "i r5", "check-in");
	expect_windows(state, "o@-60 e@10 b@20", "i r5", "check-in");
}

static void test_window(void **state)
{
	expect_windows(state, "o@1 b@10 e@20", "i r5", "window");
	expect_windows(state, "b@10 e@20", "i r5", "window");
	expect_windows(state, "o@1", "i r5", "window check-in");
}

static void test_gaps(void **state)
{
	expect_windows(state, "o@-60 g o@-50 b@10 e@20", "n r4", "");
	expect_windows(state, "o@-60 b@10 e@20 g o@30", "n r4", "");
	expect_windows(state, "o@-60 b@10 e@20 o@21 g o@30", "n r4", "");
	expect_windows(state, "o@-60 g b@10 e@20", "i r5", "records");
	expect_windows(state, "o@-60 b@10 g e@20", "i r5", "records");
	expect_windows(state, "o@-60 b@10 g o@15 e@20", "i r5", "records");
	expect_windows(state, "o@-60 b@10 d e@20", "i r5", "records");
	expect_windows(state, "o@-60 o@5 g b@10 e@20", "i r5", "records");
}

static void test_damage(void **state)
{
	expect_windows(state, "o@-60 b@10 x e@20", "i r5", "records");
	expect_windows(state, "o@-60 x b@10 e@20", "i r5", "records");
	expect_windows(state, "x o@-60 b@10 e@20", "n r4", "");
	expect_windows(state, "o@-60 x o@-50 b@10 e@20", "n r4", "");
	expect_windows(state, "o@-60 b@10 e@20 o@30 x", "n r4", "");
	expect_windows(state, "o@-60 b@10 e@20 x", "n r4", "");
}

static void test_channels(void **state)
{
	expect_windows(state, "w@-60 w@10 w@20", "i r5", "wrong-log");
	expect_windows(state, "w@-60 o@-50 b@10 e@20", "i r5", "records");
}

static void test_without_assigned_at(void **state)
{
	struct diagnosis *d = windows(state, "o@-60 b@10 e@20");
	struct case_options options = d->options;
	options.assigned_at = TIME_NONE;
	diagnosis_set_options(d, &options);
	expect(d, "i r5");
	expect_missing(d, 0, "assigned-at");
	only_profile(d, P2);
	expect(d, "i r5");
	assigned(d);
	expect(d, "n r4"); /* the unseen profile is the one row */
	assert_int_equal(d->profiles_count, 1);
	expect_row(d, P2, true, NOT_REACHED);
	assert_true(diagnosis_because(d, 0, 0) != SIZE_MAX);
	diagnosis_destroy(d);
}

static void test_text_is_never_complete(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	struct case_options options = d->options;
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	options.log.has_zone = true;
	diagnosis_set_options(d, &options);
	assigned(d);
	strbuf_str(&log, "Log Name: " CHANNEL "\nSource: " PROVIDER "\nDate: 8/20/2024 7:59:00 AM\n"
		"Event ID: 813\nLevel: Information\nDescription:\nx\n\n");
	strbuf_str(&log, "Log Name: " CHANNEL "\nSource: " PROVIDER "\nDate: 8/20/2024 8:01:00 AM\n"
		"Event ID: 208\nLevel: Information\nDescription:\nMDM Session: OMA-DM session "
		"started for EnrollmentID (0A) with server: (https://h/), Server version: (4.0), "
		"Client Version: (1.2), PushRouterOrigin: (0xd), UserAgentOrigin: (0x1), "
		"Initiator: (0x2), Mode: (0x82), SessionID: (3), Authentication Type: (0).\n\n");
	strbuf_str(&log, "Log Name: " CHANNEL "\nSource: " PROVIDER "\nDate: 8/20/2024 8:02:00 AM\n"
		"Event ID: 209\nLevel: Information\nDescription:\nMDM Session: OMA-DM session "
		"ended with status: (The operation completed successfully.).\n\n");
	read_made(d, &log);
	expect(d, "i r5");
	expect_missing(d, 0, "records");
	assert_int_equal(count_key(d, "session-begins"), 1);
	assert_int_equal(count_key(d, "session-ends"), 1);
	diagnosis_destroy(d);
}

/* ---- the last check-in ---- */

static void expect_last(void **state, const char *words, enum check_outcome outcome,
	const char *wanted)
{
	struct diagnosis *d = windows(state, words);
	expect_in(d, words, wanted);
	assert_int_equal(d->checks[CHECK_LAST_CHECK_IN].outcome, outcome);
	assert_int_equal(d->checks[CHECK_LAST_CHECK_IN].origin,
		outcome == CHECK_UNKNOWN ? ORIGIN_NONE : ORIGIN_LOG);
	diagnosis_destroy(d);
}

static void test_last_check_in(void **state)
{
	expect_last(state, "b@-100 e@-90 o@10", CHECK_BAD, "n a3");
	expect_last(state, "b@-100 e@-90 b@10 f@20", CHECK_BAD, "n a3");
	expect_last(state, "b@-100 e@-90 b@10 e@20", CHECK_GOOD, "n r4");
	expect_last(state, "b@-100 e@-90", CHECK_UNKNOWN, "i r5");
	expect_last(state, "b@-100 e@-90 o@-1", CHECK_UNKNOWN, "i r5");
	expect_last(state, "b@-100 f@-90 o@10", CHECK_UNKNOWN, "i r5");
	expect_last(state, "b@-100 e@-90 g o@10", CHECK_UNKNOWN, "i r5"); /* it may be lost */
	expect_last(state, "b@-100 e@-90 p@10", CHECK_BAD, "r q2");
}

static void test_who_says_it(void **state)
{
	struct diagnosis *d = windows(state, "b@-100 e@-90 o@10");
	expect(d, "n a3");
	diagnosis_answer(d, CHECK_LAST_CHECK_IN, CHECK_GOOD, "seen in the portal");
	expect(d, "i r5");
	assert_int_equal(d->checks[CHECK_LAST_CHECK_IN].origin, ORIGIN_USER);
	struct case_options options = d->options;
	options.last_check_in = ASSIGNED - 1;
	diagnosis_set_options(d, &options);
	expect(d, "n a3");
	options.last_check_in = ASSIGNED;
	diagnosis_set_options(d, &options);
	expect(d, "i r5");
	assert_int_equal(d->checks[CHECK_LAST_CHECK_IN].outcome, CHECK_GOOD);
	assert_int_equal(d->checks[CHECK_LAST_CHECK_IN].at_us, ASSIGNED);
	diagnosis_destroy(d);

	d = windows(state, "o@-60 b@10 e@20");
	options = d->options;
	options.last_check_in = ASSIGNED - TIME_DAY;
	diagnosis_set_options(d, &options);
	expect(d, "n a3");
	options.assigned_at = TIME_NONE;
	diagnosis_set_options(d, &options);
	expect(d, "i r5");
	assert_int_equal(d->checks[CHECK_LAST_CHECK_IN].outcome, CHECK_UNKNOWN);
	diagnosis_destroy(d);
}

/* ---- Android ---- */

/* One word an entry: i INFO line, v VERB line, s message of the server, S the same at INFO
 * level, d of the device, c of the server and cut, u unreadable and nobody's, p with the
 * profile; then the SessionID, @ seconds after the assignment. */
static void add_entry(struct strbuf *log, char kind, const char *session, int at)
{
	const char *server = "https://a.manage.microsoft.com/AndroidHandler.ashx";
	size_t before = log->len;
	switch (kind) {
	case 'i':
		add_line(log, at, "INFO", "Something else");
		break;
	case 'v':
		add_line(log, at, "VERB", "Something else");
		break;
	case 's':
		add_server(log, at, session, "2", COMMAND("Get", "3", "./DevInfo"));
		break;
	case 'S':
		add_syncml(log, at, "INFO", server, session, "2", COMMAND("Get", "3", "./D"));
		break;
	case 'd':
		add_device(log, at, session, "2", STATUS("1", "2", "3", "Get", "", "200"));
		break;
	case 'p':
		add_server(log, at, session, "2", COMMAND("Add", "3", NODE(L1, "1")));
		break;
	case 'c':
		add_server(log, at, session, "2", COMMAND("Add", "3", "./Somewhere/Long"));
		log->len = before + sv_find(sv_from(strbuf_sv(log), before), SV("Somewhere"));
		strbuf_char(log, '\n');
		break;
	default:
		add_line(log, at, "VERB", "<SyncML><SyncHdr><VerDTD>1.2</VerDTD><");
		break;
	}
}

static void expect_android(void **state, const char *words, const char *wanted,
	const char *missing)
{
	struct diagnosis *d = begin(state, PLATFORM_ANDROID);
	struct sv rest = sv_str(words), word;
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	while (sv_word(&rest, &word)) {
		const char session[2] = {word.ptr[1], '\0'};
		size_t at = sv_chr(word, '@');
		add_entry(&log, word.ptr[0], session, atoi(word.ptr + at + 1));
	}
	assigned(d);
	read_made(d, &log);
	expect_in(d, words, wanted);
	expect_missing_in(d, 0, words, missing);
	diagnosis_destroy(d);
}

static void test_android_covered(void **state)
{
	expect_android(state, "i@-60 s1@10 d1@11 s2@20", "n r4", "");
	expect_android(state, "i@-60 s1@10 d1@11 i@71", "n r4", "");
	expect_android(state, "i@0 s1@10 i@90", "n r4", "");
	expect_android(state, "i@-60 d1@10 s1@11 d1@12 d2@20", "n r4", "");
	expect_android(state, "i@-60 s1@-10 s2@10 i@90", "n r4", "");
	expect_android(state, "i@-60 s1@10 c2@20 i@90", "n r4", "");
	expect_android(state, "i@-60 c9@-30 s1@10 i@90", "n r4", "");
	expect_android(state, "i@-60 p1@10 i@90", "r q2", "");
}

static void test_android_not_covered(void **state)
{
	expect_android(state, "i@-60 s1@10 d1@11 i@70", "i r5", "check-in");
	expect_android(state, "i@-60 s1@10", "i r5", "check-in");
	expect_android(state, "i@-60 d1@10 i@90", "i r5", "check-in");
	expect_android(state, "i@-60 S1@10 v@11 i@90", "i r5", "check-in");
	expect_android(state, "i@-60 v@10 i@90", "i r5", "check-in");
	expect_android(state, "i@1 s1@10 i@90", "i r5", "window");
	expect_android(state, "i@-60 s1@10 c1@12 s1@14 i@90", "i r5", "records");
	expect_android(state, "i@-60 c1@10 s1@12 i@90", "i r5", "records");
	expect_android(state, "i@-60 S1@10 i@90", "i r5", "verbose-level");
}

/* Nobody's message may be the session's own, with the profile in it. */
static void test_android_unreadable(void **state)
{
	expect_android(state, "i@-60 s1@10 u@12 i@90", "i r5", "records");
	expect_android(state, "i@-60 s1@10 u@12 s2@20 i@90", "i r5", "records");
}

static void test_android_last_check_in(void **state)
{
	expect_android(state, "i@-60 s1@-50 i@90", "n a3", "check-in");
	expect_android(state, "i@-60 s1@-50 d2@10 i@90", "n a3", "check-in");
	expect_android(state, "i@-60 s1@-50 s2@10 i@20", "i r5", "check-in"); /* it is at it */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_covered),
		cmocka_unit_test(test_no_check_in),
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_channels),
		cmocka_unit_test(test_without_assigned_at),
		cmocka_unit_test(test_text_is_never_complete),
		cmocka_unit_test(test_last_check_in),
		cmocka_unit_test(test_who_says_it),
		cmocka_unit_test(test_android_covered),
		cmocka_unit_test(test_android_not_covered),
		cmocka_unit_test(test_android_unreadable),
		cmocka_unit_test(test_android_last_check_in),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
