/* Records that agree in all that says which event they are: provider, GUID, channel,
 * computer, id and number of fields. A log of a million records has some dozens of kinds. */
#ifndef EVTX_KINDS_H
#define EVTX_KINDS_H

#include "evtx.h"

#define KINDS_MAX EVTX_KINDS_MAX /* further ones are not told apart */

enum { KIND_TEXTS = 4 }; /* provider, GUID, channel, computer: their raw bytes */

struct kind {
	uint32_t id, fields;
	struct sv texts[KIND_TEXTS];
};

struct kinds {
	struct kind kinds[KINDS_MAX + 1]; /* from 1 on */
	uint16_t slots[2 * (KINDS_MAX + 1)]; /* by hash; 0: free */
	uint16_t count;
	struct arena arena;
};

/* The number of this kind, from 1 on; 0: there are too many. Copies what it keeps. */
uint16_t kinds_number(struct kinds *kinds, const struct kind *kind);

#endif
