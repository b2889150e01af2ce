/* What Graph tells besides the checks: the tenant, the profiles by name, what was delivered and is
 * not assigned (and the other way round), and the causes of a profile that does not arrive, most
 * frequent first. */
#ifndef DIAGNOSIS_GRAPH_FINDINGS_H
#define DIAGNOSIS_GRAPH_FINDINGS_H

#include "diagnosis.h"

/* Adds them behind the other findings. The rows of profiles have been built and judged. */
void graph_findings_add(struct diagnosis *diagnosis);

/* Is it something that Graph tells besides the checks? */
bool finding_of_graph(const struct finding *finding);

/* What Graph sees that explains the verdict, most frequent cause first, one a call and each kind
 * once; NULL: no more. Where the profile has arrived: what is wrong all the same. *ret_action is
 * what to do, a msgid, or NULL. */
const struct finding *graph_cause(const struct diagnosis *diagnosis, size_t i,
	const char **ret_action);

#endif
