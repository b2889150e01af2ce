/* A document in one of the forms people read: headings, paragraphs, items, quotes. The
 * writer says what a piece is; here it becomes text, Markdown or HTML, escaped as the form
 * asks and sanitised. */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include "report.h"

struct document {
	enum report_format format;
	unsigned width;
	struct redactor *redactor; /* every text passes through it */
	struct strbuf *out;
	bool in_list;
};

void document_begin(struct document *doc, struct sv title);
void document_end(struct document *doc);
void document_heading(struct document *doc, struct sv text);
/* tone: the outcome's own; decides colour and nothing else. */
enum tone { TONE_PLAIN, TONE_GOOD, TONE_BAD, TONE_UNSURE };
void document_banner(struct document *doc, struct sv text, enum tone tone);
void document_paragraph(struct document *doc, struct sv text);
void document_item(struct document *doc, struct sv label, struct sv text);
void document_quote(struct document *doc, struct sv text); /* bytes of a log */
/* A finished text document for a terminal or a file: colours or none, UTF-8 or ASCII. */
void document_finish_text(struct sv text, bool colour, bool ascii, struct strbuf *out);
void document_link(struct document *doc, struct sv url);   /* our own URLs only */

#endif
