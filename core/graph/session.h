/* Whom we ask, and as whom: the two origins of a cloud, the tenant, the app, and the token once
 * there is one. */
#ifndef GRAPH_SESSION_H
#define GRAPH_SESSION_H

#include "cloud.h"
#include "net/http.h"
#include "origin.h"
#include "token.h"

/* All borrowed; NULL where nothing was said. */
struct graph_options {
	const char *cloud, *tenant, *client_id; /* global, organizations, none */
	const char *graph_url, *login_url; /* take the place of the cloud's */
	const char *ca_file;
	struct debug *debug;
	const struct http_limits *limits; /* NULL: the usual ones */
};

struct graph_session {
	struct loop *loop;
	struct http *http;
	struct debug *debug;
	struct graph_origin graph, login;
	char *tenant;
	char *client_id; /* NULL: none was chosen; there is no default */
	struct graph_token token;
};

/* The Graph command line tools' own app, which a user may choose (client_id "graph-cli"). */
#define GRAPH_CLI_CLIENT_ID "14d82eec-204b-4c2f-b7e8-296a70dab67e"

/* False (usage): a value is not what it should be. Nothing is sent yet. */
bool graph_session_open(struct graph_session *session, struct loop *loop,
	const struct graph_options *options, struct err *err);
void graph_session_close(struct graph_session *session); /* wipes the token */

#endif
