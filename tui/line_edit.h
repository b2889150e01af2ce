/* One line being typed: by graphemes, so that an accent typed in two parts stays with its
 * letter. Holds UTF-8 without control characters. */
#ifndef TUI_LINE_EDIT_H
#define TUI_LINE_EDIT_H

#include "draw.h"
#include "look/key.h"

#define LINE_EDIT_MAX 4096

struct line_edit {
	char text[LINE_EDIT_MAX]; /* NUL-terminated */
	size_t len, cursor;       /* bytes */
	size_t left;              /* the first byte in view */
};

void line_edit_set(struct line_edit *edit, struct sv text); /* the cursor behind it */
/* Takes a key: text, or a move or deletion within the line (Ctrl-A E U W K, arrows, Home, End,
 * Backspace, Delete). False: not a key of the line. */
bool line_edit_key(struct line_edit *edit, int key);
struct sv line_edit_sv(const struct line_edit *edit);
/* On row y from column x to the canvas's edge, with the cursor. */
void line_edit_draw(struct line_edit *edit, struct canvas canvas, int y, int x);

#endif
