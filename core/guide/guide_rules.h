/* The plain rules of a guide's XML: which element may hold which, which attributes it has.
 * guide.rng says the same for editors; these rules say it in words. */
#ifndef GUIDE_RULES_H
#define GUIDE_RULES_H

#include "base/strbuf.h"
#include "guide_doc.h"

/* The whole tree; false with the first mistake in the order of the file. */
bool guide_rules_check(const struct guide_doc *doc, struct err *err);

/* "a, b or c". names ends with NULL. */
void guide_list_names(struct strbuf *out, const char *const *names);

#endif
