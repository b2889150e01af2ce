/* The forms of Apple's log besides the Console copy: log show in its styles, what
 * idevicesyslog and pymobiledevice3 print, what damage does to them; and whole files of every
 * form. */
#include "testing.h"

#include "ios_rows.h"
#include "test_diagnosis_case.h"

/* 2024-08-20, two hours ahead of UTC: for forms that print less */
static const struct log_options told = {.has_date = true, .has_zone = true,
	.zone_us = 7200 * TIME_SECOND, .date = {.year = 2024, .month = 8, .day = 20}};

/* ---- log show ---- */

#define HEADING "Timestamp                       Thread     Type        Activity             PID    TTL  \n"
#define COLUMNS(type) D " 0x44cc2    " type " 0x0                  98     0    "
#define SENDER "(ManagedConfiguration) [com.apple.ManagedConfiguration:MC] "

static const struct form_row show_rows[] = {
	{HEADING COLUMNS("Debug      ") "profiled: " SENDER "Adding dependent x\n", 1, 0, D, D_UTC,
		"Debug", LEVEL_DEBUG, "profiled", "Adding dependent x"},
	{"Filtering the log data using \"process == \"profiled\"\"\n" HEADING
	 COLUMNS("Default    ") "mdmd: (dmd) m\n", 1, 0, D, D_UTC, "Default", LEVEL_INFO, "mdmd",
		"m"},
	/* a real line */
	{"2024-12-12 21:45:11.240016+0100 0x7942     Default     0x13a70              1621   0    "
	 "dscl: (libxpc.dylib) [com.apple.xpc:connection] [0x1] activating", 1, 0,
		"2024-12-12 21:45:11.240016+0100", "2024-12-12T20:45:11.240016Z", "Default",
		LEVEL_INFO, "dscl", "[0x1] activating"},
	{COLUMNS("Fault      ") "Google Chrome He: m", 1, 0, D, D_UTC, "Fault", LEVEL_ERROR,
		"Google Chrome He", "m"},
	{COLUMNS("Activity   ") "profiled: (x) Activity for state dumps", 1, 0, D, D_UTC,
		"Activity", LEVEL_NONE, "profiled", "Activity for state dumps"},
	/* brackets of the message's own */
	{COLUMNS("Info       ") "kernel: (two words) m", 1, 0, D, D_UTC, "Info", LEVEL_INFO,
		"kernel", "(two words) m"},
	{COLUMNS("Info       ") "p: [a:b] m", 1, 0, D, D_UTC, "Info", LEVEL_INFO, "p", "[a:b] m"},
	{COLUMNS("Info       ") "p: -[Class method:]: m", 1, 0, D, D_UTC, "Info", LEVEL_INFO, "p",
		"-[Class method:]: m"},
	/* before there was a time to live; after blanks collapsed; with a finder's prefix */
	{D " 0x44cc2    Error       0x0                  98     profiled: m", 1, 0, D, D_UTC,
		"Error", LEVEL_ERROR, "profiled", "m"},
	{"    Line 390870: " D " 0x44cc2 Debug 0x0 98 0 profiled: " SENDER "m\n", 1, 0, D, D_UTC,
		"Debug", LEVEL_DEBUG, "profiled", "m"},
	/* messages of several lines */
	{HEADING COLUMNS("Error      ") "profiled: (x) Cannot: NSError:\nDesc   : bad\n\tCode : 1\n\n}\n"
	 "2024-08-20 is no entry\n" COLUMNS("Error      ") "p: m\n", 2, 0, D, D_UTC, "Error",
		LEVEL_ERROR, "profiled",
		"Cannot: NSError:\nDesc   : bad\n\tCode : 1\n\n}\n2024-08-20 is no entry"},
	{COLUMNS("Error      ") "profiled:\nsecond\n", 1, 0, D, D_UTC, "Error", LEVEL_ERROR,
		"profiled", "second"},
	/* cut in front */
	{"Code : 22013\n" COLUMNS("Error      ") "p: m", 2, 0, "", "", "", LEVEL_NONE, "",
		"Code : 22013"},
	/* syslog: no type */
	{"2018-05-23 14:15:42.123456-0700  localhost profiled[150]: " SENDER "m\n", 1, 0,
		"2018-05-23 14:15:42.123456-0700", "2018-05-23T21:15:42.123456Z", "", LEVEL_NONE,
		"profiled", "m"},
	{"2018-05-23 14:15:42.123456-0700  localhost Google Chrome[150] <Error>: m\n", 1, 0,
		"2018-05-23 14:15:42.123456-0700", "2018-05-23T21:15:42.123456Z", "Error",
		LEVEL_ERROR, "Google Chrome", "m"},
};

#define COMPACT "Timestamp               Ty Process[PID:TID]\n"
#define T "2026-09-21 14:17:29.460"

static const struct form_row compact_rows[] = {
	{T " Df PerfPowerServices[46391:278dbb] [com.apple.ManagedConfiguration:MC] Got system\n", 1,
		0, T, "2026-09-21T12:17:29.46Z", "Df", LEVEL_INFO, "PerfPowerServices",
		"Got system"},
	{COMPACT T " Db profiled[98:44cc2] " SENDER "m", 1, 0, T, "2026-09-21T12:17:29.46Z", "Db",
		LEVEL_DEBUG, "profiled", "m"},
	{T " E  Google Chrome[98:44cc2] m[1]\n\tx\n", 1, 0, T, "2026-09-21T12:17:29.46Z", "E",
		LEVEL_ERROR, "Google Chrome", "m[1]\n\tx"},
	{T " I  p[98:44cc2]\n", 1, 0, T, "2026-09-21T12:17:29.46Z", "I", LEVEL_INFO, "p", ""},
};

static void log_show(void **state)
{
	(void)state;
	form_rows(show_rows, ARRAY_LEN(show_rows), &none, "ios-log-show");
	form_rows(compact_rows, ARRAY_LEN(compact_rows), &told, "ios-log-show");
	struct form_row unzoned = compact_rows[0];
	unzoned.time = "";
	form_row(&unzoned, &none, "ios-log-show");
}

/* ---- idevicesyslog, pymobiledevice3 ---- */

#define S "Aug 22 10:15:32"
#define S_UTC "2024-08-22T08:15:32Z"

static const struct form_row syslog_rows[] = {
	{S " iPhone SpringBoard(FrontBoard)[63] <Notice>: m\n", 1, 0, S, S_UTC, "Notice",
		LEVEL_INFO, "SpringBoard", "m"},
	{"[connected]\n" S " SpringBoard(FrontBoard)[32] <Notice>: m", 1, 0, S, S_UTC, "Notice",
		LEVEL_INFO, "SpringBoard", "m"},
	{S " -iPhone profiled[150] <Error>:  SecTrustEvaluate  [leaf AnchorTrusted]\n", 1, 0, S,
		S_UTC, "Error", LEVEL_ERROR, "profiled", "SecTrustEvaluate  [leaf AnchorTrusted]"},
	{S ".250 iPhone Google Chrome(x)[63] <Debug>: m\n", 1, 0, S ".250",
		"2024-08-22T08:15:32.25Z", "Debug", LEVEL_DEBUG, "Google Chrome", "m"},
	{"Jan  2 10:15:32 iPhone p[1] <Warning>: m", 1, 0, "Jan  2 10:15:32",
		"2025-01-02T08:15:32Z", "Warning", LEVEL_WARNING, "p", "m"},
	/* profiled's own level, before iOS 10 */
	{S " iPhone profiled[1764] <Notice>: (Note ) MC: m", 1, 0, S, S_UTC, "Notice", LEVEL_INFO,
		"profiled", "(Note ) MC: m"},
	{S " iPhone profiled[1764] <Notice>: (Error) MC: Cannot retrieve SCEP identity: NSError:\n"
	 "    Domain : MCSCEPErrorDomain\n    Code   : 22003\n" S " iPhone p[1] <Notice>: n", 2, 0,
		S, S_UTC, "Notice", LEVEL_ERROR, "profiled", "(Error) MC: Cannot retrieve SCEP "
		"identity: NSError:\n    Domain : MCSCEPErrorDomain\n    Code   : 22003"},
	{S " iPhone profiled[1764] <Notice>: (Debug) MC: Adding dependent", 1, 0, S, S_UTC,
		"Notice", LEVEL_DEBUG, "profiled", "(Debug) MC: Adding dependent"},
	/* pymobiledevice3 */
	{"2026-09-09 00:54:19.046506 knowledgeconstructiond{CoreFoundation}[2123] <DEBUG>: m", 1, 0,
		"2026-09-09 00:54:19.046506", "2026-09-08T22:54:19.046506Z", "DEBUG", LEVEL_DEBUG,
		"knowledgeconstructiond", "m"},
	{"2026-09-09 00:54:19.046506 profiled[2123] <USER_ACTION>: m\n", 1, 0,
		"2026-09-09 00:54:19.046506", "2026-09-08T22:54:19.046506Z", "USER_ACTION",
		LEVEL_INFO, "profiled", "m"},
	/* mangled */
	{"  Line 12: " S " iPhone profiled[150] <Notice>: m\n", 1, 0, S, S_UTC, "Notice",
		LEVEL_INFO, "profiled", "m"},
};

static void live_logs(void **state)
{
	(void)state;
	form_rows(syslog_rows, ARRAY_LEN(syslog_rows), &told, "ios-syslog");
	struct form_row untold = syslog_rows[0];
	untold.time = "";
	form_row(&untold, &none, "ios-syslog");
}

/* ---- damage ---- */

/* Lines and runs of NUL of any length, in every form. */
static void hostile_bytes(void **state)
{
	(void)state;
	static const char *const fronts[] = {COLUMNS("Debug      ") "profiled: ",
		T " Db profiled[98:44cc2] ", S " iPhone profiled[1] <Debug>: ",
		"2018-05-23 14:15:42.123456-0700  localhost p[1]: ", COLUMNS("Debug      "),
		S " iPhone "};
	static const char fills[] = "a[\0 (<\t";
	for (size_t i = 0; i < ARRAY_LEN(fronts); i++)
		for (size_t fill = 0; fill < sizeof(fills) - 1; fill++) {
			struct strbuf text;
			strbuf_init(&text, STRBUF_REPORT);
			strbuf_addf(&text, "%s\n%s", fronts[i % 4], fronts[i]);
			char *bytes = xmalloc(text.len + (1u << 20));
			memcpy(bytes, text.ptr, text.len);
			memset(bytes + text.len, fills[fill], 1u << 20);
			struct log *log = log_from((struct sv){bytes, text.len + (1u << 20)}, NULL,
				NULL);
			assert_non_null(log);
			assert_in_range(log_info(log)->entries, 1, 2);
			log_close(log);
			free(bytes);
			strbuf_finish(&text);
		}
}

static void a_line_of_16_mb(void **state)
{
	(void)state;
	struct log_entry entry;
	size_t size = 17u << 20, front = strlen(COLUMNS("Debug      ") "p: ");
	char *bytes = xmalloc(size);
	memset(bytes, 'a', size);
	memcpy(bytes, COLUMNS("Debug      ") "p: ", front);
	struct log *log = log_from((struct sv){bytes, size}, NULL, NULL);
	assert_non_null(log);
	log_entry_init(&entry);
	assert_true(log_read(log, 0, &entry));
	assert_true(entry.cut);
	assert_int_equal(entry.text.len, LOG_ENTRY_MAX - front);
	log_entry_finish(&entry);
	log_close(log);
	free(bytes);
}

/* ---- whole files ---- */

static const struct {
	const char *name, *format;
	uint64_t entries;
	bool debug;
} files[] = {
	{"made/ios_log_show_default.txt", "ios-log-show", 4, true},
	{"forms/ios/log_show_filtered.txt", "ios-log-show", 4, true},
	{"forms/ios/log_show_blanks.txt", "ios-log-show", 4, true},
	{"forms/ios/log_show_compact.txt", "ios-log-show", 4, true},
	{"forms/ios/log_show_syslog.txt", "ios-log-show", 4, false},
	{"forms/ios/log_show.ndjson", "ndjson", 4, true},
	{"forms/ios/log_show.json", "ndjson", 4, true},
	{"forms/ios/log_show_oneline.json", "ndjson", 4, true},
	{"forms/ios/log_show_wide.json", "ndjson", 4, true},
	{"forms/ios/log_show_broken.ndjson", "ndjson", 5, true},
	{"forms/ios/unified_logs.jsonl", "ndjson", 4, true},
	{"forms/ios/idevicesyslog.txt", "ios-syslog", 4, true},
	{"forms/ios/idevicesyslog_no_host.txt", "ios-syslog", 4, true},
	{"forms/ios/idevicesyslog_2018.txt", "ios-syslog", 4, true},
	{"forms/ios/idevicesyslog_no_debug.txt", "ios-syslog", 1, false},
	{"forms/ios/pymobiledevice3.txt", "ios-syslog", 4, true},
};

static void files_are_recognised(void **state)
{
	(void)state;
	autostrbuf buf;
	strbuf_init(&buf, STRBUF_RECORD);
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct err err = {0};
		struct log *log = log_from(test_file(files[i].name, &buf), NULL, &err);
		if (!log)
			fail_msg("%s: %s", files[i].name, err.text);
		const struct log_info *info = log_info(log);
		assert_string_equal(info->format, files[i].format);
		assert_int_equal(info->platform, LOG_IOS);
		assert_int_equal(info->entries, files[i].entries);
		assert_int_equal(info->saw_debug, files[i].debug);
		assert_false(info->partial);
		log_close(log);
	}
}

/* Each with the same delivery. */
static void deliveries_are_found(void **state)
{
	autostrbuf buf;
	strbuf_init(&buf, STRBUF_RECORD);
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		if (files[i].entries == 1)
			continue;
		struct diagnosis *d = begin(state, PLATFORM_IOS);
		read_log(d, test_file(files[i].name, &buf));
		expect_in(d, files[i].name, "r -2");
		expect_row(d, P1, true, REACHED);
		bool whole = files[i].entries == 4;
		assert_int_equal(count_key(d, "scep-dependent"), 1);
		assert_int_equal(count_key(d, "scep-installed"), 1);
		assert_int_equal(count_key(d, "scep-denied"), whole);
		diagnosis_destroy(d);
	}
}

static const struct { const char *name, *missing; } silent[] = {
	{"2024-08-20 18:30:55.483977-0500 0x1    Default     0x0    98     0    p: m\n", "debug-level"},
	{"2024-08-20 18:30:55.483977-0500 0x1    Debug       0x0    98     0    p: m\n", "window"},
	{"2024-08-20 18:30:55.483 Df p[1:2] m\n", "debug-level"},
	{"2024-08-20 18:30:55.483 Db p[1:2] m\n", "window"},
	{"Aug 20 18:30:55 iPhone p[1] <Notice>: m\n", "debug-level"},
	{"Aug 20 18:30:55 iPhone p[1] <Debug>: m\n", "window"},
	{"2024-08-20 18:30:55.483977 p{x}[1] <NOTICE>: m\n", "debug-level"},
	{"2024-08-20 18:30:55.483977 p{x}[1] <DEBUG>: m\n", "window"},
	{EVENT("Default", "m"), "debug-level"},
	{EVENT("Debug", "m"), "window"},
	/* what the times lack, where they would count */
	{"2024-08-20 18:30:55.483 Db profiled[1:2] DELIVERY\n", "zone"},
	{"2024-08-20 18:30:55.483977 profiled[1] <DEBUG>: DELIVERY\n", "zone"},
	{"Aug 20 18:30:55 iPhone profiled[1] <Debug>: DELIVERY\n", "zone date"},
	{"debug\t18:30:54.638009-0500\tprofiled\tDELIVERY\n", "date"},
};

#define DELIVERY "Adding dependent ModelName=AC_" ACCOUNT "/LogicalName_" L1 ";Hash=-912418295 to " \
	"parent 6365 in domain PayloadDependencyDomainCertificate to system"

static void what_is_missing_is_said(void **state)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	for (size_t i = 0; i < ARRAY_LEN(silent); i++) {
		struct sv name = sv_str(silent[i].name);
		size_t at = sv_find(name, SV("DELIVERY"));
		strbuf_reset(&text);
		strbuf_add(&text, sv_sub(name, 0, at));
		if (at != SV_NPOS)
			strbuf_str(&text, DELIVERY "\n");
		struct diagnosis *d = begin(state, PLATFORM_IOS);
		assigned(d);
		read_log(d, strbuf_sv(&text));
		expect_in(d, silent[i].name, "i r5");
		expect_missing_in(d, 0, silent[i].name, silent[i].missing);
		diagnosis_destroy(d);
	}
}

static const char *const no_entries[] = {
	"2024-12-12 21:45:11.240016+0100 0x7942 Default\n", "2024-12-12 21:45:11 0x7942 Default 0x1 1 p: m",
	"2026-09-21 14:17:29.460 Df words[and] more\n", "2026-09-21 14:17:29.460 INFO p[1:2] m\n",
	"2026-09-21T14:17:29.460 Df p[1:2] m\n", "Jun 22 10:15:32 host sshd[63]: m\n",
	"Jun 22 10:15:32 host sshd[63] <what>: m\n", "Jun 222 10:15:32 h p[1] <Notice>: m\n",
	"{\"eventMessages\":1}", "[1,2,3]", "[{\"eventMessage\":\"x\"}", "{", "[{", "[]",
	"{\"message\":\"x\"}\n",
};

static void other_texts_are_none(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(no_entries); i++) {
		struct log *log = log_from(sv_str(no_entries[i]), NULL, NULL);
		bool json = strstr(no_entries[i], "[{\"eventMessage\"") != NULL;
		if (json != (log != NULL))
			fail_msg("%s", no_entries[i]);
		log_close(log);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(log_show),
		cmocka_unit_test(live_logs),
		cmocka_unit_test(hostile_bytes),
		cmocka_unit_test(a_line_of_16_mb),
		cmocka_unit_test(files_are_recognised),
		cmocka_unit_test(deliveries_are_found),
		cmocka_unit_test(what_is_missing_is_said),
		cmocka_unit_test(other_texts_are_none),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
