/* A log that grows, shrinks, is replaced or vanishes while somebody reads it: nothing breaks, and
 * in the end the screen shows what a fresh start would. */
#include "unit/testing.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "stage.h"
#include "tui/view.h"

#define SCHEDULES 100
#define STEPS 12

struct growing {
	struct stage stage;
	struct strbuf whole; /* all that ever stands in the log */
	uint64_t seed;
};

static unsigned next(struct growing *g, unsigned below)
{
	g->seed = g->seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(g->seed >> 33) % below;
}

static int start(void **state)
{
	static struct growing g;
	stage_init(&g.stage);
	strbuf_init(&g.whole, STRBUF_RECORD);
	assert_true(file_read(TEST_DATA "/made/android_OMADMLog_0_2024.log", &g.whole, NULL));
	assert_int_equal(chdir(g.stage.scratch), 0);
	*state = &g;
	return 0;
}

static int stop(void **state)
{
	struct growing *g = *state;
	strbuf_finish(&g->whole);
	stage_finish(&g->stage);
	return 0;
}

static void put(const struct growing *g, size_t len, int flags)
{
	int fd = open("grow.log", O_WRONLY | O_CREAT | flags, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, g->whole.ptr, len), (ssize_t)len);
	close(fd);
}

static void change(struct growing *g)
{
	size_t len = next(g, (unsigned)g->whole.len);
	switch (next(g, 5)) {
	case 0:
		put(g, len, O_APPEND);
		break;
	case 1: /* never to nothing: a vanished log is another case */
		if (truncate("grow.log", (off_t)(len + 300)) != 0)
			put(g, len, O_TRUNC);
		break;
	case 2:
		rename("grow.log", "grow.log.1");
		put(g, len, O_TRUNC);
		break;
	case 3:
		unlink("grow.log");
		break;
	default:
		break;
	}
}

static void read_on(struct growing *g)
{
	static const char *const keys[] = {"j", "k", "PgDn", "PgUp", "G", "g", "e", "E", "m", "n"};
	stage_keys(&g->stage, keys[next(g, ARRAY_LEN(keys))]);
	if (next(g, 3))
		wizard_look(&g->stage.app.wizard);
	app_settle(&g->stage.app);
	app_draw(&g->stage.app);
}

/* Without what only one of the two has: marks, messages, the word that it is followed. */
static void show(struct growing *g, struct strbuf *out)
{
	stage_keys(&g->stage, "g Ctrl-L");
	stage_screen(&g->stage, '|', out);
}

static void test_schedules(void **state)
{
	struct growing *g = *state;
	struct err err = {0};
	for (unsigned i = 0; i < SCHEDULES; i++) {
		autostrbuf followed, fresh;
		strbuf_init(&followed, STRBUF_RECORD);
		strbuf_init(&fresh, STRBUF_RECORD);
		g->seed = i + 1;
		put(g, 2000 + next(g, 4000), O_TRUNC);
		assert_true(stage_open(&g->stage, "--no-state grow.log", &err));
		stage_keys(&g->stage, "F");
		for (unsigned step = 0; step < STEPS; step++) {
			change(g);
			read_on(g);
		}
		unlink("grow.log");
		put(g, g->whole.len, O_TRUNC);
		wizard_look(&g->stage.app.wizard);
		stage_keys(&g->stage, "F");
		g->stage.app.views[STEP_LOG]->ops->destroy(g->stage.app.views[STEP_LOG]);
		g->stage.app.views[STEP_LOG] = NULL; /* its marks and searches go with it */
		show(g, &followed);
		assert_true(stage_open(&g->stage, "--no-state grow.log", &err));
		show(g, &fresh);
		assert_string_equal(followed.ptr, fresh.ptr);
	}
}

static void copy_to(const struct growing *g, const char *path, size_t from, size_t to)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, g->whole.ptr + from, to - from), (ssize_t)(to - from));
	close(fd);
}

/* What is appended is read on, whole lines or not; the screen is that of a fresh start. */
static void test_growing(void **state)
{
	struct growing *g = *state;
	struct err err = {0};
	for (unsigned i = 0; i < SCHEDULES / 4; i++) {
		autostrbuf followed, fresh;
		unsigned grown = 0;
		strbuf_init(&followed, STRBUF_RECORD);
		strbuf_init(&fresh, STRBUF_RECORD);
		g->seed = i + 1;
		size_t at = 2000 + next(g, 2000);
		put(g, at, O_TRUNC);
		assert_true(stage_open(&g->stage, "--no-state grow.log", &err));
		stage_keys(&g->stage, "F");
		for (size_t to; at < g->whole.len; at = to) {
			to = at + 1 + next(g, 900);
			to = to < g->whole.len ? to : g->whole.len;
			copy_to(g, "grow.log", at, to);
			read_on(g);
			grown += g->stage.app.wizard.growing;
		}
		assert_int_not_equal(grown, 0);
		wizard_look(&g->stage.app.wizard);
		stage_keys(&g->stage, "F");
		g->stage.app.views[STEP_LOG]->ops->destroy(g->stage.app.views[STEP_LOG]);
		g->stage.app.views[STEP_LOG] = NULL;
		show(g, &followed);
		assert_true(stage_open(&g->stage, "--no-state grow.log", &err));
		show(g, &fresh);
		assert_string_equal(followed.ptr, fresh.ptr);
	}
}

static uint64_t entries_of(const struct growing *g)
{
	return log_info(g->stage.app.wizard.diagnosis->logs[0].log)->entries;
}

/* A rotated log in a folder is as long as its parts, and so is what is seen of it. */
static void test_rotated_set(void **state)
{
	struct growing *g = *state;
	struct err err = {0};
	size_t third = sv_find(sv_from(strbuf_sv(&g->whole), g->whole.len / 3), SV("\n2024-"));
	size_t cut = g->whole.len / 3 + third + 1;
	assert_int_equal(mkdir("portal", 0700), 0);
	copy_to(g, "portal/OMADMLog_1.log", 0, cut);
	size_t line = cut + sv_find(sv_from(strbuf_sv(&g->whole), cut), SV("\n2024-")) + 1;
	copy_to(g, "portal/OMADMLog_0.log", cut, line);
	assert_true(stage_open(&g->stage, "--no-state portal", &err));
	stage_keys(&g->stage, "F");
	uint64_t before = entries_of(g);
	wizard_look(&g->stage.app.wizard);
	assert_false(wizard_reading(&g->stage.app.wizard)); /* nothing has changed */
	copy_to(g, "portal/OMADMLog_0.log", line, g->whole.len);
	wizard_look(&g->stage.app.wizard);
	app_settle(&g->stage.app);
	assert_in_range(entries_of(g), before + 1, UINT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_schedules, start, stop),
		cmocka_unit_test_setup_teardown(test_growing, start, stop),
		cmocka_unit_test_setup_teardown(test_rotated_set, start, stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
