/* Regular expressions (PCRE2) with limits, so that no pattern or text can make one run
 * away: a match that would take too long is no match and says so. */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include "err.h"
#include "sv.h"

struct pattern;

/* icase: letters match whatever their case. The error names the place in the pattern. */
struct pattern *pattern_create(struct sv text, bool icase, struct err *err);
/* A text that is known to be one; it is compiled at first use, and has to stay that long. */
struct pattern *pattern_known(const char *text);
/* It will be asked of very many texts, as a search is: it becomes machine code, which takes as long as
 * some hundred searches. The limits stay, but are reached later. */
void pattern_hasten(struct pattern *pattern);
void pattern_destroy(struct pattern *pattern);
const char *pattern_text(const struct pattern *pattern);

#define PATTERN_GROUPS 16
struct pattern_match {
	size_t from, to; /* of the whole match, in bytes */
	struct sv group[PATTERN_GROUPS]; /* [0] is the whole; unset ones are empty */
	bool too_complex; /* set when the limit was hit; then the result is false */
};

bool pattern_search(const struct pattern *pattern, struct sv text, size_t from,
	struct pattern_match *ret);
/* The same in a text that is known to be UTF-8, which need not be looked through first. */
bool pattern_search_utf8(const struct pattern *pattern, struct sv text,
	struct pattern_match *ret);
/* The same in the front of a longer text, which is UTF-8. True: the whole text gives just that. False:
 * only the whole tells. */
bool pattern_search_front(const struct pattern *pattern, struct sv front,
	struct pattern_match *ret);
bool pattern_found(const struct pattern *pattern, struct sv text);
/* The number of a named group, 0 if there is none. */
unsigned pattern_group(const struct pattern *pattern, const char *name);

#endif
