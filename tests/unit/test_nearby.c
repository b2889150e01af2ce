/* Logs that lie in a folder: which are offered, in which order, and what is passed over. */
#include "testing.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "log/nearby.h"

#define OMADM "2024-08-20T09:41:04.1100000\tINFO\tcom.a\t 95\t    9\thello\n"

struct fixture {
	char folder[64];
};

static int begin_folder(void **state)
{
	struct fixture *f = test_calloc(1, sizeof(*f));
	strcpy(f->folder, "/tmp/scepwiz-nearby-XXXXXX");
	*state = f;
	return mkdtemp(f->folder) ? 0 : -1;
}

static int end_folder(void **state)
{
	struct fixture *f = *state;
	char command[100];
	snprintf(command, sizeof(command), "rm -rf '%s'", f->folder);
	int left = system(command);
	test_free(f);
	return left;
}

static void put(const struct fixture *f, const char *name, const char *text, int changed)
{
	char path[200];
	snprintf(path, sizeof(path), "%s/%s", f->folder, name);
	assert_true(file_write(path, sv_str(text), true, NULL));
	struct timespec times[2] = {{changed, 0}, {changed, 0}};
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void path_in(const struct fixture *f, const char *name, char ret[static 200])
{
	snprintf(ret, 200, "%s/%s", f->folder, name);
}

static void test_order(void **state)
{
	const struct fixture *f = *state;
	struct nearby nearby;
	char path[200];
	put(f, "old.log", OMADM, 1000);
	put(f, "new.log", OMADM OMADM, 3000);
	put(f, "middle.txt", OMADM, 2000);
	put(f, "letter.txt", "Dear Sir or Madam,\n", 4000);
	put(f, "empty.log", "", 5000);
	nearby_find(&nearby, f->folder, LOG_NO_PLATFORM);
	assert_int_equal(nearby.logs_count, 3);
	assert_string_equal(nearby.logs[0].name, "new.log");
	assert_string_equal(nearby.logs[1].name, "middle.txt");
	assert_string_equal(nearby.logs[2].name, "old.log");
	path_in(f, "new.log", path);
	assert_string_equal(nearby.logs[0].path, path);
	assert_int_equal(nearby.logs[0].size, 2 * strlen(OMADM));
	assert_int_equal(nearby.logs[0].changed_us, 3000 * TIME_SECOND);
	assert_int_equal(nearby.logs[0].platform, LOG_ANDROID);
	assert_string_equal(nearby.logs[0].format_title, "OMADM log (Android)");
	nearby_finish(&nearby);
	assert_int_equal(nearby.logs_count, 0);
}

static void test_platform(void **state)
{
	const struct fixture *f = *state;
	struct nearby nearby;
	put(f, "a.log", OMADM, 1000);
	put(f, "e.evtx", "ElfFile", 2000);
	nearby_find(&nearby, f->folder, LOG_WINDOWS);
	assert_int_equal(nearby.logs_count, 0); /* ElfFile and no zero behind it */
	nearby_finish(&nearby);
	nearby_find(&nearby, TEST_DATA "/made", LOG_ANDROID);
	assert_true(nearby.logs_count > 0);
	for (size_t i = 0; i < nearby.logs_count; i++)
		assert_int_equal(nearby.logs[i].platform, LOG_ANDROID);
	nearby_finish(&nearby);
	nearby_find(&nearby, TEST_DATA "/evtx", LOG_WINDOWS);
	assert_true(nearby.logs_count > 0);
	nearby_finish(&nearby);
}

/* Nothing waits for a pipe, and no folder is gone into; a link to a log is a log. */
static void test_kinds(void **state)
{
	const struct fixture *f = *state;
	struct nearby nearby;
	char path[200], target[200];
	put(f, "a.log", OMADM, 1000);
	path_in(f, "pipe", path);
	assert_int_equal(mkfifo(path, 0600), 0);
	path_in(f, "sub", path);
	assert_int_equal(mkdir(path, 0700), 0);
	put(f, "sub/b.log", OMADM, 1000);
	path_in(f, "loop", path);
	assert_int_equal(symlink("loop", path), 0);
	path_in(f, "sub/b.log", target);
	path_in(f, "link", path);
	assert_int_equal(symlink(target, path), 0);
	path_in(f, "dangling", path);
	assert_int_equal(symlink("/nowhere/at/all", path), 0);
	path_in(f, "device", path);
	assert_int_equal(symlink("/dev/zero", path), 0);
	nearby_find(&nearby, f->folder, LOG_NO_PLATFORM);
	assert_int_equal(nearby.logs_count, 2);
	assert_string_equal(nearby.logs[0].name, "a.log");
	assert_string_equal(nearby.logs[1].name, "link");
	nearby_finish(&nearby);
}

static void test_limits(void **state)
{
	const struct fixture *f = *state;
	struct nearby nearby;
	char name[32];
	put(f, "oldest.log", OMADM, 10);
	for (int i = 0; i < NEARBY_FILES_MAX - 1; i++) {
		snprintf(name, sizeof(name), "%03d.txt", i);
		put(f, name, "no log\n", 1000 + i);
	}
	nearby_find(&nearby, f->folder, LOG_NO_PLATFORM);
	assert_int_equal(nearby.logs_count, 1);
	nearby_finish(&nearby);
	put(f, "one-more.txt", "no log\n", 5000);
	nearby_find(&nearby, f->folder, LOG_NO_PLATFORM);
	assert_int_equal(nearby.logs_count, 0);
	nearby_finish(&nearby);
	for (int i = 0; i < NEARBY_LOGS_MAX + 5; i++) {
		snprintf(name, sizeof(name), "%03d.txt", i);
		put(f, name, OMADM, 6000 + i);
	}
	nearby_find(&nearby, f->folder, LOG_NO_PLATFORM);
	assert_int_equal(nearby.logs_count, NEARBY_LOGS_MAX);
	assert_string_equal(nearby.logs[0].name, name);
	nearby_finish(&nearby);
}

static void test_no_folder(void **state)
{
	const struct fixture *f = *state;
	struct nearby nearby;
	char path[200];
	put(f, "a.log", OMADM, 1000);
	path_in(f, "a.log", path);
	nearby_find(&nearby, path, LOG_NO_PLATFORM);
	assert_int_equal(nearby.logs_count, 0);
	nearby_finish(&nearby);
	nearby_find(&nearby, "/nowhere/at/all", LOG_NO_PLATFORM);
	assert_int_equal(nearby.logs_count, 0);
	nearby_finish(&nearby);
	path_in(f, "", path);
	nearby_find(&nearby, path, LOG_NO_PLATFORM);
	assert_int_equal(nearby.logs_count, 1);
	assert_null(strstr(nearby.logs[0].path, "//"));
	nearby_finish(&nearby);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_order, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_platform, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_kinds, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_limits, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_no_folder, begin_folder, end_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
