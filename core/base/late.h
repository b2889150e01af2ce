/* Libraries that most runs do without: opened at first use, not with the program. A start pays
 * for each library and all that it needs in turn (libcurl: 33), in time and in memory. Each has
 * one table of what is called in it, beside the room that calls (libxml2.h, libcurl.h): there its
 * own header is included, and its names then mean the places of that table, so that what calls is
 * written as ever. A name that is not in the table does not link. */
#ifndef BASE_LATE_H
#define BASE_LATE_H

#include <stdatomic.h>
#include <stddef.h>

#include "err.h"

struct late {
	const char *file;         /* "libcurl.so.4" */
	const char *const *names; /* what is called in it, in the order of the table */
	size_t count;
	void *table; /* so many pointers */
	atomic_bool ready;
};

/* Opens it and fills its table, once; from any thread. False: err says why not. */
bool late_load(struct late *late, struct err *err);
/* For what can't do without: the table, ready. Ends the program with a sentence if it can't be
 * had, as the system would have when it started. */
const void *late_open(struct late *late);

static inline const void *late_need(struct late *late)
{
	return atomic_load_explicit(&late->ready, memory_order_acquire) ? late->table
		: late_open(late);
}

#endif
