/* A walk over the lines of a text from its first to its last, a block at a time: for forms
 * whose index needs to know what stood above. */
#ifndef LOG_WALKER_H
#define LOG_WALKER_H

#include "source.h"

#define WALKER_LINE 1024 /* bytes of a line that are shown */

struct walker {
	struct source *source; /* borrowed */
	char *buf;
	uint64_t at, line; /* of the next line */
	bool within;       /* at is within a line that was shown already */
};

/* Begins behind a byte order mark. */
void walker_init(struct walker *walker, struct source *source);
void walker_finish(struct walker *walker);

/* Shows the lines of one block, walker->at and line being theirs. False: it was the last. */
bool walker_step(struct walker *walker, void (*look)(void *data, struct sv line), void *data);

/* The beginning of the line at a place that was kept, in the arena. */
struct sv walker_line(const struct walker *walker, uint64_t place, struct arena *arena);

#endif
