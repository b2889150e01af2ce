/* guide.rng, the formal grammar: the last net after our own plain rules, and what an
 * editor uses while a guide is written. */
#ifndef GUIDE_SCHEMA_H
#define GUIDE_SCHEMA_H

#include <stdbool.h>

#include "base/err.h"

struct guide_doc;
struct guide_schema;

struct guide_schema *guide_schema_load(const char *path, struct err *err);
void guide_schema_destroy(struct guide_schema *schema);
bool guide_schema_check(
	const struct guide_schema *schema, const struct guide_doc *doc, struct err *err);

#endif
