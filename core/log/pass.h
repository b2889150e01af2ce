/* A second pass over a text log that is open, or being read: which entries hold one of some texts.
 * Entries have the numbers they have in the log. */
#ifndef LOG_PASS_H
#define LOG_PASS_H

#include "log.h"

struct log_pass;

/* Can this log be searched in its bytes? Not records, nor what stands in the file with escapes. */
bool log_pass_can(const struct log *log);
/* From entry `from` on, which the log must know, or 0. log and texts are borrowed. */
struct log_pass *log_pass_create(struct log *log, const struct sv *texts, size_t count, bool fold,
	uint64_t from);
/* The log's own reading as the pass, where it was opened with the texts to look for: those whose bit
 * is set. */
struct log_pass *log_pass_own(struct log *log, uint32_t texts);
void log_pass_destroy(struct log_pass *pass);

/* A block more. False: the end of the log was reached. */
bool log_pass_step(struct log_pass *pass);
uint64_t log_pass_seen(const struct log_pass *pass); /* entries before it were looked at, whole */
/* The next entry that holds one of the texts, in order; taking it makes log_read() of it cheap.
 * LOG_PASS_NONE: none so far. */
uint64_t log_pass_peek(struct log_pass *pass);
void log_pass_take(struct log_pass *pass);
#define LOG_PASS_NONE UINT64_MAX

#endif
