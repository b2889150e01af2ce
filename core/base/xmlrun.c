#include "xmlrun.h"

#include "plainxml.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static bool name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool name_char(char c)
{
	return name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

static size_t name_from(struct sv text, size_t len, size_t most)
{
	most = text.len < most ? text.len : most;
	while (len < most && name_char(text.ptr[len]))
		len++;
	return len;
}

size_t xmlrun_name_slowly(struct sv text, size_t most)
{
	return text.len && name_start(text.ptr[0]) ? name_from(text, 0, most) : 0;
}

static unsigned kind_of_control(char c)
{
	switch (c) {
	case '\t':
	case '\n':
		return 0;
	case '\r':
		return XMLRUN_CODED;
	case PLAINXML_FOREIGN:
		return XMLRUN_FOREIGN;
	default:
		return XMLRUN_STRANGE;
	}
}

static unsigned kind_of(char byte)
{
	unsigned char c = (unsigned char)byte;
	if (c < ' ')
		return kind_of_control(byte);
	return c >= 0x80 ? XMLRUN_HIGH : c == '&' ? XMLRUN_CODED : c == '>' ? XMLRUN_CLOSE : 0;
}

static size_t text_from(struct sv text, size_t len, unsigned *kinds)
{
	for (; len < text.len && text.ptr[len] != '<'; len++)
		*kinds |= kind_of(text.ptr[len]);
	return len;
}

size_t xmlrun_text_slowly(struct sv text, unsigned *ret_kinds)
{
	*ret_kinds = 0;
	return text_from(text, 0, ret_kinds);
}

static size_t entity_from(struct sv text, size_t len)
{
	while (len < text.len && text.ptr[len] != '&')
		len++;
	return len;
}

size_t xmlrun_entity_slowly(struct sv text)
{
	return entity_from(text, 0);
}

static size_t value_from(struct sv text, size_t len, char quote)
{
	for (; len < text.len; len++) {
		char c = text.ptr[len];
		if (c == quote || c < ' ' || c > '~' || c == '&' || c == '<' || c == '>')
			break;
	}
	return len;
}

size_t xmlrun_value_slowly(struct sv text, char quote)
{
	return value_from(text, 0, quote);
}

#ifdef __SSE2__

static __m128i is(__m128i bytes, char c)
{
	return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
}

static __m128i at_most(__m128i bytes, char most)
{
	return _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(most)), bytes);
}

static __m128i load(const char *ptr)
{
	return _mm_loadu_si128((const __m128i *)(const void *)ptr);
}

static unsigned bits(__m128i bytes)
{
	return (unsigned)_mm_movemask_epi8(bytes);
}

/* Has none of these sixteen anything to it? Tabs and line feeds count here, too. */
static __m128i odd(__m128i v)
{
	__m128i angle = is(_mm_andnot_si128(_mm_set1_epi8('<' ^ '>'), v), '<');
	return _mm_or_si128(_mm_or_si128(angle, is(v, '&')), _mm_or_si128(at_most(v, 0x1f), v));
}

static unsigned kinds_of_controls(const char *at, unsigned places)
{
	unsigned kinds = 0;
	for (; places; places &= places - 1)
		kinds |= kind_of_control(at[__builtin_ctz(places)]);
	return kinds;
}

/* Which kinds are among those of sixteen bytes whose bit is set. */
static unsigned kinds_among(const char *at, __m128i v, unsigned which)
{
	unsigned controls = bits(at_most(v, 0x1f)) & which;
	return (bits(is(v, '&')) & which ? XMLRUN_CODED : 0) |
		(bits(is(v, '>')) & which ? XMLRUN_CLOSE : 0) |
		(bits(v) & which ? XMLRUN_HIGH : 0) |
		(controls ? kinds_of_controls(at, controls) : 0);
}

/* The first place at or behind i, in steps of sixteen, that is worth a look, or where less are left. */
static size_t skip_plain(struct sv text, size_t i)
{
	while (i + 32 <= text.len &&
	       !bits(_mm_or_si128(odd(load(text.ptr + i)), odd(load(text.ptr + i + 16)))))
		i += 32;
	return i;
}

size_t xmlrun_text(struct sv text, unsigned *ret_kinds)
{
	*ret_kinds = 0;
	size_t i = 0;
	while (i + 16 <= text.len) {
		__m128i v = load(text.ptr + i);
		unsigned strange = bits(odd(v)), stop = strange ? bits(is(v, '<')) : 0;
		unsigned before = stop ? (stop & -stop) - 1 : 0xffff;
		if (strange & before)
			*ret_kinds |= kinds_among(text.ptr + i, v, before);
		if (stop)
			return i + (size_t)__builtin_ctz(stop);
		i = skip_plain(text, i + 16);
	}
	return text_from(text, i, ret_kinds);
}

size_t xmlrun_entity(struct sv text)
{
	size_t i = 0;
	for (; i + 16 <= text.len; i += 16) {
		unsigned found = bits(is(load(text.ptr + i), '&'));
		if (found)
			return i + (size_t)__builtin_ctz(found);
	}
	return entity_from(text, i);
}

size_t xmlrun_value(struct sv text, char quote)
{
	size_t i = 0;
	for (; i + 16 <= text.len; i += 16) {
		__m128i v = load(text.ptr + i);
		__m128i marks = _mm_or_si128(_mm_or_si128(is(v, quote), is(v, '&')),
			_mm_or_si128(is(v, '<'), is(v, '>')));
		__m128i printable = at_most(_mm_sub_epi8(v, _mm_set1_epi8(' ')), '~' - ' ');
		unsigned stop = (bits(marks) | ~bits(printable)) & 0xffff;
		if (stop)
			return i + (size_t)__builtin_ctz(stop);
	}
	return value_from(text, i, quote);
}

size_t xmlrun_name(struct sv text, size_t most)
{
	if (text.len < 16 || most < 16)
		return xmlrun_name_slowly(text, most);
	__m128i v = load(text.ptr);
	__m128i letter = at_most(_mm_sub_epi8(_mm_or_si128(v, _mm_set1_epi8(0x20)),
		_mm_set1_epi8('a')), 25);
	__m128i digit = at_most(_mm_sub_epi8(v, _mm_set1_epi8('0')), 9);
	__m128i sign = _mm_or_si128(is(v, '_'), _mm_or_si128(is(v, '-'), is(v, '.')));
	unsigned other = ~bits(_mm_or_si128(letter, _mm_or_si128(digit, sign))) & 0xffff;
	if (!name_start(text.ptr[0]))
		return 0;
	return other ? (size_t)__builtin_ctz(other) : name_from(text, 16, most);
}

#else

size_t xmlrun_value(struct sv text, char quote)
{
	return xmlrun_value_slowly(text, quote);
}

size_t xmlrun_text(struct sv text, unsigned *ret_kinds)
{
	return xmlrun_text_slowly(text, ret_kinds);
}

size_t xmlrun_name(struct sv text, size_t most)
{
	return xmlrun_name_slowly(text, most);
}

size_t xmlrun_entity(struct sv text)
{
	return xmlrun_entity_slowly(text);
}

#endif
