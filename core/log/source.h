/* The bytes of a log, read with pread and never mapped: a log may shrink, grow or vanish
 * while it is read. What is no regular file (a pipe, standard input) is taken into memory
 * up to a limit. Nothing is ever written to disk. */
#ifndef LOG_SOURCE_H
#define LOG_SOURCE_H

#include "base/err.h"
#include "base/sv.h"

struct source;

#define SOURCE_STREAM_MAX (48u << 20) /* of a pipe or of standard input */

/* path "-" is standard input. */
struct source *source_open(const char *path, struct err *err);
/* For tests and for members of bundles: takes the bytes over (to be freed by free()). */
struct source *source_memory(const char *path, char *owned, size_t size);
/* Parts of one log (a rotated set), oldest first, as one: their bytes one after the other, a
 * line feed between two where there is none, no byte order mark but the first. Takes over the
 * parts, not the array. What was found is told as of the part: see source_place(). */
struct source *source_joined(const char *path, struct source *const *parts, size_t count);
/* One whose bytes another part of this room makes, when they are read. data is borrowed. */
typedef size_t source_read_fn(const void *data, uint64_t offset, char *buf, size_t len);
struct source *source_made(const char *path, uint64_t size, source_read_fn *read, const void *data);
void source_close(struct source *source);

/* What the first bytes looked like to who asked last (log.c), so that nobody need look again. */
struct log_format;
struct source_look {
	const struct log_format *format; /* NULL: nobody asked */
	int encoding, platform;          /* asked for that platform */
};
struct source_look *source_look(struct source *source);

const char *source_path(const struct source *source);
/* Which member of the bundle or folder that path names; of a joined source all of them, with
 * " + " between. NULL: path is the log itself. */
const char *source_member(const struct source *source);
void source_set_member(struct source *source, const char *member);
/* For messages: "PATH", or "PATH/MEMBER". */
const char *source_name(const struct source *source);

size_t source_parts(const struct source *source); /* 1, or those of a joined source */
struct source *source_part(struct source *source, size_t part); /* borrowed; NULL: none */
/* Which part holds the byte at *offset, and where in it: *offset becomes that of the part, and
 * *line (unless 0) the line within it. */
size_t source_place(struct source *source, uint64_t *offset, uint64_t *line);

uint64_t source_size(const struct source *source); /* when it was opened */
size_t source_mark_size(struct source *source); /* bytes of a byte order mark of UTF-8 */
/* Gives how many bytes it could read: fewer than len at the end, or after an error. What
 * was added since it was opened is not read; what was taken away is trouble. */
size_t source_read(struct source *source, uint64_t offset, void *buf, size_t len);
/* What went wrong in reading so far, in the words of the system or ours; NULL: nothing. */
const char *source_trouble(const struct source *source);

#endif
