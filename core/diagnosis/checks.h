/* The checks: what the user, Graph and the logs say to each, and which of them counts. */
#ifndef DIAGNOSIS_CHECKS_H
#define DIAGNOSIS_CHECKS_H

#include "diagnosis.h"

/* Fills diagnosis->checks and adds a finding for each that is answered; those of the last time are
 * dropped already (diagnosis_drop_checks()). Texts go to check_texts. */
void checks_judge(struct diagnosis *diagnosis);

#endif
