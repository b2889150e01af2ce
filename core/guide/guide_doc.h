/* A guide's XML in memory, its includes put in place, and the place of every node for
 * messages. The XML is hostile until shown otherwise: nothing is fetched, a DOCTYPE is
 * refused, sizes are capped. */
#ifndef GUIDE_DOC_H
#define GUIDE_DOC_H

#include "base/err.h"
#include "base/libxml2.h"
#include "base/sv.h"

#define GUIDE_BYTES_MAX (1u << 20) /* of a guide, and of each file it includes */
#define GUIDE_INCLUDES_MAX 16

struct guide_part { /* what came from an included file */
	const xmlNode *root;
	char *path;
};

struct guide_doc {
	xmlDoc *tree;
	const char *path; /* borrowed */
	struct guide_part *parts;
	size_t parts_count, parts_cap;
};

/* folder: where includes may come from, below it and nowhere else; NULL: no includes.
 * On false nothing is left to finish. */
bool guide_doc_init(struct guide_doc *doc, const char *path, const char *folder, struct sv text,
	struct err *err);
void guide_doc_finish(struct guide_doc *doc);

/* "file:line: …" for that node, an included file by its own name. Always false. */
bool guide_doc_fail(const struct guide_doc *doc, const xmlNode *node, struct err *err,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Elements only. name NULL: any. */
const xmlNode *guide_node_child(const xmlNode *parent, const char *name);
const xmlNode *guide_node_next(const xmlNode *node, const char *name);
bool guide_node_is(const xmlNode *node, const char *name);
const char *guide_node_name(const xmlNode *node);

/* All of these are yours. The text of an element is that of a msgid: white space collapsed and
 * trimmed, as core/po/scepwiz.its has it. No such attribute: NULL. */
char *guide_node_text(const xmlNode *node);
char *guide_node_attribute(const xmlNode *node, const char *name);
char *guide_node_phrase(const xmlNode *node, const char *name); /* one with words for people */

#endif
