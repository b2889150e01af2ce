#include "thumbprint.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

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

static int digit_of(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Gives how many bytes; 0: it is no base64. out has room for three quarters of text. */
static size_t decode(struct sv text, unsigned char *out)
{
	uint32_t bits = 0;
	size_t digits = 0, count = 0;
	text = sv_trim_end(text);
	while (text.len && text.ptr[text.len - 1] == '=')
		text.len--;
	for (size_t i = 0; i < text.len; i++) {
		if (is_blank(text.ptr[i]))
			continue;
		int digit = digit_of(text.ptr[i]);
		if (digit < 0)
			return 0;
		bits = bits << 6 | (uint32_t)digit;
		if (++digits % 4 != 1)
			out[count++] = (unsigned char)(bits >> (6 - 2 * ((digits - 1) % 4)) & 0xFF);
	}
	return digits % 4 == 1 ? 0 : count;
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
	ret[0] = '\0';
	if (!text.len || text.len > BASE64_MAX)
		return false;
	autofree unsigned char *bytes = xmalloc(text.len), *inner = xmalloc(text.len);
	size_t len = decode(inside_pem(text), bytes);
	struct sv decoded = {(const char *)bytes, len}, pem = inside_pem(decoded);
	if (pem.ptr != decoded.ptr) {
		len = decode(pem, inner);
		decoded.ptr = (const char *)inner;
	}
	if (len)
		thumbprint_of(decoded.ptr, len, ret);
	return len > 0;
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
