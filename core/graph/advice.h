/* What a refusal of the sign-in service or of Graph means, and what to do: one table for the
 * AADSTS numbers, one for the codes of Graph. */
#ifndef GRAPH_ADVICE_H
#define GRAPH_ADVICE_H

#include <jansson.h>

#include "base/strbuf.h"
#include "source.h"

/* A failure body of the token endpoint, as a sentence: which error, its AADSTS number, and what
 * to do. */
void advice_sign_in(struct strbuf *out, const json_t *body);
/* The first AADSTS number in it; 0: none. */
int advice_sign_in_number(const json_t *body);

/* A failure body of Graph (NULL: it was none), with its status. */
enum graph_status advice_status(int http_status, const json_t *body);
void advice_graph(struct strbuf *out, int http_status, const json_t *body, const char *permission);
/* The request-id within the body; "" if there is none. Borrowed. */
const char *advice_request_id(const json_t *body);

#endif
