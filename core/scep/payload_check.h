/* A request read by somebody who knows: each value in words, and the trouble that can be seen in
 * it without asking anybody. */
#ifndef SCEP_PAYLOAD_CHECK_H
#define SCEP_PAYLOAD_CHECK_H

#include "codes.h"
#include "payload.h"

/* What the request alone does not tell. */
struct payload_context {
	enum payload_form form;
	const struct sv *roots; /* thumbprints of trusted roots delivered in the same check-in */
	size_t roots_count;
	bool roots_known;       /* that check-in can be seen whole; else nothing is said of roots */
};

enum payload_remark_kind { REMARK_NOTE, REMARK_BAD };

struct payload_remark {
	const char *id; /* "http-on-android" … */
	enum payload_remark_kind kind;
	char *text;     /* a sentence in the reader's language; yours */
};

#define PAYLOAD_REMARKS_MAX 12

/* What is wrong or strange in the request; gives how many. payload_remarks_finish() after it. */
size_t payload_check(const struct value *fields, const struct payload_context *context,
	struct payload_remark ret[static PAYLOAD_REMARKS_MAX]);
void payload_remarks_finish(struct payload_remark *remarks, size_t count);

/* All its values in words, a line a subject; label and text are in the reader's language. */
typedef void payload_line_fn(void *data, const char *label, struct sv text);
void payload_lines(const struct value *fields, enum payload_form form,
	const struct codes *codes, payload_line_fn *fn, void *data);

/* What a value of a named field means, where a number has words: KSP numbers ("key_protection"),
 * store locations, install status, purposes. Into the reader's language. False: nothing is to be
 * said. */
bool field_words(const struct codes *codes, const char *field, struct sv value,
	struct strbuf *out);

#endif
