/* The pieces of an event gathered into an evtx_record. */
#ifndef EVTX_RECORD_H
#define EVTX_RECORD_H

#include "binxml.h"
#include "evtx.h"

/* Empties *ret but keeps its memory. */
void record_reset(struct evtx_record *ret);

/* Fills in what the event says between pos and end of the walk's chunk, as far as it can
 * be read. False as binxml_walk. */
bool record_collect(struct evtx_record *ret, struct binxml *walk, uint32_t pos, uint32_t end);

#endif
