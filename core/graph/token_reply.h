/* What a token endpoint replies: a token, or an error, which may come with HTTP 200. Texts that may
 * be secret are wiped as far as they are ours. */
#ifndef GRAPH_TOKEN_REPLY_H
#define GRAPH_TOKEN_REPLY_H

#include <jansson.h>

#include "base/strbuf.h"
#include "token.h"

#define TOKEN_REPLY_MAX (256u << 10)

json_t *token_reply_json(struct sv body); /* an object, or NULL; token_reply_wipe() it */
void token_reply_wipe(json_t *json);
bool token_reply_is_error(const json_t *json);

/* A whole reply. False: why says what it was. */
bool token_reply_take(struct graph_token *token, int status, struct sv body, struct strbuf *why);

#endif
