/* What was refused, passed over or found damaged, in sentences: the first few of them, and how
 * many more. */
#ifndef LOG_NOTES_H
#define LOG_NOTES_H

#include "base/sv.h"

#define NOTES_MAX 20

struct note {
	char *text;
	bool minor; /* only worth telling where all else failed, too */
};

struct notes {
	struct note *list;
	size_t list_count, list_cap;
	size_t unsaid;
	char more[100]; /* the sentence about those; "": none */
};

__attribute__((format(printf, 3, 4)))
void notes_add(struct notes *notes, bool minor, const char *format, ...);
/* NULL: no more. all: also the minor ones. */
const char *notes_at(const struct notes *notes, size_t i, bool all);
void notes_finish(struct notes *notes);

#endif
