/* The program without a screen: commands, options, exit codes (CONTRACT), and the plain
 * numbered wizard. */
#ifndef CLI_H
#define CLI_H

#include <stdbool.h>
#include <stdio.h>

struct args;
struct front;

/* The wizard on a screen. False: there is none to be had; the plain one takes its place. */
typedef bool screen_fn(const struct args *args, const struct front *front, int *ret_exit);

/* Where the words come from and go to. Only main() looks at terminals. */
struct front {
	FILE *in, *out, *err;
	bool in_terminal, out_terminal, err_terminal;
	bool utf8;     /* the locale's encoding */
	unsigned columns; /* of the terminal; 0: not one, or not told */
	screen_fn *screen; /* NULL: this terminal shows no screen */
	bool wrap;        /* break our lines at blanks to fit the columns (the plain wizard) */
};

enum cli_exit {
	EXIT_DONE = 0,
	EXIT_USAGE = 2,
	EXIT_INPUT = 3,
	EXIT_GRAPH = 4,
	EXIT_OUTPUT = 5,
	EXIT_NOT_REACHED = 10,
	EXIT_INCONCLUSIVE = 11,
	EXIT_BUG = 70,
};

/* The whole program. Gives the exit code. */
int cli_run(int argc, char **argv, const struct front *front);

#endif
