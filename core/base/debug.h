/* What the program did, for support, in a file that can be handed on: secrets are masked by their
 * value and by their shape, people by the shape of their addresses. Off unless asked for. */
#ifndef BASE_DEBUG_H
#define BASE_DEBUG_H

#include "err.h"
#include "strbuf.h"

struct debug;

#define DEBUG_MAX (4u << 20) /* bytes; what comes after is dropped, and the file says so */

/* A new file, 0600; an existing one is refused. */
struct debug *debug_create(const char *path, struct err *err);
void debug_destroy(struct debug *debug);

/* Masks these bytes wherever they come up from now on. The value is kept as a secret. Less than
 * eight bytes are not: they would mask words. */
void debug_hide(struct debug *debug, struct sv value);

/* One line, with its time. NULL: nothing happens. */
void debug_linef(struct debug *debug, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What debug_linef() makes of a text; for its tests. */
void debug_mask(const struct debug *debug, struct sv text, struct strbuf *out);

#endif
