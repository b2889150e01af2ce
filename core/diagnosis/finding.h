/* A finding: one thing that was seen, where, and what it says of which profile. The only
 * currency above floor 1. */
#ifndef DIAGNOSIS_FINDING_H
#define DIAGNOSIS_FINDING_H

#include "base/timefmt.h"
#include "base/value.h"
#include "guide/guide.h"
#include "scep/codes.h"
#include "scep/identity.h"

enum finding_outcome { FINDING_GOOD, FINDING_BAD, FINDING_NOTE };
enum finding_origin { ORIGIN_NONE, ORIGIN_USER, ORIGIN_LOG, ORIGIN_GRAPH, ORIGIN_IMPORT };

struct moment {
	int64_t us; /* TIME_NONE: not known */
	const char *text; /* as printed; NULL: nothing is printed */
	enum time_zone zone;
};

/* The quoted record. offset and length are raw bytes of the log, or of the part of it. */
struct evidence {
	size_t log;
	uint64_t entry, offset, length, line, record;
	const char *excerpt; /* valid UTF-8, untranslated */
	uint32_t part : 31; /* of a log joined from several members; offset and line are its own */
	bool has_record : 1;
};

#define PROFILE_NONE SIZE_MAX

/* How a finding came to its profile. The others count only where a guide's goal lies behind the
 * arrival: nobody is told that a profile arrived because something happened at the same time. */
enum finding_joined {
	JOINED_BY_ID,   /* or as a neighbour of one that carries it */
	JOINED_BY_MARK, /* to a device's own record */
	JOINED_BY_TIME,
};

struct tie; /* what its marks join it by: tie.h */
struct event_kept; /* an event's values: event.h */

/* There may be tens of thousands, most of them plain notes. So what few of them have is behind
 * a pointer, and texts and ids are not theirs but the diagnosis': they live as long as it. */
struct finding {
	/* what walks over all of them look at is close together */
	const struct guide_key_entry *key; /* NULL: it is about a check, or what Graph tells */
	const struct scep_id *id; /* NULL: no identity is printed in it */
	size_t profile;           /* row of the diagnosis; PROFILE_NONE */
	const char *user;         /* SID of the event's user, or NULL */
	struct event_kept *event; /* what it is made of when it is asked for; NULL */
	/* there may be many: these are kept small */
	enum guide_stage stage : 8;
	enum finding_outcome outcome : 8;
	enum finding_origin origin : 8;
	enum finding_joined joined : 5;
	bool has_code : 1, code_is_syncml : 1;
	uint32_t code;
	struct moment at;
	struct evidence evidence; /* only with ORIGIN_LOG */
	const char *check;        /* without a key: the check's id, or what it is about */
	const struct tie *ties;   /* NULL: none */
	const char **marks;       /* ids of the guide's marks found in the entry; borrowed */
	size_t marks_count, marks_cap;
	struct value *fields;     /* a map, or NULL; ask finding_fields() */
	const char *note;         /* what the user said, what Graph tells; NULL */
};

void finding_init(struct finding *finding);
void finding_finish(struct finding *finding);

/* The values it carries: a map; NULL if it has none. Borrowed. */
const struct value *finding_fields(const struct finding *finding);

/* What was seen, in the reader's language: one short sentence. */
void finding_text(const struct finding *finding, const struct codes *codes,
	struct strbuf *out);

const char *finding_outcome_id(enum finding_outcome outcome);
const char *finding_origin_id(enum finding_origin origin);
const char *time_zone_id(enum time_zone zone);

#endif
