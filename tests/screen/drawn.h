/* For the tests of what is drawn: a played terminal, and its rows read back. */
#ifndef DRAWN_H
#define DRAWN_H

#include "unit/testing.h"

#include <locale.h>
#include <stdio.h>

#include "tui/draw.h"
#include "tui/term.h"

#define WIDTH 20
#define HEIGHT 4

static inline struct theme plain_theme(void)
{
	struct theme theme = {.name = "test"};
	for (int i = 0; i < LOOK_COUNT; i++)
		theme.rich[i] = theme.basic[i] = (struct look){-1, -1, 0};
	return theme;
}

static inline const struct theme *shared_theme(void)
{
	static struct theme theme;
	theme = plain_theme();
	return &theme;
}

static inline struct term *opened(struct term_options options, int height, int width)
{
	struct err err = {0};
	options.played = true;
	options.theme = shared_theme();
	options.colour = true;
	options.height = height;
	options.width = width;
	struct term *term = term_open(&options, &err);
	assert_non_null(term);
	draw_begin(term);
	return term;
}

static inline int open_screen(void **state)
{
	*state = opened((struct term_options){0}, HEIGHT, WIDTH);
	return 0;
}

static inline int open_ascii(void **state)
{
	*state = opened((struct term_options){.ascii = true}, HEIGHT, WIDTH);
	return 0;
}

static inline int close_screen(void **state)
{
	term_close(*state);
	return 0;
}

static inline struct sv row_of(struct strbuf *dump, int y)
{
	struct sv rest = strbuf_sv(dump), row = SV_EMPTY;
	for (int i = 0; i <= y; i++)
		assert_true(sv_cut(&rest, '\n', &row));
	return row;
}

static inline void assert_row(const struct term *term, int y, const char *expected)
{
	autostrbuf dump;
	strbuf_init(&dump, STRBUF_RECORD);
	draw_dump(term, &dump);
	struct sv row = row_of(&dump, y);
	char got[4096];
	snprintf(got, sizeof(got), SV_FMT, SV_ARG(row));
	assert_string_equal(got, expected);
}

static inline void fill(struct term *term)
{
	struct canvas screen = draw_canvas(term);
	draw_begin(term);
	for (int y = 0; y < screen.height; y++)
		for (int x = 0; x < screen.width; x++)
			draw_text(screen, y, x, LOOK_DIM, SV("#"));
}

#define ON_SCREEN(test) cmocka_unit_test_setup_teardown(test, open_screen, close_screen)
#define ON_ASCII(test) cmocka_unit_test_setup_teardown(test, open_ascii, close_screen)

#endif
