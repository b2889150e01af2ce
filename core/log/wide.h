/* Large texts in UTF-16, without a copy of them: the scanner sees one byte for each unit, what is not
 * ASCII as 0x1A (and 0x1B what XML forbids of it, or 0x1A itself), and an entry is decoded from the file's
 * own bytes when it is read. For forms that look for ASCII only (struct log_format, ascii). */
#ifndef LOG_WIDE_H
#define LOG_WIDE_H

#include "encoding.h"
#include "log.h"

/* How the text stands in the file. */
struct wide {
	struct source *source; /* borrowed */
	enum encoding encoding;
};

/* The units as bytes: place n of it is unit n behind the byte order mark. wide is borrowed. */
struct source *wide_narrowed(const struct wide *wide);
/* Reads so many units from unit `from` on into buf, narrowed; gives how many there were. */
size_t wide_read(const struct wide *wide, uint64_t from, char *buf, size_t units);

/* Is a narrowed text what the file says? Else some of it is not ASCII. */
bool wide_is_exact(struct sv narrowed);
/* A beginning of it that is; perhaps empty. */
struct sv wide_front(struct sv narrowed);

/* As log_entry_read_raw(), as UTF-8; from and to are units. */
bool wide_read_entry(const struct wide *wide, struct log_entry *entry, uint64_t from, uint64_t to);
/* The entry's offset in units and length in bytes of UTF-8, as bytes of the file. */
void wide_place(const struct wide *wide, struct log_entry *entry); /* which is narrowed yet */
void wide_to_raw(const struct wide *wide, struct log_entry *entry);

#endif
