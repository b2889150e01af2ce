/* What a diagnosis on paper tells, as a flat list of facts, so that two of them can be compared: a
 * report (JSON) or a saved diagnosis. The file may be anybody's: a wrong type, a missing part or
 * too much of anything is an error that names the file and the place. */
#ifndef REPORT_TOLD_H
#define REPORT_TOLD_H

#include "base/err.h"
#include "base/strbuf.h"

/* In the order in which they are shown. */
enum told_what { TOLD_VERDICT, TOLD_STAGE, TOLD_CHECK, TOLD_OPTION, TOLD_PROFILE, TOLD_HASH,
	TOLD_LOG, TOLD_FINDING, TOLD_WHATS };

struct told_fact {
	enum told_what what;
	char *id;    /* which of its kind: "received" (of the stages, "verdict" is the one that the
		      * verdict names), a profile's id, time and key of a finding */
	char *value; /* what is told of it: "passed", a hash; "" if only that it is there */
	char *text;  /* a sentence for people, as the document has it; "" */
};

struct told {
	bool saved;         /* a saved diagnosis, not a report */
	char *guide;
	unsigned whats;     /* bits of told_what: what a document of this kind tells at all */
	struct told_fact *facts; /* by what, id, value */
	size_t facts_count, facts_cap;
};

#define TOLD_BYTES_MAX (64u << 20)
#define TOLD_FACTS_MAX 500000

/* path is for messages only. Where reading fails, told is empty and need not be finished. */
bool told_parse(struct told *told, const char *path, struct sv text, struct err *err);
void told_finish(struct told *told);

const char *told_what_id(enum told_what what); /* "finding" */

#endif
