/* How the panes lie is kept from one run to the next, and a damaged file costs nothing. */
#include "testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "look/habits.h"

static void assert_habits(const struct habits *habits, enum habit_layout layout, unsigned ratio,
	bool raw)
{
	assert_int_equal(habits->layout, layout);
	assert_int_equal(habits->ratio, ratio);
	assert_int_equal(habits->raw, raw);
}

static void read_from(const char *text, struct habits *habits)
{
	*habits = (struct habits){LAYOUT_BESIDE, 99, true};
	habits_read(habits, sv_str(text));
}

static void read_as_written(void **state)
{
	(void)state;
	struct habits habits;
	read_from("layout = stacked\nratio = 35\nraw = yes\n", &habits);
	assert_habits(&habits, LAYOUT_STACKED, 35, true);
}

static void a_mistake_means_the_shipped_habits(void **state)
{
	(void)state;
	static const char *const texts[] = {"", "layout = round\nratio = 81\nraw = maybe\n",
		"ratio = 19\n", "ratio = -1", "ratio = 99999999999999999999", "raw = yes\nbroken",
		"raw = yes\n[x", "\xff\xfe = 1\ncolour = blue\n"};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct habits habits;
		read_from(texts[i], &habits);
		assert_habits(&habits, LAYOUT_AUTO, 60, false);
	}
}

static void the_edges_of_the_ratio_count(void **state)
{
	(void)state;
	struct habits habits;
	read_from("ratio = 20", &habits);
	assert_int_equal(habits.ratio, RATIO_MIN);
	read_from("ratio = 80", &habits);
	assert_int_equal(habits.ratio, RATIO_MAX);
}

static int in_own_folder(void **state)
{
	char folder[] = "/tmp/scepwiz-habits-XXXXXX";
	if (!mkdtemp(folder))
		return -1;
	*state = xstrdup(folder);
	return setenv("XDG_STATE_HOME", folder, 1);
}

static int clean_up(void **state)
{
	char path[200];
	static const char *const names[] = {"/scepwiz/screen", "/scepwiz",
		"/.local/state/scepwiz/screen", "/.local/state/scepwiz", "/.local/state", "/.local",
		""};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		snprintf(path, sizeof(path), "%s%s", (char *)*state, names[i]);
		remove(path);
	}
	free(*state);
	return 0;
}

static void saved_and_loaded(void **state)
{
	char path[200];
	struct stat st;
	struct habits habits = {LAYOUT_BESIDE, 42, true}, other;
	habits_load(&other);
	assert_habits(&other, LAYOUT_AUTO, 60, false);
	habits_save(&habits);
	habits_load(&other);
	assert_habits(&other, LAYOUT_BESIDE, 42, true);
	habits.ratio = 50;
	habits_save(&habits);
	habits_load(&other);
	assert_habits(&other, LAYOUT_BESIDE, 50, true);
	snprintf(path, sizeof(path), "%s/scepwiz/screen", (char *)*state);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void kept_at_home_without_xdg(void **state)
{
	char path[200];
	struct habits habits = {LAYOUT_STACKED, 70, false}, other;
	unsetenv("XDG_STATE_HOME");
	setenv("HOME", *state, 1);
	habits_save(&habits);
	habits_load(&other);
	assert_habits(&other, LAYOUT_STACKED, 70, false);
	snprintf(path, sizeof(path), "%s/.local/state/scepwiz/screen", (char *)*state);
	assert_int_equal(access(path, R_OK), 0);
}

static void without_a_place_nothing_happens(void **state)
{
	struct habits habits = {LAYOUT_STACKED, 70, false}, other;
	char path[200];
	snprintf(path, sizeof(path), "%s/scepwiz", (char *)*state);
	assert_true(file_write(path, SV("in the way"), false, NULL));
	habits_save(&habits);
	habits_load(&other);
	assert_habits(&other, LAYOUT_AUTO, 60, false);
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	habits_save(&habits);
	habits_load(&other);
	assert_habits(&other, LAYOUT_AUTO, 60, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(read_as_written),
		cmocka_unit_test(a_mistake_means_the_shipped_habits),
		cmocka_unit_test(the_edges_of_the_ratio_count),
		cmocka_unit_test_setup_teardown(saved_and_loaded, in_own_folder, clean_up),
		cmocka_unit_test_setup_teardown(kept_at_home_without_xdg, in_own_folder, clean_up),
		cmocka_unit_test_setup_teardown(without_a_place_nothing_happens, in_own_folder,
			clean_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
