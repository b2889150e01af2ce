/* The one sanitiser: whatever leaves for a terminal passes through it, so that no byte
 * from a log, a file name or a server can command the terminal.
 *
 *   control characters      ^X, DEL ^?          C1 (raw or encoded)   ‹9B›
 *   bidi, zero-width, tags and other unseen or unassigned code points   ‹U+202E›
 *   bytes that are no UTF-8 ‹FF›                more than four marks in a row   …
 *   no-break space          a plain blank */
#ifndef BASE_SANITISE_H
#define BASE_SANITISE_H

#include "strbuf.h"

enum sanitise_mode {
	SANITISE_LINE = 0,        /* a single line: line feed and tab are shown as ^J and ^I */
	SANITISE_LINES = 1 << 0,  /* our own text of several lines: line feeds stay */
	SANITISE_ASCII = 1 << 1,  /* the terminal has no UTF-8: nothing above 0x7E */
};

void sanitise(struct strbuf *out, struct sv text, unsigned mode);

/* JSON text as a program prints it, with every code point that must not reach a terminal
 * raw (DEL, C1, bidi, zero-width, unassigned) written as \uXXXX: the same value to every
 * reader. The text must be UTF-8. */
void sanitise_json(struct strbuf *out, struct sv json);
/* The same for XML whose names are plain: what stands in its text is written as &#x…; */
void sanitise_xml(struct strbuf *out, struct sv xml);

#endif
