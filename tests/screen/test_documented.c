/* The keys that are documented do what is documented, each where it is said to. */
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
	int y, x, rule = scene_rule(stage);
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
		cmocka_unit_test(test_documented_keys),
		cmocka_unit_test(test_no_key_needs_altgr),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
