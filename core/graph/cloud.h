/* The national clouds: which hosts sign in and answer. They are the only hosts that are ever
 * given a token, besides those named on the command line. */
#ifndef GRAPH_CLOUD_H
#define GRAPH_CLOUD_H

#include "base/sv.h"

struct graph_cloud {
	const char *id;    /* as in --cloud */
	const char *title; /* msgid */
	const char *graph, *login; /* URLs without a slash at the end */
};

extern const struct graph_cloud graph_clouds[];
extern const size_t graph_clouds_count;

const struct graph_cloud *graph_cloud_by_id(struct sv id); /* NULL: unknown */

#endif
