/* Which finding speaks of which profile: identities joined to rows, entries without an id
 * given to their neighbours (CONTRACT, "What decides" and "Ids as printed"). */
#ifndef DIAGNOSIS_PROFILES_H
#define DIAGNOSIS_PROFILES_H

#include "diagnosis.h"

/* Makes the rows anew and sets every finding's profile. With options.profile only that row
 * is left; it is there even if nothing speaks of it. */
void profiles_build(struct diagnosis *diagnosis);

#endif
