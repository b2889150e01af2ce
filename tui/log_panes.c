/* What the log view shows: the status row, the list, the entry. */
#include "log_view.h"

#include "base/path.h"
#include "frame.h"

static const struct wizard *wizard_of(const struct log_view *v)
{
	return &v->view.app->wizard;
}

static void draw_empty(struct log_view *v, struct canvas canvas)
{
	char key[KEY_NAME_MAX];
	if (wizard_reading(wizard_of(v)))
		draw_text(canvas, 0, 1, LOOK_DIM, sv_str(_("Reading …")));
	else if (place_filtered(&v->place))
		draw_textf(canvas, 0, 1, LOOK_DIM,
			_("No entry matches the filter; %s changes it, empty shows all"),
			key_label(v->view.app->keymap.keys[ACTION_FILTER][0], key));
	else
		draw_text(canvas, 0, 1, LOOK_DIM, sv_str(_("The log holds no entries")));
	draw_cursor(canvas, 0, 0, true);
}

static void draw_list(struct log_view *v, struct canvas canvas, bool focused)
{
	size_t mark;
	struct list *list = &v->place.list;
	list_fit(list, canvas.height);
	v->row.search = v->place.search.search;
	v->row.log = v->place.log;
	v->row.beyond = 0;
	if (!list->count)
		draw_empty(v, canvas);
	for (int y = 0; y < canvas.height && list->top + (uint64_t)y < list->count; y++) {
		uint64_t row = list->top + (uint64_t)y, n = place_at(&v->place, row);
		log_row_draw(&v->row, canvas, y, n, row == list->selected, focused,
			place_marked(&v->place, n, &mark));
	}
	if (focused && list->count)
		draw_cursor(canvas, (int)(list->selected - list->top), 0, true);
}

struct entry_page log_panes_page(struct log_view *v, uint64_t entry)
{
	return (struct entry_page){v->view.app, v->place.log, entry, v->view.app->habits.raw,
		v->row.mask};
}

static void fill_page(struct log_view *v, uint64_t entry, int width)
{
	const struct diagnosis *d = wizard_of(v)->diagnosis;
	struct spot place = {v->place.log, entry};
	struct entry_page what = log_panes_page(v, entry);
	bool same = v->shown.log == place.log && v->shown.entry == entry &&
		v->page.lines_count;
	if (same && v->shown_width == width && v->shown_raw == what.raw &&
	    v->shown_revision == d->revision && v->shown_case == v->place.generation &&
	    v->shown_findings == d->findings_count)
		return;
	if (!same || v->shown_raw != what.raw)
		v->lines = (struct list){0};
	v->page.width = width;
	entry_page_fill(&what, &v->entry, &v->page);
	v->shown = place;
	v->shown_width = width;
	v->shown_raw = what.raw;
	v->shown_revision = d->revision;
	v->shown_case = v->place.generation;
	v->shown_findings = d->findings_count;
}

/* A gutter keeps what a log says apart from what the program says. */
static void draw_entry(struct log_view *v, struct canvas canvas, bool focused)
{
	uint64_t entry;
	struct canvas text = canvas_part(canvas, 0, 1, canvas.height, canvas.width - 1);
	if (!canvas.height || !place_entry(&v->place, &entry))
		return;
	fill_page(v, entry, text.width - 1);
	page_draw(&v->page, text, &v->lines, focused);
}

static void add_find(const struct log_find *find, const char *sign, struct strbuf *out)
{
	if (!find->search)
		return;
	strbuf_addf(out, "  %s%s: %llu", sign, search_pattern(find->search),
		(unsigned long long)search_count(find->search));
	if (log_find_busy(find))
		strbuf_addf(out, " (%d %%)", (int)(search_progress(find->search) * 100));
}

/* Which log, where in it, what is looked for. */
static void status_of(struct log_view *v, struct strbuf *out)
{
	const struct diagnosis *d = wizard_of(v)->diagnosis;
	uint64_t entry, count = progress_entries(&v->view.app->progress, wizard_of(v), v->place.log);
	uint64_t number = place_entry(&v->place, &entry) ? entry + 1 : 0;
	if (d->logs_count > 1)
		strbuf_addf(out, "%zu/%zu ", v->place.log + 1, d->logs_count);
	strbuf_add(out, path_name(sv_str(log_info(place_log(&v->place))->path)));
	strbuf_addf(out, "  %llu/%llu", (unsigned long long)number,
		(unsigned long long)(count > number ? count : number));
	if (log_info(place_log(&v->place))->first.us != TIME_NONE)
		strbuf_str(out, "  UTC"); /* else rows show what the log prints */
	add_find(&v->place.search, "/", out);
	add_find(&v->place.filter, "&", out);
	if (wizard_of(v)->follow)
		strbuf_addf(out, "  %s", _("following"));
}

static void draw_status(struct log_view *v, struct canvas canvas)
{
	autostrbuf left, right, damage;
	strbuf_init(&left, STRBUF_LINE);
	strbuf_init(&right, STRBUF_LINE);
	strbuf_init(&damage, STRBUF_LINE);
	status_of(v, &left);
	uint64_t keys = progress_keys(&v->view.app->progress, wizard_of(v), v->place.log);
	strbuf_addf(&right, P_("%llu key entry", "%llu key entries", (unsigned long)keys),
		(unsigned long long)keys);
	if (!wizard_reading(wizard_of(v)) && log_damage(place_log(&v->place), 0, &damage))
		strbuf_str(&right, _(", damaged"));
	draw_text(canvas, 0, 1, LOOK_LABEL, strbuf_sv(&left));
	int width = draw_columns(canvas.term, strbuf_sv(&right));
	int used = draw_columns(canvas.term, strbuf_sv(&left)) + 3;
	if (used + width < canvas.width)
		draw_text(canvas, 0, canvas.width - width - 1, LOOK_DIM, strbuf_sv(&right));
}

static void draw_rule(struct log_view *v, const struct split *split)
{
	const char *name = v->view.app->habits.raw ? _(" raw ") : _(" entry ");
	if (split->single)
		return;
	if (split->beside)
		draw_vertical(split->rule, 0);
	else
		draw_horizontal(split->rule, 0);
	if (!split->beside)
		draw_text(split->rule, 0, 2, v->on_entry ? LOOK_HEADING : LOOK_BORDER,
			sv_str(name));
}

static struct split split_for(const struct log_view *v, const struct habits *habits,
	struct canvas panes)
{
	return split_of(panes, habits, v->place.list.count, v->zoom, v->on_entry);
}

/* Where the panes lie on the screen: below the title and the status row. */
static struct canvas panes_of(const struct log_view *v)
{
	struct canvas all = draw_canvas(v->view.app->term);
	return canvas_part(all, 2, 0, all.height - 3, all.width);
}

bool log_panes_single(const struct log_view *v)
{
	return split_for(v, &v->view.app->habits, panes_of(v)).single;
}

bool log_panes_differ(const struct log_view *v, unsigned ratio)
{
	struct habits habits = v->view.app->habits;
	struct split now = split_for(v, &habits, panes_of(v));
	habits.ratio = ratio;
	struct split then = split_for(v, &habits, panes_of(v));
	return now.first.height != then.first.height || now.first.width != then.first.width;
}

void log_panes_draw(struct log_view *v, struct canvas canvas)
{
	struct split split = split_for(v, &v->view.app->habits,
		canvas_part(canvas, 1, 0, canvas.height - 1, canvas.width));
	draw_status(v, canvas);
	if (split.first.height)
		draw_list(v, split.first, !v->on_entry);
	draw_rule(v, &split);
	draw_entry(v, split.second, v->on_entry);
}
