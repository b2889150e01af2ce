/* From the command line's words to the screen. With main.c the only file here that sees the
 * other front. */
#ifndef TUI_SCREEN_START_H
#define TUI_SCREEN_START_H

#include "cli/args.h"

/* A terminal to draw on, of a kind that can show a screen (not TERM=dumb, not unset). */
bool screen_possible(const struct front *front);

screen_fn screen_start;

#endif
