/* Two panes: above each other or side by side, or one of them alone. */
#ifndef TUI_SPLIT_H
#define TUI_SPLIT_H

#include "draw.h"
#include "look/habits.h"

#define SPLIT_BESIDE_FROM 100 /* columns from which panes lie side by side by themselves */
#define SPLIT_ROWS_MIN 14     /* rows and columns below which there is room for one pane */
#define SPLIT_COLUMNS_MIN 40

struct split {
	bool beside, single;
	struct canvas first, second, rule; /* empty if not shown; rule: the line between */
};

/* rows: how many the first has; above the second it gets no more than it needs. focus_second:
 * which one is shown where there is room for one. */
struct split split_of(struct canvas canvas, const struct habits *habits, uint64_t rows,
	bool zoom, bool focus_second);

#endif
