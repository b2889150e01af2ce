/* An access token: in memory only. What stands in it is read to be shown, never to decide:
 * Graph decides. */
#ifndef GRAPH_TOKEN_H
#define GRAPH_TOKEN_H

#include "base/secret.h"
#include "net/url.h"

#define TOKEN_CLAIM_MAX 160

struct token_claims {
	char tenant[TOKEN_CLAIM_MAX];   /* a GUID; "" unknown, as all of these */
	char user[TOKEN_CLAIM_MAX];     /* upn; "" for an app */
	char app[TOKEN_CLAIM_MAX];
	char audience[TOKEN_CLAIM_MAX];
	char rights[1024]; /* scopes or roles, blank-separated; cut at a blank */
	int64_t expires_s; /* wall clock, seconds since 1970; 0: unknown */
};

struct graph_token {
	struct secret secret;
	struct token_claims claims;
	int64_t expires_at_us; /* of loop_now_us(); INT64_MAX: unknown */
};

/* False: it is no JSON web token, and nothing is known of it. */
bool token_claims_read(struct sv token, struct token_claims *ret);

/* Takes a token that somebody lends. It must look like one, be made for this Graph, and not have
 * expired, else the error says which. */
bool token_borrow(struct graph_token *token, struct sv text, const struct url *graph,
	int64_t wall_now_s, struct err *err);
/* Takes one that the service gave us, which knows how long it lasts. */
bool token_take(struct graph_token *token, struct sv text, int64_t expires_in_s);
void token_wipe(struct graph_token *token);

#endif
