/* A diagnosis as a document: text for a terminal, JSON, Markdown, HTML. All say the same;
 * what they say comes from the diagnosis alone. */
#ifndef REPORT_H
#define REPORT_H

#include "diagnosis/diagnosis.h"
#include "redact.h"

enum report_format { REPORT_TEXT, REPORT_JSON, REPORT_MARKDOWN, REPORT_HTML };

struct report_options {
	enum report_format format;
	bool redacted;   /* text on the admin's own terminal is not */
	unsigned reveal; /* classes that are shown all the same */
	bool colour;     /* text only: bold and colours for the outcome */
	bool ascii;      /* text only: nothing above 0x7E */
	unsigned width;  /* text only: columns; 0: 80 */
};

/* The whole report. Everything in it that came from outside has passed redaction and the
 * sanitiser; JSON holds no raw control character. */
void report_write(const struct diagnosis *diagnosis, const struct report_options *options,
	struct strbuf *out);

bool report_format_by_id(struct sv id, enum report_format *ret);

/* A redactor that knows the people, devices and subjects of this diagnosis; yours. */
struct redactor *report_redactor(const struct diagnosis *diagnosis, unsigned reveal);

/* Glyph and word of an outcome: never colour alone. */
const char *report_outcome_word(enum verdict_outcome outcome);
const char *report_stage_word(enum stage_outcome outcome);
const char *report_check_word(enum check_outcome outcome);

#endif
