#include "cli.h"

#include <stdint.h>
#include <string.h>

#include "base/debug.h"
#include "base/file.h"
#include "base/i18n.h"
#include "commands.h"
#include "config.h"
#include "output.h"

static const struct command {
	const char *name;
	command_fn *run;
} commands[] = {
	{"check", cmd_check},
	{"log", cmd_log},
	{"explain", cmd_explain},
	{"diff", cmd_diff},
	{"guides", cmd_guides},
	{"graph", cmd_graph},
	{"completion", cmd_completion},
};

enum cli_exit command_fail(const struct front *front, const struct err *err)
{
	static const enum cli_exit exits[] = {[ERR_NONE] = EXIT_BUG, [ERR_USAGE] = EXIT_USAGE,
		[ERR_INPUT] = EXIT_INPUT, [ERR_FORMAT] = EXIT_INPUT, [ERR_GRAPH] = EXIT_GRAPH,
		[ERR_OUTPUT] = EXIT_OUTPUT};
	err_textf(front, "scepwiz: %s\n", err->text);
	return exits[err->kind];
}

enum cli_exit command_usage(const struct front *front, const char *text)
{
	err_textf(front, "scepwiz: %s\n%s\n", text, _("scepwiz --help shows how to call it"));
	return EXIT_USAGE;
}

static void warn_of_setting(void *data, const struct err *err)
{
	err_textf(data, "scepwiz: %s\n", err->text);
}

static enum cli_exit dispatch(const struct args *args, const struct front *front)
{
	for (size_t i = 0; args->command && i < ARRAY_LEN(commands); i++)
		if (!strcmp(args->command, commands[i].name))
			return commands[i].run(args, front);
	return cmd_wizard(args, front);
}

static enum cli_exit run(struct args *args, int argc, char **argv, const struct front *front)
{
	struct err err = {0};
	autofree char *locale = file_locale_dir();
	bool settings_ok = settings_load(&args->settings, warn_of_setting,
		(void *)(uintptr_t)front, &err);
	i18n_init(args->settings.lang[0] ? args->settings.lang : NULL, locale);
	if (!settings_ok) {
		err_textf(front, "scepwiz: %s\n", err.text);
		return EXIT_USAGE;
	}
	bool parsed = args_parse(args, argc, argv, &err);
	if (args->settings.lang[0])
		i18n_init(args->settings.lang, locale);
	if (!parsed)
		return command_fail(front, &err);
	if (args->help) {
		args_help(front, args->help_all);
		return EXIT_DONE;
	}
	if (args->version) {
		out_textf(front, "scepwiz %s\n", SCEPWIZ_VERSION);
		return EXIT_DONE;
	}
	struct front shown = *front;
	shown.utf8 = front->utf8 && !args->settings.ascii;
	if (args->debug_file && !(args->debug = debug_create(args->debug_file, &err)))
		return command_fail(front, &err);
	debug_linef(args->debug, "scepwiz %s, %s", SCEPWIZ_VERSION,
		args->command ? args->command : "wizard");
	enum cli_exit result = dispatch(args, &shown);
	debug_linef(args->debug, "exit %d", (int)result);
	debug_destroy(args->debug);
	return result;
}

int cli_run(int argc, char **argv, const struct front *front)
{
	struct args args = {.format = REPORT_TEXT,
		.graph = {.token_fd = -1, .client_secret_fd = -1}};
	case_options_init(&args.options);
	settings_init(&args.settings);
	enum cli_exit result = run(&args, argc, argv, front);
	free(args.operands);
	if (fflush(front->out) != 0 && result == EXIT_DONE)
		result = EXIT_OUTPUT;
	return result;
}
