/* Several sources read as one: a rotated log, oldest part first. Where a part does not end
 * with a line feed one is put in, so that the next one begins a line; a byte order mark of any
 * but the first is left out. */
#ifndef LOG_JOINED_H
#define LOG_JOINED_H

#include "source.h"

struct joined;

/* Takes over the parts, not the array. */
struct joined *joined_create(struct source *const *parts, size_t count);
void joined_destroy(struct joined *joined); /* NULL: nothing to do */

uint64_t joined_size(const struct joined *joined);
size_t joined_parts(const struct joined *joined);
struct source *joined_part(const struct joined *joined, size_t part);

/* As source_read(): fewer bytes than len at the end, or where a part has become shorter. */
size_t joined_read(struct joined *joined, uint64_t offset, void *buf, size_t len);
/* As source_place(). Lines are counted when the first one is asked for. */
size_t joined_place(struct joined *joined, uint64_t *offset, uint64_t *line);
const char *joined_trouble(const struct joined *joined); /* of the first part that has any */

#endif
