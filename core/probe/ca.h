/* The certificates in an answer to GetCACert: one certificate (DER), or several in a PKCS#7 without
 * content (RFC 8894, 4.2). Through libcrypto; nothing is trusted or verified here. */
#ifndef PROBE_CA_H
#define PROBE_CA_H

#include "base/thumbprint.h"

#define CA_BYTES_MAX (256u << 10) /* of an answer */
#define CA_CERTIFICATES_MAX 32

struct ca_certificate {
	char subject[200];               /* UTF-8, cut; whatever the server wrote */
	char thumbprint[THUMBPRINT_MAX];
	bool authority;                  /* a CA's, rather than one of the RA */
	bool expired;                    /* by this machine's clock */
};

struct ca_list {
	struct ca_certificate list[CA_CERTIFICATES_MAX];
	size_t count;
	bool cut; /* there were more */
};

/* False: it is neither form, or holds no certificate. */
bool ca_read(struct ca_list *ret, struct sv answer);

#endif
