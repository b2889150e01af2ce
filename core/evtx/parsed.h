/* A chunk with all that is found out about it once: its records, its templates, and which
 * of the records are certainly whole. The unit of lazy work, and of what is kept in memory. */
#ifndef EVTX_PARSED_H
#define EVTX_PARSED_H

#include "chunk.h"
#include "instance.h"

struct parsed_record {
	struct chunk_record at;
	bool whole;    /* certainly; false: only a walk can tell */
	uint16_t kind; /* 0: only a walk can tell */
	uint64_t created; /* TimeCreated, 100 ns since 1601; only with a kind */
};

struct parsed {
	struct chunk chunk;
	uint32_t lost_end; /* bytes behind the last record that are none */
	struct parsed_record *records;
	size_t records_count, records_cap;
	struct known_templates templates;
};

void parsed_finish(struct parsed *parsed);

/* Finds the records of the chunk that is in *parsed, before limit. */
void parsed_fill(struct parsed *parsed, uint32_t limit, struct kinds *kinds,
	struct familiars *familiars);

#endif
