/* The start: which platform, which file, or which diagnosis to go on with. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/path.h"
#include "frame.h"
#include "menu.h"

#include "view.h"

#define SHOWN_MAX 30 /* saved diagnoses */

struct start_view {
	struct view view;
	struct menu menu;
	struct saved_list saved;
};

/* The choices are the guides that begin with the device, then the file, then what was saved. */
static const struct guide *guide_at(const struct start_view *v, size_t i)
{
	const struct guide_list *guides = &v->view.app->options.library->guides;
	for (size_t k = 0; k < guides->guides_count; k++)
		if (guide_is_delivery(guides->guides[k]) && i-- == 0)
			return guides->guides[k];
	return NULL;
}

static size_t guides_count(const struct start_view *v)
{
	size_t count = 0;
	while (guide_at(v, count))
		count++;
	return count;
}

static size_t saved_count(const struct start_view *v)
{
	return v->saved.cases_count < SHOWN_MAX ? v->saved.cases_count : SHOWN_MAX;
}

static const struct saved_case *selected_case(const struct start_view *v)
{
	uint64_t at = v->menu.choices.selected;
	return at > guides_count(v) ? &v->saved.cases[at - guides_count(v) - 1] : NULL;
}

static void add_guides(struct start_view *v)
{
	struct page *page = &v->menu.page;
	const struct guide *guide;
	for (size_t i = 0; (guide = guide_at(v, i)); i++) {
		page_target(page, i);
		page_line(page, 2, 6);
		page_add(page, LOOK_HEADING, sv_str(guide_platform_title(guide->platform)));
		page_target(page, PAGE_NOWHERE);
		page_line(page, 6, 6);
		page_add(page, LOOK_PLAIN, sv_str(guide_text(guide->summary)));
	}
}

static void add_file(struct start_view *v)
{
	struct page *page = &v->menu.page;
	page_target(page, guides_count(v));
	page_line(page, 2, 6);
	page_add(page, LOOK_HEADING, sv_str(_("A log file")));
	page_target(page, PAGE_NOWHERE);
	page_line(page, 6, 6);
	page_add(page, LOOK_PLAIN, sv_str(_("Its content tells the platform; the diagnosis begins "
		"with what it shows.")));
}

/* "14:02" today, else the day. */
static void add_when(struct page *page, int64_t saved_us, int64_t now_us)
{
	time_t saved = (time_t)(saved_us / TIME_SECOND), now = (time_t)(now_us / TIME_SECOND);
	struct tm then, today;
	char text[32];
	localtime_r(&saved, &then);
	localtime_r(&now, &today);
	bool same = then.tm_year == today.tm_year && then.tm_yday == today.tm_yday;
	strftime(text, sizeof(text), same ? "%H:%M" : "%Y-%m-%d %H:%M", &then);
	page_addf(page, LOOK_DIM, "%-16s ", text);
}

static int64_t now_us(const struct app *app)
{
	return app->options.now_us ? app->options.now_us : (int64_t)time(NULL) * TIME_SECOND;
}

static void add_outcome(struct start_view *v, const struct saved_case *saved)
{
	for (int i = REACHED; i <= NOT_REACHED; i++) {
		if (strcmp(saved->outcome, verdict_outcome_id((enum verdict_outcome)i)) != 0)
			continue;
		autostrbuf text;
		strbuf_init(&text, STRBUF_LINE);
		strbuf_str(&text, "  ");
		frame_outcome(v->view.app, (enum verdict_outcome)i, &text);
		page_add(&v->menu.page, frame_outcome_role((enum verdict_outcome)i),
			strbuf_sv(&text));
	}
}

static void add_saved(struct start_view *v)
{
	struct page *page = &v->menu.page;
	if (!saved_count(v))
		return;
	page_blank(page);
	page_line(page, 1, 1);
	page_add(page, LOOK_LABEL, sv_str(_("Go on with")));
	for (size_t i = 0; i < saved_count(v); i++) {
		const struct saved_case *saved = &v->saved.cases[i];
		const struct guide *guide = guide_by_id(
			&v->view.app->options.library->guides, sv_str(saved->guide));
		page_target(page, guides_count(v) + 1 + i);
		page_line(page, 2, 6);
		add_when(page, saved->saved_us, now_us(v->view.app));
		page_add(page, LOOK_HEADING, sv_str(guide
			? guide_platform_title(guide->platform) : saved->guide));
		if (saved->logs_count)
			page_addf(page, LOOK_PLAIN, "  " SV_FMT,
				SV_ARG(path_name(sv_str(saved->logs[0]))));
		add_outcome(v, saved);
		page_target(page, PAGE_NOWHERE);
	}
}

static void fill(struct start_view *v, int width)
{
	struct page *page = &v->menu.page;
	page_clear(page, width - 1, app_ascii(v->view.app));
	page_line(page, 1, 1);
	page_add(page, LOOK_PLAIN, sv_str(_("Did the SCEP certificate profile reach this device? And "
		"if not, which check fails?")));
	page_blank(page);
	page_line(page, 1, 1);
	page_add(page, LOOK_LABEL, sv_str(_("A new diagnosis")));
	add_guides(v);
	add_file(v);
	add_saved(v);
	menu_set_choices(&v->menu, guides_count(v) + 1 + saved_count(v));
}

static void start_draw(struct view *view, struct canvas canvas)
{
	struct start_view *v = (struct start_view *)view;
	fill(v, canvas.width);
	menu_draw(&v->menu, canvas);
}

static bool start_can(struct view *view, enum action action)
{
	struct start_view *v = (struct start_view *)view;
	if (action_moves(action))
		return menu_can(&v->menu, action);
	if (action == ACTION_FORGET)
		return selected_case(v) != NULL;
	return action == ACTION_OPEN || action == ACTION_OPEN_FILE;
}

static void go_on(struct start_view *v, const struct saved_case *saved)
{
	struct app *app = v->view.app;
	struct err err = {0};
	char id[SAVED_ID_MAX];
	strcpy(id, saved->id);
	if (wizard_resume(&app->wizard, id, &err))
		app_go(app, app->wizard.step);
	else
		app_message(app, LOOK_ERROR, "%s", err.text);
}

static void open_selected(struct start_view *v)
{
	struct app *app = v->view.app;
	uint64_t at = v->menu.choices.selected;
	if (at < guides_count(v)) {
		wizard_choose(&app->wizard, guide_at(v, at));
		app_go(app, STEP_FIRST);
	} else if (at == guides_count(v)) {
		app_open_file(app);
	} else {
		go_on(v, selected_case(v));
	}
}

static void load_saved(struct start_view *v)
{
	saved_list_finish(&v->saved);
	v->saved = (struct saved_list){0};
	if (v->view.app->wizard.folder)
		saved_list_load(&v->saved, v->view.app->wizard.folder);
}

/* Deleting can't be undone, so it is asked. */
static bool forget_typed(struct app *app, void *data, const char *text)
{
	struct start_view *v = data;
	struct err err = {0};
	const struct saved_case *saved = selected_case(v);
	if (!saved || !sv_ieq(sv_trim(sv_str(text)), sv_str(_("yes"))))
		return true;
	if (!saved_delete(app->wizard.folder, saved->id, &err))
		app_message(app, LOOK_ERROR, "%s", err.text);
	load_saved(v);
	return true;
}

static void start_act(struct view *view, enum action action)
{
	struct start_view *v = (struct start_view *)view;
	if (action == ACTION_OPEN)
		open_selected(v);
	else if (action == ACTION_OPEN_FILE)
		app_open_file(view->app);
	else if (action == ACTION_FORGET)
		app_ask(view->app, &(struct field_request){FIELD_OTHER,
			_("Delete this saved diagnosis? Type yes:"), NULL, forget_typed, v});
	else
		menu_act(&v->menu, action);
}

static void start_enter(struct view *view)
{
	load_saved((struct start_view *)view);
}

static void start_destroy(struct view *view)
{
	struct start_view *v = (struct start_view *)view;
	menu_finish(&v->menu);
	saved_list_finish(&v->saved);
	free(v);
}

static const enum action start_hints[] = {ACTION_OPEN, ACTION_OPEN_FILE, ACTION_FORGET,
	ACTION_NEXT_STEP, ACTION_COMMAND, ACTION_NONE};
static const struct view_ops start_ops = {
	.name = "start",
	.about = N_("Choose the device's platform: three checks in the portal follow, then its log. "
		"Or open a log at once, or go on with a saved diagnosis."),
	.place = PLACE_START,
	.hints = start_hints,
	.draw = start_draw,
	.can = start_can,
	.act = start_act,
	.enter = start_enter,
	.destroy = start_destroy,
};

struct view *view_start_create(struct app *app)
{
	struct start_view *v = xcalloc(1, sizeof(*v));
	v->view = (struct view){&start_ops, app};
	menu_init(&v->menu);
	return &v->view;
}
