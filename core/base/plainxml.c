#include "plainxml.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "utf8.h"

#define TAG_MAX 4096

/* ---- kinds of characters ---- */

enum { NAME_START = 1, NAME = 2, BLANK = 4, VALUE = 8, CODED = 16, CLOSE = 32, ODD = 64, HIGH = 128,
	FOREIGN = 256 };

/* VALUE: stands for itself in an attribute. CODED: in a text it is, or begins, what is read as something
 * else. CLOSE: ">". ODD: no character of XML. FOREIGN: what stands for others in a narrowed text. */
#define B BLANK
#define R (BLANK | CODED)
#define S (BLANK | VALUE)
#define V VALUE
#define N (NAME | VALUE)
#define L (NAME_START | NAME | VALUE)
#define C CODED
#define G CLOSE
#define O ODD
#define F FOREIGN
#define H HIGH
static const uint16_t kinds[256] = {
	O, O, O, O, O, O, O, O, O, B, B, O, O, R, O, O,
	O, O, O, O, O, O, O, O, O, O, F, O, O, O, O, O,
	S, V, V, V, V, V, C, V, V, V, V, V, V, N, N, V,
	N, N, N, N, N, N, N, N, N, N, V, V, 0, V, G, V,
	V, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, L, L, L, V, V, V, V, L,
	V, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	L, L, L, L, L, L, L, L, L, L, L, V, V, V, V, 0,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
};

static inline unsigned kind(char c)
{
	return kinds[(unsigned char)c];
}

static inline const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && kind(*at) & BLANK)
		at++;
	return at;
}

/* The name that begins there; empty if none does. */
static inline struct sv name_at(const char *from, const char *end)
{
	const char *at = from;
	if (at < end && kind(*at) & NAME_START)
		while (at < end && kind(*at) & NAME)
			at++;
	return (struct sv){from, (size_t)(at - from)};
}

#if defined(__SSE2__)
#define STEP 16

static inline __m128i load(const char *at)
{
	return _mm_loadu_si128((const void *)at);
}

/* Of 16 bytes a bit each. */
static inline unsigned equal(__m128i bytes, char c)
{
	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)));
}

static inline unsigned low_or_high(__m128i bytes)
{
	return (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')));
}

static inline unsigned kinds_of(const char *at, unsigned places)
{
	unsigned seen = 0;
	for (; places; places &= places - 1)
		seen |= kind(at[__builtin_ctz(places)]);
	return seen;
}
#endif

/* The first byte that is the quote, or does not stand for itself in an attribute. */
static inline const char *value_end(const char *at, const char *end, char quote)
{
#if defined(__SSE2__)
	for (; end - at >= STEP; at += STEP) {
		__m128i bytes = load(at);
		unsigned stops = low_or_high(bytes) | equal(bytes, quote) | equal(bytes, '<') |
			equal(bytes, '&') | equal(bytes, '>') | equal(bytes, 0x7f);
		if (stops)
			return at + __builtin_ctz(stops);
	}
#endif
	while (at < end && *at != quote && kind(*at) & VALUE)
		at++;
	return at;
}

/* The first '<'. *ret: the kinds before it, at least those other than VALUE. */
static inline const char *text_end(const char *at, const char *end, unsigned *ret)
{
	unsigned seen = 0;
#if defined(__SSE2__)
	for (; end - at >= STEP; at += STEP) {
		__m128i bytes = load(at);
		unsigned open = equal(bytes, '<'), before = (open & -open) - 1;
		unsigned high = (unsigned)_mm_movemask_epi8(bytes) & before;
		unsigned low = low_or_high(bytes) & before & ~high;
		seen |= (high ? HIGH : 0) | (low ? kinds_of(at, low) : 0);
		seen |= (equal(bytes, '&') & before ? CODED : 0) |
			(equal(bytes, '>') & before ? CLOSE : 0);
		if (open) {
			*ret = seen;
			return at + __builtin_ctz(open);
		}
	}
#endif
	while (at < end && *at != '<')
		seen |= kind(*at++);
	*ret = seen;
	return at;
}

/* ---- tags ---- */

/* ' name="value"' with nothing in the value that would be read as something else. */
static inline bool take_attribute(const char **at, const char *end, struct plainxml_pair *ret)
{
	const char *from = skip_blanks(*at, end);
	ret->name = name_at(from, end);
	const char *equals = from + ret->name.len;
	if (from == *at || !ret->name.len || end - equals < 2 || equals[0] != '=' ||
	    (equals[1] != '"' && equals[1] != '\''))
		return false;
	const char *close = value_end(equals + 2, end, equals[1]);
	ret->value = (struct sv){equals + 2, (size_t)(close - equals - 2)};
	*at = close + 1;
	return close < end && *close == equals[1];
}

static bool is_new(const struct plainxml *p, struct sv name)
{
	for (size_t i = 0; i < p->pairs_count; i++)
		if (sv_eq(p->pairs[i].name, name))
			return false;
	return true;
}

/* None twice, and none that says something about names or blanks (those have a colon). */
static const char *take_attributes(struct plainxml *p, const char *at, const char *end)
{
	for (p->pairs_count = 0;; p->pairs_count++) {
		const char *next = skip_blanks(at, end);
		if (next == end || *next == '>' || *next == '/')
			return next;
		struct plainxml_pair *pair = &p->pairs[p->pairs_count];
		if (p->pairs_count == PLAINXML_PAIRS_MAX || !take_attribute(&at, end, pair) ||
		    (p->pairs_count && !is_new(p, pair->name)))
			return end;
	}
}

static inline void go_on(struct plainxml *p, const char *at)
{
	p->rest.len -= (size_t)(at - p->rest.ptr);
	p->rest.ptr = at;
}

static inline enum plainxml_token take_start(struct plainxml *p, const char *end)
{
	p->name = name_at(p->rest.ptr + 1, end);
	if (!p->name.len || p->name.len > PLAINXML_NAME_MAX ||
	    p->depth == PLAINXML_DEPTH_MAX || (!p->depth && p->begun))
		return PLAINXML_STRANGE;
	const char *from = p->name.ptr + p->name.len, *at = take_attributes(p, from, end);
	p->attributes = (struct sv){from, (size_t)(at - from)};
	bool empty = at < end && *at == '/';
	at += empty;
	if (at >= end || *at != '>')
		return PLAINXML_STRANGE;
	go_on(p, at + 1);
	p->begun = true;
	if (empty)
		return PLAINXML_EMPTY;
	p->open[p->depth++] = p->name;
	return PLAINXML_START;
}

static inline enum plainxml_token take_end(struct plainxml *p, const char *end)
{
	const char *at = p->rest.ptr + 2;
	p->name = p->depth ? p->open[p->depth - 1] : SV_EMPTY;
	if (!p->name.len || (size_t)(end - at) <= p->name.len ||
	    memcmp(at, p->name.ptr, p->name.len) != 0)
		return PLAINXML_STRANGE;
	at = skip_blanks(at + p->name.len, end);
	if (at == end || *at != '>')
		return PLAINXML_STRANGE;
	go_on(p, at + 1);
	p->depth--;
	return PLAINXML_END;
}

static inline enum plainxml_token take_tag(struct plainxml *p)
{
	const char *end = p->rest.ptr + (p->rest.len < TAG_MAX ? p->rest.len : TAG_MAX);
	return p->rest.len > 1 && p->rest.ptr[1] == '/' ? take_end(p, end) : take_start(p, end);
}

/* ---- texts ---- */

static const struct { const char *name; char c; } entities[] = {
	{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''},
};

static size_t entity_at(struct sv text, char *ret)
{
	for (size_t i = 0; i < ARRAY_LEN(entities); i++)
		if (sv_starts(text, sv_str(entities[i].name))) {
			*ret = entities[i].c;
			return strlen(entities[i].name);
		}
	return 0;
}

static bool entities_known(struct sv text)
{
	char c;
	for (size_t at; (at = sv_chr(text, '&')) != SV_NPOS; text = sv_from(text, at + 1))
		if (!entity_at(sv_from(text, at), &c))
			return false;
	return true;
}

/* UTF-8, and none of the two code points that XML forbids. */
static bool characters(struct sv text)
{
	for (text = utf8_from_high(text); text.len; text = utf8_from_high(text)) {
		uint32_t c = utf8_take(&text);
		if (c == UTF8_BAD || c == 0xfffe || c == 0xffff)
			return false;
	}
	return true;
}

static inline enum plainxml_token take_text(struct plainxml *p)
{
	unsigned seen;
	const char *from = p->rest.ptr, *at = text_end(from, from + p->rest.len, &seen);
	p->text = (struct sv){from, (size_t)(at - from)};
	p->coded = seen & CODED;
	go_on(p, at);
	if (seen & ODD || (seen & FOREIGN && !p->narrowed) ||
	    (seen & HIGH && !characters(p->text)) ||
	    (seen & CLOSE && sv_has(p->text, SV("]]>"))) ||
	    (seen & CODED && !entities_known(p->text)))
		return PLAINXML_STRANGE;
	return PLAINXML_TEXT;
}

enum plainxml_token plainxml_next(struct plainxml *p)
{
	if (!p->depth) /* outside the root there are only blanks */
		go_on(p, skip_blanks(p->rest.ptr, p->rest.ptr + p->rest.len));
	if (!p->rest.len)
		return p->begun && !p->depth ? PLAINXML_DONE : PLAINXML_STRANGE;
	if (p->rest.ptr[0] == '<')
		return take_tag(p);
	return p->depth ? take_text(p) : PLAINXML_STRANGE;
}

bool plainxml_is(struct sv document, size_t *ret_nodes)
{
	struct plainxml p = {.rest = document};
	enum plainxml_token token;
	for (*ret_nodes = 0; (token = plainxml_next(&p)) > PLAINXML_STRANGE; ++*ret_nodes)
		if (token == PLAINXML_DONE)
			return true;
	return false;
}

bool plainxml_attribute(struct sv attributes, struct sv name, struct sv *ret)
{
	const char *at = attributes.ptr, *end = at + attributes.len;
	struct plainxml_pair pair;
	while (take_attribute(&at, end, &pair))
		if (sv_eq(pair.name, name)) {
			*ret = pair.value;
			return true;
		}
	return false;
}

struct sv plainxml_value(const struct plainxml *p, struct sv name)
{
	for (size_t i = 0; i < p->pairs_count; i++)
		if (sv_eq(p->pairs[i].name, name))
			return p->pairs[i].value;
	return SV_EMPTY;
}

/* A line ends in one way, however it is written (XML 1.0, 2.11). */
static void add_lines(struct sv text, struct strbuf *out)
{
	for (size_t at; (at = sv_chr(text, '\r')) != SV_NPOS;) {
		bool pair = at + 1 < text.len && text.ptr[at + 1] == '\n';
		strbuf_add(out, sv_sub(text, 0, at));
		if (!pair)
			strbuf_char(out, '\n');
		text = sv_from(text, at + 1);
	}
	strbuf_add(out, text);
}

void plainxml_decode(struct sv text, struct strbuf *out)
{
	for (size_t at; (at = sv_chr(text, '&')) != SV_NPOS;) {
		char c = '\0';
		add_lines(sv_sub(text, 0, at), out);
		size_t len = entity_at(sv_from(text, at), &c);
		strbuf_char(out, c);
		text = sv_from(text, at + (len ? len : 1));
	}
	add_lines(text, out);
}
