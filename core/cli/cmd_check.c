#include "commands.h"

#include "base/file.h"
#include "base/i18n.h"
#include "each.h"
#include "output.h"
#include "session.h"

static enum cli_exit exit_of(enum verdict_outcome outcome)
{
	static const enum cli_exit exits[] = {EXIT_DONE, EXIT_INCONCLUSIVE, EXIT_NOT_REACHED};
	return exits[outcome];
}

static bool wants_colour(const struct args *args, const struct front *front)
{
	const char *no_color = getenv("NO_COLOR");
	if (args->settings.colour == COLOUR_ALWAYS)
		return true;
	return args->settings.colour == COLOUR_AUTO && front->out_terminal &&
		!(no_color && *no_color);
}

static struct report_options options_of(const struct args *args, const struct front *front)
{
	bool to_terminal = args->format == REPORT_TEXT && !args->output;
	return (struct report_options){.format = args->format, .redacted = !to_terminal,
		.reveal = args->reveal, .colour = to_terminal && wants_colour(args, front),
		.ascii = args->settings.ascii || (to_terminal && !front->utf8),
		.width = to_terminal ? front->columns : 0};
}

static enum cli_exit deliver(const struct args *args, const struct front *front,
	const struct diagnosis *diagnosis)
{
	struct err err = {0};
	struct report_options options = options_of(args, front);
	autostrbuf out;
	strbuf_init(&out, STRBUF_REPORT);
	report_write(diagnosis, &options, &out);
	if (out.full) {
		err_set(&err, ERR_OUTPUT, _("the report is larger than %u MB"),
			STRBUF_REPORT >> 20);
		return command_fail(front, &err);
	}
	if (args->output) {
		if (!file_write(args->output, strbuf_sv(&out), args->force, &err))
			return command_fail(front, &err);
	} else if (!out_bytes(front, strbuf_sv(&out))) {
		err_set(&err, ERR_OUTPUT, _("the report could not be written"));
		return command_fail(front, &err);
	}
	return exit_of(diagnosis->verdict.outcome);
}

enum cli_exit cmd_check(const struct args *args, const struct front *front)
{
	struct session session = {0};
	struct err err = {0};
	enum cli_exit result;
	if (args->probe && (args->each || args->format != REPORT_TEXT))
		return command_usage(front, _("--probe answers in text; it does not go with --each, "
			"--json and --format"));
	if (args->each)
		return check_each(args, front);
	if (args->probe && !args->operands_count)
		return probe_and_show(args, front, NULL);
	if (!args->operands_count)
		return command_usage(front, _("check: name the log of the device, or - for "
			"standard input"));
	if (session_open(&session, args, front, args->operands, args->operands_count, &result,
		&err)) {
		for (size_t i = 0; args->format == REPORT_JSON &&
			i < session.diagnosis->logs_count; i++)
			diagnosis_hash_log(session.diagnosis, i);
		result = deliver(args, front, session.diagnosis);
		if (args->probe && result != EXIT_OUTPUT)
			probe_and_show(args, front, session.diagnosis);
	} else {
		err_textf(front, "scepwiz: %s\n", err.text);
	}
	session_close(&session);
	return result;
}
