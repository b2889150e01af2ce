/* Where answers come from: the live service or saved files. One request and its answer. */
#ifndef GRAPH_SOURCE_H
#define GRAPH_SOURCE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct graph_request {
	const char *version;    /* "v1.0" or "beta" */
	const char *method;     /* "GET", or "POST" where the question is read-only or was confirmed */
	const char *path;       /* behind the version, percent-encoded, with its query: "/me?$select=id" */
	const char *body;       /* JSON, NULL: none */
	bool eventual;          /* ConsistencyLevel: eventual */
	bool collection;        /* follow @odata.nextLink; the answer's value[] is all pages joined */
	const char *permission; /* the least right it needs, named when it is missing; NULL: not said */
	const char *name;       /* what a saved answer's file is called: "user.json"; NULL: nothing */
};

enum graph_status {
	GRAPH_OK,
	GRAPH_NOT_FOUND, /* 404 */
	GRAPH_DENIED,    /* 403, or 401 of Intune with a valid token: a right is missing */
	GRAPH_SIGN_IN,   /* the token is no good (any more) */
	GRAPH_REFUSED,   /* 400 and other 4xx: the service does not take the request */
	GRAPH_TROUBLE,   /* transport, throttled out, 5xx, not JSON, over a limit */
	GRAPH_CANCELLED,
	GRAPH_NOT_ASKED, /* import: no such file was saved */
};

struct graph_answer {
	enum graph_status status;
	json_t *json;          /* borrowed during the call (incref to keep); NULL unless GRAPH_OK */
	bool incomplete;       /* a bound was met or a page was dropped: the list may lack rows */
	const char *error;     /* in plain words with what to do, "" if OK; in the reader's language */
	const char *request_id, *client_request_id; /* for support; "" */
};

typedef void graph_answered(void *data, const struct graph_answer *answer);

struct graph_source {
	/* Asks; answered is called once, from the loop or at once, never after cancel. The request
	 * is copied. Gives an id, never 0. */
	uint64_t (*ask)(struct graph_source *source, const struct graph_request *request,
		graph_answered *answered, void *data);
	void (*cancel)(struct graph_source *source, uint64_t id);
	void (*destroy)(struct graph_source *source);
	bool live; /* origin GRAPH, else IMPORT */
};

#endif
