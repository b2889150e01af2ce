/* Who is who across the logs of a case: versions of one profile, several profiles side by side,
 * what is left over, and profiles of other platforms by their account. What ties two rows of
 * different platforms is decided in one place, kin_of(), where a name and a root of the service
 * can join the account once they are known. */
#ifndef DIAGNOSIS_KIN_H
#define DIAGNOSIS_KIN_H

#include "diagnosis.h"

/* Do two identities belong together? Complete account ids that are the same; unknown: no. */
bool kin_of(const char *account, const char *other);

/* Notes an identity in a log of another platform than the guide's; each profile once. */
void kin_note(struct diagnosis *diagnosis, size_t log, const struct scep_id *id);

/* What is worth saying about all that, one sentence a call, in the reader's language; false when
 * there is no more. */
bool kin_remark(const struct diagnosis *diagnosis, size_t i, struct strbuf *out);

#endif
