/* The painter on a played terminal: lines, signs, roles, canvases and terminals of any kind;
 * what is drawn is read back cell by cell. */
#include "drawn.h"

#include <limits.h>
#include <math.h>

static void test_lines_and_gauge(void **state)
{
	struct term *term = *state;
	draw_horizontal(draw_canvas(term), 1);
	draw_vertical(canvas_part(draw_canvas(term), 2, 0, 2, WIDTH), 3);
	draw_horizontal(draw_canvas(term), 99);
	draw_vertical(draw_canvas(term), -1);
	draw_gauge(draw_canvas(term), 0, 1, 8, 0.5);
	assert_row(term, 0, " ████░░░░");
	assert_row(term, 1, "────────────────────");
	assert_row(term, 2, "   │");
	draw_gauge(draw_canvas(term), 0, 1, 8, NAN);
	assert_row(term, 0, " ░░░░░░░░");
	draw_gauge(draw_canvas(term), 0, 1, 8, INFINITY);
	assert_row(term, 0, " ████████");
	draw_gauge(draw_canvas(term), 0, 16, INT_MAX, -1);
	assert_row(term, 0, " ████████       ░░░░");
}

static void test_ascii(void **state)
{
	struct term *term = *state;
	struct canvas screen = draw_canvas(term);
	draw_text(screen, 0, 0, LOOK_PLAIN, SV("é › 漢 …"));
	assert_row(term, 0, "e > <U+6F22> ...");
	draw_horizontal(screen, 1);
	draw_vertical(canvas_part(screen, 2, 0, 1, WIDTH), 2);
	draw_gauge(screen, 3, 0, 4, 0.5);
	assert_row(term, 1, "--------------------");
	assert_row(term, 2, "  |");
	assert_row(term, 3, "##..");
	for (int i = 0; i < GLYPH_COUNT; i++) {
		struct sv sign = draw_glyph(term, (enum glyph)i);
		assert_int_equal(sign.len, 1);
		assert_in_range(sign.ptr[0], '!', '~');
	}
}

static void test_glyphs_take_a_column(void **state)
{
	struct term *term = *state;
	for (int i = 0; i < GLYPH_COUNT; i++) {
		struct sv sign = draw_glyph(term, (enum glyph)i);
		char expected[16];
		snprintf(expected, sizeof(expected), SV_FMT "|", SV_ARG(sign));
		draw_begin(term);
		assert_int_equal(draw_text(draw_canvas(term), 0, 0, LOOK_PLAIN, sign), 1);
		draw_text(draw_canvas(term), 0, 1, LOOK_PLAIN, SV("|"));
		assert_row(term, 0, expected);
	}
}

static void test_roles(void **state)
{
	struct term *term = *state;
	struct canvas screen = draw_canvas(term);
	draw_row(screen, 0, LOOK_TITLE);
	draw_text(screen, 1, 2, LOOK_ERROR, SV("a漢"));
	draw_textf(screen, 1, 6, LOOK_HIT, "%d%s", 12, "x");
	autostrbuf roles;
	strbuf_init(&roles, STRBUF_RECORD);
	draw_dump_roles(term, &roles);
	assert_sv(row_of(&roles, 0), "TTTTTTTTTTTTTTTTTTTT");
	assert_sv(row_of(&roles, 1), "..EEE.***");
	assert_sv(row_of(&roles, 2), "");
	bool used[128] = {false};
	for (int i = 0; i < LOOK_COUNT; i++) {
		char letter = draw_role_letter((enum look_role)i);
		assert_in_range(letter, '!', '~');
		assert_false(used[(unsigned char)letter]);
		used[(unsigned char)letter] = true;
	}
}

static void test_another_theme(void **state)
{
	struct term *term = *state;
	struct theme theme = plain_theme();
	theme.rich[LOOK_PLAIN] = (struct look){15, 4, 0};
	theme.rich[LOOK_HIT] = (struct look){1, 300, LOOK_ATTR_BOLD | LOOK_ATTR_REVERSE};
	term_set_theme(term, &theme);
	draw_begin(term);
	draw_text(draw_canvas(term), 0, 0, LOOK_LINK, SV("x"));
	draw_end(term);
	autostrbuf roles;
	strbuf_init(&roles, STRBUF_RECORD);
	draw_dump_roles(term, &roles);
	assert_sv(row_of(&roles, 0), "L");
	term_set_theme(term, shared_theme());
}

static void test_cursor_stays_on_the_canvas(void **state)
{
	struct term *term = *state;
	int y = -1, x = -1;
	struct canvas part = canvas_part(draw_canvas(term), 1, 2, 2, 3);
	draw_cursor(part, 1, 1, true);
	draw_end(term);
	draw_dump_cursor(term, &y, &x);
	assert_true(y == 2 && x == 3);
	draw_cursor(part, 9, -9, false);
	draw_dump_cursor(term, &y, &x);
	assert_true(y == 2 && x == 2);
	draw_cursor(canvas_part(part, 9, 9, 9, 9), 5, 5, true);
	draw_end(term);
	draw_dump_cursor(term, &y, &x);
	assert_true(y >= 0 && y < HEIGHT && x >= 0 && x < WIDTH);
}

static void assert_inside(struct canvas part, struct canvas whole)
{
	assert_true(part.height >= 0 && part.width >= 0);
	assert_true(part.y >= whole.y && part.y + part.height <= whole.y + whole.height);
	assert_true(part.x >= whole.x && part.x + part.width <= whole.x + whole.width);
}

static void test_parts_fit(void **state)
{
	static const int numbers[] = {INT_MIN, -5, -1, 0, 1, 2, 3, 100, INT_MAX};
	struct canvas whole = canvas_part(draw_canvas(*state), 1, 2, 2, 3);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		for (size_t k = 0; k < ARRAY_LEN(numbers); k++) {
			assert_inside(canvas_part(whole, numbers[i], 1, numbers[k], 1), whole);
			assert_inside(canvas_part(whole, 0, numbers[i], 1, numbers[k]), whole);
			draw_text(whole, numbers[i], numbers[k], LOOK_PLAIN, SV("漢x"));
			draw_gauge(whole, numbers[i], numbers[k], numbers[i], 0.5);
		}
	struct canvas part = canvas_part(whole, -1, 1, 2, 9);
	assert_true(part.y == 1 && part.x == 3 && part.height == 1 && part.width == 2);
}

static void draw_everything(struct term *term)
{
	draw_begin(term);
	struct canvas screen = draw_canvas(term);
	draw_row(screen, 0, LOOK_TITLE);
	draw_horizontal(screen, screen.height / 2);
	draw_vertical(screen, screen.width / 2);
	for (int y = 0; y < screen.height; y += 7)
		draw_text(screen, y, y % 5, LOOK_LINK, SV("漢字 e\u0301 \033[2J text of some length"));
	draw_gauge(screen, screen.height - 1, 0, screen.width, 0.3);
	draw_cursor(screen, screen.height, screen.width, true);
	draw_end(term);
}

/* A canvas made before the screen became small must not be drawn on beyond its end. */
static void test_any_size(void **state)
{
	static const int sizes[][2] = {{1, 1}, {1, 300}, {100, 1}, {2, 2}, {24, 80}, {100, 300},
		{5, 20}, {40, 10}, {1, 1}, {100, 300}, {3, 7}, {0, 0}, {-4, 100000}, {4, 20}};
	struct term *term = *state;
	struct canvas before = draw_canvas(term);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		int height, width;
		term_resize_to(term, sizes[i][0], sizes[i][1]);
		term_size(term, &height, &width);
		draw_text(before, before.height - 1, before.width - 3, LOOK_PLAIN, SV("漢字"));
		draw_everything(term);
		if (sizes[i][0] > 0)
			assert_true(height == sizes[i][0] && width == sizes[i][1]);
		autostrbuf dump;
		strbuf_init(&dump, STRBUF_RECORD);
		draw_dump(term, &dump);
		int rows = 0;
		for (size_t k = 0; k < dump.len; k++)
			rows += dump.ptr[k] == '\n';
		assert_int_equal(rows, height);
		before = draw_canvas(term);
	}
}

/* Terminals without colours, with other line signs, and none at all. */
static void test_other_terminals(void **state)
{
	(void)state;
	static const char *const types[] = {"vt100", "linux", "xterm", "screen", "xterm-256color"};
	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		struct term *term = opened((struct term_options){.type = types[i]}, 3, 4);
		draw_horizontal(draw_canvas(term), 0);
		draw_text(draw_canvas(term), 1, 0, LOOK_SELECTED, SV("é"));
		draw_end(term);
		assert_row(term, 0, "────");
		assert_row(term, 1, "é");
		int key = 1;
		assert_false(term_key(term, &key));
		term_close(term);
	}
	struct err err = {0};
	struct term_options bad = {.type = "no-such-terminal", .played = true};
	assert_null(term_open(&bad, &err));
	assert_non_null(strstr(err.text, "no-such-terminal"));
	bad.type = "dumb";
	assert_null(term_open(&bad, &err));
	term_close(NULL);
}

int main(void)
{
	if (!setlocale(LC_CTYPE, "C.UTF-8") && !setlocale(LC_CTYPE, "en_US.UTF-8"))
		return 77; /* skipped: no locale with UTF-8 here */
	const struct CMUnitTest tests[] = {
		ON_SCREEN(test_lines_and_gauge),
		ON_SCREEN(test_glyphs_take_a_column),
		ON_SCREEN(test_roles),
		ON_SCREEN(test_another_theme),
		ON_SCREEN(test_cursor_stays_on_the_canvas),
		ON_SCREEN(test_parts_fit),
		ON_SCREEN(test_any_size),
		ON_ASCII(test_ascii),
		cmocka_unit_test(test_other_terminals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
