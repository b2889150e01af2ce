/* The commands, one a function: each gives the exit code. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "args.h"

typedef enum cli_exit command_fn(const struct args *args, const struct front *front);

command_fn cmd_check, cmd_diff, cmd_log, cmd_explain, cmd_guides, cmd_graph, cmd_completion, cmd_wizard;

/* The wizard without a screen. */
command_fn plain_wizard;

/* Asks the NDES server of --probe and says what it answers, and whether it sends the CA certificate
 * that --ca-thumbprint or the diagnosis (may be NULL) names. Done: healthy; not reached: it answers
 * wrongly; inconclusive: not to be reached from here. */
enum cli_exit probe_and_show(const struct args *args, const struct front *front,
	const struct diagnosis *diagnosis);

/* Says err on stderr and gives the exit code that belongs to its kind. */
enum cli_exit command_fail(const struct front *front, const struct err *err);
/* A usage error of a command; gives EXIT_USAGE. */
enum cli_exit command_usage(const struct front *front, const char *text);

#endif
