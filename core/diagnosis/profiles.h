/* Which finding speaks of which profile: identities joined to rows, entries without an id
 * given to their neighbours (CONTRACT, "What decides" and "Ids as printed"). */
#ifndef DIAGNOSIS_PROFILES_H
#define DIAGNOSIS_PROFILES_H

#include "diagnosis.h"

/* Makes the rows anew and sets every finding's profile. With options.profile only that row
 * is left; it is there even if nothing speaks of it. */
void profiles_build(struct diagnosis *diagnosis);

/* Which of Graph's profiles a row is: by its id, or the only one that the printed part fits.
 * GRAPH_NONE: none, or not known. */
size_t profiles_in_graph(const struct diagnosis *diagnosis, const struct case_profile *row);

#endif
