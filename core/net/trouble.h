/* What went wrong on the way to a server, as a sentence with what to do. */
#ifndef NET_TROUBLE_H
#define NET_TROUBLE_H

#include "base/strbuf.h"
#include "http.h"
#include "libcurl.h"
#include "tls.h"

/* detail: libcurl's own words, as they are. host: who was asked. */
enum http_trouble trouble_of(CURLcode code, long connect_status);
void trouble_sentence(struct strbuf *out, enum http_trouble trouble, const char *host,
	const char *detail, const struct tls_fault *fault);

#endif
