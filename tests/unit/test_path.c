/* Paths as typed, completed with Tab, and the folder the program keeps its state in. */
#include "testing.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"

/* ---- a folder of its own for each test; it is the current one, and the home ---- */

static const char *const names[] = {"log-1.txt", "log-2.txt", "other.evtx", ".hidden.log",
	"n\xc3\xa9.log", "n\xc3\xa8.log", "dir/inside.log", "deep/", "deep/er/"};

static int enter_folder(void **state)
{
	char folder[] = "/tmp/scepwiz-path-XXXXXX";
	struct err err = {0};
	if (!mkdtemp(folder) || chdir(folder) != 0 || mkdir("dir", 0700) != 0)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		bool dir = sv_ends(sv_str(names[i]), SV("/"));
		if (dir ? mkdir(names[i], 0700) != 0 : !file_write(names[i], SV("x"), true, &err))
			return -1;
	}
	setenv("HOME", folder, 1);
	*state = strdup(folder);
	return *state ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static int leave_folder(void **state)
{
	int failed = chdir("/") != 0 || nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0;
	free(*state);
	return failed ? -1 : 0;
}

/* ---- names ---- */

static void last_part(void **state)
{
	(void)state;
	static const char *const rows[][2] = {{"", ""}, {"a", "a"}, {"/", ""}, {"/a", "a"},
		{"a/b.log", "b.log"}, {"a/b/", ""}, {"./a", "a"}, {"~/x y", "x y"}};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_sv(path_name(sv_str(rows[i][0])), rows[i][1]);
}

static void home_is_put_in(void **state)
{
	(void)state;
	static const char *const rows[][2] = {{"~", "/home/x"}, {"~/", "/home/x/"},
		{"~/a b", "/home/x/a b"}, {"~user/a", "~user/a"}, {"a/~", "a/~"}, {"", ""},
		{"/etc/x", "/etc/x"}, {" ~", " ~"}};
	setenv("HOME", "/home/x", 1);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char *path = path_expand(sv_str(rows[i][0]));
		assert_string_equal(path, rows[i][1]);
		free(path);
	}
	unsetenv("HOME");
	char *path = path_expand(SV("~/a"));
	assert_string_equal(path, "~/a");
	free(path);
}

/* ---- Tab ---- */

/* Folders give their names in any order. */
static void assert_candidates(const struct strbuf *got, const char *expected)
{
	struct sv rest = sv_str(expected), name, list = strbuf_sv(got);
	size_t len = 0;
	while (sv_word(&rest, &name)) {
		assert_true(sv_has(list, name));
		len += name.len + (len ? 2 : 0);
	}
	assert_int_equal(list.len, len);
}

static void completed(void **state)
{
	(void)state;
	static const struct {
		const char *typed, *whole, *candidates;
	} rows[] = {
		{"o", "other.evtx", ""},
		{"other.evtx", "other.evtx", ""},
		{"l", "log-", "log-1.txt log-2.txt"},
		{"log-", "log-", "log-1.txt log-2.txt"},
		{"./l", "./log-", "log-1.txt log-2.txt"},
		{"~/log-2", "~/log-2.txt", ""},
		{"x", "", ""},
		{"nowhere/l", "", ""},
		{"di", "dir/", ""},
		{"dir", "dir/", ""},
		{"dir/", "dir/inside.log", ""},
		{"~/dir/i", "~/dir/inside.log", ""},
		{"deep/e", "deep/er/", ""},
		{"deep/er/", "", ""},
		{"log-1.txt/", "", ""},
		{".h", ".hidden.log", ""},
		{"n", "n", "n\xc3\xa9.log n\xc3\xa8.log"}, /* no half letters */
		{"", "", "log-1.txt log-2.txt other.evtx n\xc3\xa9.log n\xc3\xa8.log dir deep"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		autostrbuf whole, candidates;
		strbuf_init(&whole, STRBUF_LINE);
		strbuf_init(&candidates, STRBUF_LINE);
		path_complete(sv_str(rows[i].typed), &whole, &candidates);
		assert_sv(strbuf_sv(&whole), rows[i].whole);
		assert_candidates(&candidates, rows[i].candidates);
	}
}

static void long_names_are_capped(void **state)
{
	(void)state;
	autostrbuf whole, candidates, typed;
	strbuf_init(&whole, 16);
	strbuf_init(&candidates, 16);
	strbuf_init(&typed, STRBUF_LINE);
	path_complete(SV("log"), &whole, &candidates);
	assert_sv(strbuf_sv(&whole), "log-");
	assert_in_range(candidates.len, 9, 16);
	for (int i = 0; i < 5000; i++)
		strbuf_str(&typed, "dir/");
	strbuf_reset(&whole);
	path_complete(strbuf_sv(&typed), &whole, &candidates);
	assert_int_equal(whole.len, 0);
}

/* ---- the state's folder ---- */

static void put(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static void state_folder(void **state)
{
	(void)state;
	static const struct {
		const char *xdg, *home, *expected;
	} rows[] = {
		{"/s", "/h", "/s/scepwiz"},
		{NULL, "/h", "/h/.local/state/scepwiz"},
		{"", "/h", "/h/.local/state/scepwiz"},
		{"relative", "/h", "/h/.local/state/scepwiz"},
		{"/s", NULL, "/s/scepwiz"},
		{NULL, "relative", NULL},
		{NULL, "", NULL},
		{NULL, NULL, NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		put("XDG_STATE_HOME", rows[i].xdg);
		put("HOME", rows[i].home);
		char *folder = file_state_dir();
		if (rows[i].expected)
			assert_string_equal(folder, rows[i].expected);
		else
			assert_null(folder);
		free(folder);
	}
	unsetenv("XDG_STATE_HOME");
}

static void assert_private_folder(const char *path)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(st.st_mode & 0777, 0700);
}

static void folders_are_made(void **state)
{
	struct err err = {0};
	char path[200];
	umask(0);
	assert_true(file_make_dir("one", &err));
	assert_private_folder("one");
	assert_true(file_make_dir("one", &err));
	assert_true(file_make_dir("one/two/three", &err));
	assert_private_folder("one/two");
	assert_private_folder("one/two/three");
	snprintf(path, sizeof(path), "%s/four//five/", (const char *)*state);
	assert_true(file_make_dir(path, &err));
	assert_private_folder("four/five");
	assert_true(file_make_dir("/", &err));
	assert_int_equal(err.kind, ERR_NONE);
}

static void a_file_is_in_the_way(void **state)
{
	(void)state;
	struct err err = {0};
	assert_false(file_make_dir("other.evtx/two", &err));
	assert_int_equal(err.kind, ERR_OUTPUT);
	assert_non_null(strstr(err.text, "other.evtx/two"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(last_part),
		cmocka_unit_test(home_is_put_in),
		cmocka_unit_test_setup_teardown(completed, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(long_names_are_capped, enter_folder, leave_folder),
		cmocka_unit_test(state_folder),
		cmocka_unit_test_setup_teardown(folders_are_made, enter_folder, leave_folder),
		cmocka_unit_test_setup_teardown(a_file_is_in_the_way, enter_folder, leave_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
