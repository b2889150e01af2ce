/* The writers, one a form. */
#ifndef REPORT_WRITE_H
#define REPORT_WRITE_H

#include "report.h"

typedef void report_writer(const struct diagnosis *diagnosis,
	const struct report_options *options, struct redactor *redactor, struct strbuf *out);

report_writer write_doc;  /* text, Markdown, HTML */
report_writer write_json;

#endif
