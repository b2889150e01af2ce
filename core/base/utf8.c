#include "utf8.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static bool continues(struct sv s, size_t i)
{
	return i < s.len && ((unsigned char)s.ptr[i] & 0xc0) == 0x80;
}

static uint32_t decode(struct sv s, size_t *ret_len)
{
	unsigned char b = (unsigned char)s.ptr[0];
	size_t len = b < 0x80 ? 1 : b < 0xc2 ? 0 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : b < 0xf5 ? 4 : 0;
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	uint32_t c = len < 2 ? b : b & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if (!continues(s, i))
			return UTF8_BAD;
		c = c << 6 | ((unsigned char)s.ptr[i] & 0x3f);
	}
	if (!len || c < least[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return UTF8_BAD;
	*ret_len = len;
	return c;
}

uint32_t utf8_take(struct sv *rest)
{
	size_t len = 1;
	uint32_t c = decode(*rest, &len);
	*rest = (struct sv){rest->ptr + len, rest->len - len};
	return c;
}

#ifdef __SSE2__
/* As below, sixteen at once. */
static size_t ascii_rows(struct sv text)
{
	size_t len = 0;
	while (len + 16 <= text.len &&
	       !_mm_movemask_epi8(_mm_loadu_si128((const void *)(text.ptr + len))))
		len += 16;
	return len;
}
#else
static size_t ascii_rows(struct sv text)
{
	(void)text;
	return 0;
}
#endif

/* How many bytes in front are ASCII, at least. */
static size_t ascii_ahead(struct sv text)
{
	size_t len = ascii_rows(text);
	for (uint64_t eight; len + 8 <= text.len; len += 8) {
		memcpy(&eight, text.ptr + len, 8);
		if (eight & UINT64_C(0x8080808080808080))
			break;
	}
	return len;
}

bool utf8_is_ascii(struct sv text)
{
	size_t i = ascii_ahead(text);
	while (i < text.len && (unsigned char)text.ptr[i] < 0x80)
		i++;
	return i == text.len;
}

bool utf8_valid(struct sv text)
{
	for (text = sv_from(text, ascii_ahead(text)); text.len;) {
		if (utf8_take(&text) == UTF8_BAD)
			return false;
		text = sv_from(text, ascii_ahead(text));
	}
	return true;
}

struct sv utf8_from_high(struct sv text)
{
	size_t len = text.len && text.ptr[0] & 0x80 ? 0 : ascii_ahead(text);
	while (len < text.len && !(text.ptr[len] & 0x80))
		len++;
	return (struct sv){text.ptr + len, text.len - len};
}

void utf8_repair(struct strbuf *out, struct sv text)
{
	while (text.len) {
		struct sv before = text;
		uint32_t c;
		do /* what is sound goes as one piece */
			c = utf8_take(&text);
		while (c != UTF8_BAD && (text = utf8_from_high(text)).len);
		strbuf_add(out, sv_sub(before, 0, before.len - text.len - (c == UTF8_BAD)));
		if (c == UTF8_BAD)
			strbuf_utf8(out, 0xfffd);
	}
}

static uint32_t unit(struct sv s, size_t i)
{
	return (unsigned char)s.ptr[i] | (uint32_t)(unsigned char)s.ptr[i + 1] << 8;
}

void utf8_from_utf16le(struct strbuf *out, struct sv bytes)
{
	for (size_t i = 0; i + 1 < bytes.len; i += 2) {
		uint32_t c = unit(bytes, i);
		bool high = c >= 0xd800 && c < 0xdc00, low = c >= 0xdc00 && c < 0xe000;
		uint32_t next = high && i + 3 < bytes.len ? unit(bytes, i + 2) : 0;
		if (high && next >= 0xdc00 && next < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (next - 0xdc00);
			i += 2;
		} else if (high || low) {
			c = 0xfffd;
		}
		strbuf_utf8(out, c);
	}
}

uint32_t utf8_cp1252(unsigned char byte)
{
	static const uint16_t high[32] = {0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020,
		0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd,
		0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161,
		0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};
	return byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80] : byte;
}

void utf8_from_cp1252(struct strbuf *out, unsigned char byte)
{
	strbuf_utf8(out, utf8_cp1252(byte));
}

struct sv utf8_cut(struct sv text, size_t max)
{
	if (text.len <= max)
		return text;
	size_t len = max;
	while (len && max - len < 3 && continues(text, len))
		len--;
	return sv_sub(text, 0, continues(text, len) ? max : len);
}
