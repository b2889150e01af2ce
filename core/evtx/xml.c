#include "xml.h"

#include <endian.h>
#include <string.h>

#include "base/utf8.h"
#include "binvalue.h"
#include "bytes.h"
#include "evtx.h"

void xml_init(struct xml *xml, struct strbuf *out)
{
	*xml = (struct xml){.out = out};
	strbuf_init(&xml->value, XML_MAX);
}

static bool within(uint32_t c, const uint32_t (*ranges)[2], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return true;
	return false;
}

/* XML 1.0 (fifth edition), 2.3: NameStartChar */
static bool starts_name(uint32_t c)
{
	static const uint32_t ranges[][2] = {{'a', 'z'}, {'A', 'Z'}, {'_', '_'}, {':', ':'},
		{0xc0, 0xd6}, {0xd8, 0xf6}, {0xf8, 0x2ff}, {0x370, 0x37d}, {0x37f, 0x1fff},
		{0x200c, 0x200d}, {0x2070, 0x218f}, {0x2c00, 0x2fef}, {0x3001, 0xd7ff},
		{0xf900, 0xfdcf}, {0xfdf0, 0xfffd}, {0x10000, 0xeffff}};
	return within(c, ranges, ARRAY_LEN(ranges));
}

static bool continues_name(uint32_t c)
{
	static const uint32_t ranges[][2] = {{'0', '9'}, {'-', '.'}, {0xb7, 0xb7},
		{0x300, 0x36f}, {0x203f, 0x2040}};
	return starts_name(c) || within(c, ranges, ARRAY_LEN(ranges));
}

/* What no name may hold becomes _, so that a damaged name cannot become markup. */
static void add_name(struct xml *xml, struct sv utf16)
{
	strbuf_reset(&xml->value);
	binvalue_text(&xml->value, utf16);
	struct sv rest = strbuf_sv(&xml->value);
	if (!rest.len)
		strbuf_char(xml->out, '_');
	for (bool first = true; rest.len; first = false) {
		uint32_t c = utf8_take(&rest);
		bool fine = c != UTF8_BAD && continues_name(c);
		if (!fine || (first && !starts_name(c)))
			strbuf_char(xml->out, '_');
		if (fine)
			strbuf_utf8(xml->out, c);
	}
}

#define PLAIN_NAME_MAX 60

/* Four characters of UTF-16, as ASCII; false if one of them is no ASCII letter. */
static inline bool four_letters(const char *utf16, char *ret)
{
	uint64_t four = le64((const unsigned char *)utf16), lower;
	lower = four | UINT64_C(0x0020002000200020);
	if ((four & UINT64_C(0xff80ff80ff80ff80)) ||
	    (~(lower + UINT64_C(0x001f001f001f001f)) & UINT64_C(0x0080008000800080)) ||
	    ((lower + UINT64_C(0x0005000500050005)) & UINT64_C(0x0080008000800080)))
		return false;
	four |= four >> 8;
	four = (four & 0xffff) | (four >> 16 & UINT64_C(0xffff0000));
	memcpy(ret, &(uint32_t){htole32((uint32_t)four)}, 4);
	return true;
}

/* The last four overlap those before them, so that a name need not be a multiple of four. */
static inline bool letters(struct sv utf16, char *ret)
{
	size_t units = utf16.len / 2;
	if (units < 4)
		return false;
	for (size_t i = 0; i + 4 < units; i += 4)
		if (!four_letters(utf16.ptr + 2 * i, ret + i))
			return false;
	return four_letters(utf16.ptr + 2 * (units - 4), ret + units - 4);
}

/* Nearly all names are four or more ASCII letters: they go out with what stands around them as one
 * piece. */
static bool add_plain(struct xml *xml, const char *before, struct sv utf16, const char *after)
{
	char *begin = strbuf_room(xml->out, PLAIN_NAME_MAX + 8), *at = begin;
	if (!begin || utf16.len > 2 * PLAIN_NAME_MAX)
		return false;
	while (*before)
		*at++ = *before++;
	if (!letters(utf16, at))
		return false;
	at += utf16.len / 2;
	while (*after)
		*at++ = *after++;
	strbuf_took(xml->out, (size_t)(at - begin));
	return true;
}

/* before and after are of four bytes at most. */
static void add_name_between(struct xml *xml, const char *before, struct sv utf16,
	const char *after)
{
	if (add_plain(xml, before, utf16, after))
		return;
	strbuf_str(xml->out, before);
	add_name(xml, utf16);
	strbuf_str(xml->out, after);
}

/* Line breaks and C1 controls as references, so that an event stays one line; what XML
 * cannot say at all becomes U+FFFD. */
static void add_char(struct strbuf *out, uint32_t c, bool quoted)
{
	const char *entity = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;"
		: quoted && c == '\'' ? "&apos;" : quoted && c == '"' ? "&quot;" : NULL;
	if (entity)
		strbuf_str(out, entity);
	else if (c == '\t' || c == '\n' || c == '\r' || (c >= 0x7f && c < 0xa0))
		strbuf_addf(out, "&#%u;", (unsigned)c);
	else if (c < 0x20 || c == UTF8_BAD || c == 0xfffe || c == 0xffff)
		strbuf_utf8(out, 0xfffd);
	else
		strbuf_utf8(out, c);
}

static bool is_plain(char c)
{
	return c >= 0x20 && c < 0x7f && c != '&' && c != '<' && c != '>' && c != '\'' && c != '"';
}

#define SOME 16
typedef unsigned char some_bytes __attribute__((vector_size(SOME)));

/* Sixteen characters at once: & and ' are one bit apart, and so are < and >. */
static inline bool all_plain(const char *at)
{
	some_bytes bytes, special;
	uint64_t found[2];
	memcpy(&bytes, at, SOME);
	special = (some_bytes)(bytes - 0x20 > 0x5e) | (some_bytes)((bytes & 0xfe) == '&') |
		(some_bytes)((bytes & 0xfd) == '<') | (some_bytes)(bytes == '"');
	memcpy(found, &special, SOME);
	return !(found[0] | found[1]);
}

static size_t plain_run(struct sv text)
{
	size_t run = 0;
	while (run + SOME <= text.len && all_plain(text.ptr + run))
		run += SOME;
	while (run < text.len && is_plain(text.ptr[run]))
		run++;
	return run;
}

static void add_text(struct xml *xml, struct sv text, bool quoted)
{
	while (text.len) {
		size_t plain = plain_run(text);
		strbuf_add(xml->out, sv_sub(text, 0, plain));
		text = sv_from(text, plain);
		if (text.len)
			add_char(xml->out, utf8_take(&text), quoted);
	}
}

static void end_attribute(struct xml *xml)
{
	if (xml->attribute == XML_NAMED) {
		add_name_between(xml, " ", xml->attribute_name, "=''");
	} else if (xml->attribute == XML_OPEN) {
		strbuf_char(xml->out, '\'');
	}
	xml->attribute = XML_NO_ATTRIBUTE;
}

static void open_attribute(struct xml *xml)
{
	if (xml->attribute == XML_OPEN)
		return;
	add_name_between(xml, " ", xml->attribute_name, "='");
	xml->attribute = XML_OPEN;
}

/* Numbers, times, GUIDs and SIDs are printed by us: digits and letters, nothing to escape. */
static bool is_harmless(uint8_t type)
{
	return type > EVTX_ANSI && type < EVTX_BINXML;
}

static void add_value(struct xml *xml, const struct piece *piece)
{
	bool quoted = xml->attribute != XML_NO_ATTRIBUTE;
	if (piece->type == EVTX_NULL && piece->optional) {
		if (xml->attribute == XML_NAMED)
			xml->attribute = XML_ABSENT;
		return;
	}
	if (xml->in_tag && !quoted)
		return;
	if (quoted)
		open_attribute(xml);
	if (is_harmless(piece->type)) {
		binvalue_print(xml->out, piece->type, piece->bytes);
		return;
	}
	strbuf_reset(&xml->value);
	binvalue_print(&xml->value, piece->type, piece->bytes);
	add_text(xml, strbuf_sv(&xml->value), quoted);
}

static void open_element(struct xml *xml, struct sv name)
{
	add_name_between(xml, "<", name, "");
	xml->names[xml->depth++] = name;
	xml->in_tag = true;
}

static void leave_tag(struct xml *xml, const char *text)
{
	end_attribute(xml);
	strbuf_str(xml->out, text);
	xml->in_tag = false;
}

static void close_element(struct xml *xml)
{
	add_name_between(xml, "</", xml->names[--xml->depth], ">");
}

static void add_instruction(struct xml *xml, const struct piece *piece)
{
	strbuf_str(xml->out, binvalue_is(piece->bytes, "xml") ? "<?_" : "<?");
	add_name(xml, piece->bytes);
	strbuf_char(xml->out, ' ');
	strbuf_reset(&xml->value);
	binvalue_text(&xml->value, piece->more);
	add_text(xml, strbuf_sv(&xml->value), false);
	strbuf_str(xml->out, "?>");
}

void xml_take(void *data, const struct piece *piece)
{
	struct xml *xml = data;
	switch (piece->kind) {
	case PIECE_ELEMENT:
		open_element(xml, piece->bytes);
		break;
	case PIECE_ATTRIBUTE:
		end_attribute(xml);
		xml->attribute = XML_NAMED;
		xml->attribute_name = piece->bytes;
		break;
	case PIECE_VALUE:
		add_value(xml, piece);
		break;
	case PIECE_BODY:
		leave_tag(xml, ">");
		break;
	case PIECE_EMPTY_END:
		leave_tag(xml, "/>");
		xml->depth--;
		break;
	case PIECE_END:
		close_element(xml);
		break;
	case PIECE_PI:
		add_instruction(xml, piece);
		break;
	case PIECE_SLOT:
		break;
	}
}

void xml_finish(struct xml *xml)
{
	if (xml->in_tag) {
		leave_tag(xml, "/>");
		xml->depth--;
	}
	while (xml->depth)
		close_element(xml);
	strbuf_finish(&xml->value);
}
