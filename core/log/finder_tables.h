/* What a finder looks things up in: made by finder.c, looked at by sweep.c, and by nobody else. */
#ifndef LOG_FINDER_TABLES_H
#define LOG_FINDER_TABLES_H

#include "finder.h"

#define WINDOW 3
#define BUCKETS 8
#define STEP 64 /* places a sweep looks at in one go */

struct text {
	unsigned char want[FINDER_TEXT_MAX]; /* what (byte | fold) has to be */
	unsigned char fold[FINDER_TEXT_MAX];
	size_t len, window;
	uint64_t key, key_fold, key_mask; /* the first eight bytes of it from the window on */
};

struct finder {
	enum finder_way way;
	struct text *texts;
	size_t count, reach; /* reach: the largest window's place */
	size_t most;         /* marks that leave room for one step more: a line feed at each
	                      * place, and each text once */
	unsigned char bucket[BUCKETS][FINDER_MAX];
	size_t bucket_count[BUCKETS];
	/* Which buckets want this byte at the window's place i; by its half bytes; by its low
	 * six bits. */
	unsigned char byte[WINDOW][256];
	unsigned char low[WINDOW][16], high[WINDOW][16];
	unsigned char six[WINDOW][64];
	unsigned char feeds[STEP]; /* line feeds only */
	bool ascii; /* all that windows want is */
};

/* Can this processor go this way? */
bool sweep_can(enum finder_way way);

#endif
