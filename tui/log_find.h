/* What is looked for in a log, as jobs: the search that n and N go through, and the filter that
 * leaves only its entries to be seen. */
#ifndef TUI_LOG_FIND_H
#define TUI_LOG_FIND_H

#include "app.h"
#include "diagnosis/search.h"

struct log_find {
	struct search *search; /* NULL: nothing is looked for */
	uint64_t job;
	char *pattern;         /* to look for again in the log that comes next; or NULL */
	struct app *app;
	bool jump, back;       /* the user waits for a hit, seen from entry from */
	uint64_t from, found;  /* found: SEARCH_NONE until there is one */
};

void log_find_finish(struct log_find *find);
/* Begins anew; an empty pattern ends it. False: the pattern is wrong; the message says why. */
bool log_find_begin(struct log_find *find, struct app *app, struct log *log,
	struct sv pattern, uint64_t from);
/* The log goes; the pattern stays. */
void log_find_let_go(struct log_find *find);
/* The same pattern over the log that has come in its place. */
void log_find_renew(struct log_find *find, struct log *log);
/* Looks on, once the log has more. */
void log_find_go_on(struct log_find *find);
bool log_find_busy(const struct log_find *find);
void log_find_stop(struct log_find *find);
/* The hit behind or before entry n, around the end if need be; SEARCH_NONE: none so far. */
uint64_t log_find_next(const struct log_find *find, uint64_t n, bool back);

#endif
