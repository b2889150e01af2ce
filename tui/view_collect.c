/* How to get the log, and the logs that lie here already. */
#include <string.h>

#include "base/path.h"
#include "frame.h"
#include "log/nearby.h"
#include "menu.h"
#include "rail.h"
#include "view.h"

#define SHOWN_MAX NEARBY_LOGS_MAX

struct collect_view {
	struct view view;
	struct menu menu;
	struct nearby nearby;
};

/* The choices are the logs of this folder, then those that were passed over in a bundle, then a
 * file, then none. */
static size_t nearby_count(const struct collect_view *v)
{
	return v->nearby.logs_count < SHOWN_MAX ? v->nearby.logs_count : SHOWN_MAX;
}

static size_t others_count(const struct collect_view *v)
{
	size_t count = v->view.app->wizard.others_count;
	return count < SHOWN_MAX ? count : SHOWN_MAX;
}

static bool is_open(const struct collect_view *v, const char *path)
{
	const struct wizard *w = &v->view.app->wizard;
	autofree char *full = realpath(path, NULL);
	for (size_t i = 0; i < w->logs_count; i++)
		if ((full && !strcmp(w->logs[i].path, full)) || !strcmp(w->logs[i].typed, path))
			return true;
	return false;
}

static void add_log(struct collect_view *v, size_t number, const char *path, const char *name,
	const char *title, uint64_t bytes)
{
	struct page *page = &v->menu.page;
	autostrbuf size;
	strbuf_init(&size, STRBUF_LINE);
	frame_size(bytes, &size);
	page_target(page, number);
	page_line(page, 1, 4);
	page_add(page, LOOK_STEP_DONE, is_open(v, path)
		? draw_glyph(v->view.app->term, GLYPH_PASSED) : SV(" "));
	page_add(page, LOOK_HEADING, SV(" "));
	page_add(page, LOOK_HEADING, sv_str(name));
	page_addf(page, LOOK_DIM, "  %s%s%s", title ? guide_text(title) : "", title ? ", " : "",
		size.ptr);
	page_target(page, PAGE_NOWHERE);
}

static void add_nearby(struct collect_view *v)
{
	for (size_t i = 0; i < nearby_count(v); i++) {
		const struct nearby_log *log = &v->nearby.logs[i];
		add_log(v, i, log->path, log->name, log->format_title, log->size);
	}
}

static void add_others(struct collect_view *v)
{
	const struct wizard *w = &v->view.app->wizard;
	struct sv in = w->others_in ? path_name(sv_str(w->others_in)) : SV_EMPTY;
	if (!w->others_count)
		return;
	page_line(&v->menu.page, 1, 1);
	page_addf(&v->menu.page, LOOK_DIM, _("Also in %.*s:"), SV_ARG(in));
	for (size_t i = 0; i < others_count(v); i++) {
		const struct other_log *log = &w->others[i];
		add_log(v, nearby_count(v) + i, log->spelled, log->member, log->title, log->size);
	}
}

static void add_choice(struct page *page, size_t number, const char *text)
{
	page_target(page, number);
	page_line(page, 3, 5);
	page_add(page, LOOK_PLAIN, sv_str(text));
	page_target(page, PAGE_NOWHERE);
}

static void add_recipe(struct collect_view *v)
{
	struct page *page = &v->menu.page;
	const struct guide *guide = v->view.app->wizard.diagnosis->guide;
	page_blank(page);
	page_line(page, 0, 0);
	page_addf(page, LOOK_LABEL, _("How to get it: %s (%s)"), guide_text(guide->log_title),
		guide->log_name);
	for (size_t i = 0; i < guide->steps_count; i++) {
		page_line(page, 1, 4);
		page_addf(page, LOOK_LABEL, "%zu. ", i + 1);
		page_add(page, LOOK_PLAIN, sv_str(guide_text(guide->steps[i].text)));
		if (!guide->steps[i].link)
			continue;
		page_line(page, 4, 4);
		page_add(page, LOOK_LINK, sv_str(guide->steps[i].link));
	}
}

static void fill(struct collect_view *v, int width)
{
	struct page *page = &v->menu.page;
	const struct guide *guide = v->view.app->wizard.diagnosis->guide;
	size_t count = nearby_count(v) + others_count(v);
	page_clear(page, width - 1, app_ascii(v->view.app));
	page_blank(page);
	page_line(page, 0, 0);
	page_addf(page, LOOK_HEADING, _("Open the device's log: %s"), guide_text(guide->log_title));
	if (!nearby_count(v)) {
		page_line(page, 1, 1);
		page_add(page, LOOK_DIM, sv_str(_("(none for this platform lies in this folder)")));
	}
	add_nearby(v);
	add_others(v);
	add_choice(page, count, _("Open another file …"));
	add_choice(page, count + 1, v->view.app->wizard.diagnosis->logs_count
		? _("Go on with the logs that are open") : _("Go on without a log"));
	add_recipe(v);
	menu_set_choices(&v->menu, count + 2);
}

static void collect_draw(struct view *view, struct canvas canvas)
{
	struct collect_view *v = (struct collect_view *)view;
	struct canvas body = rail_draw(view->app, canvas);
	fill(v, body.width);
	menu_draw(&v->menu, body);
}

static bool collect_can(struct view *view, enum action action)
{
	struct collect_view *v = (struct collect_view *)view;
	if (action_moves(action))
		return menu_can(&v->menu, action);
	return action == ACTION_OPEN || action == ACTION_OPEN_FILE;
}

static void open_listed(struct collect_view *v, size_t at)
{
	size_t nearby = nearby_count(v);
	const char *path = at < nearby ? v->nearby.logs[at].path
		: v->view.app->wizard.others[at - nearby].spelled;
	if (is_open(v, path))
		app_go(v->view.app, STEP_LOG);
	else
		app_open(v->view.app, path);
}

static void collect_act(struct view *view, enum action action)
{
	struct collect_view *v = (struct collect_view *)view;
	uint64_t at = v->menu.choices.selected, count = nearby_count(v) + others_count(v);
	if (action_moves(action))
		menu_act(&v->menu, action);
	else if (action == ACTION_OPEN_FILE || at == count)
		app_open_file(view->app);
	else if (at < count)
		open_listed(v, at);
	else
		app_act(view->app, ACTION_NEXT_STEP);
}

static void collect_enter(struct view *view)
{
	struct collect_view *v = (struct collect_view *)view;
	const char *folder = view->app->options.folder;
	nearby_finish(&v->nearby);
	v->nearby = (struct nearby){0};
	if (view->app->wizard.diagnosis)
		nearby_find(&v->nearby, folder ? folder : ".",
			guide_log_platform(view->app->wizard.diagnosis->guide));
}

static void collect_destroy(struct view *view)
{
	struct collect_view *v = (struct collect_view *)view;
	menu_finish(&v->menu);
	nearby_finish(&v->nearby);
	free(v);
}

static const enum action collect_hints[] = {ACTION_OPEN, ACTION_OPEN_FILE, ACTION_NEXT_STEP,
	ACTION_BACK, ACTION_COMMAND, ACTION_NONE};
static const struct view_ops collect_ops = {
	.name = "collect",
	.about = N_("The device's log proves whether the profile arrived. Open it if it lies here; "
		"otherwise the steps tell how to get it. Several logs can be open at once."),
	.place = PLACE_COLLECT,
	.hints = collect_hints,
	.draw = collect_draw,
	.can = collect_can,
	.act = collect_act,
	.enter = collect_enter,
	.destroy = collect_destroy,
};

struct view *view_collect_create(struct app *app)
{
	struct collect_view *v = xcalloc(1, sizeof(*v));
	v->view = (struct view){&collect_ops, app};
	menu_init(&v->menu);
	return &v->view;
}
