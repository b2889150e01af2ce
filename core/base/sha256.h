/* SHA-256 (libcrypto), as the hex digits a report quotes. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stdbool.h>
#include <stddef.h>

struct sha256;
#define SHA256_TEXT_MAX 65

struct sha256 *sha256_create(void);
void sha256_add(struct sha256 *hash, const void *bytes, size_t len);
void sha256_finish(struct sha256 *hash, char ret[SHA256_TEXT_MAX]); /* and destroys it */

#endif
