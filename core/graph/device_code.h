/* Signing in with a device code (RFC 8628), as a state machine: what the service replied and what
 * the clock says go in, what to do next comes out. It sends nothing and looks at no clock. */
#ifndef GRAPH_DEVICE_CODE_H
#define GRAPH_DEVICE_CODE_H

#include "base/secret.h"
#include "base/strbuf.h"

enum device_step {
	DEVICE_WAIT,    /* ask again after device_code_wait_us() */
	DEVICE_GRANTED, /* the body holds the token */
	DEVICE_ENDED,   /* the sentence says why */
};

struct device_code {
	char user_code[40];  /* for the person, as printed: "B6SUYU5PL" */
	char address[300];   /* where it is entered, https */
	struct secret code;  /* for us */
	int64_t interval_us, expires_at_us, next_us; /* of the clock that is passed in */
	unsigned silent; /* replies in a row that said nothing */
};

/* The reply to the first request (status 0: none came). False: why says what it was. */
bool device_code_begin(struct device_code *device, int status, struct sv body, int64_t now_us,
	struct strbuf *why);
void device_code_finish(struct device_code *device); /* wipes it */

/* The reply to asking for the token. */
enum device_step device_code_replied(struct device_code *device, int status, struct sv body,
	int64_t now_us, struct strbuf *why);

/* Until the next question, 0 if it is due; never longer than a minute, whatever the clock
 * did meanwhile. */
int64_t device_code_wait_us(const struct device_code *device, int64_t now_us);
/* How long the code is good for; 0: no longer. */
int64_t device_code_left_us(const struct device_code *device, int64_t now_us);

#endif
