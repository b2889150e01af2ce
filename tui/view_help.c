/* Help: what this view is for, what each key does here, and the commands. All of it from the
 * tables that the keys themselves go by. */
#include "command.h"
#include "frame.h"
#include "page.h"
#include "view.h"

#define KEYS_COLUMN 18

struct help_view {
	struct view view;
	struct view *about; /* the view that help was asked for */
	struct page page;
	struct list lines;
};

static void add_action(struct help_view *v, enum action action)
{
	const struct keymap *keymap = &v->view.app->keymap;
	autostrbuf keys;
	strbuf_init(&keys, STRBUF_LINE);
	keymap_keys(keymap, action, &keys);
	if (!keys.len)
		return;
	page_line(&v->page, 1, KEYS_COLUMN);
	page_add(&v->page, LOOK_HINT_KEY, strbuf_sv(&keys));
	int gap = KEYS_COLUMN - v->page.column;
	page_addf(&v->page, LOOK_PLAIN, "%*s%s", gap > 1 ? gap : 1, "",
		_(action_info(action)->help));
}

/* The view's own actions first, then moving, then those of every view. */
static void add_actions(struct help_view *v, unsigned scopes)
{
	for (int action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
		if (action_info((enum action)action)->scopes & scopes)
			add_action(v, (enum action)action);
}

static void add_heading(struct help_view *v, const char *text)
{
	page_blank(&v->page);
	page_line(&v->page, 0, 0);
	page_add(&v->page, LOOK_LABEL, sv_str(text));
}

static void add_commands(struct help_view *v)
{
	const char *call, *help;
	for (size_t i = 0; command_at(i, &call, &help); i++) {
		page_line(&v->page, 1, KEYS_COLUMN);
		page_addf(&v->page, LOOK_HINT_KEY, ":%s", call);
		int gap = KEYS_COLUMN - v->page.column;
		page_addf(&v->page, LOOK_PLAIN, "%*s%s", gap > 1 ? gap : 1, "", _(help));
	}
}

static void help_draw(struct view *view, struct canvas canvas)
{
	struct help_view *v = (struct help_view *)view;
	unsigned scopes = keymap_places[v->about->ops->place];
	page_clear(&v->page, canvas.width - 2, app_ascii(view->app));
	page_line(&v->page, 0, 0);
	page_add(&v->page, LOOK_PLAIN, sv_str(_(v->about->ops->about)));
	add_heading(v, _("Keys here"));
	add_actions(v, scopes & ~(unsigned)(SCOPE_ANY | SCOPE_STEP | SCOPE_MOVE));
	add_actions(v, scopes & (SCOPE_STEP | SCOPE_ANY));
	add_heading(v, _("Moving"));
	add_actions(v, scopes & SCOPE_MOVE);
	add_heading(v, _("Commands, typed behind a colon"));
	add_commands(v);
	page_draw(&v->page, canvas_part(canvas, 0, 1, canvas.height, canvas.width - 1), &v->lines,
		true);
}

static bool help_can(struct view *view, enum action action)
{
	return list_can(&((struct help_view *)view)->lines, action);
}

static void help_act(struct view *view, enum action action)
{
	list_act(&((struct help_view *)view)->lines, action);
}

static void help_title(struct view *view, struct strbuf *out)
{
	(void)view;
	strbuf_str(out, _("Help"));
}

static void help_destroy(struct view *view)
{
	struct help_view *v = (struct help_view *)view;
	page_finish(&v->page);
	free(v);
}

static const enum action help_hints[] = {ACTION_DOWN, ACTION_PAGE_DOWN, ACTION_NONE};
static const struct view_ops help_ops = {
	.name = "help",
	.about = N_("What the keys do."),
	.place = PLACE_OVERLAY,
	.hints = help_hints,
	.draw = help_draw,
	.can = help_can,
	.act = help_act,
	.title = help_title,
	.destroy = help_destroy,
};

struct view *view_help_create(struct app *app)
{
	struct help_view *v = xcalloc(1, sizeof(*v));
	v->view = (struct view){&help_ops, app};
	v->about = app_view(app);
	page_init(&v->page);
	return &v->view;
}
