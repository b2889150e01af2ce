/* The parts the views are made of: a line being typed, pages, panes, what is copied. */
#include "drawn.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "stage.h"
#include "tui/frame.h"
#include "tui/line_edit.h"
#include "tui/page.h"
#include "tui/split.h"

/* ---- line_edit ---- */

#define ACUTE 0x301
#define ZWJ 0x200D

static void typed_lines(void **state)
{
	(void)state;
	static const struct {
		const char *start;
		int keys[12]; /* 0: the end */
		const char *text;
		size_t cursor;
	} rows[] = {
		{"", {'a', 'b', 'c'}, "abc", 3},
		{"ac", {K_LEFT, 'b'}, "abc", 2},
		{"abc", {K_LEFT, K_LEFT, K_LEFT, K_LEFT, 'x'}, "xabc", 1},
		{"abc", {K_HOME, K_RIGHT, K_BACKSPACE}, "bc", 0},
		{"abc", {K_CTRL('a'), K_DELETE, K_CTRL('e'), 'x'}, "bcx", 3},
		{"abc", {K_END, K_DELETE, K_RIGHT}, "abc", 3},
		{"abc", {K_HOME, K_BACKSPACE, K_LEFT}, "abc", 0},
		{"abc", {K_HOME, K_RIGHT, K_CTRL('k')}, "a", 1},
		{"abc", {K_LEFT, K_CTRL('u')}, "c", 0},
		{"abc", {K_CTRL('u'), K_CTRL('k'), K_CTRL('w'), K_CTRL('d')}, "", 0},
		/* words and the parts of a path */
		{"one two  ", {K_CTRL('w')}, "one ", 4},
		{"/var/log/x.log", {K_CTRL('w')}, "/var/log/", 9},
		{"/var/log/", {K_CTRL('w')}, "/var/", 5},
		{"/", {K_CTRL('w')}, "", 0},
		{"one two", {K_LEFT, K_CTRL('w')}, "one o", 4},
		/* graphemes: a letter with its accent, a family, a flag, wide characters */
		{"", {'e', ACUTE, K_LEFT, 'x'}, "xe\xcc\x81", 1},
		{"e\xcc\x81", {K_BACKSPACE}, "", 0},
		{"ae\xcc\x81z", {K_LEFT, K_LEFT, K_DELETE}, "az", 1},
		{"\xc3\xa9", {K_BACKSPACE}, "", 0},
		{"a", {0x1F468, ZWJ, 0x1F469, ZWJ, 0x1F467, K_LEFT, 'b'},
			"ab\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
			2},
		{"", {0x1F468, ZWJ, 0x1F469, K_BACKSPACE}, "", 0},
		{"", {0x1F1EB, 0x1F1F7, 0x1F1E9, 0x1F1EA, K_BACKSPACE},
			"\xf0\x9f\x87\xab\xf0\x9f\x87\xb7", 8},
		{"\xe6\xbc\xa2\xe5\xad\x97", {K_LEFT, K_BACKSPACE}, "\xe5\xad\x97", 0},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct line_edit edit;
		line_edit_set(&edit, sv_str(rows[i].start));
		for (const int *key = rows[i].keys; *key; key++)
			assert_true(line_edit_key(&edit, *key));
		assert_string_equal(edit.text, rows[i].text);
		assert_sv(line_edit_sv(&edit), rows[i].text);
		assert_int_equal(edit.cursor, rows[i].cursor);
	}
}

static void keys_that_are_no_text(void **state)
{
	(void)state;
	static const int keys[] = {K_NONE, K_TAB, K_ENTER, K_ESCAPE, K_CTRL('b'), 0x1f, 0x80, 0x9b,
		0x9f, K_UP, K_DOWN, K_PAGE_UP, K_F1, K_F12, K_PASTE_BEGIN, K_PASTE_END, -1};
	struct line_edit edit;
	line_edit_set(&edit, SV("abc"));
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		assert_false(line_edit_key(&edit, keys[i]));
	assert_string_equal(edit.text, "abc");
}

/* At the limit no character is cut in two, and the text stays UTF-8 whatever is typed. */
static void the_limit_of_a_line(void **state)
{
	(void)state;
	static const int keys[] = {'x', 0xe9, 0x6f22, 0x1F468, 0x10ffff};
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	for (int i = 0; i < 3000; i++)
		strbuf_str(&text, "\xe6\xbc\xa2");
	struct line_edit edit;
	line_edit_set(&edit, strbuf_sv(&text));
	assert_int_equal(edit.len, 4095);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		line_edit_set(&edit, i % 2 ? SV("a") : SV_EMPTY);
		for (int n = 0; n < 5000; n++)
			line_edit_key(&edit, keys[i]);
		assert_in_range(edit.len, 4090, LINE_EDIT_MAX - 1);
		assert_int_equal(strlen(edit.text), edit.len);
		assert_true(utf8_valid(line_edit_sv(&edit)));
	}
}

static void the_cursor_stays_in_view(void **state)
{
	(void)state;
	struct term *term = opened((struct term_options){0}, 2, 20);
	struct line_edit edit;
	int y, x;
	line_edit_set(&edit, SV("0123456789 \xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97 "
		"e\xcc\x81 0123456789 0123456789"));
	for (int i = 0; i < 120; i++) {
		draw_begin(term);
		line_edit_draw(&edit, draw_canvas(term), 1, 6);
		draw_end(term);
		draw_dump_cursor(term, &y, &x);
		assert_int_equal(y, 1);
		assert_in_range(x, 6, 19);
		line_edit_key(&edit, i < 60 ? K_LEFT : K_RIGHT);
	}
	assert_int_equal(edit.cursor, edit.len);
	term_close(term);
}

/* ---- page ---- */

/* The page's lines as text, without blanks at their ends. */
static void page_lines(const struct page *page, struct strbuf *out)
{
	for (size_t i = 0; i < page->lines_count; i++) {
		size_t end = i + 1 < page->lines_count ? page->lines[i + 1].runs
			: page->runs_count, from = out->len;
		int column = 0;
		for (size_t r = page->lines[i].runs; r < end; r++) {
			struct sv text = sv_sub(strbuf_sv(&page->text), page->runs[r].from,
				page->runs[r].len);
			for (; column < page->runs[r].column; column++)
				strbuf_char(out, ' ');
			strbuf_add(out, text);
			column += (int)columns_of(text);
		}
		while (out->len > from && out->ptr[out->len - 1] == ' ')
			out->len--;
		strbuf_char(out, '\n');
	}
}

static void assert_page(const struct page *page, const char *expected)
{
	autostrbuf lines;
	strbuf_init(&lines, STRBUF_RECORD);
	page_lines(page, &lines);
	assert_string_equal(lines.ptr, expected);
}

static void wrapped(void **state)
{
	(void)state;
	static const struct {
		int width, indent, hang;
		const char *text, *lines;
	} rows[] = {
		{20, 0, 0, "", "\n"},
		{20, 0, 0, "one two", "one two\n"},
		{8, 0, 0, "one two three", "one two\nthree\n"},
		{9, 0, 0, "one two three", "one two\nthree\n"},
		{12, 1, 4, "one two three four", " one two\n    three\n    four\n"},
		{5, 0, 0, "abcdefghijkl", "abcde\nfghij\nkl\n"},
		{10, 0, 2, "ab abcdefghijkl", "ab abcdefg\n  hijkl\n"},
		{10, 0, 2, "abcde fghijklm", "abcde\n  fghijklm\n"},
		{10, 9, 9, "abcdef", "     abcde\n     f\n"}, /* narrow: room before indents */
		{20, 0, 0, "a  b   c", "a  b   c\n"},
		{8, 0, 0, "dire \u00ab\u00a0oui\u00a0\u00bb", "dire\n\u00ab oui \u00bb\n"},
		{4, 0, 0, "\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2", "\xe6\xbc\xa2\xe5\xad\x97\n"
			"\xe6\xbc\xa2\n"},
		{1, 0, 0, "\xe6\xbc\xa2x", "\xe6\xbc\xa2\nx\n"},
		{20, 0, 0, "a\x1b[31mb\n", "a^[[31mb^J\n"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct page page;
		page_init(&page);
		page_clear(&page, rows[i].width, false);
		page_line(&page, rows[i].indent, rows[i].hang);
		page_add(&page, LOOK_PLAIN, sv_str(rows[i].text));
		assert_page(&page, rows[i].lines);
		page_finish(&page);
	}
}

static void raw_and_text(void **state)
{
	(void)state;
	struct page page;
	page_init(&page);
	page_clear(&page, 8, false);
	page_line(&page, 1, 1);
	page_raw(&page, LOOK_PLAIN, SV("a b c d e f\n  two\n\nx"));
	assert_page(&page, " a b c d\n  e f\n   two\n\n x\n");
	page_clear(&page, 10, true);
	page_text(&page, LOOK_PLAIN, SV("caf\xc3\xa9\n  - one two\n\nend"));
	assert_page(&page, "cafe\n  - one\n  two\n\nend\n");
	page_finish(&page);
}

static void lines_that_lead_somewhere(void **state)
{
	(void)state;
	struct page page;
	page_init(&page);
	page_clear(&page, 6, false);
	page_line(&page, 0, 0);
	page_add(&page, LOOK_PLAIN, SV("head"));
	page_target(&page, 7);
	page_line(&page, 0, 0);
	page_add(&page, LOOK_PLAIN, SV("first choice"));
	page_blank(&page);
	page_line(&page, 0, 0);
	page_target(&page, 8);
	page_line(&page, 0, 0);
	page_target(&page, PAGE_NOWHERE);
	page_line(&page, 0, 0);
	static const uint64_t targets[] = {PAGE_NOWHERE, 7, 7, PAGE_NOWHERE, 7, 8, PAGE_NOWHERE,
		PAGE_NOWHERE};
	for (size_t i = 0; i < ARRAY_LEN(targets); i++)
		assert_int_equal(page_target_at(&page, i), targets[i]);
	assert_int_equal(page_next_target(&page, 0, false), 1);
	assert_int_equal(page_next_target(&page, 1, false), 5);
	assert_int_equal(page_next_target(&page, 5, false), PAGE_NOWHERE);
	assert_int_equal(page_next_target(&page, 6, true), 5);
	assert_int_equal(page_next_target(&page, 0, true), PAGE_NOWHERE);
	page_finish(&page);
}

/* Nothing is lost and nothing is wider than the page, at any width. */
static void any_width(void **state)
{
	(void)state;
	const char *text = "One or another \xe6\xbc\xa2\xe5\xad\x97 word, averyveryverylongword e\xcc\x81 "
		"(https://learn.microsoft.com/troubleshoot) and  the end.";
	for (int width = 8; width < 90; width++) {
		struct page page;
		struct sv line;
		autostrbuf lines;
		strbuf_init(&lines, STRBUF_LINE);
		page_init(&page);
		page_clear(&page, width, false);
		page_line(&page, 2, 5);
		page_add(&page, LOOK_PLAIN, sv_str(text));
		page_lines(&page, &lines);
		const char *from = text;
		for (struct sv rest = strbuf_sv(&lines); sv_cut(&rest, '\n', &line) && line.len;) {
			assert_in_range(columns_of(line), 1, width);
			for (size_t i = 0; i < line.len; i++)
				if (line.ptr[i] != ' ') {
					from += strspn(from, " ");
					assert_int_equal(*from++, line.ptr[i]);
				}
		}
		assert_int_equal(*from, '\0');
		page_finish(&page);
	}
}

static void a_page_has_an_end(void **state)
{
	(void)state;
	struct page page;
	page_init(&page);
	page_clear(&page, 10, false);
	for (int i = 0; i < PAGE_LINES_MAX; i++)
		page_line(&page, 0, 0);
	assert_false(page.cut);
	page_line(&page, 0, 0);
	page_add(&page, LOOK_PLAIN, SV("more"));
	assert_true(page.cut);
	assert_int_equal(page.lines_count, PAGE_LINES_MAX);
	page_clear(&page, 1, false);
	page_line(&page, 0, 0);
	autostrbuf text;
	strbuf_init(&text, STRBUF_REPORT);
	for (int i = 0; i < 3000000; i++)
		strbuf_char(&text, 'x');
	page_add(&page, LOOK_PLAIN, strbuf_sv(&text));
	assert_true(page.cut);
	assert_in_range(page.lines_count, 1, PAGE_LINES_MAX);
	page_finish(&page);
}

/* ---- split ---- */

static bool inside(struct canvas part, struct canvas whole)
{
	return part.height >= 0 && part.width >= 0 && part.y >= whole.y && part.x >= whole.x &&
		part.y + part.height <= whole.y + whole.height &&
		part.x + part.width <= whole.x + whole.width;
}

static bool is_empty(struct canvas c)
{
	return !c.height || !c.width;
}

static bool apart(struct canvas a, struct canvas b)
{
	return is_empty(a) || is_empty(b) || a.y + a.height <= b.y || b.y + b.height <= a.y ||
		a.x + a.width <= b.x || b.x + b.width <= a.x;
}

/* What holds for any size. A bool, as an assertion for each of so many would take long. */
static bool split_is_sound(struct canvas c, const struct split *s, bool second)
{
	bool sound = inside(s->first, c) && inside(s->second, c) && inside(s->rule, c) &&
		apart(s->first, s->second) && apart(s->first, s->rule) && apart(s->second, s->rule);
	struct canvas shown = second ? s->second : s->first;
	struct canvas hidden = second ? s->first : s->second;
	if (s->single)
		return sound && is_empty(hidden) && is_empty(s->rule) &&
			shown.height == c.height && shown.width == c.width;
	return sound && !is_empty(s->first) && !is_empty(s->second) && !is_empty(s->rule) &&
		s->beside == (s->first.height == c.height);
}

static void panes_never_overlap(void **state)
{
	(void)state;
	static const uint64_t rows[] = {0, 1, 7, UINT64_MAX};
	static const unsigned ratios[] = {RATIO_MIN, 55, RATIO_MAX};
	for (int n = 0; n < 130 * 50; n++)
		for (int how = 0; how < 3 * 3 * 2 * 2; how++) {
			struct canvas c = {NULL, 2, 3, n % 50 + 1, n / 50 + 1};
			struct habits habits = {(enum habit_layout)(how % 3), ratios[how / 3 % 3],
				false};
			bool zoom = how / 9 % 2, second = how / 18;
			struct split split = split_of(c, &habits, rows[n % 4], zoom, second);
			if (!split_is_sound(c, &split, second))
				fail_msg("%dx%d, way %d", c.width, c.height, how);
		}
}

static void panes_by_size(void **state)
{
	(void)state;
	static const struct {
		enum habit_layout layout;
		int width, height;
		bool beside, single;
	} rows[] = {
		{LAYOUT_AUTO, 80, 21, false, false}, {LAYOUT_AUTO, 99, 40, false, false},
		{LAYOUT_AUTO, 100, 21, true, false}, {LAYOUT_AUTO, 100, 5, true, false},
		{LAYOUT_AUTO, 80, 13, false, true}, {LAYOUT_AUTO, 80, 14, false, false},
		{LAYOUT_BESIDE, 40, 21, true, false}, {LAYOUT_BESIDE, 39, 21, false, true},
		{LAYOUT_STACKED, 160, 50, false, false},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct canvas c = {NULL, 0, 0, rows[i].height, rows[i].width};
		struct habits habits = {rows[i].layout, 60, false};
		struct split split = split_of(c, &habits, 1000, false, false);
		assert_int_equal(split.beside, rows[i].beside);
		assert_int_equal(split.single, rows[i].single);
	}
}

/* ---- what is copied ---- */

static void copy_of(struct stage *stage, const char *log, const char *keys, struct strbuf *out)
{
	struct err err = {0};
	autostrbuf path;
	strbuf_init(&path, STRBUF_LINE);
	strbuf_addf(&path, "%s/scepwiz/copied.txt", stage->scratch);
	assert_true(stage_open(stage, log, &err));
	assert_true(stage_keys(stage, keys));
	strbuf_reset(out);
	assert_true(file_read(path.ptr, out, &err));
}

static void copies_are_redacted(void **state)
{
	(void)state;
	static const struct {
		const char *log, *keys, *has, *has_not;
	} rows[] = {
		{"tests/data/evtx/scep_ok.evtx", "y", "id=306", "S-1-12-1"},
		{"tests/data/evtx/scep_ok.evtx", "Y", "SCEP profile received", "S-1-12-1"},
		{"tests/data/evtx/scep_ok.evtx", "e Y", "host-1", "ndes-contoso"},
		{"tests/data/source/android.log", "y", "<SyncML", "PENlcnRFbn"},
		{"tests/data/source/android.log", "y", "(masked)", "john@contoso"},
	};
	struct stage stage;
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	stage_init(&stage);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		copy_of(&stage, rows[i].log, rows[i].keys, &text);
		assert_non_null(strstr(text.ptr, rows[i].has));
		assert_null(strstr(text.ptr, rows[i].has_not));
	}
	stage_finish(&stage);
}

/* Times as logs print them, in a column of 14 or of 8: the clock is worth more than the year. */
static void times_in_a_column(void **state)
{
	(void)state;
	static const struct { int64_t us; const char *printed, *day, *clock; } rows[] = {
		{1724146861370000, "whatever", "08-20 09:41:01", "09:41:01"},
		{TIME_NONE, "8/20/2024 9:41:06 AM", "8/20 9:41:06 A", "9:41:06 "},
		{TIME_NONE, "20/08/2024 09:41:06", "20/08 09:41:06", "09:41:06"},
		{TIME_NONE, "27.10.2021 12:28:26", "27.10 12:28:26", "12:28:26"},
		{TIME_NONE, "2024-08-20T09:41:06.123", "08-20T09:41:06", "09:41:06"},
		{TIME_NONE, "18:30:54.638009 -0500", "18:30:54.638", "18:30:54"},
		{TIME_NONE, "May 23 14:15:36", "May23 14:15:36", "14:15:36"},
		{TIME_NONE, "<Date Time>", "<Date Time>", "<Date Ti"},
		{TIME_NONE, "Time", "Time", "Time"},
		{TIME_NONE, "", "", ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		autostrbuf day, clock;
		strbuf_init(&day, STRBUF_LINE);
		strbuf_init(&clock, STRBUF_LINE);
		frame_time(rows[i].us, sv_str(rows[i].printed), true, &day);
		frame_time(rows[i].us, sv_str(rows[i].printed), false, &clock);
		assert_string_equal(day.len ? day.ptr : "", rows[i].day);
		assert_string_equal(clock.len ? clock.ptr : "", rows[i].clock);
	}
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typed_lines),
		cmocka_unit_test(keys_that_are_no_text),
		cmocka_unit_test(the_limit_of_a_line),
		cmocka_unit_test(the_cursor_stays_in_view),
		cmocka_unit_test(wrapped),
		cmocka_unit_test(raw_and_text),
		cmocka_unit_test(lines_that_lead_somewhere),
		cmocka_unit_test(any_width),
		cmocka_unit_test(a_page_has_an_end),
		cmocka_unit_test(panes_never_overlap),
		cmocka_unit_test(panes_by_size),
		cmocka_unit_test(copies_are_redacted),
		cmocka_unit_test(times_in_a_column),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
