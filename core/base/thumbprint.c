#include "thumbprint.h"

#include <stdio.h>
#include <string.h>

#include "base64.h"
#include "libcrypto.h"

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

/* The digits alone, in lower case. */
static bool take_digits(struct sv text, char ret[static THUMBPRINT_MAX])
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (is_blank(c) || c == ':')
			continue;
		char small = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
		bool digit = (small >= '0' && small <= '9') || (small >= 'a' && small <= 'f');
		if (!digit || count == THUMBPRINT_MAX - 1)
			return false;
		ret[count++] = small;
	}
	ret[count] = '\0';
	return count == THUMBPRINT_MAX - 1;
}

bool thumbprint_is(struct sv text)
{
	char digits[THUMBPRINT_MAX];
	return take_digits(text, digits);
}

bool thumbprint_same(struct sv a, struct sv b)
{
	char left[THUMBPRINT_MAX], right[THUMBPRINT_MAX];
	return take_digits(a, left) && take_digits(b, right) && !strcmp(left, right);
}
