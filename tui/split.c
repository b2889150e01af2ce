#include "split.h"

static int part(int whole, unsigned percent, int least)
{
	int first = whole * (int)percent / 100;
	if (first > whole - 1 - least)
		first = whole - 1 - least;
	return first < least ? least : first;
}

struct split split_of(struct canvas c, const struct habits *habits, uint64_t rows,
	bool zoom, bool focus_second)
{
	struct canvas none = canvas_part(c, 0, 0, 0, 0);
	struct split split = {.first = none, .second = none, .rule = none};
	split.beside = habits->layout == LAYOUT_BESIDE ||
		(habits->layout == LAYOUT_AUTO && c.width >= SPLIT_BESIDE_FROM);
	if (c.width < SPLIT_COLUMNS_MIN)
		split.beside = false;
	split.single = zoom || c.width < SPLIT_COLUMNS_MIN ||
		(!split.beside && c.height < SPLIT_ROWS_MIN);
	if (split.single) {
		*(focus_second ? &split.second : &split.first) = c;
	} else if (split.beside) {
		int width = part(c.width, habits->ratio, 15);
		split.first = canvas_part(c, 0, 0, c.height, width);
		split.rule = canvas_part(c, 0, width, c.height, 1);
		split.second = canvas_part(c, 0, width + 2, c.height, c.width - width - 2);
	} else {
		int height = part(c.height, habits->ratio, 3);
		if (rows < (uint64_t)height)
			height = rows < 3 ? 3 : (int)rows;
		split.first = canvas_part(c, 0, 0, height, c.width);
		split.rule = canvas_part(c, height, 0, 1, c.width);
		split.second = canvas_part(c, height + 1, 0, c.height - height - 1, c.width);
	}
	return split;
}
