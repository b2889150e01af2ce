#include "guide_doc.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/markup.h"

#define XINCLUDE "http://www.w3.org/2001/XInclude"

/* Never NOENT, DTDLOAD, XINCLUDE or HUGE: with NOENT even NONET leaks local files. */
#define OPTIONS (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA)

/* The first fault of a parse: what follows it is mostly its echo. */
struct fault {
	int line; /* 0: none */
	bool doctype;
	char text[200];
};

static void refuse_doctype(
	void *context, const xmlChar *name, const xmlChar *id, const xmlChar *uri)
{
	xmlParserCtxt *parser = context;
	struct fault *fault = parser->_private;
	(void)name, (void)id, (void)uri;
	if (!fault->line)
		*fault = (struct fault){parser->input ? parser->input->line : 1, true, ""};
	xmlStopParser(parser);
}

static void keep_first(void *context, xmlError *error)
{
	const xmlParserCtxt *parser = context;
	struct fault *fault = parser->_private;
	struct sv text = sv_trim(sv_str(error->message));
	if (fault->line || error->level != XML_ERR_FATAL || error->line < 1)
		return;
	fault->line = error->line;
	snprintf(fault->text, sizeof(fault->text), SV_FMT, SV_ARG(text));
}

static void blame(const struct fault *fault, const char *path, struct err *err)
{
	if (fault->doctype)
		err_set(err, ERR_FORMAT, _("%s:%d: a DOCTYPE; expected a guide without one"),
			path, fault->line);
	else if (fault->line)
		err_set(err, ERR_FORMAT, _("%s:%d: not well-formed XML: %s"), path, fault->line,
			fault->text);
	else
		err_set(err, ERR_FORMAT, _("%s:1: no XML; expected <guide>"), path);
}

/* False, with the line, if a piece of markup is longer than any guide needs. */
static bool is_bounded(const char *path, struct sv text, struct err *err)
{
	struct sv before = markup_bounded(text), line;
	unsigned lines = 0;
	if (before.len == text.len)
		return true;
	while (sv_cut(&before, '\n', &line))
		lines++;
	return err_set(err, ERR_FORMAT, _("%s:%u: a tag or comment of more than %u bytes; "
		"expected a shorter one"), path, lines, MARKUP_MAX);
}

static xmlDoc *parse(const char *path, struct sv text, struct err *err)
{
	struct fault fault = {0};
	if (!is_bounded(path, text, err))
		return NULL;
	xmlParserCtxt *parser = xmlNewParserCtxt();
	if (!parser)
		abort();
	parser->_private = &fault;
	parser->sax->internalSubset = refuse_doctype;
	parser->sax->serror = keep_first;
	xmlDoc *tree = xmlCtxtReadMemory(parser, text.ptr, (int)text.len, NULL, NULL, OPTIONS);
	if (tree && (fault.doctype || !xmlDocGetRootElement(tree))) {
		xmlFreeDoc(tree);
		tree = NULL;
	}
	if (!tree)
		blame(&fault, path, err);
	xmlFreeParserCtxt(parser);
	return tree;
}

static bool is_include(const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE && node->ns && node->ns->href &&
	       !strcmp((const char *)node->ns->href, XINCLUDE);
}

/* NULL: there is none. Trees are at most 256 deep, the parser sees to it. */
static xmlNode *find_include(xmlNode *node)
{
	for (; node; node = node->next) {
		if (is_include(node))
			return node;
		xmlNode *found =
			node->type == XML_ELEMENT_NODE ? find_include(node->children) : NULL;
		if (found)
			return found;
	}
	return NULL;
}

/* A path is taken as it is written, not as a URI: no scheme, no escapes, no way up. */
static bool stays_below(const char *href)
{
	struct sv rest = sv_str(href), part;
	if (!*href || strspn(href, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789._-/") != rest.len)
		return false;
	while (sv_cut(&rest, '/', &part))
		if (!part.len || sv_eq(part, SV(".")) || sv_eq(part, SV("..")))
			return false;
	return true;
}

/* Links in the file system do not lead out either. */
static bool really_below(const char *folder, const char *path)
{
	char real_folder[PATH_MAX], real_path[PATH_MAX];
	if (!realpath(folder, real_folder) || !realpath(path, real_path))
		return true; /* not there: reading it will say so */
	size_t len = strlen(real_folder);
	return !strncmp(real_folder, real_path, len) &&
	       (real_path[len] == '/' || !strcmp(real_folder, "/"));
}

/* The file at path as a tree of its own; node is the include that asks for it. */
static xmlDoc *read_part(
	const struct guide_doc *doc, const xmlNode *node, const char *path, struct err *err)
{
	autostrbuf text;
	struct err why = {0};
	strbuf_init(&text, GUIDE_BYTES_MAX);
	if (!file_read(path, &text, &why)) {
		guide_doc_fail(doc, node, err,
			_("cannot include %s; expected a file in the guide's folder"),
			why.text);
		return NULL;
	}
	xmlDoc *tree = parse(path, strbuf_sv(&text), err);
	const xmlNode *nested = tree ? find_include(xmlDocGetRootElement(tree)) : NULL;
	if (nested) {
		err_set(err, ERR_FORMAT,
			_("%s:%ld: an include within an included file; expected its text"),
			path, xmlGetLineNo(nested));
		xmlFreeDoc(tree);
		return NULL;
	}
	return tree;
}

/* The include gives way to the root of the other file, which keeps its line numbers. */
static void put_in_place(
	struct guide_doc *doc, xmlNode *include, xmlDoc *other, const char *path)
{
	xmlNode *copy = xmlDocCopyNode(xmlDocGetRootElement(other), doc->tree, 1);
	if (!copy)
		abort();
	xmlFreeNode(xmlReplaceNode(include, copy));
	vec_push(doc, parts, ((struct guide_part){copy, xstrdup(path)}));
}

static bool follow(struct guide_doc *doc, xmlNode *include, const char *folder, struct err *err)
{
	autofree char *href = guide_node_attribute(include, "href");
	autostrbuf path;
	strbuf_init(&path, PATH_MAX);
	if (strcmp(guide_node_name(include), "include") != 0 || !href ||
		include->properties->next)
		return guide_doc_fail(doc, include, err,
			_("unknown form of include; expected <xi:include href=\"…\"/>"));
	if (doc->parts_count >= GUIDE_INCLUDES_MAX)
		return guide_doc_fail(
			doc, include, err, _("more than %d includes"), GUIDE_INCLUDES_MAX);
	strbuf_addf(&path, "%s/%s", folder ? folder : "", href);
	if (!folder || path.full || !stays_below(href) || !really_below(folder, path.ptr))
		return guide_doc_fail(doc, include, err,
			_("include \"%.80s\" leads out of the guide's folder; expected a file "
			  "such as shared/checks.xml"),
			href);
	xmlDoc *other = read_part(doc, include, path.ptr, err);
	if (!other)
		return false;
	put_in_place(doc, include, other, path.ptr);
	xmlFreeDoc(other);
	return true;
}

bool guide_doc_init(struct guide_doc *doc, const char *path, const char *folder, struct sv text,
	struct err *err)
{
	*doc = (struct guide_doc){.path = path};
	if (text.len > GUIDE_BYTES_MAX)
		return err_set(
			err, ERR_FORMAT, _("%s: larger than %u bytes"), path, GUIDE_BYTES_MAX);
	doc->tree = parse(path, text, err);
	if (!doc->tree)
		return false;
	xmlNode *root = xmlDocGetRootElement(doc->tree), *include;
	if (is_include(root)) {
		guide_doc_fail(doc, root, err, _("the root is an include; expected <guide>"));
		guide_doc_finish(doc);
		return false;
	}
	while ((include = find_include(root->children)))
		if (!follow(doc, include, folder, err)) {
			guide_doc_finish(doc);
			return false;
		}
	return true;
}

void guide_doc_finish(struct guide_doc *doc)
{
	xmlFreeDoc(doc->tree);
	for (size_t i = 0; i < doc->parts_count; i++)
		free(doc->parts[i].path);
	free(doc->parts);
	*doc = (struct guide_doc){0};
}

static const char *path_of(const struct guide_doc *doc, const xmlNode *node)
{
	for (; node; node = node->parent)
		for (size_t i = 0; i < doc->parts_count; i++)
			if (doc->parts[i].root == node)
				return doc->parts[i].path;
	return doc->path;
}

bool guide_doc_fail(const struct guide_doc *doc, const xmlNode *node, struct err *err,
	const char *format, ...)
{
	char text[300];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return err_set(
		err, ERR_FORMAT, "%s:%ld: %s", path_of(doc, node), xmlGetLineNo(node), text);
}

static const xmlNode *first_element(const xmlNode *node, const char *name)
{
	for (; node; node = node->next)
		if (node->type == XML_ELEMENT_NODE && (!name || guide_node_is(node, name)))
			return node;
	return NULL;
}

const xmlNode *guide_node_child(const xmlNode *parent, const char *name)
{
	return first_element(parent->children, name);
}

const xmlNode *guide_node_next(const xmlNode *node, const char *name)
{
	return first_element(node->next, name);
}

const char *guide_node_name(const xmlNode *node)
{
	return (const char *)node->name;
}

bool guide_node_is(const xmlNode *node, const char *name)
{
	return !node->ns && !strcmp(guide_node_name(node), name);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void collapse(char *text)
{
	char *out = text;
	for (const char *in = text; *in; in++) {
		if (!is_space(*in))
			*out++ = *in;
		else if (out > text && out[-1] != ' ')
			*out++ = ' ';
	}
	if (out > text && out[-1] == ' ')
		out--;
	*out = '\0';
}

static char *ours(xmlChar *theirs)
{
	char *text = xstrdup((const char *)theirs);
	xmlFree(theirs);
	return text;
}

char *guide_node_text(const xmlNode *node)
{
	char *text = ours(xmlNodeGetContent(node));
	if (text)
		collapse(text);
	return text;
}

char *guide_node_attribute(const xmlNode *node, const char *name)
{
	return ours(xmlGetNoNsProp(node, (const xmlChar *)name));
}

char *guide_node_phrase(const xmlNode *node, const char *name)
{
	char *text = guide_node_attribute(node, name);
	if (text)
		collapse(text);
	return text;
}
