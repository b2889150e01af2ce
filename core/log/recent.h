/* The block scanned last, where entries are sketched: what is known of its entries, and its bytes. */
#ifndef LOG_RECENT_H
#define LOG_RECENT_H

#include "block.h"
#include "scan.h"

/* Begins all zero. */
struct recent {
	struct block block;
	uint64_t entries, lines; /* before it */
	struct scan_from open;   /* the entry that was open when it began; line 0: none */
	struct kindset *kinds;   /* of all blocks; NULL: none yet */
};

void recent_finish(struct recent *recent, const struct block_plan *plan);
/* What it is about will be scanned anew. */
void recent_forget(struct recent *recent);
/* The kinds of a new block get the numbers they have in all of the log. */
void recent_number_kinds(struct recent *recent);

bool recent_outline(const struct recent *recent, uint64_t n, struct log_outline *ret);
/* Empty: not all of them are of the block. */
struct sv recent_bytes(const struct recent *recent, uint64_t off, uint64_t end);
/* Of an entry that starts in the block and has notes. */
bool recent_sketched(const struct recent *recent, uint64_t n, struct scan_sketched *ret);
/* Of an entry that starts in the block, or was open when it began. end: where the log does, if the block
 * is its last; else 0. */
bool recent_place(const struct recent *recent, uint64_t n, uint64_t end, struct scan_place *ret);

#endif
