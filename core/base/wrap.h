/* Text in columns, as a terminal has them: most characters take one, those of East Asia and
 * emoji two, marks none. All texts here have passed the sanitiser. */
#ifndef BASE_WRAP_H
#define BASE_WRAP_H

#include "strbuf.h"

#define CELL_MARKS 4 /* that many marks share a cell with their base */

/* Takes off *rest, which must not be empty, what shares one place on a screen: a character
 * and the marks on it. *ret_columns is 1 or 2; marks without a base stand on a blank, so they
 * take a column as well. */
struct sv cell_take(struct sv *rest, unsigned *ret_columns);

size_t columns_of(struct sv text);
/* How many bytes of text fit into that many columns. Not less than the first character, so
 * that who cuts text in pieces gets on; only no columns hold nothing. */
size_t bytes_of_columns(struct sv text, size_t columns);

/* Adds text of several lines as one: line ends and tabs become blanks. A carriage return within
 * a line stays, and is shown for what it is. */
void one_line(struct strbuf *out, struct sv text);

/* Adds the words of text, broken at blanks to fit into width columns: the first line goes on
 * at column, the others begin at indent. A word longer than a line stays whole. */
void wrap(struct strbuf *out, struct sv text, size_t column, size_t indent, size_t width);

#endif
