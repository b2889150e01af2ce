#include "sv.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

struct sv sv_str(const char *text)
{
	return text ? (struct sv){text, strlen(text)} : SV_EMPTY;
}

bool sv_eq(struct sv a, struct sv b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool sv_ieq(struct sv a, struct sv b)
{
	return a.len == b.len && sv_istarts(a, b);
}

bool sv_starts(struct sv s, struct sv prefix)
{
	return s.len >= prefix.len && sv_eq(sv_sub(s, 0, prefix.len), prefix);
}

bool sv_istarts(struct sv s, struct sv prefix)
{
	if (s.len < prefix.len)
		return false;
	if (prefix.len >= 8 && !memcmp(s.ptr, prefix.ptr, prefix.len)) /* mostly as it is written */
		return true;
	for (size_t i = 0; i < prefix.len; i++)
		if (lower(s.ptr[i]) != lower(prefix.ptr[i]))
			return false;
	return true;
}

bool sv_ends(struct sv s, struct sv suffix)
{
	return s.len >= suffix.len && sv_eq(sv_from(s, s.len - suffix.len), suffix);
}

int sv_cmp(struct sv a, struct sv b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

size_t sv_find(struct sv hay, struct sv needle)
{
	if (needle.len == 0)
		return 0;
	if (hay.len < needle.len)
		return SV_NPOS;
	const char *hit = memmem(hay.ptr, hay.len, needle.ptr, needle.len);
	return hit ? (size_t)(hit - hay.ptr) : SV_NPOS;
}

#ifdef __SSE2__

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* Where c stands, as a letter of any case, among the sixteen bytes: a bit each. */
static unsigned any_case(const char *bytes, char c)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)bytes);
	return (unsigned)_mm_movemask_epi8(_mm_or_si128(
		_mm_cmpeq_epi8(v, _mm_set1_epi8(lower(c))),
		_mm_cmpeq_epi8(v, _mm_set1_epi8(upper(c)))));
}

/* The first place before which all were looked at sixteen at once; *ret_found: it stands there. */
static size_t ifind_quickly(struct sv hay, struct sv needle, bool *ret_found)
{
	size_t i = 0, last = needle.len - 1;
	*ret_found = false;
	for (; i + last + 16 <= hay.len; i += 16) {
		unsigned both = any_case(hay.ptr + i, needle.ptr[0]) &
			any_case(hay.ptr + i + last, needle.ptr[last]);
		for (; both; both &= both - 1) {
			size_t at = i + (size_t)__builtin_ctz(both);
			*ret_found = sv_istarts((struct sv){hay.ptr + at, hay.len - at}, needle);
			if (*ret_found)
				return at;
		}
	}
	return i;
}

#else

static size_t ifind_quickly(struct sv hay, struct sv needle, bool *ret_found)
{
	(void)hay, (void)needle;
	*ret_found = false;
	return 0;
}

#endif

size_t sv_ifind(struct sv hay, struct sv needle)
{
	bool found = false;
	size_t i = needle.len ? ifind_quickly(hay, needle, &found) : 0;
	if (found)
		return i;
	for (; i + needle.len <= hay.len; i++)
		if (sv_istarts(sv_from(hay, i), needle))
			return i;
	return SV_NPOS;
}

size_t sv_chr(struct sv hay, char c)
{
	const char *hit = hay.len ? memchr(hay.ptr, c, hay.len) : NULL;
	return hit ? (size_t)(hit - hay.ptr) : SV_NPOS;
}

bool sv_has(struct sv hay, struct sv needle)
{
	return sv_find(hay, needle) != SV_NPOS;
}

struct sv sv_from(struct sv s, size_t from)
{
	if (from >= s.len)
		return SV_EMPTY;
	return (struct sv){s.ptr + from, s.len - from};
}

struct sv sv_sub(struct sv s, size_t from, size_t len)
{
	struct sv rest = sv_from(s, from);
	if (len < rest.len)
		rest.len = len;
	return rest;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct sv sv_span(struct sv a, struct sv b)
{
	const char *from = a.ptr < b.ptr ? a.ptr : b.ptr;
	const char *end = a.ptr + a.len > b.ptr + b.len ? a.ptr + a.len : b.ptr + b.len;
	return (struct sv){from, (size_t)(end - from)};
}

struct sv sv_trim_end(struct sv s)
{
	while (s.len && blank(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

struct sv sv_trim(struct sv s)
{
	while (s.len && blank(s.ptr[0]))
		s.ptr++, s.len--;
	return sv_trim_end(s);
}

bool sv_cut(struct sv *rest, char sep, struct sv *ret_part)
{
	if (!rest->ptr)
		return false;
	size_t at = sv_chr(*rest, sep);
	if (at == SV_NPOS) {
		*ret_part = *rest;
		*rest = (struct sv){NULL, 0};
	} else {
		*ret_part = sv_sub(*rest, 0, at);
		*rest = (struct sv){rest->ptr + at + 1, rest->len - at - 1};
	}
	return true;
}

bool sv_word(struct sv *rest, struct sv *ret_word)
{
	*rest = sv_trim(*rest);
	if (!rest->len)
		return false;
	size_t end = 0;
	while (end < rest->len && !blank(rest->ptr[end]))
		end++;
	*ret_word = sv_sub(*rest, 0, end);
	*rest = sv_from(*rest, end);
	return true;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

static bool digits(struct sv s, unsigned base, uint64_t *ret)
{
	uint64_t value = 0;
	if (!s.len)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned digit = (unsigned)digit_of(s.ptr[i]);
		bool large = value >= UINT64_MAX / 16; /* else no base is: a division takes long */
		if (digit >= base || (large && value > (UINT64_MAX - digit) / base))
			return false;
		value = value * base + digit;
	}
	*ret = value;
	return true;
}

bool sv_to_u64(struct sv s, uint64_t *ret)
{
	return digits(s, 10, ret);
}

bool sv_to_i64(struct sv s, int64_t *ret)
{
	bool negative = s.len && s.ptr[0] == '-';
	uint64_t value;
	if (!digits(negative ? sv_from(s, 1) : s, 10, &value))
		return false;
	if (value > (uint64_t)INT64_MAX + negative)
		return false;
	*ret = negative ? (int64_t)(0 - value) : (int64_t)value;
	return true;
}

bool sv_hex_to_u64(struct sv s, uint64_t *ret)
{
	return digits(s, 16, ret);
}

bool sv_to_number(struct sv s, uint64_t *ret)
{
	if (sv_istarts(s, SV("0x")))
		return digits(sv_from(s, 2), 16, ret);
	return digits(s, 10, ret);
}

char *sv_dup(struct sv s)
{
	char *copy = xmalloc(s.len + 1);
	if (s.len)
		memcpy(copy, s.ptr, s.len);
	copy[s.len] = '\0';
	return copy;
}

struct sv arena_sv(struct arena *arena, struct sv s)
{
	char *copy = arena_chars(arena, s.len + 1);
	if (s.len)
		memcpy(copy, s.ptr, s.len);
	copy[s.len] = '\0';
	return (struct sv){copy, s.len};
}
