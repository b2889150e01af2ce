#include "sha256.h"

#include <stdio.h>

#include "libcrypto.h"
#include "mem.h"

struct sha256 {
	EVP_MD_CTX *context;
};

struct sha256 *sha256_create(void)
{
	struct sha256 *hash = xcalloc(1, sizeof(*hash));
	hash->context = EVP_MD_CTX_new();
	if (!hash->context || EVP_DigestInit_ex(hash->context, EVP_sha256(), NULL) != 1)
		abort();
	return hash;
}

void sha256_add(struct sha256 *hash, const void *bytes, size_t len)
{
	EVP_DigestUpdate(hash->context, bytes, len);
}

void sha256_finish(struct sha256 *hash, char ret[SHA256_TEXT_MAX])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	EVP_DigestFinal_ex(hash->context, digest, &len);
	for (unsigned i = 0; i < len && i < 32; i++)
		snprintf(ret + 2 * (size_t)i, 3, "%02x", digest[i]);
	EVP_MD_CTX_free(hash->context);
	free(hash);
}
