#include "encoding.h"

#include "base/utf8.h"

/* UTF-16 without a mark: in text of ours every other byte is zero. */
static bool zeros_at(struct sv head, size_t odd)
{
	size_t zeros = 0, pairs = head.len / 2;
	for (size_t i = 0; i < pairs; i++)
		zeros += head.ptr[2 * i + odd] == '\0' && head.ptr[2 * i + 1 - odd] != '\0';
	return pairs >= 4 && zeros > pairs / 4 * 3;
}

/* The head may end within a character: that is no evidence against UTF-8. */
static bool breaks_off(struct sv tail)
{
	if (tail.len > 3 || (unsigned char)tail.ptr[0] < 0xc2)
		return false;
	for (size_t i = 1; i < tail.len; i++)
		if (((unsigned char)tail.ptr[i] & 0xc0) != 0x80)
			return false;
	return true;
}

static bool looks_utf8(struct sv head)
{
	while (head.len) {
		struct sv tail = head;
		if (utf8_take(&head) == UTF8_BAD)
			return breaks_off(tail);
	}
	return true;
}

enum encoding encoding_of(struct sv head)
{
	head = sv_sub(head, 0, 4096);
	if (sv_starts(head, SV("\xef\xbb\xbf")))
		return ENCODING_UTF8_BOM;
	if (sv_starts(head, SV("\xff\xfe")) || zeros_at(head, 1))
		return ENCODING_UTF16LE;
	if (sv_starts(head, SV("\xfe\xff")) || zeros_at(head, 0))
		return ENCODING_UTF16BE;
	return looks_utf8(head) ? ENCODING_UTF8 : ENCODING_8BIT;
}

const char *encoding_name(enum encoding encoding)
{
	static const char *const names[] = {
		[ENCODING_UTF8] = "utf-8", [ENCODING_UTF8_BOM] = "utf-8-bom",
		[ENCODING_8BIT] = "8-bit", [ENCODING_UTF16LE] = "utf-16le",
		[ENCODING_UTF16BE] = "utf-16be",
	};
	return names[encoding];
}

size_t encoding_mark_size(enum encoding encoding)
{
	return encoding == ENCODING_UTF8_BOM ? 3 : 0;
}
