/* Work on many things in processes of its own, a few at a time; what they say comes back in
 * the order it was started, and a process that dies takes nothing with it but its own. */
#ifndef CLI_WORKERS_H
#define CLI_WORKERS_H

#include <stddef.h>
#include <stdio.h>

#include "base/strbuf.h"

struct workers;

#define WORKERS_SAYS_MAX (1u << 20) /* bytes that one may say */

/* Runs in the process of its own, and says to out. */
typedef void worker_fn(void *data, size_t n, const char *name, FILE *out);

struct worker_done {
	size_t n;        /* 1 for the first one started */
	char *name;      /* these two are yours, now */
	struct strbuf said;
	int died;        /* the signal that ended it; 0: none */
	bool whole;      /* it came to its end */
};

/* From here to workers_destroy() INT, TERM and HUP reach workers_wait() only. NULL: the
 * system gives no more of what is needed (errno). */
struct workers *workers_create(worker_fn *work, void *data);
/* Ends those that still work, and waits for them. */
void workers_destroy(struct workers *workers);

bool workers_can_start(const struct workers *workers);
/* Takes the name over. If the system gives no more processes at the moment, it counts as done,
 * not whole. */
void workers_start(struct workers *workers, char *name);
bool workers_idle(const struct workers *workers); /* nothing is at work or left to take */
/* The next one in order, if it is done. */
bool workers_take(struct workers *workers, struct worker_done *ret);
/* Waits until something is done, or fd (-1: none) can be read. Gives the signal that came in
 * meanwhile, or 0. */
int workers_wait(struct workers *workers, int fd, bool *ret_readable);

#endif
