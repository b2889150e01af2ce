#include "converted.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "conversion.h"
#include "rtf.h"

#define TEXT_MAX (4 * CONVERTED_MAX) /* a byte becomes three at most */

struct converted {
	struct conversion map; /* its text belongs to the source */
	struct source *text;
	uint64_t raw_size;
};

static size_t raw_width(const struct conversion *map, uint32_t c)
{
	if (!map->wide)
		return 1;
	return c > 0xffff && c != UTF8_BAD ? 4 : 2;
}

static void add_point(struct conversion *c, size_t raw)
{
	const struct conversion_point *last =
		c->points_count ? &c->points[c->points_count - 1] : NULL;
	bool near = last && c->text.len - last->text < CONVERSION_STRIDE;
	if (!c->mapped || (near && raw == c->next_raw))
		return;
	c->full = c->points_count >= CONVERSION_POINTS_MAX;
	if (!c->full)
		vec_push(c, points,
			((struct conversion_point){(uint32_t)c->text.len, (uint32_t)raw}));
}

void conversion_put(struct conversion *conversion, uint32_t c, size_t raw)
{
	add_point(conversion, raw);
	if (conversion->full)
		return;
	strbuf_utf8(&conversion->text, c);
	conversion->next_raw = raw + raw_width(conversion, c);
}

static void convert_8bit(struct sv raw, enum encoding encoding, struct conversion *out)
{
	for (size_t i = 0; i < raw.len; i++)
		conversion_put(out, encoding_8bit(encoding, (unsigned char)raw.ptr[i]), i);
}

static uint32_t unit_at(struct sv raw, size_t i, bool big)
{
	uint32_t a = (unsigned char)raw.ptr[i], b = (unsigned char)raw.ptr[i + 1];
	return big ? a << 8 | b : b << 8 | a;
}

/* A pair as one character; a lone surrogate is none. Gives its bytes. */
static size_t take_utf16(struct sv raw, size_t i, bool big, uint32_t *ret)
{
	uint32_t c = unit_at(raw, i, big);
	bool high = c >= 0xd800 && c < 0xdc00;
	uint32_t low = high && i + 3 < raw.len ? unit_at(raw, i + 2, big) : 0;
	bool pair = low >= 0xdc00 && low < 0xe000;
	*ret = c < 0xd800 || c > 0xdfff ? c : 0xfffd;
	if (pair)
		*ret = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	return pair ? 4 : 2;
}

/* A shell that adds to a file may put a mark of byte order within it. */
static bool is_mark(const struct conversion *out, uint32_t c)
{
	return c == 0xfeff && (!out->text.len || sv_ends(strbuf_sv(&out->text), SV("\n")));
}

/* So many units from i on that are ASCII, at least, four at once; as bytes to `to`. */
static size_t take_ascii(struct sv raw, size_t i, bool big, char *to)
{
	size_t units = 0;
	uint64_t four, other = big ? UINT64_C(0x80ff80ff80ff80ff) : UINT64_C(0xff80ff80ff80ff80);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	for (; i + 8 <= raw.len; i += 8, units += 4) {
		memcpy(&four, raw.ptr + i, 8);
		if (four & other)
			break;
		four = big ? four >> 8 : four;
		four = (four | four >> 8) & UINT64_C(0x0000ffff0000ffff);
		uint32_t bytes = (uint32_t)(four | four >> 16);
		memcpy(to + units, &bytes, 4);
	}
#endif
	return units;
}

/* Where nobody asks for places, what is ASCII needs no look at each letter. Gives raw bytes. */
static size_t convert_ascii(struct sv raw, size_t i, bool big, struct conversion *out)
{
	char *room = out->mapped ? NULL : strbuf_room(&out->text, (raw.len - i) / 2);
	size_t units = room ? take_ascii(raw, i, big, room) : 0;
	if (units)
		strbuf_took(&out->text, units);
	return 2 * units;
}

static void convert_utf16(struct sv raw, enum encoding encoding, struct conversion *out)
{
	bool big = encoding == ENCODING_UTF16BE || encoding == ENCODING_UTF16BE_BOM;
	size_t i = encoding_mark_size(encoding);
	uint32_t c;
	out->wide = true;
	while ((i += convert_ascii(raw, i, big, out)) + 1 < raw.len) {
		size_t width = take_utf16(raw, i, big, &c);
		if (!is_mark(out, c))
			conversion_put(out, c, i);
		i += width;
	}
	if (i < raw.len)
		conversion_put(out, 0xfffd, i);
}

static void convert(struct sv raw, enum encoding encoding, struct conversion *out)
{
	if (encoding_is_8bit(encoding))
		convert_8bit(raw, encoding, out);
	else if (encoding_is_utf16(encoding))
		convert_utf16(raw, encoding, out);
	else
		rtf_read(raw, encoding == ENCODING_RTF_BODY, out);
}

static bool refuse(struct err *err, const struct source *raw, bool too_large)
{
	if (too_large)
		return err_set(err, ERR_INPUT, _("%s: more than %u MB of a text that is not "
			"UTF-8; save it as UTF-8, or export the log as .evtx"), source_path(raw),
			CONVERTED_MAX >> 20);
	return err_set(err, ERR_INPUT, _("%s: an RTF file with too much formatting; save it as "
		"plain text"), source_path(raw));
}

struct converted *converted_create(struct source *raw, enum encoding encoding,
	struct err *err)
{
	uint64_t size = source_size(raw);
	if (size > CONVERTED_MAX) {
		refuse(err, raw, true);
		return NULL;
	}
	autofree char *bytes = xmalloc((size_t)size);
	struct converted *converted = xcalloc(1, sizeof(*converted));
	struct conversion *map = &converted->map;
	converted->raw_size = size;
	map->mapped = true;
	strbuf_init(&map->text, TEXT_MAX);
	convert((struct sv){bytes, source_read(raw, 0, bytes, (size_t)size)}, encoding, map);
	map->text.ptr = xrealloc(map->text.ptr, map->text.len + 1);
	converted->text = source_memory(source_path(raw), map->text.ptr, map->text.len);
	if (!map->full)
		return converted;
	refuse(err, raw, false);
	converted_destroy(converted);
	return NULL;
}

void converted_destroy(struct converted *converted)
{
	if (!converted)
		return;
	source_close(converted->text);
	free(converted->map.points);
	free(converted);
}

struct source *converted_text(const struct converted *converted)
{
	return converted->text;
}

static size_t point_before(const struct conversion *map, uint64_t text)
{
	size_t low = 0, high = map->points_count; /* the last point not behind text */
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (map->points[middle].text <= text)
			low = middle;
		else
			high = middle;
	}
	return low;
}

uint64_t converted_raw(const struct converted *converted, uint64_t text_offset)
{
	const struct conversion *map = &converted->map;
	if (!map->points_count)
		return 0;
	if (text_offset > map->text.len)
		text_offset = map->text.len;
	struct conversion_point from = map->points[point_before(map, text_offset)];
	uint64_t raw = from.raw;
	struct sv rest = {map->text.ptr + from.text, (size_t)text_offset - from.text};
	while (rest.len)
		raw += raw_width(map, utf8_take(&rest));
	return raw < converted->raw_size ? raw : converted->raw_size; /* half a unit at the end */
}

void converted_head(struct sv raw, enum encoding encoding, struct strbuf *ret)
{
	struct conversion conversion = {0};
	if (encoding_is_utf8(encoding)) {
		strbuf_add(ret, sv_from(raw, encoding_mark_size(encoding)));
		return;
	}
	strbuf_init(&conversion.text, TEXT_MAX);
	convert(raw, encoding, &conversion);
	strbuf_add(ret, strbuf_sv(&conversion.text));
	strbuf_finish(&conversion.text);
}
