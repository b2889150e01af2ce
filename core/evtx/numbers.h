/* Record numbers in a row, and where they jump. A single number out of line is a damaged
 * field, not a gap: a jump counts once the next number confirms it. */
#ifndef EVTX_NUMBERS_H
#define EVTX_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

struct numbers {
	uint64_t first, last, held;
	bool any, more, holding;
	void (*gap)(void *data, uint64_t from, uint64_t to);
	void *data;
};

void numbers_add(struct numbers *numbers, uint64_t number);
void numbers_end(struct numbers *numbers);

#endif
