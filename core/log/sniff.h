/* What the first bytes of a log tell of it: its form, and how its text is encoded. */
#ifndef LOG_SNIFF_H
#define LOG_SNIFF_H

#include "encoding.h"
#include "format.h"

/* The form of a log of that platform (or of any), remembered for the next time; NULL: *err says
 * why they tell nothing. */
const struct log_format *sniff(struct source *source, enum log_platform platform,
	enum encoding *ret_encoding, struct err *err);

#endif
