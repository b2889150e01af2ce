/* Which findings belong to an entry of a log, and where the next ones are. Reads the
 * diagnosis's findings, which stand in the order of logs and entries. */
#ifndef TUI_SPOTS_H
#define TUI_SPOTS_H

#include "diagnosis/diagnosis.h"

#define SPOT_NONE SIZE_MAX

/* The findings of entry n of a log: from *ret_from on, that many. */
size_t spots_of(const struct diagnosis *diagnosis, size_t log, uint64_t n, size_t *ret_from);
/* Of the findings from, from + 1 … the one that says most. */
size_t spots_main(const struct diagnosis *diagnosis, size_t from, size_t count);
/* The next key entry behind (or before) entry n that is more than a note; if the log has only
 * notes, the next note. SPOT_NONE: there is none. */
size_t spots_next(const struct diagnosis *diagnosis, size_t log, uint64_t n, bool back);
/* The first of them. */
size_t spots_first(const struct diagnosis *diagnosis, size_t log);
/* The next record of the same profile behind a finding that is more than a note. */
size_t spots_following(const struct diagnosis *diagnosis, size_t finding);

#endif
