/* A certificate's thumbprint: SHA-1 of its bytes (libcrypto), as Windows and Intune show it. */
#ifndef BASE_THUMBPRINT_H
#define BASE_THUMBPRINT_H

#include "sv.h"

#define THUMBPRINT_MAX 41

/* 40 hex digits, lower case. */
void thumbprint_of(const void *der, size_t len, char ret[static THUMBPRINT_MAX]);

/* Of base64 (or of base64 around PEM). False, and "": it is none, or longer than 64 KiB. */
bool thumbprint_of_base64(struct sv text, char ret[static THUMBPRINT_MAX]);

/* 40 hex digits, with blanks and colons between them or none: not a masked one, not a part. */
bool thumbprint_is(struct sv text);

/* The same thumbprint, whatever its case, blanks and colons? Never for what is none. */
bool thumbprint_same(struct sv a, struct sv b);

#endif
