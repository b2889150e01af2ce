/* What changed from one diagnosis to another. Pure: facts in, changes out. Only what both of them
 * tell is compared: a saved diagnosis has no findings, and that is no change. */
#ifndef REPORT_DIFFERENCE_H
#define REPORT_DIFFERENCE_H

#include "redact.h"
#include "told.h"

struct change {
	enum told_what what;
	const struct told_fact *before, *after; /* NULL: new; NULL: gone. Borrowed from the facts */
};

struct difference {
	struct change *changes; /* in the order of told_what, then by id */
	size_t changes_count, changes_cap;
	unsigned compared;      /* bits of told_what */
};

void difference_of(const struct told *before, const struct told *after,
	struct difference *ret);
void difference_finish(struct difference *difference);

/* One object, redacted; or lines for people, in the reader's language. names: of the two files. */
void difference_json(const struct difference *difference, const struct told told[static 2],
	char *const names[static 2], struct redactor *redactor, struct strbuf *out);
void difference_text(const struct difference *difference, const struct told told[static 2],
	char *const names[static 2], struct strbuf *out);

#endif
