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

/* By our name or by EventData's; "" if it is not there. */
struct sv event_value_of(const struct event *event, const char *field);

/* EventData's names as they stand, and ours for those we know; yours. */
struct value *event_fields(const struct event *event);

/* "id=306 Message1=… HexInt3=0x2ab0003": the record in canonical form, never translated. */
void entry_canonical(const struct log_entry *entry, struct strbuf *out);

/* The entry's message: what the log has, else the sentence made from the template, else the
 * fields by name. */
void entry_sentence(const struct library *library, const struct log_entry *entry,
	bool translate, struct strbuf *out);

#endif
