/* The pages of a collection, joined as they come, within bounds. Whatever ends it early, a bound,
 * a link that leads elsewhere or in a circle, is told: the list may lack rows. */
#ifndef GRAPH_COLLECTED_H
#define GRAPH_COLLECTED_H

#include <jansson.h>

#include "origin.h"

#define COLLECTED_PAGES_MAX 200
#define COLLECTED_ITEMS_MAX 100000
#define COLLECTED_BYTES_MAX (32u << 20)

struct collected {
	json_t *json; /* the first page with all rows in value[]; NULL before it */
	char **links; /* followed so far */
	size_t links_count, links_cap, bytes;
	bool incomplete;
};

void collected_finish(struct collected *collected);

/* Adds a page, which is taken over; bytes: how long its text was. False: it is no page of a
 * collection. *ret_next is the URL of the next page (yours), NULL: there is none. */
bool collected_add(struct collected *collected, const struct graph_origin *origin, json_t *page,
	size_t bytes, char **ret_next);

#endif
