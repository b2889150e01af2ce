/* XML that needs no library: elements, attributes, text with the five named entities. Nearly all that
 * Intune sends and Windows exports is that, and read by hand it takes a tenth of the time. Whatever is
 * more, or not well-formed, or large beyond measure is called strange, and is libxml2's to judge: so
 * this never says more than it is certain of. Tests hold both equal. */
#ifndef BASE_PLAINXML_H
#define BASE_PLAINXML_H

#include "strbuf.h"

#define PLAINXML_DEPTH_MAX 32
#define PLAINXML_NAME_MAX 64 /* bytes; names are ASCII, without a prefix */
#define PLAINXML_PAIRS_MAX 8
#define PLAINXML_FOREIGN 0x1a /* stands for what is not ASCII, in a text narrowed to bytes */

struct plainxml_pair {
	struct sv name, value;
};

enum plainxml_token {
	PLAINXML_STRANGE,
	PLAINXML_TEXT,  /* within the root; perhaps only blanks */
	PLAINXML_START, /* name, attributes; depth counts it already */
	PLAINXML_EMPTY, /* the same with an end; depth does not count it */
	PLAINXML_END,   /* name; depth does not count it any more */
	PLAINXML_DONE,
};

/* Begin with {.rest = the document}. All slices are of the document. */
struct plainxml {
	struct sv rest;
	bool narrowed;                    /* PLAINXML_FOREIGN may stand in its texts */
	struct sv name, attributes, text; /* of the last token */
	bool coded;                       /* its text is to be decoded */
	struct plainxml_pair pairs[PLAINXML_PAIRS_MAX]; /* its attributes */
	size_t pairs_count;
	struct sv open[PLAINXML_DEPTH_MAX]; /* names of the open elements */
	size_t depth;
	bool begun; /* the root has been seen */
};

enum plainxml_token plainxml_next(struct plainxml *p);
/* Is all of it plain? Then next() will never say strange. *ret_nodes: tokens, as a reader of
 * libxml2 counts its nodes. */
bool plainxml_is(struct sv document, size_t *ret_nodes);

/* Is a text plain, in which xmlrun_text() has found these kinds? */
bool plainxml_text_is(struct sv text, unsigned kinds, bool narrowed);
/* The value of an attribute of the last start tag; empty if it has none of that name. */
struct sv plainxml_value(const struct plainxml *p, struct sv name);
/* The same out of a start tag's attributes. */
bool plainxml_attribute(struct sv attributes, struct sv name, struct sv *ret);
/* Adds text with its entities and ends of line decoded. */
void plainxml_decode(struct sv text, struct strbuf *out);
/* The same to a place with room for all of text; gives how many bytes it has become. */
size_t plainxml_unescape(struct sv text, char *to);

#endif
