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

/* ---- actions ---- */

static bool can_move(struct log_view *v, enum action action)
{
	if (action == ACTION_LEFT)
		return !v->on_entry && v->row.skip > 0;
	if (action == ACTION_RIGHT)
		return !v->on_entry && v->place.list.count > 0;
	return list_can(v->on_entry ? &v->lines : &v->place.list, action);
}

static bool log_can(struct view *view, enum action action)
{
	struct log_view *v = log_view(view);
	struct spot place;
	uint64_t entry;
	bool any = view->app->wizard.diagnosis->logs_count && place_entry(&v->place, &entry);
	if (!view->app->wizard.diagnosis->logs_count)
		return action == ACTION_OPEN_FILE;
	if (action_moves(action) || action == ACTION_LEFT || action == ACTION_RIGHT)
		return can_move(v, action);
	switch (action) {
	case ACTION_NEXT_KEY:
	case ACTION_PREVIOUS_KEY:
		return place_key(&v->place, action == ACTION_PREVIOUS_KEY) != SPOT_NONE;
	case ACTION_NEXT_HIT:
	case ACTION_PREVIOUS_HIT:
		return v->place.search.search && any;
	case ACTION_EXPECTED:
		return place_expected(&v->place) != SPOT_NONE;
	case ACTION_NEXT_MARK:
		return place_next_mark(&v->place, &place);
	case ACTION_NEXT_LOG:
		return view->app->wizard.diagnosis->logs_count > 1;
	case ACTION_LARGER:
		return view->app->habits.ratio < RATIO_MAX && !log_panes_single(v);
	case ACTION_SMALLER:
		return view->app->habits.ratio > RATIO_MIN && !log_panes_single(v);
	case ACTION_CANCEL:
		return log_find_busy(&v->place.search) || log_find_busy(&v->place.filter);
	case ACTION_OPEN:
	case ACTION_MARK:
	case ACTION_COPY:
	case ACTION_COPY_EVIDENCE:
	case ACTION_NEXT_PANE:
	case ACTION_PREVIOUS_PANE:
		return any;
	case ACTION_SEARCH:
	case ACTION_FILTER:
	case ACTION_RAW:
	case ACTION_LAYOUT:
	case ACTION_ZOOM:
	case ACTION_FOLLOW:
	case ACTION_CHECKLIST:
	case ACTION_OPEN_FILE:
		return true;
	default:
		return false;
	}
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

static void toggle_follow(struct log_view *v)
{
	bool follow = !wizard_of(v)->follow;
	wizard_set_follow(wizard_of(v), follow);
	if (follow)
		place_select(&v->place, place_filtered(&v->place) ? UINT64_MAX : place_count(&v->place));
	app_message(v->view.app, LOOK_MESSAGE, follow
		? _("Following: when the file changes, it is read again") : _("Not following"));
}

static void change_layout(struct log_view *v)
{
	struct app *app = v->view.app;
	int height, width;
	term_size(app->term, &height, &width);
	bool beside = app->habits.layout == LAYOUT_BESIDE ||
		(app->habits.layout == LAYOUT_AUTO && width >= SPLIT_BESIDE_FROM);
	app->habits.layout = beside ? LAYOUT_STACKED : LAYOUT_BESIDE;
	v->zoom = false;
}

static void copy(struct log_view *v, bool all)
{
	uint64_t entry;
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	if (!place_entry(&v->place, &entry))
		return;
	struct entry_page what = log_panes_page(v, entry);
	entry_page_text(&what, &v->entry, all, &text);
	copy_text(v->view.app, strbuf_sv(&text));
}

static void change_ratio(struct log_view *v, int by)
{
	int ratio = (int)v->view.app->habits.ratio + by;
	v->view.app->habits.ratio = ratio < RATIO_MIN ? RATIO_MIN
		: ratio > RATIO_MAX ? RATIO_MAX : (unsigned)ratio;
}

static void log_act(struct view *view, enum action action)
{
	struct log_view *v = log_view(view);
	struct spot place;
	switch (action) {
	case ACTION_NEXT_KEY:
	case ACTION_PREVIOUS_KEY:
		place_go(&v->place, place_key(&v->place, action == ACTION_PREVIOUS_KEY));
		break;
	case ACTION_EXPECTED:
		place_go(&v->place, place_expected(&v->place));
		break;
	case ACTION_SEARCH:
	case ACTION_FILTER:
		ask_pattern(v, action);
		break;
	case ACTION_NEXT_HIT:
	case ACTION_PREVIOUS_HIT:
		place_next_hit(&v->place, action == ACTION_PREVIOUS_HIT);
		break;
	case ACTION_OPEN:
	case ACTION_NEXT_PANE:
	case ACTION_PREVIOUS_PANE:
		v->on_entry = !v->on_entry;
		break;
	case ACTION_RAW:
		view->app->habits.raw = !view->app->habits.raw;
		break;
	case ACTION_LAYOUT:
		change_layout(v);
		break;
	case ACTION_ZOOM:
		v->zoom = !v->zoom;
		break;
	case ACTION_LARGER:
		change_ratio(v, RATIO_STEP);
		break;
	case ACTION_SMALLER:
		change_ratio(v, -RATIO_STEP);
		break;
	case ACTION_FOLLOW:
		toggle_follow(v);
		break;
	case ACTION_CHECKLIST:
		app_overlay(view->app, view_checklist_create(view->app));
		break;
	case ACTION_MARK:
		place_toggle_mark(&v->place);
		break;
	case ACTION_NEXT_MARK:
		if (place_next_mark(&v->place, &place))
			place_jump(&v->place, place.entry);
		break;
	case ACTION_NEXT_LOG:
		place_show_log(&v->place, (v->place.log + 1) % view->app->wizard.diagnosis->logs_count);
		break;
	case ACTION_COPY:
	case ACTION_COPY_EVIDENCE:
		copy(v, action == ACTION_COPY_EVIDENCE);
		break;
	case ACTION_CANCEL:
		log_find_stop(&v->place.search);
		log_find_stop(&v->place.filter);
		break;
	case ACTION_OPEN_FILE:
		app_open_file(view->app);
		break;
	default:
		move(v, action);
		break;
	}
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
