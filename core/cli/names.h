/* The names of many files: those of the command line, then those of a list in a file or on
 * standard input, one a line, or parted by NUL (find -print0). Never more of them in memory
 * than one read gives. */
#ifndef CLI_NAMES_H
#define CLI_NAMES_H

#include "base/err.h"
#include "base/strbuf.h"

#define NAMES_LONGEST 8192 /* bytes of one name; more is cut and can't be a file */

enum names_state { NAMES_READY, NAMES_WAIT, NAMES_END };

struct names {
	char **given; /* borrowed */
	int given_count;
	int fd;       /* of the list; -1: none, or at its end */
	char end;     /* what ends a name; told by what is read first */
	bool begun;
	struct strbuf name; /* the one at work */
	char *block;
	size_t at, len;
	struct err trouble; /* the list could not be read to its end */
};

/* list NULL: none; "-": standard input. */
bool names_open(struct names *names, char **given, int count, const char *list,
	struct err *err);
void names_close(struct names *names);

/* READY: *ret is the next name, yours. WAIT: names_fill() is due, once names->fd can be
 * read. */
enum names_state names_take(struct names *names, char **ret);
void names_fill(struct names *names);

#endif
