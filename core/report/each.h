/* A diagnosis as one row among many (check --each). */
#ifndef REPORT_EACH_H
#define REPORT_EACH_H

#include "report.h"

struct each_row {
	size_t n;            /* place in the list of names, 1 for the first */
	const char *path;    /* as it was named */
	const char *error;   /* no diagnosis, and why; NULL */
	const char *outcome, *stage, *profile; /* ids; NULL: none */
	const char *lacks;   /* what is missing first, a sentence; NULL: nothing */
};

/* What the diagnosis tells; the row borrows from it and from lacks. */
void each_row_fill(struct each_row *row, const struct diagnosis *diagnosis,
	struct strbuf *lacks);

/* One object (scepwiz-each.schema.json) and a line feed; diagnosis NULL: an error. */
void report_each_line(const struct each_row *row, const struct diagnosis *diagnosis,
	unsigned reveal, struct strbuf *out);

#endif
