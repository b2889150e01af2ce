/* The painter: the one place where text becomes cells, and every text passes the sanitiser on
 * its way. A canvas is a rectangle of the screen; what does not fit is cut off. Positions are
 * rows and columns from the canvas's upper left corner. */
#ifndef TUI_DRAW_H
#define TUI_DRAW_H

#include "base/strbuf.h"
#include "look/theme.h"

struct term;

struct canvas {
	struct term *term;
	int y, x, height, width; /* on the screen */
};

/* The whole screen. */
struct canvas draw_canvas(struct term *term);
/* A part of it, cut to fit: one beyond the edge is empty. */
struct canvas canvas_part(struct canvas canvas, int y, int x, int height, int width);

/* Text on one row; gives how many columns it took. Never more than the canvas has. */
int draw_text(struct canvas canvas, int y, int x, enum look_role role, struct sv text);
int draw_textf(struct canvas canvas, int y, int x, enum look_role role,
	const char *format, ...) __attribute__((format(printf, 5, 6)));
/* The same without its first skip columns (scrolled sideways). */
int draw_text_from(struct canvas canvas, int y, int x, enum look_role role, struct sv text,
	int skip);

/* The row in this role, blank. */
void draw_row(struct canvas canvas, int y, enum look_role role);
void draw_horizontal(struct canvas canvas, int y);
void draw_vertical(struct canvas canvas, int x);
/* full of width cells are filled; the rest is empty. */
void draw_gauge(struct canvas canvas, int y, int x, int width, double full);

/* Where the hardware cursor rests: on the focused item, so that braille displays and screen
 * readers find it. The last call before the screen is shown wins. */
void draw_cursor(struct canvas canvas, int y, int x, bool visible);

/* Signs with a spelling for terminals that have only ASCII. Borrowed; one column each. */
enum glyph { GLYPH_PASSED, GLYPH_BROKEN, GLYPH_MISSING, GLYPH_UNKNOWN, GLYPH_SELECTED,
	GLYPH_KEY, GLYPH_NOTE, GLYPH_MARKED, GLYPH_TREE, GLYPH_SEPARATOR, GLYPH_COUNT };
struct sv draw_glyph(const struct term *term, enum glyph glyph);

/* Columns that a text takes once sanitised. */
int draw_columns(const struct term *term, struct sv text);

void draw_begin(struct term *term); /* an empty screen to draw on */
void draw_end(struct term *term);   /* shows it: only what changed is sent */

/* For tests: the screen as its rows of text, blanks at their ends cut off; and the same
 * rows with a letter for the role of each cell (draw_role_letter). */
void draw_dump(const struct term *term, struct strbuf *out);
void draw_dump_roles(const struct term *term, struct strbuf *out);
char draw_role_letter(enum look_role role);
void draw_dump_cursor(const struct term *term, int *ret_y, int *ret_x);

#endif
