/* Shapes of plain XML documents that come again and again: all markup as it stood in one of them, with
 * slots for values and texts between. A document of a known shape is taken apart by comparing its
 * markup, several tags at a time, which is a fifth of the work of reading it; what is plain in its slots
 * is asked as plainxml does. Whoever reads a document gives each slot a meaning of his own. */
#ifndef BASE_XMLSHAPE_H
#define BASE_XMLSHAPE_H

#include "sv.h"

#define XMLSHAPE_SLOTS_MAX 160
#define XMLSHAPE_VALUE_MAX 1024 /* bytes of an attribute's value in a document of a known shape */

enum xmlshape_kind {
	XMLSHAPE_TEXT,    /* before a tag; may be empty */
	XMLSHAPE_SINGLE,  /* a value in single quotes */
	XMLSHAPE_DOUBLE,
	XMLSHAPE_NOTHING, /* no bytes: where an empty element has no text */
};

struct xmlshape_slot {
	struct sv text;
	uint8_t kind, meaning;
	bool coded; /* a text that is to be decoded */
};

/* A document's slots, in order. */
struct xmlshape_path {
	struct xmlshape_slot slots[XMLSHAPE_SLOTS_MAX];
	size_t count;
	bool lost; /* there were more, or it can't be learnt for another reason */
};

struct xmlshapes;

struct xmlshapes *xmlshapes_create(void);
void xmlshapes_destroy(struct xmlshapes *shapes); /* NULL is fine */

/* The document at the beginning of text, if it is of a known shape: its slots and length. */
bool xmlshapes_match(struct xmlshapes *shapes, struct sv text, bool narrowed,
	struct xmlshape_path *ret, size_t *ret_len);

/* While a plain document is read that is not: its slots as they come, each without a meaning (0) at
 * first. A NOTHING that never gets one is dropped. */
void xmlshape_add(struct xmlshape_path *path, enum xmlshape_kind kind, struct sv text);
/* The slot that has this text (the same bytes) means that. False: none has. */
bool xmlshape_mean(struct xmlshape_path *path, struct sv text, uint8_t meaning);
/* The document has been read to its end, and its slots were these. What is too much is not learnt. */
void xmlshapes_learn(struct xmlshapes *shapes, struct sv document,
	const struct xmlshape_path *path);

#endif
