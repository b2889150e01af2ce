/* What a template says of all its instances, found out once for each chunk: whether an
 * instance can be damaged at all besides its list of values, and where the event's identity
 * stands. With that, a record is known to be whole, and of which kind it is, without walking
 * through it. */
#ifndef EVTX_TEMPLATE_H
#define EVTX_TEMPLATE_H

#include "base/sv.h"
#include "binxml.h"

enum fact { /* of System; the texts first, as in struct kind */
	FACT_PROVIDER, FACT_GUID, FACT_CHANNEL, FACT_COMPUTER, FACT_ID, FACT_TIME,
	FACT_COUNT,
};

struct fact_place {
	enum { FACT_ABSENT, FACT_LITERAL, FACT_SLOT, FACT_MIXED } how;
	uint16_t slot;
	struct sv literal; /* UTF-16LE, in the chunk */
};

struct template {
	uint32_t at, end; /* its definition, in the chunk */
	bool sound;       /* nothing can be damaged but the list of values; the rest then holds */
	uint16_t slots;   /* how many values it asks for */
	uint16_t uses;    /* how often it asks for the same one, at most */
	uint16_t levels;  /* of elements within elements */
	uint32_t text, work; /* what it takes of BINXML_TEXT and BINXML_WORK, values aside */

	/* An Event whose System is all here and whose data is one value: */
	bool is_head;
	uint16_t rest; /* the value's number; PIECE_NO_SLOT: none */
	struct fact_place facts[FACT_COUNT];

	/* The data of an event, each time with as many fields: */
	bool is_data;
	uint32_t fields;
};

/* Studies the template that is defined at this place of the walk's chunk. ret_names, empty: where
 * its definition refers to names. */
void template_study(struct template *ret, const struct binxml *chunk, uint32_t at,
	struct binxml_names *ret_names);

#endif
