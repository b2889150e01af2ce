#include "app.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "command.h"
#include "frame.h"
#include "graph/import.h"
#include "view.h"
#include "wizard_graph.h"

/* ---- life ---- */

static void let_go(void *data)
{
	struct app *app = data;
	for (int i = 0; i < STEP_COUNT; i++)
		if (app->views[i] && app->views[i]->ops->let_go)
			app->views[i]->ops->let_go(app->views[i]);
}

void app_init(struct app *app, const struct app_options *options)
{
	*app = (struct app){.options = *options, .dirty = true};
	app->loop = loop_create();
	app->keymap = options->settings->keymap;
	habits_init(&app->habits);
	if (options->keep)
		habits_load(&app->habits);
	wizard_init(&app->wizard, app->loop, options->library, options->keep);
	signing_init(&app->signing, app->loop, options->graph);
	app->wizard.said = options->said;
	app->wizard.now_us = options->now_us;
	app->wizard.letting_go = let_go;
	app->wizard.letting_go_data = app;
}

static void destroy_view(struct view *view)
{
	if (view)
		view->ops->destroy(view);
}

void app_finish(struct app *app)
{
	wizard_save(&app->wizard, false);
	destroy_view(app->overlay);
	for (int i = 0; i < STEP_COUNT; i++)
		destroy_view(app->views[i]);
	if (app->options.keep)
		habits_save(&app->habits);
	wizard_finish(&app->wizard);
	signing_finish(&app->signing);
	field_finish(&app->field);
	loop_destroy(app->loop);
}

/* What could not be opened is told; the others are read all the same. */
static bool open_paths(struct app *app, struct err *err)
{
	int count = app->options.paths_count, opened = 0;
	for (int i = 0; i < count; i++) {
		if (wizard_open(&app->wizard, app->options.paths[i], err))
			opened++;
		else
			app_message(app, LOOK_ERROR, "%s", err->text);
	}
	if (!opened && count > 1) {
		struct err last = *err;
		err_set(err, ERR_INPUT, _("none of the %d logs could be read; the last one: %s"),
			count, last.text);
	}
	return opened > 0;
}

bool app_import(struct app *app, const char *folder, struct err *err)
{
	struct graph_source *source = graph_import_create(folder, err);
	if (source)
		wizard_graph_use(&app->wizard, source, app->options.user, app->options.device);
	return source != NULL;
}

bool app_begin(struct app *app, struct err *err)
{
	if (app->options.graph_import && !app_import(app, app->options.graph_import, err))
		return false;
	if (app->options.guide)
		wizard_choose(&app->wizard, app->options.guide);
	if (app->options.paths_count && !open_paths(app, err))
		return false;
	app_go(app, app->options.paths_count ? STEP_LOG
		: app->options.guide ? STEP_FIRST : STEP_START);
	return true;
}

void app_take_terminal(struct app *app, struct term *term)
{
	app->term = term;
}

void app_leave(struct app *app, int exit_code)
{
	app->leaving = true;
	app->exit_code = exit_code;
}

bool app_ascii(const struct app *app)
{
	return term_ascii(app->term);
}

/* ---- views ---- */

static struct view *create_view(struct app *app, enum step step)
{
	switch (step) {
	case STEP_START:
		return view_start_create(app);
	case STEP_COLLECT:
		return view_collect_create(app);
	case STEP_LOG:
		return view_log_create(app);
	case STEP_VERDICT:
		return view_verdict_create(app);
	case STEP_REPORT:
		return view_report_create(app);
	default:
		return view_check_create(app, step);
	}
}

static struct view *step_view(struct app *app)
{
	enum step step = app->wizard.step;
	if (!app->views[step])
		app->views[step] = create_view(app, step);
	return app->views[step];
}

struct view *app_view(struct app *app)
{
	return app->overlay ? app->overlay : step_view(app);
}

static void enter(struct view *view)
{
	if (view->ops->enter)
		view->ops->enter(view);
}

void app_go(struct app *app, enum step step)
{
	app_overlay(app, NULL);
	while (!wizard_has_step(&app->wizard, step))
		step++;
	wizard_go(&app->wizard, step);
	enter(step_view(app));
}

void app_overlay(struct app *app, struct view *owned)
{
	destroy_view(app->overlay);
	app->overlay = owned;
}

void app_message(struct app *app, enum look_role role, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(app->message, sizeof(app->message), format, args);
	va_end(args);
	app->message_role = role;
}

void app_ask(struct app *app, const struct field_request *request)
{
	field_open(&app->field, request);
	term_paste(app->term, true);
}

bool app_open(struct app *app, const char *path)
{
	struct err err = {0};
	if (!strcmp(path, "-"))
		err_set(&err, ERR_INPUT, _("-: the keys come from there; name a file"));
	else if (wizard_open(&app->wizard, path, &err)) {
		app->wizard.show_newest = true;
		app_go(app, STEP_LOG);
		return true;
	}
	app_message(app, LOOK_ERROR, "%s", err.text);
	return false;
}

static bool open_typed(struct app *app, void *data, const char *text)
{
	autofree char *path = path_expand(sv_trim(sv_str(text)));
	(void)data;
	return !*path || app_open(app, path);
}

void app_open_file(struct app *app)
{
	app_ask(app, &(struct field_request){FIELD_PATH, _("Open the log:"), NULL, open_typed,
		NULL});
}

/* ---- the steps ---- */

/* Without a log there is none to look at. */
static bool next_step(const struct app *app, int by, enum step *ret)
{
	const struct wizard *w = &app->wizard;
	int step = (int)w->step + by;
	if (!w->diagnosis)
		return false;
	if (step == STEP_LOG && !w->diagnosis->logs_count)
		step += by;
	while (!wizard_has_step(w, (enum step)step))
		step += by;
	if (step < STEP_START || step >= STEP_COUNT)
		return false;
	*ret = (enum step)step;
	return true;
}

/* ---- what the frame itself does ---- */

static int direction(enum action action)
{
	return action == ACTION_NEXT_STEP ? 1 : -1;
}

static bool can_step(struct app *app, enum action action)
{
	enum step step;
	return next_step(app, direction(action), &step);
}

static void do_step(struct app *app, enum action action)
{
	enum step step;
	if (next_step(app, direction(action), &step))
		app_go(app, step);
}

static bool can_report(struct app *app, enum action action)
{
	(void)action;
	return app->wizard.diagnosis && app->wizard.step != STEP_REPORT;
}

static void go_to_report(struct app *app, enum action action)
{
	(void)action;
	app_go(app, STEP_REPORT);
}

static void show_help(struct app *app, enum action action)
{
	(void)action;
	app_overlay(app, view_help_create(app));
}

static void close_overlay(struct app *app, enum action action)
{
	(void)action;
	app_overlay(app, NULL);
}

static bool run_typed(struct app *app, void *data, const char *text)
{
	(void)data;
	return command_run(app, sv_str(text));
}

static void ask_command(struct app *app, enum action action)
{
	(void)action;
	app_ask(app, &(struct field_request){FIELD_COMMAND, ":", NULL, run_typed, NULL});
}

static void quit(struct app *app, enum action action)
{
	bool lost = !app->wizard.folder && wizard_answered(&app->wizard);
	char key[KEY_NAME_MAX];
	if (action == ACTION_QUIT && lost && !app->asked_to_leave) {
		app->asked_to_leave = true;
		app_message(app, LOOK_MESSAGE, _("What you answered is not saved (--no-state); "
			"%s again leaves"), key_label(app->keymap.keys[ACTION_QUIT][0], key));
		return;
	}
	app_leave(app, 0);
}

static void cancel(struct app *app, enum action action)
{
	char key[KEY_NAME_MAX];
	struct view *view = app_view(app);
	if (view->ops->can(view, action)) {
		view->ops->act(view, action);
	} else if (wizard_reading(&app->wizard)) {
		wizard_stop(&app->wizard);
		app_message(app, LOOK_MESSAGE, _("Stopped. What was read so far is shown; the rest "
			"counts as not read."));
	} else if (wizard_graph_asking(&app->wizard)) {
		wizard_graph_stop(&app->wizard);
		app_message(app, LOOK_MESSAGE, _("Stopped. What Microsoft Graph answered so far stays."));
	} else if (app->stopped_once) {
		app_leave(app, 128 + SIGINT);
	} else {
		app->stopped_once = true;
		app_message(app, LOOK_MESSAGE, _("Nothing is at work; %s again leaves"),
			key_label(app->keymap.keys[ACTION_CANCEL][0], key));
	}
}

static void suspend(struct app *app, enum action action)
{
	(void)action;
	wizard_save(&app->wizard, false);
	term_suspend(app->term);
}

static void redraw(struct app *app, enum action action)
{
	(void)action;
	term_redraw(app->term);
}

/* can NULL: always. All others are the view's. */
static const struct deed {
	void (*act)(struct app *app, enum action action);
	bool (*can)(struct app *app, enum action action);
} deeds[ACTION_COUNT] = {
	[ACTION_NEXT_STEP] = {do_step, can_step},
	[ACTION_PREVIOUS_STEP] = {do_step, can_step},
	[ACTION_BACK] = {do_step, can_step},
	[ACTION_REPORT] = {go_to_report, can_report},
	[ACTION_HELP] = {show_help, NULL},
	[ACTION_CLOSE] = {close_overlay, NULL},
	[ACTION_COMMAND] = {ask_command, NULL},
	[ACTION_QUIT] = {quit, NULL},
	[ACTION_QUIT_NOW] = {quit, NULL},
	[ACTION_CANCEL] = {cancel, NULL},
	[ACTION_SUSPEND] = {suspend, NULL},
	[ACTION_REDRAW] = {redraw, NULL},
};

bool app_can(struct app *app, enum action action)
{
	struct view *view = app_view(app);
	const struct deed *deed = &deeds[action];
	if (!(action_info(action)->scopes & keymap_places[view->ops->place]))
		return false;
	if (deed->act)
		return !deed->can || deed->can(app, action);
	return view->ops->can(view, action);
}

void app_act(struct app *app, enum action action)
{
	struct view *view = app_view(app);
	if (deeds[action].act)
		deeds[action].act(app, action);
	else
		view->ops->act(view, action);
}

/* ---- keys ---- */

static void close_field(struct app *app)
{
	app->field.open = false;
	term_paste(app->term, false);
}

static void accept_field(struct app *app)
{
	struct field_request request = app->field.request;
	char text[LINE_EDIT_MAX];
	memcpy(text, app->field.edit.text, app->field.edit.len + 1);
	field_remember(&app->field);
	close_field(app); /* what is done with it may ask for the next line */
	if (!request.done(app, request.data, text) && !app->field.open) {
		request.text = text;
		app_ask(app, &request);
	}
}

static void complete_field(struct app *app)
{
	autostrbuf candidates;
	strbuf_init(&candidates, STRBUF_LINE);
	field_complete(&app->field, &candidates);
	if (candidates.len)
		app_message(app, LOOK_MESSAGE, "%s", candidates.ptr);
}

static void field_key(struct app *app, int key)
{
	struct field *field = &app->field;
	enum action action = field->pasting ? ACTION_NONE
		: keymap_action(&app->keymap, SCOPE_FIELD, key);
	if (key == K_PASTE_BEGIN || key == K_PASTE_END)
		field->pasting = key == K_PASTE_BEGIN;
	else if (action == ACTION_ACCEPT)
		accept_field(app);
	else if (action == ACTION_DISMISS)
		close_field(app);
	else if (action == ACTION_COMPLETE)
		complete_field(app);
	else if (key == K_UP || key == K_DOWN)
		field_recall(field, key == K_UP ? 1 : -1);
	else if (!line_edit_key(&field->edit, key) && field->pasting)
		line_edit_key(&field->edit, ' '); /* a pasted line end */
}

static void say_no_key(struct app *app, int key, enum action action)
{
	char name[KEY_NAME_MAX], help[KEY_NAME_MAX];
	key_label(key, name);
	key_label(app->keymap.keys[ACTION_HELP][0], help);
	if (action_moves(action))
		return; /* at the end of a list; one sees that */
	if (app->overlay && action == ACTION_OPEN)
		app_message(app, LOOK_MESSAGE, _("There is nothing to go to"));
	else if (action == ACTION_NONE)
		app_message(app, LOOK_MESSAGE, _("%s does nothing here; %s shows the keys"), name,
			help);
	else
		app_message(app, LOOK_MESSAGE, _("%s (%s) can do nothing just now"), name,
			_(action_info(action)->hint));
}

void app_key(struct app *app, int key)
{
	app->dirty = true;
	app->message[0] = '\0';
	if (app->field.open) {
		field_key(app, key);
		return;
	}
	enum action action = keymap_action(&app->keymap,
		keymap_places[app_view(app)->ops->place], key);
	app->asked_to_leave &= action == ACTION_QUIT;
	app->stopped_once &= action == ACTION_CANCEL;
	if (action != ACTION_NONE && app_can(app, action))
		app_act(app, action);
	else if (key != K_PASTE_BEGIN && key != K_PASTE_END)
		say_no_key(app, key, action);
}

/* ---- drawing ---- */

/* What happened behind the scenes since the views were last told. */
static void notice(struct app *app)
{
	bool error = app->message[0] && app->message_role == LOOK_ERROR;
	if (app->wizard.told[0] && !error)
		app_message(app, LOOK_MESSAGE, "%s", app->wizard.told);
	app->wizard.told[0] = '\0';
	if (app->wizard.trouble.kind != ERR_NONE) {
		app_message(app, LOOK_ERROR, "%s", app->wizard.trouble.text);
		app->wizard.trouble.kind = ERR_NONE;
	}
	if (app->generation == app->wizard.generation)
		return;
	app->generation = app->wizard.generation;
	for (int i = 0; i < STEP_COUNT; i++)
		if (app->views[i])
			enter(app->views[i]);
}

void app_draw(struct app *app)
{
	notice(app);
	progress_update(&app->progress, &app->wizard, !app->dirty);
	draw_begin(app->term);
	frame_draw(app);
	draw_end(app->term);
	app->dirty = false;
	app->drawn_us = loop_now_us();
	app->graph_revision = wizard_graph_revision(&app->wizard);
}

void app_settle(struct app *app)
{
	loop_finish_jobs(app->loop);
	app->dirty = true;
}
