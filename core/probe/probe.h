/* Asks an NDES server what a device would ask it, only when the user wants it: its page, GetCACaps,
 * GetCACert; nothing secret is sent, and nothing is enrolled. What it says from here need not be
 * what the device sees: it sits in another network. */
#ifndef PROBE_PROBE_H
#define PROBE_PROBE_H

#include "base/err.h"
#include "base/loop.h"
#include "ca.h"
#include "meaning.h"

struct probe_answer {
	int status;       /* 0: no reply; then why says what went wrong, and what to do */
	char *why;        /* a sentence in the reader's language; NULL: it was answered */
	const struct probe_meaning *meaning; /* NULL: not answered */
	char abilities[400]; /* GetCACaps: its words, one blank between; "" */
};

enum probe_health {
	PROBE_HEALTHY,
	PROBE_BROKEN,      /* it answers, and wrongly */
	PROBE_UNREACHABLE, /* from here: it proves nothing about the device */
};

struct probe;

struct probe_options {
	const char *ca_file, *agent; /* as of http_options */
};

/* url: of the profile; a query in it, and /pkiclient.exe behind it, are left out. Begins to ask; the
 * loop does the rest. NULL: no address to ask, or ca_file is unreadable; err says so. */
struct probe *probe_create(struct loop *loop, const struct probe_options *options, const char *url,
	struct err *err);
void probe_destroy(struct probe *probe);

bool probe_done(const struct probe *probe);
const char *probe_url(const struct probe *probe);
const struct probe_answer *probe_answer(const struct probe *probe, enum probe_question question);
const struct ca_list *probe_certificates(const struct probe *probe);
enum probe_health probe_health(const struct probe *probe);
/* Is the CA certificate that a profile names among those the server sent? */
bool probe_has(const struct probe *probe, const char *thumbprint);

const char *probe_question_id(enum probe_question question); /* "page", "GetCACaps", "GetCACert" */

#endif
