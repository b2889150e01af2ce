/* A walk over the lines of a text from its first to its last, a block at a time: for forms
 * whose index needs to know what stood above. */
#ifndef LOG_WALKER_H
#define LOG_WALKER_H

#include "log.h"

#define WALKER_LINE 1024 /* bytes of a line that are shown */
#define WALKER_BLOCK (256u << 10) /* what a step takes */

struct walker_place {
	uint64_t off, line;
};

struct walker {
	struct source *source; /* borrowed */
	char *buf;
	uint64_t at, line; /* of the next line */
	bool within;       /* at is within a line that was shown already */
	struct walker_place *entries; /* where each begins */
	size_t entries_count, entries_cap;
};

/* Begins behind a byte order mark. */
void walker_init(struct walker *walker, struct source *source);
void walker_finish(struct walker *walker);

/* Shows the lines of one block, walker->at and line being theirs. False: it was the last. */
bool walker_step(struct walker *walker, void (*look)(void *data, struct sv line), void *data);

/* For look(): an entry begins with the line that is shown. */
void walker_keep(struct walker *walker);
/* The raw text of an entry, up to the next one; sets line, too. False: as
 * log_entry_read_raw(). */
bool walker_read(const struct walker *walker, uint64_t n, struct log_entry *ret);

/* The beginning of the line at a place that was kept, in the arena. */
struct sv walker_line(const struct walker *walker, uint64_t place, struct arena *arena);

#endif
