/* What Graph answers to the three documented checks. */
#ifndef DIAGNOSIS_GRAPH_CHECKS_H
#define DIAGNOSIS_GRAPH_CHECKS_H

#include "diagnosis.h"

/* Fills diagnosis->asked from its facts. Texts go to graph_texts. */
void graph_checks_judge(struct diagnosis *diagnosis);

/* Is the device that Graph tells of the one of the log? By its name or id, or because the user
 * said that it is the intended user's. */
bool graph_checks_sure(const struct diagnosis *diagnosis);

#endif
