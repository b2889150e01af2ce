#include "bytes.h"

#include <string.h>

#define LEAST 4096

/* By hand, since realloc() leaves what it moves where it was. */
static void grow(struct bytes *bytes, size_t need)
{
	size_t cap = bytes->cap ? bytes->cap : LEAST;
	while (cap < need)
		cap *= 2;
	char *moved = xmalloc(cap);
	if (bytes->len)
		memcpy(moved, bytes->ptr, bytes->len);
	if (bytes->ptr)
		explicit_bzero(bytes->ptr, bytes->cap);
	free(bytes->ptr);
	bytes->ptr = moved;
	bytes->cap = cap;
}

bool bytes_add(struct bytes *bytes, struct sv piece, size_t max)
{
	if (piece.len > max || bytes->len > max - piece.len)
		return false;
	if (!bytes->ptr || bytes->len + piece.len > bytes->cap)
		grow(bytes, bytes->len + piece.len);
	if (piece.len)
		memcpy(bytes->ptr + bytes->len, piece.ptr, piece.len);
	bytes->len += piece.len;
	return true;
}

void bytes_reset(struct bytes *bytes)
{
	bytes->len = 0;
}

void bytes_wipe(struct bytes *bytes)
{
	if (bytes->ptr)
		explicit_bzero(bytes->ptr, bytes->cap);
	free(bytes->ptr);
	*bytes = (struct bytes){0};
}

struct sv bytes_sv(const struct bytes *bytes)
{
	return bytes->len ? (struct sv){bytes->ptr, bytes->len} : SV_EMPTY;
}
