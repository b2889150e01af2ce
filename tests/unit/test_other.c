/* What is not the log: told by its content, in one sentence, with what to collect instead. */
#include "testing.h"

#include <stdio.h>

#include "log/other.h"
#include "logs.h"

static const struct { const char *name, *what, *todo; } files[] = {
	{"other/portal.pdf", "a PDF document", "give the log itself"},
	{"other/screenshot.log", "a picture", "give the log itself"},
	{"other/mail.docx", "an Office document", "give the log itself"},
	{"other/old.evt", "Windows XP or 2003", "as .evtx"},
	{"other/trace.etl", "(.etl)", "as .evtx"},
	{"other/MDMDiagReport.xml", "MDMDiagReport.xml", "as .evtx"},
	{"other/MDMDiagReport.html", "MDMDiagReport.html", "as .evtx"},
	{"other/export.reg", "the registry", "as .evtx"},
	{"other/CBS.log", "CBS", "as .evtx"},
	{"other/setupapi.dev.log", "setupapi", "as .evtx"},
	{"other/ime.log", "Intune management extension", "as .evtx"},
	{"other/graph.json", "Microsoft Graph", "give the log itself"},
	{"other/page.html", "a web page", "give the log itself"},
	{"other/companyportal_ios.log", "has nothing about certificates", "Console"},
	{"other/lockdownd.log", "a side log of a sysdiagnose", "Console"},
	{"other/0000000000000001.tracev3", "log archive", "log show --archive system_logs.logarchive "
		"--info --debug --predicate 'process == \"profiled\"'"},
	{"android/DiagnosticsInfo.log", "DiagnosticsInfo.log: facts about the device, no profiles "
		"(Company Portal Version: 5.0.6215.0; Enrollment Type: Work profile; Last Check-in: "
		"Aug 20, 2024 11:49:00 AM)", "OMADMLog_0.log"},
	{"android/logcat.txt", "logcat", "OMADMLog_0.log"},
	{"android/Msal_0.log", "signing in", "OMADMLog_0.log"},
};

static void expect(struct sv text, const char *what, const char *todo)
{
	struct err err = {0};
	struct log *log = log_from(text, NULL, &err);
	if (log)
		fail_msg("read as %s, not as %s", log_info(log)->format, what);
	assert_int_equal(err.kind, ERR_INPUT);
	if (!strstr(err.text, what) || !strstr(err.text, todo))
		fail_msg("%s: %s", what, err.text);
	assert_true(sv_starts(sv_str(err.text), SV("a.log: ")));
	assert_true(strlen(err.text) + 1 < sizeof(err.text)); /* none is cut */
}

static void files_are_told(void **state)
{
	(void)state;
	autostrbuf buf, path;
	strbuf_init(&buf, STRBUF_RECORD);
	strbuf_init(&path, STRBUF_LINE);
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		strbuf_reset(&path);
		strbuf_addf(&path, "forms/%s", files[i].name);
		expect(test_file(path.ptr, &buf), files[i].what, files[i].todo);
	}
}

static const struct { const char *text, *what; } texts[] = {
	{"--------- beginning of main\n", "logcat"},
	{"01-01 01:02:03.123  1234  1234 D threadtime: test\n", "logcat"},
	{"01-02 01:02:04.156 I/sometag(  190): test of default time format\n", "logcat"},
	{"2022-01-02 01:20:03.171 +0000  1885  3066 E App  : test\n", "logcat"},
	{"2022-01-02 01:20:03.171 +0000  1000  1885  3066 E App  : test\n", "logcat"},
	{"2022-01-02 01:20:07.171997  1000  1885  3066 E App  : test\n", "logcat"},
	{"2022-01-02 11:42:10.613472 +1000 I/AppTag    ( 1080: 1179): test\n", "logcat"},
	{"Wed Aug 11 05:51:02 2021 [176] <notice> (0x16bae7000) -[MIContainer x]: m\n",
		"a side log of a sysdiagnose"},
	{"PK\x03\x04\x14", "a zip archive"},
	{"MSCF", "a cabinet archive"},
	{"\x1f\x8b\x08", "a gzip archive"},
	{"bplist00", "a property list"},
	{"<?xml version=\"1.0\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\">",
		"a property list"},
	{"REGEDIT4\r\n", "the registry"},
	{"\xef\xbb\xbf{\"@odata.context\": \"https://graph\", \"value\": []}", "Microsoft Graph"},
	{"SQLite format 3", "a database"},
};

static void texts_are_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		expect(sv_str(texts[i].text), texts[i].what, "; ");
}

static void the_rest_is_said_to_be_unknown(void **state)
{
	(void)state;
	static const char *const rest[] = {"hello", "\n\n \t\n", "{", "<", "{\"a\": 1}",
		"The Company Portal says hello.\n", "2024-08-20 16:49:00 INFO started\n"};
	for (size_t i = 0; i < ARRAY_LEN(rest); i++)
		expect(sv_str(rest[i]), "not a log known here", "expected");
	expect(SV_EMPTY, "the file is empty", "");
}

static const struct { const char *name, *archive; } archives[] = {
	{"a.tracev3", "system_logs.logarchive"},
	{"/b/system_logs.logarchive", "/b/system_logs.logarchive"},
	{"my.logarchive/Persist/0001.tracev3", "my.logarchive"},
	{"a b.logarchive/x.tracev3", "system_logs.logarchive"},
	{"$(x).logarchive", "system_logs.logarchive"},
	{"-x.logarchive", "system_logs.logarchive"},
};

static void archives_are_told_by_name(void **state)
{
	(void)state;
	char command[100];
	for (size_t i = 0; i < ARRAY_LEN(archives); i++) {
		struct err err = {0};
		assert_true(other_tell_archive(archives[i].name, &err));
		snprintf(command, sizeof(command), "--archive %s --info", archives[i].archive);
		assert_non_null(strstr(err.text, command));
	}
	assert_false(other_tell_archive("OMADMLog_0.log", NULL));
}

/* Any bytes behind a file's first ones, and a name of any length. */
static void hostile_bytes(void **state)
{
	(void)state;
	autostrbuf text, name;
	strbuf_init(&text, STRBUF_RECORD);
	strbuf_init(&name, STRBUF_RECORD);
	for (size_t i = 0; i < 5000; i++)
		strbuf_str(&name, "a/");
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		for (int fill = 0; fill < 256; fill += 5) {
			struct err err = {0};
			strbuf_reset(&text);
			strbuf_str(&text, texts[i].text);
			for (size_t j = 0; j < 2000; j++)
				strbuf_char(&text, (char)fill);
			for (size_t j = 0; j < 10; j++)
				strbuf_str(&text, "\nBegin X Information.\n\tVersion: \x1b[2J");
			struct sv bytes = strbuf_sv(&text);
			assert_true(other_tell(bytes, bytes, name.ptr, &err));
			assert_int_equal(err.kind, ERR_INPUT);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_told),
		cmocka_unit_test(texts_are_told),
		cmocka_unit_test(the_rest_is_said_to_be_unknown),
		cmocka_unit_test(archives_are_told_by_name),
		cmocka_unit_test(hostile_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
