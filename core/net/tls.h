/* Why a certificate was not accepted, with its issuer: behind a proxy that inspects TLS, the
 * issuer's name is what tells the reader what to do. libcurl alone gives only the reason. */
#ifndef NET_TLS_H
#define NET_TLS_H

struct tls_fault {
	char reason[80]; /* "" if no certificate was refused */
	char issuer[160];
};

/* Keeps the fault of the connections made with this SSL_CTX; fault must outlive it. */
void tls_watch(void *ssl_ctx, struct tls_fault *fault);

#endif
