#include "rtf.h"

#include <string.h>

#include "base/utf8.h"
#include "encoding.h"

#define DEPTH_MAX 64 /* groups within groups; what is deeper is left out */
#define WORD_MAX 32
#define NO_NUMBER INT64_MIN

struct group {
	bool skipped;
	unsigned fallback; /* \uc: characters behind a \u that stand in for it */
};

struct rtf {
	struct sv raw;
	size_t at, began; /* began: of the character or control in work */
	bool body;
	struct group groups[DEPTH_MAX];
	size_t depth, too_deep;
	int64_t code_page;
	size_t to_skip;     /* characters of a fallback still to come */
	uint32_t surrogate; /* the first half of a pair, from a \u */
	struct conversion *out;
};

enum meaning { MEANS_NOTHING, MEANS_CHAR, MEANS_SKIP, MEANS_UNICODE, MEANS_FALLBACK,
	MEANS_PAGE, MEANS_BINARY };

/* What is not here formats, and is left out. */
static const struct { const char *word; enum meaning meaning; uint32_t value; } words[] = {
	{"par", MEANS_CHAR, '\n'}, {"line", MEANS_CHAR, '\n'}, {"tab", MEANS_CHAR, '\t'},
	{"u", MEANS_UNICODE, 0}, {"uc", MEANS_FALLBACK, 0}, {"sect", MEANS_CHAR, '\n'},
	{"page", MEANS_CHAR, '\n'}, {"row", MEANS_CHAR, '\n'}, {"cell", MEANS_CHAR, '\t'},
	{"lquote", MEANS_CHAR, 0x2018}, {"rquote", MEANS_CHAR, 0x2019},
	{"ldblquote", MEANS_CHAR, 0x201c}, {"rdblquote", MEANS_CHAR, 0x201d},
	{"endash", MEANS_CHAR, 0x2013}, {"emdash", MEANS_CHAR, 0x2014},
	{"bullet", MEANS_CHAR, 0x2022}, {"emspace", MEANS_CHAR, ' '},
	{"enspace", MEANS_CHAR, ' '}, {"qmspace", MEANS_CHAR, ' '},
	{"fonttbl", MEANS_SKIP, 0}, {"colortbl", MEANS_SKIP, 0},
	{"stylesheet", MEANS_SKIP, 0}, {"info", MEANS_SKIP, 0}, {"pict", MEANS_SKIP, 0},
	{"object", MEANS_SKIP, 0}, {"header", MEANS_SKIP, 0}, {"footer", MEANS_SKIP, 0},
	{"footnote", MEANS_SKIP, 0}, {"listtable", MEANS_SKIP, 0},
	{"listoverridetable", MEANS_SKIP, 0}, {"revtbl", MEANS_SKIP, 0},
	{"rsidtbl", MEANS_SKIP, 0}, {"filetbl", MEANS_SKIP, 0}, {"generator", MEANS_SKIP, 0},
	{"ansicpg", MEANS_PAGE, 0}, {"bin", MEANS_BINARY, 0},
};

/* Formatting that may stand within a body; a word besides these is the log's own. */
static const char *const formats[] = {"f", "fs", "cf", "cb", "b", "i", "ul", "ulnone", "pard",
	"tx", "li", "fi", "ql", "sl", "sa", "sb", "kerning", "expnd", "expndtw",
	"partightenfactor", "pardirnatural", "up", "nosupersub", "strokec", "strokewidth",
	"outl", "shad", "deftab", "slleading"};

static bool skipping(const struct rtf *r)
{
	return r->too_deep || r->groups[r->depth].skipped;
}

static void put(struct rtf *r, uint32_t c)
{
	if (r->to_skip) {
		r->to_skip--;
		return;
	}
	if (r->surrogate)
		conversion_put(r->out, 0xfffd, r->began);
	r->surrogate = 0;
	if (!skipping(r))
		conversion_put(r->out, c, r->began);
}

static void put_byte(struct rtf *r, unsigned char byte)
{
	if (byte < 0x80)
		put(r, byte);
	else if (r->code_page == 850)
		put(r, encoding_8bit(ENCODING_CP850, byte));
	else
		put(r, r->code_page == 1252 ? encoding_8bit(ENCODING_CP1252, byte) : 0xfffd);
}

/* A code unit of UTF-16, written as a signed number. What stands in for it follows. */
static void put_unicode(struct rtf *r, int64_t number)
{
	uint32_t c = (uint32_t)number & 0xffff;
	bool low = c >= 0xdc00 && c < 0xe000;
	r->to_skip = 0;
	if (c >= 0xd800 && c < 0xdc00) {
		if (r->surrogate)
			put(r, 0xfffd);
		r->surrogate = skipping(r) ? 0 : c;
	} else if (low && r->surrogate) {
		c = 0x10000 + ((r->surrogate - 0xd800) << 10) + (c - 0xdc00);
		r->surrogate = 0;
		put(r, c);
	} else {
		put(r, low ? 0xfffd : c);
	}
	r->to_skip = r->groups[r->depth].fallback;
}

static void open_group(struct rtf *r)
{
	r->to_skip = 0;
	if (r->too_deep || r->depth + 1 == DEPTH_MAX) {
		r->too_deep++;
		return;
	}
	r->groups[r->depth + 1] = r->groups[r->depth];
	r->depth++;
}

static void close_group(struct rtf *r)
{
	r->to_skip = 0;
	if (r->too_deep)
		r->too_deep--;
	else if (r->depth)
		r->depth--;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The word's letters and its number; one blank behind it belongs to it. */
static struct sv take_word(struct rtf *r, int64_t *ret_number)
{
	struct sv rest = sv_sub(r->raw, r->at, 2 * WORD_MAX);
	size_t end = 0, digits;
	while (end < rest.len && end < WORD_MAX && is_letter(rest.ptr[end]))
		end++;
	digits = end + (end < rest.len && rest.ptr[end] == '-');
	size_t behind = digits;
	while (behind < rest.len && rest.ptr[behind] >= '0' && rest.ptr[behind] <= '9')
		behind++;
	if (behind == digits)
		behind = end;
	if (!sv_to_i64(sv_sub(rest, end, behind - end), ret_number))
		*ret_number = NO_NUMBER;
	r->at += behind + (behind < rest.len && rest.ptr[behind] == ' ');
	return sv_sub(rest, 0, end);
}

static void skip_binary(struct rtf *r, int64_t count)
{
	size_t left = r->raw.len - r->at;
	if (count > 0)
		r->at += (uint64_t)count < left ? (size_t)count : left;
}

static void apply(struct rtf *r, enum meaning meaning, uint32_t value, int64_t number)
{
	switch (meaning) {
	case MEANS_CHAR:
		put(r, value);
		break;
	case MEANS_SKIP:
		if (!r->too_deep)
			r->groups[r->depth].skipped = r->depth > 0;
		break;
	case MEANS_UNICODE:
		put_unicode(r, number);
		break;
	case MEANS_FALLBACK:
		r->groups[r->depth].fallback = number >= 0 && number < 16 ? (unsigned)number : 1;
		break;
	case MEANS_PAGE:
		r->code_page = number;
		break;
	case MEANS_BINARY:
		skip_binary(r, number);
		break;
	case MEANS_NOTHING:
		break;
	}
}

static bool is_format(struct sv word)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (sv_eq(word, sv_str(formats[i])))
			return true;
	return false;
}

static void put_as_it_stands(struct rtf *r)
{
	r->at = r->began + 1;
	put(r, '\\');
}

static void read_word(struct rtf *r)
{
	int64_t number;
	struct sv word = take_word(r, &number);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		bool unicode = words[i].meaning == MEANS_UNICODE;
		if (!sv_eq(word, sv_str(words[i].word)) || (unicode && number == NO_NUMBER))
			continue;
		if (r->body && !unicode && words[i].meaning != MEANS_CHAR)
			continue;
		apply(r, words[i].meaning, words[i].value, number);
		return;
	}
	if (r->body && !is_format(word))
		put_as_it_stands(r);
}

/* "\'93": a byte of the code page. */
static void read_byte(struct rtf *r)
{
	uint64_t byte;
	if (!sv_hex_to_u64(sv_sub(r->raw, r->at, 2), &byte) || r->raw.len - r->at < 2) {
		put_as_it_stands(r);
		return;
	}
	r->at += 2;
	put_byte(r, (unsigned char)byte);
}

/* A backslash at a line's end ends the line; pasted, blanks may follow it. */
static bool read_line_end(struct rtf *r)
{
	size_t end = r->at - 1;
	while (r->body && end < r->raw.len && r->raw.ptr[end] == ' ')
		end++;
	if (end < r->raw.len && r->raw.ptr[end] == '\r')
		end++;
	bool feed = end < r->raw.len && r->raw.ptr[end] == '\n';
	bool ends = feed || (end > 0 && r->raw.ptr[end - 1] == '\r') ||
		(r->body && end == r->raw.len);
	if (!ends)
		return false;
	r->at = end + feed;
	put(r, '\n');
	return true;
}

static void read_symbol(struct rtf *r, char c)
{
	switch (c) {
	case '\'':
		read_byte(r);
		break;
	case '\\':
	case '{':
	case '}':
		put(r, (unsigned char)c);
		break;
	case '~':
		put(r, 0xa0);
		break;
	case '_':
		put(r, 0x2011);
		break;
	case '-':
		break;
	case '*':
		apply(r, MEANS_SKIP, 0, 0);
		break;
	default:
		read_line_end(r); /* what else there is shows nothing */
	}
}

static void read_control(struct rtf *r)
{
	r->at++;
	if (r->at == r->raw.len)
		return;
	char c = r->raw.ptr[r->at];
	if (is_letter(c)) {
		read_word(r);
	} else if (r->body && !strchr("'\\{}", c)) {
		r->at++;
		if (!read_line_end(r))
			put_as_it_stands(r);
	} else {
		r->at++;
		read_symbol(r, c);
	}
}

/* Text that was pasted may be UTF-8 besides its escapes. */
static void read_text(struct rtf *r)
{
	struct sv rest = sv_from(r->raw, r->at);
	uint32_t c = utf8_take(&rest);
	r->at = r->raw.len - rest.len;
	if (c == UTF8_BAD)
		put_byte(r, (unsigned char)r->raw.ptr[r->began]);
	else if (r->body || (c != '\n' && c != '\r' && c != 0))
		put(r, c);
}

void rtf_read(struct sv raw, bool body, struct conversion *out)
{
	struct rtf r = {.raw = raw, .body = body, .code_page = 1252, .out = out};
	r.groups[0].fallback = 1;
	while (r.at < raw.len && !out->full) {
		r.began = r.at;
		char c = raw.ptr[r.at];
		if (c == '\\') {
			read_control(&r);
		} else if ((c == '{' || c == '}') && !body) {
			r.at++;
			if (c == '{')
				open_group(&r);
			else
				close_group(&r);
		} else {
			read_text(&r);
		}
	}
}
