/* JSON pieces that several writers need. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include <jansson.h>

#include "base/strbuf.h"
#include "base/timefmt.h"
#include "redact.h"

json_t *report_text(struct sv raw); /* repaired to UTF-8 */
json_t *report_text_or_null(const char *raw); /* null for NULL and "" */
/* ret_changed may be NULL. */
json_t *report_redacted(struct redactor *redactor, struct sv raw, bool *ret_changed);
json_t *report_time(int64_t us, struct sv printed, enum time_zone zone); /* CONTRACT, TIME */

/* Adds the text of json and a line feed, safe for a terminal; json is used up. */
void report_dump(json_t *json, size_t flags, struct strbuf *out);

#endif
