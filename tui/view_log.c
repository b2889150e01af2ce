/* The log: its entries above, the selected one explained below. */
#include "log_view.h"

#include "copy.h"
#include "spots.h"

#define RATIO_STEP 5
#define SIDE_STEP 8 /* columns a row scrolls to the side */

static struct log_view *log_view(struct view *view)
{
	return (struct log_view *)view;
}

static struct wizard *wizard_of(const struct log_view *v)
{
	return &v->view.app->wizard;
}

static void log_draw(struct view *view, struct canvas canvas)
{
	struct log_view *v = log_view(view);
	if (!view->app->wizard.diagnosis->logs_count)
		return; /* the log could not be read again; the message says why */
	place_catch_up(&v->place);
	place_update(&v->place);
	log_find_go_on(&v->place.search);
	log_find_go_on(&v->place.filter);
	log_panes_draw(v, canvas);
	place_remember(&v->place);
}

/* ---- moving ---- */

static bool can_move(struct log_view *v, enum action action)
{
	if (action == ACTION_LEFT)
		return !v->on_entry && v->row.skip > 0;
	if (action == ACTION_RIGHT)
		return !v->on_entry && v->row.skip < v->row.beyond;
	return list_can(v->on_entry ? &v->lines : &v->place.list, action);
}

static void move(struct log_view *v, enum action action)
{
	if (action == ACTION_LEFT)
		v->row.skip = v->row.skip > SIDE_STEP ? v->row.skip - SIDE_STEP : 0;
	else if (action == ACTION_RIGHT)
		v->row.skip += SIDE_STEP;
	else if (v->on_entry)
		list_act(&v->lines, action);
	else {
		list_act(&v->place.list, action);
		v->place.moved = true;
		v->place.wanted = SEARCH_NONE;
	}
}

/* ---- going to an entry ---- */

static bool can_go_to_key(struct log_view *v, enum action action)
{
	return place_key(&v->place, action == ACTION_PREVIOUS_KEY) != SPOT_NONE;
}

static void go_to_key(struct log_view *v, enum action action)
{
	place_go(&v->place, place_key(&v->place, action == ACTION_PREVIOUS_KEY));
}

static bool can_go_to_expected(struct log_view *v, enum action action)
{
	(void)action;
	return place_expected(&v->place) != SPOT_NONE;
}

static void go_to_expected(struct log_view *v, enum action action)
{
	(void)action;
	place_go(&v->place, place_expected(&v->place));
}

static bool can_go_to_mark(struct log_view *v, enum action action)
{
	struct spot mark;
	(void)action;
	return place_next_mark(&v->place, &mark);
}

static void go_to_mark(struct log_view *v, enum action action)
{
	struct spot mark;
	(void)action;
	if (place_next_mark(&v->place, &mark))
		place_jump(&v->place, mark.entry);
}

static bool can_change_log(struct log_view *v, enum action action)
{
	(void)action;
	return wizard_of(v)->diagnosis->logs_count > 1;
}

static void change_log(struct log_view *v, enum action action)
{
	(void)action;
	place_show_log(&v->place, (v->place.log + 1) % wizard_of(v)->diagnosis->logs_count);
}

/* ---- looking for something ---- */

static bool search_typed(struct app *app, void *data, const char *text)
{
	struct log_view *v = data;
	uint64_t entry = 0;
	place_entry(&v->place, &entry);
	if (!log_find_begin(&v->place.search, app, place_log(&v->place), sv_str(text), entry))
		return false;
	v->place.search.jump = v->place.search.search != NULL;
	v->place.search.from = entry;
	v->place.moved = true;
	return true;
}

static bool filter_typed(struct app *app, void *data, const char *text)
{
	struct log_view *v = data;
	uint64_t entry = v->place.last;
	if (!log_find_begin(&v->place.filter, app, place_log(&v->place), sv_str(text), 0))
		return false;
	v->place.wanted = entry; /* or what is left next to it, once the filter has been through */
	v->place.moved = true;
	return true;
}

static void ask_pattern(struct log_view *v, enum action action)
{
	bool filter = action == ACTION_FILTER;
	const struct log_find *find = filter ? &v->place.filter : &v->place.search;
	app_ask(v->view.app, &(struct field_request){filter ? FIELD_FILTER : FIELD_SEARCH,
		filter ? _("Show only:") : _("Search:"),
		filter && find->search ? search_pattern(find->search) : NULL,
		filter ? filter_typed : search_typed, v});
}

static bool can_go_to_hit(struct log_view *v, enum action action)
{
	uint64_t entry;
	(void)action;
	return v->place.search.search && place_entry(&v->place, &entry);
}

static void go_to_hit(struct log_view *v, enum action action)
{
	place_next_hit(&v->place, action == ACTION_PREVIOUS_HIT);
}

static bool can_cancel(struct log_view *v, enum action action)
{
	(void)action;
	return log_find_busy(&v->place.search) || log_find_busy(&v->place.filter);
}

static void cancel(struct log_view *v, enum action action)
{
	(void)action;
	log_find_stop(&v->place.search);
	log_find_stop(&v->place.filter);
}

/* ---- the panes ---- */

static void change_pane(struct log_view *v, enum action action)
{
	(void)action;
	v->on_entry = !v->on_entry;
}

/* Where the change can't be seen, it is said. */
static void change_raw(struct log_view *v, enum action action)
{
	bool raw = !v->view.app->habits.raw;
	(void)action;
	v->view.app->habits.raw = raw;
	if (log_panes_single(v) && !v->on_entry)
		app_message(v->view.app, LOOK_MESSAGE, raw ? _("The entry is shown raw")
			: _("The entry is shown unwrapped"));
}

static void change_layout(struct log_view *v, enum action action)
{
	struct app *app = v->view.app;
	int height, width;
	(void)action;
	term_size(app->term, &height, &width);
	bool beside = app->habits.layout == LAYOUT_BESIDE ||
		(app->habits.layout == LAYOUT_AUTO && width >= SPLIT_BESIDE_FROM);
	app->habits.layout = beside ? LAYOUT_STACKED : LAYOUT_BESIDE;
	v->zoom = false;
}

static bool can_zoom(struct log_view *v, enum action action)
{
	struct log_view whole = *v;
	(void)action;
	whole.zoom = false;
	return v->zoom || !log_panes_single(&whole);
}

static void change_zoom(struct log_view *v, enum action action)
{
	(void)action;
	v->zoom = !v->zoom;
}

static unsigned next_ratio(const struct log_view *v, enum action action)
{
	int ratio = (int)v->view.app->habits.ratio +
		(action == ACTION_LARGER ? RATIO_STEP : -RATIO_STEP);
	return ratio < RATIO_MIN ? RATIO_MIN : ratio > RATIO_MAX ? RATIO_MAX : (unsigned)ratio;
}

static bool can_change_ratio(struct log_view *v, enum action action)
{
	return log_panes_differ(v, next_ratio(v, action));
}

static void change_ratio(struct log_view *v, enum action action)
{
	v->view.app->habits.ratio = next_ratio(v, action);
}

/* ---- the entry, the file ---- */

static void toggle_mark(struct log_view *v, enum action action)
{
	size_t mark;
	uint64_t entry;
	(void)action;
	place_toggle_mark(&v->place);
	if (log_panes_single(v) && v->on_entry && place_entry(&v->place, &entry))
		app_message(v->view.app, LOOK_MESSAGE, place_marked(&v->place, entry, &mark)
			? _("Marked") : _("Not marked any more"));
}

static void copy(struct log_view *v, enum action action)
{
	uint64_t entry;
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	if (!place_entry(&v->place, &entry))
		return;
	struct entry_page what = log_panes_page(v, entry);
	entry_page_text(&what, &v->entry, action == ACTION_COPY_EVIDENCE, &text);
	copy_text(v->view.app, strbuf_sv(&text));
}

static void toggle_follow(struct log_view *v, enum action action)
{
	bool follow = !wizard_of(v)->follow;
	(void)action;
	if (follow && !wizard_can_reread(wizard_of(v))) {
		app_message(v->view.app, LOOK_MESSAGE, "%s", _("Standard input can't be followed; "
			"save the log as a file and open that"));
		return;
	}
	wizard_set_follow(wizard_of(v), follow);
	if (follow)
		place_select(&v->place, place_filtered(&v->place) ? UINT64_MAX : place_count(&v->place));
	app_message(v->view.app, LOOK_MESSAGE, follow
		? _("Following: when the file changes, it is read again") : _("Not following"));
}

static void show_checklist(struct log_view *v, enum action action)
{
	(void)action;
	app_overlay(v->view.app, view_checklist_create(v->view.app));
}

static void open_file(struct log_view *v, enum action action)
{
	(void)action;
	app_open_file(v->view.app);
}

static bool can_always(struct log_view *v, enum action action)
{
	(void)v;
	(void)action;
	return true;
}

static bool can_with_entry(struct log_view *v, enum action action)
{
	uint64_t entry;
	(void)action;
	return place_entry(&v->place, &entry);
}

/* All that is no move: whether it can be done now, and the doing. */
static const struct deed {
	bool (*can)(struct log_view *v, enum action action);
	void (*act)(struct log_view *v, enum action action);
} deeds[ACTION_COUNT] = {
	[ACTION_NEXT_KEY] = {can_go_to_key, go_to_key},
	[ACTION_PREVIOUS_KEY] = {can_go_to_key, go_to_key},
	[ACTION_EXPECTED] = {can_go_to_expected, go_to_expected},
	[ACTION_NEXT_MARK] = {can_go_to_mark, go_to_mark},
	[ACTION_NEXT_LOG] = {can_change_log, change_log},
	[ACTION_SEARCH] = {can_always, ask_pattern},
	[ACTION_FILTER] = {can_always, ask_pattern},
	[ACTION_NEXT_HIT] = {can_go_to_hit, go_to_hit},
	[ACTION_PREVIOUS_HIT] = {can_go_to_hit, go_to_hit},
	[ACTION_CANCEL] = {can_cancel, cancel},
	[ACTION_OPEN] = {can_with_entry, change_pane},
	[ACTION_NEXT_PANE] = {can_with_entry, change_pane},
	[ACTION_PREVIOUS_PANE] = {can_with_entry, change_pane},
	[ACTION_RAW] = {can_with_entry, change_raw},
	[ACTION_LAYOUT] = {can_always, change_layout},
	[ACTION_ZOOM] = {can_zoom, change_zoom},
	[ACTION_LARGER] = {can_change_ratio, change_ratio},
	[ACTION_SMALLER] = {can_change_ratio, change_ratio},
	[ACTION_MARK] = {can_with_entry, toggle_mark},
	[ACTION_COPY] = {can_with_entry, copy},
	[ACTION_COPY_EVIDENCE] = {can_with_entry, copy},
	[ACTION_FOLLOW] = {can_always, toggle_follow},
	[ACTION_CHECKLIST] = {can_always, show_checklist},
	[ACTION_OPEN_FILE] = {can_always, open_file},
};

static bool log_can(struct view *view, enum action action)
{
	struct log_view *v = log_view(view);
	if (!wizard_of(v)->diagnosis->logs_count)
		return action == ACTION_OPEN_FILE;
	return deeds[action].can ? deeds[action].can(v, action) : can_move(v, action);
}

static void log_act(struct view *view, enum action action)
{
	struct log_view *v = log_view(view);
	if (deeds[action].act)
		deeds[action].act(v, action);
	else
		move(v, action);
}

static void log_enter(struct view *view)
{
	if (view->app->wizard.diagnosis && view->app->wizard.diagnosis->logs_count)
		place_catch_up(&log_view(view)->place);
}

static void log_let_go(struct view *view)
{
	place_let_go(&log_view(view)->place);
}

static void log_destroy(struct view *view)
{
	struct log_view *v = log_view(view);
	place_finish(&v->place);
	log_row_finish(&v->row);
	log_entry_finish(&v->entry);
	page_finish(&v->page);
	free(v);
}

static const enum action log_hints[] = {ACTION_NEXT_KEY, ACTION_NEXT_PANE, ACTION_SEARCH,
	ACTION_FILTER, ACTION_RAW, ACTION_CHECKLIST, ACTION_NEXT_STEP, ACTION_NONE};
static const struct view_ops log_ops = {
	.name = "log",
	.about = N_("The entries of the log; key entries are lit and explained below. The verdict "
		"stands at the top right."),
	.place = PLACE_LOG,
	.hints = log_hints,
	.draw = log_draw,
	.can = log_can,
	.act = log_act,
	.enter = log_enter,
	.let_go = log_let_go,
	.destroy = log_destroy,
};

struct view *view_log_create(struct app *app)
{
	struct log_view *v = xcalloc(1, sizeof(*v));
	v->view = (struct view){&log_ops, app};
	place_init(&v->place, app);
	log_row_init(&v->row, app);
	log_entry_init(&v->entry);
	page_init(&v->page);
	return &v->view;
}

void view_log_show(struct app *app, size_t log, uint64_t entry)
{
	app_go(app, STEP_LOG);
	struct log_view *v = log_view(app_view(app));
	place_show_log(&v->place, log);
	place_jump(&v->place, entry);
	v->on_entry = false;
}
