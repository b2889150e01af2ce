/* For the tests of redaction. */
#ifndef REDACTING_H
#define REDACTING_H

#include "report/redact.h"

#define THUMBPRINT "61327876A3F0E5B2C1D4978612ABCDEF01234567"
#define SHA256 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define GUID1 "39907e78-e61b-4730-b9fa-d44a53e4111c"
#define ACCOUNT "51bad41f-3854-4eb5-a2f2-0f7a94034ee8"
#define L "39907e78_e61b_4730_b9fa_d44a53e4111c"

static inline void expect_text(struct redactor *r, const char *text, const char *wanted)
{
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	bool changed = redact(r, sv_str(text), &out);
	assert_string_equal(out.ptr, wanted);
	assert_int_equal(changed, strcmp(text, wanted) != 0);
}

#endif
