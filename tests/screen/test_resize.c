/* The manners of the size: whatever happened to it in between, a screen looks as it would have
 * looked without, and nothing is lost. */
#include "unit/testing.h"

#include <stdio.h>

#include "scenes.h"

#define RESIZES 200
#define HEIGHT_MAX 100
#define WIDTH_MAX 300

static const struct size { int height, width; } ends[] = {{24, 80}, {10, 40}, {40, 120}, {5, 20}};

static int start(void **state)
{
	static struct stage stage;
	stage_init(&stage);
	*state = &stage;
	return 0;
}

static int stop(void **state)
{
	stage_finish(*state);
	return 0;
}

static uint32_t next_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

/* What the last key did, or could not do, was said for the size it met: that is not compared. */
static void open_at(struct stage *stage, const struct scene *scene, struct size size)
{
	stage->height = size.height;
	stage->width = size.width;
	scene_open(stage, scene);
	stage->app.message[0] = '\0';
}

/* From 1x1 to the largest; every other one is small, where most gets cut. */
static void storm(struct stage *stage, uint64_t seed)
{
	for (uint32_t i = 0; i < RESIZES; i++) {
		uint32_t part = i % 2 ? 1 : 6;
		uint32_t height = 1 + next_random(&seed) % (HEIGHT_MAX / part);
		uint32_t width = 1 + next_random(&seed) % (WIDTH_MAX / part);
		stage_resize(stage, (int)height, (int)width);
	}
}

static void show_difference(const struct scene *scene, struct size size, struct sv expected,
	struct sv got)
{
	struct sv a = SV_EMPTY, b = SV_EMPTY;
	printf("%s: another screen at %dx%d after resizes than without\n", scene->name,
		size.width, size.height);
	while (expected.len && got.len) {
		sv_cut(&expected, '\n', &a);
		sv_cut(&got, '\n', &b);
		if (!sv_eq(a, b))
			printf("-" SV_FMT "\n+" SV_FMT "\n", SV_ARG(a), SV_ARG(b));
	}
}

static unsigned compare(struct stage *stage, const struct scene *scene, struct size size,
	struct sv expected)
{
	autostrbuf got;
	strbuf_init(&got, STRBUF_RECORD);
	stage_resize(stage, size.height, size.width);
	scene_print(stage, &got);
	if (sv_eq(expected, strbuf_sv(&got)))
		return 0;
	show_difference(scene, size, expected, strbuf_sv(&got));
	return 1;
}

/* A fresh start at each size, against one that came to it through a storm. */
static unsigned check_scene(struct stage *stage, const struct scene *scene, uint64_t seed)
{
	struct strbuf expected[ARRAY_LEN(ends)];
	size_t count = scene->scrolled ? 1 : ARRAY_LEN(ends);
	unsigned faults = 0;
	for (size_t i = count; i-- > 0;) {
		strbuf_init(&expected[i], STRBUF_RECORD);
		open_at(stage, scene, ends[i]);
		scene_print(stage, &expected[i]);
	}
	storm(stage, seed);
	for (size_t i = 0; i < count; i++) {
		faults += compare(stage, scene, ends[i], strbuf_sv(&expected[i]));
		strbuf_finish(&expected[i]);
	}
	return faults;
}

static void test_storms(void **state)
{
	unsigned faults = 0;
	for (size_t i = 0; i < scenes_count; i++)
		faults += check_scene(*state, &scenes[i], i + 1);
	printf("%zu scenes, %d resizes each, then %zu sizes as if fresh\n", scenes_count,
		RESIZES, ARRAY_LEN(ends));
	assert_int_equal(faults, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_storms)};
	return cmocka_run_group_tests(tests, start, stop);
}
