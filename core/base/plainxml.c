#include "plainxml.h"

#include <string.h>

#include "utf8.h"
#include "xmlrun.h"

#define TAG_MAX 4096
#define ATTRIBUTES_MAX 8

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static struct sv take_name(struct sv *rest)
{
	struct sv name = {rest->ptr, xmlrun_name(*rest, PLAINXML_NAME_MAX + 1)};
	rest->ptr += name.len;
	rest->len -= name.len;
	return name;
}

static struct sv skip_blanks(struct sv rest)
{
	while (rest.len && blank(rest.ptr[0]))
		rest = sv_from(rest, 1);
	return rest;
}

/* ' name="value"' with nothing in the value that would be read as something else. */
static bool take_attribute(struct sv *rest, struct sv *ret_name, struct sv *ret_value)
{
	if (!rest->len || !blank(rest->ptr[0]))
		return false;
	*rest = skip_blanks(*rest);
	*ret_name = take_name(rest);
	char quote = rest->len > 1 ? rest->ptr[1] : '\0';
	if (!ret_name->len || rest->ptr[0] != '=' || (quote != '"' && quote != '\''))
		return false;
	*rest = sv_from(*rest, 2);
	size_t end = sv_chr(*rest, quote);
	*ret_value = sv_sub(*rest, 0, end);
	*rest = sv_from(*rest, end == SV_NPOS ? end : end + 1);
	for (size_t i = 0; i < ret_value->len; i++) {
		char c = ret_value->ptr[i];
		if (c < ' ' || c > '~' || c == '&' || c == '<')
			return false;
	}
	return end != SV_NPOS;
}

/* Up to where the tag closes; none twice, and none that says something about names or blanks
 * (those have a colon). */
static bool attributes_plain(struct sv attributes)
{
	struct sv names[ATTRIBUTES_MAX], value;
	size_t count = 0;
	while (sv_trim(attributes).len) {
		if (count == ATTRIBUTES_MAX || !take_attribute(&attributes, &names[count], &value))
			return false;
		for (size_t i = 0; i < count; i++)
			if (sv_eq(names[i], names[count]))
				return false;
		count++;
	}
	return true;
}

/* "</name>" of the element that is open, which is how nearly all of them end. */
static bool take_end(struct plainxml *p)
{
	if (!p->depth)
		return false;
	struct sv open = p->open[p->depth - 1];
	const char *tag = p->rest.ptr;
	if (p->rest.len < open.len + 3 || tag[1] != '/' || tag[open.len + 2] != '>' ||
	    memcmp(tag + 2, open.ptr, open.len) != 0)
		return false;
	p->name = (struct sv){tag + 2, open.len};
	p->attributes = SV_EMPTY;
	p->rest.ptr += open.len + 3;
	p->rest.len -= open.len + 3;
	return true;
}

/* "<name>" likewise. */
static bool take_start(struct plainxml *p)
{
	struct sv rest = {p->rest.ptr + 1, p->rest.len - 1}, name = take_name(&rest);
	if (!name.len || name.len > PLAINXML_NAME_MAX || !rest.len || rest.ptr[0] != '>')
		return false;
	p->name = name;
	p->attributes = SV_EMPTY;
	p->rest = (struct sv){rest.ptr + 1, rest.len - 1};
	return true;
}

static enum plainxml_token take_tag(struct plainxml *p)
{
	if (take_start(p))
		return PLAINXML_START;
	struct sv tag = sv_sub(p->rest, 1, TAG_MAX);
	bool end = tag.len && tag.ptr[0] == '/';
	tag = sv_from(tag, end);
	p->name = take_name(&tag);
	size_t close = sv_chr(tag, '>');
	if (!p->name.len || p->name.len > PLAINXML_NAME_MAX || close == SV_NPOS)
		return PLAINXML_STRANGE;
	bool empty = close && tag.ptr[close - 1] == '/';
	p->attributes = sv_sub(tag, 0, close - empty);
	p->rest = sv_from(p->rest, (size_t)(tag.ptr + close + 1 - p->rest.ptr));
	if (end)
		return sv_trim(p->attributes).len || empty ? PLAINXML_STRANGE : PLAINXML_END;
	if (p->attributes.len && !attributes_plain(p->attributes))
		return PLAINXML_STRANGE;
	return empty ? PLAINXML_EMPTY : PLAINXML_START;
}

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
	return utf8_valid(text) && !sv_has(text, SV("\xef\xbf\xbe")) &&
		!sv_has(text, SV("\xef\xbf\xbf"));
}

static enum plainxml_token take_text(struct plainxml *p)
{
	unsigned kinds;
	p->text = (struct sv){p->rest.ptr, xmlrun_text(p->rest, &kinds)};
	p->rest.ptr += p->text.len;
	p->rest.len -= p->text.len;
	p->coded = kinds & XMLRUN_CODED;
	if (kinds && ((kinds & XMLRUN_STRANGE) ||
	    ((kinds & XMLRUN_HIGH) && !characters(p->text)) ||
	    ((kinds & XMLRUN_CLOSE) && sv_has(p->text, SV("]]>"))) ||
	    (p->coded && !entities_known(p->text))))
		return PLAINXML_STRANGE;
	return PLAINXML_TEXT;
}

/* ---- nesting ---- */

static enum plainxml_token nest(struct plainxml *p, enum plainxml_token token)
{
	bool start = token == PLAINXML_START || token == PLAINXML_EMPTY;
	if (start && (p->depth == PLAINXML_DEPTH_MAX || (!p->depth && p->begun)))
		return PLAINXML_STRANGE;
	if (token == PLAINXML_END && (!p->depth || !sv_eq(p->open[p->depth - 1], p->name)))
		return PLAINXML_STRANGE;
	p->begun |= start;
	if (token == PLAINXML_START)
		p->open[p->depth++] = p->name;
	p->depth -= token == PLAINXML_END;
	return token;
}

enum plainxml_token plainxml_next(struct plainxml *p)
{
	if (!p->depth) /* outside the root there are only blanks */
		p->rest = skip_blanks(p->rest);
	if (!p->rest.len)
		return p->begun && !p->depth ? PLAINXML_DONE : PLAINXML_STRANGE;
	if (p->rest.ptr[0] == '<' && take_end(p)) {
		p->depth--;
		return PLAINXML_END;
	}
	if (p->rest.ptr[0] == '<')
		return nest(p, take_tag(p));
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
	struct sv found;
	while (take_attribute(&attributes, &found, ret))
		if (sv_eq(found, name))
			return true;
	return false;
}

size_t plainxml_unescape(struct sv text, char *to)
{
	const char *begin = to;
	for (size_t at; (at = xmlrun_entity(text)) < text.len;) {
		memcpy(to, text.ptr, at);
		to += at;
		text = (struct sv){text.ptr + at, text.len - at};
		size_t len = entity_at(text, to++);
		len += len == 0;
		text = (struct sv){text.ptr + len, text.len - len};
	}
	if (text.len)
		memcpy(to, text.ptr, text.len);
	return (size_t)(to - begin) + text.len;
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
