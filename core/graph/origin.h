/* Where a token may go: one scheme, host and port. Links that a server sends are only ever a path
 * and a query to append to it. */
#ifndef GRAPH_ORIGIN_H
#define GRAPH_ORIGIN_H

#include "base/err.h"
#include "net/url.h"

struct graph_origin {
	char *base; /* "https://graph.microsoft.com", no slash at the end */
	struct url url;
};

#define ORIGIN_LINK_MAX 16384

/* https, or http to loopback; no user, query or fragment. option names the text in the error. */
bool origin_init(struct graph_origin *origin, const char *text, const char *option,
	struct err *err);
void origin_finish(struct graph_origin *origin);

/* The URL to ask for the next page: the link's path and query on our own origin. NULL: it leads
 * elsewhere, is not below /v1.0/ or /beta/, or tries to look like something else than it is. The
 * text is yours. */
char *origin_next(const struct graph_origin *origin, const char *link);

#endif
