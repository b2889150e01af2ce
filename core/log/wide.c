#include "wide.h"

#include <string.h>

#include "base/plainxml.h"
#include "base/utf8.h"
#include "converted.h"
#include "format.h"

#define PIECE 16384u /* units narrowed at once */
#define FOREIGN PLAINXML_FOREIGN
#define FORBIDDEN 0x1b
#define ROW 32u

static bool is_big(const struct wide *wide)
{
	return wide->encoding == ENCODING_UTF16BE || wide->encoding == ENCODING_UTF16BE_BOM;
}

static inline char narrow_unit(unsigned c)
{
	unsigned forbidden = c == FOREIGN || c >= 0xfffe;
	return (char)(forbidden ? FORBIDDEN : c >= 0x80 ? FOREIGN : c);
}

/* A row of fixed length, so that the compiler does it in a few instructions. */
static void narrow_row(const unsigned char *raw, size_t low, char *out)
{
	for (size_t i = 0; i < ROW; i++)
		out[i] = narrow_unit((unsigned)raw[2 * i + 1 - low] << 8 | raw[2 * i + low]);
}

static void narrow(const unsigned char *raw, size_t units, bool big, char *out)
{
	size_t at = 0;
	for (; at + ROW <= units; at += ROW)
		narrow_row(raw + 2 * at, big, out + at);
	for (; at < units; at++)
		out[at] = narrow_unit((unsigned)raw[2 * at + 1 - big] << 8 | raw[2 * at + big]);
}

bool wide_is_exact(struct sv narrowed)
{
	return !memchr(narrowed.ptr, FOREIGN, narrowed.len) &&
		!memchr(narrowed.ptr, FORBIDDEN, narrowed.len);
}

size_t wide_read(const struct wide *wide, uint64_t from, char *buf, size_t units)
{
	unsigned char raw[2 * PIECE];
	uint64_t mark = encoding_mark_size(wide->encoding);
	size_t done = 0;
	while (done < units) {
		size_t want = units - done < PIECE ? units - done : PIECE;
		size_t got = source_read(wide->source, mark + 2 * (from + done), raw, 2 * want) / 2;
		narrow(raw, got, is_big(wide), buf + done);
		done += got;
		if (got < want)
			break;
	}
	return done;
}

static size_t read_narrowed(const void *data, uint64_t offset, char *buf, size_t len)
{
	return wide_read(data, offset, buf, len);
}

struct source *wide_narrowed(const struct wide *wide)
{
	uint64_t size = source_size(wide->source), mark = encoding_mark_size(wide->encoding);
	return source_made(source_path(wide->source), (size - mark) / 2, read_narrowed, wide);
}

bool wide_read_entry(const struct wide *wide, struct log_entry *entry, uint64_t from, uint64_t to)
{
	const uint64_t most = LOG_ENTRY_MAX / 2;
	size_t units = (size_t)(to - from < most ? to - from : most);
	autofree char *bytes = xmalloc(2 * units);
	uint64_t at = encoding_mark_size(wide->encoding) + 2 * from;
	struct sv raw = {bytes, source_read(wide->source, at, bytes, 2 * units)};
	bool complete = raw.len == 2 * units;
	converted_head(raw, is_big(wide) ? ENCODING_UTF16BE : ENCODING_UTF16LE, &entry->raw);
	entry->cut = to - from > most;
	if (!entry->cut)
		entry->raw.len = sv_trim_end(strbuf_sv(&entry->raw)).len;
	entry->offset = from;
	entry->length = entry->raw.len;
	return complete;
}

/* A character of four bytes is two units, any other one. */
static uint64_t units_in(struct sv text)
{
	uint64_t units = text.len;
	for (text = utf8_from_high(text); text.len; text = utf8_from_high(sv_from(text, 1))) {
		unsigned char c = (unsigned char)text.ptr[0];
		units -= (c & 0xc0) == 0x80;
		units += c >= 0xf0;
	}
	return units;
}

void wide_to_raw(const struct wide *wide, struct log_entry *entry)
{
	entry->length = 2 * units_in(sv_sub(strbuf_sv(&entry->raw), 0, (size_t)entry->length));
	entry->offset = encoding_mark_size(wide->encoding) + 2 * entry->offset;
}
