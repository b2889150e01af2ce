#include "list.h"

void list_set_count(struct list *list, uint64_t count)
{
	list->count = count;
	list->selected = !count ? 0 : list->aim < count ? list->aim : count - 1;
}

void list_select(struct list *list, uint64_t line)
{
	list->home = list->top;
	list->selected = !list->count ? 0 : line < list->count ? line : list->count - 1;
	list->aim = list->count ? list->selected : line;
}

void list_fit(struct list *list, int height)
{
	uint64_t rows = height > 0 ? (uint64_t)height : 1;
	list->height = (int)rows;
	list->top = list->home;
	if (list->selected < list->top)
		list->top = list->selected;
	if (list->selected >= list->top + rows)
		list->top = list->selected - rows + 1;
	if (list->top + rows > list->count) /* no empty lines while there are more above */
		list->top = list->count > rows ? list->count - rows : 0;
}

/* Where a move leads. */
static bool target_of(const struct list *list, enum action action, uint64_t *ret)
{
	uint64_t page = list->height > 1 ? (uint64_t)list->height - 1 : 1;
	uint64_t half = page > 1 ? page / 2 : 1, at = list->selected;
	switch (action) {
	case ACTION_UP:
		*ret = at ? at - 1 : 0;
		return true;
	case ACTION_DOWN:
		*ret = at + 1;
		return true;
	case ACTION_PAGE_UP:
		*ret = at > page ? at - page : 0;
		return true;
	case ACTION_PAGE_DOWN:
		*ret = at + page;
		return true;
	case ACTION_HALF_UP:
		*ret = at > half ? at - half : 0;
		return true;
	case ACTION_HALF_DOWN:
		*ret = at + half;
		return true;
	case ACTION_FIRST:
		*ret = 0;
		return true;
	case ACTION_LAST:
		*ret = list->count;
		return true;
	default:
		return false;
	}
}

bool list_act(struct list *list, enum action action)
{
	uint64_t target;
	uint64_t from = list->selected;
	if (!target_of(list, action, &target))
		return false;
	list_select(list, target);
	if (action == ACTION_PAGE_DOWN || action == ACTION_HALF_DOWN) /* the page moves along */
		list->home += list->selected - from;
	if (action == ACTION_PAGE_UP || action == ACTION_HALF_UP)
		list->home -= list->home < from - list->selected ? list->home
			: from - list->selected;
	return true;
}

bool list_can(const struct list *list, enum action action)
{
	struct list moved = *list;
	return list_act(&moved, action) && moved.selected != list->selected;
}
