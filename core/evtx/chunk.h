/* One chunk of an event log: 64 KiB with a header of 512 bytes, then records, then slack.
 * All offsets within BinXML count from its first byte.
 * Source: [MS-EVEN6] and the layout of real files of Windows 7 to 11. */
#ifndef EVTX_CHUNK_H
#define EVTX_CHUNK_H

#include <stdbool.h>
#include <stdint.h>

#include "crc.h"

#define CHUNK_SIZE 65536u
#define CHUNK_HEAD 512u
#define RECORD_HEAD 24u  /* magic, size, number, time */
#define RECORD_LEAST 28u /* and the size again */

struct chunk {
	uint64_t offset; /* in the file */
	uint32_t len;    /* less than CHUNK_SIZE where the file ends */
	unsigned char bytes[CHUNK_SIZE];
};

struct chunk_state {
	bool blank;  /* zeros: room that was never used */
	bool usable; /* has its magic and says credibly where the records end */
	bool head_sum_bad, body_sum_bad;
	uint32_t limit; /* records lie before it */
};

/* with_sums: the file has checksums. */
void chunk_inspect(const struct chunk *chunk, const struct crc *crc, bool with_sums,
	struct chunk_state *ret);

/* A walk over the records. It gives the same records each time, however broken they are. */
struct chunk_cursor {
	uint32_t pos, limit;
	bool odd; /* nothing is left that begins at a multiple of 8, as Windows writes them */
};

struct chunk_record {
	uint32_t pos, len;
	uint32_t lost; /* bytes before it that are no record; after the last one, behind it */
	bool resized; /* its size field is wrong, the copy at its end is right */
	bool torn;    /* neither is right: its end is not its own */
	uint64_t number, filetime;
};

struct chunk_cursor chunk_start(uint32_t limit);
bool chunk_next(const struct chunk *chunk, struct chunk_cursor *cursor,
	struct chunk_record *ret);

#endif
