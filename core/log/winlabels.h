/* The labels that Windows prints in front of an event's values, in its languages. */
#ifndef LOG_WINLABELS_H
#define LOG_WINLABELS_H

#include "log.h"

enum label { LABEL_NONE, LABEL_EVENT, LABEL_LOG, LABEL_SOURCE, LABEL_DATE, LABEL_ID,
	LABEL_LEVEL, LABEL_USER, LABEL_COMPUTER, LABEL_DESCRIPTION, LABEL_XML, LABEL_OTHER };

/* The label at the beginning of a line, and what follows it. */
enum label label_of(struct sv line, struct sv *ret_value);

/* The next label anywhere in a line, behind a blank: where it begins, and where its value
 * does. LABEL_NONE: there is none. */
enum label label_within(struct sv line, size_t *ret_at, size_t *ret_value);

void label_set(const struct log_options *options, enum label label, struct sv value,
	struct log_entry *ret);

#endif
