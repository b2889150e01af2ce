/* One of the documented checks: why it matters, where to look, and what the user found. */
#include <string.h>

#include "frame.h"
#include "menu.h"
#include "rail.h"
#include "report/report.h"
#include "view.h"
#include "wizard_graph.h"

struct check_view {
	struct view view;
	enum step step;
	struct menu menu;
};

enum choice { CHOICE_YES, CHOICE_NO, CHOICE_UNKNOWN, CHOICE_SKIP, CHOICE_NOTE, CHOICE_TIMES };

static const struct {
	enum action action;
	const char *text;
	enum check_outcome outcome;
} choices[] = {
	[CHOICE_YES] = {ACTION_YES, N_("yes"), CHECK_GOOD},
	[CHOICE_NO] = {ACTION_NO, N_("no"), CHECK_BAD},
	[CHOICE_UNKNOWN] = {ACTION_UNKNOWN, N_("I don't know"), CHECK_UNKNOWN},
	[CHOICE_SKIP] = {ACTION_SKIP, N_("skip: the verdict will say so"), CHECK_SKIPPED},
	[CHOICE_NOTE] = {ACTION_NOTE, N_("note:"), CHECK_UNKNOWN},
	[CHOICE_TIMES] = {ACTION_TIMES, N_("give the times, and let them be compared"),
		CHECK_UNKNOWN},
};

/* The times only help with the last check-in. */
static size_t choice_count(const struct check_view *v)
{
	return v->step == STEP_CHECK_IN ? CHOICE_TIMES + 1 : CHOICE_NOTE + 1;
}

static const struct case_check *said(const struct check_view *v)
{
	return &v->view.app->wizard.diagnosis->checks[wizard_check_id(v->step)];
}

static bool is_answer(const struct check_view *v, size_t choice)
{
	const struct case_check *check = said(v);
	bool settled = check->outcome == CHECK_GOOD || check->outcome == CHECK_BAD;
	return choice <= CHOICE_SKIP && check->outcome == choices[choice].outcome &&
		(check->origin == ORIGIN_USER || (check->origin != ORIGIN_NONE && settled));
}

static void add_time(struct page *page, const char *label, int64_t us)
{
	char text[TIME_TEXT_MAX];
	if (us == TIME_NONE)
		return;
	page_line(page, 8, 8);
	page_addf(page, LOOK_LABEL, "%s ", label);
	page_add(page, LOOK_PLAIN, sv_str(time_rfc3339(us, text)));
}

static void add_choice(struct check_view *v, size_t i)
{
	struct page *page = &v->menu.page;
	const struct case_options *options = &v->view.app->wizard.diagnosis->options;
	char key[KEY_NAME_MAX];
	struct sv glyph = draw_glyph(v->view.app->term, GLYPH_SELECTED);
	page_target(page, i);
	page_line(page, 1, 8);
	page_add(page, LOOK_STEP_NOW, is_answer(v, i) ? glyph : SV(" "));
	page_addf(page, LOOK_HINT_KEY, " %s", key_label(
		v->view.app->keymap.keys[choices[i].action][0], key));
	page_addf(page, is_answer(v, i) ? LOOK_HEADING : LOOK_PLAIN, "  %s",
		_(choices[i].text));
	if (i == CHOICE_NOTE && said(v)->note)
		page_addf(page, LOOK_PLAIN, " %s", said(v)->note);
	if (i == CHOICE_TIMES) {
		add_time(page, _("assigned:"), options->assigned_at);
		add_time(page, _("last check-in:"), options->last_check_in);
	}
	page_target(page, PAGE_NOWHERE);
}

static void add_part(struct page *page, const char *label, const char *msgid)
{
	if (!msgid || !*msgid)
		return;
	page_blank(page);
	page_line(page, 0, 0);
	page_addf(page, LOOK_LABEL, "%s ", label);
	page_add(page, LOOK_PLAIN, sv_str(guide_text(msgid)));
}

/* Which question is under way. */
static void add_asking(struct page *page, const struct wizard *w)
{
	const struct graph_step *step = wizard_graph_step(w);
	if (!step)
		return;
	page_line(page, 0, 0);
	page_addf(page, LOOK_DIM, P_("%zu question asked; now: %s", "%zu questions asked; now: %s",
		w->graph.facts->steps_count), w->graph.facts->steps_count,
		_(question_info(step->question)->purpose));
}

/* What Graph answers, and whether it counts. */
static void add_graph(struct check_view *v)
{
	struct page *page = &v->menu.page;
	struct app *app = v->view.app;
	enum check_id id = wizard_check_id(v->step);
	const struct diagnosis *d = app->wizard.diagnosis;
	const struct graph_check *asked = &d->asked[id];
	char key[KEY_NAME_MAX];
	if (!d->graph)
		return;
	page_blank(page);
	page_line(page, 0, 0);
	page_addf(page, LOOK_LABEL, "%s ", _("Microsoft Graph:"));
	page_addf(page, LOOK_HEADING, "%s", asked->outcome == CHECK_UNKNOWN
		? _("not known") : report_check_word(asked->outcome));
	page_addf(page, LOOK_PLAIN, "  %s", asked->answered ? asked->text
		: _("Graph does not tell."));
	add_asking(page, &app->wizard);
	if (!asked->answered)
		return;
	page_line(page, 0, 0);
	if (d->checks[id].origin != ORIGIN_USER)
		page_add(page, LOOK_DIM, sv_str(_("This counts as long as you do not answer yourself.")));
	else
		page_addf(page, diagnosis_contradicted(d, id) ? LOOK_ERROR : LOOK_DIM,
			_("Your answer counts, not this; %s takes this instead."), key_label(
			app->keymap.keys[ACTION_GRAPH][0], key));
}

static void fill(struct check_view *v, int width)
{
	struct page *page = &v->menu.page;
	const struct guide_check *check = wizard_check(&v->view.app->wizard, v->step);
	page_clear(page, width - 1, app_ascii(v->view.app));
	page_blank(page);
	page_line(page, 0, 0);
	page_add(page, LOOK_HEADING, sv_str(guide_text(check->question)));
	for (size_t i = 0; i < choice_count(v); i++)
		add_choice(v, i);
	add_graph(v);
	add_part(page, _("Why:"), check->why);
	add_part(page, _("Where:"), check->where);
	if (check->link) {
		page_line(page, 0, 0);
		page_add(page, LOOK_LINK, sv_str(check->link));
	}
	menu_set_choices(&v->menu, choice_count(v));
}

static void check_draw(struct view *view, struct canvas canvas)
{
	struct check_view *v = (struct check_view *)view;
	struct canvas body = rail_draw(view->app, canvas);
	fill(v, body.width);
	menu_draw(&v->menu, body);
}

static bool check_can(struct view *view, enum action action)
{
	struct check_view *v = (struct check_view *)view;
	if (action_moves(action))
		return menu_can(&v->menu, action);
	if (action == ACTION_TIMES)
		return v->step == STEP_CHECK_IN;
	if (action == ACTION_GRAPH)
		return said(v)->origin == ORIGIN_USER &&
			view->app->wizard.diagnosis->asked[wizard_check_id(v->step)].answered;
	return action == ACTION_OPEN || (action >= ACTION_YES && action <= ACTION_NOTE);
}

static bool take_note(struct app *app, void *data, const char *text)
{
	struct check_view *v = data;
	wizard_set_note(&app->wizard, wizard_check_id(v->step), text);
	return true;
}

static void ask_note(struct check_view *v)
{
	app_ask(v->view.app, &(struct field_request){FIELD_OTHER, _("Note:"), said(v)->note,
		take_note, v});
}

/* ---- the times ---- */

static bool take_time(struct app *app, bool assigned, const char *text)
{
	struct err err = {0};
	if (wizard_set_time(&app->wizard, assigned, sv_str(text), &err))
		return true;
	app_message(app, LOOK_ERROR, "%s", err.text);
	return false;
}

static bool take_check_in(struct app *app, void *data, const char *text)
{
	(void)data;
	return take_time(app, false, text);
}

static bool take_assigned(struct app *app, void *data, const char *text)
{
	char before[TIME_TEXT_MAX];
	if (!take_time(app, true, text))
		return false;
	time_rfc3339(app->wizard.diagnosis->options.last_check_in, before);
	app_ask(app, &(struct field_request){FIELD_OTHER,
		_("Last check-in in the portal (empty: not known):"), before, take_check_in, data});
	return true;
}

/* Graph's clock counts only once the user confirms it: it is offered, no more. */
static int64_t assigned_or_changed(const struct diagnosis *d)
{
	size_t profile = d->graph ? graph_scep_profile(d->graph, 0) : GRAPH_NONE;
	bool only = profile != GRAPH_NONE && graph_scep_profile(d->graph, 1) == GRAPH_NONE;
	return d->options.assigned_at == TIME_NONE && only ? d->graph->profiles[profile].modified
		: d->options.assigned_at;
}

static void ask_times(struct check_view *v)
{
	char before[TIME_TEXT_MAX];
	time_rfc3339(assigned_or_changed(v->view.app->wizard.diagnosis), before);
	app_ask(v->view.app, &(struct field_request){FIELD_OTHER,
		_("Profile assigned or changed (empty: not known):"), before, take_assigned, v});
}

/* An answer leads on to the next step. */
static void answer(struct check_view *v, size_t choice)
{
	struct app *app = v->view.app;
	enum check_id id = wizard_check_id(v->step);
	autofree char *note = said(v)->note ? xstrdup(said(v)->note) : NULL;
	list_select(&v->menu.choices, choice);
	wizard_answer(&app->wizard, id, choices[choice].outcome, note);
	app_act(app, ACTION_NEXT_STEP);
}

static void check_act(struct view *view, enum action action)
{
	struct check_view *v = (struct check_view *)view;
	if (action == ACTION_OPEN)
		action = choices[v->menu.choices.selected].action;
	if (action == ACTION_NOTE)
		ask_note(v);
	else if (action == ACTION_TIMES)
		ask_times(v);
	else if (action == ACTION_GRAPH)
		wizard_accept(&v->view.app->wizard, wizard_check_id(v->step));
	else if (action_moves(action))
		menu_act(&v->menu, action);
	else
		for (size_t i = 0; i <= CHOICE_SKIP; i++)
			if (choices[i].action == action)
				answer(v, i);
}

static void check_enter(struct view *view)
{
	struct check_view *v = (struct check_view *)view;
	list_select(&v->menu.choices, 0);
	for (size_t i = 0; view->app->wizard.diagnosis && i <= CHOICE_SKIP; i++)
		if (is_answer(v, i))
			list_select(&v->menu.choices, i);
}

static void check_destroy(struct view *view)
{
	struct check_view *v = (struct check_view *)view;
	menu_finish(&v->menu);
	free(v);
}

static const enum action check_hints[] = {ACTION_YES, ACTION_NO, ACTION_UNKNOWN, ACTION_SKIP,
	ACTION_TIMES, ACTION_GRAPH, ACTION_NEXT_STEP, ACTION_BACK, ACTION_NONE};
static const struct view_ops check_ops = {
	.name = "check",
	.about = N_("Look it up in the portal and answer; the answer leads to the next step. \"I "
		"don't know\" and skipping are answers too: the verdict names what was not "
		"checked. Going back loses nothing."),
	.place = PLACE_CHECK,
	.hints = check_hints,
	.draw = check_draw,
	.can = check_can,
	.act = check_act,
	.enter = check_enter,
	.destroy = check_destroy,
};

struct view *view_check_create(struct app *app, enum step step)
{
	struct check_view *v = xcalloc(1, sizeof(*v));
	v->view = (struct view){&check_ops, app};
	v->step = step;
	menu_init(&v->menu);
	return &v->view;
}
