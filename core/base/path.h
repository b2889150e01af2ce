/* Paths as a person types them. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "strbuf.h"

/* "~" and "~/…" to the home folder; anything else as it is. Yours. */
char *path_expand(struct sv typed);

/* What a shell's Tab would make of it: whole gets the path as far as it is certain (a folder
 * with a slash behind it), candidates the names it could go on with, blank-separated, if there
 * are several. Hidden files only if the name begins with a dot. */
void path_complete(struct sv typed, struct strbuf *whole, struct strbuf *candidates);

/* The last part of a path. */
struct sv path_name(struct sv path);

#endif
