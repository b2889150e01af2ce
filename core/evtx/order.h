/* In which order the chunks of a log are looked at. A log that is full starts over at its
 * front: the oldest chunk is then somewhere within, and found by bisection over the heads. */
#ifndef EVTX_ORDER_H
#define EVTX_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#define ORDER_SMALL 64u /* chunks: a log of so many is sorted when all of it is known */

struct order {
	uint64_t slots, first; /* first: the slot of the oldest chunk */
};

/* number tells a chunk's first record number as its head has it; 0: it has none. */
void order_find(struct order *ret, uint64_t slots,
	uint64_t (*number)(void *data, uint64_t slot), void *data);
uint64_t order_slot(const struct order *order, uint64_t i);
bool order_is_final(const struct order *order);

#endif
