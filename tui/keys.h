/* Keys out of the terminal's bytes: term_key() and what it needs. Only for term.c. */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include "screen.h"

/* The terminal gives each byte as it is typed, and every key has its code. Makes term->keys. */
void keys_prepare(struct term *term);

#endif
