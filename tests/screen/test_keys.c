/* The manners of the keys: what the hints, the help and the table of actions promise, each key
 * does, in every view and state. */
#include "unit/testing.h"

#include <stdio.h>

#include "scenes.h"
#include "tui/view.h"

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

static unsigned scopes_of(struct stage *stage)
{
	return keymap_places[app_view(&stage->app)->ops->place];
}

static bool belongs(unsigned scopes, enum action action)
{
	return action_info(action)->scopes & scopes;
}

/* ---- a key pressed in a scene ---- */

struct press {
	const struct scene *scene;
	enum action action;
	int key;
	bool could, unseen, overlay;
	/* what was to be seen, and what came of it; quiet: without its message */
	struct strbuf before, after, quiet;
	bool message;
};

static void press_init(struct press *press, const struct scene *scene, enum action action, int key)
{
	*press = (struct press){.scene = scene, .action = action, .key = key};
	strbuf_init(&press->before, STRBUF_RECORD);
	strbuf_init(&press->after, STRBUF_RECORD);
	strbuf_init(&press->quiet, STRBUF_RECORD);
}

static void press_finish(struct press *press)
{
	strbuf_finish(&press->before);
	strbuf_finish(&press->after);
	strbuf_finish(&press->quiet);
}

/* What is sent to a terminal, and to no cell. */
static bool may_be_unseen(enum action action)
{
	return action == ACTION_SUSPEND || action == ACTION_REDRAW;
}

/* A message from before counts for nothing. */
static void do_press(struct stage *stage, struct press *press)
{
	struct app *app = &stage->app;
	app->message[0] = '\0';
	scene_print(stage, &press->before);
	press->could = !app->field.open && app_can(app, press->action);
	press->unseen = may_be_unseen(press->action);
	press->overlay = app->overlay;
	app_key(app, press->key);
	scene_print(stage, &press->after);
	press->message = app->message[0];
	app->message[0] = '\0';
	scene_print(stage, &press->quiet);
}

static bool same(const struct strbuf *a, const struct strbuf *b)
{
	return sv_eq(strbuf_sv(a), strbuf_sv(b));
}

/* Gives how many faults it found and printed. */
static unsigned say(const struct press *press, const char *fault)
{
	char key[KEY_NAME_MAX];
	printf("%s: %s (%s) %s\n", press->scene->name, action_info(press->action)->name,
		key_label(press->key, key), fault);
	return 1;
}

/* ---- one key, one action ---- */

/* In its places a key is its action's alone. */
static void check_owner(const struct keymap *keymap, int place, enum action action, int key)
{
	unsigned scopes = keymap_places[place];
	if (key == K_NONE || !belongs(scopes, action))
		return;
	for (enum action other = ACTION_NONE + 1; other < ACTION_COUNT; other++)
		for (int i = 0; i < KEYMAP_KEYS_MAX; i++)
			if (belongs(scopes, other) && keymap->keys[other][i] == key)
				assert_int_equal(other, action);
	assert_int_equal(keymap_action(keymap, scopes, key), action);
}

static void test_one_action_a_key(void **state)
{
	struct stage *stage = *state;
	enum action a, b;
	assert_false(keymap_conflict(&stage->settings.keymap, &a, &b));
	for (int place = 0; place < PLACE_COUNT; place++)
		for (a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
			for (int i = 0; i < KEYMAP_KEYS_MAX; i++)
				check_owner(&stage->settings.keymap, place, a,
					stage->settings.keymap.keys[a][i]);
}

/* Every view and every kind of field is among the scenes, or this is no test of all. */
static void test_all_places_are_seen(void **state)
{
	unsigned places = 0, kinds = 0, steps = 0;
	struct stage *stage = *state;
	for (size_t i = 0; i < scenes_count; i++) {
		scene_open(stage, &scenes[i]);
		places |= 1u << app_view(&stage->app)->ops->place;
		steps |= 1u << stage->app.wizard.step;
		if (stage->app.field.open)
			kinds |= 1u << stage->app.field.request.kind;
	}
	assert_int_equal(places, (1u << PLACE_FIELD) - 1);
	assert_int_equal(steps, (1u << STEP_COUNT) - 1);
	assert_int_equal(kinds, (1u << FIELD_KINDS) - 1);
}

/* ---- what works, works; what does not, says so ---- */

/* Over a view nothing is said: the message would hide a row of it. */
static unsigned check_press(const struct press *press, bool hinted)
{
	unsigned faults = 0;
	if (hinted && !press->could)
		faults += say(press, "is hinted at, but can do nothing");
	if (press->could && same(&press->before, &press->after) && !press->unseen)
		faults += say(press, "does nothing though it can");
	bool moves = press->action >= ACTION_UP && press->action <= ACTION_RIGHT;
	if (!press->could && !press->message && !press->overlay && !moves)
		faults += say(press, "can do nothing and does not say so");
	if (!press->could && !same(&press->before, &press->quiet))
		faults += say(press, "can do nothing, but has changed something");
	return faults;
}

/* As the hint row takes them: those of the view that can, and help and the way out. */
static bool is_hinted(struct stage *stage, enum action action)
{
	const enum action *hints = app_view(&stage->app)->ops->hints;
	if (stage->app.overlay ? action == ACTION_CLOSE
	    : action == ACTION_HELP || action == ACTION_QUIT)
		return true;
	for (size_t i = 0; hints && hints[i] != ACTION_NONE; i++)
		if (hints[i] == action)
			return app_can(&stage->app, action);
	return false;
}

/* A fresh copy of the scene is only made if the last key has spoiled it. */
struct walk {
	struct stage *stage;
	const struct scene *scene;
	bool spoiled, all_keys, only_log;
	unsigned faults, pressed;
};

static void walk_press(struct walk *walk, struct press *press)
{
	if (walk->spoiled)
		scene_open(walk->stage, walk->scene);
	do_press(walk->stage, press);
	walk->spoiled = press->could || walk->stage->app.field.open;
	walk->pressed++;
}

/* All keys of an action do the same. */
static void check_others(struct walk *walk, const struct press *first)
{
	const int *keys = walk->stage->settings.keymap.keys[first->action];
	for (int i = 1; i < KEYMAP_KEYS_MAX && keys[i] != K_NONE; i++) {
		struct press other;
		press_init(&other, walk->scene, first->action, keys[i]);
		walk_press(walk, &other);
		if (!same(&first->quiet, &other.quiet))
			walk->faults += say(&other, "does something else than the first key");
		press_finish(&other);
	}
}

static void check_action(struct walk *walk, enum action action)
{
	struct press press;
	press_init(&press, walk->scene, action, walk->stage->settings.keymap.keys[action][0]);
	if (walk->spoiled)
		scene_open(walk->stage, walk->scene);
	walk->spoiled = false;
	bool hinted = is_hinted(walk->stage, action);
	walk_press(walk, &press);
	walk->faults += check_press(&press, hinted);
	if (walk->all_keys)
		check_others(walk, &press);
	press_finish(&press);
}

static void check_scene(struct walk *walk)
{
	scene_open(walk->stage, walk->scene);
	unsigned scopes = scopes_of(walk->stage);
	walk->spoiled = false;
	if (walk->stage->app.field.open || (walk->only_log && !(scopes & SCOPE_LOG)))
		return;
	for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
		if (belongs(scopes, a))
			check_action(walk, a);
}

static unsigned check_scenes(struct walk walk, int height, int width)
{
	struct stage *stage = walk.stage;
	stage->height = height;
	stage->width = width;
	for (size_t i = 0; i < scenes_count; i++) {
		walk.scene = &scenes[i];
		check_scene(&walk);
	}
	stage->height = 24;
	stage->width = 80;
	printf("%dx%d: %u keys pressed in %zu scenes\n", width, height, walk.pressed,
		scenes_count);
	return walk.faults;
}

static void test_actions(void **state)
{
	struct walk walk = {.stage = *state, .all_keys = true};
	assert_int_equal(check_scenes(walk, 24, 80), 0);
}

static void test_actions_of_a_small_screen(void **state)
{
	struct walk walk = {.stage = *state};
	assert_int_equal(check_scenes(walk, 10, 40), 0);
}

/* Only where it is another one: the panes lie side by side. */
static void test_actions_of_a_large_screen(void **state)
{
	struct walk walk = {.stage = *state, .only_log = true};
	assert_int_equal(check_scenes(walk, 50, 132), 0);
}

/* ---- fields ---- */

/* Every key of the actions of a field has an effect, and the same as the others. */
static void check_field(struct walk *walk)
{
	static const enum action actions[] = {ACTION_ACCEPT, ACTION_DISMISS};
	for (size_t i = 0; i < ARRAY_LEN(actions); i++) {
		struct press press;
		press_init(&press, walk->scene, actions[i],
			walk->stage->settings.keymap.keys[actions[i]][0]);
		scene_open(walk->stage, walk->scene);
		do_press(walk->stage, &press);
		if (same(&press.before, &press.after))
			walk->faults += say(&press, "does nothing in a field");
		walk->spoiled = true;
		check_others(walk, &press);
		press_finish(&press);
	}
}

static void test_fields(void **state)
{
	struct walk walk = {.stage = *state};
	for (size_t i = 0; i < scenes_count; i++) {
		walk.scene = &scenes[i];
		scene_open(walk.stage, walk.scene);
		if (!walk.stage->app.field.open)
			continue;
		check_field(&walk);
		scene_open(walk.stage, walk.scene);
		stage_keys(walk.stage, "Escape");
		assert_false(walk.stage->app.field.open);
	}
	assert_int_equal(walk.faults, 0);
}

/* What stands in a field after Tab, or is offered. */
static void check_completed(struct stage *stage, const char *keys, const char *typed,
	const char *text, const char *offered)
{
	const struct scene scene = {"completion", "tests/data/evtx/scep_ok.evtx", ""};
	scene_open(stage, &scene);
	stage_keys(stage, keys);
	stage_type(stage, typed);
	stage_keys(stage, "Tab");
	assert_true(stage->app.field.open);
	assert_string_equal(stage->app.field.edit.text, text);
	if (!strstr(stage->app.message, offered))
		fail_msg("%s%s: offered \"%s\"", keys, typed, stage->app.message);
}

static void test_completion(void **state)
{
	check_completed(*state, "o", "tests/data/evt", "tests/data/evtx/", "");
	check_completed(*state, "o", "tests/data/evtx/sc", "tests/data/evtx/scep_ok.evtx", "");
	check_completed(*state, "o", "tests/data/evtx/", "tests/data/evtx/", "old.evtx");
	check_completed(*state, ":", "verd", "verdict ", "");
	check_completed(*state, ":", "op", "open ", "");
	check_completed(*state, ":", "open tests/data/evtx/sc",
		"open tests/data/evtx/scep_ok.evtx", "");
	check_completed(*state, ":", "st", "start ", "");
	check_completed(*state, ":", "h", "help ", "");
	check_completed(*state, ":", "", "", "verdict");
	check_completed(*state, "/", "SC", "SC", "");
}

/* ---- the help ---- */

static bool lists(struct sv screen, struct sv keys, const char *help)
{
	struct sv line;
	while (screen.len && sv_cut(&screen, '\n', &line)) {
		struct sv text = sv_trim(sv_from(line, 1));
		if (sv_starts(text, keys) && text.len > keys.len && text.ptr[keys.len] == ' ' &&
		    sv_eq(sv_trim(sv_from(text, keys.len)), sv_str(help)))
			return true;
	}
	return false;
}

static unsigned check_help(struct stage *stage, const struct scene *scene)
{
	unsigned faults = 0;
	autostrbuf screen;
	strbuf_init(&screen, STRBUF_RECORD);
	scene_open(stage, scene);
	unsigned scopes = scopes_of(stage);
	if (stage->app.overlay || stage->app.field.open)
		return 0;
	stage_keys(stage, "?");
	stage_screen(stage, '|', &screen);
	for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		autostrbuf keys;
		strbuf_init(&keys, STRBUF_LINE);
		keymap_keys(&stage->app.keymap, a, &keys);
		if (lists(strbuf_sv(&screen), strbuf_sv(&keys), action_info(a)->help) ==
		    belongs(scopes, a))
			continue;
		printf("%s: help and keys differ about %s\n", scene->name, action_info(a)->name);
		faults++;
	}
	return faults;
}

static void test_help_lists_all(void **state)
{
	struct stage *stage = *state;
	unsigned faults = 0;
	stage->height = 120;
	stage->width = 100;
	for (size_t i = 0; i < scenes_count; i++)
		faults += check_help(stage, &scenes[i]);
	stage->height = 24;
	stage->width = 80;
	assert_int_equal(faults, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_action_a_key),
		cmocka_unit_test(test_all_places_are_seen),
		cmocka_unit_test(test_help_lists_all),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_completion),
		cmocka_unit_test(test_actions),
		cmocka_unit_test(test_actions_of_a_small_screen),
		cmocka_unit_test(test_actions_of_a_large_screen),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
