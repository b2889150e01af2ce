/* What terminfo says of the terminal that was opened last, by terminfo's names; and what we make it
 * say. Only for term.c and keys.c. */
#ifndef TUI_CAPABILITY_H
#define TUI_CAPABILITY_H

#include "base/strbuf.h"

/* Its bytes, borrowed; empty: the terminal has none. */
const char *capability(const char *name);
/* Does it know ECMA-48 sequences? */
bool capability_ansi(void);
/* Without padding ("$<5>"), which is for terminals slower than any that is left. */
void capability_add(struct strbuf *out, const char *bytes);

/* It sends nothing from now on. */
void capability_blank(const char *name);
/* Without its first byte ('\0') a capability sends nothing. Gives the one that was there. */
char capability_swap_first(const char *name, char first);
/* What it begins with is taken away, if that is `lead`. */
void capability_drop_lead(const char *name, const char *lead);

#endif
