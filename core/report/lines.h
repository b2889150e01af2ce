/* JSON one object a line, for `log entries`, `log info` and `explain`. */
#ifndef REPORT_LINES_H
#define REPORT_LINES_H

#include "report.h"
#include "scep/readings.h"

/* key: the guide's key entry it is, or NULL. member: of a bundle, that it lies in; NULL. text: the
 * sentence, not yet redacted. */
void report_entry_line(const struct log_entry *entry, const char *key, const char *member,
	struct sv text, struct redactor *redactor, struct strbuf *out);

/* The object of "logs" with the key entries counted by guide key. */
void report_log_line(const struct diagnosis *diagnosis, size_t log, struct redactor *redactor,
	struct strbuf *out);

/* A request to Microsoft Graph, as `graph --list` tells it. */
struct report_request {
	const char *file, *method, *url, *permission, *purpose;
	bool eventual; /* it takes the header ConsistencyLevel: eventual */
};
void report_request_line(const struct report_request *request, struct strbuf *out);

void report_guide_line(const struct guide *guide, struct strbuf *out);
void report_reading_line(const char *asked, const struct reading *reading, struct strbuf *out);
void report_identity_line(const char *asked, const struct scep_id *id, struct strbuf *out);

#endif
