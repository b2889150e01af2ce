/* Text in columns. A code point is one column, which holds for all that passed the
 * sanitiser in the languages we speak. */
#ifndef BASE_WRAP_H
#define BASE_WRAP_H

#include "strbuf.h"

size_t columns_of(struct sv text);
/* How many bytes of text fill that many columns. */
size_t bytes_of_columns(struct sv text, size_t columns);

/* Adds the words of text, broken at blanks to fit into width columns: the first line goes on
 * at column, the others begin at indent. A word longer than a line stays whole. */
void wrap(struct strbuf *out, struct sv text, size_t column, size_t indent, size_t width);

#endif
