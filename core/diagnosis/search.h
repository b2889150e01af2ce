/* Which entries of a log contain a pattern: what `log grep` prints, what the viewer's search
 * goes to and its filter shows. Text forms are searched in their bytes, records in their
 * canonical fields and their English sentence. One bit an entry, so that a filter over a
 * gigabyte costs a megabyte. A pattern that can't do without certain letters (literals.h) is tried
 * only on entries that hold them, which the scanner finds in one pass. */
#ifndef DIAGNOSIS_SEARCH_H
#define DIAGNOSIS_SEARCH_H

#include "library.h"
#include "log/log.h"

struct search;

#define SEARCH_NONE UINT64_MAX

/* pattern: a regular expression; letters match in any case as long as none of them is a
 * capital. Looks from entry from to the end, then from the first entry on. library and log are
 * borrowed. NULL: the pattern is wrong, err says where. */
struct search *search_create(const struct library *library, struct log *log,
	struct sv pattern, uint64_t from, struct err *err);
/* Opens a log for this search alone: one pass reads and searches it. Its steps end when the log has
 * been read. options->literals are looked for besides, and come first. Takes the source over in any
 * case; the log is the search's. NULL: err says why. */
struct search *search_open(const struct library *library, struct source *owned,
	const struct log_options *options, struct sv pattern, struct err *err);
void search_destroy(struct search *search);
struct log *search_log(const struct search *search);
/* Can it be searched for? Without a log, for what is being typed. */
bool search_check(struct sv pattern, struct err *err);

/* A job: works until until_us. False: every entry known so far has been looked at; once the
 * log has more, it can go on. */
bool search_step(struct search *search, int64_t until_us);
bool search_done(const struct search *search); /* nothing is left to look at just now */
double search_progress(const struct search *search); /* 0…1 of the entries known now */

uint64_t search_count(const struct search *search); /* hits so far */
/* The entry that was looked at last. */
const struct log_entry *search_entry(const struct search *search);
/* How many texts were passed over because the pattern is too much work on them. */
size_t search_too_complex(const struct search *search);
bool search_is_hit(const struct search *search, uint64_t n);
/* The nearest hit behind or before n (n itself is none); SEARCH_NONE: none found so far. */
uint64_t search_next(const struct search *search, uint64_t n);
uint64_t search_previous(const struct search *search, uint64_t n);
/* For a filter's rows: the i-th hit (SEARCH_NONE beyond the last), and how many hits lie
 * before entry n. */
uint64_t search_at(const struct search *search, uint64_t i);
uint64_t search_rank(const struct search *search, uint64_t n);

/* Where the pattern stands in a text, to highlight it: from `from` on; false: no more. Never
 * an empty place. */
bool search_find(const struct search *search, struct sv text, size_t from, size_t *ret_from,
	size_t *ret_to);
const char *search_pattern(const struct search *search);

#endif
