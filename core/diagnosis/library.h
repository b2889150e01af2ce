/* What a diagnosis reads besides logs: the guides, the codes and the events, loaded once
 * from the data that ships with the program. */
#ifndef DIAGNOSIS_LIBRARY_H
#define DIAGNOSIS_LIBRARY_H

#include "guide/guide.h"
#include "log/log.h"
#include "scep/codes.h"
#include "scep/events.h"

struct library {
	struct guide_list guides;
	struct codes *codes;
	struct events *events;
};

/* folder NULL: where the program's data is. A faulty guide is left out and complained of;
 * codes and events must load. */
struct library *library_create(const char *folder,
	void (*complain)(void *data, const struct err *err), void *data, struct err *err);
void library_destroy(struct library *library);

/* The guide with this id, or in this file (a name with a slash or ".xml" at its end), which then
 * belongs to the library. NULL: err says what is wrong. */
const struct guide *library_guide(struct library *library, const char *name, struct err *err);

/* The guide for a log's platform, and back. NULL: none is for it; LOG_NO_PLATFORM. */
const struct guide *library_guide_for(const struct library *library, enum log_platform platform);
/* Can a log of this platform hold key entries of the guide? */
bool guide_reads(const struct guide *guide, enum log_platform platform);
enum log_platform guide_log_platform(const struct guide *guide);
enum log_platform library_log_platform(enum guide_platform platform);

#endif
