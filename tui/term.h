/* The terminal: taken, given back, asked for keys and size. Nothing else knows of curses but
 * style.c and draw.c. No query is ever sent to the terminal. One at a time. Signals are the
 * caller's, SIGWINCH too: curses gets to install no handler. */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include <stdio.h>

#include "base/err.h"
#include "look/key.h"
#include "look/theme.h"

struct term;

struct term_options {
	FILE *in, *out;    /* the terminal */
	const char *type;  /* NULL: $TERM */
	const struct theme *theme; /* borrowed until the next term_set_theme() */
	bool colour;       /* false: attributes only (NO_COLOR) */
	bool ascii;        /* nothing above 0x7E; so it is in a locale without UTF-8 anyway */
	bool stay;         /* no alternate screen: the last screen stays in the scrollback */
	bool played;       /* tests: no real terminal; size as given, no settings are touched */
	int height, width; /* only when played */
};

/* NULL: the terminal can't show a screen; err says why. */
struct term *term_open(const struct term_options *options, struct err *err);
/* Gives the terminal back as it was. NULL is fine. */
void term_close(struct term *term);

/* A key that has arrived; false: none now. Waits only after an escape, and only as long as
 * $ESCDELAY says (50 ms; over SSH 150), for what belongs to it. A key the program has no name for
 * is skipped. *ret K_NONE and true: the terminal is gone (hang-up, end of file). */
bool term_key(struct term *term, int *ret);
int term_fd(const struct term *term); /* readable when there are keys */

void term_size(const struct term *term, int *ret_height, int *ret_width);
/* Asks the terminal for its size again, after SIGWINCH and after a stop. */
void term_resize(struct term *term);
/* Tests: another size. */
void term_resize_to(struct term *term, int height, int width);

bool term_ascii(const struct term *term);
bool term_colours(const struct term *term); /* it has some, and they were wished for */
void term_set_theme(struct term *term, const struct theme *theme);

/* Bracketed paste: on only while something is typed. */
void term_paste(struct term *term, bool on);

/* Ctrl-Z: gives the terminal back, stops the whole process group, and takes it again when it
 * goes on. */
void term_suspend(struct term *term);
/* Draws everything anew at the next draw_end(). */
void term_redraw(struct term *term);

/* Puts text into the terminal's clipboard (OSC 52). At most TERM_CLIPBOARD_MAX bytes; only
 * sanitised text of ours, only if the user asked for it. */
#define TERM_CLIPBOARD_MAX (54u << 10)
void term_clipboard(struct term *term, struct sv text);

#endif
