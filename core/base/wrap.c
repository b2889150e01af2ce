#include "wrap.h"

#include <utf8proc.h>

#include "utf8.h"

/* utf8proc's widths but for three kinds in which terminals and the C library agree on
 * something else: spacing marks (they have a cell of their own), Hangul vowels and finals
 * (they join the syllable before), and signs of the Book of Changes and circled numbers on
 * black squares (two columns). */
static unsigned columns_of_code(uint32_t c)
{
	if (c < 0x300 || c == UTF8_BAD)
		return 1;
	if ((c >= 0x1160 && c <= 0x11ff) || (c >= 0xd7b0 && c <= 0xd7ff))
		return 0;
	if ((c >= 0x3248 && c <= 0x324f) || (c >= 0x4dc0 && c <= 0x4dff))
		return 2;
	if (utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_MC)
		return 1;
	return (unsigned)utf8proc_charwidth((utf8proc_int32_t)c);
}

struct sv cell_take(struct sv *rest, unsigned *ret_columns)
{
	struct sv all = *rest;
	unsigned columns = columns_of_code(utf8_take(rest));
	unsigned marks = columns == 0;
	while (rest->len && marks < CELL_MARKS) {
		struct sv after = *rest;
		if (columns_of_code(utf8_take(&after)))
			break;
		*rest = after;
		marks++;
	}
	*ret_columns = columns ? columns : 1;
	return sv_sub(all, 0, all.len - rest->len);
}

/* Characters of one byte in front that are a cell each, whatever follows. */
static size_t single_cells(struct sv text)
{
	size_t len = 0;
	while (len < text.len && (unsigned char)text.ptr[len] < 0x80)
		len++;
	return len && len < text.len ? len - 1 : len; /* marks may follow the last */
}

size_t columns_of(struct sv text)
{
	size_t sum = 0;
	while (text.len) {
		size_t single = single_cells(text);
		unsigned columns = 0;
		text = sv_from(text, single);
		if (text.len)
			cell_take(&text, &columns);
		sum += single + columns;
	}
	return sum;
}

size_t bytes_of_columns(struct sv text, size_t columns)
{
	struct sv rest = text;
	size_t used = 0;
	while (rest.len && used < columns) {
		struct sv before = rest;
		unsigned need;
		cell_take(&rest, &need);
		if (used && used + need > columns)
			return text.len - before.len;
		used += need;
	}
	return text.len - rest.len;
}

void one_line(struct strbuf *out, struct sv text)
{
	size_t from = 0;
	for (size_t i = 0; i < text.len; i++) {
		bool crlf = text.ptr[i] == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n';
		bool breaks = text.ptr[i] == '\n' || text.ptr[i] == '\t';
		if (!crlf && !breaks)
			continue;
		strbuf_add(out, sv_sub(text, from, i - from));
		if (breaks)
			strbuf_char(out, ' ');
		from = i + 1;
	}
	strbuf_add(out, sv_from(text, from));
}

void wrap(struct strbuf *out, struct sv text, size_t column, size_t indent, size_t width)
{
	struct sv word;
	for (bool first = true; sv_word(&text, &word); first = false) {
		size_t need = columns_of(word);
		if (!first && column + 1 + need > width) {
			strbuf_addf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (!first) {
			strbuf_char(out, ' ');
			column++;
		}
		strbuf_add(out, word);
		column += need;
	}
}
