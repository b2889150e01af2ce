#include "base64.h"

static int value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

static struct sv without_padding(struct sv text)
{
	text = sv_trim(text);
	for (int i = 0; i < 2 && sv_ends(text, SV("=")); i++)
		text.len--;
	return text;
}

bool base64_decode(struct strbuf *out, struct sv text)
{
	uint32_t bits = 0;
	unsigned count = 0, digits = 0;
	text = without_padding(text);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '\r' || c == '\n' || c == ' ' || c == '\t')
			continue;
		int value = value_of(c);
		if (value < 0)
			return false;
		bits = bits << 6 | (uint32_t)value;
		digits++;
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		char byte = (char)(bits >> count & 0xff);
		strbuf_add(out, (struct sv){&byte, 1});
	}
	return digits % 4 != 1 && !out->full;
}

void base64url_encode(struct strbuf *out, struct sv bytes)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	uint32_t bits = 0;
	unsigned count = 0;
	for (size_t i = 0; i < bytes.len; i++) {
		bits = bits << 8 | (unsigned char)bytes.ptr[i];
		for (count += 8; count >= 6; count -= 6)
			strbuf_char(out, digits[bits >> (count - 6) & 63]);
	}
	if (count)
		strbuf_char(out, digits[bits << (6 - count) & 63]);
}
