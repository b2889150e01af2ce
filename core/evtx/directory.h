/* What is kept of a file: one small entry for each chunk that holds records, in the order
 * of their first record number once sorted. */
#ifndef EVTX_DIRECTORY_H
#define EVTX_DIRECTORY_H

#include "base/mem.h"
#include "chunk.h"

struct chunk_entry {
	uint64_t offset;      /* in the file */
	uint64_t first, last; /* record numbers */
	uint64_t start;       /* how many records come before it */
	uint32_t count, limit;
};

struct directory {
	struct chunk_entry *items;
	size_t items_count, items_cap;
	uint64_t records;
	size_t near; /* the entry found last: the next record mostly is in it, too */
};

void directory_add(struct directory *directory, struct chunk_entry entry);
void directory_copy(struct directory *ret, const struct directory *directory);
void directory_sort(struct directory *directory);
/* The entry that holds record n; n must be below records. */
const struct chunk_entry *directory_find(struct directory *directory, uint64_t n);

#endif
