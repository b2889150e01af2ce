/* HTTP on the loop: certificates verified, TLS 1.2 at least, no redirect followed, everything
 * bounded in time and size, cancelled at any time. HTTP/1.1 only: a dozen requests in a row gain
 * nothing from more. Proxies come from the environment (https_proxy, all_proxy, no_proxy). */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdint.h>

#include "base/debug.h"
#include "base/err.h"
#include "base/loop.h"
#include "base/sv.h"

struct http;

struct http_limits {
	size_t body;        /* bytes, decoded */
	size_t headers;     /* bytes */
	unsigned connect_ms, total_ms;
	unsigned slow_bytes, slow_s; /* fewer bytes a second, for so many seconds: ended */
};
#define HTTP_LIMITS                                                                           \
	((struct http_limits){.body = 16u << 20, .headers = 64u << 10, .connect_ms = 15000,   \
		.total_ms = 30000, .slow_bytes = 64, .slow_s = 10})

struct http_options {
	const char *ca_file; /* certificates trusted besides the system's (PEM); NULL: none */
	const char *agent;   /* "scepwiz/0.1.0" */
	struct http_limits limits;
	struct debug *debug; /* borrowed; NULL: none */
};

struct http_request {
	const char *method; /* "GET", "POST" */
	const char *url;    /* https; http to loopback, or anywhere with plain */
	bool plain;         /* http is fine: nothing in this request is secret */
	bool fresh;         /* not over a connection that was used before */
	const char *const *headers; /* "Name: value", headers_count of them */
	size_t headers_count;
	struct sv body;     /* ptr NULL: none */
};

enum http_trouble {
	HTTP_FINE,        /* a whole reply came, whatever its status */
	HTTP_UNREACHABLE, /* name or connection */
	HTTP_PROXY,       /* the proxy refuses */
	HTTP_TLS,         /* who answers is not proven to be whom we asked */
	HTTP_TIMEOUT,
	HTTP_TOO_LARGE,
	HTTP_BROKEN,      /* cut off, or not HTTP */
	HTTP_REFUSED,     /* by us: this URL is not one to ask */
};

/* Borrowed during the call. */
struct http_reply {
	enum http_trouble trouble;
	const char *why; /* a sentence in the reader's language, with what to do; "" if fine */
	int status;
	struct sv body;
	struct sv headers; /* of the last reply, as they came */
};

typedef void http_done(void *data, const struct http_reply *reply);

/* NULL: ca_file is unreadable, or holds no certificate. */
struct http *http_create(struct loop *loop, const struct http_options *options, struct err *err);
void http_destroy(struct http *http); /* what is under way is cancelled; also from a http_done */

/* Everything is copied, and what was secret in the copies wiped afterwards. done is called once,
 * from the loop, never at once, never after http_cancel(). Gives an id, never 0. */
uint64_t http_send(struct http *http, const struct http_request *request, http_done *done,
	void *data);
void http_cancel(struct http *http, uint64_t id);

/* The value of a header, trimmed; "" if it is not there. */
struct sv http_header(const struct http_reply *reply, const char *name);

/* The proxy that this URL would be asked through, without name and password: for people. ""
 * if it is asked directly. The text is yours. */
char *http_proxy_of(const char *url);

#endif
