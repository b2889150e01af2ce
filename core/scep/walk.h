/* One foreign XML document, element by element, under limits (RELIABILITY §4): no DTD, no
 * entities of its own, no network, capped size and nodes. What stood complete before damage
 * is told; nothing that was cut is. */
#ifndef SCEP_WALK_H
#define SCEP_WALK_H

#include "base/err.h"
#include "base/strbuf.h"

/* Shared by a document and the documents within it. */
struct walk_budget {
	size_t bytes, nodes;
	unsigned levels;
};
#define WALK_BUDGET ((struct walk_budget){8u << 20, 20000, 4})

struct walk {
	struct sv path; /* of the element, by local names: "SyncML/SyncBody/Add" */
	struct sv text; /* at its end: the text since the last tag */
	void *reader;
	struct sv attributes; /* as they stand, of a start tag that was read … */
	bool by_hand;         /* … by hand (plain.h) */
};

struct walk_visitor {
	void (*start)(void *data, struct walk *at); /* NULL: nobody cares */
	void (*end)(void *data, struct walk *at);
	void *data;
};

/* True if the document was read to its end. False: damage, a limit or a DOCTYPE; err says
 * which; what the visitor got before is complete. */
bool walk_xml(struct sv text, struct walk_budget *budget, const struct walk_visitor *visitor,
	struct err *err);

/* Plain XML alone, and told while it is read, which is quicker. False: it is not plain, or too
 * much; what the visitor was told is to be forgotten, and the budget not to be used again. */
bool walk_at_once(struct sv text, struct walk_budget *budget, const struct walk_visitor *visitor);

/* walk_xml(), always by libxml2: for tests. */
bool walk_by_library(struct sv text, struct walk_budget *budget,
	const struct walk_visitor *visitor, struct err *err);

/* An attribute of the element that starts, into buf; false: it has none. Only in start. */
bool walk_attr(struct walk *at, const char *name, struct strbuf *buf);

/* Does the path end with these names? "Item/Data" fits "Add/Item/Data". */
bool walk_ends(const struct walk *at, const char *names);

#endif
