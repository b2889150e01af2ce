/* Where converted text is put, character by character, by the decoders. */
#ifndef LOG_CONVERSION_H
#define LOG_CONVERSION_H

#include "base/strbuf.h"

/* From here on the raw bytes go along with the text, until the next point. */
struct conversion_point {
	uint32_t text, raw;
};

#define CONVERSION_POINTS_MAX (4u << 20)
#define CONVERSION_STRIDE 4096 /* of text between two points at most */

struct conversion {
	struct strbuf text;
	struct conversion_point *points;
	size_t points_count, points_cap;
	size_t next_raw; /* where the next character stands if nothing is left out */
	bool wide;       /* a character is 2 or 4 raw bytes; else 1 */
	bool mapped;     /* points are kept */
	bool full;       /* there are too many */
};

/* c: a code point. raw: where it begins, never before that of the last one. */
void conversion_put(struct conversion *conversion, uint32_t c, size_t raw);

#endif
