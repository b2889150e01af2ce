/* What Graph said, in sentences of the reader's language. */
#ifndef DIAGNOSIS_GRAPH_WORDS_H
#define DIAGNOSIS_GRAPH_WORDS_H

#include "base/strbuf.h"
#include "graph/facts.h"

/* "SCEP - iOS": a name, or the id where there is none. */
const char *graph_name(const char *name, const char *id);
const char *graph_user_name(const struct graph_user *user); /* UPN, name or id */
const char *graph_platform_title(enum graph_platform platform);

/* A translated text with %s in it once or twice, filled with names: sentences from a table. */
void graph_sentence(struct strbuf *out, const char *text, const char *first, const char *second);

/* Why a profile reaches somebody or not, a sentence for each assignment that matters. */
void graph_reasons(const struct graph_facts *facts, const struct targeting *targeting,
	struct strbuf *out);

/* Why a question has no answer: what was refused, what is missing, what to do. "": it has one. */
void graph_untold(const struct graph_step *step, struct strbuf *out);

#endif
