/* libssl at first use (late.h): all that is called in it. */
#ifndef NET_LIBSSL_H
#define NET_LIBSSL_H

#include <openssl/ssl.h>

#include "base/late.h"

#define LIBSSL_NAMES(X) \
	X(SSL_CTX_get_ex_data) X(SSL_CTX_set_ex_data) X(SSL_CTX_set_verify) \
	X(SSL_get_SSL_CTX) X(SSL_get_ex_data_X509_STORE_CTX_idx)

struct libssl {
#define X(name) __typeof__(name) *name##_;
	LIBSSL_NAMES(X)
#undef X
};

extern struct late libssl_late;

static inline const struct libssl *libssl(void)
{
	return late_need(&libssl_late);
}

#define SSL_CTX_get_ex_data (*libssl()->SSL_CTX_get_ex_data_)
#define SSL_CTX_set_ex_data (*libssl()->SSL_CTX_set_ex_data_)
#define SSL_CTX_set_verify (*libssl()->SSL_CTX_set_verify_)
#define SSL_get_SSL_CTX (*libssl()->SSL_get_SSL_CTX_)
#define SSL_get_ex_data_X509_STORE_CTX_idx (*libssl()->SSL_get_ex_data_X509_STORE_CTX_idx_)

#endif
