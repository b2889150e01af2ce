/* One use of a template: its values measured, without walking through anything. Instances
 * behind each other mostly have their values in the same places; those are worked out once. */
#ifndef EVTX_INSTANCE_H
#define EVTX_INSTANCE_H

#include "familiar.h"
#include "kinds.h"

struct span {
	uint32_t at, len; /* at: behind the first value */
};

/* Where the values are, as the last list of descriptors told that was worked out. */
struct layout {
	uint32_t descriptors, count, size; /* size: of all values but nested */
	uint32_t nested, nested_at; /* the value that is BinXML, or PIECE_NO_SLOT */
	bool facts_known; /* id, created and texts are all there, of the types Windows gives */
	uint32_t id, created;
	struct span texts[KIND_TEXTS];
};

/* A template of a chunk, and what its last instance was like. */
struct known_template {
	struct template template;
	struct layout layout;
	const struct known_template *head; /* of data: what the last one stood in */
	struct kind last;
	uint16_t last_kind;
};

#define KNOWN_TEMPLATES 64 /* further ones of a chunk are walked through, as the rest */

struct known_templates {
	struct known_template items[KNOWN_TEMPLATES];
	size_t count;
};

/* A look at one record. What is not as simple as Windows nearly always writes it is left to
 * the walk; what passes here passes there, too. */
struct look {
	struct known_templates *templates;
	struct familiars *familiars;
	const unsigned char *bytes; /* the chunk */
	uint32_t len;
	uint32_t text, work, levels; /* taken so far, at most */
};

struct instance {
	struct known_template *of;
	uint32_t values, end;       /* where its values begin and end */
	uint32_t nested, nested_end; /* its BinXML: where it lies; the same if there is none */
};

/* The one instance that the BinXML between pos and end is. False: only a walk can tell. */
bool instance_take(struct look *look, uint32_t pos, uint32_t end, struct instance *ret);
/* The same for the BinXML within a value, which must be nothing else. */
bool instance_take_nested(struct look *look, const struct instance *outer,
	struct instance *ret);

#endif
