/* The reference files of this room (codes.xml, events.xml): read whole and checked on
 * the way, so that a mistake is told as "file:line: what, and what was expected". */
#ifndef SCEP_REFERENCE_H
#define SCEP_REFERENCE_H

#include "base/err.h"
#include "base/libxml2.h"
#include "base/sv.h"

struct reference {
	const char *path; /* borrowed */
	xmlDoc *doc;
};

/* root: the name its outermost element must have. */
bool reference_open(struct reference *ref, const char *path, const char *root, struct err *err);
void reference_close(struct reference *ref);

/* Sets the error of this node; what is wrong and what was expected. Gives false. */
bool reference_wrong(const struct reference *ref, const xmlNode *node, struct err *err,
	const char *expected);

/* The next element at or after node; NULL: no more. */
const xmlNode *reference_element(const xmlNode *node);
bool reference_is(const xmlNode *node, const char *name);
/* An attribute's value, yours; NULL if absent. */
char *reference_attr(const xmlNode *node, const char *name);
/* An attribute that must be a number (0x… or decimal, maybe negative). */
bool reference_number(const struct reference *ref, const xmlNode *node, const char *name,
	int64_t *ret, struct err *err);
/* The text of an element, yours. Tidy: runs of blanks and line breaks become one blank. */
char *reference_text(const xmlNode *node, bool tidy);

#endif
