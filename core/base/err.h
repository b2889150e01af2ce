/* Trouble from outside, as a sentence made where it is understood: file, place, what was
 * expected, what to do. Functions that can fail for outside reasons take a struct err *
 * last (NULL: the caller does not care) and give false or NULL. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

enum err_kind {
	ERR_NONE,
	ERR_USAGE,  /* the call's words are off */
	ERR_INPUT,  /* unreadable, or not a format we know */
	ERR_FORMAT, /* a guide, theme or settings file with a mistake */
	ERR_GRAPH,  /* sign-in or Microsoft Graph */
	ERR_OUTPUT, /* a report could not be written */
};

struct err {
	enum err_kind kind;
	char text[400];
};

/* Always gives false, so that a failing function can end with it. */
bool err_set(struct err *err, enum err_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
