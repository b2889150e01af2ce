/* Any spelling of a number to the number. */
#include "codes_table.h"
#include "decode.h"

static struct sv without_end(struct sv text)
{
	text = sv_trim(text);
	while (text.len && text.ptr[text.len - 1] == '.')
		text = sv_trim(sv_sub(text, 0, text.len - 1));
	return text;
}

static struct sv without_brackets(struct sv text)
{
	text = without_end(text);
	if (text.len >= 2 && text.ptr[0] == '(' && text.ptr[text.len - 1] == ')')
		text = without_end(sv_sub(text, 1, text.len - 2));
	return text;
}

static bool parse_hex(struct sv text, uint32_t *ret)
{
	uint64_t number;
	if (!sv_istarts(text, SV("0x")) || !sv_to_number(text, &number))
		return false;
	uint64_t high = number >> 32;
	bool extended = high == UINT32_MAX && (number & 0x80000000);
	*ret = (uint32_t)number;
	return high == 0 || extended;
}

static bool parse_decimal(struct sv text, uint32_t *ret)
{
	int64_t number;
	if (!sv_to_i64(text, &number) || number < INT32_MIN || number > UINT32_MAX)
		return false;
	*ret = number < 0 ? (uint32_t)number : decode_quoted((uint32_t)number);
	return true;
}

/* "Unknown Win32 Error code: 0x2ab0003", in whatever language Windows speaks. */
static bool parse_labelled(struct sv text, uint32_t *ret)
{
	size_t at = text.len;
	while (at && text.ptr[at - 1] != ':')
		at--;
	return at && parse_hex(sv_trim(sv_from(text, at)), ret);
}

/* "HTTP 404", "SyncML(404)", "Error 12175". */
static bool parse_named(struct sv text, uint32_t *ret)
{
	size_t at = text.len;
	bool brackets = at && text.ptr[at - 1] == ')';
	at -= brackets;
	while (at && text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9')
		at--;
	struct sv digits = sv_sub(text, at, text.len - brackets - at);
	struct sv name = sv_sub(text, 0, at);
	if (brackets && at && text.ptr[at - 1] == '(')
		name.len--;
	else if (brackets)
		return false;
	uint64_t number;
	return sv_to_u64(digits, &number) && number <= 0xffff &&
	       decode_named(sv_trim(name), (uint32_t)number, ret);
}

/* One character of a sentence; what is only another way to print it counts as the same: a
 * typographic apostrophe, a blank that does not break. */
static char take_char(struct sv *text)
{
	static const struct {
		struct sv bytes;
		char as;
	} alike[] = {
		{{"\xe2\x80\x99", 3}, '\''}, {{"\xc2\xa0", 2}, ' '}, {{"\xe2\x80\xaf", 3}, ' '},
		{{"\r", 1}, ' '}, {{"\n", 1}, ' '}, {{"\t", 1}, ' '},
	};
	for (size_t i = 0; i < ARRAY_LEN(alike); i++)
		if (sv_starts(*text, alike[i].bytes)) {
			*text = sv_from(*text, alike[i].bytes.len);
			return alike[i].as;
		}
	char c = text->ptr[0];
	*text = sv_from(*text, 1);
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A run of blanks is one. */
static char take_tidy(struct sv *text)
{
	char c = take_char(text);
	while (c == ' ' && text->len) {
		struct sv next = *text;
		if (take_char(&next) != ' ')
			break;
		*text = next;
	}
	return c;
}

static bool same_sentence(struct sv a, struct sv b)
{
	a = without_end(a);
	b = without_end(b);
	while (a.len && b.len)
		if (take_tidy(&a) != take_tidy(&b))
			return false;
	return !a.len && !b.len;
}

static bool names_have(struct sv names, struct sv text)
{
	struct sv name;
	while (sv_word(&names, &name))
		if (sv_ieq(name, text))
			return true;
	return false;
}

static bool row_named(const struct row *row, struct sv text)
{
	return sv_ieq(sv_str(row->symbol), text) || names_have(sv_str(row->also), text);
}

static bool row_says(const struct row *row, struct sv text)
{
	if (row_named(row, text) || same_sentence(sv_str(row->text), text))
		return true;
	for (size_t i = 0; i < row->printed_count; i++)
		if (same_sentence(sv_str(row->printed[i]), text))
			return true;
	return false;
}

/* The sentences that Windows itself prints go first: others are only alike. */
static bool parse_words(const struct codes *codes, struct sv text, uint32_t *ret)
{
	const struct row_list *list = codes_rows(codes, VOCABULARY_CODE);
	for (int system = 1; system >= 0; system--)
		for (size_t i = 0; i < list->rows_count; i++) {
			const struct row *row = &list->rows[i];
			if (row->system == (system == 1) && row_says(row, text)) {
				*ret = row->value;
				return true;
			}
		}
	return false;
}

bool codes_parse(const struct codes *codes, struct sv text, uint32_t *ret)
{
	text = without_brackets(text);
	if (!text.len || text.len > 400)
		return false;
	return parse_hex(text, ret) || parse_decimal(text, ret) || parse_labelled(text, ret) ||
	       parse_named(text, ret) || parse_words(codes, text, ret);
}

/* ---- numbers and names of a vocabulary ---- */

static bool is_oid(struct sv text)
{
	size_t dots = 0;
	for (size_t i = 0; i < text.len; i++) {
		bool dot = text.ptr[i] == '.';
		if (!dot && (text.ptr[i] < '0' || text.ptr[i] > '9'))
			return false;
		if (dot && (!i || i + 1 == text.len || text.ptr[i + 1] == '.'))
			return false;
		dots += dot;
	}
	return dots >= 2;
}

/* What follows the name: "=2", " 2", "(2)", ": (0x10)", ": 2". */
static struct sv behind_name(struct sv rest)
{
	rest = sv_trim(rest);
	if (rest.len && (rest.ptr[0] == '=' || rest.ptr[0] == ':'))
		rest = sv_trim(sv_from(rest, 1));
	size_t close = sv_chr(rest, ')');
	if (rest.len && rest.ptr[0] == '(' && close != SV_NPOS)
		return sv_trim(sv_sub(rest, 1, close - 1)); /* "(2): SCEPDispositionFailure" */
	return without_brackets(rest);
}

static bool named_value(const struct codes *codes, enum vocabulary vocabulary, struct sv text,
	struct code *ret)
{
	uint64_t number;
	const struct row_list *list = codes_rows(codes, vocabulary);
	if (sv_to_number(text, &number) && number <= UINT32_MAX) {
		codes_explain_in(codes, vocabulary, (int64_t)number, ret);
		return true;
	}
	for (size_t i = 0; text.len && i < list->rows_count; i++)
		if (row_named(&list->rows[i], text)) {
			codes_explain_in(codes, vocabulary, list->rows[i].value, ret);
			return true;
		}
	return false;
}

static bool parse_oid(const struct codes *codes, struct sv text, struct code *ret)
{
	if (sv_istarts(text, SV("OID")))
		text = behind_name(sv_from(text, 3));
	if (!is_oid(text))
		return false;
	if (!codes_explain_oid(codes, text, ret))
		codes_explain_in(codes, VOCABULARY_OID, -1, ret);
	return true;
}

static bool is_own_name(enum vocabulary vocabulary)
{
	return vocabulary != VOCABULARY_CODE && vocabulary != VOCABULARY_SYNCML &&
	       vocabulary != VOCABULARY_OID;
}

bool codes_parse_named(const struct codes *codes, struct sv text, struct code *ret)
{
	text = without_brackets(text);
	if (!text.len || text.len > 400)
		return false;
	if (parse_oid(codes, text, ret))
		return true;
	for (int i = 0; i < VOCABULARIES; i++) {
		enum vocabulary vocabulary = (enum vocabulary)i;
		struct sv name = sv_str(vocabulary_name(vocabulary));
		if (!is_own_name(vocabulary))
			continue;
		if (sv_istarts(text, name) &&
		    named_value(codes, vocabulary, behind_name(sv_from(text, name.len)), ret))
			return true;
		uint64_t number;
		if (!sv_to_number(text, &number) && named_value(codes, vocabulary, text, ret))
			return true;
	}
	return false;
}
