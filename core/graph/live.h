/* The live service as a source: paging within its origin, patience when it is throttled, and
 * bounds for all of it. */
#ifndef GRAPH_LIVE_H
#define GRAPH_LIVE_H

#include "session.h"
#include "source.h"

#define LIVE_TRIES 5        /* of one page */
#define LIVE_TRIES_BROKEN 3 /* where nothing answered */

/* Times, so that tests need not wait. */
struct live_pace {
	int64_t least_us, most_us; /* between tries, whatever the service says */
	int64_t collection_us;     /* after so long no further page is asked for */
};
#define LIVE_PACE ((struct live_pace){1000000, 60000000, 60000000})

/* The session is borrowed and must outlive the source; its token is sent to its graph origin and
 * nowhere else. */
struct graph_source *graph_live_create(struct loop *loop, const struct graph_session *session);
struct graph_source *graph_live_create_at(struct loop *loop, const struct graph_session *session,
	struct live_pace pace);

/* How long to wait, from what the service says: seconds, perhaps with a fraction, perhaps absurd
 * or missing. tries: how often it was asked already. */
int64_t live_wait_us(struct sv retry_after, unsigned tries, const struct live_pace *pace);

#endif
