/* The lines of Android and iOS logs in every form they come in, and what is no log. */
#include "testing.h"

#include "logs.h"

struct row {
	const char *text;     /* the file */
	uint64_t count, n;    /* its entries, and the one that is looked at */
	const char *time_text, *time; /* as printed; RFC 3339, "" if unknown */
	const char *level_text;
	enum log_level level;
	const char *origin, *message;
};

static const struct log_options dated = {.has_date = true,
	.date = {.year = 2024, .month = 8, .day = 20}};

static void check_row(const struct row *row, const char *format)
{
	struct log_entry entry;
	char time[TIME_TEXT_MAX];
	struct err err = {0};
	struct log *log = log_from(sv_str(row->text), &dated, &err);
	assert_string_equal(err.text, "");
	assert_string_equal(log_info(log)->format, format);
	assert_int_equal(log_info(log)->entries, row->count);
	log_entry_init(&entry);
	assert_true(log_read(log, row->n, &entry));
	assert_sv(entry.text, row->message);
	assert_sv(entry.origin, row->origin);
	assert_sv(entry.level_text, row->level_text);
	assert_int_equal(entry.level, row->level);
	assert_sv(entry.time.text, row->time_text);
	assert_string_equal(time_rfc3339(entry.time.us, time), row->time);
	assert_int_equal(entry.event_id, -1);
	assert_false(entry.exact || entry.damaged || entry.cut || entry.has_record);
	log_entry_finish(&entry);
	log_close(log);
}

static void check_rows(const struct row *rows, size_t count, const char *format)
{
	for (size_t i = 0; i < count; i++)
		check_row(&rows[i], format);
}

/* ---- Android ---- */

#define T "2024-04-17T19:15:23.2350000"
#define T_UTC "2024-04-17T19:15:23.235Z"
#define MANAGER "com.microsoft.omadm.platforms.android.certmgr.CertificateEnrollmentManager"

static const struct row omadm_rows[] = {
	/* three generations */
	{T "\tVERB\tEvent\t" MANAGER "\t18327\t   10\tThere are 1 requests\r\n", 1, 0, T, T_UTC,
		"VERB", LEVEL_DEBUG, MANAGER, "There are 1 requests"},
	{T "\tVERB\tcom.microsoft.omadm.WifiProfile\t15118\t04142\tStarting\r\n", 1, 0, T, T_UTC,
		"VERB", LEVEL_DEBUG, "com.microsoft.omadm.WifiProfile", "Starting"},
	{T "\tINFO\to.setIntuneAppProtectionPropertiesToBundle\t10824\t   15\tx  y\tz\r\n", 1, 0,
		T, T_UTC, "INFO", LEVEL_INFO, "o.setIntuneAppProtectionPropertiesToBundle",
		"x  y\tz"},
	{T "\tINFO\tNone\t 1697\t    2\tInitialized logging\r\n", 1, 0, T, T_UTC, "INFO",
		LEVEL_INFO, "None", "Initialized logging"},
	/* levels */
	{T "\tERR_\tT\t1\t2\tm", 1, 0, T, T_UTC, "ERR_", LEVEL_ERROR, "T", "m"},
	{T "\tWARN\tT\t1\t2\tm", 1, 0, T, T_UTC, "WARN", LEVEL_WARNING, "T", "m"},
	{T "\tSEVR\tT\t1\t2\tm", 1, 0, T, T_UTC, "SEVR", LEVEL_ERROR, "T", "m"},
	/* tabs that became blanks, one to five of them */
	{T " VERB Event " MANAGER " 18327 10 There are 1 requests", 1, 0, T, T_UTC, "VERB",
		LEVEL_DEBUG, MANAGER, "There are 1 requests"},
	{T "  VERB  Event  " MANAGER "  18327    10  There are 1 requests", 1, 0, T, T_UTC,
		"VERB", LEVEL_DEBUG, MANAGER, "There are 1 requests"},
	{T "    VERB     com.a.B      14210    00948    0 cert(s) matched criteria:", 1, 0, T,
		T_UTC, "VERB", LEVEL_DEBUG, "com.a.B", "0 cert(s) matched criteria:"},
	{T "    INFO       com.a.B       14210                00948     Skipping Wifi", 1, 0, T,
		T_UTC, "INFO", LEVEL_INFO, "com.a.B", "Skipping Wifi"},
	/* words in place of the time */
	{"Time    VERB    Event     com.a.B     9595        9    <?xml version=\"1.0\"?>", 1, 0,
		"Time", "", "VERB", LEVEL_DEBUG, "com.a.B", "<?xml version=\"1.0\"?>"},
	{"<Date Time>    INFO    com.a.B    13229    00622    Notifying", 1, 0, "<Date Time>", "",
		"INFO", LEVEL_INFO, "com.a.B", "Notifying"},
	/* what editors and documents put in front */
	{"12:" T "\tINFO\tT\t1\t2\tm", 1, 0, T, T_UTC, "INFO", LEVEL_INFO, "T", "m"},
	{"> > " T "\tINFO\tT\t1\t2\tm", 1, 0, T, T_UTC, "INFO", LEVEL_INFO, "T", "m"},
	{"  Line 390870: " T "\tINFO\tT\t1\t2\tm", 1, 0, T, T_UTC, "INFO", LEVEL_INFO, "T", "m"},
	{"\t    " T "    INFO    T    1    00002    m", 1, 0, T, T_UTC, "INFO", LEVEL_INFO, "T",
		"m"},
	/* entries of several lines */
	{T "\tINFO\tT\t1\t2\tAES key was unrecoverable\r\n\tcom.a.B$E: not found\r\n\t\tat com.a"
	 ".B.c(:743)\r\n\t\r\n\tCaused by: x\r\n" T "\tWARN\tT\t1\t2\tnext\r\n", 2, 0, T, T_UTC,
		"INFO", LEVEL_INFO, "T", "AES key was unrecoverable\r\n\tcom.a.B$E: not found\r\n"
		"\t\tat com.a.B.c(:743)\r\n\t\r\n\tCaused by: x"},
	{T "\tINFO\tT\t1\t2\tone\r\nflush left\r\n{\"time\": \"" T "\"}\r\n" T "\tINFO\tT\t1\t2\t",
		2, 0, T, T_UTC, "INFO", LEVEL_INFO, "T", "one\r\nflush left\r\n{\"time\": \"" T "\"}"},
	{T "\tINFO\tT\t1\t    2\t\r\n\tat a.b\r\n", 1, 0, T, T_UTC, "INFO", LEVEL_INFO, "T",
		"\tat a.b"},
	{T "\tINFO\tT\t1\t    2\t", 1, 0, T, T_UTC, "INFO", LEVEL_INFO, "T", ""},
	{T "\tINFO\tT\t1\t    2\r\n", 1, 0, T, T_UTC, "INFO", LEVEL_INFO, "T", ""},
	{T "\tINFO\tT\r\n\tx", 1, 0, T, T_UTC, "INFO", LEVEL_INFO, "T", "\tx"},
	{T "\tINFO\tT\tno numbers here\r\n", 1, 0, T, T_UTC, "INFO", LEVEL_INFO, "T",
		"no numbers here"},
	/* cut in front */
	{"\tat a.b(:1)\r\n" T "\tINFO\tT\t1\t2\tm", 2, 0, "", "", "", LEVEL_NONE, "",
		"\tat a.b(:1)"},
	/* bytes that are no UTF-8 stay what they are */
	{T "\tINFO\tT\t1\t2\t\xff\xc3 17 \xe0\xb8\xa1.\xe0\xb8\x84", 1, 0, T, T_UTC, "INFO",
		LEVEL_INFO, "T", "\xff\xc3 17 \xe0\xb8\xa1.\xe0\xb8\x84"},
	/* a time that is in no calendar is none, but begins an entry */
	{T "\tINFO\tT\t1\t2\tm\n2024-02-30T25:15:23.2350000\tINFO\tT\t1\t2\tm", 2, 1,
		"2024-02-30T25:15:23.2350000", "", "INFO", LEVEL_INFO, "T", "m"},
};

static void android_lines(void **state)
{
	(void)state;
	check_rows(omadm_rows, ARRAY_LEN(omadm_rows), "omadm");
}

/* Whatever became of the tabs, the columns are the same. */
static void tabs_may_become_blanks(void **state)
{
	(void)state;
	static const char *const tags[] = {"", "Event\t"};
	static const char *const gaps[] = {"\t", " ", "  ", "   ", "    ", "     ", " \t "};
	autostrbuf line;
	strbuf_init(&line, STRBUF_LINE);
	for (size_t tag = 0; tag < ARRAY_LEN(tags); tag++)
		for (size_t gap = 0; gap < ARRAY_LEN(gaps); gap++) {
			struct sv rest = SV("ERR_\tcom.a.B\t 1697\t00002\t7 certs, 2 left"), part;
			strbuf_reset(&line);
			strbuf_str(&line, T);
			for (unsigned n = 0; sv_cut(&rest, '\t', &part); n++) {
				strbuf_str(&line, gaps[gap]);
				if (n == 1 && *tags[tag])
					strbuf_addf(&line, "Event%s", gaps[gap]);
				strbuf_add(&line, part);
			}
			check_row(&(struct row){line.ptr, 1, 0, T, T_UTC, "ERR_", LEVEL_ERROR,
				"com.a.B", "7 certs, 2 left"}, "omadm");
		}
}

/* ---- iOS ---- */

#define C "18:30:54.638009"
#define C_UTC "2024-08-20T23:30:54.638009Z"

static const struct row ios_rows[] = {
	{"debug\t" C "-0500\tprofiled\tAdding dependent x\n", 1, 0, C "-0500", C_UTC, "debug",
		LEVEL_DEBUG, "profiled", "Adding dependent x"},
	{"debug\t" C " -0500\tprofiled\tm\n", 1, 0, C " -0500", C_UTC, "debug", LEVEL_DEBUG,
		"profiled", "m"},
	{"default\t" C "+0530\tprofiled\tm", 1, 0, C "+0530", "2024-08-20T13:00:54.638009Z",
		"default", LEVEL_INFO, "profiled", "m"},
	{"info\t" C "+0000\tp\tm", 1, 0, C "+0000", "2024-08-20T18:30:54.638009Z", "info",
		LEVEL_INFO, "p", "m"},
	{"error\t" C "-0500\tkernel\tSandbox: x(9964) deny(1)\n", 1, 0, C "-0500", C_UTC, "error",
		LEVEL_ERROR, "kernel", "Sandbox: x(9964) deny(1)"},
	{"fault\t" C "-0500\tp\tm", 1, 0, C "-0500", C_UTC, "fault", LEVEL_ERROR, "p", "m"},
	/* retyped: capitals, blanks for tabs */
	{"Debug " C " -0500 profiled Performing synchronous URL request: https://x\\  \n", 1, 0,
		C " -0500", C_UTC, "Debug", LEVEL_DEBUG, "profiled",
		"Performing synchronous URL request: https://x"},
	{"Default " C " -0500 profiled Profile \\'93www.windowsintune.com.SCEP\\'94 installed.\\",
		1, 0, C " -0500", C_UTC, "Default", LEVEL_INFO, "profiled",
		"Profile “www.windowsintune.com.SCEP” installed."},
	{"debug    " C " -0500    profiled    Sending CSR via GET.\\ \n", 1, 0, C " -0500", C_UTC,
		"debug", LEVEL_DEBUG, "profiled", "Sending CSR via GET."},
	{"    Line 390870: debug    " C " -0500    profiled    Adding dependent\\\n", 1, 0,
		C " -0500", C_UTC, "debug", LEVEL_DEBUG, "profiled", "Adding dependent"},
	{"debug    <Time> -0500    profiled    type x, atom \\{\\\n  A = \"B\";\\\n\\}\\\n", 1, 0,
		"<Time> -0500", "", "debug", LEVEL_DEBUG, "profiled",
		"type x, atom {\n  A = \"B\";\n}"},
	/* the first lines of a file that TextEdit saved */
	{"{\\rtf1\\ansi\n{\\fonttbl\\f0 Menlo;}\n\\f0\\fs22 \\cf0 debug\t" C " -0500\tprofiled\t"
	 "Adding\\\n", 1, 0, C " -0500", C_UTC, "debug", LEVEL_DEBUG, "profiled", "Adding"},
	/* processes with dots and blanks */
	{"info\t" C "-0500\tcom.apple.MobileInstallationHelperService\tm", 1, 0, C "-0500", C_UTC,
		"info", LEVEL_INFO, "com.apple.MobileInstallationHelperService", "m"},
	{"info\t" C "-0500\tGoogle Chrome Helper (Renderer)\ta message", 1, 0, C "-0500", C_UTC,
		"info", LEVEL_INFO, "Google Chrome Helper (Renderer)", "a message"},
	{"info    " C "-0500    Google Chrome    a  message", 1, 0, C "-0500", C_UTC, "info",
		LEVEL_INFO, "Google Chrome", "a  message"},
	{"info " C " -0500 profiled a\ttab  and blanks", 1, 0, C " -0500", C_UTC, "info",
		LEVEL_INFO, "profiled", "a\ttab  and blanks"},
	/* messages of several lines are raw */
	{"error\t" C "-0500\tprofiled\tCannot retrieve: NSError:\nDesc   : bad\n\tCode : 22013\n{\n"
	 "    a = 1;\n})}\n<Class: 0x1>\n\ninfo: no entry\ndebug\t" C "-0500\tp\tm\n", 2, 0,
		C "-0500", C_UTC, "error", LEVEL_ERROR, "profiled", "Cannot retrieve: NSError:\n"
		"Desc   : bad\n\tCode : 22013\n{\n    a = 1;\n})}\n<Class: 0x1>\n\ninfo: no entry"},
	{"error\t" C "-0500\tprofiled\t\nsecond\n", 1, 0, C "-0500", C_UTC, "error", LEVEL_ERROR,
		"profiled", "second"},
	{"error " C " -0500 profiled\r\n\tsecond\n", 1, 0, C " -0500", C_UTC, "error", LEVEL_ERROR,
		"profiled", "\tsecond"},
	{"error\t" C "-0500\tprofiled", 1, 0, C "-0500", C_UTC, "error", LEVEL_ERROR, "profiled",
		""},
	/* what is no RTF keeps its backslashes */
	{"info\t" C "-0500\tp\t{\"a\\\\b\": \"\\{\\\"\"}\nC:\\x", 1, 0, C "-0500", C_UTC, "info",
		LEVEL_INFO, "p", "{\"a\\\\b\": \"\\{\\\"\"}\nC:\\x"},
	/* cut in front */
	{"  Code : 22013\n}\nerror\t" C "-0500\tp\tm", 2, 0, "", "", "", LEVEL_NONE, "",
		"  Code : 22013\n}"},
};

static void ios_lines(void **state)
{
	(void)state;
	check_rows(ios_rows, ARRAY_LEN(ios_rows), "ios-console");
}

/* ---- whole files ---- */

static const struct {
	const char *name, *format;
	uint64_t entries;
	bool debug;
	const char *first, *last; /* as printed */
} files[] = {
	{"made/android_OMADMLog_0_2018.log", "omadm", 8, true, "2024-08-20T16:49:00.1229999",
		"2024-08-20T16:49:07.1230000"},
	{"made/android_OMADMLog_0_2024.log", "omadm", 8, true, "2024-08-20T16:49:00.1229999",
		"2024-08-20T16:49:07.1230000"},
	{"made/ios_console_tab_new.txt", "ios-console", 4, true, "18:30:54.638009-0500",
		"18:30:57.320616-0500"},
	{"made/ios_console.rtf", "ios-console", 4, true, "18:30:54.638009 -0500",
		"18:30:57.320616 -0500"},
	{"made/win_copy_en.txt", "event-text", 7, false, "2024-08-20T09:41:01.3700000Z",
		"2024-08-20T09:41:19.9500000Z"},
	{"made/win_copy_fr.txt", "event-text", 7, false, "20/08/2024 09:41:01",
		"20/08/2024 09:41:19"},
	{"made/win_wevtutil_text.txt", "event-text", 7, false, "2024-08-20T09:41:01.370",
		"2024-08-20T09:41:19.950"},
	{"made/win_eventviewer_export.xml", "event-xml", 7, false,
		"2024-08-20T09:41:01.3700000Z", "2024-08-20T09:41:19.9500000Z"},
	{"made/win_eventviewer_export_fr.xml", "event-xml", 7, false,
		"2024-08-20T09:41:01.3700000Z", "2024-08-20T09:41:19.9500000Z"},
	{"made/win_wevtutil_xml_noroot.txt", "event-xml", 7, false,
		"2024-08-20T09:41:01.3700000Z", "2024-08-20T09:41:19.9500000Z"},
	{"made/win_saveas_en.csv", "event-csv", 7, false, "8/20/2024 9:41:01 AM",
		"8/20/2024 9:41:19 AM"},
	{"made/win_saveas_en_utf16.txt", "event-csv", 7, false, "8/20/2024 9:41:01 AM",
		"8/20/2024 9:41:19 AM"},
	{"made/win_getwinevent_formatlist_utf16.txt", "event-properties", 7, false,
		"8/20/2024 9:41:01 AM", "8/20/2024 9:41:19 AM"},
	{"source/android.log", "omadm", 1, true, "Time", "Time"},
	{"source/ios.log", "ios-console", 1, true, "18:30:54.638009 -0500",
		"18:30:54.638009 -0500"},
	{"source/windows.txt", "event-text", 1, false, "", ""},
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
		assert_int_equal(info->entries, files[i].entries);
		assert_int_equal(info->saw_debug, files[i].debug);
		assert_sv(info->first.text, files[i].first);
		assert_sv(info->last.text, files[i].last);
		log_close(log);
	}
}

/* A platform that was named does not make a log of another one. */
static void the_named_platform_is_a_hint(void **state)
{
	(void)state;
	struct log_options options = {.platform = LOG_WINDOWS};
	struct err err = {0};
	struct log *log = log_from(sv_str(ios_rows[0].text), &options, &err);
	assert_non_null(log);
	assert_int_equal(log_info(log)->platform, LOG_IOS);
	log_close(log);
	assert_null(log_from(SV("hello"), &options, &err));
	enum log_platform platform = LOG_NO_PLATFORM;
	const char *text = omadm_rows[0].text;
	struct source *source = source_memory("a", sv_dup(sv_str(text)), strlen(text));
	assert_true(log_sniff(source, &platform, &err));
	assert_int_equal(platform, LOG_ANDROID);
	source_close(source);
}

/* ---- no logs ---- */

static const char *const others[] = {
	"hello", "hello\n", "\n\n \t\n", "{", "<", "<html><body>Event</body></html>",
	"\x89PNG\r\n\x1a\n", "PK\x03\x04 Event ID: 306", "%PDF-1.4\nDate: x\n",
	/* Android's other log */
	"--------- beginning of main\n01-01 01:02:03.123  1234  1234 D thread: m\n",
	"01-02 01:02:04.156 I/sometag(  190): test\n",
	"2022-01-02 01:20:03.171 +0000  1885  3066 E App  : test\n",
	"2022-01-02 01:20:07.171997  1000  1885  3066 E App  : test\n",
	/* other programs' */
	"2024-04-17T19:15:23Z INFO started\n", "2024-04-17 19:15:23 INFO started\n",
	"2024-04-17T19:15:23.123 INFO [main] started\n", "2024-04-17 19:15:23,123 INFO x\n",
	"2024-04-17T19:15:23.2350000Z INFO started\n",
	/* Apple's other ones */
	"10/13/21 07:57:42.865446 pid=69 mglog: libMobileGestalt\n",
	"Wed Aug 11 05:51:02 2021 [176] <notice> (0x16bae7000) -[MIContainer x]: Made\n",
	/* prose, mail, help */
	"The default time was 18:30:54 -0500, as the profile said.\nTime will tell.\n",
	"Date: Tue, 20 Aug 2024\nSource: a friend\nUser: me\n\nHello!\n",
	"In the log look for Event ID: 306. Its Level: Information.\n",
	"<Events></Events>", "<Event><System/></Event>",
	"<x xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><Eventful/></x>",
};

static void other_texts_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		struct err err = {0};
		struct log *log = log_from(sv_str(others[i]), NULL, &err);
		if (log)
			fail_msg("%s: %s", log_info(log)->format, others[i]);
		assert_int_equal(err.kind, ERR_INPUT);
		assert_true(sv_starts(sv_str(err.text), SV("a.log: ")));
	}
	struct sv picture = SV("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x8\6\0\0\0");
	assert_null(log_from(picture, NULL, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(android_lines),
		cmocka_unit_test(tabs_may_become_blanks),
		cmocka_unit_test(ios_lines),
		cmocka_unit_test(files_are_recognised),
		cmocka_unit_test(the_named_platform_is_a_hint),
		cmocka_unit_test(other_texts_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
