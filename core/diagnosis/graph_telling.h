/* For the parts that turn what Graph said into findings: what they read, and how they tell. */
#ifndef DIAGNOSIS_GRAPH_TELLING_H
#define DIAGNOSIS_GRAPH_TELLING_H

#include "diagnosis.h"

enum topic { TOPIC_ACCOUNT, TOPIC_MATRIX, TOPIC_CHANGED, TOPIC_NOT_ASSIGNED, TOPIC_NOT_SEEN,
	TOPIC_TYPE, TOPIC_CO_MANAGED, TOPIC_VARIABLE, TOPIC_USER, TOPIC_RULES, TOPIC_THUMBPRINT,
	TOPIC_SEVERAL, TOPIC_ADMINISTRATOR, TOPIC_VALIDITY, TOPIC_HTTP, TOPIC_STATE,
	TOPIC_CERTIFICATE, TOPIC_GONE, TOPIC_FOREIGN, TOPIC_UNTOLD };

struct telling {
	struct diagnosis *d;
	const struct graph_facts *f;
	const struct graph_device *device; /* NULL: not known which */
	bool sure;                         /* it is the log's */
	const struct graph_profile **about; /* the SCEP profiles that matter */
	size_t about_count, about_cap;
	struct strbuf text;
};

/* What has been written in text becomes a finding. row: which profile of the evidence it is about.
 * Borrowed until the next one. */
struct finding *tell(struct telling *telling, enum topic topic, enum finding_outcome outcome,
	size_t row);

/* Finds out which SCEP profiles matter; to be released with tell_finish(). */
void tell_begin(struct telling *telling);
void tell_finish(struct telling *telling);
/* They, one a call; NULL: no more. */
const struct graph_profile *tell_about(const struct telling *telling, size_t i);
struct targeting tell_targeting(const struct telling *telling, const struct graph_profile *profile);
const char *tell_name(const struct graph_profile *profile);
size_t tell_row(const struct telling *telling, const char *profile);

/* One for each thing that can be told of Graph's answers and the evidence together. */
void tell_account(struct telling *telling);
void tell_gone(struct telling *telling);
void tell_changed(struct telling *telling);
void tell_assigned(struct telling *telling);
void tell_several(struct telling *telling);
void tell_matrix(struct telling *telling);
void tell_thumbprint(struct telling *telling);

#endif
