/* A walk over XML that needs no library (base/plainxml.h); anything else is left to libxml2. */
#ifndef SCEP_PLAIN_H
#define SCEP_PLAIN_H

#include "walk.h"

/* False: it is not plain, or more than the budget allows; the visitor was not called and nothing
 * was taken from the budget. True: as walk_xml() would have done. */
bool plain_walk(struct sv text, struct walk_budget *budget, const struct walk_visitor *visitor);
/* The same, told while it is read. False: what the visitor was told is to be forgotten. */
bool plain_walk_at_once(struct sv text, struct walk_budget *budget,
	const struct walk_visitor *visitor);

#endif
