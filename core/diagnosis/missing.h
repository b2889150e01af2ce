/* What each log lacks to settle the question (CONTRACT, logs[].missing). */
#ifndef DIAGNOSIS_MISSING_H
#define DIAGNOSIS_MISSING_H

#include "diagnosis.h"

void missing_judge(struct diagnosis *diagnosis); /* sets missing and sufficient of each log */

#endif
