/* The guide's key entries: seen how often, or missing; each a jump. And what several logs tell, on
 * one time line. */
#include <stdlib.h>

#include "frame.h"
#include "menu.h"
#include "spots.h"
#include "view.h"

#define TIMELINE_MAX 500

struct checklist_view {
	struct view view;
	struct menu menu;
	size_t keys;                   /* choices that are key entries; the others are findings: */
	size_t timeline[TIMELINE_MAX]; /* those of several logs by their time */
	size_t timeline_count;
};

static size_t first_of(const struct diagnosis *d, const struct guide_key_entry *key)
{
	for (size_t i = 0; i < d->findings_count; i++)
		if (d->findings[i].key == key)
			return i;
	return SPOT_NONE;
}

/* In the order of the guide: what a good delivery shows first, then what else was seen. */
static bool is_listed(const struct diagnosis *d, const struct guide_key_entry *key,
	bool expected)
{
	return expected ? key->expected
		: !key->expected && diagnosis_count(d, SIZE_MAX, key) > 0;
}

static void add_key(struct checklist_view *v, const struct guide_key_entry *key, size_t number)
{
	struct page *page = &v->menu.page;
	size_t count = diagnosis_count(v->view.app->wizard.diagnosis, SIZE_MAX, key);
	enum look_role role = count ? frame_key_role(key->role) : LOOK_STAGE_MISSING;
	enum glyph glyph = !count ? GLYPH_MISSING
		: key->role == ROLE_REFUSAL || key->role == ROLE_BAD ? GLYPH_BROKEN
		: key->role == ROLE_NOTE ? GLYPH_NOTE : GLYPH_PASSED;
	page_target(page, number);
	page_line(page, 1, 5);
	page_add(page, role, draw_glyph(v->view.app->term, glyph));
	page_addf(page, role, " %s", guide_text(key->title));
	if (count)
		page_addf(page, LOOK_DIM, "  (%zu)", count);
	else
		page_addf(page, LOOK_DIM, "  %s", _("not seen"));
	page_target(page, PAGE_NOWHERE);
	if (count || !key->absence)
		return;
	page_line(page, 5, 5);
	page_add(page, LOOK_PLAIN, sv_str(guide_text(key->absence)));
}

static size_t add_keys(struct checklist_view *v, bool expected, size_t number)
{
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	for (size_t i = 0; i < d->guide->entries_count; i++)
		if (is_listed(d, &d->guide->entries[i], expected))
			add_key(v, &d->guide->entries[i], number++);
	return number;
}

/* The key entry of a choice. */
static const struct guide_key_entry *key_at(const struct diagnosis *d, uint64_t number)
{
	uint64_t at = 0;
	for (int expected = 1; expected >= 0; expected--)
		for (size_t i = 0; i < d->guide->entries_count; i++)
			if (is_listed(d, &d->guide->entries[i], expected) && at++ == number)
				return &d->guide->entries[i];
	return NULL;
}

/* ---- the findings of several logs on one time line ---- */

static int by_time(const void *a, const void *b, void *data)
{
	const struct diagnosis *d = data;
	size_t i = *(const size_t *)a, j = *(const size_t *)b;
	int64_t left = d->findings[i].at.us, right = d->findings[j].at.us;
	if (left == right)
		return i < j ? -1 : 1;
	if (left == TIME_NONE || right == TIME_NONE) /* without a time: behind all others */
		return left == TIME_NONE ? 1 : -1;
	return left < right ? -1 : 1;
}

static void find_timeline(struct checklist_view *v)
{
	struct diagnosis *d = v->view.app->wizard.diagnosis;
	v->timeline_count = 0;
	for (size_t i = 0; d->logs_count > 1 && i < d->findings_count; i++)
		if (d->findings[i].key && d->findings[i].key->role != ROLE_NOTE &&
		    v->timeline_count < TIMELINE_MAX)
			v->timeline[v->timeline_count++] = i;
	if (v->timeline_count > 1)
		qsort_r(v->timeline, v->timeline_count, sizeof(*v->timeline), by_time, d);
}

static void add_moment(struct checklist_view *v, size_t finding, size_t number)
{
	struct page *page = &v->menu.page;
	const struct finding *f = &v->view.app->wizard.diagnosis->findings[finding];
	autostrbuf time;
	strbuf_init(&time, STRBUF_LINE);
	frame_time(f->at.us, sv_str(f->at.text ? f->at.text : "?"), true, &time);
	page_target(page, number);
	page_line(page, 1, 5);
	page_addf(page, LOOK_DIM, "%s [%zu] ", time.ptr, f->evidence.log + 1);
	page_add(page, frame_key_role(f->key->role), sv_str(guide_text(f->key->title)));
	page_target(page, PAGE_NOWHERE);
}

static void add_timeline(struct checklist_view *v, size_t number)
{
	struct page *page = &v->menu.page;
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	find_timeline(v);
	if (!v->timeline_count)
		return;
	page_blank(page);
	page_line(page, 0, 0);
	page_add(page, LOOK_LABEL, sv_str(_("All logs on one time line")));
	for (size_t i = 0; i < d->logs_count; i++) {
		page_line(page, 1, 5);
		page_addf(page, LOOK_DIM, "[%zu] %s", i + 1, log_info(d->logs[i].log)->path);
	}
	for (size_t i = 0; i < v->timeline_count; i++)
		add_moment(v, v->timeline[i], number + i);
}

static void checklist_draw(struct view *view, struct canvas canvas)
{
	struct checklist_view *v = (struct checklist_view *)view;
	struct page *page = &v->menu.page;
	page_clear(page, canvas.width - 2, app_ascii(view->app));
	page_line(page, 0, 0);
	page_add(page, LOOK_LABEL, sv_str(_("What a good delivery shows")));
	size_t count = add_keys(v, true, 0);
	page_blank(page);
	page_line(page, 0, 0);
	page_add(page, LOOK_LABEL, sv_str(_("What else was seen")));
	size_t all = add_keys(v, false, count);
	if (all == count) {
		page_line(page, 1, 1);
		page_add(page, LOOK_DIM, sv_str(_("nothing")));
	}
	v->keys = all;
	add_timeline(v, all);
	menu_set_choices(&v->menu, all + v->timeline_count);
	menu_draw(&v->menu, canvas_part(canvas, 0, 1, canvas.height, canvas.width - 1));
}

static size_t selected_spot(struct checklist_view *v)
{
	const struct diagnosis *d = v->view.app->wizard.diagnosis;
	uint64_t at = v->menu.choices.selected;
	if (at >= v->keys)
		return at - v->keys < v->timeline_count ? v->timeline[at - v->keys] : SPOT_NONE;
	const struct guide_key_entry *key = key_at(d, at);
	return key ? first_of(d, key) : SPOT_NONE;
}

static bool checklist_can(struct view *view, enum action action)
{
	struct checklist_view *v = (struct checklist_view *)view;
	if (action_moves(action))
		return menu_can(&v->menu, action);
	return action == ACTION_OPEN && selected_spot(v) != SPOT_NONE;
}

static void checklist_act(struct view *view, enum action action)
{
	struct checklist_view *v = (struct checklist_view *)view;
	struct app *app = view->app;
	if (action != ACTION_OPEN) {
		menu_act(&v->menu, action);
		return;
	}
	const struct finding *f = &app->wizard.diagnosis->findings[selected_spot(v)];
	view_log_show(app, f->evidence.log, f->evidence.entry);
}

static void checklist_title(struct view *view, struct strbuf *out)
{
	(void)view;
	strbuf_str(out, _("Checklist"));
}

static void checklist_destroy(struct view *view)
{
	struct checklist_view *v = (struct checklist_view *)view;
	menu_finish(&v->menu);
	free(v);
}

static const enum action checklist_hints[] = {ACTION_OPEN, ACTION_NONE};
static const struct view_ops checklist_ops = {
	.name = "checklist",
	.about = N_("The key entries that the guide looks for, and what several logs tell by its time. "
		"Enter goes to the record."),
	.place = PLACE_OVERLAY,
	.hints = checklist_hints,
	.draw = checklist_draw,
	.can = checklist_can,
	.act = checklist_act,
	.title = checklist_title,
	.destroy = checklist_destroy,
};

struct view *view_checklist_create(struct app *app)
{
	struct checklist_view *v = xcalloc(1, sizeof(*v));
	v->view = (struct view){&checklist_ops, app};
	menu_init(&v->menu);
	return &v->view;
}
