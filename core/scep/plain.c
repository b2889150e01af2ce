#include "plain.h"

#include <string.h>

#define DEPTH_MAX 32
#define NAME_MAX_BYTES 64
#define TAG_MAX 4096
#define ATTRIBUTES_MAX 8

enum token { TOKEN_STRANGE, TOKEN_TEXT, TOKEN_START, TOKEN_EMPTY, TOKEN_END };

struct plain {
	struct sv rest;
	struct sv open[DEPTH_MAX]; /* names of the open elements */
	size_t depth, nodes;
	bool begun;
	struct sv name, attributes, text; /* of the last token */
	bool coded;                       /* the text has entities */
	const struct walk_visitor *visitor; /* NULL: only looks whether it is plain */
	struct walk at;
	struct strbuf path, decoded;
};

/* ---- tokens ---- */

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
	size_t len = 0, most = rest->len < NAME_MAX_BYTES + 1 ? rest->len : NAME_MAX_BYTES + 1;
	if (most && name_start(rest->ptr[0]))
		while (len < most && name_char(rest->ptr[len]))
			len++;
	struct sv name = {rest->ptr, len};
	rest->ptr += len;
	rest->len -= len;
	return name;
}

static void skip_blanks(struct sv *rest)
{
	while (rest->len && blank(rest->ptr[0]))
		*rest = sv_from(*rest, 1);
}

/* ' name="value"' with nothing in the value that would be read as something else. */
static bool take_attribute(struct sv *rest, struct sv *ret_name, struct sv *ret_value)
{
	if (!rest->len || !blank(rest->ptr[0]))
		return false;
	skip_blanks(rest);
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

static enum token take_tag(struct plain *p)
{
	struct sv tag = sv_sub(p->rest, 1, TAG_MAX);
	bool end = tag.len && tag.ptr[0] == '/';
	tag = sv_from(tag, end);
	p->name = take_name(&tag);
	size_t close = sv_chr(tag, '>');
	if (!p->name.len || p->name.len > NAME_MAX_BYTES || close == SV_NPOS)
		return TOKEN_STRANGE;
	bool empty = close && tag.ptr[close - 1] == '/';
	p->attributes = sv_sub(tag, 0, close - empty);
	p->rest = sv_from(p->rest, (size_t)(tag.ptr + close + 1 - p->rest.ptr));
	if (end)
		return sv_trim(p->attributes).len || empty ? TOKEN_STRANGE : TOKEN_END;
	if (p->attributes.len && !attributes_plain(p->attributes))
		return TOKEN_STRANGE;
	return empty ? TOKEN_EMPTY : TOKEN_START;
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

static enum token take_text(struct plain *p)
{
	p->text = sv_sub(p->rest, 0, sv_chr(p->rest, '<'));
	p->rest = sv_from(p->rest, p->text.len);
	unsigned char strange = 0, coded = 0;
	for (size_t i = 0; i < p->text.len; i++) {
		unsigned char c = (unsigned char)p->text.ptr[i];
		strange |= (c < ' ' && c != '\t' && c != '\n') | (c >= 0x7f);
		coded |= c == '&' || c == '>';
	}
	p->coded = coded;
	if (strange || (coded && (sv_has(p->text, SV("]]>")) || !entities_known(p->text))))
		return TOKEN_STRANGE;
	return TOKEN_TEXT;
}

/* ---- the walk ---- */

static void decode(struct plain *p)
{
	struct sv text = p->text;
	strbuf_reset(&p->decoded);
	for (size_t at; (at = sv_chr(text, '&')) != SV_NPOS;) {
		char c = '\0';
		strbuf_add(&p->decoded, sv_sub(text, 0, at));
		size_t len = entity_at(sv_from(text, at), &c);
		strbuf_char(&p->decoded, c);
		text = sv_from(text, at + len);
	}
	strbuf_add(&p->decoded, text);
	p->text = strbuf_sv(&p->decoded);
}

static void tell_start(struct plain *p)
{
	if (p->path.len)
		strbuf_char(&p->path, '/');
	strbuf_add(&p->path, p->name);
	p->at.path = strbuf_sv(&p->path);
	p->at.text = SV_EMPTY;
	p->at.attributes = p->attributes;
	p->at.has_attributes = true;
	if (p->visitor->start)
		p->visitor->start(p->visitor->data, &p->at);
	p->text = SV_EMPTY;
}

static void tell_end(struct plain *p)
{
	p->at.path = strbuf_sv(&p->path);
	p->at.text = p->text;
	if (p->visitor->end)
		p->visitor->end(p->visitor->data, &p->at);
	size_t slash = p->path.len;
	while (slash && p->path.ptr[slash - 1] != '/')
		slash--;
	p->path.len = slash ? slash - 1 : 0;
	p->text = SV_EMPTY;
}

/* Outside the root there are only blanks, which are not told. */
static bool see_text(struct plain *p)
{
	if (!p->depth) {
		bool none = !sv_trim(p->text).len;
		p->text = SV_EMPTY;
		return none;
	}
	p->nodes++;
	if (p->visitor && p->coded)
		decode(p);
	return true;
}

static bool see_start(struct plain *p, bool empty)
{
	p->nodes++;
	if (p->depth == DEPTH_MAX || (!p->depth && p->begun))
		return false;
	p->begun = true;
	p->open[p->depth++] = p->name;
	if (p->visitor)
		tell_start(p);
	if (empty && p->visitor)
		tell_end(p);
	p->depth -= empty;
	return true;
}

static bool see_end(struct plain *p)
{
	p->nodes++;
	if (!p->depth || !sv_eq(p->open[p->depth - 1], p->name))
		return false;
	if (p->visitor)
		tell_end(p);
	p->depth--;
	return true;
}

static bool see(struct plain *p, enum token token)
{
	switch (token) {
	case TOKEN_TEXT:
		return see_text(p);
	case TOKEN_START:
	case TOKEN_EMPTY:
		return see_start(p, token == TOKEN_EMPTY);
	case TOKEN_END:
		return see_end(p);
	default:
		return false;
	}
}

static bool run(struct plain *p, struct sv text)
{
	p->rest = text;
	while (p->rest.len)
		if (!see(p, p->rest.ptr[0] == '<' ? take_tag(p) : take_text(p)))
			return false;
	return p->begun && !p->depth;
}

/* Once to see whether it is plain, which is quick, and only then for the visitor. */
bool plain_walk(struct sv text, struct walk_budget *budget, const struct walk_visitor *visitor)
{
	struct plain look = {.depth = 0}, tell = {.visitor = visitor};
	if (!run(&look, text) || look.nodes > budget->nodes)
		return false;
	budget->nodes -= look.nodes;
	strbuf_init(&tell.path, DEPTH_MAX * (NAME_MAX_BYTES + 1));
	strbuf_init(&tell.decoded, STRBUF_RECORD);
	tell.text = SV_EMPTY;
	run(&tell, text);
	strbuf_finish(&tell.path);
	strbuf_finish(&tell.decoded);
	return true;
}

bool plain_attr(struct sv attributes, const char *name, struct strbuf *buf)
{
	struct sv found, value;
	strbuf_reset(buf);
	while (take_attribute(&attributes, &found, &value)) {
		if (!sv_eq(found, sv_str(name)))
			continue;
		strbuf_str(buf, "");
		strbuf_add(buf, value);
		return true;
	}
	return false;
}
