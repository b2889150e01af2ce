/* The folder of saved diagnoses: names, rights, locks, what is listed, what does not fit. */
#include "saved_cases.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static char folder[64]; /* of the test that runs */
static const char parent[] = "/tmp/scepwiz-saved-XXXXXX";

static int begin_folder(void **state)
{
	(void)state;
	strcpy(folder, parent);
	return mkdtemp(folder) ? 0 : -1;
}

static int end_folder(void **state)
{
	char command[200];
	(void)state;
	snprintf(command, sizeof(command), "chmod -R u+w '%s'; rm -rf '%s'", folder, folder);
	return system(command);
}

static const char *path_in(const char *name)
{
	static char path[200];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void put(const char *name, const char *text)
{
	assert_true(file_write(path_in(name), sv_str(text), true, NULL));
}

static void test_too_large(void **state)
{
	struct saved_case saved, back;
	struct err err = {0};
	autofree char *note = malloc(SAVED_BYTES_MAX + 1);
	(void)state;
	memset(note, 'n', SAVED_BYTES_MAX);
	note[SAVED_BYTES_MAX] = '\0';
	saved_init(&saved);
	strcpy(saved.id, "large");
	saved.guide = xstrdup("scep-ios");
	saved.checks[0] = (struct saved_check){true, CHECK_GOOD, xstrdup(note)};
	assert_false(saved_write(&saved, folder, &err));
	assert_int_equal(err.kind, ERR_OUTPUT);
	assert_int_not_equal(access(path_in("large.json"), F_OK), 0);
	saved_finish(&saved);
	assert_true(file_write(path_in("large.json"),
		(struct sv){note, SAVED_BYTES_MAX}, true, NULL));
	assert_false(saved_read(&back, folder, "large", NULL));
	memset(note, '[', SAVED_BYTES_MAX);
	assert_false(saved_parse(&back, "f", (struct sv){note, SAVED_BYTES_MAX}, &err));
}

static void make_case(struct saved_case *saved, const char *id, int64_t saved_us)
{
	saved_init(saved);
	strcpy(saved->id, id);
	saved->saved_us = saved_us;
	saved->guide = xstrdup("scep-ios");
}

static void write_case(const char *id, int64_t saved_us)
{
	struct saved_case saved;
	struct err err = {0};
	make_case(&saved, id, saved_us);
	if (!saved_write(&saved, folder, &err))
		fail_msg("%s", err.text);
	saved_finish(&saved);
}

static void test_write_and_read(void **state)
{
	struct saved_case saved, back;
	struct stat st;
	char below[100];
	(void)state;
	make_case(&saved, "a-1", ASSIGNED);
	snprintf(below, sizeof(below), "%s/x/y", folder);
	assert_true(saved_write(&saved, below, NULL));
	assert_int_equal(stat(path_in("x"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(stat(path_in("x/y/a-1.json"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	saved.entry = 42;
	assert_true(saved_write(&saved, below, NULL));
	assert_true(saved_read(&back, below, "a-1", NULL));
	same_case(&saved, &back);
	assert_string_equal(back.id, "a-1");
	saved_finish(&back);
	assert_true(saved_delete(below, "a-1", NULL));
	assert_true(saved_delete(below, "a-1", NULL));
	assert_false(saved_read(&back, below, "a-1", NULL));
	saved_finish(&saved);
}

static void test_names(void **state)
{
	static const char *const bad[] = {"", ".", "..", "../x", "a/b", "a.b", "a b", "\xc3\xa9",
		"0123456789012345678901234567890123456789"};
	struct saved_case saved;
	struct err err = {0};
	(void)state;
	put("x.json", HEAD OPTIONS CHECKS LOGS VIEW);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_false(saved_read(&saved, folder, bad[i], &err));
		assert_int_equal(err.kind, ERR_USAGE);
		assert_false(saved_delete(folder, bad[i], NULL));
		assert_int_equal(saved_lock(folder, bad[i]), -1);
	}
	assert_true(saved_read(&saved, folder, "x", NULL));
	saved_finish(&saved);
}

static void test_new_id(void **state)
{
	char first[SAVED_ID_MAX], second[SAVED_ID_MAX];
	(void)state;
	saved_new_id(first);
	saved_new_id(second);
	assert_string_not_equal(first, second);
	write_case(first, ASSIGNED);
	write_case(second, ASSIGNED);
}

static void test_folder_name(void **state)
{
	(void)state;
	setenv("HOME", "/home/a", 1);
	unsetenv("XDG_STATE_HOME");
	char *name = saved_folder();
	assert_string_equal(name, "/home/a/.local/state/scepwiz/sessions");
	free(name);
	setenv("XDG_STATE_HOME", "relative", 1);
	name = saved_folder();
	assert_string_equal(name, "/home/a/.local/state/scepwiz/sessions");
	free(name);
	setenv("XDG_STATE_HOME", "/s", 1);
	name = saved_folder();
	assert_string_equal(name, "/s/scepwiz/sessions");
	free(name);
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	assert_null(saved_folder());
}

/* A folder that is a file: nothing can be made in it, not even by root. */
static void test_unwritable(void **state)
{
	struct saved_case saved;
	struct err err = {0};
	char below[100];
	(void)state;
	put("file", "x");
	snprintf(below, sizeof(below), "%s/file/sessions", folder);
	make_case(&saved, "a", ASSIGNED);
	assert_false(saved_write(&saved, below, &err));
	assert_int_equal(err.kind, ERR_OUTPUT);
	assert_non_null(strstr(err.text, folder));
	assert_int_equal(saved_lock(below, "a"), -1);
	assert_int_not_equal(errno, EWOULDBLOCK);
	struct saved_list list;
	saved_list_load(&list, below);
	assert_int_equal(list.cases_count, 0);
	saved_list_finish(&list);
	if (geteuid() != 0) {
		assert_int_equal(chmod(folder, 0500), 0);
		assert_false(saved_write(&saved, folder, &err));
	}
	saved_finish(&saved);
}

static void test_list(void **state)
{
	struct saved_list list;
	char outside[200];
	(void)state;
	write_case("old", ASSIGNED);
	write_case("new", ASSIGNED + 2);
	write_case("middle", ASSIGNED + 1);
	put("broken.json", "{");
	put("other.txt", HEAD OPTIONS CHECKS LOGS VIEW);
	put("no good name.json", HEAD OPTIONS CHECKS LOGS VIEW);
	assert_int_equal(mkdir(path_in("folder.json"), 0700), 0);
	assert_int_equal(mkfifo(path_in("pipe.json"), 0600), 0);
	snprintf(outside, sizeof(outside), "%s", path_in("other.txt"));
	assert_int_equal(symlink(outside, path_in("link.json")), 0);
	saved_list_load(&list, folder);
	assert_int_equal(list.cases_count, 3);
	assert_string_equal(list.cases[0].id, "new");
	assert_string_equal(list.cases[1].id, "middle");
	assert_string_equal(list.cases[2].id, "old");
	saved_list_finish(&list);
	struct saved_case saved;
	assert_false(saved_read(&saved, folder, "link", NULL));
	assert_false(saved_read(&saved, folder, "pipe", NULL));
}

static void test_many(void **state)
{
	struct saved_list list;
	char name[32];
	(void)state;
	for (int i = 0; i < 10000; i++) {
		snprintf(name, sizeof(name), "%05d.json", i);
		int fd = open(path_in(name), O_WRONLY | O_CREAT, 0600);
		assert_true(fd >= 0);
		const char *text = i % 2 ? "{" : HEAD OPTIONS CHECKS LOGS VIEW;
		assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
		close(fd);
	}
	saved_list_load(&list, folder);
	assert_true(list.cases_count > 0 && list.cases_count <= SAVED_LIST_MAX);
	saved_list_finish(&list);
}

static void test_lock(void **state)
{
	char below[100];
	(void)state;
	snprintf(below, sizeof(below), "%s/new", folder);
	int first = saved_lock(below, "a"), other = saved_lock(below, "b");
	assert_true(first >= 0 && other >= 0);
	assert_int_equal(saved_lock(below, "a"), -1);
	assert_int_equal(errno, EWOULDBLOCK);
	close(first);
	first = saved_lock(below, "a");
	assert_true(first >= 0);
	assert_true(saved_delete(below, "a", NULL)); /* its lock goes: the name is free again */
	int second = saved_lock(below, "a");
	assert_true(second >= 0);
	assert_int_equal(saved_lock(below, "a"), -1);
	close(first);
	close(second);
	close(other);
	assert_int_equal(symlink("/tmp/elsewhere", path_in("new/c.lock")), 0);
	assert_int_equal(saved_lock(below, "c"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_too_large, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_write_and_read, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_names, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_new_id, begin_folder, end_folder),
		cmocka_unit_test(test_folder_name),
		cmocka_unit_test_setup_teardown(test_unwritable, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_list, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_many, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_lock, begin_folder, end_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
