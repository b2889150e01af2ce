/* A growing text with a stated maximum, so that no input can make one grow without end.
 * From the first piece that does not fit on, everything is dropped (of that piece, whole
 * characters are kept), and the buffer says so (full). Always NUL-terminated. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stdarg.h>
#include <string.h>

#include "sv.h"

struct strbuf {
	char *ptr;
	size_t len, cap, max;
	bool full;
};

#define STRBUF_LINE (64u << 10)   /* a sentence, a line */
#define STRBUF_RECORD (8u << 20)  /* one log entry, one document within an entry */
#define STRBUF_REPORT (64u << 20) /* a whole report */

void strbuf_init(struct strbuf *buf, size_t max);
void strbuf_finish(struct strbuf *buf);
void strbuf_reset(struct strbuf *buf);
void strbuf_add_slowly(struct strbuf *buf, struct sv text); /* strbuf_add(), if it must grow */
static inline void strbuf_add(struct strbuf *buf, struct sv text);
static inline void strbuf_str(struct strbuf *buf, const char *text);
static inline void strbuf_char(struct strbuf *buf, char c);
void strbuf_utf8(struct strbuf *buf, uint32_t code_point);
void strbuf_addf(struct strbuf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
struct sv strbuf_sv(const struct strbuf *buf); /* borrowed until the next change */
char *strbuf_steal(struct strbuf *buf); /* yours; the buffer is empty afterwards */

void strbuf_grow(struct strbuf *buf, size_t want); /* so many bytes more will be added */

/* Room for so many bytes, to be filled in part by the caller, who tells by strbuf_took() how much of
 * it he did; NULL: so many do not fit, or none at all any more. */
static inline char *strbuf_room(struct strbuf *buf, size_t len)
{
	if (buf->full || len > buf->max - buf->len)
		return NULL;
	if (len >= buf->cap - buf->len)
		strbuf_grow(buf, len);
	return buf->ptr + buf->len;
}

static inline void strbuf_took(struct strbuf *buf, size_t len)
{
	buf->len += len;
	buf->ptr[buf->len] = '\0';
}

static inline void strbuf_add(struct strbuf *buf, struct sv text)
{
	size_t end = buf->len + text.len;
	if (buf->full || text.len >= buf->cap || end >= buf->cap || end > buf->max) {
		strbuf_add_slowly(buf, text);
		return;
	}
	if (text.len)
		memcpy(buf->ptr + buf->len, text.ptr, text.len);
	buf->len = end;
	buf->ptr[end] = '\0';
}

static inline void strbuf_str(struct strbuf *buf, const char *text)
{
	strbuf_add(buf, (struct sv){text, text ? strlen(text) : 0}); /* NULL adds nothing */
}

static inline void strbuf_char(struct strbuf *buf, char c)
{
	strbuf_add(buf, (struct sv){&c, 1});
}

#define autostrbuf __attribute__((cleanup(strbuf_finish))) struct strbuf

#endif
