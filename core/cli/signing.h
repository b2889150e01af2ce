/* Signing in from the command line: which way, whom the token goes to, and the code for the
 * person. Everything is said on stderr. */
#ifndef CLI_SIGNING_H
#define CLI_SIGNING_H

#include "args.h"
#include "graph/session.h"

/* Signs in, by the way the options name: a lent token, an app's secret or certificate, else a
 * device code. Ends when there is a token. False: err says why (usage, or sign-in). The session
 * is closed by the caller in either case. */
bool signing_run(struct graph_session *session, struct loop *loop, const struct args *args,
	const struct front *front, struct err *err);

#endif
