#include "certs.h"

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define DAY 86400

struct issuer {
	EVP_PKEY *key;
	X509 *cert;
};

struct certs {
	struct issuer ca, other;
};

static void extend(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX context;
	X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	if (!extension || !X509_add_ext(cert, extension, -1))
		abort();
	X509_EXTENSION_free(extension);
}

static X509 *blank(EVP_PKEY *key, const char *name, long from, long until)
{
	static long serial = 1;
	X509 *cert = X509_new();
	X509_set_version(cert, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), serial++);
	X509_gmtime_adj(X509_getm_notBefore(cert), from);
	X509_gmtime_adj(X509_getm_notAfter(cert), until);
	X509_set_pubkey(cert, key);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_UTF8,
		(const unsigned char *)name, -1, -1, 0);
	return cert;
}

static struct issuer make_ca(const char *constraints)
{
	struct issuer ca = {.key = EVP_RSA_gen(2048)};
	ca.cert = blank(ca.key, "Test CA", -DAY, 30L * DAY);
	X509_set_issuer_name(ca.cert, X509_get_subject_name(ca.cert));
	extend(ca.cert, ca.cert, NID_basic_constraints, constraints);
	extend(ca.cert, ca.cert, NID_subject_key_identifier, "hash");
	X509_sign(ca.cert, ca.key, EVP_sha256());
	return ca;
}

static void finish(struct issuer *issuer)
{
	X509_free(issuer->cert);
	EVP_PKEY_free(issuer->key);
}

struct certs *certs_create(const char *path)
{
	struct certs *certs = calloc(1, sizeof(*certs));
	certs->ca = make_ca("critical,CA:TRUE");
	certs->other = make_ca("critical,CA:TRUE");
	FILE *file = fopen(path, "w");
	if (!file || !PEM_write_X509(file, certs->ca.cert))
		abort();
	fclose(file);
	return certs;
}

void certs_destroy(struct certs *certs)
{
	finish(&certs->ca);
	finish(&certs->other);
	free(certs);
}

static void sign(X509 *cert, const struct issuer *issuer, const EVP_MD *hash)
{
	X509_set_issuer_name(cert, X509_get_subject_name(issuer->cert));
	X509_sign(cert, issuer->key, hash);
}

static X509 *leaf(const struct certs *certs, EVP_PKEY *key, enum cert_fault fault)
{
	long from = fault == CERT_NOT_YET ? 2 * DAY : fault == CERT_EXPIRED ? -3 * DAY : -DAY;
	long until = fault == CERT_EXPIRED ? -DAY : 20L * DAY;
	X509 *cert = blank(key, "localhost", from, until);
	extend(cert, cert, NID_subject_alt_name, fault == CERT_WRONG_NAME
		? "DNS:graph.example,IP:127.0.0.2" : "DNS:localhost,IP:127.0.0.1");
	extend(cert, cert, NID_ext_key_usage, fault == CERT_FOR_CLIENTS ? "clientAuth"
		: "serverAuth");
	if (fault == CERT_SELF_SIGNED)
		sign(cert, &(struct issuer){key, cert}, EVP_sha256());
	else if (fault == CERT_OTHER_CA)
		sign(cert, &certs->other, EVP_sha256());
	else if (fault != CERT_NO_CA)
		sign(cert, &certs->ca, fault == CERT_SHA1 ? EVP_sha1() : EVP_sha256());
	return cert;
}

/* Below a certificate that the CA made for a server, not for issuing. */
static void sign_below(const struct certs *certs, SSL_CTX *tls, X509 *cert)
{
	EVP_PKEY *key = EVP_RSA_gen(2048);
	X509 *between = blank(key, "A server", -DAY, 20L * DAY);
	extend(between, between, NID_basic_constraints, "critical,CA:FALSE");
	sign(between, &certs->ca, EVP_sha256());
	sign(cert, &(struct issuer){key, between}, EVP_sha256());
	SSL_CTX_add_extra_chain_cert(tls, between);
	EVP_PKEY_free(key);
}

void *certs_server(struct certs *certs, enum cert_fault fault)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
	EVP_PKEY *key = EVP_RSA_gen(fault == CERT_WEAK_KEY ? 1024 : 2048);
	X509 *cert = leaf(certs, key, fault);
	if (fault == CERT_NO_CA)
		sign_below(certs, tls, cert);
	SSL_CTX_set_security_level(tls, 0);
	SSL_CTX_set_min_proto_version(tls, fault == CERT_TLS_1_1 ? TLS1_VERSION : TLS1_2_VERSION);
	if (fault == CERT_TLS_1_1) {
		SSL_CTX_set_max_proto_version(tls, TLS1_1_VERSION);
		SSL_CTX_set_cipher_list(tls, "ALL:@SECLEVEL=0");
	}
	if (SSL_CTX_use_certificate(tls, cert) != 1 || SSL_CTX_use_PrivateKey(tls, key) != 1)
		abort();
	X509_free(cert);
	EVP_PKEY_free(key);
	return tls;
}

void certs_client(const char *path)
{
	struct issuer own = make_ca("critical,CA:FALSE");
	FILE *file = fopen(path, "w");
	if (!file || !PEM_write_PrivateKey(file, own.key, NULL, NULL, 0, NULL, NULL) ||
	    !PEM_write_X509(file, own.cert))
		abort();
	fclose(file);
	chmod(path, 0600);
	finish(&own);
}
