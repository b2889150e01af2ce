#include "codes.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "decode.h"
#include "reference.h"

struct row {
	uint32_t value;
	bool failure; /* in spite of its bit 31 */
	bool system;  /* Windows itself has text as a message, and prints it in logs */
	char *symbol, *also; /* NULL: none; further names of the same number, by blanks */
	char *text, *meaning, *cause, *action; /* never NULL */
};

struct row_list {
	struct row *rows; /* by value, each once */
	size_t rows_count, rows_cap;
};

struct codes {
	struct row_list codes, syncml;
};

static void row_finish(struct row *row)
{
	free(row->symbol);
	free(row->also);
	free(row->text);
	free(row->meaning);
	free(row->cause);
	free(row->action);
}

static void rows_finish(struct row_list *list)
{
	for (size_t i = 0; i < list->rows_count; i++)
		row_finish(&list->rows[i]);
	free(list->rows);
}

void codes_destroy(struct codes *codes)
{
	if (!codes)
		return;
	rows_finish(&codes->codes);
	rows_finish(&codes->syncml);
	free(codes);
}

/* Where value is, or would be. */
static size_t rows_place(const struct row_list *list, uint32_t value)
{
	size_t low = 0, high = list->rows_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (list->rows[middle].value < value)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct row *rows_find(const struct row_list *list, uint32_t value)
{
	size_t at = rows_place(list, value);
	return at < list->rows_count && list->rows[at].value == value ? &list->rows[at] : NULL;
}

static void rows_insert(struct row_list *list, struct row row)
{
	size_t at = rows_place(list, row.value);
	vec_push(list, rows, row);
	memmove(&list->rows[at + 1], &list->rows[at],
		(list->rows_count - 1 - at) * sizeof(row));
	list->rows[at] = row;
}

static char **row_part(struct row *row, const xmlNode *node)
{
	if (reference_is(node, "text"))
		return &row->text;
	if (reference_is(node, "meaning"))
		return &row->meaning;
	if (reference_is(node, "cause"))
		return &row->cause;
	return reference_is(node, "action") ? &row->action : NULL;
}

static bool read_parts(const struct reference *ref, const xmlNode *node, struct row *row,
	struct err *err)
{
	const xmlNode *child = reference_element(node->children);
	for (; child; child = reference_element(child->next)) {
		char **part = row_part(row, child);
		if (!part || *part)
			return reference_wrong(ref, child, err,
				_("<text>, <meaning>, <cause> and <action>, once each"));
		*part = reference_text(child, true);
	}
	if (!row->text || !row->meaning)
		return reference_wrong(ref, node, err, _("<text> and <meaning> in it"));
	row->cause = row->cause ? row->cause : xstrdup("");
	row->action = row->action ? row->action : xstrdup("");
	return true;
}

static bool read_flag(const struct reference *ref, const xmlNode *node, const char *name,
	const char *set, bool *ret, struct err *err)
{
	autofree char *value = reference_attr(node, name);
	*ret = value != NULL;
	if (!value || !strcmp(value, set))
		return true;
	autostrbuf expected;
	strbuf_init(&expected, STRBUF_LINE);
	strbuf_addf(&expected, _("%s=\"%s\", or no such attribute"), name, set);
	return reference_wrong(ref, node, err, expected.ptr);
}

static bool read_row(const struct reference *ref, const xmlNode *node, struct row *row,
	struct err *err)
{
	int64_t value;
	const char *name = reference_is(node, "syncml") ? "status" : "value";
	if (!reference_number(ref, node, name, &value, err))
		return false;
	row->value = (uint32_t)value;
	row->symbol = reference_attr(node, "symbol");
	row->also = reference_attr(node, "also");
	return read_flag(ref, node, "success", "no", &row->failure, err) &&
	       read_flag(ref, node, "system", "yes", &row->system, err) &&
	       read_parts(ref, node, row, err);
}

static bool add_row(struct codes *codes, const struct reference *ref, const xmlNode *node,
	struct err *err)
{
	bool status = reference_is(node, "syncml");
	if (!status && !reference_is(node, "code"))
		return reference_wrong(ref, node, err, _("<code> or <syncml>"));
	struct row row = {0};
	struct row_list *list = status ? &codes->syncml : &codes->codes;
	bool ok = read_row(ref, node, &row, err);
	if (ok && rows_find(list, row.value))
		ok = reference_wrong(ref, node, err, _("each number only once"));
	if (ok)
		rows_insert(list, row);
	else
		row_finish(&row);
	return ok;
}

struct codes *codes_load(const char *path, struct err *err)
{
	struct reference ref;
	if (!reference_open(&ref, path, "codes", err))
		return NULL;
	struct codes *codes = xcalloc(1, sizeof(*codes));
	const xmlNode *node = reference_element(xmlDocGetRootElement(ref.doc)->children);
	while (node && add_row(codes, &ref, node, err))
		node = reference_element(node->next);
	reference_close(&ref);
	if (!node)
		return codes;
	codes_destroy(codes);
	return NULL;
}

/* ---- a number to its meaning ---- */

static void fill_family(struct code *ret, struct decoded decoded)
{
	const char *prefix = family_prefix(decoded.family);
	ret->family = family_name(decoded.family);
	if (prefix)
		snprintf(ret->number, sizeof(ret->number), "%s %u", prefix, decoded.number);
}

static void fill_row(struct code *ret, const struct row *row)
{
	ret->known = true;
	ret->success = ret->success && !row->failure;
	snprintf(ret->symbol, sizeof(ret->symbol), "%s", row->symbol ? row->symbol : "");
	ret->text = row->text;
	ret->meaning = row->meaning;
	ret->cause = row->cause;
	ret->action = row->action;
	ret->log_text = row->system ? row->text : "";
}

static void fill_blank(struct code *ret, uint32_t value, enum family family)
{
	*ret = (struct code){
		.value = value,
		.success = !(value & 0x80000000),
		.text = "",
		.meaning = family_meaning(family),
		.cause = "",
		.action = "",
		.log_text = "",
	};
	snprintf(ret->spelled, sizeof(ret->spelled), "0x%x", (unsigned)value);
}

/* A number no row stands for itself: through its family it may still be a known one. */
static const struct row *row_of_family(const struct codes *codes, struct code *ret,
	struct decoded decoded)
{
	if (decoded.family == FAMILY_SYNCML)
		return rows_find(&codes->syncml, decoded.number);
	if (decoded.family != FAMILY_PLAIN)
		return NULL;
	const struct row *row = rows_find(&codes->codes, 0x80070000 | ret->value);
	if (row) {
		fill_family(ret, decode(row->value));
		ret->success = false;
		return row;
	}
	row = rows_find(&codes->syncml, ret->value);
	if (row) {
		fill_family(ret, (struct decoded){FAMILY_SYNCML, ret->value});
		ret->success = ret->value < 300;
	}
	return row;
}

void codes_explain(const struct codes *codes, uint32_t value, struct code *ret)
{
	struct decoded decoded = decode(value);
	fill_blank(ret, value, decoded.family);
	fill_family(ret, decoded);
	const struct row *row = rows_find(&codes->codes, value);
	if (!row)
		row = row_of_family(codes, ret, decoded);
	if (row)
		fill_row(ret, row);
}

void codes_explain_syncml(const struct codes *codes, int64_t status, struct code *ret)
{
	fill_blank(ret, (uint32_t)status, FAMILY_SYNCML);
	ret->family = family_name(FAMILY_SYNCML);
	ret->success = status >= 200 && status < 300;
	snprintf(ret->spelled, sizeof(ret->spelled), "%lld", (long long)status);
	bool sane = status >= 0 && status <= 999;
	const struct row *row = sane ? rows_find(&codes->syncml, (uint32_t)status) : NULL;
	if (sane)
		fill_family(ret, (struct decoded){FAMILY_SYNCML, (unsigned)status});
	if (row)
		fill_row(ret, row);
}

size_t codes_count(const struct codes *codes)
{
	return codes->codes.rows_count;
}

void codes_at(const struct codes *codes, size_t i, struct code *ret)
{
	codes_explain(codes, codes->codes.rows[i].value, ret);
}

/* ---- any spelling to a number ---- */

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

static bool same_sentence(struct sv a, struct sv b)
{
	struct sv word_a, word_b;
	a = without_end(a);
	b = without_end(b);
	bool more = true;
	while (more && a.len && b.len)
		more = sv_word(&a, &word_a) && sv_word(&b, &word_b) && sv_ieq(word_a, word_b);
	return more && !sv_trim(a).len && !sv_trim(b).len;
}

static bool names_have(struct sv names, struct sv text)
{
	struct sv name;
	while (sv_word(&names, &name))
		if (sv_ieq(name, text))
			return true;
	return false;
}

static bool row_says(const struct row *row, struct sv text)
{
	return sv_ieq(sv_str(row->symbol), text) || names_have(sv_str(row->also), text) ||
	       same_sentence(sv_str(row->text), text);
}

/* The sentences that Windows itself prints go first: others are only alike. */
static bool parse_words(const struct codes *codes, struct sv text, uint32_t *ret)
{
	for (int system = 1; system >= 0; system--)
		for (size_t i = 0; i < codes->codes.rows_count; i++) {
			const struct row *row = &codes->codes.rows[i];
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
