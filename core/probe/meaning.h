/* What an answer of an NDES server means: one table, read from its top. */
#ifndef PROBE_MEANING_H
#define PROBE_MEANING_H

#include "base/sv.h"

/* In the order in which they are asked. */
enum probe_question {
	PROBE_PAGE,  /* the URL of the profile, as a browser opens it */
	PROBE_CAPS,  /* what can you do? */
	PROBE_CERTS, /* which are your certificates? */
	PROBE_QUESTIONS,
};

enum probe_outcome { PROBE_GOOD, PROBE_BAD, PROBE_NOTE };

struct probe_meaning {
	enum probe_outcome outcome;
	const char *text, *next; /* msgids; next NULL: nothing to do */
};

/* Never NULL. known: the body is what the question asks for (abilities, certificates). */
const struct probe_meaning *probe_meaning(enum probe_question question, int status, struct sv body,
	bool known);

#endif
