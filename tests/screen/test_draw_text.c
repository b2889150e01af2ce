/* Text on a played terminal, any text: what is drawn is read back cell by cell, and it takes
 * the columns it should. */
#include "drawn.h"

#include <limits.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "base/wrap.h"

static void test_text_is_clipped(void **state)
{
	struct term *term = *state;
	fill(term);
	struct canvas part = canvas_part(draw_canvas(term), 1, 5, 2, 6);
	assert_int_equal(draw_text(part, 0, 2, LOOK_PLAIN, SV("abcdefgh")), 4);
	assert_int_equal(draw_text(part, 1, -3, LOOK_PLAIN, SV("abcdefgh")), 5);
	assert_int_equal(draw_text(part, 0, 6, LOOK_PLAIN, SV("x")), 0);
	assert_int_equal(draw_text(part, 2, 0, LOOK_PLAIN, SV("x")), 0);
	assert_int_equal(draw_text(part, -1, 0, LOOK_PLAIN, SV("x")), 0);
	assert_row(term, 0, "####################");
	assert_row(term, 1, "#######abcd#########");
	assert_row(term, 2, "#####defgh##########");
	assert_row(term, 3, "####################");
}

static void test_sideways(void **state)
{
	struct term *term = *state;
	fill(term);
	struct canvas screen = draw_canvas(term);
	assert_int_equal(draw_text_from(screen, 0, 2, LOOK_PLAIN, SV("0123456789"), 4), 6);
	assert_row(term, 0, "##456789############");
	assert_int_equal(draw_text_from(screen, 1, 2, LOOK_PLAIN, SV("漢字x"), 1), 4);
	assert_row(term, 1, "## 字x##############");
	assert_int_equal(draw_text_from(screen, 2, 2, LOOK_PLAIN, SV("abc"), 3), 0);
	assert_int_equal(draw_text_from(screen, 2, 2, LOOK_PLAIN, SV("abc"), INT_MAX), 0);
	assert_row(term, 2, "####################");
}

static void test_wide_characters_at_the_edge(void **state)
{
	struct term *term = *state;
	fill(term);
	struct canvas part = canvas_part(draw_canvas(term), 0, 5, 4, 5);
	assert_int_equal(draw_text(part, 0, 0, LOOK_PLAIN, SV("漢字漢")), 5);
	assert_row(term, 0, "#####漢字 ##########");
	assert_int_equal(draw_text(part, 1, -1, LOOK_PLAIN, SV("漢字")), 3);
	assert_row(term, 1, "##### 字############");
	struct canvas last = canvas_part(draw_canvas(term), 3, 19, 1, 1);
	assert_int_equal(draw_text(last, 0, 0, LOOK_PLAIN, SV("漢")), 1);
	assert_row(term, 3, "###################");
	draw_text(canvas_part(draw_canvas(term), 3, 18, 1, 2), 0, 0, LOOK_PLAIN, SV("漢"));
	assert_row(term, 3, "##################漢");
}

static void test_marks_stay_with_their_base(void **state)
{
	struct term *term = *state;
	struct canvas screen = draw_canvas(term);
	assert_int_equal(draw_text(screen, 0, 0, LOOK_PLAIN, SV("e\u0301x")), 2);
	assert_row(term, 0, "e\u0301x");
	assert_int_equal(draw_text(screen, 1, 0, LOOK_PLAIN, SV("a")), 1);
	assert_int_equal(draw_text(screen, 1, 1, LOOK_PLAIN, SV("\u0301b")), 2);
	assert_row(term, 1, "a \u0301b");
	assert_int_equal(draw_text(screen, 2, 0, LOOK_PLAIN,
		SV("o\u0301\u0302\u0303\u0304\u0305\u0306x")), 3);
	assert_row(term, 2, "o\u0301\u0302\u0303\u0304…x");
	assert_int_equal(draw_text(screen, 3, 0, LOOK_PLAIN, SV("\u1100\u1161\u11a8|")), 3);
	assert_row(term, 3, "\u1100\u1161\u11a8|");
}

static void test_hostile_text(void **state)
{
	static const struct { struct sv text; const char *seen; } vectors[] = {
		{{"\033[2J", 4}, "^[[2J"}, {{"\033]52;c;eA==\a", 12}, "^[]52;c;eA==^G"},
		{{"\xc2\x9b" "31m", 5}, "‹9B›31m"}, {{"\x9b" "31m", 4}, "‹9B›31m"},
		{{"bad\rgood", 8}, "bad^Mgood"}, {{"bad\b\b\bok", 8}, "bad^H^H^Hok"},
		{{"a\nb\tc", 5}, "a^Jb^Ic"}, {{"a\0b", 3}, "a^@b"}, {{"\x7f\x0e\x05", 3}, "^?^N^E"},
		{{"\xe2\x80\xae" "abc", 6}, "‹U+202E›abc"}, {{"a\xe2\x80\x8b" "b", 5}, "a‹U+200B›b"},
		{{"\xef\xbb\xbf" "a", 4}, "‹U+FEFF›a"}, {{"\xf3\xa0\x81\x81" "a", 5}, "‹U+E0041›a"},
		{{"\xc0\xaf\xff", 3}, "‹C0›‹AF›‹FF›"}, {{"\xed\xa0\x80", 3}, "‹ED›‹A0›‹80›"},
		{{"\xe2\x82", 2}, "‹E2›‹82›"}, {{"a\xc2\xa0" "b", 4}, "a b"},
		{{"\xe2\x80\x8d\xc2\xad", 5}, "‹U+200D›‹AD›"},
	};
	struct term *term = *state;
	for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
		draw_begin(term);
		int columns = draw_text(draw_canvas(term), 1, 0, LOOK_PLAIN, vectors[i].text);
		assert_row(term, 1, vectors[i].seen);
		assert_row(term, 0, "");
		assert_int_equal(columns, columns_of(sv_str(vectors[i].seen)));
	}
}

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 16 & 0x7fff;
}

static int between(unsigned *seed, int low, int high)
{
	return low + (int)(next_random(seed) % (unsigned)(high - low + 1));
}

static void random_text(unsigned *seed, struct strbuf *out)
{
	static const uint32_t likely[] = {0x301, 0x6f22, 0x1f600, 0x1100, 0x1161, 0x903, 0x9b,
		0x202e, 0x1b, '\r', 0x10ffff, 0x3248, 0x0, 'a'};
	strbuf_reset(out);
	for (int i = between(seed, 0, 40); i > 0; i--)
		switch (next_random(seed) % 4) {
		case 0:
			strbuf_char(out, (char)next_random(seed));
			break;
		case 1:
			strbuf_utf8(out, next_random(seed) * 34u % 0xd800);
			break;
		case 2:
			strbuf_utf8(out, likely[next_random(seed) % ARRAY_LEN(likely)]);
			break;
		default:
			strbuf_char(out, (char)between(seed, ' ', '~'));
		}
}

/* Every cell outside still has its '#', in the same column. */
static void assert_untouched(const struct term *term, struct canvas part)
{
	autostrbuf dump;
	strbuf_init(&dump, STRBUF_RECORD);
	draw_dump(term, &dump);
	for (int y = 0; y < HEIGHT; y++) {
		struct sv row = row_of(&dump, y);
		unsigned columns;
		for (int x = 0; row.len; x += (int)columns) {
			struct sv cell = cell_take(&row, &columns);
			bool inside = y >= part.y && y < part.y + part.height && x >= part.x &&
				x + (int)columns <= part.x + part.width;
			assert_true(inside || sv_eq(cell, SV("#")));
		}
	}
}

static void test_nothing_outside_changes(void **state)
{
	struct term *term = *state;
	unsigned seed = 20;
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	for (int i = 0; i < 4000; i++) {
		fill(term);
		struct canvas part = canvas_part(draw_canvas(term), between(&seed, 0, HEIGHT - 1),
			between(&seed, 0, WIDTH - 2), between(&seed, 0, HEIGHT),
			between(&seed, 0, WIDTH - 2));
		if (part.x + part.width == WIDTH)
			part.width--; /* the row's last cell tells its end */
		for (int k = 0; k < 3; k++) {
			random_text(&seed, &text);
			int columns = draw_text_from(part, between(&seed, -1, HEIGHT),
				between(&seed, -3, WIDTH), LOOK_LINK, strbuf_sv(&text),
				between(&seed, 0, 12));
			assert_in_range(columns, 0, part.width);
		}
		assert_untouched(term, part);
	}
}

/* Each code point takes the columns that draw_columns() says: the sign right after it is
 * where it should be. */
static void check_all_code_points(struct term *term)
{
	struct canvas screen = draw_canvas(term);
	autostrbuf text, dump;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_init(&dump, STRBUF_LINE);
	draw_begin(term);
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		strbuf_reset(&text);
		strbuf_reset(&dump);
		strbuf_utf8(&text, c);
		int columns = draw_columns(term, strbuf_sv(&text));
		assert_int_equal(draw_text(screen, 0, 0, LOOK_PLAIN, strbuf_sv(&text)), columns);
		draw_text(screen, 0, columns, LOOK_PLAIN, SV("|                 "));
		draw_dump(term, &dump);
		struct sv row = row_of(&dump, 0);
		assert_true(sv_ends(row, SV("|")));
		assert_int_equal(columns_of(row), columns + 1);
	}
}

static void test_all_code_points(void **state)
{
	term_resize_to(*state, 1, 16);
	check_all_code_points(*state);
}

static void test_giant_text(void **state)
{
	struct term *term = *state;
	size_t len = 8u << 20;
	autofree char *giant = xmalloc(len);
	memset(giant, 'x', len);
	assert_int_equal(draw_text(draw_canvas(term), 0, 0, LOOK_PLAIN, (struct sv){giant, len}),
		WIDTH);
	memset(giant, '\xcc', len);
	draw_text(draw_canvas(term), 1, 0, LOOK_PLAIN, (struct sv){giant, len});
	assert_row(term, 0, "xxxxxxxxxxxxxxxxxxxx");
	assert_row(term, 1, "‹CC›‹CC›‹CC›‹CC›‹CC›");
}

static void test_cutting_in_columns(void **state)
{
	(void)state;
	struct sv text = SV("漢字e\u0301x");
	static const size_t bytes[] = {0, 3, 3, 3, 6, 9, 10, 10};
	for (size_t i = 0; i < ARRAY_LEN(bytes); i++)
		assert_int_equal(bytes_of_columns(text, i), bytes[i]);
	assert_int_equal(columns_of(text), 6);
	assert_int_equal(columns_of(SV("\u0301\u0302\u0303\u0304\u0305")), 2);
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	wrap(&out, SV("ab 漢字 cd 漢字漢字"), 0, 2, 9);
	assert_sv(strbuf_sv(&out), "ab 漢字\n  cd\n  漢字漢字");
}

int main(void)
{
	if (!setlocale(LC_CTYPE, "C.UTF-8") && !setlocale(LC_CTYPE, "en_US.UTF-8"))
		return 77; /* skipped: no locale with UTF-8 here */
	const struct CMUnitTest tests[] = {
		ON_SCREEN(test_text_is_clipped),
		ON_SCREEN(test_sideways),
		ON_SCREEN(test_wide_characters_at_the_edge),
		ON_SCREEN(test_marks_stay_with_their_base),
		ON_SCREEN(test_hostile_text),
		ON_SCREEN(test_nothing_outside_changes),
		ON_SCREEN(test_all_code_points),
		ON_SCREEN(test_giant_text),
		cmocka_unit_test(test_cutting_in_columns),
		ON_ASCII(test_all_code_points),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
