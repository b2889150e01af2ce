#include "page.h"

#include <stdio.h>
#include <string.h>

#include "base/sanitise.h"
#include "base/wrap.h"

#define PAGE_BYTES_MAX (2u << 20)

void page_init(struct page *page)
{
	*page = (struct page){.target = PAGE_NOWHERE};
	strbuf_init(&page->text, PAGE_BYTES_MAX);
}

void page_finish(struct page *page)
{
	strbuf_finish(&page->text);
	free(page->runs);
	free(page->lines);
}

void page_clear(struct page *page, int width, bool ascii)
{
	strbuf_reset(&page->text);
	page->runs_count = page->lines_count = 0;
	page->width = width > 1 ? width : 1;
	page->column = page->hang = 0;
	page->ascii = ascii;
	page->cut = false;
	page->target = PAGE_NOWHERE;
}

void page_line(struct page *page, int indent, int hang)
{
	int most = page->width / 2; /* narrow screens: room for text comes before neat indents */
	if (page->lines_count >= PAGE_LINES_MAX) {
		page->cut = true;
		return;
	}
	vec_push(page, lines, ((struct page_line){page->runs_count, page->target}));
	page->column = indent < most ? indent : most;
	page->hang = hang < most ? hang : most;
}

void page_blank(struct page *page)
{
	uint64_t target = page->target;
	page->target = PAGE_NOWHERE;
	page_line(page, 0, 0);
	page->target = target;
}

static void go_on(struct page *page)
{
	page_line(page, page->hang, page->hang);
}

/* A piece that fits on the line, at the line's end. */
static void put(struct page *page, enum look_role role, struct sv piece)
{
	if (!piece.len || page->cut)
		return;
	vec_push(page, runs, ((struct page_run){role, page->column, page->text.len, piece.len}));
	strbuf_add(&page->text, piece);
	page->cut |= page->text.full;
	page->column += (int)columns_of(piece);
}

/* A word, or text without blanks: as much on each line as fits. */
static void put_long(struct page *page, enum look_role role, struct sv text)
{
	while (text.len && !page->cut) {
		int room = page->width - page->column;
		size_t fits = bytes_of_columns(text, room > 0 ? (size_t)room : 0);
		bool fresh = page->column <= page->hang; /* on a line of its own it has to fit */
		if (room > 0 && (fresh || (int)columns_of(sv_sub(text, 0, fits)) <= room)) {
			put(page, role, sv_sub(text, 0, fits));
			text = sv_from(text, fits);
		}
		if (text.len)
			go_on(page);
	}
}

static void put_word(struct page *page, enum look_role role, struct sv raw)
{
	autostrbuf clean;
	strbuf_init(&clean, PAGE_BYTES_MAX);
	sanitise(&clean, raw, page->ascii ? SANITISE_ASCII : SANITISE_LINE);
	struct sv word = strbuf_sv(&clean);
	int columns = (int)columns_of(word);
	if (page->column + columns > page->width && page->column > page->hang &&
	    page->hang + columns <= page->width)
		go_on(page);
	put_long(page, role, word);
}

/* Broken as it stands: a no-break space is a blank to the eye alone. */
void page_add(struct page *page, enum look_role role, struct sv text)
{
	while (text.len) {
		size_t blanks = 0;
		while (blanks < text.len && text.ptr[blanks] == ' ')
			blanks++;
		/* a blank stands between words, or the end of the line does */
		if (page->column + (int)blanks < page->width)
			put(page, role, sv_sub(text, 0, blanks));
		else if (blanks && blanks < text.len)
			go_on(page);
		text = sv_from(text, blanks);
		size_t len = sv_chr(text, ' ');
		struct sv word = sv_sub(text, 0, len == SV_NPOS ? text.len : len);
		put_word(page, role, word);
		text = sv_from(text, word.len);
	}
}

void page_addf(struct page *page, enum look_role role, const char *format, ...)
{
	char text[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	page_add(page, role, sv_str(text));
}

void page_raw(struct page *page, enum look_role role, struct sv text)
{
	struct sv line;
	bool first = true;
	autostrbuf clean;
	strbuf_init(&clean, PAGE_BYTES_MAX);
	sanitise(&clean, text, SANITISE_LINES | (page->ascii ? SANITISE_ASCII : 0));
	text = strbuf_sv(&clean);
	while (sv_cut(&text, '\n', &line)) {
		if (!first)
			go_on(page);
		first = false;
		put_long(page, role, line);
	}
}

void page_text(struct page *page, enum look_role role, struct sv text)
{
	struct sv line;
	while (text.len && sv_cut(&text, '\n', &line)) {
		int indent = 0;
		while ((size_t)indent < line.len && line.ptr[indent] == ' ')
			indent++;
		page_line(page, indent, indent);
		page_add(page, role, sv_from(line, (size_t)indent));
	}
}

void page_target(struct page *page, uint64_t target)
{
	page->target = target;
}

uint64_t page_target_at(const struct page *page, uint64_t line)
{
	return line < page->lines_count ? page->lines[line].target : PAGE_NOWHERE;
}

uint64_t page_next_target(const struct page *page, uint64_t line, bool back)
{
	uint64_t here = page_target_at(page, line);
	for (uint64_t at = line; at < page->lines_count;) {
		uint64_t target = page->lines[at].target;
		if (target != PAGE_NOWHERE && target != here)
			return at;
		if (back && at == 0)
			break;
		at += back ? (uint64_t)-1 : 1;
	}
	return PAGE_NOWHERE;
}

static size_t runs_end(const struct page *page, size_t line)
{
	return line + 1 < page->lines_count ? page->lines[line + 1].runs : page->runs_count;
}

static struct sv run_text(const struct page *page, const struct page_run *run)
{
	return sv_sub(strbuf_sv(&page->text), run->from, run->len);
}

void page_print(const struct page *page, struct strbuf *out)
{
	for (size_t i = 0; i < page->lines_count; i++) {
		for (size_t r = page->lines[i].runs; r < runs_end(page, i); r++)
			strbuf_add(out, run_text(page, &page->runs[r]));
		strbuf_char(out, '\n');
	}
}

static void draw_line(const struct page *page, struct canvas canvas, int y, size_t line,
	bool selected)
{
	if (selected)
		draw_row(canvas, y, LOOK_SELECTED);
	for (size_t i = page->lines[line].runs; i < runs_end(page, line); i++) {
		const struct page_run *run = &page->runs[i];
		draw_text(canvas, y, run->column, selected ? LOOK_SELECTED : run->role,
			run_text(page, run));
	}
}

void page_draw_from(const struct page *page, struct canvas canvas, uint64_t top, uint64_t first,
	uint64_t last, bool focused)
{
	for (int y = 0; y < canvas.height && top + (uint64_t)y < page->lines_count; y++) {
		uint64_t line = top + (uint64_t)y;
		draw_line(page, canvas, y, (size_t)line, focused && line >= first && line <= last);
	}
	if (focused && first >= top)
		draw_cursor(canvas, (int)(first - top), 0, true);
}

void page_draw(const struct page *page, struct canvas canvas, struct list *list, bool focused)
{
	list_set_count(list, page->lines_count);
	list_fit(list, canvas.height);
	page_draw_from(page, canvas, list->top, list->selected, list->selected, focused);
}
