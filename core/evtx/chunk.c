#include "chunk.h"

#include <string.h>

#include "bytes.h"

#define AT_FREE 48
#define AT_BODY_SUM 52
#define AT_FLAGS 120
#define AT_HEAD_SUM 124
#define FLAG_NO_SUMS 4u

static bool all_zero(const unsigned char *bytes, size_t len)
{
	return !len || (!bytes[0] && !memcmp(bytes, bytes + 1, len - 1));
}

static bool head_sum_bad(const struct chunk *chunk, const struct crc *crc)
{
	if (chunk->len < CHUNK_HEAD)
		return false;
	uint32_t sum = crc_add(crc, 0, chunk->bytes, 120);
	sum = crc_add(crc, sum, chunk->bytes + 128, CHUNK_HEAD - 128);
	return sum != le32(chunk->bytes + AT_HEAD_SUM);
}

static bool body_sum_bad(const struct chunk *chunk, const struct crc *crc, uint32_t free)
{
	if (free < CHUNK_HEAD || free > chunk->len)
		return false;
	uint32_t sum = crc_add(crc, 0, chunk->bytes + CHUNK_HEAD, free - CHUNK_HEAD);
	return sum != le32(chunk->bytes + AT_BODY_SUM);
}

/* Do the records end just there? The only witness for a header whose sum is wrong. */
static bool records_end_at(const struct chunk *chunk, uint32_t free)
{
	struct chunk_cursor cursor = chunk_start(free < chunk->len ? free : chunk->len);
	struct chunk_record record;
	while (chunk_next(chunk, &cursor, &record))
		if (record.resized || record.torn)
			return false;
	return record.lost == 0;
}

void chunk_inspect(const struct chunk *chunk, const struct crc *crc, bool with_sums,
	struct chunk_state *ret)
{
	*ret = (struct chunk_state){.limit = chunk->len};
	ret->blank = all_zero(chunk->bytes, chunk->len);
	if (chunk->len < AT_HEAD_SUM + 4 || memcmp(chunk->bytes, "ElfChnk", 8))
		return;
	uint32_t free = le32(chunk->bytes + AT_FREE);
	bool sums = with_sums && !(le32(chunk->bytes + AT_FLAGS) & FLAG_NO_SUMS);
	ret->head_sum_bad = sums && head_sum_bad(chunk, crc);
	ret->usable = free >= CHUNK_HEAD && free <= CHUNK_SIZE &&
		(!ret->head_sum_bad || records_end_at(chunk, free));
	ret->body_sum_bad = sums && ret->usable && body_sum_bad(chunk, crc, free);
	if (ret->usable && free < chunk->len)
		ret->limit = free;
}

struct chunk_cursor chunk_start(uint32_t limit)
{
	return (struct chunk_cursor){CHUNK_HEAD, limit, false};
}

static bool marked(const struct chunk *chunk, uint32_t pos, uint32_t limit)
{
	return limit >= RECORD_LEAST && pos <= limit - RECORD_LEAST &&
		le32(chunk->bytes + pos) == 0x2a2a;
}

static bool fits(const struct chunk *chunk, uint32_t pos, uint32_t limit)
{
	uint32_t size = le32(chunk->bytes + pos + 4);
	return size >= RECORD_LEAST && size <= limit - pos;
}

static bool said_twice(const struct chunk *chunk, uint32_t pos)
{
	uint32_t size = le32(chunk->bytes + pos + 4);
	return le32(chunk->bytes + pos + size - 4) == size;
}

static bool plausible(const struct chunk *chunk, uint32_t pos, uint32_t limit)
{
	return marked(chunk, pos, limit) && fits(chunk, pos, limit) && said_twice(chunk, pos);
}

/* The size is right if it is said twice, or if a record or the end follows where it says. */
static bool sound(const struct chunk *chunk, uint32_t pos, uint32_t limit)
{
	if (!fits(chunk, pos, limit))
		return false;
	uint32_t next = pos + le32(chunk->bytes + pos + 4);
	return said_twice(chunk, pos) || next == limit || marked(chunk, next, limit);
}

/* The next record that looks whole; limit if there is none. */
static uint32_t search(const struct chunk *chunk, struct chunk_cursor *cursor, uint32_t from)
{
	uint32_t limit = cursor->limit;
	for (uint32_t pos = (from + 7) & ~7u; !cursor->odd && pos < limit; pos += 8)
		if (plausible(chunk, pos, limit))
			return pos;
	cursor->odd = true;
	for (uint32_t pos = from; pos < limit; pos++)
		if (plausible(chunk, pos, limit))
			return pos;
	return limit;
}

/* For a record whose size is not to be trusted: it ends where the next one begins, or
 * earlier if it says so. */
static void measure(const struct chunk *chunk, struct chunk_cursor *cursor,
	struct chunk_record *ret)
{
	uint32_t size = le32(chunk->bytes + ret->pos + 4);
	uint32_t next = search(chunk, cursor, ret->pos + RECORD_HEAD);
	ret->len = next - ret->pos;
	ret->resized = ret->len >= RECORD_LEAST && le32(chunk->bytes + next - 4) == ret->len;
	ret->torn = !ret->resized;
	if (ret->torn && size >= RECORD_LEAST && size < ret->len)
		ret->len = size;
}

bool chunk_next(const struct chunk *chunk, struct chunk_cursor *cursor,
	struct chunk_record *ret)
{
	if (cursor->limit > chunk->len)
		cursor->limit = chunk->len;
	uint32_t from = cursor->pos, limit = cursor->limit, pos = from;
	*ret = (struct chunk_record){0};
	if (from >= limit)
		return false;
	if (!marked(chunk, pos, limit))
		pos = search(chunk, cursor, from);
	*ret = (struct chunk_record){.pos = pos, .lost = pos - from};
	cursor->pos = limit;
	if (pos == limit)
		return false;
	if (sound(chunk, pos, limit))
		ret->len = le32(chunk->bytes + pos + 4);
	else
		measure(chunk, cursor, ret);
	ret->number = le64(chunk->bytes + pos + 8);
	ret->filetime = le64(chunk->bytes + pos + 16);
	cursor->pos = pos + ret->len;
	return true;
}
