/* A page with choices in it: lines that lead somewhere can be selected, the others are read. */
#ifndef TUI_MENU_H
#define TUI_MENU_H

#include "page.h"

struct menu {
	struct page page;    /* lines of a choice have its number as their target: 0, 1, … */
	struct list choices; /* which one is selected */
	struct list lines;
	uint64_t below;      /* lines scrolled on behind the last choice */
	uint64_t below_home; /* the same as the last move left it: sizes come and go */
};

void menu_init(struct menu *menu);
void menu_finish(struct menu *menu);
/* The page has been filled with this many choices. */
void menu_set_choices(struct menu *menu, uint64_t count);
bool menu_can(const struct menu *menu, enum action action);
void menu_act(struct menu *menu, enum action action);
void menu_draw(struct menu *menu, struct canvas canvas);

#endif
