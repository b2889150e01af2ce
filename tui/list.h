/* A place in many lines: which one is selected, which one is on top. Draws nothing: a view
 * draws the lines from top on. */
#ifndef TUI_LIST_H
#define TUI_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "look/action.h"

struct list {
	uint64_t count, selected, top;
	uint64_t home; /* top as the last move left it: a size that comes and goes changes nothing */
	uint64_t aim;  /* what was selected last, likewise: lines may be fewer for a while */
	int height;    /* lines on screen, as of the last list_fit() */
};

/* How many lines there are now; the selection stays on its line while that exists. */
void list_set_count(struct list *list, uint64_t count);
void list_select(struct list *list, uint64_t line);
/* Height lines are on screen: top follows so that the selected one is among them. */
void list_fit(struct list *list, int height);
/* Moves, if action is a move; false if not. */
bool list_act(struct list *list, enum action action);
/* Would the move go anywhere? */
bool list_can(const struct list *list, enum action action);

#endif
