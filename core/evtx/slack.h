/* Records in the unused room behind those of a chunk: what was there before the chunk was
 * written anew, or what its header does not count yet. They are shown as recovered, never as
 * part of the log: nothing says when they were dropped, or whether their templates are still
 * their own. */
#ifndef EVTX_SLACK_H
#define EVTX_SLACK_H

#include "chunk.h"

#define SLACK_MAX 100000u /* records that are kept */

struct evtx;

struct slack_record {
	uint64_t offset; /* of the chunk */
	uint32_t limit;  /* of the chunk's own records */
	struct chunk_record at;
};

struct slack {
	struct slack_record *items;
	size_t items_count, items_cap;
};

/* Notes the records of this chunk that lie behind limit and whose event can be read. */
void slack_search(struct slack *slack, const struct chunk *chunk, uint32_t limit);
void slack_finish(struct slack *slack);

#endif
