/* One block of a text log: which entries start in it, and which of them hold one of the texts
 * looked for. Knows nothing of the blocks around it, so that several can be scanned at once;
 * whoever puts them in a row makes numbers of entries and lines out of what is counted here. */
#ifndef LOG_BLOCK_H
#define LOG_BLOCK_H

#include "finder.h"
#include "format.h"
#include "kindset.h"

#define BLOCK_SIZE (512u << 10) /* fits the second cache; 64 KiB take a quarter longer */
#define BLOCK_BUFFER (BLOCK_SIZE + LOG_HEAD_MAX + 64)
#define BLOCK_FIRST (64u << 10) /* at the beginning of a log: a screen waits for it */
#define BLOCK_STRIDE 128        /* entries between two places kept */

/* What is looked for, and where. Shared by all blocks; nothing in it changes. */
struct block_plan {
	struct source *source;
	const struct log_format *format;
	struct finder *finder; /* text 0 is the format's cue, if that is none of "\n" */
	bool lines;            /* the cue is "\n" */
	bool sketch;           /* entries are sketched: nothing else is looked for */
	bool narrowed;         /* the text is (wide.h) */
	size_t texts;          /* how many are looked for: the finder's, without the cue */
};

struct block_place {
	uint32_t at, line; /* from the block's beginning */
};

struct block_hit {
	uint32_t entry;    /* 0: the one open when the block began; 1 the first that starts here */
	uint32_t texts;    /* a bit each */
	struct block_place start; /* not of entry 0 */
	uint32_t end;      /* where the next entry starts; 0: not in this block */
};

/* Of each entry that starts in a block, if entries are sketched. */
struct block_outline {
	struct block_place start;
	uint32_t kind; /* a number of the block's own; 0: not known */
	uint64_t record;
	int64_t us;
	uint32_t notes_at, notes_len; /* among the block's notes */
};

struct block {
	uint64_t off;
	size_t size; /* less than asked for: the log ends here */
	uint32_t entries, lines;
	struct block_place last;    /* start */
	struct block_place *places; /* of the starts 0, BLOCK_STRIDE … */
	size_t places_count, places_cap;
	struct block_hit *hits;
	size_t hits_count, hits_cap;
	uint32_t *midnights; /* the starts before which a clock without date went back */
	size_t midnights_count, midnights_cap;
	int64_t first_clock, last_clock; /* -1: none */
	bool saw_debug;
	/* if entries are sketched; bytes are the block's, and some behind it */
	struct block_outline *outlines;
	size_t outlines_count, outlines_cap;
	struct kindset *kinds;
	void *memo; /* of the form */
	struct strbuf notes;
	char *bytes;
	size_t bytes_len;
};

/* What a block has to know of those before it. */
struct block_before {
	bool fresh;    /* nothing was looked at yet: an entry may start at the first byte */
	bool preamble; /* no entry has started yet */
	char above[LOG_BEFORE_MAX]; /* how the last line begins */
	size_t above_len;
};

/* Scans the block at off, of that size (BLOCK_SIZE at most), into *block (its vectors are used again), by
 * way of buf (BLOCK_BUFFER bytes; if entries are sketched, the block's own). *before is changed for the
 * block behind it. */
void block_scan(const struct block_plan *plan, uint64_t off, size_t size,
	struct block_before *before, char *buf, struct block *block);
void block_finish(const struct block_plan *plan, struct block *block);

#define CLOCK_WENT_BACK (TIME_DAY / 2) /* a step back by more is midnight */

/* ---- a walk over entry starts alone ---- */

/* One entry start; at and line count from the text's beginning. False stops the walk. */
typedef bool block_start_fn(void *data, size_t at, uint32_t line);

/* Over those that begin before size; what follows is only looked ahead to. Gives the lines. */
uint32_t block_walk(const struct block_plan *plan, struct block_before *before, struct sv text,
	size_t size, block_start_fn *fn, void *data);

#endif
