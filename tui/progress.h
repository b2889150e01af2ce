/* What is shown of a reading while it goes on: with each tick a little of it catches up, so that a
 * tick costs a slow line no more than a few bytes, and a key none. */
#ifndef TUI_PROGRESS_H
#define TUI_PROGRESS_H

#include "wizard.h"

#define PROGRESS_AFTER_US 100000 /* a reading that takes longer gets a row for it */

struct progress {
	int64_t began_us; /* of the reading it is of */
	bool whole;       /* its row stands; until then everything catches up */
	unsigned turn;
	double part;      /* 0…1 */
	uint64_t bytes, size, rate; /* read, of, a second */
	int percent;
	uint64_t entries, keys;
};

/* Before anything is drawn; tick: because time has passed. */
void progress_update(struct progress *progress, const struct wizard *wizard, bool tick);

/* Of a log in the diagnosis: as progress has it if the log is being read, else as it is. */
uint64_t progress_entries(const struct progress *progress, const struct wizard *wizard, size_t log);
uint64_t progress_keys(const struct progress *progress, const struct wizard *wizard, size_t log);

#endif
