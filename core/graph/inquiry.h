/* Asks one question after another until nothing is left that the facts call for. One request at a
 * time, so that each answer can make the next one unnecessary; can be cancelled at any moment. */
#ifndef GRAPH_INQUIRY_H
#define GRAPH_INQUIRY_H

#include "questions.h"

struct inquiry;

/* changed is called after each answer and once it is over; it may cancel, not destroy. source and
 * facts are borrowed and outlive the inquiry. */
struct inquiry *inquiry_create(struct graph_source *source, struct graph_facts *facts,
	void (*changed)(void *data), void *data);
void inquiry_start(struct inquiry *inquiry); /* may be over when it returns */
void inquiry_cancel(struct inquiry *inquiry);
bool inquiry_over(const struct inquiry *inquiry);
/* Why it ended early: nobody is signed in (any more), or the service can't be reached.
 * GRAPH_OK: it did not. */
enum graph_status inquiry_trouble(const struct inquiry *inquiry);
void inquiry_destroy(struct inquiry *inquiry);

#endif
