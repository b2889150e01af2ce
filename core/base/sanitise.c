#include "sanitise.h"

#include <string.h>

#include <utf8proc.h>

#include "utf8.h"

#define MARKS_IN_A_ROW 4

enum seen { SEEN_PLAIN, SEEN_MARK, SEEN_BLANK, SEEN_HIDDEN };

/* Marks without a shape: variation selectors, the combining grapheme joiner, inherent
 * vowels of Khmer (Unicode's Default_Ignorable_Code_Point). */
static bool draws_nothing(uint32_t c)
{
	return c == 0x34f || c == 0x17b4 || c == 0x17b5 || (c >= 0x180b && c <= 0x180f) ||
		(c >= 0xfe00 && c <= 0xfe0f) || c >= 0xe0000;
}

static enum seen kind_of(uint32_t c)
{
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return SEEN_HIDDEN;
	case UTF8PROC_CATEGORY_ZS:
		return SEEN_BLANK;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return draws_nothing(c) ? SEEN_HIDDEN : SEEN_MARK;
	default:
		/* Hangul fillers are letters that no one can see */
		if (c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800)
			return SEEN_HIDDEN;
		return SEEN_PLAIN;
	}
}

/* What our own texts use, spelled for a terminal without UTF-8. */
static const char *ascii_for(uint32_t c)
{
	static const struct { uint32_t c; const char *text; } table[] = {
		{0x2026, "..."}, {0x2192, "->"}, {0x203a, ">"}, {0x2039, "<"}, {0xab, "\""},
		{0xbb, "\""}, {0x201c, "\""}, {0x201d, "\""}, {0x2018, "'"}, {0x2019, "'"},
		{0x2013, "-"}, {0x2014, "-"}, {0x2022, "*"}, {0x2713, "+"}, {0x2717, "x"},
		{0xb7, "."}, {0x2265, ">="}, {0x2264, "<="}, {0xd7, "x"}, {0x153, "oe"},
		{0x152, "OE"},
	};
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (table[i].c == c)
			return table[i].text;
	return NULL;
}

/* é becomes e: the base letter of the canonical decomposition, if that is ASCII. */
static bool add_base_letter(struct strbuf *out, uint32_t c)
{
	utf8proc_int32_t parts[8];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts,
		ARRAY_LEN(parts), UTF8PROC_DECOMPOSE, &boundary);
	if (n < 1 || parts[0] >= 0x7f || parts[0] < 0x20)
		return false;
	strbuf_char(out, (char)parts[0]);
	return true;
}

static void add_hidden(struct strbuf *out, uint32_t c, unsigned mode)
{
	bool ascii = mode & SANITISE_ASCII;
	strbuf_str(out, ascii ? "<" : "‹");
	strbuf_addf(out, c < 0x100 ? "%02X" : "U+%04X", c);
	strbuf_str(out, ascii ? ">" : "›");
}

static void add_visible(struct strbuf *out, uint32_t c, unsigned mode)
{
	if (!(mode & SANITISE_ASCII)) {
		strbuf_utf8(out, c);
		return;
	}
	const char *text = ascii_for(c);
	if (text)
		strbuf_str(out, text);
	else if (!add_base_letter(out, c))
		add_hidden(out, c, mode);
}

static void add_control(struct strbuf *out, uint32_t c, unsigned mode)
{
	if (c == '\n' && (mode & SANITISE_LINES)) {
		strbuf_char(out, '\n');
	} else {
		strbuf_char(out, '^');
		strbuf_char(out, (char)(c ^ 0x40));
	}
}

static void add_mark(struct strbuf *out, uint32_t c, unsigned mode, unsigned row)
{
	if (row == MARKS_IN_A_ROW + 1)
		add_visible(out, 0x2026, mode);
	else if (row <= MARKS_IN_A_ROW && !(mode & SANITISE_ASCII))
		strbuf_utf8(out, c);
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* How many bytes in front are ASCII from `least` on that may pass: eight are looked at together. */
static size_t plain_run(struct sv text, unsigned char least)
{
	size_t len = 0;
	for (uint64_t eight; len + sizeof(eight) <= text.len; len += sizeof(eight)) {
		memcpy(&eight, text.ptr + len, sizeof(eight));
		uint64_t high = eight + EACH(1); /* 0x7f grows to 0x80 */
		uint64_t low = (eight | EACH(0x80)) - EACH(least); /* a lesser one shrinks below */
		if ((eight | high | ~low) & EACH(0x80))
			break;
	}
	while (len < text.len && (unsigned char)text.ptr[len] < 0x7f &&
	       (unsigned char)text.ptr[len] >= least)
		len++;
	return len;
}

void sanitise(struct strbuf *out, struct sv text, unsigned mode)
{
	unsigned marks = 0;
	while (text.len) {
		size_t plain = plain_run(text, ' ');
		if (plain) {
			strbuf_add(out, (struct sv){text.ptr, plain});
			text = sv_from(text, plain);
			marks = 0;
			continue;
		}
		unsigned char byte = (unsigned char)text.ptr[0];
		uint32_t c = utf8_take(&text);
		enum seen kind = c == UTF8_BAD ? SEEN_HIDDEN : kind_of(c);
		marks = kind == SEEN_MARK ? marks + 1 : 0;
		if (c == UTF8_BAD)
			add_hidden(out, byte, mode);
		else if (c < 0x20 || c == 0x7f)
			add_control(out, c, mode);
		else if (kind == SEEN_HIDDEN)
			add_hidden(out, c, mode);
		else if (kind == SEEN_BLANK)
			strbuf_char(out, ' ');
		else if (kind == SEEN_MARK)
			add_mark(out, c, mode, marks);
		else
			add_visible(out, c, mode);
	}
}

static void add_json_escape(struct strbuf *out, uint32_t c)
{
	if (c < 0x10000) {
		strbuf_addf(out, "\\u%04x", c);
		return;
	}
	c -= 0x10000;
	strbuf_addf(out, "\\u%04x\\u%04x", 0xd800 + (c >> 10), 0xdc00 + (c & 0x3ff));
}

static void add_xml_escape(struct strbuf *out, uint32_t c)
{
	strbuf_addf(out, "&#x%x;", c);
}

static void escape_hidden(struct strbuf *out, struct sv text,
	void (*escape)(struct strbuf *out, uint32_t c))
{
	while (text.len) {
		size_t plain = plain_run(text, 0);
		strbuf_add(out, sv_sub(text, 0, plain));
		text = sv_from(text, plain);
		if (!text.len)
			return;
		struct sv before = text;
		uint32_t c = utf8_take(&text);
		bool hidden = c == UTF8_BAD || c == 0x7f ||
			(c >= 0x80 && kind_of(c) == SEEN_HIDDEN);
		if (hidden)
			escape(out, c == UTF8_BAD ? 0xfffd : c);
		else
			strbuf_add(out, sv_sub(before, 0, before.len - text.len));
	}
}

void sanitise_json(struct strbuf *out, struct sv json)
{
	escape_hidden(out, json, add_json_escape);
}

void sanitise_xml(struct strbuf *out, struct sv xml)
{
	escape_hidden(out, xml, add_xml_escape);
}
