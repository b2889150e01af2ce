/* The rail: all steps of the diagnosis, what was answered, and where the user stands. */
#ifndef TUI_RAIL_H
#define TUI_RAIL_H

#include "app.h"

#define RAIL_WIDTH_MAX 32
#define RAIL_FROM 70 /* columns of the screen from which there is room for it */

/* Draws it at the left, as wide as its titles, if there is room; gives what is left of the
 * canvas. */
struct canvas rail_draw(struct app *app, struct canvas canvas);

#endif
