#include "plainxml.h"

#include <string.h>

#include "utf8.h"
#include "xmlrun.h"

#define TAG_MAX 4096

static inline const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
		at++;
	return at;
}

/* The name that begins there; empty if none does. */
static inline struct sv name_at(const char *at, const char *end)
{
	struct sv rest = {at, (size_t)(end - at)};
	return (struct sv){at, xmlrun_name(rest, PLAINXML_NAME_MAX + 1)};
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
	struct sv rest = {equals + 2, (size_t)(end - equals - 2)};
	ret->value = (struct sv){rest.ptr, xmlrun_value(rest, equals[1])};
	*at = rest.ptr + ret->value.len + 1;
	return *at <= end && (*at)[-1] == equals[1];
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

/* text begins with '&'. */
static bool is_entity(struct sv text, const char *name, size_t len)
{
	return text.len > len && memcmp(text.ptr + 1, name, len) == 0;
}

/* How long the entity is that text begins with, 0: none of those; *ret: what it stands for. */
static size_t entity_at(struct sv text, char *ret)
{
	if (is_entity(text, "lt;", 3) || is_entity(text, "gt;", 3)) {
		*ret = text.ptr[1] == 'l' ? '<' : '>';
		return 4;
	}
	if (is_entity(text, "amp;", 4)) {
		*ret = '&';
		return 5;
	}
	*ret = '\0';
	if (is_entity(text, "quot;", 5) || is_entity(text, "apos;", 5)) {
		*ret = text.ptr[1] == 'q' ? '"' : '\'';
		return 6;
	}
	return 0;
}

static bool entities_known(struct sv text)
{
	char c;
	for (size_t at; (at = xmlrun_entity(text)) < text.len;) {
		text = (struct sv){text.ptr + at, text.len - at};
		size_t len = entity_at(text, &c);
		if (!len)
			return false;
		text = (struct sv){text.ptr + len, text.len - len};
	}
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

bool plainxml_text_is(struct sv text, unsigned kinds, bool narrowed)
{
	if (!kinds)
		return true;
	return !(kinds & XMLRUN_STRANGE) && (narrowed || !(kinds & XMLRUN_FOREIGN)) &&
		(!(kinds & XMLRUN_HIGH) || characters(text)) &&
		(!(kinds & XMLRUN_CLOSE) || !sv_has(text, SV("]]>"))) &&
		(!(kinds & XMLRUN_CODED) || entities_known(text));
}

static inline enum plainxml_token take_text(struct plainxml *p)
{
	unsigned kinds;
	p->text = (struct sv){p->rest.ptr, xmlrun_text(p->rest, &kinds)};
	p->coded = kinds & XMLRUN_CODED;
	go_on(p, p->text.ptr + p->text.len);
	return plainxml_text_is(p->text, kinds, p->narrowed) ? PLAINXML_TEXT : PLAINXML_STRANGE;
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
static size_t copy_lines(struct sv text, char *to)
{
	const char *begin = to;
	for (size_t at; (at = sv_chr(text, '\r')) != SV_NPOS; text = sv_from(text, at + 1)) {
		memcpy(to, text.ptr, at);
		to += at;
		if (at + 1 == text.len || text.ptr[at + 1] != '\n')
			*to++ = '\n';
	}
	if (text.len)
		memcpy(to, text.ptr, text.len);
	return (size_t)(to - begin) + text.len;
}

size_t plainxml_unescape(struct sv text, char *to)
{
	const char *begin = to;
	for (size_t at; (at = xmlrun_entity(text)) < text.len;) {
		to += copy_lines((struct sv){text.ptr, at}, to);
		text = (struct sv){text.ptr + at, text.len - at};
		size_t len = entity_at(text, to++);
		len += len == 0;
		text = (struct sv){text.ptr + len, text.len - len};
	}
	return (size_t)(to - begin) + copy_lines(text, to);
}

void plainxml_decode(struct sv text, struct strbuf *out)
{
	char *room = strbuf_room(out, text.len);
	if (room) {
		strbuf_took(out, plainxml_unescape(text, room));
		return;
	}
	autofree char *bytes = xmalloc(text.len);
	strbuf_add(out, (struct sv){bytes, plainxml_unescape(text, bytes)});
}
