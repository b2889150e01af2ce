/* What is wrong with a file, kept as facts and made into sentences when asked, in the
 * language of the program. Only the first of many are kept; the rest are counted. */
#ifndef EVTX_DAMAGE_H
#define EVTX_DAMAGE_H

#include "base/strbuf.h"
#include "evtx.h"

enum place_kind {
	PLACE_CHUNK,    /* number: records found */
	PLACE_HEAD_SUM,
	PLACE_BODY_SUM,
	PLACE_COUNT,    /* number: records the header speaks of, other: found */
	PLACE_LOST,     /* number: bytes */
	PLACE_RECORD,   /* number: the record's, why */
	PLACE_PARTIAL,  /* the same */
	PLACE_SIZE,     /* number: the record's */
};

struct place {
	enum place_kind kind;
	uint64_t chunk; /* from 1 */
	uint64_t offset, number, other;
	const char *why; /* N_() text */
};

struct gap {
	uint64_t from, to;
};

/* What the file as a whole says about itself. */
struct claims {
	uint64_t size;
	bool head_sum_bad;
	uint64_t slots;       /* chunks there is room for */
	uint64_t next_number; /* of the record to be written next */
	uint64_t cut_chunk;   /* from 1; 0 if none is cut */
	uint32_t cut_len;
	bool any;             /* a readable record was found */
	uint64_t last_number; /* the highest found */
};

#define DAMAGE_GAPS 9
#define DAMAGE_PLACES 9

struct damage {
	struct claims claims;
	struct gap gaps[DAMAGE_GAPS];
	struct place places[DAMAGE_PLACES];
	uint64_t gap_count, place_count; /* of all, kept or not */
};

void damage_add_place(struct damage *damage, struct place place);
void damage_add_gap(struct damage *damage, struct gap gap);
void damage_sort_gaps(struct damage *damage);
bool damage_sentence(const struct damage *damage, const struct evtx_stats *stats, size_t i,
	struct strbuf *out);

#endif
