/* Signing in to Microsoft Graph: with which app, then the code, until it has served or expired.
 * What the code can do is said beside it; it leaves the screen with the view. */
#include <stdio.h>

#include "frame.h"
#include "graph/live.h"
#include "menu.h"
#include "view.h"
#include "wizard_graph.h"

#define LOOK_AGAIN_US INT64_C(10000000) /* how long the code is good for, anew */

struct signin_view {
	struct view view;
	struct menu menu;
	uint64_t timer;
	char why[600]; /* the last sign-in failed, or could not begin */
};

enum choice { CHOICE_BEGIN, CHOICE_APP, CHOICE_MICROSOFT, CHOICE_TENANT, CHOICES };

static struct signing *signing_of(const struct signin_view *v)
{
	return &v->view.app->signing;
}

static bool under_way(const struct signin_view *v)
{
	return signing_of(v)->sign_in != NULL;
}

/* ---- what is on it ---- */

static void add_line(struct page *page, enum look_role role, const char *text)
{
	page_line(page, 0, 0);
	page_add(page, role, sv_str(text));
}

static void add_fact(struct page *page, const char *label, const char *text)
{
	page_line(page, 0, 2);
	page_addf(page, LOOK_LABEL, "%s ", label);
	page_add(page, LOOK_PLAIN, sv_str(text));
}

/* Whom the token goes to, through what, and what it may do: before anything is sent. */
static void add_facts(struct signin_view *v)
{
	struct page *page = &v->menu.page;
	autofree char *host = signing_host(signing_of(v)), *proxy = http_proxy_of(host);
	autostrbuf scopes;
	strbuf_init(&scopes, STRBUF_LINE);
	sign_in_scopes(&scopes);
	add_fact(page, _("Tenant:"), signing_tenant(signing_of(v)));
	add_fact(page, _("The token goes to:"), host);
	if (*proxy)
		add_fact(page, _("Through the proxy:"), proxy);
	add_fact(page, _("Asked for, to read only:"), scopes.ptr);
}

static void add_choice(struct signin_view *v, enum choice choice, const char *text, const char *value)
{
	struct page *page = &v->menu.page;
	page_target(page, choice);
	page_line(page, 1, 3);
	page_add(page, LOOK_PLAIN, sv_str(text));
	if (*value)
		page_addf(page, LOOK_HEADING, " %s", value);
	page_target(page, PAGE_NOWHERE);
}

static void fill_choices(struct signin_view *v)
{
	struct page *page = &v->menu.page;
	const char *id = signing_client_id(signing_of(v));
	add_line(page, LOOK_HEADING, _("Let Microsoft Graph answer the three checks"));
	page_blank(page);
	if (*v->why) {
		add_line(page, LOOK_ERROR, v->why);
		page_blank(page);
	}
	add_choice(v, CHOICE_BEGIN, _("Sign in with a code"), "");
	add_choice(v, CHOICE_APP, _("The app to sign in with, by its client id:"), *id ? id
		: _("none chosen yet"));
	add_choice(v, CHOICE_MICROSOFT, _("Take Microsoft's app of the Graph command line tools"), "");
	add_choice(v, CHOICE_TENANT, _("Tenant:"), signing_tenant(signing_of(v)));
	page_blank(page);
	add_facts(v);
	page_blank(page);
	add_line(page, LOOK_PLAIN, _("Best is an app of your own tenant: a public client with delegated "
		"rights to read. Consent given to Microsoft's app counts for every tool that uses "
		"it. Without signing in: :graph-import DIR, or answer the checks yourself."));
	menu_set_choices(&v->menu, CHOICES);
}

static void fill_code(struct signin_view *v)
{
	struct page *page = &v->menu.page;
	const struct device_code *code = sign_in_code(signing_of(v)->sign_in);
	long minutes = (long)(device_code_left_us(code, loop_now_us()) / 60000000) + 1;
	page_line(page, 4, 4);
	page_add(page, LOOK_HEADING, sv_str(code->user_code));
	page_blank(page);
	add_fact(page, _("Enter this code at:"), code->address);
	add_line(page, LOOK_ERROR, _("Enter this code only if you started this program yourself."));
	page_blank(page);
	add_facts(v);
	page_line(page, 0, 0);
	page_addf(page, LOOK_PLAIN, P_("The code is good for %ld minute.", "The code is good for %ld "
		"minutes.", (unsigned long)minutes), minutes);
}

static void fill(struct signin_view *v, int width)
{
	page_clear(&v->menu.page, width - 1, app_ascii(v->view.app));
	menu_set_choices(&v->menu, 0);
	if (!under_way(v)) {
		fill_choices(v);
	} else if (sign_in_state(signing_of(v)->sign_in) == SIGN_IN_SHOWS) {
		fill_code(v);
	} else {
		add_line(&v->menu.page, LOOK_PLAIN, _("Asking for a code…"));
		add_facts(v);
	}
	if (under_way(v)) {
		page_blank(&v->menu.page);
		add_line(&v->menu.page, LOOK_DIM, _("Closing this view cancels the sign-in."));
	}
}

static void signin_draw(struct view *view, struct canvas canvas)
{
	struct signin_view *v = (struct signin_view *)view;
	fill(v, canvas.width - 1);
	menu_draw(&v->menu, canvas_part(canvas, 0, 1, canvas.height, canvas.width - 1));
}

/* ---- what it does ---- */

static void look_again(void *data)
{
	struct signin_view *v = data;
	v->view.app->dirty = true;
	v->timer = loop_timer(v->view.app->loop, LOOK_AGAIN_US, look_again, v);
}

static void finished(struct signin_view *v)
{
	struct app *app = v->view.app;
	struct graph_source *source = graph_live_create(app->loop, &app->signing.session);
	signing_cancel(&app->signing);
	wizard_graph_use(&app->wizard, source, app->wizard.graph.user ? NULL : app->options.user,
		app->wizard.graph.device ? NULL : app->options.device);
	app_message(app, LOOK_MESSAGE, "%s", app->wizard.graph.user
		? _("Signed in. Microsoft Graph is being asked; the checks show what it says.")
		: _("Signed in. Whom is it about? :user NAME, :device NAME"));
	app_overlay(app, NULL); /* the view is gone */
}

static void changed(void *data)
{
	struct signin_view *v = data;
	struct signing *signing = signing_of(v);
	v->view.app->dirty = true;
	if (sign_in_state(signing->sign_in) == SIGN_IN_DONE) {
		finished(v);
	} else if (sign_in_state(signing->sign_in) == SIGN_IN_FAILED) {
		snprintf(v->why, sizeof(v->why), "%s", sign_in_why(signing->sign_in));
		signing_cancel(signing);
	}
}

static void begin(struct signin_view *v)
{
	struct app *app = v->view.app;
	struct err err = {0};
	v->why[0] = '\0';
	if (app->wizard.graph.source && app->wizard.graph.source->live)
		wizard_graph_use(&app->wizard, NULL, NULL, NULL); /* its session ends */
	if (!signing_begin(&app->signing, changed, v, &err))
		snprintf(v->why, sizeof(v->why), "%s", err.text);
}

static bool take_app(struct app *app, void *data, const char *text)
{
	(void)data;
	signing_set_client_id(&app->signing, text);
	return true;
}

static bool take_tenant(struct app *app, void *data, const char *text)
{
	(void)data;
	signing_set_tenant(&app->signing, text);
	return true;
}

static void choose(struct signin_view *v, uint64_t choice)
{
	struct app *app = v->view.app;
	const struct signing *signing = &app->signing;
	if (choice == CHOICE_BEGIN)
		begin(v);
	else if (choice == CHOICE_APP)
		app_ask(app, &(struct field_request){FIELD_OTHER, _("Client id of the app:"),
			signing_client_id(signing), take_app, NULL});
	else if (choice == CHOICE_MICROSOFT)
		signing_set_client_id(&app->signing, "graph-cli");
	else
		app_ask(app, &(struct field_request){FIELD_OTHER, _("Tenant (id or domain):"),
			signing_tenant(signing), take_tenant, NULL});
}

static bool signin_can(struct view *view, enum action action)
{
	struct signin_view *v = (struct signin_view *)view;
	if (action_moves(action))
		return menu_can(&v->menu, action);
	return action == ACTION_OPEN && !under_way(v);
}

static void signin_act(struct view *view, enum action action)
{
	struct signin_view *v = (struct signin_view *)view;
	if (action == ACTION_OPEN)
		choose(v, v->menu.choices.selected);
	else
		menu_act(&v->menu, action);
}

static void signin_title(struct view *view, struct strbuf *out)
{
	(void)view;
	strbuf_str(out, _("Sign in to Microsoft Graph"));
}

static void signin_destroy(struct view *view)
{
	struct signin_view *v = (struct signin_view *)view;
	signing_cancel(signing_of(v));
	loop_cancel_timer(view->app->loop, v->timer);
	menu_finish(&v->menu);
	free(v);
}

static const enum action signin_hints[] = {ACTION_OPEN, ACTION_NONE};
static const struct view_ops signin_ops = {
	.name = "signin",
	.about = N_("Microsoft Graph can answer the checks. Choose the app and the tenant, then sign in "
		"with a code in any browser. The token stays in memory and is gone with the "
		"program."),
	.place = PLACE_OVERLAY,
	.hints = signin_hints,
	.draw = signin_draw,
	.can = signin_can,
	.act = signin_act,
	.title = signin_title,
	.destroy = signin_destroy,
};

struct view *view_signin_create(struct app *app)
{
	struct signin_view *v = xcalloc(1, sizeof(*v));
	v->view = (struct view){&signin_ops, app};
	menu_init(&v->menu);
	v->timer = loop_timer(app->loop, LOOK_AGAIN_US, look_again, v);
	return &v->view;
}
