/* The report: the same in each form, as it would be saved, and saved. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "base/wrap.h"
#include "frame.h"
#include "page.h"
#include "rail.h"
#include "report/report.h"
#include "view.h"

static const struct {
	enum report_format format;
	const char *title, *name;
} forms[] = {
	{REPORT_MARKDOWN, "Markdown", "scepwiz-report.md"},
	{REPORT_TEXT, N_("Text"), "scepwiz-report.txt"},
	{REPORT_JSON, "JSON", "scepwiz-report.json"},
	{REPORT_HTML, "HTML", "scepwiz-report.html"},
};

struct report_view {
	struct view view;
	size_t form;
	struct page page;
	struct list lines;
	char *asked; /* the path that is there already, and is asked about; or NULL */
	/* what the page shows */
	unsigned revision, generation;
	size_t shown_form;
	int shown_width;
	bool filled;
};

/* width: of a text for the screen; 0: as it is saved. */
static void make(struct report_view *v, unsigned width, struct strbuf *out)
{
	struct report_options options = {.format = forms[v->form].format, .redacted = true,
		.reveal = v->view.app->options.reveal, .ascii = app_ascii(v->view.app),
		.width = width};
	report_write(v->view.app->wizard.diagnosis, &options, out);
}

static bool is_current(const struct report_view *v, int width)
{
	const struct wizard *w = &v->view.app->wizard;
	return v->filled && v->shown_form == v->form && v->shown_width == width &&
		v->revision == w->diagnosis->revision && v->generation == w->generation;
}

static void fill(struct report_view *v, int width)
{
	const struct wizard *w = &v->view.app->wizard;
	if (is_current(v, width))
		return;
	autostrbuf text;
	strbuf_init(&text, STRBUF_REPORT);
	page_clear(&v->page, width, app_ascii(v->view.app));
	if (wizard_reading(w)) {
		page_text(&v->page, LOOK_PLAIN, sv_str(_("The log is still being read; the report "
			"follows.")));
	} else {
		make(v, (unsigned)width, &text);
		page_text(&v->page, LOOK_PLAIN, strbuf_sv(&text));
	}
	v->filled = !wizard_reading(w);
	v->shown_form = v->form;
	v->shown_width = width;
	v->revision = w->diagnosis->revision;
	v->generation = w->generation;
}

static void draw_forms(struct report_view *v, struct canvas canvas)
{
	int x = 0;
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		bool now = i == v->form;
		autostrbuf text;
		strbuf_init(&text, STRBUF_LINE);
		strbuf_str(&text, now ? "[" : " ");
		strbuf_str(&text, _(forms[i].title));
		strbuf_str(&text, now ? "]" : " ");
		x += draw_text(canvas, 0, x, now ? LOOK_STEP_NOW : LOOK_STEP_TODO,
			strbuf_sv(&text)) + 1;
	}
}

/* Gives how many rows it takes. */
static int draw_note(const struct report_view *v, struct canvas canvas)
{
	char key[KEY_NAME_MAX];
	int rows = 0;
	struct sv rest, line;
	autostrbuf note, wrapped;
	strbuf_init(&note, STRBUF_LINE);
	strbuf_init(&wrapped, STRBUF_LINE);
	strbuf_addf(&note, _("People, devices and hosts are redacted; %s saves it."),
		key_label(v->view.app->keymap.keys[ACTION_SAVE][0], key));
	wrap(&wrapped, strbuf_sv(&note), 0, 0, (size_t)(canvas.width > 1 ? canvas.width - 1 : 1));
	for (rest = strbuf_sv(&wrapped); rest.len && sv_cut(&rest, '\n', &line); rows++)
		draw_text(canvas, 1 + rows, 0, LOOK_DIM, line);
	return rows;
}

static void report_draw(struct view *view, struct canvas canvas)
{
	struct report_view *v = (struct report_view *)view;
	struct canvas body = rail_draw(view->app, canvas);
	draw_forms(v, body);
	int head = draw_note(v, body) + 2;
	struct canvas text = canvas_part(body, head, 0, body.height - head, body.width);
	fill(v, text.width - 1);
	page_draw(&v->page, text, &v->lines, true);
}

static bool report_can(struct view *view, enum action action)
{
	struct report_view *v = (struct report_view *)view;
	switch (action) {
	case ACTION_SAVE:
	case ACTION_OPEN:
		return !wizard_reading(&view->app->wizard);
	case ACTION_LEFT:
	case ACTION_RIGHT:
	case ACTION_NEXT_PANE:
	case ACTION_PREVIOUS_PANE:
		return true;
	default:
		return list_can(&v->lines, action);
	}
}

static bool save_as(struct report_view *v, const char *path, bool replace)
{
	struct app *app = v->view.app;
	struct err err = {0};
	autostrbuf text;
	strbuf_init(&text, STRBUF_REPORT);
	make(v, 0, &text);
	if (!file_write(path, strbuf_sv(&text), replace, &err)) {
		app_message(app, LOOK_ERROR, "%s", err.text);
		return false;
	}
	autofree char *real = realpath(path, NULL);
	app_message(app, LOOK_MESSAGE, _("Saved: %s"), real ? real : path);
	return true;
}

static bool replace_typed(struct app *app, void *data, const char *text)
{
	struct report_view *v = data;
	autofree char *path = v->asked;
	v->asked = NULL;
	if (sv_ieq(sv_trim(sv_str(text)), sv_str(_("yes"))))
		return save_as(v, path, true);
	app_message(app, LOOK_MESSAGE, _("Not saved"));
	return true;
}

/* Nothing is replaced without a question. */
static bool path_typed(struct app *app, void *data, const char *text)
{
	struct report_view *v = data;
	autofree char *path = path_expand(sv_trim(sv_str(text)));
	if (!*path)
		return true;
	if (access(path, F_OK) != 0)
		return save_as(v, path, false);
	free(v->asked);
	v->asked = xstrdup(path);
	app_ask(app, &(struct field_request){FIELD_OTHER, _("It is there already. Replace it? Type "
		"yes:"), NULL, replace_typed, v});
	return true;
}

static void ask_path(struct report_view *v)
{
	app_ask(v->view.app, &(struct field_request){FIELD_PATH, _("Save the report as:"),
		forms[v->form].name, path_typed, v});
}

static void report_act(struct view *view, enum action action)
{
	struct report_view *v = (struct report_view *)view;
	size_t count = ARRAY_LEN(forms);
	switch (action) {
	case ACTION_SAVE:
	case ACTION_OPEN:
		ask_path(v);
		break;
	case ACTION_RIGHT:
	case ACTION_NEXT_PANE:
		v->form = (v->form + 1) % count;
		break;
	case ACTION_LEFT:
	case ACTION_PREVIOUS_PANE:
		v->form = (v->form + count - 1) % count;
		break;
	default:
		list_act(&v->lines, action);
		break;
	}
}

static void report_destroy(struct view *view)
{
	struct report_view *v = (struct report_view *)view;
	page_finish(&v->page);
	free(v->asked);
	free(v);
}

static const enum action report_hints[] = {ACTION_SAVE, ACTION_NEXT_PANE, ACTION_PAGE_DOWN,
	ACTION_BACK, ACTION_COMMAND, ACTION_NONE};
static const struct view_ops report_ops = {
	.name = "report",
	.about = N_("The report as it would be saved. Tab shows the next form: Markdown, text, JSON, "
		"HTML. All say the same."),
	.place = PLACE_REPORT,
	.hints = report_hints,
	.draw = report_draw,
	.can = report_can,
	.act = report_act,
	.destroy = report_destroy,
};

struct view *view_report_create(struct app *app)
{
	struct report_view *v = xcalloc(1, sizeof(*v));
	v->view = (struct view){&report_ops, app};
	page_init(&v->page);
	return &v->view;
}
