/* What a scan knows of the blocks behind it. Here they come together, in order: their counts become
 * numbers of entries and lines, and a hit in the entry that was open when a block began gets that
 * entry's place. */
#ifndef LOG_SCAN_INDEX_H
#define LOG_SCAN_INDEX_H

#include "block.h"
#include "scan.h"

/* A block, once it has its place in the row. */
struct indexed {
	uint64_t off, entries, lines; /* before it */
	size_t places;                /* index of its first place */
};

/* Packed, for there may be a million. Its line is counted from the beginning of the block in
 * which its entry starts. */
struct hit {
	uint64_t off;
	uint64_t entry : 44, line : 20;
	uint32_t len; /* of the entry; 0: to be found by a walk */
	uint32_t texts;
};

/* All that a block behind it changes, for it may have to be scanned again. */
struct index_mark {
	bool set, saw_debug, overflow;
	uint64_t off, count, lines;
	struct scan_from open;
	uint32_t open_line;
	size_t blocks, places, hits, midnights;
	struct hit hit; /* the last one */
	int64_t last_clock;
};

struct scan_index {
	struct scan_from from;      /* where it begins */
	uint64_t off, count, lines; /* of the next block */
	bool saw_debug, overflow;
	struct scan_from open;      /* the last entry that started */
	uint32_t open_line;         /* its line, within its block */
	struct indexed *blocks;
	size_t blocks_count, blocks_cap;
	struct block_place *places;
	size_t places_count, places_cap;
	struct hit *hits;
	size_t hits_count, hits_cap;
	uint64_t *midnights;
	size_t midnights_count, midnights_cap;
	int64_t last_clock;
	/* before the first block that could not look as far ahead as it wants */
	struct index_mark mark;
};

void index_init(struct scan_index *index, struct scan_from from);
void index_finish(struct scan_index *index);

/* The next block takes its place. */
void index_add(struct scan_index *index, const struct block *block);
/* Behind the last block: the entry that is open ends where the log does. */
void index_end(struct scan_index *index, uint64_t size);

/* Where index_go_back() goes back to; the mark is gone then. */
void index_set_mark(struct scan_index *index);
void index_go_back(struct scan_index *index);

/* As scan_settled(), scan_before(), scan_midnights() and scan_hit_place(). size: the log's. */
uint64_t index_settled(const struct scan_index *index, uint64_t size);
bool index_before(const struct scan_index *index, uint64_t n, struct scan_from *ret);
unsigned index_midnights(const struct scan_index *index, uint64_t n);
struct scan_place index_hit_place(const struct scan_index *index, size_t i);

#endif
