/* Which record came later. Two known times decide between two records; where one of them is
 * not known, the place in the files does. */
#ifndef DIAGNOSIS_TRACE_H
#define DIAGNOSIS_TRACE_H

#include "verdict.h"

/* Traces in the order in which they happened. Times decide if all of them are known;
 * otherwise the order is that of the files. */
struct order {
	const struct trace **traces;
	size_t count;
	bool timed;
};

struct order order_of(const struct verdict_facts *facts); /* free order.traces */

/* The latest of some traces, so that each question after a later one costs the same however
 * many there are: by time, by place where times are unknown. */
struct latest {
	const char *user;
	const struct trace *timed, *untimed, *placed;
};

struct latest latest_of(const struct order *order, enum guide_role role);

/* One of them that is later than trace, or NULL. */
const struct trace *later_of(const struct latest *latest, const struct trace *trace);

/* The last refusal that no later proof of the same user clears (a user that is not told may be
 * any); NULL: none stands. */
const struct trace *standing_refusal(const struct order *order);

#endif
