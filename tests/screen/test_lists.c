/* Places in lists, and menus, which are a list of choices on a page. */
#include "drawn.h"

#include "tui/menu.h"

/* ---- list ---- */

static struct list list_of(uint64_t count, int height)
{
	struct list list = {0};
	list_set_count(&list, count);
	list_fit(&list, height);
	return list;
}

static void moves(void **state)
{
	(void)state;
	static const struct {
		uint64_t count;
		int height;
		uint64_t from;
		enum action action;
		uint64_t selected, top;
	} rows[] = {
		{100, 10, 0, ACTION_UP, 0, 0},
		{100, 10, 0, ACTION_DOWN, 1, 0},
		{100, 10, 9, ACTION_DOWN, 10, 1},
		{100, 10, 0, ACTION_PAGE_DOWN, 9, 9},
		{100, 10, 9, ACTION_PAGE_DOWN, 18, 9},
		{100, 10, 95, ACTION_PAGE_DOWN, 99, 90},
		{100, 10, 95, ACTION_PAGE_UP, 86, 77},
		{100, 10, 4, ACTION_PAGE_UP, 0, 0},
		{100, 10, 20, ACTION_HALF_DOWN, 24, 15},
		{100, 10, 20, ACTION_HALF_UP, 16, 7},
		{100, 10, 40, ACTION_FIRST, 0, 0},
		{100, 10, 40, ACTION_LAST, 99, 90},
		{100, 1, 5, ACTION_PAGE_DOWN, 6, 6},
		{100, 2, 5, ACTION_HALF_DOWN, 6, 5},
		{3, 10, 0, ACTION_LAST, 2, 0},
		{0, 10, 0, ACTION_DOWN, 0, 0},
		{0, 10, 0, ACTION_LAST, 0, 0},
		{UINT64_MAX, 10, UINT64_MAX - 1, ACTION_PAGE_UP, UINT64_MAX - 10,
			UINT64_MAX - 19},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct list list = list_of(rows[i].count, rows[i].height);
		list_select(&list, rows[i].from);
		list_fit(&list, rows[i].height);
		bool can = list_can(&list, rows[i].action);
		assert_true(list_act(&list, rows[i].action));
		list_fit(&list, rows[i].height);
		assert_int_equal(list.selected, rows[i].selected);
		assert_int_equal(list.top, rows[i].top);
		assert_int_equal(can, rows[i].selected != rows[i].from);
	}
	struct list list = list_of(9, 3);
	assert_false(list_act(&list, ACTION_OPEN));
	assert_false(list_can(&list, ACTION_LEFT));
}

/* A size that comes and goes changes nothing. */
static void resizing_keeps_the_place(void **state)
{
	(void)state;
	for (uint64_t at = 0; at < 40; at += 7)
		for (int small = 1; small < 12; small++) {
			struct list list = list_of(40, 12);
			list_select(&list, at);
			list_fit(&list, 12);
			uint64_t top = list.top;
			list_fit(&list, small);
			assert_in_range(list.selected - list.top, 0, small - 1);
			list_fit(&list, 12);
			assert_int_equal(list.top, top);
			assert_int_equal(list.selected, at);
		}
}

static void fewer_and_more_lines(void **state)
{
	(void)state;
	struct list list = list_of(20, 5);
	list_select(&list, 17);
	list_fit(&list, 5);
	list_set_count(&list, 30);
	assert_int_equal(list.selected, 17);
	list_set_count(&list, 8);
	list_fit(&list, 5);
	assert_int_equal(list.selected, 7);
	assert_int_equal(list.top, 3);
	list_fit(&list, 100); /* no empty lines while there are more above */
	assert_int_equal(list.top, 0);
	list_set_count(&list, 0);
	list_fit(&list, 5);
	assert_int_equal(list.selected, 0);
	assert_int_equal(list.top, 0);
}

/* Whatever happens, the selected line is on screen, and the screen is full if it can be. */
static void always_in_sight(void **state)
{
	(void)state;
	uint32_t dice = 1;
	struct list list = {0};
	for (int i = 0; i < 100000; i++) {
		dice = dice * 1103515245 + 12345;
		uint32_t roll = dice >> 16;
		if (roll % 11 == 0)
			list_set_count(&list, roll % 37);
		else
			list_act(&list, (enum action)(ACTION_UP + roll % 8));
		int height = (int)(roll % 13);
		list_fit(&list, height);
		uint64_t rows = height ? (uint64_t)height : 1;
		assert_true(list.count ? list.selected < list.count : list.selected == 0);
		assert_true(list.top <= list.selected && list.selected < list.top + rows);
		assert_true(list.top == 0 || list.top + rows <= list.count);
	}
}

/* ---- menu ---- */

/* A head, then choices of three lines each, and a tail behind the last one. */
static void fill_menu(struct menu *menu, int width, uint64_t choices, int tail)
{
	struct page *page = &menu->page;
	page_clear(page, width, false);
	page_line(page, 0, 0);
	page_add(page, LOOK_PLAIN, SV("head"));
	for (uint64_t i = 0; i < choices; i++) {
		page_target(page, i);
		page_line(page, 0, 0);
		page_addf(page, LOOK_PLAIN, "choice %d", (int)i);
		page_target(page, PAGE_NOWHERE);
		page_line(page, 0, 0);
		page_line(page, 0, 0);
	}
	for (int i = 0; i < tail; i++)
		page_line(page, 0, 0);
	menu_set_choices(menu, choices);
}

/* Going down step by step shows every line, going up again as well; it ends. */
static void all_of_a_menu_can_be_read(void **state)
{
	(void)state;
	for (int height = 4; height <= 20; height++) {
		struct term *term = opened((struct term_options){0}, height, 20);
		struct menu menu;
		uint64_t deepest = 0, steps = 0;
		menu_init(&menu);
		do {
			fill_menu(&menu, 20, 4, 9);
			menu_draw(&menu, draw_canvas(term));
			uint64_t top = menu.lines.top + menu.below;
			assert_in_range(top, 0, deepest);
			deepest = top + (uint64_t)height;
			bool can = menu_can(&menu, ACTION_DOWN);
			menu_act(&menu, ACTION_DOWN);
			if (!can)
				break;
		} while (++steps < 100);
		assert_in_range(deepest, menu.page.lines_count, 100);
		assert_in_range(steps, 3, 30);
		while (steps-- && menu_can(&menu, ACTION_UP)) {
			menu_act(&menu, ACTION_UP);
			menu_draw(&menu, draw_canvas(term));
		}
		assert_int_equal(menu.choices.selected, 0);
		assert_int_equal(menu.lines.top + menu.below, 0);
		menu_finish(&menu);
		term_close(term);
	}
}

/* One key turns the page, unless there are choices below that nobody has seen. */
static void a_page_down_turns_the_page(void **state)
{
	(void)state;
	static const struct { int height; enum action action; uint64_t selected, top; } rows[] = {
		{14, ACTION_PAGE_DOWN, 3, 7}, {14, ACTION_HALF_DOWN, 3, 7}, {14, ACTION_LAST, 3, 0},
		{14, ACTION_DOWN, 1, 0}, {8, ACTION_PAGE_DOWN, 3, 3}, {8, ACTION_LAST, 3, 3},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct term *term = opened((struct term_options){0}, rows[i].height, 20);
		struct menu menu;
		menu_init(&menu);
		fill_menu(&menu, 20, 4, 9);
		menu_draw(&menu, draw_canvas(term));
		menu_act(&menu, rows[i].action);
		menu_draw(&menu, draw_canvas(term));
		assert_int_equal(menu.choices.selected, rows[i].selected);
		assert_int_equal(menu.lines.top + menu.below, rows[i].top);
		menu_finish(&menu);
		term_close(term);
	}
}

static void a_choice_is_shown_by_the_cursor(void **state)
{
	(void)state;
	struct term *term = opened((struct term_options){0}, 6, 20);
	struct menu menu;
	int y, x;
	menu_init(&menu);
	fill_menu(&menu, 20, 9, 0);
	for (uint64_t i = 0; i < 9; i++) {
		menu_draw(&menu, draw_canvas(term));
		draw_dump_cursor(term, &y, &x);
		assert_int_equal(menu.choices.selected, i);
		assert_int_equal(menu.lines.top + (uint64_t)y, 1 + 3 * i);
		menu_act(&menu, ACTION_DOWN);
	}
	menu_act(&menu, ACTION_FIRST);
	assert_int_equal(menu.choices.selected, 0);
	assert_false(menu_can(&menu, ACTION_UP));
	fill_menu(&menu, 20, 0, 0);
	menu_draw(&menu, draw_canvas(term));
	assert_false(menu_can(&menu, ACTION_DOWN));
	menu_finish(&menu);
	term_close(term);
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves),
		cmocka_unit_test(resizing_keeps_the_place),
		cmocka_unit_test(fewer_and_more_lines),
		cmocka_unit_test(always_in_sight),
		cmocka_unit_test(all_of_a_menu_can_be_read),
		cmocka_unit_test(a_page_down_turns_the_page),
		cmocka_unit_test(a_choice_is_shown_by_the_cursor),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
