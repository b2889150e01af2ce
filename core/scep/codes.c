#include "codes.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "codes_table.h"
#include "decode.h"
#include "reference.h"

static void row_finish(struct row *row)
{
	free(row->symbol);
	free(row->also);
	free(row->text);
	free(row->meaning);
	free(row->cause);
	free(row->action);
	for (size_t i = 0; i < row->printed_count; i++)
		free(row->printed[i]);
	free(row->printed);
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
	for (size_t i = 0; i < VOCABULARIES && !codes->ready; i++)
		rows_finish(&codes->lists[i]);
	arena_finish(&codes->arena);
	free(codes);
}

/* Each vocabulary: its rows' element, the attribute with the number, the family, and the name
 * that stands before a number of it. */
static const struct {
	const char *element, *attribute, *family, *name;
} vocabularies[] = {
	[VOCABULARY_CODE] = {"code", "value", NULL, NULL},
	[VOCABULARY_SYNCML] = {"syncml", "status", "syncml", "SyncML"},
	[VOCABULARY_AADSTS] = {"aadsts", "number", "aadsts", "AADSTS"},
	[VOCABULARY_FAIL_INFO] = {"fail-info", "number", "failInfo", "failInfo"},
	[VOCABULARY_PKI_STATUS] = {"pki-status", "number", "pkiStatus", "pkiStatus"},
	[VOCABULARY_INSTALL_STATUS] = {"install-status", "number", "install-status",
		"Install Status"},
	[VOCABULARY_OID] = {"oid", NULL, "oid", "OID"},
};

const char *vocabulary_name(enum vocabulary vocabulary)
{
	return vocabularies[vocabulary].name;
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

static bool read_part(const struct reference *ref, const xmlNode *node, struct row *row,
	struct err *err)
{
	if (reference_is(node, "printed")) {
		vec_push(row, printed, reference_text(node, true));
		return true;
	}
	char **part = row_part(row, node);
	if (!part || *part)
		return reference_wrong(ref, node, err,
			_("<text>, <meaning>, <cause> and <action>, once each"));
	*part = reference_text(node, true);
	return true;
}

static bool read_parts(const struct reference *ref, const xmlNode *node, struct row *row,
	struct err *err)
{
	const xmlNode *child = reference_element(node->children);
	for (; child; child = reference_element(child->next))
		if (!read_part(ref, child, row, err))
			return false;
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

/* An OID is no number: it is the row's symbol, and its number only its place. */
static bool read_number(const struct reference *ref, const xmlNode *node,
	enum vocabulary vocabulary, const struct row_list *list, struct row *row,
	struct err *err)
{
	int64_t value;
	if (vocabulary == VOCABULARY_OID) {
		row->value = (uint32_t)list->rows_count;
		row->symbol = reference_attr(node, "value");
		return row->symbol || reference_wrong(ref, node, err, _("an attribute \"value\""));
	}
	if (!reference_number(ref, node, vocabularies[vocabulary].attribute, &value, err))
		return false;
	row->value = (uint32_t)value;
	row->symbol = reference_attr(node, "symbol");
	return true;
}

static bool read_row(const struct reference *ref, const xmlNode *node,
	enum vocabulary vocabulary, const struct row_list *list, struct row *row,
	struct err *err)
{
	row->also = reference_attr(node, "also");
	return read_number(ref, node, vocabulary, list, row, err) &&
	       read_flag(ref, node, "success", "no", &row->failure, err) &&
	       read_flag(ref, node, "system", "yes", &row->system, err) &&
	       read_parts(ref, node, row, err);
}

static bool vocabulary_of(const xmlNode *node, enum vocabulary *ret)
{
	for (size_t i = 0; i < VOCABULARIES; i++)
		if (reference_is(node, vocabularies[i].element)) {
			*ret = (enum vocabulary)i;
			return true;
		}
	return false;
}

static bool add_row(struct codes *codes, const struct reference *ref, const xmlNode *node,
	struct err *err)
{
	enum vocabulary vocabulary;
	if (!vocabulary_of(node, &vocabulary))
		return reference_wrong(ref, node, err, _("<code>, or the element of another "
			"vocabulary: <syncml>, <aadsts>, <fail-info>, <pki-status>, "
			"<install-status>, <oid>"));
	struct row row = {0};
	struct row_list *list = &codes->lists[vocabulary];
	bool ok = read_row(ref, node, vocabulary, list, &row, err);
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
		return rows_find(codes_rows(codes, VOCABULARY_SYNCML), decoded.number);
	if (decoded.family != FAMILY_PLAIN)
		return NULL;
	const struct row_list *list = codes_rows(codes, VOCABULARY_CODE);
	const struct row *row = rows_find(list, 0x80070000 | ret->value);
	if (row) {
		fill_family(ret, decode(row->value));
		ret->success = false;
		return row;
	}
	row = rows_find(codes_rows(codes, VOCABULARY_SYNCML), ret->value);
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
	const struct row *row = rows_find(codes_rows(codes, VOCABULARY_CODE), value);
	if (!row)
		row = row_of_family(codes, ret, decoded);
	if (row)
		fill_row(ret, row);
}

/* What the vocabulary itself says of a number, before its table. */
static bool is_success(enum vocabulary vocabulary, int64_t number)
{
	switch (vocabulary) {
	case VOCABULARY_SYNCML:
		return number >= 200 && number < 300;
	case VOCABULARY_AADSTS:
	case VOCABULARY_FAIL_INFO:
		return false;
	default:
		return true;
	}
}

static const char *vocabulary_meaning(enum vocabulary vocabulary)
{
	static const char *const texts[VOCABULARIES] = {
		[VOCABULARY_CODE] = "",
		[VOCABULARY_AADSTS] = N_("An error of the sign-in with Microsoft Entra."),
		[VOCABULARY_FAIL_INFO] = N_("Why a SCEP server refused a request."),
		[VOCABULARY_PKI_STATUS] = N_("What a SCEP server answered to a request."),
		[VOCABULARY_INSTALL_STATUS] = N_("How far Windows got with a SCEP request."),
		[VOCABULARY_OID] = N_("An object identifier: the name of an algorithm, a usage or a "
			"part of a certificate."),
	};
	return vocabulary == VOCABULARY_SYNCML ? family_meaning(FAMILY_SYNCML)
		: texts[vocabulary];
}

void codes_explain_in(const struct codes *codes, enum vocabulary vocabulary, int64_t number,
	struct code *ret)
{
	bool sane = number >= 0 && number <= UINT32_MAX;
	const struct row *row = sane ? rows_find(codes_rows(codes, vocabulary), (uint32_t)number)
				     : NULL;
	fill_blank(ret, (uint32_t)number, FAMILY_PLAIN);
	ret->family = vocabularies[vocabulary].family;
	ret->meaning = vocabulary_meaning(vocabulary);
	ret->success = is_success(vocabulary, number);
	snprintf(ret->spelled, sizeof(ret->spelled), "%lld", (long long)number);
	if (sane)
		snprintf(ret->number, sizeof(ret->number), "%s%s%lld",
			vocabularies[vocabulary].name,
			vocabulary == VOCABULARY_AADSTS ? "" : " ", (long long)number);
	if (row)
		fill_row(ret, row);
}

void codes_explain_syncml(const struct codes *codes, int64_t status, struct code *ret)
{
	codes_explain_in(codes, VOCABULARY_SYNCML, status, ret);
}

bool codes_explain_oid(const struct codes *codes, struct sv oid, struct code *ret)
{
	const struct row_list *list = codes_rows(codes, VOCABULARY_OID);
	for (size_t i = 0; i < list->rows_count; i++)
		if (sv_eq(sv_str(list->rows[i].symbol), oid)) {
			codes_explain_in(codes, VOCABULARY_OID, (int64_t)i, ret);
			ret->number[0] = '\0';
			return true;
		}
	return false;
}

size_t codes_count(const struct codes *codes)
{
	return codes_rows(codes, VOCABULARY_CODE)->rows_count;
}

void codes_at(const struct codes *codes, size_t i, struct code *ret)
{
	codes_explain(codes, codes_rows(codes, VOCABULARY_CODE)->rows[i].value, ret);
}
