/* Throw-away certificates, made when a test runs: a CA, and servers it vouches for, or not. */
#ifndef TEST_CERTS_H
#define TEST_CERTS_H

struct certs;

enum cert_fault {
	CERT_FINE,
	CERT_WRONG_NAME,
	CERT_EXPIRED,
	CERT_NOT_YET,
	CERT_SELF_SIGNED,
	CERT_OTHER_CA,     /* of the same name */
	CERT_FOR_CLIENTS,  /* not made for servers */
	CERT_WEAK_KEY,     /* RSA of 1024 bits */
	CERT_NO_CA,        /* its issuer may not issue */
	CERT_SHA1,
	CERT_TLS_1_1,      /* a fine certificate over an old protocol */
	CERT_FAULTS,
};

/* Writes the CA's certificate to path. */
struct certs *certs_create(const char *path);
void certs_destroy(struct certs *certs);
/* An SSL_CTX for a server on 127.0.0.1; the caller's, SSL_CTX_free(). */
void *certs_server(struct certs *certs, enum cert_fault fault);
/* A key and its certificate in one PEM file (0600), as --client-cert takes it. */
void certs_client(const char *path);

#endif
