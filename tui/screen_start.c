#include "screen_start.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"
#include "guardian.h"
#include "log/gather.h"

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

/* A log that can't be opened is said before the screen is taken. Gives how many can be. */
static int check_logs(const struct args *args, const struct front *front, struct err *err)
{
	int good = 0;
	for (int i = 0; i < args->operands_count; i++) {
		enum log_platform platform;
		struct source *source = NULL;
		if (is_input(args->operands[i])) {
			good++;
			continue;
		}
		source = gather_source(args->operands[i], LOG_NO_PLATFORM, err);
		if (source && log_sniff(source, &platform, err))
			good++;
		else if (args->operands_count > 1)
			err_textf(front, "scepwiz: %s\n", err->text);
		source_close(source);
	}
	if (!good && args->operands_count > 1)
		err_set(err, ERR_INPUT, _("none of the %d logs could be read"),
			args->operands_count);
	return good;
}

static const struct guide *guide_of(const struct args *args, const struct library *library,
	struct err *err)
{
	const struct guide *guide = NULL;
	if (args->guide) {
		guide = guide_by_id(&library->guides, sv_str(args->guide));
		if (!guide)
			err_set(err, ERR_USAGE, _("--guide: there is no guide \"%s\"; scepwiz "
				"guides lists them"), args->guide);
	} else if (args->platform != PLATFORM_NONE) {
		guide = guide_by_platform(&library->guides, args->platform);
	}
	return guide;
}

static void take_answers(const struct args *args, struct app_options *options)
{
	options->options = args->options;
	options->answered = args->options.assigned_at != TIME_NONE ||
		args->options.last_check_in != TIME_NONE || args->options.log.has_zone ||
		args->options.log.has_date;
	for (int i = 0; i < CHECK_COUNT; i++) {
		const struct cli_answer *answer = &args->answers[i];
		if (!answer->given)
			continue;
		options->checks[answer->check] = (struct saved_check){true, answer->outcome,
			answer->note ? xstrdup(answer->note) : NULL};
		options->answered = true;
	}
}

static int run(struct term *term, const struct app_options *options, const struct front *front)
{
	struct err err = {0};
	struct app app;
	app_init(&app, term, options);
	bool begun = app_begin(&app, &err);
	int result = begun ? app_run(&app) : EXIT_INPUT;
	app_finish(&app);
	term_close(term);
	if (!begun)
		err_textf(front, "scepwiz: %s\n", err.text);
	return result;
}

static bool show(const struct args *args, const struct front *front, FILE *keys,
	struct library *library, int *ret_exit)
{
	struct err err = {0};
	struct theme theme;
	bool colour = wants_colour(args);
	const char *name = !colour ? "mono" : args->settings.theme[0] ? args->settings.theme
		: "default";
	const struct guide *guide = guide_of(args, library, &err);
	if (err.kind != ERR_NONE || !theme_load(&theme, name, &err)) {
		*ret_exit = command_fail(front, &err);
		return true;
	}
	struct term_options terminal = {.in = keys, .out = front->out, .theme = &theme,
		.colour = colour, .ascii = !front->utf8, .stay = args->stay};
	struct term *term = term_open(&terminal, &err);
	if (!term)
		return false;
	/* a theme's bars need colours to be told apart */
	if (!term_colours(term) && theme_load(&theme, "mono", &err))
		term_set_theme(term, &theme);
	struct app_options options = {.settings = &args->settings, .guide = guide,
		.library = library, .paths = args->operands, .paths_count = args->operands_count,
		.reveal = args->reveal, .keep = !args->no_state};
	take_answers(args, &options);
	*ret_exit = run(term, &options, front);
	for (int i = 0; i < CHECK_COUNT; i++)
		free(options.checks[i].note);
	return true;
}

bool screen_start(const struct args *args, const struct front *front, int *ret_exit)
{
	struct err err = {0};
	FILE *keys = open_keys(args, front);
	if (!keys)
		return false;
	if (args->operands_count && !check_logs(args, front, &err)) {
		*ret_exit = command_fail(front, &err);
		return true;
	}
	guardian_start(fileno(front->out));
	struct library *library = session_library(front, &err);
	if (!library) {
		*ret_exit = command_fail(front, &err);
		return true;
	}
	bool shown = show(args, front, keys, library, ret_exit);
	library_destroy(library);
	if (keys != front->in)
		fclose(keys);
	return shown;
}
