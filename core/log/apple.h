/* What the forms of Apple's log share: words for levels, who speaks, times with a date. */
#ifndef LOG_APPLE_H
#define LOG_APPLE_H

#include "log.h"

/* "Default", "info", "Df", "Notice", "USER_ACTION" …; LEVEL_NONE for other words. */
enum log_level apple_level(struct sv word);

/* "profiled(ManagedConfiguration)[150]", "profiled[98:44cc2]", "profiled{CoreFoundation}[2]":
 * takes the name and what follows it off *rest. False: there is no such thing near. */
bool apple_take_process(struct sv *rest, struct sv *ret_name);

/* Without the "(ManagedConfiguration) [com.apple.ManagedConfiguration:MC] " that `log show`
 * prints in front of a message, and Console does not. */
struct sv apple_message(struct sv message);

/* A time whose date is printed; offset_us NULL: it has no zone. */
void apple_set_time(const struct log_options *options, const struct civil *civil,
	const int64_t *offset_us, struct log_time *ret);

#endif
