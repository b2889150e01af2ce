/* The small format of settings and themes: "name = value" lines, [sections], # comments. */
#ifndef BASE_INI_H
#define BASE_INI_H

#include "err.h"
#include "sv.h"

struct ini_line {
	const char *path;
	unsigned line;
	struct sv section, name, value;
};

/* Called for each pair; false ends the reading with the error it has set. */
typedef bool ini_fn(void *data, const struct ini_line *line, struct err *err);

/* path is only for messages. A line that is no pair is an error: file:line: message. */
bool ini_read(const char *path, struct sv text, ini_fn *fn, void *data, struct err *err);

#endif
