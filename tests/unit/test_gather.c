/* From a path to the logs to read: which is chosen, how the others are named. */
#include "testing.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "log/candidate.h"
#include "log/gather.h"
#include "logs.h"

#define LINE(text) "2024-08-20T09:41:04.1100000\tINFO\tcom.a\t 95\t    9\t" text "\n"
#define IOS "default\t18:30:53.638009-0500\tprofiled\thello\n"

static char folder[64];

static int begin_folder(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/scepwiz-gather-XXXXXX");
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int end_folder(void **state)
{
	char command[100];
	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return chdir("/") == 0 ? system(command) : -1;
}

static void put(const char *path, const char *text, int changed)
{
	assert_true(file_write(path, sv_str(text), true, NULL));
	struct timespec times[2] = {{changed, 0}, {changed, 0}};
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static struct gather found(const char *path, enum log_platform want)
{
	struct gather g;
	struct err err = {0};
	if (!gather_find(&g, path, want, &err))
		fail_msg("%s", err.text);
	return g;
}

static void assert_contents(struct source *source, const char *expected)
{
	char buf[2000];
	assert_non_null(source);
	size_t got = source_read(source, 0, buf, sizeof(buf));
	assert_sv(((struct sv){buf, got}), expected);
	source_close(source);
}

static void test_names(void **state)
{
	static const struct { const char *name; enum candidate_family family; int number; }
	rows[] = {
		{"OMADMLog_0.log", FAMILY_OMADM, 0}, {"a/b/OMADMLog_4.LOG", FAMILY_OMADM, 4},
		{"x\\OMADMLog_2", FAMILY_OMADM, 2}, {"Omadmlog.log", FAMILY_OMADM, -1},
		{"omadmlog_12", FAMILY_OMADM, 12},
		{"OMADMLog_0 (1).log", FAMILY_OMADM, CANDIDATE_NO_NUMBER},
		{"OMADMLog_123.log", FAMILY_OMADM, CANDIDATE_NO_NUMBER},
		{"OMADMLog_.log", FAMILY_OMADM, CANDIDATE_NO_NUMBER},
		{"CloudExtension_0.log", FAMILY_CLOUD_EXTENSION, 0},
		{"CompanyPortal_0.log", FAMILY_OTHER, CANDIDATE_NO_NUMBER},
		{"OMADMLog_0.log/x", FAMILY_OTHER, CANDIDATE_NO_NUMBER},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct candidate c = {0};
		assert_true(candidate_judge(&c, rows[i].name, SV(LINE("x"))));
		assert_int_equal(c.family, rows[i].family);
		assert_int_equal(c.number, rows[i].number);
		candidate_finish(&c);
	}
}

static void test_plain_file(void **state)
{
	(void)state;
	put("a.log", LINE("one"), 1);
	struct gather g = found("a.log", LOG_NO_PLATFORM);
	assert_true(g.is_file);
	assert_int_equal(g.logs_count, 1);
	assert_string_equal(g.logs[0].spelled, "a.log");
	assert_contents(gather_open(&g, 0, NULL), LINE("one"));
	assert_contents(gather_open(&g, 0, NULL), LINE("one")); /* and once more */
	gather_finish(&g);
}

static void test_set(void **state)
{
	(void)state;
	put("OMADMLog_0.log", LINE("new"), 1);
	put("OMADMLog_1", LINE("middle"), 2);
	put("OMADMLog_2.log", LINE("old"), 3);
	put("OMADMLog_4.log", LINE("beyond a gap"), 9);
	put("CloudExtension_1.log", LINE("cloud old"), 1);
	put("CloudExtension_0.log", LINE("cloud"), 1);
	put("CompanyPortal_0.log", LINE("portal"), 9);
	struct gather g = found(".", LOG_NO_PLATFORM);
	assert_int_equal(g.chosen, 2);
	assert_int_equal(g.logs_count, 4);
	assert_string_equal(g.logs[0].member, "OMADMLog_2.log + OMADMLog_1 + OMADMLog_0.log");
	assert_string_equal(g.logs[0].spelled, "./OMADMLog_*");
	assert_string_equal(g.logs[1].member, "CloudExtension_1.log + CloudExtension_0.log");
	assert_string_equal(g.logs[2].member, "OMADMLog_4.log");
	assert_string_equal(g.logs[3].spelled, "./CompanyPortal_0.log");
	assert_false(g.logs[2].chosen || g.logs[3].chosen);
	assert_contents(gather_open(&g, 0, NULL), LINE("old") LINE("middle") LINE("new"));
	gather_finish(&g);
	assert_contents(gather_source("./CloudExtension_*", LOG_NO_PLATFORM, NULL),
		LINE("cloud old") LINE("cloud"));
}

/* A part that vanished costs what is older than it, and is told. */
static void test_lost_part(void **state)
{
	(void)state;
	put("OMADMLog_0.log", LINE("new"), 1);
	put("OMADMLog_1.log", LINE("middle"), 2);
	put("OMADMLog_2.log", LINE("old"), 3);
	struct gather g = found(".", LOG_NO_PLATFORM);
	assert_int_equal(unlink("OMADMLog_1.log"), 0);
	assert_contents(gather_open(&g, 0, NULL), LINE("new"));
	assert_non_null(gather_note(&g, 0));
	assert_non_null(strstr(gather_note(&g, 0), "OMADMLog_1.log"));
	assert_null(gather_note(&g, 1));
	assert_int_equal(unlink("OMADMLog_0.log"), 0);
	assert_null(gather_open(&g, 0, NULL));
	gather_finish(&g);
}

static void test_newest_of_a_kind(void **state)
{
	(void)state;
	put("old.txt", IOS, 1000);
	put("new.txt", IOS IOS, 2000);
	put("letter.txt", "Dear Sir or Madam,\n", 3000);
	assert_int_equal(symlink("/etc/passwd", "link.log"), 0);
	struct gather g = found(folder, LOG_NO_PLATFORM);
	assert_int_equal(g.logs_count, 2);
	assert_int_equal(g.chosen, 1);
	assert_string_equal(g.logs[0].member, "new.txt");
	assert_contents(gather_open(&g, 1, NULL), IOS);
	gather_finish(&g);
}

static void test_wanted_platform(void **state)
{
	(void)state;
	put("console.txt", IOS, 1000);
	put("OMADMLog_0.log", LINE("x"), 2000);
	struct gather g = found(".", LOG_IOS);
	assert_string_equal(g.logs[0].member, "console.txt");
	gather_finish(&g);
	g = found(".", LOG_NO_PLATFORM);
	assert_string_equal(g.logs[0].member, "OMADMLog_0.log");
	gather_finish(&g);
}

#define COLLECT TEST_DATA "/bundles/collect.zip"

static void test_admin_channel(void **state)
{
	(void)state;
	struct gather g = found(COLLECT, LOG_NO_PLATFORM);
	assert_int_equal(g.logs_count, 3);
	assert_int_equal(g.chosen, 1);
	assert_non_null(strstr(g.logs[0].member, "provider-admin.evtx"));
	assert_int_equal(g.logs[0].platform, LOG_WINDOWS);
	autofree char *spelled = xstrdup(g.logs[0].spelled);
	gather_finish(&g);
	g = found(spelled, LOG_NO_PLATFORM);
	assert_true(g.picked);
	assert_string_equal(g.logs[0].spelled, spelled);
	assert_string_equal(g.path, COLLECT);
	struct source *source = gather_open(&g, 0, NULL);
	assert_int_equal(source_size(source), 69632);
	source_close(source);
	gather_finish(&g);
}

/* What a path can't name, and what is in none of them: the words say which. */
static void test_refused(void **state)
{
	static const struct { const char *path, *why; } rows[] = {
		{"missing.log", "missing.log: no such file"},
		{"missing/OMADMLog_*", "no such file"}, {"OMADMLog_*", "no such file"},
		{"./OMADMLog_*", "./OMADMLog_*: no such file"},
		{".", ".: a folder; name the log file in it"},
		{COLLECT "/nothing", "there is no such member"},
		{COLLECT "/", "there is no such member"},
		{TEST_DATA "/bundles/make.py/x", "no such file"},
		{TEST_DATA "/bundles/encrypted.zip", "encrypted; unpack it"},
		{TEST_DATA "/bundles/crc.zip", "ZIP bad CRC"}, {"", "no such file"},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct gather g;
		struct err err = {0};
		assert_false(gather_find(&g, rows[i].path, LOG_NO_PLATFORM, &err));
		gather_finish(&g);
		if (err.kind != ERR_INPUT || !strstr(err.text, rows[i].why))
			fail_msg("%s: \"%s\"", rows[i].path, err.text);
	}
}

/* A file with the name of a set is that file. */
static void test_literal_star(void **state)
{
	(void)state;
	put("OMADMLog_0.log", LINE("new"), 1);
	put("OMADMLog_1.log", LINE("old"), 1);
	assert_contents(gather_source("./OMADMLog_*", LOG_NO_PLATFORM, NULL),
		LINE("old") LINE("new"));
	put("OMADMLog_*", LINE("star"), 1);
	assert_contents(gather_source("./OMADMLog_*", LOG_NO_PLATFORM, NULL), LINE("star"));
}

static void test_bundle_in_folder(void **state)
{
	autostrbuf bytes;
	strbuf_init(&bytes, STRBUF_REPORT);
	(void)state;
	test_file("bundles/joined.zip", &bytes);
	assert_true(file_write("logs.zip", strbuf_sv(&bytes), false, NULL));
	struct gather g = found(".", LOG_NO_PLATFORM);
	assert_string_equal(g.path, "./logs.zip");
	assert_string_equal(g.logs[0].spelled, "./logs.zip/OMADMLog_*");
	gather_finish(&g);
	struct source *source = gather_source("logs.zip/OMADMLog_*", LOG_NO_PLATFORM, NULL);
	assert_int_equal(source_parts(source), 3);
	source_close(source);
	put("a.txt", IOS, 1); /* a plain log is nearer at hand */
	g = found(".", LOG_NO_PLATFORM);
	assert_string_equal(g.logs[0].spelled, "./a.txt");
	gather_finish(&g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test_setup_teardown(test_plain_file, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_set, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_lost_part, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_newest_of_a_kind, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_wanted_platform, begin_folder, end_folder),
		cmocka_unit_test(test_admin_channel),
		cmocka_unit_test_setup_teardown(test_refused, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_literal_star, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_bundle_in_folder, begin_folder, end_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
