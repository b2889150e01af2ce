/* A growing text with a stated maximum, so that no input can make one grow without end.
 * From the first piece that does not fit on, everything is dropped (of that piece, whole
 * characters are kept), and the buffer says so (full). Always NUL-terminated. */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stdarg.h>

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
void strbuf_add(struct strbuf *buf, struct sv text);
void strbuf_str(struct strbuf *buf, const char *text);
void strbuf_char(struct strbuf *buf, char c);
void strbuf_utf8(struct strbuf *buf, uint32_t code_point);
void strbuf_addf(struct strbuf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Room for so many bytes behind what is there; NULL: more than its maximum. What was written there
 * counts once strbuf_took() says how much it is. */
char *strbuf_room(struct strbuf *buf, size_t want);
void strbuf_took(struct strbuf *buf, size_t len);
struct sv strbuf_sv(const struct strbuf *buf); /* borrowed until the next change */
char *strbuf_steal(struct strbuf *buf); /* yours; the buffer is empty afterwards */

#define autostrbuf __attribute__((cleanup(strbuf_finish))) struct strbuf

#endif
