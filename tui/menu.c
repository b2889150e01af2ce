#include "menu.h"

void menu_init(struct menu *menu)
{
	*menu = (struct menu){0};
	page_init(&menu->page);
}

void menu_finish(struct menu *menu)
{
	page_finish(&menu->page);
}

void menu_set_choices(struct menu *menu, uint64_t count)
{
	list_set_count(&menu->choices, count);
	menu->choices.height = (int)count;
}

/* The lines of a choice. */
static void find_lines(const struct menu *menu, uint64_t choice, uint64_t *ret_first,
	uint64_t *ret_last)
{
	bool any = false;
	*ret_first = *ret_last = 0;
	for (size_t i = 0; i < menu->page.lines_count; i++) {
		if (menu->page.lines[i].target != choice)
			continue;
		*ret_first = any ? *ret_first : i;
		*ret_last = i;
		any = true;
	}
}

/* What lies below the screen when the last choice is selected. */
static uint64_t hidden_below(const struct menu *menu)
{
	uint64_t shown = menu->lines.top + menu->below + (uint64_t)menu->lines.height;
	return shown < menu->page.lines_count ? menu->page.lines_count - shown : 0;
}

static bool at_last(const struct menu *menu)
{
	return menu->choices.selected + 1 >= menu->choices.count;
}

static bool goes_down(enum action action)
{
	return action == ACTION_DOWN || action == ACTION_PAGE_DOWN || action == ACTION_HALF_DOWN ||
		action == ACTION_LAST;
}

/* A page down moves on in the text, at once if no choice would be jumped over unseen. */
static bool turns_page(const struct menu *menu, enum action action)
{
	uint64_t first, last;
	if (action == ACTION_DOWN || action == ACTION_LAST || !goes_down(action) ||
	    !menu->choices.count)
		return false;
	find_lines(menu, menu->choices.count - 1, &first, &last);
	return last < menu->lines.top + (uint64_t)menu->lines.height;
}

bool menu_can(const struct menu *menu, enum action action)
{
	if (menu->below && !goes_down(action))
		return list_can(&menu->choices, action) || action == ACTION_UP ||
			action == ACTION_PAGE_UP || action == ACTION_HALF_UP;
	if (goes_down(action) && at_last(menu))
		return hidden_below(menu) > 0;
	return list_can(&menu->choices, action);
}

/* How many lines a move scrolls where there is nothing to select. */
static uint64_t lines_of(const struct menu *menu, enum action action)
{
	return action == ACTION_UP || action == ACTION_DOWN ? 1
		: menu->lines.height > 2 ? (uint64_t)menu->lines.height / 2 : 1;
}

void menu_act(struct menu *menu, enum action action)
{
	uint64_t lines = lines_of(menu, action);
	menu->lines.home = menu->lines.top;
	if (turns_page(menu, action))
		list_act(&menu->choices, ACTION_LAST);
	if (goes_down(action) && at_last(menu)) {
		uint64_t hidden = hidden_below(menu);
		menu->below += action == ACTION_LAST || lines > hidden ? hidden : lines;
	} else if (menu->below && action != ACTION_FIRST && !goes_down(action)) {
		menu->below -= lines < menu->below ? lines : menu->below;
	} else {
		menu->below = 0;
		list_act(&menu->choices, action);
	}
	menu->below_home = menu->below;
}

/* Of the selected choice at least the first line is on screen, all if they fit. */
static void scroll(struct menu *menu, int height, uint64_t first, uint64_t last)
{
	uint64_t most = menu->page.lines_count > (uint64_t)height
		? menu->page.lines_count - (uint64_t)height : 0;
	list_set_count(&menu->lines, menu->page.lines_count);
	if (menu->choices.selected == 0)
		menu->lines.home = 0; /* what is above the first choice belongs to it */
	menu->lines.selected = last;
	list_fit(&menu->lines, height);
	if (menu->lines.top > first) /* a choice of more lines than fit begins at its first */
		menu->lines.top = first;
	menu->below = menu->lines.top + menu->below_home > most ? most - menu->lines.top
		: menu->below_home;
}

void menu_draw(struct menu *menu, struct canvas canvas)
{
	uint64_t first, last;
	find_lines(menu, menu->choices.selected, &first, &last);
	scroll(menu, canvas.height, first, last);
	page_draw_from(&menu->page, canvas, menu->lines.top + menu->below, first, last,
		menu->choices.count > 0);
}
