/* XML that needs no library: elements, attributes, text with the five named entities, all ASCII.
 * What Intune sends is nearly always that, and read by hand it takes a tenth of the time. Anything
 * else is left to libxml2, and so is whatever is not well-formed: this says no more than it is
 * certain of. Tests hold both equal. */
#ifndef SCEP_PLAIN_H
#define SCEP_PLAIN_H

#include "walk.h"

/* False: it is not plain, or more than the budget allows; the visitor was not called and nothing
 * was taken from the budget. True: as walk_xml() would have done. */
bool plain_walk(struct sv text, struct walk_budget *budget, const struct walk_visitor *visitor);
/* The attribute of a start tag's attributes, as walk_attr(). */
bool plain_attr(struct sv attributes, const char *name, struct strbuf *buf);

#endif
