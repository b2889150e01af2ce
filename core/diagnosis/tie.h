/* Findings of several logs that speak of one request: by what their marks join (thumbprint,
 * transaction, the profile's id), else by their time. */
#ifndef DIAGNOSIS_TIE_H
#define DIAGNOSIS_TIE_H

#include "diagnosis.h"

#define TIE_WINDOW (2 * 60 * TIME_SECOND) /* between clocks that are set, and for one request */

/* Notes what a joining mark has found. Letters and digits count, in any case: thumbprints are
 * printed with and without colons. A mark called "profile" gives the finding an identity. */
void tie_add(struct diagnosis *diagnosis, struct finding *finding, const char *mark,
	struct sv text);

/* Gives rows to findings without one: that of the findings with the same text in a mark of the
 * same name, unless those are of different rows; then the only row that has a finding within
 * TIE_WINDOW. */
void ties_join(struct diagnosis *diagnosis);

#endif
