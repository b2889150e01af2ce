/* Redaction: what a report must not carry away. People, devices, tenants, hosts and subjects
 * become pseudonyms numbered within one report (user-1, host-1), the same one for the same
 * value, however it is spelled. The mapping is never written. The challenge of a request is
 * masked always, whatever is revealed. CONTRACT, "Redaction"; classes as for --reveal. */
#ifndef REPORT_REDACT_H
#define REPORT_REDACT_H

#include "base/err.h"
#include "base/strbuf.h"
#include "base/value.h"

enum redact_class { REDACT_USER, REDACT_DEVICE, REDACT_TENANT, REDACT_NETWORK, REDACT_SUBJECT,
	REDACT_CLASSES };
#define REVEAL_NONE 0u
#define REVEAL_ALL ((1u << REDACT_CLASSES) - 1)

struct redactor;

struct redactor *redactor_create(unsigned reveal); /* bits of redact_class */
void redactor_destroy(struct redactor *redactor);

/* "user,device": to bits. The error names the word and what was expected. */
bool redact_parse_reveal(struct sv text, unsigned *ret, struct err *err);
const char *redact_class_id(enum redact_class class);

/* A value known to be of a class: from now on it is replaced wherever it stands, plain,
 * percent-encoded or escaped for XML. Values too short to be told from other text are left. */
void redactor_learn(struct redactor *redactor, enum redact_class class, struct sv value);
/* Learns what fields are known to hold (subject_name, sans, user_sid …). */
void redactor_learn_fields(struct redactor *redactor, const struct value *fields);

/* Adds text with everything replaced. True if anything was. */
bool redact(struct redactor *redactor, struct sv text, struct strbuf *out);
struct value *redact_value(struct redactor *redactor, const struct value *value); /* yours */

#endif
