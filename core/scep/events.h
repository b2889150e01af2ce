/* Windows events by (provider, channel, id): the template of the sentence, and our names
 * for the EventData fields. From wizards/reference/events.xml and events-more.xml. */
#ifndef SCEP_EVENTS_H
#define SCEP_EVENTS_H

#include "base/err.h"
#include "base/strbuf.h"
#include "codes.h"

struct events;

enum event_field_type { EVENT_TEXT, EVENT_NUMBER, EVENT_HEX, EVENT_RESULT, EVENT_SID };

struct event_labels;

struct event_field {
	char *name; /* EventData's: "HexInt3"; "": not known, its place counts */
	char *as;   /* ours: "result"; NULL if we have none */
	enum event_field_type type;
	const struct event_labels *labels; /* words printed for its numbers; NULL: none */
};

struct event_info {
	int32_t id;
	const char *provider, *provider_guid, *channel;
	char *sentence; /* msgid with %1…%n; "" where no text of it is public */
	char *meaning;  /* msgid, may be "" */
	int level;
	bool by_family; /* the meaning is that of its kind, and the sentence is never translated */
	struct event_field *fields;
	size_t fields_count, fields_cap;
};

struct events *events_load(const char *path, struct err *err);
/* The other events of a provider, of which only fields, text and family are known
 * (events-more.xml). False: err says what is wrong, and those before it are there. Pointers to
 * events taken before this are no longer good. */
bool events_add(struct events *events, const char *path, struct err *err);
void events_destroy(struct events *events);

/* What an entry says of itself; empty or -1 where it does not say. */
struct event_identity {
	struct sv provider, provider_guid, channel;
	int32_t id;
};

/* The event of that identity. Every part that is present must agree: the provider with or
 * without "Microsoft-Windows-", by GUID where the name is absent, the channel in any case of
 * letters. Without provider and GUID the sentence must fit the template. field_count chooses
 * among variants of one id (208 has 9 or 10 fields); SIZE_MAX: unknown. NULL: not ours. */
const struct event_info *events_find(const struct events *events,
	const struct event_identity *identity, size_t field_count, struct sv sentence);

/* Is it the same whatever the sentence? */
bool events_settled(const struct events *events, const struct event_identity *identity,
	size_t field_count);

struct event_value {
	struct sv name, value;
};

/* The sentence Windows would print. values are EventData in any order, found by name.
 * A result is printed as the system's sentence where codes knows one, else as
 * "Unknown Win32 Error code: 0x…". translate: into the reader's language. */
void event_sentence(const struct event_info *info, const struct codes *codes,
	const struct event_value *values, size_t count, bool translate, struct strbuf *out);

/* The values back out of a printed sentence: false if it does not fit the template. Blanks
 * and line breaks may differ. ret has room for info->fields_count; slices into sentence. */
bool event_parse(const struct event_info *info, struct sv sentence, struct event_value *ret);

/* A field's value as a number: 0x6, 6, or a word for it ("Execute", "CmdType_Execute" of older
 * Windows, "Add: from Replace or Add"). False if it is none of these. */
bool event_field_number(const struct event_field *field, struct sv value, int64_t *ret);
/* The word Windows prints for a number of this field; NULL if it has none. */
const char *event_field_label(const struct event_field *field, int64_t number);

/* "Error" for 2, in the reader's language. */
const char *event_level_name(int level);

size_t events_count(const struct events *events);
const struct event_info *events_at(const struct events *events, size_t i);

#endif
