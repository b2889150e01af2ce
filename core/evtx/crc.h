/* CRC-32 as in zlib, which event logs use for their headers and record areas: by carry-less
 * multiplication where the processor has it, else by tables. */
#ifndef EVTX_CRC_H
#define EVTX_CRC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crc {
	uint32_t tables[8][256]; /* eight bytes a turn: every chunk of a file is summed */
	bool folds; /* the processor can; cleared, the tables do all of it */
};

void crc_init(struct crc *crc);
/* sum is 0 at first, then what the part before gave. */
uint32_t crc_add(const struct crc *crc, uint32_t sum, const unsigned char *bytes, size_t len);

#endif
