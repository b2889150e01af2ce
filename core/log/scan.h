/* One pass over a text log: where its entries start (a sparse index), which of them hold
 * one of the literals looked for, and where a clock without date passed midnight.
 *
 * How it works. The log is cut into blocks of 512 KiB (block.h), each read with pread into a
 * buffer that is used again: a mapped log would crash the program when it shrinks, and costs a
 * page fault every 4 KiB (measured: 26 to 116 ms a gigabyte, depending on what the kernel has
 * done with its pages; reading 60). In each block one sweep (finder.h) gives line feeds and
 * literals in order; at a line feed the form is asked whether an entry starts behind it, mostly
 * at a glance (format.h). Blocks know nothing of each other, so that threads can work on several
 * (crew.h), once the first entry has begun; a form that has to see the line above is scanned in
 * order. In the index (scan_index.h) the blocks come together, in order.
 *
 * What is kept. Of each block 32 bytes, of each 128th entry its place in the block (8 bytes): some
 * 300 bytes a megabyte of log. What lies between is found again by a walk from there, in
 * microseconds. A hit is 24 bytes and says itself where its entry is, so that reading it costs no
 * walk. */
#ifndef LOG_SCAN_H
#define LOG_SCAN_H

#include "format.h"

struct scan;

#define SCAN_HITS_MAX 1000000 /* more are not kept, and the log says so */

/* Where to begin: at the first byte of the text (behind a byte order mark), or at an entry that
 * is known, with its number and line. */
struct scan_from {
	uint64_t off, entry, line;
};

/* All arguments are borrowed. With options->threads blocks are scanned ahead by threads. */
struct scan *scan_create(struct source *source, const struct log_format *format,
	struct scan_from from, const struct log_options *options);
void scan_destroy(struct scan *scan);
/* Before its first step: the text is narrowed (wide.h). */
void scan_set_narrowed(struct scan *scan);

/* One block more; false: done. With threads and options->background it does not wait for them, and
 * may have got no block: then a descriptor tells when there is one. */
bool scan_step(struct scan *scan);
int scan_waits_for(const struct scan *scan); /* -1: the last step got its block */
uint64_t scan_position(const struct scan *scan); /* bytes seen so far */
uint64_t scan_count(const struct scan *scan);    /* entries so far; of a scan from the beginning */
uint64_t scan_lines(const struct scan *scan);    /* line feeds so far */
bool scan_saw_debug(const struct scan *scan);
bool scan_overflow(const struct scan *scan);

/* What is known of an entry of the block scanned last, where entries are sketched (format.h) and no
 * literals are looked for. False: nothing. */
bool scan_outline(const struct scan *scan, uint64_t n, struct log_outline *ret);
/* An entry of that block of which something was noted. */
struct scan_sketched {
	uint64_t off, line;
	uint64_t record;
	int64_t us;
	const struct log_kind *kind;
	struct sv text; /* begins with it; good until the next step */
	struct sv notes;
};
bool scan_sketched(const struct scan *scan, uint64_t n, struct scan_sketched *ret);
/* The text from off to end, if it is still there since that block was scanned; else empty. */
struct sv scan_bytes(const struct scan *scan, uint64_t off, uint64_t end);

struct scan_place {
	uint64_t off, end, line; /* end: where the next one starts, or the log ends */
};
/* Where entry n begins and ends, and on which line. */
bool scan_place(struct scan *scan, uint64_t n, struct scan_place *ret);
/* The last place that is known without a walk, not behind entry n. */
bool scan_before(const struct scan *scan, uint64_t n, struct scan_from *ret);
unsigned scan_midnights(const struct scan *scan, uint64_t n); /* before entry n */

/* A scan that is done goes on where its source has grown: from the last block that could still be
 * whole on. Until it is done again it knows less than before. */
void scan_grow(struct scan *scan);
/* Entries before this one stay as they are, whatever is appended to the log; never falls but for
 * the open one. */
uint64_t scan_settled(const struct scan *scan);

size_t scan_hits(const struct scan *scan);
uint64_t scan_hit(const struct scan *scan, size_t i); /* its entry */
uint32_t scan_hit_texts(const struct scan *scan, size_t i); /* a bit each */
/* Where its entry is; end 0: only a walk tells. */
struct scan_place scan_hit_place(const struct scan *scan, size_t i);
/* scan_place() of this entry will cost no walk, if it is the next one asked for. */
void scan_set_near(struct scan *scan, uint64_t n, const struct scan_place *place);

#endif
