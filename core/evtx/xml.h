/* The pieces of an event as XML text, in the manner of wevtutil: one line, attributes in
 * single quotes. Always well-formed, whatever the pieces hold. */
#ifndef EVTX_XML_H
#define EVTX_XML_H

#include "base/strbuf.h"
#include "binxml.h"

#define XML_MAX (2u << 20) /* more than any event takes, see BINXML_TEXT */

struct xml {
	struct strbuf *out;
	struct strbuf value;
	struct sv names[BINXML_DEPTH]; /* of the open elements, UTF-16LE */
	unsigned depth;
	bool in_tag;
	enum { XML_NO_ATTRIBUTE, XML_NAMED, XML_OPEN, XML_ABSENT } attribute;
	struct sv attribute_name;
};

void xml_init(struct xml *xml, struct strbuf *out);
void xml_finish(struct xml *xml); /* closes what is still open */
void xml_take(void *xml, const struct piece *piece);

#endif
