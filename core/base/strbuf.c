#include "strbuf.h"

#include <stdio.h>
#include <string.h>

#include "utf8.h"

void strbuf_init(struct strbuf *buf, size_t max)
{
	*buf = (struct strbuf){.max = max};
}

void strbuf_finish(struct strbuf *buf)
{
	free(buf->ptr);
	*buf = (struct strbuf){.max = buf->max};
}

void strbuf_reset(struct strbuf *buf)
{
	buf->len = 0;
	buf->full = false;
	if (buf->ptr)
		buf->ptr[0] = '\0';
}

/* Once something was left out nothing follows it, and half a character is left out whole:
 * a lone byte of one could be a command to the terminal. */
static struct sv what_fits(struct strbuf *buf, struct sv text)
{
	if (buf->full)
		return SV_EMPTY;
	size_t room = buf->max - buf->len;
	if (text.len <= room)
		return text;
	buf->full = true;
	return utf8_cut(text, room);
}

void strbuf_grow(struct strbuf *buf, size_t want)
{
	size_t need = buf->len + want + 1;
	if (need > buf->cap) {
		size_t cap = buf->cap ? buf->cap : 64;
		while (cap < need)
			cap *= 2;
		buf->ptr = xrealloc(buf->ptr, cap);
		buf->cap = cap;
	}
}

void strbuf_add_slowly(struct strbuf *buf, struct sv text)
{
	text = what_fits(buf, text);
	strbuf_grow(buf, text.len);
	if (text.len)
		memcpy(buf->ptr + buf->len, text.ptr, text.len);
	buf->len += text.len;
	buf->ptr[buf->len] = '\0';
}

void strbuf_utf8(struct strbuf *buf, uint32_t c)
{
	char b[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		b[i] = (char)(0x80 | (c & 0x3f));
	b[0] = (char)(lead[n] | c);
	strbuf_add(buf, (struct sv){b, n});
}

void strbuf_addf(struct strbuf *buf, const char *format, ...)
{
	char *text = NULL;
	va_list args;
	va_start(args, format);
	int len = vasprintf(&text, format, args);
	va_end(args);
	if (len >= 0)
		strbuf_add(buf, (struct sv){text, (size_t)len});
	free(text);
}

struct sv strbuf_sv(const struct strbuf *buf)
{
	return (struct sv){buf->ptr ? buf->ptr : "", buf->len};
}

char *strbuf_steal(struct strbuf *buf)
{
	char *text = buf->ptr ? buf->ptr : xstrdup("");
	*buf = (struct strbuf){.max = buf->max};
	return text;
}
