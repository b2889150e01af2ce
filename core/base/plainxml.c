#include "plainxml.h"

#include <string.h>

#include "utf8.h"

#define TAG_MAX 4096
#define ATTRIBUTES_MAX 8

static bool name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool name_char(char c)
{
	return name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static struct sv take_name(struct sv *rest)
{
	size_t len = 0, most = rest->len < PLAINXML_NAME_MAX + 1 ? rest->len : PLAINXML_NAME_MAX + 1;
	if (most && name_start(rest->ptr[0]))
		while (len < most && name_char(rest->ptr[len]))
			len++;
	struct sv name = {rest->ptr, len};
	rest->ptr += len;
	rest->len -= len;
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

static enum plainxml_token take_tag(struct plainxml *p)
{
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
	return utf8_valid(text) && !sv_has(text, SV("\xef\xbf\xbe")) &&
		!sv_has(text, SV("\xef\xbf\xbf"));
}

static enum plainxml_token take_text(struct plainxml *p)
{
	p->text = sv_sub(p->rest, 0, sv_chr(p->rest, '<'));
	p->rest = sv_from(p->rest, p->text.len);
	unsigned char strange = 0, coded = 0, high = 0;
	for (size_t i = 0; i < p->text.len; i++) {
		unsigned char c = (unsigned char)p->text.ptr[i];
		strange |= c < ' ' && c != '\t' && c != '\n';
		coded |= c == '&' || c == '>';
		high |= c;
	}
	p->coded = coded;
	if (strange || (high & 0x80 && !characters(p->text)) ||
	    (coded && (sv_has(p->text, SV("]]>")) || !entities_known(p->text))))
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

void plainxml_decode(struct sv text, struct strbuf *out)
{
	for (size_t at; (at = sv_chr(text, '&')) != SV_NPOS;) {
		char c = '\0';
		strbuf_add(out, sv_sub(text, 0, at));
		size_t len = entity_at(sv_from(text, at), &c);
		strbuf_char(out, c);
		text = sv_from(text, at + (len ? len : 1));
	}
	strbuf_add(out, text);
}
