#include "wrap.h"

#include "utf8.h"

size_t columns_of(struct sv text)
{
	size_t columns = 0;
	for (size_t i = 0; i < text.len; i++)
		columns += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
	return columns;
}

size_t bytes_of_columns(struct sv text, size_t columns)
{
	struct sv rest = text;
	while (rest.len && columns--)
		utf8_take(&rest);
	return text.len - rest.len;
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
