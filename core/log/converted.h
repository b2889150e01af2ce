/* A text that is not UTF-8, as UTF-8 in memory, and for each of its places the raw byte of
 * the file it came from: what is shown of a log can be found in the file itself. */
#ifndef LOG_CONVERTED_H
#define LOG_CONVERTED_H

#include "encoding.h"
#include "source.h"

#define CONVERTED_MAX SOURCE_STREAM_MAX /* bytes of a file that is converted */

struct converted;

/* Reads the source (borrowed) once. NULL: too large, or too intricate an RTF; err says what
 * to do. Any bytes become text: what is no character becomes U+FFFD. */
struct converted *converted_create(struct source *raw, enum encoding encoding,
	struct err *err);
void converted_destroy(struct converted *converted);

struct source *converted_text(const struct converted *converted); /* borrowed */
uint64_t converted_raw(const struct converted *converted, uint64_t text_offset);

/* Adds the first bytes of a file as UTF-8, without a mark. */
struct strbuf;
void converted_head(struct sv raw, enum encoding encoding, struct strbuf *ret);

#endif
