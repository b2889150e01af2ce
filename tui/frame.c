#include "frame.h"

#include <stdio.h>

#include "base/utf8.h"
#include "base/wrap.h"
#include "page.h"
#include "report/report.h"
#include "view.h"

#define GAUGE_WIDTH 10 /* the numbers beside it are exact */
#define NARROW 60
#define LOW 15

enum look_role frame_outcome_role(enum verdict_outcome outcome)
{
	static const enum look_role roles[] = {[REACHED] = LOOK_REACHED,
		[INCONCLUSIVE] = LOOK_INCONCLUSIVE, [NOT_REACHED] = LOOK_NOT_REACHED};
	return roles[outcome];
}

enum look_role frame_stage_role(enum stage_outcome outcome)
{
	static const enum look_role roles[] = {[STAGE_UNKNOWN] = LOOK_STAGE_UNKNOWN,
		[STAGE_MISSING] = LOOK_STAGE_MISSING, [STAGE_PASSED] = LOOK_STAGE_PASSED,
		[STAGE_BROKEN] = LOOK_STAGE_BROKEN};
	return roles[outcome];
}

enum glyph frame_stage_glyph(enum stage_outcome outcome)
{
	static const enum glyph glyphs[] = {[STAGE_UNKNOWN] = GLYPH_UNKNOWN,
		[STAGE_MISSING] = GLYPH_MISSING, [STAGE_PASSED] = GLYPH_PASSED,
		[STAGE_BROKEN] = GLYPH_BROKEN};
	return glyphs[outcome];
}

enum glyph frame_check_glyph(enum check_outcome outcome)
{
	static const enum glyph glyphs[] = {[CHECK_UNKNOWN] = GLYPH_UNKNOWN,
		[CHECK_GOOD] = GLYPH_PASSED, [CHECK_BAD] = GLYPH_BROKEN,
		[CHECK_SKIPPED] = GLYPH_MISSING};
	return glyphs[outcome];
}

enum look_role frame_key_role(enum guide_role role)
{
	static const enum look_role roles[] = {[ROLE_PROOF] = LOOK_KEY_PROOF,
		[ROLE_REFUSAL] = LOOK_KEY_REFUSAL, [ROLE_REMOVAL] = LOOK_KEY_REMOVAL,
		[ROLE_GOOD] = LOOK_KEY_GOOD, [ROLE_BAD] = LOOK_KEY_BAD, [ROLE_NOTE] = LOOK_KEY_NOTE};
	return roles[role];
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_year(struct sv text)
{
	return text.len >= 4 && is_digit(text.ptr[0]) && is_digit(text.ptr[1]) &&
		is_digit(text.ptr[2]) && is_digit(text.ptr[3]);
}

static bool parts_a_date(char c)
{
	return c == '-' || c == '/' || c == '.';
}

/* Where "2024-" of "2024-08-20" stands, or "/2024" of "20/08/2024": ahead of the clock. */
static size_t find_year(struct sv text)
{
	text = sv_sub(text, 0, sv_chr(text, ':'));
	if (text.len > 4 && is_year(text) && parts_a_date(text.ptr[4]))
		return 0;
	for (size_t i = 0; i < text.len; i++)
		if (parts_a_date(text.ptr[i]) && is_year(sv_from(text, i + 1)))
			return i;
	return SV_NPOS;
}

/* In a narrow column day and clock come before the year. */
static void drop_year(struct sv text, struct strbuf *out)
{
	size_t at = find_year(text), len = 5;
	if (at == SV_NPOS) { /* "May 23 14:15:36" */
		at = sv_chr(text, ' ');
		len = 1;
	}
	strbuf_add(out, sv_sub(text, 0, at));
	if (at != SV_NPOS)
		strbuf_add(out, sv_from(text, at + len));
}

static struct sv clock_of(struct sv text)
{
	size_t at = sv_chr(text, ':');
	while (at != SV_NPOS && at && is_digit(text.ptr[at - 1]))
		at--;
	return at == SV_NPOS ? text : sv_from(text, at);
}

/* A clock's split seconds are cut to three digits, or away. */
static void add_printed(struct sv text, bool date, struct strbuf *out)
{
	size_t most = date ? 14 : 8;
	autostrbuf day;
	strbuf_init(&day, STRBUF_LINE);
	if (!date) {
		text = clock_of(text);
	} else if (text.len > most) {
		drop_year(text, &day);
		text = strbuf_sv(&day);
	}
	size_t clock = sv_chr(text, ':'), dot = sv_chr(text, '.');
	if (dot != SV_NPOS && clock != SV_NPOS && dot > clock)
		text = sv_sub(text, 0, dot + 4 > most ? dot : dot + 4);
	strbuf_add(out, utf8_cut(text, most));
}

void frame_time(int64_t us, struct sv printed, bool date, struct strbuf *out)
{
	char text[TIME_TEXT_MAX];
	struct sv shown = sv_str(time_rfc3339(us, text));
	if (shown.len < 19) {
		add_printed(printed, date, out);
		return;
	}
	if (date)
		strbuf_addf(out, SV_FMT " ", SV_ARG(sv_sub(shown, 5, 5)));
	strbuf_add(out, sv_sub(shown, 11, 8));
}

void frame_outcome(const struct app *app, enum verdict_outcome outcome, struct strbuf *out)
{
	static const enum glyph glyphs[] = {[REACHED] = GLYPH_PASSED,
		[INCONCLUSIVE] = GLYPH_UNKNOWN, [NOT_REACHED] = GLYPH_BROKEN};
	struct sv glyph = draw_glyph(app->term, glyphs[outcome]);
	strbuf_addf(out, SV_FMT " %s", SV_ARG(glyph), report_outcome_word(outcome));
}

bool frame_has_verdict(const struct app *app)
{
	const struct diagnosis *d = app->wizard.diagnosis;
	return d && app->wizard.step != STEP_START &&
		(d->logs_count || d->verdict.outcome == NOT_REACHED);
}

void frame_size(uint64_t bytes, struct strbuf *out)
{
	static const char *const units[] = {"B", "KB", "MB", "GB", "TB"};
	double size = (double)bytes;
	size_t unit = 0;
	while (size >= 1000 && unit + 1 < ARRAY_LEN(units)) {
		size /= 1000;
		unit++;
	}
	strbuf_addf(out, unit && size < 10 ? "%.1f %s" : "%.0f %s", size, units[unit]);
}

/* ---- the title row ---- */

static void add_step(const struct app *app, struct strbuf *out)
{
	enum step step = app->wizard.step;
	const char *title = wizard_step_title(&app->wizard, step);
	if (wizard_check(&app->wizard, step))
		strbuf_addf(out, _("Check %d/3: %s"), step - STEP_USER + 1, title);
	else
		strbuf_str(out, title);
}

static void make_title(struct app *app, struct strbuf *out)
{
	struct view *view = app_view(app);
	const struct diagnosis *d = app->wizard.diagnosis;
	struct sv arrow = draw_glyph(app->term, GLYPH_SEPARATOR);
	strbuf_str(out, " scepwiz");
	if (d && app->wizard.step != STEP_START) {
		strbuf_addf(out, " " SV_FMT " %s " SV_FMT " ", SV_ARG(arrow),
			guide_platform_title(d->guide->platform), SV_ARG(arrow));
		add_step(app, out);
	}
	if (view->ops->title) {
		strbuf_addf(out, " " SV_FMT " ", SV_ARG(arrow));
		view->ops->title(view, out);
	}
}

static void draw_title(struct app *app, struct canvas canvas)
{
	autostrbuf left, right;
	strbuf_init(&left, STRBUF_LINE);
	strbuf_init(&right, STRBUF_LINE);
	draw_row(canvas, 0, LOOK_TITLE);
	enum look_role role = LOOK_TITLE;
	if (wizard_reading(&app->wizard)) {
		strbuf_addf(&right, _(" reading %d %% "),
			app->progress.percent);
	} else if (frame_has_verdict(app)) {
		enum verdict_outcome outcome = app->wizard.diagnosis->verdict.outcome;
		role = frame_outcome_role(outcome);
		strbuf_char(&right, ' ');
		frame_outcome(app, outcome, &right);
		strbuf_char(&right, ' ');
	}
	int width = draw_columns(app->term, strbuf_sv(&right));
	make_title(app, &left);
	draw_text(canvas_part(canvas, 0, 0, 1, canvas.width - width), 0, 0, LOOK_TITLE,
		strbuf_sv(&left));
	draw_text(canvas, 0, canvas.width - width, role, strbuf_sv(&right));
}

/* ---- the hint row ---- */

static int hint_columns(const struct app *app, enum action action, char key[KEY_NAME_MAX])
{
	key_label(app->keymap.keys[action][0], key);
	return (int)columns_of(sv_str(key)) + 1 +
		(int)columns_of(sv_str(_(action_info(action)->hint))) + 2;
}

static int draw_hint(const struct app *app, struct canvas canvas, int x, enum action action)
{
	char key[KEY_NAME_MAX];
	int width = hint_columns(app, action, key);
	if (!app->keymap.keys[action][0])
		return x;
	int at = x + draw_text(canvas, 0, x, LOOK_HINT_KEY, sv_str(key));
	draw_textf(canvas, 0, at, LOOK_HINT, " %s", _(action_info(action)->hint));
	return x + width;
}

static size_t take_hints(struct app *app, const enum action *from,
	enum action out[FRAME_HINTS_MAX], size_t count)
{
	for (size_t i = 0; from && from[i] != ACTION_NONE && count < FRAME_HINTS_MAX; i++)
		if (app_can(app, from[i]))
			out[count++] = from[i];
	return count;
}

/* Help and leaving are always in sight; of the others as many as fit before them. */
static void draw_hints(struct app *app, struct canvas canvas)
{
	static const enum action always[] = {ACTION_HELP, ACTION_QUIT, ACTION_NONE};
	static const enum action overlay[] = {ACTION_CLOSE, ACTION_NONE};
	const struct view *view = app_view(app);
	const enum action *last = app->overlay ? overlay : always;
	enum action hints[FRAME_HINTS_MAX];
	char key[KEY_NAME_MAX];
	size_t count = 0;
	int room = canvas.width - 1, x = 1;
	draw_row(canvas, 0, LOOK_HINT);
	for (const enum action *action = last; *action != ACTION_NONE; action++)
		room -= hint_columns(app, *action, key);
	if (wizard_reading(&app->wizard))
		hints[count++] = ACTION_CANCEL;
	if (canvas.width >= NARROW && canvas.y >= LOW - 1)
		count = take_hints(app, view->ops->hints, hints, count);
	for (size_t i = 0; i < count; i++) {
		int width = hint_columns(app, hints[i], key);
		if (width > room)
			continue;
		x = draw_hint(app, canvas, x, hints[i]);
		room -= width;
	}
	for (const enum action *action = last; *action != ACTION_NONE; action++)
		x = draw_hint(app, canvas, x, *action);
}

static void draw_field_hints(struct app *app, struct canvas canvas)
{
	static const enum action hints[] = {ACTION_ACCEPT, ACTION_COMPLETE, ACTION_DISMISS};
	bool completes = app->field.request.kind == FIELD_PATH ||
		app->field.request.kind == FIELD_COMMAND;
	int x = 1;
	draw_row(canvas, 0, LOOK_HINT);
	for (size_t i = 0; i < ARRAY_LEN(hints); i++)
		if (hints[i] != ACTION_COMPLETE || completes)
			x = draw_hint(app, canvas, x, hints[i]);
}

/* ---- what lies over the view's last row ---- */

static void draw_progress(struct app *app, struct canvas canvas)
{
	const struct wizard *w = &app->wizard;
	const struct progress *p = &app->progress;
	if (!wizard_reading(w) || !p->whole || p->began_us != w->began_us)
		return;
	char key[KEY_NAME_MAX];
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_char(&text, ' ');
	frame_size(p->bytes, &text);
	strbuf_str(&text, " / ");
	frame_size(p->size, &text);
	strbuf_str(&text, ", ");
	frame_size(p->rate, &text);
	strbuf_addf(&text, _("/s; %s stops "),
		key_label(app->keymap.keys[ACTION_CANCEL][0], key));
	int width = canvas.width - draw_columns(app->term, strbuf_sv(&text));
	width = width < GAUGE_WIDTH ? width : GAUGE_WIDTH;
	draw_row(canvas, 0, LOOK_PROGRESS);
	draw_gauge(canvas, 0, 0, width, p->part);
	draw_text(canvas, 0, width > 0 ? width : 0, LOOK_PROGRESS, strbuf_sv(&text));
}

/* On the rows above bottom, as many as it takes, up to half of the screen. */
static void draw_message(struct app *app, struct canvas all, int bottom)
{
	struct page page;
	struct list lines = {0};
	page_init(&page);
	page_clear(&page, all.width - 2, app_ascii(app));
	page_line(&page, 0, 0);
	page_add(&page, app->message_role, sv_str(app->message));
	int most = all.height / 2, height = (int)page.lines_count < most
		? (int)page.lines_count : most;
	struct canvas rows = canvas_part(all, bottom - height, 0, height, all.width);
	for (int y = 0; y < height; y++)
		draw_row(rows, y, app->message_role);
	page_draw(&page, canvas_part(rows, 0, 1, height, all.width - 2), &lines, false);
	page_finish(&page);
}

static void draw_small(struct canvas canvas)
{
	draw_textf(canvas, 0, 0, LOOK_PLAIN, _("terminal too small (need %dx%d)"),
		FRAME_WIDTH_MIN, FRAME_HEIGHT_MIN);
	draw_cursor(canvas, 0, 0, true);
}

void frame_draw(struct app *app)
{
	struct canvas all = draw_canvas(app->term);
	struct canvas bottom = canvas_part(all, all.height - 1, 0, 1, all.width);
	struct canvas above = canvas_part(all, all.height - 2, 0, 1, all.width);
	struct view *view = app_view(app);
	if (all.height < FRAME_HEIGHT_MIN || all.width < FRAME_WIDTH_MIN) {
		draw_small(all);
		return;
	}
	view->ops->draw(view, canvas_part(all, 1, 0, all.height - 2, all.width));
	draw_title(app, all);
	/* a message about what is being typed stands above it */
	if (app->message[0])
		draw_message(app, all, all.height - 1 - app->field.open);
	else
		draw_progress(app, above);
	if (app->field.open) {
		field_draw(&app->field, above, 0);
		draw_field_hints(app, bottom);
	} else {
		draw_hints(app, bottom);
	}
}
