/* Proving an app's identity with its certificate: a JSON web token, signed with PS256. */
#ifndef GRAPH_ASSERTION_H
#define GRAPH_ASSERTION_H

#include "base/err.h"
#include "net/bytes.h"

#define ASSERTION_LIFE_S 300

/* pem: a file (0600) with the private key (RSA, not encrypted) and its certificate. audience: the
 * token endpoint. now_s: wall clock. The assertion is added to ret, which is to be wiped. */
bool assertion_make(struct bytes *ret, const char *pem, const char *audience,
	const char *client_id, int64_t now_s, struct err *err);

#endif
