/* BinXML within one chunk, as a stream of pieces. Nothing is allocated; each offset is
 * checked against the chunk, depth and work are capped, so that a link to itself or a
 * template within itself ends like any other damage.
 * Source: [MS-EVEN6] 2.2.12 and real files. */
#ifndef EVTX_BINXML_H
#define EVTX_BINXML_H

#include "base/sv.h"

#define BINXML_DEPTH 32u        /* elements within elements, templates within templates */
#define BINXML_WORK 65536u      /* pieces of one record; 64 bytes of a value count as one */
#define BINXML_TEXT 131072u     /* bytes of its names and values: twice what a chunk can hold,
				 * and never more than 1 MiB as XML */
#define BINXML_NAME_UNITS 1024u /* no name is longer */

enum piece_kind {
	PIECE_ELEMENT,   /* <name */
	PIECE_ATTRIBUTE, /* its name; its values follow */
	PIECE_BODY,      /* > */
	PIECE_VALUE,     /* of the attribute, or in the body */
	PIECE_END,       /* </name> */
	PIECE_EMPTY_END, /* /> */
	PIECE_PI,        /* <?name more?> */
	PIECE_SLOT,      /* of a draft only: where an instance puts its value */
};

#define PIECE_NO_SLOT 0xffffu

struct piece {
	enum piece_kind kind;
	uint8_t type;   /* PIECE_VALUE: enum evtx_type */
	bool optional;  /* PIECE_VALUE, PIECE_SLOT: an attribute goes without it when it is NULL */
	uint16_t slot;  /* PIECE_SLOT: which value; PIECE_ELEMENT of a draft: the value without
			 * which it goes, or PIECE_NO_SLOT */
	struct sv bytes; /* names are UTF-16LE; points into the chunk */
	struct sv more; /* PIECE_PI, UTF-16LE */
};

#define BINXML_NAMES_MAX 256u

/* Where names are referred to. */
struct binxml_names {
	uint32_t at[BINXML_NAMES_MAX];
	size_t count;
	bool many; /* there are more */
};

struct binxml {
	const unsigned char *bytes; /* the chunk */
	uint32_t len;
	void (*take)(void *data, const struct piece *piece); /* NULL: look only */
	void *data;

	/* what became of it */
	uint32_t work, text; /* how much of BINXML_WORK and BINXML_TEXT is left */
	const char *why; /* N_() text, NULL if nothing is wrong */
	uint32_t at;     /* where in the chunk */

	unsigned level, nest, muted; /* within it: see binxml.c */
	bool drafting;
	struct binxml_names *names; /* of a draft, to be filled; may be NULL */
};

/* Gives the pieces between pos and end. False: it is damaged at .at, and .why says how. The
 * pieces given are true all the same; where only single values are unreadable they are
 * given to the end. */
bool binxml_walk(struct binxml *walk, uint32_t pos, uint32_t end);

/* Gives the pieces of the template that is defined at this place of the chunk, as a draft
 * without the values of an instance; *ret_end is where the definition ends. True only if no
 * instance can run into damage in it: it is one element, whole, and holds no other template. */
bool binxml_draft(struct binxml *walk, uint32_t at, uint32_t *ret_end);

#endif
