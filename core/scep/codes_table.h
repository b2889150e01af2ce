/* The table behind codes.h, for the files that read it: rows by number, a list for each
 * vocabulary. */
#ifndef SCEP_CODES_TABLE_H
#define SCEP_CODES_TABLE_H

#include "base/packed.h"
#include "codes.h"

struct row {
	uint32_t value;
	bool failure; /* in spite of its bit 31 */
	bool system;  /* Windows itself has text as a message, and prints it in logs */
	char *symbol, *also; /* NULL: none; further names of the same number, by blanks */
	char *text, *meaning, *cause, *action; /* never NULL */
	char **printed; /* text as Windows prints it in other languages */
	size_t printed_count, printed_cap;
};

struct row_list {
	struct row *rows; /* by value, each once */
	size_t rows_count, rows_cap;
};

struct codes {
	struct row_list lists[VOCABULARIES]; /* see codes_rows() */
	bool ready;           /* built in: texts are the program's, lists the arena's */
	struct packed packed; /* of what is built in, until somebody asks */
	struct arena arena;
};

/* The rows of a vocabulary; those that are built in are unpacked when they are first asked for. */
const struct row_list *codes_rows(const struct codes *codes, enum vocabulary vocabulary);

#endif
