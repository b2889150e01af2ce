#ifndef SCEP_REFERENCE_PACK_H
#define SCEP_REFERENCE_PACK_H

#include "base/packed.h"
#include "codes.h"
#include "events.h"

/* All that is in the table; written, or filled in one that is empty. A table that is built in has
 * to be asked for something before it is written. */
void codes_pack(struct packed *p, struct codes *codes);
void events_pack(struct packed *p, struct events *events);

/* The table of that file as it was built in; NULL: there is none. Nothing can be added to it. */
struct codes *codes_unpack(const struct packed_set *set, const char *name);
struct events *events_unpack(const struct packed_set *set, const char *name);

#endif
