/* The SCEP request that a finding carries, judged with what the rest of its check-in tells. */
#ifndef DIAGNOSIS_REQUEST_H
#define DIAGNOSIS_REQUEST_H

#include "diagnosis.h"
#include "scep/payload_check.h"

/* What is wrong or strange in the request of this finding; 0 if it carries none.
 * payload_remarks_finish() after it. */
size_t request_check(const struct diagnosis *diagnosis, size_t finding,
	struct payload_remark ret[static PAYLOAD_REMARKS_MAX]);

#endif
