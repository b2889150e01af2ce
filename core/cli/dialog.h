/* Asking on a terminal without a screen: a line, or one of some choices. */
#ifndef CLI_DIALOG_H
#define CLI_DIALOG_H

#include "base/sv.h"
#include "cli.h"

#define DIALOG_LINE_MAX 4096

struct dialog {
	const struct front *front;
	bool ended; /* no more answers: the input is at its end, or the user left */
};

struct choice {
	const char *key; /* what is typed */
	const char *text;
};

/* One line without its end; false at the end of the input. Longer lines are cut. */
bool dialog_line(struct dialog *dialog, const char *prompt, char line[static DIALOG_LINE_MAX]);
/* Prints the choices and asks until one of them is typed. Gives its index; the last one if
 * the input ends. */
size_t dialog_choice(struct dialog *dialog, const struct choice *choices, size_t count);

#endif
