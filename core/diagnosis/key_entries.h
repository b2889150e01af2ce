/* Which entries of a log are key entries of a guide, asked of one after the other while nobody
 * judges the log. Nearly every entry tells alone. A message that may be a check-in takes the one
 * before it; only a Status that names its command by number has the log judged up to there. */
#ifndef DIAGNOSIS_KEY_ENTRIES_H
#define DIAGNOSIS_KEY_ENTRIES_H

#include "library.h"
#include "log/log.h"

struct key_entries;

/* The texts that the log is to be opened with, before any others; as match_literals(). */
size_t key_entries_texts(const struct guide *guide, enum log_platform platform,
	struct sv out[static LOG_LITERALS_MAX]);

/* All is borrowed. The log may still be being read. */
struct key_entries *key_entries_create(const struct library *library, const struct guide *guide,
	struct log *log);
void key_entries_destroy(struct key_entries *keys);

/* entry is one of the log's; asked for in their order. */
bool key_entries_has(struct key_entries *keys, const struct log_entry *entry);

#endif
