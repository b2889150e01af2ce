/* A certificate's thumbprint: SHA-1 of its bytes (libcrypto), as Windows and Intune show it. */
#ifndef BASE_THUMBPRINT_H
#define BASE_THUMBPRINT_H

#include "sv.h"

#define THUMBPRINT_MAX 41

/* 40 hex digits, lower case. */
void thumbprint_of(const void *der, size_t len, char ret[static THUMBPRINT_MAX]);

/* Of base64 (or of base64 around PEM). False, and "": it is none, or longer than 64 KiB. */
bool thumbprint_of_base64(struct sv text, char ret[static THUMBPRINT_MAX]);

/* The same thumbprint, whatever its case and blanks? Never for "". */
bool thumbprint_same(const char *a, struct sv b);

#endif
