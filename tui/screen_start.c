#include "screen_start.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "guardian.h"

bool screen_possible(const struct front *front)
{
	const char *type = getenv("TERM");
	return front->out_terminal && type && *type && strcmp(type, "dumb") != 0;
}

/* NO_COLOR counts if it is not empty (as its convention has it); --color always wins. */
static bool wants_colour(const struct args *args)
{
	const char *no_color = getenv("NO_COLOR");
	if (args->settings.colour != COLOUR_AUTO)
		return args->settings.colour == COLOUR_ALWAYS;
	return !no_color || !*no_color;
}

static bool is_input(const char *path)
{
	return !strcmp(path, "-");
}

/* Keys come from the terminal even if a log comes through standard input. */
static FILE *open_keys(const struct args *args, const struct front *front)
{
	bool piped = false;
	for (int i = 0; i < args->operands_count; i++)
		piped |= is_input(args->operands[i]);
	if (front->in_terminal)
		return piped ? NULL : front->in;
	if (!piped) /* answers come through a pipe: the plain wizard's business */
		return NULL;
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	return fd < 0 ? NULL : fdopen(fd, "r+");
}

static const struct guide *guide_of(const struct args *args, struct library *library,
	struct err *err)
{
	const struct guide *guide = NULL;
	if (args->guide)
		guide = library_guide(library, args->guide, err);
	else if (args->platform != PLATFORM_NONE)
		guide = guide_by_platform(&library->guides, args->platform);
	return guide;
}

/* Gives false if nothing was said. */
static bool take_answers(const struct args *args, struct saved_case *said)
{
	const struct case_options *options = &args->options;
	bool any = options->assigned_at != TIME_NONE || options->last_check_in != TIME_NONE ||
		options->log.has_zone || options->log.has_date;
	said->options = *options;
	for (int i = 0; i < CHECK_COUNT; i++) {
		const struct cli_answer *answer = &args->answers[i];
		if (!answer->given)
			continue;
		said->checks[answer->check] = (struct saved_check){true, answer->outcome,
			xstrdup(answer->note)};
		any = true;
	}
	return any;
}

static struct term *open_terminal(const struct args *args, const struct front *front, FILE *keys,
	struct theme *theme)
{
	struct err err;
	bool colour = wants_colour(args);
	struct term_options options = {.in = keys, .out = front->out, .theme = theme,
		.colour = colour, .ascii = !front->utf8, .stay = args->stay};
	struct term *term = term_open(&options, &err);
	/* a theme's bars need colours to be told apart */
	if (term && !term_colours(term) && theme_load(theme, "mono", &err))
		term_set_theme(term, theme);
	return term;
}

/* False: the terminal shows no screen. */
static bool run(struct app *app, const struct args *args, const struct front *front, FILE *keys,
	struct theme *theme, int *ret_exit)
{
	struct err err = {0};
	struct term *term = NULL;
	if (!app_begin(app, &err)) {
		*ret_exit = command_fail(front, &err);
		return true;
	}
	term = open_terminal(args, front, keys, theme);
	if (!term)
		return false;
	app_take_terminal(app, term);
	*ret_exit = app_run(app);
	return true;
}

static bool show(const struct args *args, const struct front *front, FILE *keys,
	struct library *library, int *ret_exit)
{
	struct err err = {0};
	struct theme theme;
	struct app app;
	struct saved_case said;
	const char *name = !wants_colour(args) ? "mono" : args->settings.theme[0]
		? args->settings.theme : "default";
	const struct guide *guide = guide_of(args, library, &err);
	if (err.kind != ERR_NONE || !theme_load(&theme, name, &err)) {
		*ret_exit = command_fail(front, &err);
		return true;
	}
	const struct graph_options graph = {.cloud = args->graph.cloud,
		.tenant = args->graph.tenant, .client_id = args->graph.client_id,
		.graph_url = args->graph.graph_url, .login_url = args->graph.login_url,
		.ca_file = args->graph.ca_file, .debug = args->debug};
	saved_init(&said);
	app_init(&app, &(struct app_options){.settings = &args->settings, .guide = guide,
		.library = library, .said = take_answers(args, &said) ? &said : NULL,
		.paths = args->operands, .paths_count = args->operands_count,
		.graph_import = args->graph_import, .user = args->user, .device = args->device,
		.graph = &graph,
		.reveal = args->reveal, .keep = !args->no_state});
	bool shown = run(&app, args, front, keys, &theme, ret_exit);
	struct term *term = app.term;
	app_finish(&app);
	term_close(term);
	saved_finish(&said);
	return shown;
}

bool screen_start(const struct args *args, const struct front *front, int *ret_exit)
{
	struct err err = {0};
	FILE *keys = open_keys(args, front);
	bool shown = true;
	if (!keys)
		return false;
	guardian_start(fileno(front->out));
	struct library *library = session_library(front, &err);
	if (library)
		shown = show(args, front, keys, library, ret_exit);
	else
		*ret_exit = command_fail(front, &err);
	library_destroy(library);
	if (keys != front->in)
		fclose(keys);
	return shown;
}
