/* "Did you mean …?": the known name with the fewest letters changed, added, left out or
 * exchanged. */
#ifndef LOOK_NEAREST_H
#define LOOK_NEAREST_H

#include "base/sv.h"

/* The known names, from 0 on; NULL behind the last one. */
typedef const char *nearest_fn(size_t i);

/* Gives one of the names, whatever name is; there must be at least one. */
const char *nearest(struct sv name, nearest_fn *known);

#endif
