/* A log entry seen as a Windows event of ours: which one it is, and its values by name. */
#ifndef DIAGNOSIS_EVENT_H
#define DIAGNOSIS_EVENT_H

#include "base/value.h"
#include "library.h"
#include "log/log.h"

#define EVENT_VALUES_MAX 64

struct event {
	const struct event_info *info; /* NULL: not an event we know; its data are here all the same */
	struct event_value values[EVENT_VALUES_MAX];
	size_t count;
	bool readable; /* false: the sentence does not fit the template, values are missing */
};

/* Slices into entry. */
void event_of(const struct library *library, const struct log_entry *entry,
	struct event *ret);
/* The same of an exact entry of which is known already which event it is. */
void event_of_info(const struct event_info *info, const struct log_entry *entry,
	struct event *ret);
/* Which it is does not depend on the entry's text. */
bool event_is_settled(const struct library *library, const struct log_entry *entry);

/* By our name or by EventData's; "" if it is not there. */
struct sv event_value_of(const struct event *event, const char *field);

/* An event's values, kept in the arena: EventData's names as they stand, and ours for those we know.
 * Few of them are ever asked for; so the map is made when they are. What stands in excerpt, which is
 * what entry_canonical() said of it and lives as long as the arena, is not kept again; nor are names
 * that are those of `like`, another event there (NULL: none). */
struct event_kept *event_keep(const struct event *event, struct sv excerpt,
	const struct event_kept *like, struct arena *arena);
const struct value *event_map(struct event_kept *kept); /* borrowed */
void event_forget(struct event_kept *kept); /* NULL is fine; what is in the arena stays there */

/* "id=306 Message1=… HexInt3=0x2ab0003": the record in canonical form, never translated. */
void entry_canonical(const struct log_entry *entry, struct strbuf *out);

/* The entry's message: what the log has, else the sentence made from the template, else the
 * fields by name. */
void entry_sentence(const struct library *library, const struct log_entry *entry,
	bool translate, struct strbuf *out);

#endif
