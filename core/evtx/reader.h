/* What the parts of the reader share: the file, its chunks in memory, its directory. */
#ifndef EVTX_READER_H
#define EVTX_READER_H

#include "binxml.h"
#include "damage.h"
#include "directory.h"
#include "evtx.h"
#include "order.h"
#include "parsed.h"
#include "slack.h"

#define FILE_HEAD 4096u
#define CACHED_CHUNKS 4

struct cached_chunk {
	struct parsed *parsed; /* NULL: not used yet */
	uint64_t used;         /* when, by reader.clock */
};

struct evtx {
	struct evtx_source source;
	struct evtx_stats stats;
	struct damage damage;
	struct directory directory;
	struct crc crc;
	struct kinds kinds;
	struct familiars familiars;
	bool with_sums, recovers;
	struct slack slack;
	struct order order;
	uint64_t slot; /* the next chunk to index, counted in that order */
	bool indexed;
	struct cached_chunk cache[CACHED_CHUNKS];
	uint64_t clock;
	struct parsed *recent; /* the chunk used last, in the cache; NULL: none yet */
};

/* Reads the chunk at offset, or what there is of it. */
void reader_load(struct evtx *evtx, uint64_t offset, struct chunk *ret);

/* A place for a chunk in memory: that of the one not used for the longest time. */
struct parsed *reader_room(struct evtx *evtx);

/* A walk over this chunk, and where the BinXML of a record begins and ends in it. */
struct binxml reader_walk(const struct chunk *chunk);
uint32_t reader_from(const struct chunk_record *record);
uint32_t reader_to(const struct chunk_record *record);

/* Reads the event of a record of this chunk. False: not even its id can be read. *ret_why is
 * an N_() text or NULL. */
bool reader_event(const struct chunk *chunk, const struct chunk_record *record,
	struct evtx_record *ret, const char **ret_why);

#endif
