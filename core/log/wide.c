#include "wide.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/plainxml.h"
#include "base/utf8.h"
#include "converted.h"
#include "format.h"

#define PIECE 16384u /* units narrowed at once */
#define FOREIGN PLAINXML_FOREIGN
#define FORBIDDEN 0x1b
#define FRONT_MAX 256

static bool is_big(const struct wide *wide)
{
	return wide->encoding == ENCODING_UTF16BE || wide->encoding == ENCODING_UTF16BE_BOM;
}

static char narrow_unit(unsigned c)
{
	bool forbidden = c == FOREIGN || c >= 0xfffe;
	return (char)(forbidden ? FORBIDDEN : c >= 0x80 ? FOREIGN : c);
}

#ifdef __SSE2__
static __m128i all(unsigned unit)
{
	return _mm_set1_epi16((short)unit);
}

static __m128i load_units(const unsigned char *raw, bool big)
{
	__m128i units = _mm_loadu_si128((const void *)raw);
	return big ? _mm_or_si128(_mm_slli_epi16(units, 8), _mm_srli_epi16(units, 8)) : units;
}

/* Of eight units what narrow_unit() says. */
static __m128i narrow_eight(__m128i c)
{
	__m128i ascii = _mm_cmpeq_epi16(_mm_and_si128(c, all(0xff80)), _mm_setzero_si128());
	__m128i forbidden = _mm_or_si128(_mm_cmpeq_epi16(c, all(FOREIGN)),
		_mm_cmpeq_epi16(_mm_or_si128(c, all(1)), all(0xffff)));
	__m128i allowed = _mm_or_si128(_mm_and_si128(ascii, c),
		_mm_andnot_si128(ascii, all(FOREIGN)));
	return _mm_or_si128(_mm_and_si128(forbidden, all(FORBIDDEN)),
		_mm_andnot_si128(forbidden, allowed));
}

/* Sixteen at once, as many as there are; gives how many. */
static size_t narrow_rows(const unsigned char *raw, size_t units, bool big, char *out)
{
	size_t at = 0;
	for (; at + 16 <= units; at += 16) {
		const unsigned char *from = raw + 2 * at;
		__m128i row = _mm_packus_epi16(narrow_eight(load_units(from, big)),
			narrow_eight(load_units(from + 16, big)));
		_mm_storeu_si128((void *)(out + at), row);
	}
	return at;
}
#else
static size_t narrow_rows(const unsigned char *raw, size_t units, bool big, char *out)
{
	(void)raw, (void)units, (void)big, (void)out;
	return 0;
}
#endif

static void narrow(const unsigned char *raw, size_t units, bool big, char *out)
{
	for (size_t at = narrow_rows(raw, units, big, out); at < units; at++)
		out[at] = narrow_unit((unsigned)raw[2 * at + 1 - big] << 8 | raw[2 * at + big]);
}

bool wide_is_exact(struct sv narrowed)
{
	return !memchr(narrowed.ptr, FOREIGN, narrowed.len) &&
		!memchr(narrowed.ptr, FORBIDDEN, narrowed.len);
}

struct sv wide_front(struct sv narrowed)
{
	struct sv front = sv_sub(narrowed, 0, FRONT_MAX);
	while (front.len && !wide_is_exact(front))
		front.len /= 2;
	return front;
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

void wide_place(const struct wide *wide, struct log_entry *entry)
{
	entry->length *= 2;
	entry->offset = encoding_mark_size(wide->encoding) + 2 * entry->offset;
}

void wide_to_raw(const struct wide *wide, struct log_entry *entry)
{
	entry->length = units_in(sv_sub(strbuf_sv(&entry->raw), 0, (size_t)entry->length));
	wide_place(wide, entry);
}
