#include "command.h"

#include <string.h>

#include "base/path.h"
#include "scep/readings.h"
#include "view.h"
#include "wizard_graph.h"

/* Gives false if the message says what is wrong with the argument. */
typedef bool command_fn(struct app *app, struct sv arg);

static bool needs(struct app *app, const char *expected)
{
	app_message(app, LOOK_ERROR, _("Expected %s"), expected);
	return false;
}

static bool needs_diagnosis(struct app *app)
{
	if (app->wizard.diagnosis)
		return true;
	app_message(app, LOOK_ERROR, _("Choose a platform or open a log first"));
	return false;
}

static bool do_open(struct app *app, struct sv arg)
{
	autofree char *path = path_expand(arg);
	if (*path)
		return app_open(app, path);
	app_open_file(app);
	return true;
}

static bool go(struct app *app, enum step step)
{
	if (!needs_diagnosis(app))
		return false;
	if (step == STEP_LOG && !app->wizard.diagnosis->logs_count) {
		app_message(app, LOOK_ERROR, _("No log is open yet"));
		return false;
	}
	app_go(app, step);
	return true;
}

static bool do_log(struct app *app, struct sv arg)
{
	(void)arg;
	return go(app, STEP_LOG);
}

static bool do_verdict(struct app *app, struct sv arg)
{
	(void)arg;
	return go(app, STEP_VERDICT);
}

static bool do_report(struct app *app, struct sv arg)
{
	(void)arg;
	return go(app, STEP_REPORT);
}

static bool do_checks(struct app *app, struct sv arg)
{
	(void)arg;
	return go(app, STEP_FIRST);
}

static bool do_start(struct app *app, struct sv arg)
{
	(void)arg;
	app_go(app, STEP_START);
	return true;
}

static bool do_help(struct app *app, struct sv arg)
{
	(void)arg;
	app_overlay(app, NULL);
	app_act(app, ACTION_HELP);
	return true;
}

static bool do_quit(struct app *app, struct sv arg)
{
	(void)arg;
	app_act(app, ACTION_QUIT);
	return true;
}

static bool take_time(struct app *app, struct sv arg, bool assigned)
{
	struct err err = {0};
	if (!needs_diagnosis(app))
		return false;
	if (wizard_set_time(&app->wizard, assigned, arg, &err))
		return true;
	app_message(app, LOOK_ERROR, "%s", err.text);
	return false;
}

static bool do_assigned(struct app *app, struct sv arg)
{
	return take_time(app, arg, true);
}

static bool do_check_in(struct app *app, struct sv arg)
{
	return take_time(app, arg, false);
}

static bool do_zone(struct app *app, struct sv arg)
{
	if (!needs_diagnosis(app))
		return false;
	struct case_options options = app->wizard.diagnosis->options;
	options.log.has_zone = time_take_offset(&arg, &options.log.zone_us) && !arg.len;
	if (!options.log.has_zone)
		return needs(app, "±HH:MM");
	wizard_set_options(&app->wizard, &options);
	wizard_reread(&app->wizard);
	return true;
}

static bool do_date(struct app *app, struct sv arg)
{
	if (!needs_diagnosis(app))
		return false;
	struct case_options options = app->wizard.diagnosis->options;
	options.log.has_date = time_parse_date(arg, &options.log.date);
	if (!options.log.has_date)
		return needs(app, "YYYY-MM-DD");
	wizard_set_options(&app->wizard, &options);
	wizard_reread(&app->wizard);
	return true;
}

static bool do_theme(struct app *app, struct sv arg)
{
	struct err err = {0};
	autofree char *name = sv_dup(arg);
	struct theme theme;
	if (!theme_load(&theme, name, &err)) {
		app_message(app, LOOK_ERROR, "%s", err.text);
		return false;
	}
	app->theme = theme;
	term_set_theme(app->term, &app->theme);
	return true;
}

static void add_reading(const struct reading *reading, struct strbuf *out)
{
	const struct code *code = &reading->code;
	strbuf_str(out, out->len ? "   " : "");
	if (reading->is_event)
		strbuf_addf(out, _("event %d (%s): %s"), (int)reading->event->id,
			event_level_name(reading->event->level),
			guide_text(*reading->event->meaning ? reading->event->meaning
				: reading->event->sentence));
	else if (reading_is_oid(code))
		strbuf_addf(out, "%s: %s. %s", code->symbol, guide_text(code->text),
			guide_text(code->meaning));
	else
		strbuf_addf(out, "%s %s (%s): %s %s", reading_head(code), code->symbol,
			code->success ? _("success") : _("failure"), guide_text(code->meaning),
			guide_text(code->action));
}

static bool say_readings(struct app *app, struct sv asked)
{
	const struct library *library = app->options.library;
	struct reading readings[READINGS_MAX];
	size_t count = readings_of(library->codes, library->events, asked, readings);
	autostrbuf line;
	strbuf_init(&line, STRBUF_LINE);
	for (size_t i = 0; i < count; i++)
		add_reading(&readings[i], &line);
	if (count)
		app_message(app, LOOK_MESSAGE, "%s", line.ptr);
	return count > 0;
}

static bool do_explain(struct app *app, struct sv arg)
{
	struct scep_id id;
	if (scep_id_find(arg, 0, &id))
		app_message(app, LOOK_MESSAGE, _("SCEP profile %s, account %s"), id.profile,
			id.account);
	else if (!say_readings(app, arg))
		return needs(app, _("a code or an id, as 0x2ab0003 or ModelName=…"));
	return true;
}

/* ---- Microsoft Graph ---- */

static bool do_sign_in(struct app *app, struct sv arg)
{
	(void)arg;
	app_overlay(app, view_signin_create(app));
	return true;
}

static bool do_import(struct app *app, struct sv arg)
{
	struct err err = {0};
	autofree char *folder = path_expand(arg);
	if (!*folder)
		return needs(app, _("the folder with saved answers"));
	if (!app_import(app, folder, &err)) {
		app_message(app, LOOK_ERROR, "%s", err.text);
		return false;
	}
	app_message(app, LOOK_MESSAGE, "%s", app->wizard.graph.user
		? _("Read. The checks show what Microsoft Graph said.")
		: _("Read. Whom is it about? :user NAME, :device NAME"));
	return true;
}

static bool is_about(struct app *app, struct sv arg, bool user)
{
	autofree char *name = sv_dup(arg);
	if (!*name)
		return needs(app, user ? _("the user the profile is meant for")
			: _("the device that the log is from, as Intune names it"));
	wizard_graph_about(&app->wizard, user ? name : NULL, user ? NULL : name);
	if (!app->wizard.graph.source)
		app_message(app, LOOK_MESSAGE, "%s", _("Kept for when Microsoft Graph is asked."));
	return true;
}

static bool do_user(struct app *app, struct sv arg)
{
	return is_about(app, arg, true);
}

static bool do_device(struct app *app, struct sv arg)
{
	return is_about(app, arg, false);
}

static void say_synced(void *data, const char *text)
{
	struct app *app = data;
	app_message(app, LOOK_MESSAGE, "%s", text);
	app->dirty = true;
}

/* Only the whole word confirms it. */
static bool take_sync(struct app *app, void *data, const char *text)
{
	struct err err = {0};
	(void)data;
	if (strcmp(text, "sync") != 0)
		app_message(app, LOOK_MESSAGE, "%s", _("Nothing was done."));
	else if (!wizard_graph_sync(&app->wizard, say_synced, app, &err))
		app_message(app, LOOK_ERROR, "%s", err.text);
	return true;
}

static bool do_sync(struct app *app, struct sv arg)
{
	struct err err = {0};
	(void)arg;
	if (!needs_diagnosis(app))
		return false;
	if (!wizard_graph_can_sync(&app->wizard, &err)) {
		app_message(app, LOOK_ERROR, "%s", err.text);
		return false;
	}
	app_message(app, LOOK_MESSAGE, _("This asks Intune to have “%s” check in now."),
		wizard_graph_device(&app->wizard));
	app_ask(app, &(struct field_request){FIELD_OTHER, _("Type sync to do it:"), "", take_sync,
		NULL});
	return true;
}

static const struct command {
	const char *name, *call, *help;
	command_fn *run;
} commands[] = {
	{"open", "open FILE", N_("open a log"), do_open},
	{"start", "start", N_("to the start: another diagnosis"), do_start},
	{"checks", "checks", N_("to the three checks"), do_checks},
	{"log", "log", N_("to the log"), do_log},
	{"verdict", "verdict", N_("to the verdict"), do_verdict},
	{"report", "report", N_("to the report"), do_report},
	{"assigned-at", "assigned-at TIME", N_("when the profile was assigned or last changed (RFC 3339)"),
		do_assigned},
	{"last-check-in", "last-check-in TIME", N_("last check-in seen in the portal"), do_check_in},
	{"zone", "zone ±HH:MM", N_("the zone of times printed without one"), do_zone},
	{"date", "date YYYY-MM-DD", N_("the day of the first entry, where the log prints none"),
		do_date},
	{"explain", "explain CODE|ID", N_("what a code or an id means, and what to do"), do_explain},
	{"sign-in", "sign-in", N_("sign in to Microsoft Graph, to have it answer the checks"), do_sign_in},
	{"graph-import", "graph-import DIR", N_("with answers of Microsoft Graph that were saved in DIR"),
		do_import},
	{"user", "user NAME", N_("the user the profile is meant for"), do_user},
	{"device", "device NAME", N_("the device that the log is from, as Intune names it"), do_device},
	{"sync", "sync", N_("ask the device, through Microsoft Graph, to check in; asks first"), do_sync},
	{"theme", "theme NAME", N_("other colours: default, dark, light, high-contrast, mono"),
		do_theme},
	{"help", "help", N_("what the keys do here"), do_help},
	{"quit", "quit", N_("leave; what you said is kept"), do_quit},
};

bool command_at(size_t i, const char **ret_call, const char **ret_help)
{
	static const char number[] = "N";
	if (i > ARRAY_LEN(commands))
		return false;
	if (i == ARRAY_LEN(commands)) {
		*ret_call = number;
		*ret_help = N_("to the entry with this number");
		return true;
	}
	*ret_call = commands[i].call;
	*ret_help = commands[i].help;
	return true;
}

/* An entry by its number, as the status row shows it. */
static bool go_to_number(struct app *app, uint64_t number)
{
	struct diagnosis *d = app->wizard.diagnosis;
	size_t log = app->wizard.saved.log;
	if (!go(app, STEP_LOG))
		return false;
	if (log >= d->logs_count)
		log = 0;
	uint64_t count = log_info(d->logs[log].log)->entries;
	if (!number || number > count) {
		app_message(app, LOOK_ERROR, _("There is no entry with this number."));
		return false;
	}
	view_log_show(app, log, number - 1);
	return true;
}

bool command_run(struct app *app, struct sv typed)
{
	struct sv rest = sv_trim(typed), name;
	uint64_t number;
	if (!sv_word(&rest, &name))
		return true;
	if (sv_to_u64(name, &number))
		return go_to_number(app, number);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (sv_eq(name, sv_str(commands[i].name)) ||
		    (name.len == 1 && sv_eq(name, SV("q")) && commands[i].run == do_quit))
			return commands[i].run(app, sv_trim(rest));
	app_message(app, LOOK_ERROR, _("There is no command %.*s; :help lists them"),
		SV_ARG(name));
	return false;
}

void command_complete(struct sv typed, struct strbuf *whole, struct strbuf *candidates)
{
	const char *only = NULL;
	unsigned found = 0;
	struct sv rest = typed, name;
	if (sv_chr(typed, ' ') != SV_NPOS) {
		sv_word(&rest, &name);
		autostrbuf path;
		strbuf_init(&path, LINE_EDIT_MAX);
		if (sv_eq(name, SV("open")))
			path_complete(sv_trim(rest), &path, candidates);
		if (path.len)
			strbuf_addf(whole, "open %s", path.ptr);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (sv_starts(sv_str(commands[i].name), typed)) {
			only = commands[i].name;
			strbuf_addf(candidates, "%s%s", found++ ? "  " : "", only);
		}
	if (found != 1)
		return;
	strbuf_reset(candidates);
	strbuf_addf(whole, "%s ", only);
}
