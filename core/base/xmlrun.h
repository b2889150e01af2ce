/* Bytes of XML in runs: as long as nothing happens, sixteen at once where the processor can. */
#ifndef BASE_XMLRUN_H
#define BASE_XMLRUN_H

#include "sv.h"

enum xmlrun_kind {
	XMLRUN_STRANGE = 1, /* control characters that are none of those below, no tab, no line feed */
	XMLRUN_CODED = 2,   /* & or CR: to be read as something else */
	XMLRUN_HIGH = 4,    /* not ASCII */
	XMLRUN_CLOSE = 8,   /* > */
	XMLRUN_FOREIGN = 16, /* PLAINXML_FOREIGN */
};

/* How many bytes stand before the next '<' (all, if there is none); *ret_kinds: which kinds are
 * among them. */
size_t xmlrun_text(struct sv text, unsigned *ret_kinds);
/* How many bytes at the beginning are of a name in ASCII without a prefix; 0 if it can't begin
 * there. Looks no further than `most`. */
size_t xmlrun_name(struct sv text, size_t most);
/* How many bytes stand before the first that is the quote or does not stand for itself in an
 * attribute: &, <, > and all that is not printable ASCII. */
size_t xmlrun_value(struct sv text, char quote);

/* How many bytes stand before the next '&' (all, if there is none): they are close together. */
size_t xmlrun_entity(struct sv text);

/* The same a byte at a time: for tests, and where there is nothing better. */
size_t xmlrun_text_slowly(struct sv text, unsigned *ret_kinds);
size_t xmlrun_name_slowly(struct sv text, size_t most);
size_t xmlrun_value_slowly(struct sv text, char quote);
size_t xmlrun_entity_slowly(struct sv text);

#endif
