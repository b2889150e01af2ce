/* Getting a token for a session: with a device code that a person enters elsewhere, or, where
 * nobody is there, as an app with its secret or certificate. (A token that somebody lends needs
 * no sign-in: token_borrow().) */
#ifndef GRAPH_SIGN_IN_H
#define GRAPH_SIGN_IN_H

#include "device_code.h"
#include "session.h"

enum sign_in_state {
	SIGN_IN_ASKS,  /* for a code, or a token */
	SIGN_IN_SHOWS, /* the code is to be shown, and waited for */
	SIGN_IN_DONE,  /* the session has its token */
	SIGN_IN_FAILED,
};

struct sign_in;

/* Called after each change of the state; may destroy the sign-in. */
typedef void sign_in_changed(void *data);

/* Each begins at once; the session (with its client id) is borrowed. secret is copied. NULL: no
 * client id, or the certificate can't be used; err says so. */
struct sign_in *sign_in_by_code(struct graph_session *session, sign_in_changed *changed,
	void *data, struct err *err);
struct sign_in *sign_in_by_secret(struct graph_session *session, struct sv secret,
	sign_in_changed *changed, void *data, struct err *err);
struct sign_in *sign_in_by_certificate(struct graph_session *session, const char *pem,
	sign_in_changed *changed, void *data, struct err *err);
void sign_in_destroy(struct sign_in *sign_in); /* cancels; wipes */

enum sign_in_state sign_in_state(const struct sign_in *sign_in);
const struct device_code *sign_in_code(const struct sign_in *sign_in);
const char *sign_in_why(const struct sign_in *sign_in); /* why it failed; "" */

/* What is asked for: the rights that the questions need, blank-separated. */
void sign_in_scopes(struct strbuf *out);

#endif
