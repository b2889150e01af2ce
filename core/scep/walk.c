#include "walk.h"

#include <string.h>

#include "base/i18n.h"
#include "base/libxml2.h"
#include "base/markup.h"
#include "base/plainxml.h"
#include "plain.h"

#define XML_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOWARNING | XML_PARSE_NOERROR)
#define PATH_MAX_BYTES 4096

struct feed {
	struct sv rest;
};

/* Gives the parser one tag at a time: it loses what it has not told when it meets damage,
 * so damage must never share a helping with what is whole. */
static int feed_read(void *data, char *buffer, int size)
{
	struct feed *feed = data;
	struct sv part = sv_sub(feed->rest, 0, (size_t)size);
	size_t open = sv_chr(part, '<');
	size_t end = open == SV_NPOS ? open : sv_chr(sv_from(part, open), '>');
	size_t len = end == SV_NPOS ? part.len : open + end + 1;
	if (len)
		memcpy(buffer, part.ptr, len);
	feed->rest = sv_from(feed->rest, len);
	return (int)len;
}

static int feed_close(void *data)
{
	(void)data;
	return 0;
}

struct walker {
	xmlTextReader *reader;
	const struct walk_visitor *visitor;
	struct walk at;
	struct strbuf path, text;
};

static void tell_end(struct walker *w)
{
	w->at.path = strbuf_sv(&w->path);
	w->at.text = strbuf_sv(&w->text);
	if (w->visitor->end)
		w->visitor->end(w->visitor->data, &w->at);
	size_t slash = w->path.len;
	while (slash && w->path.ptr[slash - 1] != '/')
		slash--;
	w->path.len = slash ? slash - 1 : 0;
	w->path.ptr[w->path.len] = '\0';
	strbuf_reset(&w->text);
}

static void tell_start(struct walker *w)
{
	if (w->path.len)
		strbuf_char(&w->path, '/');
	strbuf_str(&w->path, (const char *)xmlTextReaderConstLocalName(w->reader));
	strbuf_reset(&w->text);
	w->at.path = strbuf_sv(&w->path);
	w->at.text = SV_EMPTY;
	if (w->visitor->start && !w->path.full)
		w->visitor->start(w->visitor->data, &w->at);
}

/* False: a node that has no place in what we read. */
static bool tell_node(struct walker *w)
{
	switch (xmlTextReaderNodeType(w->reader)) {
	case XML_READER_TYPE_ELEMENT:
		tell_start(w);
		if (!w->path.full && xmlTextReaderIsEmptyElement(w->reader))
			tell_end(w);
		break;
	case XML_READER_TYPE_END_ELEMENT:
		tell_end(w);
		break;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		strbuf_str(&w->text, (const char *)xmlTextReaderConstValue(w->reader));
		break;
	case XML_READER_TYPE_DOCUMENT_TYPE:
	case XML_READER_TYPE_ENTITY_REFERENCE:
		return false;
	default:
		break;
	}
	return !w->path.full && !w->text.full;
}

static bool walk_nodes(struct walker *w, struct walk_budget *budget, struct err *err)
{
	int more;
	while ((more = xmlTextReaderRead(w->reader)) == 1) {
		if (!budget->nodes)
			return err_set(err, ERR_INPUT, _("the XML has too many parts"));
		budget->nodes--;
		if (!tell_node(w))
			return err_set(err, ERR_INPUT,
				_("the XML has an entity, or names beyond measure"));
	}
	if (more == 0)
		return true;
	return err_set(err, ERR_INPUT, _("the XML is cut or damaged"));
}

static bool check(struct sv text, struct walk_budget *budget, struct err *err)
{
	if (!budget->levels)
		return err_set(err, ERR_INPUT, _("the XML is nested too deep"));
	if (text.len > budget->bytes)
		return err_set(err, ERR_INPUT, _("the XML is too large"));
	return true;
}

/* Within the budget, which has been checked. */
static bool walk_within(struct sv text, struct walk_budget *budget,
	const struct walk_visitor *visitor, struct err *err)
{
	struct feed feed = {markup_bounded(text)};
	size_t fed = feed.rest.len;
	struct walker w = {.visitor = visitor};
	w.reader = xmlReaderForIO(feed_read, feed_close, &feed, NULL, "UTF-8", XML_OPTIONS);
	if (!w.reader)
		return err_set(err, ERR_INPUT, _("the XML is cut or damaged"));
	w.at.reader = w.reader;
	strbuf_init(&w.path, PATH_MAX_BYTES);
	strbuf_init(&w.text, STRBUF_RECORD);
	strbuf_str(&w.path, "");
	bool whole = walk_nodes(&w, budget, err);
	if (whole && fed < text.len)
		whole = err_set(err, ERR_INPUT, _("the XML is cut or damaged"));
	strbuf_finish(&w.path);
	strbuf_finish(&w.text);
	xmlFreeTextReader(w.reader);
	return whole;
}

typedef bool within_fn(struct sv text, struct walk_budget *budget,
	const struct walk_visitor *visitor, struct err *err);

static bool walk_counted(struct sv text, struct walk_budget *budget,
	const struct walk_visitor *visitor, within_fn *walk, struct err *err)
{
	budget->levels--;
	budget->bytes -= text.len;
	bool whole = walk(text, budget, visitor, err);
	budget->levels++;
	return whole;
}

static bool walk_plain(struct sv text, struct walk_budget *budget,
	const struct walk_visitor *visitor, struct err *err)
{
	(void)err;
	bool plain = plain_walk(text, budget, visitor);
	budget->bytes += plain ? 0 : text.len; /* nothing was walked */
	return plain;
}

/* What is plain has no DOCTYPE. */
static bool walk_any(struct sv text, struct walk_budget *budget, const struct walk_visitor *visitor,
	bool by_hand, struct err *err)
{
	if (!check(text, budget, err))
		return false;
	if (by_hand && walk_counted(text, budget, visitor, walk_plain, err))
		return true;
	if (sv_has(text, SV("<!DOCTYPE")))
		return err_set(err, ERR_INPUT,
			_("the XML has a DOCTYPE, which none of these has"));
	return walk_counted(text, budget, visitor, walk_within, err);
}

bool walk_xml(struct sv text, struct walk_budget *budget, const struct walk_visitor *visitor,
	struct err *err)
{
	return walk_any(text, budget, visitor, true, err);
}

static bool walk_telling(struct sv text, struct walk_budget *budget,
	const struct walk_visitor *visitor, struct err *err)
{
	(void)err;
	return plain_walk_at_once(text, budget, visitor);
}

bool walk_at_once(struct sv text, struct walk_budget *budget, const struct walk_visitor *visitor)
{
	return check(text, budget, NULL) &&
		walk_counted(text, budget, visitor, walk_telling, NULL);
}

bool walk_by_library(struct sv text, struct walk_budget *budget,
	const struct walk_visitor *visitor, struct err *err)
{
	return walk_any(text, budget, visitor, false, err);
}

bool walk_attr(struct walk *at, const char *name, struct strbuf *buf)
{
	struct sv found;
	if (at->by_hand) {
		strbuf_reset(buf);
		bool has = plainxml_attribute(at->attributes, sv_str(name), &found);
		strbuf_add(buf, has ? found : SV_EMPTY);
		return has;
	}
	xmlChar *value = xmlTextReaderGetAttribute(at->reader, (const xmlChar *)name);
	strbuf_reset(buf);
	if (!value)
		return false;
	strbuf_str(buf, (const char *)value);
	xmlFree(value);
	return true;
}

bool walk_ends(const struct walk *at, const char *names)
{
	struct sv end = sv_str(names);
	if (!sv_ends(at->path, end))
		return false;
	return at->path.len == end.len || at->path.ptr[at->path.len - end.len - 1] == '/';
}
