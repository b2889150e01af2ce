#include "reference.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"

#define REFERENCE_MAX (4u << 20)
#define XML_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOWARNING | XML_PARSE_NOERROR)

static char *tidied(struct sv text)
{
	struct strbuf out;
	struct sv word;
	strbuf_init(&out, STRBUF_LINE);
	strbuf_str(&out, "");
	while (text.len) {
		size_t end = 0;
		text = sv_trim(text);
		while (end < text.len && !strchr(" \t\r\n", text.ptr[end]))
			end++;
		word = sv_sub(text, 0, end);
		if (out.len && word.len)
			strbuf_char(&out, ' ');
		strbuf_add(&out, word);
		text = sv_from(text, end);
	}
	return strbuf_steal(&out);
}

static bool parse(struct reference *ref, struct sv bytes, struct err *err)
{
	xmlParserCtxt *ctxt = xmlNewParserCtxt();
	if (!ctxt)
		return err_set(err, ERR_FORMAT, _("%s: no memory for its XML"), ref->path);
	ref->doc = xmlCtxtReadMemory(ctxt, bytes.ptr, (int)bytes.len, ref->path, NULL,
		XML_OPTIONS);
	if (!ref->doc) {
		const xmlError *why = xmlCtxtGetLastError(ctxt);
		autofree char *text = tidied(sv_str(why ? why->message : NULL));
		err_set(err, ERR_FORMAT, _("%s:%d: not well-formed XML: %s"), ref->path,
			why ? why->line : 0, text);
	}
	xmlFreeParserCtxt(ctxt);
	return ref->doc;
}

static bool check_root(const struct reference *ref, const char *root, struct err *err)
{
	if (ref->doc->intSubset)
		return err_set(err, ERR_FORMAT, _("%s:1: a DOCTYPE; expected none"), ref->path);
	const xmlNode *node = xmlDocGetRootElement(ref->doc);
	if (reference_is(node, root))
		return true;
	autostrbuf expected;
	strbuf_init(&expected, STRBUF_LINE);
	strbuf_addf(&expected, "<%s>", root);
	return reference_wrong(ref, node, err, expected.ptr);
}

bool reference_open(struct reference *ref, const char *path, const char *root, struct err *err)
{
	*ref = (struct reference){.path = path};
	autostrbuf bytes;
	strbuf_init(&bytes, REFERENCE_MAX);
	if (!file_read(path, &bytes, err))
		return false;
	if (parse(ref, strbuf_sv(&bytes), err) && check_root(ref, root, err))
		return true;
	reference_close(ref);
	return false;
}

void reference_close(struct reference *ref)
{
	xmlFreeDoc(ref->doc);
	ref->doc = NULL;
}

bool reference_wrong(const struct reference *ref, const xmlNode *node, struct err *err,
	const char *expected)
{
	return err_set(err, ERR_FORMAT, _("%s:%ld: <%s>; expected %s"), ref->path,
		node ? xmlGetLineNo(node) : 0L, node ? (const char *)node->name : "", expected);
}

const xmlNode *reference_element(const xmlNode *node)
{
	while (node && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

bool reference_is(const xmlNode *node, const char *name)
{
	return node && !strcmp((const char *)node->name, name);
}

char *reference_attr(const xmlNode *node, const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	char *copy = xstrdup((const char *)value);
	xmlFree(value);
	return copy;
}

static bool to_number(struct sv text, int64_t *ret)
{
	uint64_t number;
	if (sv_to_i64(text, ret))
		return true;
	if (!sv_to_number(text, &number) || number > UINT32_MAX)
		return false;
	*ret = (int64_t)number;
	return true;
}

bool reference_number(const struct reference *ref, const xmlNode *node, const char *name,
	int64_t *ret, struct err *err)
{
	autofree char *value = reference_attr(node, name);
	if (value && to_number(sv_str(value), ret))
		return true;
	autostrbuf expected;
	strbuf_init(&expected, STRBUF_LINE);
	strbuf_addf(&expected, _("a number in its attribute \"%s\""), name);
	return reference_wrong(ref, node, err, expected.ptr);
}

char *reference_text(const xmlNode *node, bool tidy)
{
	xmlChar *content = xmlNodeGetContent(node);
	struct sv text = sv_str((const char *)content);
	char *copy = tidy ? tidied(text) : sv_dup(text);
	xmlFree(content);
	return copy;
}
