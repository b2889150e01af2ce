/* What an error of Graph's says. Intune puts JSON inside the message, once or twice encoded: it
 * is unwrapped here. */
#ifndef GRAPH_REFUSAL_H
#define GRAPH_REFUSAL_H

#include "base/strbuf.h"
#include "source.h"

#define REFUSAL_CODE_MAX 128

struct graph_refusal {
	char code[REFUSAL_CODE_MAX]; /* the outer one: "Request_ResourceNotFound"; "": none */
	enum graph_status status;    /* as far as the code tells it; REFUSED where it does not */
};

/* Adds what went wrong to message, in the service's own words, cut to a paragraph. False: json
 * is no error. */
bool graph_refusal_read(const json_t *json, struct graph_refusal *ret, struct strbuf *message);

/* The same as a sentence in the reader's language. False: json is no error, nothing changed. */
bool graph_refusal(const json_t *json, enum graph_status *ret, struct strbuf *sentence);

#endif
