#include "guide_schema.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/strbuf.h"
#include "guide_doc.h"

struct guide_schema {
	xmlRelaxNG *grammar;
};

struct complaint {
	const struct guide_doc *doc; /* NULL: about the grammar itself */
	const char *path;
	struct err *err;
	bool made;
};

/* Only the first message counts: what follows is its echo on the way up. */
static void complain(void *data, xmlError *error)
{
	struct complaint *complaint = data;
	struct sv text = sv_trim(sv_str(error->message));
	if (complaint->made)
		return;
	complaint->made = true;
	if (complaint->doc && error->node)
		guide_doc_fail(complaint->doc, error->node, complaint->err,
			_("against guide.rng: %.*s"), SV_ARG(text));
	else
		err_set(complaint->err, ERR_FORMAT, "%s:%d: " SV_FMT, complaint->path,
			error->line, SV_ARG(text));
}

/* A grammar beside a guide may be as hostile as the guide: it loads nothing further. */
static xmlParserInput *load_nothing(const char *url, const char *id, xmlParserCtxt *context)
{
	(void)url, (void)id, (void)context;
	return NULL;
}

static xmlRelaxNG *compile(xmlDoc *tree, struct complaint *complaint)
{
	xmlRelaxNGParserCtxt *parser = xmlRelaxNGNewDocParserCtxt(tree);
	if (!parser)
		abort();
	xmlExternalEntityLoader before = xmlGetExternalEntityLoader();
	xmlSetExternalEntityLoader(load_nothing);
	xmlRelaxNGSetParserStructuredErrors(parser, complain, complaint);
	xmlRelaxNG *grammar = xmlRelaxNGParse(parser);
	xmlSetExternalEntityLoader(before);
	xmlRelaxNGFreeParserCtxt(parser);
	return grammar;
}

struct guide_schema *guide_schema_load(const char *path, struct err *err)
{
	autostrbuf text;
	struct guide_doc doc;
	strbuf_init(&text, GUIDE_BYTES_MAX);
	if (!file_read(path, &text, err) ||
		!guide_doc_init(&doc, path, NULL, strbuf_sv(&text), err))
		return NULL;
	struct complaint complaint = {.path = path, .err = err};
	xmlRelaxNG *grammar = compile(doc.tree, &complaint);
	guide_doc_finish(&doc);
	if (!grammar) {
		if (!complaint.made)
			err_set(err, ERR_FORMAT, _("%s: no RELAX NG grammar"), path);
		return NULL;
	}
	struct guide_schema *schema = xcalloc(1, sizeof(*schema));
	schema->grammar = grammar;
	return schema;
}

void guide_schema_destroy(struct guide_schema *schema)
{
	if (!schema)
		return;
	xmlRelaxNGFree(schema->grammar);
	free(schema);
}

bool guide_schema_check(
	const struct guide_schema *schema, const struct guide_doc *doc, struct err *err)
{
	struct complaint complaint = {.doc = doc, .path = doc->path, .err = err};
	xmlRelaxNGValidCtxt *valid = xmlRelaxNGNewValidCtxt(schema->grammar);
	if (!valid)
		abort();
	xmlRelaxNGSetValidStructuredErrors(valid, complain, &complaint);
	bool ok = xmlRelaxNGValidateDoc(valid, doc->tree) == 0;
	xmlRelaxNGFreeValidCtxt(valid);
	if (!ok && !complaint.made)
		err_set(err, ERR_FORMAT, _("%s: does not fit guide.rng"), doc->path);
	return ok;
}
