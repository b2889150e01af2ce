/* A log's path in a saved diagnosis: bytes, as text that is UTF-8. A byte that is not part of
 * any is written as %FF, and so is the percent sign. */
#ifndef SAVED_PATH_H
#define SAVED_PATH_H

#include "base/strbuf.h"

/* Any bytes; appended to out. */
void saved_path_text(const char *path, struct strbuf *out);
/* The same bytes again; yours. NULL: not as saved_path_text() writes an absolute path. */
char *saved_path_of(struct sv text);

#endif
