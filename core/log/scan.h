/* One pass over a text log: where its entries start (a sparse index), which of them hold
 * one of the literals looked for, and where a clock without date passed midnight.
 *
 * This is the plain scanner: correct, one block after the other. A faster one takes its
 * place behind this header. */
#ifndef LOG_SCAN_H
#define LOG_SCAN_H

#include "format.h"

struct scan;

#define SCAN_GROUP 64         /* entries between two places in the index */
#define SCAN_HITS_MAX 1000000 /* more are not kept, and the log says so */

/* first: where the text begins (behind a byte order mark). All arguments are borrowed. */
struct scan *scan_create(struct source *source, const struct log_format *format,
	uint64_t first, const struct log_options *options);
void scan_destroy(struct scan *scan);

bool scan_step(struct scan *scan); /* one block more; false: done */
uint64_t scan_position(const struct scan *scan); /* bytes seen so far */
uint64_t scan_count(const struct scan *scan);    /* entries so far */
bool scan_saw_debug(const struct scan *scan);
bool scan_overflow(const struct scan *scan);

/* Where entry n begins and ends (bytes), and on which line. */
bool scan_place(struct scan *scan, uint64_t n, uint64_t *ret_off, uint64_t *ret_end,
	uint64_t *ret_line);
unsigned scan_midnights(const struct scan *scan, uint64_t n); /* before entry n */

size_t scan_hits(const struct scan *scan);
uint64_t scan_hit(const struct scan *scan, size_t i); /* its entry */

#endif
