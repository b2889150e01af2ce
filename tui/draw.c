#include "screen.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/sanitise.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "draw.h"

#define REPLACEMENT 0xfffd
#define BYTES_A_COLUMN 64 /* far more than a character with all its marks has */

struct canvas draw_canvas(struct term *term)
{
	struct canvas canvas = {.term = term};
	term_size(term, &canvas.height, &canvas.width);
	return canvas;
}

/* Cuts [*start, *start + *len) to [0, max). */
static void cut_span(int *start, int *len, int max)
{
	int64_t from = *start < 0 ? 0 : *start, to = (int64_t)*start + (*len < 0 ? 0 : *len);
	to = to > max ? max : to;
	*start = (int)(from > max ? max : from);
	*len = to > *start ? (int)(to - *start) : 0;
}

struct canvas canvas_part(struct canvas canvas, int y, int x, int height, int width)
{
	cut_span(&y, &height, canvas.height);
	cut_span(&x, &width, canvas.width);
	return (struct canvas){canvas.term, canvas.y + y, canvas.x + x, height, width};
}

/* The screen may have become smaller than what a canvas was made for. */
static bool on_canvas(const struct canvas *canvas, int y, int x, int columns)
{
	const WINDOW *window = canvas->term->window;
	return y >= 0 && y < canvas->height && x >= 0 && x <= canvas->width - columns &&
		canvas->y >= 0 && canvas->y + y < getmaxy(window) &&
		canvas->x >= 0 && canvas->x + x + columns <= getmaxx(window);
}

static void put(const struct canvas *canvas, int y, int x, enum look_role role,
	const wchar_t *text, attr_t more)
{
	const struct term *term = canvas->term;
	cchar_t cell;
	setcchar(&cell, text, term->attributes[role] | more, term->pairs[role], NULL);
	mvwadd_wch(term->window, canvas->y + y, canvas->x + x, &cell);
}

static void put_blanks(const struct canvas *canvas, int y, int x, enum look_role role, int count)
{
	for (int i = 0; i < count && x < canvas->width - i; i++)
		if (on_canvas(canvas, y, x + i, 1))
			put(canvas, y, x + i, role, L" ", 0);
}

/* One character with its marks. Where the C library's view of its width is not ours (it does
 * not know the character), a sign of that width stands for it, so that nothing moves. */
static void put_cell(const struct canvas *canvas, int y, int x, enum look_role role,
	struct sv cell, int columns)
{
	wchar_t wide[2 + CELL_MARKS] = {0};
	size_t n = 0;
	if (cell.len == 1 && cell.ptr[0] >= ' ' && cell.ptr[0] < 0x7f && columns == 1) {
		wide[0] = (wchar_t)cell.ptr[0];
		put(canvas, y, x, role, wide, 0);
		return;
	}
	while (cell.len && n < 1 + CELL_MARKS) {
		wchar_t c = (wchar_t)utf8_take(&cell);
		if (n == 0 && wcwidth(c) == 0)
			wide[n++] = L' ';
		if (n == 0 || wcwidth(c) == 0)
			wide[n++] = c;
	}
	if (wcwidth(wide[0]) != columns) {
		put_blanks(canvas, y, x, role, columns);
		wide[0] = REPLACEMENT;
		wide[1] = L'\0';
	}
	put(canvas, y, x, role, wide, 0);
}

/* One character at a column of the canvas; what lies over an edge leaves blanks before it. */
static void place_cell(const struct canvas *canvas, int y, int64_t x, enum look_role role,
	struct sv cell, int columns)
{
	if (x + columns <= 0 || x >= canvas->width)
		return;
	if (on_canvas(canvas, y, (int)x, columns))
		put_cell(canvas, y, (int)x, role, cell, columns);
	else
		put_blanks(canvas, y, (int)x, role, columns);
}

static void clean_text(const struct term *term, struct strbuf *out, struct sv text)
{
	strbuf_init(out, STRBUF_RECORD);
	sanitise(out, text, SANITISE_LINE | (term->ascii ? SANITISE_ASCII : 0));
}

int draw_text_from(struct canvas canvas, int y, int x, enum look_role role, struct sv text,
	int skip)
{
	int64_t at = (int64_t)x - (skip > 0 ? skip : 0), from = x > 0 ? x : 0;
	if (y < 0 || y >= canvas.height || x >= canvas.width)
		return 0;
	autostrbuf clean;
	clean_text(canvas.term, &clean,
		utf8_cut(text, (size_t)(canvas.width - at) * BYTES_A_COLUMN));
	struct sv rest = strbuf_sv(&clean);
	/* what is skipped must not show between the canvas's edge and x */
	struct canvas right = canvas_part(canvas, 0, (int)from, canvas.height, canvas.width);
	while (rest.len && at < canvas.width) {
		unsigned columns;
		struct sv cell = cell_take(&rest, &columns);
		place_cell(&right, y, at - from, role, cell, (int)columns);
		at += columns;
	}
	at = at > canvas.width ? canvas.width : at;
	return at > from ? (int)(at - from) : 0;
}

int draw_text(struct canvas canvas, int y, int x, enum look_role role, struct sv text)
{
	return draw_text_from(canvas, y, x, role, text, 0);
}

int draw_textf(struct canvas canvas, int y, int x, enum look_role role, const char *format, ...)
{
	autofree char *text = NULL;
	va_list args;
	va_start(args, format);
	int len = vasprintf(&text, format, args);
	va_end(args);
	if (len < 0) {
		text = NULL; /* undefined otherwise */
		return 0;
	}
	return draw_text(canvas, y, x, role, (struct sv){text, (size_t)len});
}

void draw_row(struct canvas canvas, int y, enum look_role role)
{
	put_blanks(&canvas, y, 0, role, canvas.width);
}

/* A line's piece: curses knows the terminal's way to draw it. */
static void put_line(const struct canvas *canvas, int y, int x, const cchar_t *line,
	const wchar_t *vt, const wchar_t *ascii)
{
	wchar_t wide[CCHARW_MAX + 1] = {0};
	attr_t bits = 0;
	short pair = 0;
	if (!on_canvas(canvas, y, x, 1))
		return;
	getcchar(line, wide, &bits, &pair, NULL);
	if (canvas->term->ascii || wcwidth(wide[0]) != 1)
		put(canvas, y, x, LOOK_BORDER, ascii, 0);
	else if (canvas->term->vt_lines)
		put(canvas, y, x, LOOK_BORDER, vt, A_ALTCHARSET);
	else
		put(canvas, y, x, LOOK_BORDER, wide, bits & A_ALTCHARSET);
}

void draw_horizontal(struct canvas canvas, int y)
{
	for (int x = 0; x < canvas.width; x++)
		put_line(&canvas, y, x, WACS_HLINE, L"q", L"-");
}

void draw_vertical(struct canvas canvas, int x)
{
	for (int y = 0; y < canvas.height; y++)
		put_line(&canvas, y, x, WACS_VLINE, L"x", L"|");
}

void draw_gauge(struct canvas canvas, int y, int x, int width, double full)
{
	const wchar_t *done = canvas.term->plain_signs ? L"#" : L"█";
	const wchar_t *open = canvas.term->plain_signs ? L"." : L"░";
	double share = full > 0 ? full < 1 ? full : 1 : 0; /* not a number: nothing */
	int filled = (int)(share * width);
	for (int i = 0; i < width && x < canvas.width - i; i++)
		if (on_canvas(&canvas, y, x + i, 1))
			put(&canvas, y, x + i, LOOK_PROGRESS, i < filled ? done : open, 0);
}

static int within(int at, int size)
{
	return at >= size ? (size > 0 ? size - 1 : 0) : at < 0 ? 0 : at;
}

void draw_cursor(struct canvas canvas, int y, int x, bool visible)
{
	canvas.term->cursor_y = canvas.y + within(y, canvas.height);
	canvas.term->cursor_x = canvas.x + within(x, canvas.width);
	canvas.term->cursor_visible = visible;
}

struct sv draw_glyph(const struct term *term, enum glyph glyph)
{
	static const char *const signs[GLYPH_COUNT][2] = {
		[GLYPH_PASSED] = {"✓", "+"}, [GLYPH_BROKEN] = {"✗", "x"},
		[GLYPH_MISSING] = {"○", "o"}, [GLYPH_UNKNOWN] = {"?", "?"},
		[GLYPH_SELECTED] = {"›", ">"}, [GLYPH_KEY] = {"●", "*"},
		[GLYPH_NOTE] = {"·", "."}, [GLYPH_MARKED] = {"◆", "@"},
		[GLYPH_TREE] = {"└", "`"}, [GLYPH_SEPARATOR] = {"›", ">"},
	};
	return sv_str(glyph < GLYPH_COUNT ? signs[glyph][term->plain_signs] : "?");
}

int draw_columns(const struct term *term, struct sv text)
{
	autostrbuf clean;
	clean_text(term, &clean, text);
	size_t columns = columns_of(strbuf_sv(&clean));
	return columns > INT32_MAX ? INT32_MAX : (int)columns;
}

void draw_begin(struct term *term)
{
	werase(term->window);
	term->cursor_y = term->cursor_x = 0;
	term->cursor_visible = false;
}

void draw_end(struct term *term)
{
	if (!term->cursor_visible)
		curs_set(0);
	wmove(term->window, term->cursor_y, term->cursor_x);
	wnoutrefresh(term->window);
	doupdate();
	if (term->cursor_visible) /* where it belongs by now */
		curs_set(1);
}

struct seen {
	wchar_t text[CCHARW_MAX + 1];
	short pair;
	int columns;
};

static struct seen see(const struct term *term, int y, int x)
{
	struct seen seen = {0};
	cchar_t cell;
	attr_t bits = 0;
	mvwin_wch(term->window, y, x, &cell);
	getcchar(&cell, seen.text, &bits, &seen.pair, NULL);
	if ((bits & A_ALTCHARSET) && (seen.text[0] == L'q' || seen.text[0] == L'x'))
		seen.text[0] = seen.text[0] == L'q' ? L'─' : L'│';
	int columns = wcwidth(seen.text[0]);
	seen.columns = columns > 1 ? columns : 1;
	return seen;
}

/* Trailing blanks off, as far back as the row begins. */
static void end_row(struct strbuf *out, size_t start, char blank)
{
	while (out->len > start && out->ptr[out->len - 1] == blank)
		out->len--;
	strbuf_char(out, '\n');
}

void draw_dump(const struct term *term, struct strbuf *out)
{
	for (int y = 0; y < getmaxy(term->window); y++) {
		size_t start = out->len;
		for (int x = 0; x < getmaxx(term->window);) {
			struct seen seen = see(term, y, x);
			for (size_t i = 0; seen.text[i]; i++)
				strbuf_utf8(out, (uint32_t)seen.text[i]);
			x += seen.columns;
		}
		end_row(out, start, ' ');
	}
}

char draw_role_letter(enum look_role role)
{
	static const char letters[LOOK_COUNT] = {
		[LOOK_PLAIN] = '.', [LOOK_TITLE] = 'T', [LOOK_HINT] = 'h',
		[LOOK_HINT_KEY] = 'k', [LOOK_BORDER] = '#', [LOOK_HEADING] = 'H',
		[LOOK_LABEL] = 'l', [LOOK_DIM] = 'd', [LOOK_LINK] = 'L',
		[LOOK_SELECTED] = 'S', [LOOK_SELECTED_BLURRED] = 's', [LOOK_FIELD] = 'F',
		[LOOK_ERROR] = 'E', [LOOK_MESSAGE] = 'm', [LOOK_PROGRESS] = 'P',
		[LOOK_STEP_DONE] = '1', [LOOK_STEP_NOW] = '2', [LOOK_STEP_TODO] = '3',
		[LOOK_REACHED] = 'R', [LOOK_NOT_REACHED] = 'N', [LOOK_INCONCLUSIVE] = 'I',
		[LOOK_STAGE_PASSED] = 'p', [LOOK_STAGE_BROKEN] = 'b',
		[LOOK_STAGE_MISSING] = 'o', [LOOK_STAGE_UNKNOWN] = 'u',
		[LOOK_KEY_PROOF] = '!', [LOOK_KEY_REFUSAL] = 'x', [LOOK_KEY_REMOVAL] = '-',
		[LOOK_KEY_GOOD] = 'g', [LOOK_KEY_BAD] = 'B', [LOOK_KEY_NOTE] = 'n',
		[LOOK_MARK] = 'M', [LOOK_HIT] = '*', [LOOK_LEVEL_ERROR] = 'e',
		[LOOK_LEVEL_WARNING] = 'w', [LOOK_LEVEL_DEBUG] = 'v',
		[LOOK_XML_NAME] = 'X', [LOOK_XML_VALUE] = 'V',
	};
	return role < LOOK_COUNT ? letters[role] : '?';
}

void draw_dump_roles(const struct term *term, struct strbuf *out)
{
	for (int y = 0; y < getmaxy(term->window); y++) {
		size_t start = out->len;
		for (int x = 0; x < getmaxx(term->window); x++) {
			struct seen seen = see(term, y, x);
			strbuf_char(out, draw_role_letter(seen.pair ? (enum look_role)(seen.pair - 1)
				: LOOK_PLAIN));
		}
		end_row(out, start, '.');
	}
}

void draw_dump_cursor(const struct term *term, int *ret_y, int *ret_x)
{
	*ret_y = term->cursor_y;
	*ret_x = term->cursor_x;
}
