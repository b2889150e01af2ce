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
void source_close(struct source *source);

const char *source_path(const struct source *source);
uint64_t source_size(const struct source *source); /* when it was opened */
/* Gives how many bytes it could read: fewer than len at the end, or after an error. What
 * was added since it was opened is not read; what was taken away is trouble. */
size_t source_read(struct source *source, uint64_t offset, void *buf, size_t len);
/* What went wrong in reading so far, in the words of the system or ours; NULL: nothing. */
const char *source_trouble(const struct source *source);

#endif
