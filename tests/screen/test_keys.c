/* The manners of the keys: what the hints, the help and the table of actions promise, each key
 * does, in every view and state; and the keys that are documented do what is documented. */
#include "unit/testing.h"

#include <stdio.h>
#include <unistd.h>

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

/* The row of the line between the panes; 0: there is one pane, or they are side by side. */
static int rule_row(struct stage *stage)
{
	autostrbuf screen;
	struct sv line;
	strbuf_init(&screen, STRBUF_RECORD);
	stage_screen(stage, '|', &screen);
	struct sv rest = strbuf_sv(&screen);
	for (int row = 0; rest.len && sv_cut(&rest, '\n', &line); row++)
		if (sv_starts(line, SV("|──")))
			return row;
	return 0;
}

/* What is sent to a terminal and no cell; what changes a pane that is hidden, empty, or has all
 * the room it needs. */
static bool may_be_unseen(struct stage *stage, enum action action)
{
	bool beside = stage->app.habits.layout == LAYOUT_BESIDE;
	switch (action) {
	case ACTION_SUSPEND:
	case ACTION_REDRAW:
		return true;
	case ACTION_RAW:
	case ACTION_MARK:
	case ACTION_ZOOM:
		return !rule_row(stage);
	case ACTION_LARGER:
	case ACTION_SMALLER:
		return !beside || stage->width != 80;
	default:
		return false;
	}
}

/* A message from before counts for nothing. */
static void do_press(struct stage *stage, struct press *press)
{
	struct app *app = &stage->app;
	app->message[0] = '\0';
	scene_print(stage, &press->before);
	press->could = !app->field.open && app_can(app, press->action);
	press->unseen = may_be_unseen(stage, press->action);
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
	bool spoiled, all_keys;
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
	if (walk->stage->app.field.open)
		return;
	for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
		if (belongs(scopes, a))
			check_action(walk, a);
}

static void check_scenes(struct stage *stage, int height, int width, bool all_keys)
{
	struct walk walk = {.stage = stage, .all_keys = all_keys};
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
	assert_int_equal(walk.faults, 0);
}

static void test_actions(void **state)
{
	check_scenes(*state, 24, 80, true);
}

static void test_actions_of_a_small_screen(void **state)
{
	check_scenes(*state, 10, 40, false);
}

static void test_actions_of_a_large_screen(void **state)
{
	check_scenes(*state, 50, 132, false);
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

/* ---- what is documented ---- */

/* The contract's paragraph "Keys of the wizard", key by key. What holds afterwards: words of
 * print_facts(), all of them. */
struct promise {
	const char *words, *keys; /* how to get there */
	const char *key, *facts;
};

#define EVTX "tests/data/evtx/scep_ok.evtx"
#define ANDROID "tests/data/made/android_OMADMLog_0_2024.log"
#define ON_CHECK "--platform windows"
#define TO_EVIDENCE "j j j j j j j j j j j j j j"

static const struct promise promises[] = {
	/* arrows or hjkl, PgUp/PgDn, Home/End or g G */
	{ANDROID, "g", "Down", "entry=2"},
	{ANDROID, "g", "j", "entry=2"},
	{ANDROID, "G", "Up", "entry=7"},
	{ANDROID, "G", "k", "entry=7"},
	{ANDROID, "", "Right", "entry=2 screen=other"},
	{ANDROID, "", "l", "entry=2 screen=other"},
	{ANDROID, "l", "Left", "entry=2 screen=other"},
	{ANDROID, "l", "h", "entry=2 screen=other"},
	{ANDROID, "g", "PgDn", "entry=8"},
	{ANDROID, "G", "PgUp", "entry=1"},
	{ANDROID, "", "Home", "entry=1"},
	{ANDROID, "", "g", "entry=1"},
	{ANDROID, "", "End", "entry=8"},
	{ANDROID, "", "G", "entry=8"},
	{ON_CHECK, "", "j", "choice=1"},
	{ON_CHECK, "", "End", "choice=4"},
	{ON_CHECK, "End", "Home", "choice=0"},
	{ON_CHECK, "End", "g", "choice=0"},
	{ON_CHECK, "", "G", "choice=4"},
	{EVTX, "> ", "PgDn", "screen=other"},
	/* Enter opens or goes on */
	{"", "", "Enter", "step=target-user"},
	{"", "End", "Enter", "field=path"},
	{ON_CHECK, "", "Enter", "step=group-membership answers=yes,-,-"},
	{ON_CHECK, "Down", "Enter", "step=group-membership answers=no,-,-"},
	{ON_CHECK, "y y y", "Enter", "field=path"},
	{EVTX, "", "Enter", "pane=entry"},
	{EVTX, ">", "Enter", "step=report"},
	{EVTX, "g > " TO_EVIDENCE, "Enter", "step=log entry=3"},
	{EVTX, "r", "Enter", "field=path"},
	{EVTX, "c", "Enter", "view=log"},
	/* Backspace goes back */
	{ON_CHECK, "", "Backspace", "step=start"},
	{ON_CHECK, "n", "Backspace", "step=target-user answers=no,-,-"},
	{ON_CHECK, "y y", "Backspace", "step=group-membership"},
	{ON_CHECK, "y y y", "Backspace", "step=last-check-in"},
	{EVTX, "", "Backspace", "step=collect"},
	{EVTX, ">", "Backspace", "step=log"},
	{EVTX, "r", "Backspace", "step=verdict"},
	{EVTX, "?", "Backspace", "step=log view=log"},
	{EVTX, "c", "Backspace", "step=log view=log"},
	/* > and < next and previous step */
	{ON_CHECK, "<", ">", "step=target-user"},
	{ON_CHECK, "", ">", "step=group-membership answers=-,-,-"},
	{ON_CHECK, "> >", ">", "step=collect"},
	{EVTX, "<", ">", "step=log"},
	{EVTX, "", ">", "step=verdict"},
	{EVTX, ">", ">", "step=report"},
	{ON_CHECK, "", "<", "step=start"},
	{ON_CHECK, ">", "<", "step=target-user"},
	{ON_CHECK, "> > >", "<", "step=last-check-in"},
	{ON_CHECK, "> > > >", "<", "step=collect"},
	{EVTX, "", "<", "step=collect"},
	{EVTX, ">", "<", "step=log"},
	{EVTX, "r", "<", "step=verdict"},
	/* on a check y n u s */
	{ON_CHECK, "", "y", "answers=yes,-,- step=group-membership"},
	{ON_CHECK, "", "n", "answers=no,-,- step=group-membership"},
	{ON_CHECK, "", "u", "answers=unknown,-,- step=group-membership"},
	{ON_CHECK, "", "s", "answers=skip,-,- step=group-membership"},
	{ON_CHECK, "y", "n", "answers=yes,no,- step=last-check-in"},
	{ON_CHECK, "y n", "u", "answers=yes,no,unknown step=collect"},
	/* in a log: / n N & e E Tab P v z F y */
	{ANDROID, "", "/", "field=search"},
	{ANDROID, "g / e n r o l l m e n t", "Enter", "field=none entry=2"},
	{ANDROID, "g / S C E P Enter", "n", "entry=8"},
	{ANDROID, "g / e n r o l l Enter", "n", "entry=4"},
	{ANDROID, "g / e n r o l l Enter n", "n", "entry=5"},
	{ANDROID, "g / e n r o l l Enter", "N", "entry=7"},
	{ANDROID, "g / e n r o l l Enter n", "N", "entry=2"},
	{ANDROID, "", "&", "field=filter"},
	{ANDROID, "& e n r o l l", "Enter", "field=none filter=enroll entry=2"},
	{ANDROID, "& e n r o l l Enter", "G", "entry=7"},
	{ANDROID, "& e n r o l l Enter & Ctrl-U", "Enter", "filter=none entry=2"},
	{EVTX, "", "e", "entry=4"},
	{EVTX, "e e", "e", "entry=6"},
	{EVTX, "e", "E", "entry=3"},
	{EVTX, "G", "E", "entry=6"},
	{EVTX, "", "Tab", "pane=entry"},
	{EVTX, "Tab", "Tab", "pane=list"},
	{EVTX, "", "P", "raw=yes"},
	{EVTX, "P", "P", "raw=no"},
	{EVTX, "", "v", "layout=beside screen=other"},
	{EVTX, "v", "v", "layout=above screen=other"},
	{EVTX, "", "|", "layout=beside screen=other"},
	{EVTX, "v", "|", "layout=above screen=other"},
	{EVTX, "", "z", "panes=one"},
	{EVTX, "z", "z", "panes=two"},
	{EVTX, "", "F", "follow=yes"},
	{EVTX, "F", "F", "follow=no"},
	{EVTX, "", "y", "copied=yes entry=3"},
	/* r report */
	{ON_CHECK, "", "r", "step=report"},
	{ON_CHECK, "y y y", "r", "step=report"},
	{ON_CHECK, "<", "r", "step=report"},
	{EVTX, "", "r", "step=report"},
	{EVTX, ">", "r", "step=report"},
	/* ? or F1 help, : command, q quit */
	{"", "", "?", "view=help"},
	{"", "", "F1", "view=help"},
	{ON_CHECK, "", "?", "view=help"},
	{ON_CHECK, "y y y", "F1", "view=help"},
	{EVTX, "", "?", "view=help step=log"},
	{EVTX, ">", "?", "view=help step=verdict"},
	{EVTX, "r", "F1", "view=help step=report"},
	{"", "", ":", "field=command"},
	{ON_CHECK, "", ":", "field=command"},
	{ON_CHECK, "y y y", ":", "field=command"},
	{EVTX, "", ":", "field=command"},
	{EVTX, ">", ":", "field=command"},
	{EVTX, "r", ":", "field=command"},
	{"", "", "q", "leaving=0"},
	{ON_CHECK, "n", "q", "leaving=0"},
	{ON_CHECK, "y y y", "q", "leaving=0"},
	{EVTX, "", "q", "leaving=0"},
	{EVTX, ">", "q", "leaving=0"},
	{EVTX, "r", "q", "leaving=0"},
	{"--no-state " EVTX, "", "q", "leaving=0"},
	{"--no-state " ON_CHECK, "y", "q", "leaving=no"},
	{"--no-state " ON_CHECK, "y q", "q", "leaving=0"},
};

static void print_answers(const struct app *app, struct strbuf *out)
{
	static const char *const words[] = {[CHECK_UNKNOWN] = "unknown", [CHECK_GOOD] = "yes",
		[CHECK_BAD] = "no", [CHECK_SKIPPED] = "skip"};
	const struct diagnosis *d = app->wizard.diagnosis;
	strbuf_str(out, " answers=");
	for (int i = 0; d && i < CHECK_COUNT; i++)
		strbuf_addf(out, "%s%s", i ? "," : "", d->checks[i].origin == ORIGIN_USER
			? words[d->checks[i].outcome] : "-");
}

static void print_panes(struct stage *stage, struct strbuf *out)
{
	int y, x, rule = rule_row(stage);
	const struct habits *habits = &stage->app.habits;
	draw_dump_cursor(stage->term, &y, &x);
	strbuf_addf(out, " panes=%s pane=%s raw=%s layout=%s", rule ? "two" : "one",
		rule && y > rule ? "entry" : "list", habits->raw ? "yes" : "no",
		habits->layout == LAYOUT_BESIDE ? "beside" : "above");
}

/* Which of the check's choices the cursor is on: they are lines one below the other. */
static void print_choice(struct stage *stage, struct strbuf *out)
{
	int y, x;
	draw_dump_cursor(stage->term, &y, &x);
	strbuf_addf(out, " choice=%d", y - 4);
}

static void print_facts(struct stage *stage, struct strbuf *out)
{
	static const char *const kinds[] = {"path", "search", "filter", "command", "other"};
	struct app *app = &stage->app;
	const struct saved_case *saved = &app->wizard.saved;
	autostrbuf copied;
	strbuf_init(&copied, STRBUF_LINE);
	strbuf_addf(&copied, "%s/scepwiz/copied.txt", stage->scratch);
	strbuf_addf(out, "step=%s view=%s entry=%llu filter=%s field=%s follow=%s copied=%s",
		wizard_step_id(app->wizard.step), app_view(app)->ops->name,
		(unsigned long long)saved->entry + 1, saved->filter ? saved->filter : "none",
		app->field.open ? kinds[app->field.request.kind] : "none",
		app->wizard.follow ? "yes" : "no", access(copied.ptr, R_OK) ? "no" : "yes");
	if (app->leaving)
		strbuf_addf(out, " leaving=%d", app->exit_code);
	else
		strbuf_str(out, " leaving=no");
	print_answers(app, out);
	print_panes(stage, out);
	print_choice(stage, out);
}

static bool has_word(struct sv facts, struct sv wanted)
{
	struct sv word;
	while (sv_word(&facts, &word))
		if (sv_eq(word, wanted))
			return true;
	return false;
}

static unsigned check_promise(struct stage *stage, const struct promise *promise)
{
	const struct scene scene = {"", promise->words, promise->keys};
	autostrbuf before, after, facts;
	struct sv wanted = sv_str(promise->facts), word;
	unsigned faults = 0;
	strbuf_init(&before, STRBUF_RECORD);
	strbuf_init(&after, STRBUF_RECORD);
	strbuf_init(&facts, STRBUF_RECORD);
	scene_open(stage, &scene);
	scene_print(stage, &before);
	assert_true(stage_keys(stage, promise->key));
	scene_print(stage, &after);
	print_facts(stage, &facts);
	strbuf_addf(&facts, " screen=%s",
		sv_eq(strbuf_sv(&before), strbuf_sv(&after)) ? "same" : "other");
	while (sv_word(&wanted, &word)) {
		if (has_word(strbuf_sv(&facts), word))
			continue;
		printf("%s, %s, then %s: expected " SV_FMT " in: %s\n", promise->words,
			promise->keys, promise->key, SV_ARG(word), facts.ptr);
		faults++;
	}
	return faults;
}

static void test_documented_keys(void **state)
{
	unsigned faults = 0;
	for (size_t i = 0; i < ARRAY_LEN(promises); i++)
		faults += check_promise(*state, &promises[i]);
	printf("%zu documented keys\n", ARRAY_LEN(promises));
	assert_int_equal(faults, 0);
}

/* What needs AltGr on a French keyboard is at most another way. */
static void test_no_key_needs_altgr(void **state)
{
	struct stage *stage = *state;
	for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		int key = stage->settings.keymap.keys[a][0];
		assert_false(key > 0 && key < 127 && strchr("[]{}\\~@#|^`", key));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_action_a_key),
		cmocka_unit_test(test_no_key_needs_altgr),
		cmocka_unit_test(test_all_places_are_seen),
		cmocka_unit_test(test_documented_keys),
		cmocka_unit_test(test_help_lists_all),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_completion),
		cmocka_unit_test(test_actions),
		cmocka_unit_test(test_actions_of_a_small_screen),
		cmocka_unit_test(test_actions_of_a_large_screen),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
