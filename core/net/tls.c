#include "tls.h"

#include <stdio.h>
#include <string.h>

#include "base/libcrypto.h"
#include "libssl.h"

/* CRYPTO_EX functions know no "not yet": made once, for ever. */
static int fault_index(void)
{
	static int index = -1;
	if (index < 0)
		index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, NULL);
	return index;
}

static void name_issuer(X509 *certificate, struct tls_fault *fault)
{
	BIO *memory = BIO_new(BIO_s_mem());
	if (!memory)
		return;
	X509_NAME_print_ex(memory, X509_get_issuer_name(certificate), 0,
		XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
	int len = BIO_read(memory, fault->issuer, (int)sizeof(fault->issuer) - 1);
	fault->issuer[len > 0 ? len : 0] = '\0';
	BIO_free(memory);
}

/* Decides nothing: what was not fine stays so. */
static int remember(int fine, X509_STORE_CTX *store)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct tls_fault *fault = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), fault_index());
	if (fine || !fault || fault->reason[0])
		return fine;
	snprintf(fault->reason, sizeof(fault->reason), "%s",
		X509_verify_cert_error_string(X509_STORE_CTX_get_error(store)));
	X509 *certificate = X509_STORE_CTX_get_current_cert(store);
	if (certificate)
		name_issuer(certificate, fault);
	return fine;
}

void tls_watch(void *ssl_ctx, struct tls_fault *fault)
{
	SSL_CTX_set_ex_data(ssl_ctx, fault_index(), fault);
	SSL_CTX_set_verify(ssl_ctx, SSL_VERIFY_PEER, remember);
}
