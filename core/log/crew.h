/* The scanner's threads: they scan blocks ahead, and whoever asks gets them in order. Nothing else
 * in the program sees a thread. */
#ifndef LOG_CREW_H
#define LOG_CREW_H

#include "block.h"

struct crew;

/* Blocks of that size from `from` on, by so many threads (none: whoever asks scans). helps: while a block is
 * being waited for, the asking thread scans, too; else it never reads itself. All is borrowed, and
 * *before is that of the first block; with threads the form must not need more of it (see
 * crew_can()). */
struct crew *crew_create(const struct block_plan *plan, uint64_t from, size_t size,
	const struct block_before *before, unsigned threads, bool helps);
/* Stops the threads and waits for them: at most as long as a block takes. */
void crew_destroy(struct crew *crew);

/* Can the entry starts of this form be told block by block, once one has begun? */
bool crew_can(const struct block_plan *plan, const struct block_before *before);

/* The next block, borrowed until crew_release(). A crew that helps waits for it; else NULL: it is
 * still at work, and crew_waits_for() tells when to ask again. */
const struct block *crew_next(struct crew *crew);
void crew_release(struct crew *crew);
/* The same, but the block is *kept from now on; what that was is used again. */
void crew_keep(struct crew *crew, struct block *kept);
/* What the block behind those that were taken has to know; only of a crew without threads. */
const struct block_before *crew_before(const struct crew *crew);
/* A descriptor that becomes readable when there is a block to take; -1: there is one, or a crew
 * that helps. Asking for a block makes it unreadable again. */
int crew_waits_for(const struct crew *crew);

#endif
