/* What the marks of a guide can't do without: looked for first, it spares trying most expressions. */
#ifndef DIAGNOSIS_MARK_NEEDS_H
#define DIAGNOSIS_MARK_NEEDS_H

#include "guide/guide.h"

struct mark_needs;

struct mark_needs *mark_needs_create(const struct guide *guide); /* borrowed */
void mark_needs_destroy(struct mark_needs *needs); /* NULL is fine */

/* False: this mark of a key entry of the guide is not in the text. */
bool mark_needs_met(const struct mark_needs *needs, const struct guide_key_entry *key, size_t mark,
	struct sv text);

#endif
