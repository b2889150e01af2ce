/* A page: text in roles, wrapped to a width, with lines that lead somewhere. Views fill it from
 * what they read and show a part of it. */
#ifndef TUI_PAGE_H
#define TUI_PAGE_H

#include "draw.h"
#include "list.h"

#define PAGE_LINES_MAX 20000
#define PAGE_NOWHERE UINT64_MAX

struct page_run {
	enum look_role role;
	int column;
	size_t from, len; /* of text */
};

struct page_line {
	size_t runs; /* the first one; they end where those of the next line begin */
	uint64_t target;
};

struct page {
	struct strbuf text; /* sanitised */
	struct page_run *runs;
	size_t runs_count, runs_cap;
	struct page_line *lines;
	size_t lines_count, lines_cap;
	int width, column, hang; /* hang: where the lines that continue begin */
	bool ascii, cut;         /* cut: there was more than a page takes */
	uint64_t target;
};

void page_init(struct page *page);
void page_finish(struct page *page);
/* Empty, for a new filling. */
void page_clear(struct page *page, int width, bool ascii);

/* Begins a line at column indent; what does not fit goes on at column hang. */
void page_line(struct page *page, int indent, int hang);
void page_blank(struct page *page);
/* Adds text to the line, broken at blanks. */
void page_add(struct page *page, enum look_role role, struct sv text);
void page_addf(struct page *page, enum look_role role, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, broken only where the line is full: raw text, kept as it stands. Line feeds begin
 * a line. */
void page_raw(struct page *page, enum look_role role, struct sv text);
/* Text of several lines, broken at blanks; what continues a line is indented as it is. */
void page_text(struct page *page, enum look_role role, struct sv text);
/* The lines begun from now on lead to target (PAGE_NOWHERE: not any more). */
void page_target(struct page *page, uint64_t target);
uint64_t page_target_at(const struct page *page, uint64_t line);
/* The nearest line with a target behind or before line; PAGE_NOWHERE if there is none. */
uint64_t page_next_target(const struct page *page, uint64_t line, bool back);

/* The lines as plain text. */
void page_print(const struct page *page, struct strbuf *out);

/* Shows the lines from list->top on. focused: the selected line is shown as such and the
 * cursor rests on it. */
void page_draw(const struct page *page, struct canvas canvas, struct list *list, bool focused);
/* The same from line top on, with the lines first to last shown as selected. */
void page_draw_from(const struct page *page, struct canvas canvas, uint64_t top, uint64_t first,
	uint64_t last, bool focused);

#endif
