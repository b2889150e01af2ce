/* What term.c, capability.c, keys.c, style.c and draw.c share of the terminal; for nobody else, as it
 * shows curses. */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <wchar.h>

#include "term.h"

struct term {
	SCREEN *screen;
	WINDOW *window; /* the whole screen */
	WINDOW *keys;   /* a pad: to ask it for a key paints nothing */
	FILE *out;      /* ours, on a duplicate of the terminal's descriptor */
	int in_fd;
	mbstate_t partial; /* of a character whose bytes come one by one */
	bool ascii, plain_signs, vt_lines, stay, played, paste;
	bool colours, default_colours; /* the terminal has some; knows its own again */
	const struct theme *theme;     /* NULL: everything plain */
	attr_t attributes[LOOK_COUNT];
	short pairs[LOOK_COUNT];
	int cursor_y, cursor_x;
	bool cursor_visible;
};

/* The theme's roles as attributes and colour pairs. A role's pair is its number plus one. */
void style_apply(struct term *term);

#endif
