/* The options and commands, as data: what parsing (args.c), help and completion (args_help.c) read. */
#ifndef CLI_ARGS_TABLE_H
#define CLI_ARGS_TABLE_H

#include "args.h"

typedef bool option_fn(struct args *args, struct sv value, const char *raw, struct err *err);

struct option {
	const char *name;     /* with its dashes */
	const char *value;    /* what its value is called; NULL: it has none */
	const char *commands; /* which commands know it, blank-separated; "": all */
	const char *help;     /* msgid */
	option_fn *set;
};
extern const struct option args_options[];
extern const size_t args_options_count;

struct command_help {
	const char *words, *help; /* help: msgid */
	bool rare;                /* only in --help=all */
};
extern const struct command_help args_commands[];
extern const size_t args_commands_count;
extern const char *const args_command_names[]; /* NULL behind the last */

#endif
