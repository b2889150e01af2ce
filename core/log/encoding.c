#include "encoding.h"

#include <string.h>

#include "base/utf8.h"

#define NARROW 4096 /* bytes that tell UTF-16; other evidence may come late */
#define BODY_LINES 200
#define BODY_LINES_MIN 3

/* What a console in Western Europe writes into a file. */
static const uint16_t cp850[128] = {
	0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4, 0x00e0, 0x00e5, 0x00e7, 0x00ea, 0x00eb,
	0x00e8, 0x00ef, 0x00ee, 0x00ec, 0x00c4, 0x00c5, 0x00c9, 0x00e6, 0x00c6, 0x00f4,
	0x00f6, 0x00f2, 0x00fb, 0x00f9, 0x00ff, 0x00d6, 0x00dc, 0x00f8, 0x00a3, 0x00d8,
	0x00d7, 0x0192, 0x00e1, 0x00ed, 0x00f3, 0x00fa, 0x00f1, 0x00d1, 0x00aa, 0x00ba,
	0x00bf, 0x00ae, 0x00ac, 0x00bd, 0x00bc, 0x00a1, 0x00ab, 0x00bb, 0x2591, 0x2592,
	0x2593, 0x2502, 0x2524, 0x00c1, 0x00c2, 0x00c0, 0x00a9, 0x2563, 0x2551, 0x2557,
	0x255d, 0x00a2, 0x00a5, 0x2510, 0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c,
	0x00e3, 0x00c3, 0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x00a4,
	0x00f0, 0x00d0, 0x00ca, 0x00cb, 0x00c8, 0x0131, 0x00cd, 0x00ce, 0x00cf, 0x2518,
	0x250c, 0x2588, 0x2584, 0x00a6, 0x00cc, 0x2580, 0x00d3, 0x00df, 0x00d4, 0x00d2,
	0x00f5, 0x00d5, 0x00b5, 0x00fe, 0x00de, 0x00da, 0x00db, 0x00d9, 0x00fd, 0x00dd,
	0x00af, 0x00b4, 0x00ad, 0x00b1, 0x2017, 0x00be, 0x00b6, 0x00a7, 0x00f7, 0x00b8,
	0x00b0, 0x00a8, 0x00b7, 0x00b9, 0x00b3, 0x00b2, 0x25a0, 0x00a0,
};

uint32_t encoding_8bit(enum encoding encoding, unsigned char byte)
{
	if (encoding == ENCODING_CP850 && byte >= 0x80)
		return cp850[byte - 0x80];
	return utf8_cp1252(byte);
}

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

/* How many bytes from here on are ASCII, and none of them 0. */
static size_t plain_ahead(struct sv text)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	uint64_t word;
	size_t at = 0;
	for (; at + sizeof(word) <= text.len; at += sizeof(word)) {
		memcpy(&word, text.ptr + at, sizeof(word));
		if ((word | (word - ones)) & tops)
			break;
	}
	return at;
}

/* One bad byte in a log of many accents is damage, not another encoding. */
static bool looks_utf8(struct sv head)
{
	size_t good = 0, bad = 0;
	while (head = sv_from(head, plain_ahead(head)), head.len) {
		struct sv tail = head;
		uint32_t c = utf8_take(&head);
		if (c == 0)
			return true; /* no text of one byte a character */
		if (c == UTF8_BAD && breaks_off(tail))
			break;
		bad += c == UTF8_BAD;
		good += c != UTF8_BAD && c >= 0x80;
	}
	return bad <= good;
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Within words Windows has its accents at 0xc0 and above, the console below 0xa6, where
 * Windows keeps quotes and dashes. */
static enum encoding kind_of_8bit(struct sv head)
{
	size_t windows = 0, console = 0;
	for (size_t i = 1; i + 1 < head.len; i++) {
		unsigned char byte = (unsigned char)head.ptr[i];
		if (byte < 0x80 || !letter(head.ptr[i - 1]) || !letter(head.ptr[i + 1]))
			continue;
		windows += byte >= 0xc0;
		console += byte < 0xa6 && byte != 0x92 && byte != 0x96 && byte != 0x97 &&
			byte != 0xa0;
	}
	return console > windows ? ENCODING_CP850 : ENCODING_CP1252;
}

static bool ends_with_backslash(struct sv line)
{
	line = sv_trim(line);
	return line.len > 1 && line.ptr[line.len - 1] == '\\';
}

/* Lines of an RTF body: three in four end with a backslash. */
static bool looks_rtf_body(struct sv head)
{
	struct sv line;
	unsigned lines = 0, ends = 0;
	while (lines < BODY_LINES && head.len && sv_cut(&head, '\n', &line)) {
		lines += sv_trim(line).len > 0;
		ends += ends_with_backslash(line);
	}
	return lines >= BODY_LINES_MIN && ends * 4 >= lines * 3;
}

static enum encoding of_utf16(struct sv head)
{
	if (sv_starts(head, SV("\xff\xfe")))
		return ENCODING_UTF16LE_BOM;
	if (sv_starts(head, SV("\xfe\xff")))
		return ENCODING_UTF16BE_BOM;
	if (zeros_at(head, 1))
		return ENCODING_UTF16LE;
	return zeros_at(head, 0) ? ENCODING_UTF16BE : ENCODING_UTF8;
}

enum encoding encoding_of(struct sv head)
{
	if (sv_starts(head, SV("\xef\xbb\xbf")))
		return ENCODING_UTF8_BOM;
	enum encoding encoding = of_utf16(sv_sub(head, 0, NARROW));
	if (encoding != ENCODING_UTF8)
		return encoding;
	if (sv_starts(sv_trim(head), SV("{\\rtf")))
		return ENCODING_RTF;
	if (looks_rtf_body(head))
		return ENCODING_RTF_BODY;
	return looks_utf8(head) ? ENCODING_UTF8 : kind_of_8bit(head);
}

const char *encoding_name(enum encoding encoding)
{
	static const char *const names[] = {
		[ENCODING_UTF8] = "utf-8", [ENCODING_UTF8_BOM] = "utf-8-bom",
		[ENCODING_CP1252] = "cp1252", [ENCODING_CP850] = "cp850",
		[ENCODING_UTF16LE] = "utf-16le", [ENCODING_UTF16LE_BOM] = "utf-16le-bom",
		[ENCODING_UTF16BE] = "utf-16be", [ENCODING_UTF16BE_BOM] = "utf-16be-bom",
		[ENCODING_RTF] = "rtf", [ENCODING_RTF_BODY] = "rtf-body",
	};
	return names[encoding];
}

size_t encoding_mark_size(enum encoding encoding)
{
	if (encoding == ENCODING_UTF8_BOM)
		return 3;
	return encoding == ENCODING_UTF16LE_BOM || encoding == ENCODING_UTF16BE_BOM ? 2 : 0;
}

bool encoding_is_utf8(enum encoding encoding)
{
	return encoding <= ENCODING_UTF8_BOM;
}

bool encoding_is_8bit(enum encoding encoding)
{
	return encoding == ENCODING_CP1252 || encoding == ENCODING_CP850;
}

bool encoding_is_utf16(enum encoding encoding)
{
	return encoding >= ENCODING_UTF16LE && encoding <= ENCODING_UTF16BE_BOM;
}
