/* Signing in to Microsoft Graph from the wizard: the session, and the sign-in under way. Draws
 * nothing. */
#ifndef TUI_SIGNING_H
#define TUI_SIGNING_H

#include "graph/sign_in.h"

struct signing {
	struct loop *loop;            /* borrowed */
	struct graph_options options; /* of the command line; the texts are borrowed */
	char *client_id, *tenant;     /* as typed; NULL: as the options say */
	bool open;                    /* session is */
	struct graph_session session;
	struct sign_in *sign_in;      /* NULL: none is under way */
	sign_in_changed *changed;
	void *data;
};

void signing_init(struct signing *signing, struct loop *loop, const struct graph_options *options);
/* Whoever uses the session has let go of it. */
void signing_finish(struct signing *signing);

const char *signing_client_id(const struct signing *signing); /* "" if none was chosen */
const char *signing_tenant(const struct signing *signing);
void signing_set_client_id(struct signing *signing, const char *id);
void signing_set_tenant(struct signing *signing, const char *tenant);

/* Begins; a sign-in or session before it ends, so whoever used that has let go of it. changed is
 * called with each change, and may cancel. False: err says what is missing or wrong. */
bool signing_begin(struct signing *signing, sign_in_changed *changed, void *data, struct err *err);
void signing_cancel(struct signing *signing);

/* Where the token will be sent: known before anything is. The text is yours. */
char *signing_host(const struct signing *signing);

#endif
