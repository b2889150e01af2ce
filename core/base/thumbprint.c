#include "thumbprint.h"

#include <openssl/evp.h>
#include <stdio.h>

#include "base64.h"

#define BASE64_MAX (64u << 10)

void thumbprint_of(const void *der, size_t len, char ret[static THUMBPRINT_MAX])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	ret[0] = '\0';
	if (!EVP_Digest(der, len, digest, &size, EVP_sha1(), NULL))
		return;
	for (unsigned i = 0; i < size && 2 * i + 2 < THUMBPRINT_MAX; i++)
		snprintf(ret + 2 * i, 3, "%02x", digest[i]);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* What lies between the lines of a PEM file; text itself if it is none. */
static struct sv inside_pem(struct sv text)
{
	const struct sv begin = SV("-----BEGIN CERTIFICATE-----"), end = SV("-----END");
	size_t from = sv_find(text, begin);
	if (from == SV_NPOS)
		return text;
	text = sv_from(text, from + begin.len);
	size_t to = sv_find(text, end);
	return sv_sub(text, 0, to == SV_NPOS ? text.len : to);
}

bool thumbprint_of_base64(struct sv text, char ret[static THUMBPRINT_MAX])
{
	autostrbuf outer, inner;
	strbuf_init(&outer, BASE64_MAX);
	strbuf_init(&inner, BASE64_MAX);
	ret[0] = '\0';
	if (text.len > BASE64_MAX || !base64_decode(&outer, inside_pem(text)) || !outer.len)
		return false;
	struct sv der = strbuf_sv(&outer), pem = inside_pem(der);
	if (pem.ptr != der.ptr) {
		if (!base64_decode(&inner, pem) || !inner.len)
			return false;
		der = strbuf_sv(&inner);
	}
	thumbprint_of(der.ptr, der.len, ret);
	return true;
}

bool thumbprint_same(const char *a, struct sv b)
{
	size_t at = 0;
	for (size_t i = 0; i < b.len; i++) {
		if (is_blank(b.ptr[i]) || b.ptr[i] == ':')
			continue;
		if (!a[at] || !sv_ieq((struct sv){a + at, 1}, (struct sv){b.ptr + i, 1}))
			return false;
		at++;
	}
	return at > 0 && !a[at];
}
