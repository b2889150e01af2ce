/* The values of a request in words, and what numbers of fields mean. */
#include <string.h>

#include "base/i18n.h"
#include "payload_check.h"

/* ---- numbers with words ---- */

static const char *storage_words(int64_t number)
{
	static const char *const words[] = {
		N_("none: the platform decides"),
		N_("TPM, or else it fails"),
		N_("TPM if there is one, else software"),
		N_("software"),
		N_("Windows Hello for Business"),
	};
	return number >= 0 && number < (int64_t)ARRAY_LEN(words) ? _(words[number]) : NULL;
}

static const char *store_words(int64_t number)
{
	return number == 1 ? _("store of the user") : number == 2 ? _("store of the computer") : NULL;
}

static const char *status_words(const struct codes *codes, int64_t number)
{
	struct code code;
	codes_explain_in(codes, VOCABULARY_INSTALL_STATUS, number, &code);
	return code.known ? gettext(code.text) : NULL;
}

static const char *number_words(const struct codes *codes, const char *field, int64_t number)
{
	if (!strcmp(field, "key_protection") || !strcmp(field, "ksp_setting") ||
	    !strcmp(field, "key_storage_provider"))
		return storage_words(number);
	if (!strcmp(field, "store_location"))
		return store_words(number);
	return !strcmp(field, "install_status") ? status_words(codes, number) : NULL;
}

/* "1.3.6.1.5.5.7.3.2+…": each purpose by its name. */
static bool purposes(const struct codes *codes, struct sv text, struct strbuf *out)
{
	struct sv oid;
	size_t before = out->len;
	while (sv_cut(&text, '+', &oid)) {
		struct code code;
		if (codes_explain_oid(codes, sv_trim(oid), &code))
			strbuf_addf(out, "%s%s", out->len > before ? ", " : "", gettext(code.text));
	}
	return out->len > before;
}

bool field_words(const struct codes *codes, const char *field, struct sv value,
	struct strbuf *out)
{
	uint64_t number;
	if (!strcmp(field, "eku"))
		return purposes(codes, value, out);
	if (!sv_to_number(sv_trim(value), &number) || number > INT32_MAX)
		return false;
	const char *words = number_words(codes, field, (int64_t)number);
	strbuf_str(out, words ? words : "");
	return words;
}

/* ---- a line a subject ---- */

struct lines {
	const struct value *fields;
	enum payload_form form;
	const struct codes *codes;
	struct strbuf text;
	payload_line_fn *fn;
	void *data;
};

static void separate(struct lines *l, const char *separator)
{
	if (l->text.len)
		strbuf_str(&l->text, separator);
}

static void add(struct lines *l, const char *separator, struct sv text)
{
	if (!text.len)
		return;
	separate(l, separator);
	strbuf_add(&l->text, text);
}

static void tell(struct lines *l, const char *label)
{
	if (l->text.len)
		l->fn(l->data, label, strbuf_sv(&l->text));
	strbuf_reset(&l->text);
}

static void add_scalar(struct lines *l, const char *separator, const struct value *value)
{
	autostrbuf number;
	strbuf_init(&number, STRBUF_LINE);
	if (value->kind == VALUE_TEXT) {
		add(l, separator, sv_str(value->text));
		return;
	}
	strbuf_addf(&number, "%lld", (long long)value->number);
	add(l, separator, strbuf_sv(&number));
}

static void add_list(struct lines *l, const char *name)
{
	const struct value *list = value_get(l->fields, name);
	for (size_t i = 0; list && i < list->items_count; i++)
		add_scalar(l, ", ", list->items[i]);
}

static void add_format(struct lines *l, const char *name)
{
	struct sv format = value_get_text(l->fields, name);
	if (format.len && l->text.len)
		strbuf_addf(&l->text, _(" (format %.*s)"), SV_ARG(format));
}

/* All of them; and the one taken, if it is not the only one. */
static void tell_server(struct lines *l)
{
	const struct value *urls = value_get(l->fields, "ndes_urls");
	struct sv taken = value_get_text(l->fields, "ndes_url");
	add_list(l, "ndes_urls");
	bool only = urls && urls->items_count == 1 && urls->items[0]->kind == VALUE_TEXT &&
		sv_eq(sv_str(urls->items[0]->text), taken);
	if (taken.len && !only)
		strbuf_addf(&l->text, _(" (taken: %.*s)"), SV_ARG(taken));
	add(l, ", ", value_get_text(l->fields, "ca_name"));
	tell(l, _("server"));
}

static void tell_subject(struct lines *l)
{
	add(l, "", value_get_text(l->fields, "subject_name"));
	add_format(l, "subject_name_format");
	tell(l, _("subject"));
}

static void tell_sans(struct lines *l)
{
	const struct value *sans = value_get(l->fields, "sans");
	for (size_t i = 0; sans && i < sans->items_count; i++) {
		struct sv type = value_get_text(sans->items[i], "type_name");
		struct sv value = value_get_text(sans->items[i], "value");
		add(l, ", ", type.len ? type : SV("?"));
		strbuf_char(&l->text, ' ');
		strbuf_add(&l->text, value.len ? value : sv_str(_("(empty)")));
	}
	add_format(l, "subject_alternative_name_format");
	tell(l, _("other names"));
}

static void add_usage(struct lines *l)
{
	const struct value *usage = value_get(l->fields, "key_usage");
	const struct value *value = usage ? value_get(usage, "value") : NULL;
	const struct value *names = usage ? value_get(usage, "names") : NULL;
	if (!value)
		return;
	add(l, ", ", sv_str(_("usage")));
	add_scalar(l, " ", value);
	for (size_t i = 0; names && i < names->items_count; i++)
		add_scalar(l, i ? "+" : " = ", names->items[i]);
}

static void add_storage(struct lines *l)
{
	const struct value *value = value_get(l->fields, "key_storage_provider");
	if (!value)
		return;
	add(l, ", ", sv_str(_("storage")));
	add_scalar(l, " ", value);
	const char *words = value->kind == VALUE_INT ? storage_words(value->number) : NULL;
	if (words)
		strbuf_addf(&l->text, " = %s", words);
}

static void tell_key(struct lines *l)
{
	const struct value *bits = value_get(l->fields, "key_length");
	if (bits)
		add(l, "", l->form == PAYLOAD_APPLE ? value_get_text(l->fields, "key_type") : SV("RSA"));
	if (bits)
		add_scalar(l, " ", bits);
	add_usage(l);
	add_storage(l);
	add_list(l, "hash_algorithms");
	tell(l, _("key"));
}

static void tell_root(struct lines *l)
{
	add(l, "", value_get_text(l->fields, "ca_thumbprint"));
	tell(l, _("CA thumbprint"));
	add(l, "", value_get_text(l->fields, "issuers"));
	tell(l, _("issuers"));
}

static void add_retries(struct lines *l)
{
	int64_t minutes = -1;
	const struct value *count = value_get(l->fields, "retry_count");
	const struct value *delay = value_get(l->fields, "retry_delay_minutes");
	const struct value *seconds = value_get(l->fields, "retry_delay_seconds");
	if (!count || count->kind != VALUE_INT)
		return;
	separate(l, ", ");
	strbuf_addf(&l->text, _("retries %lld"), (long long)count->number);
	if (delay && delay->kind == VALUE_INT)
		minutes = delay->number;
	if (minutes >= 0)
		strbuf_addf(&l->text, _(" every %lld min"), (long long)minutes);
	else if (seconds && seconds->kind == VALUE_INT)
		strbuf_addf(&l->text, _(" every %lld s"), (long long)seconds->number);
}

static void tell_validity(struct lines *l)
{
	const struct value *validity = value_get(l->fields, "validity");
	const struct value *number = validity ? value_get(validity, "value") : NULL;
	const struct value *renewal = value_get(l->fields, "renewal_threshold_percent");
	if (number)
		add_scalar(l, "", number);
	if (validity)
		add(l, " ", value_get_text(validity, "unit"));
	if (renewal && renewal->kind == VALUE_INT) {
		separate(l, ", ");
		strbuf_addf(&l->text, _("renewed with %lld %% of it left"),
			(long long)renewal->number);
	}
	add_retries(l);
	tell(l, _("validity"));
}

static void tell_purposes(struct lines *l)
{
	const struct value *ekus = value_get(l->fields, "extended_key_usages");
	for (size_t i = 0; ekus && i < ekus->items_count; i++) {
		struct code code = {.text = ""};
		struct sv oid = value_get_text(ekus->items[i], "oid");
		struct sv name = value_get_text(ekus->items[i], "name");
		if (!name.len && codes_explain_oid(l->codes, oid, &code))
			name = sv_str(gettext(code.text));
		add(l, ", ", name.len ? name : oid);
		if (name.len && oid.len)
			strbuf_addf(&l->text, " (" SV_FMT ")", SV_ARG(oid));
	}
	tell(l, _("purpose"));
	struct sv template = value_get_text(l->fields, "template_name");
	if (value_get(l->fields, "template_name"))
		add(l, "", template.len ? template : sv_str(_("none: the server decides")));
	tell(l, _("template"));
}

void payload_lines(const struct value *fields, enum payload_form form,
	const struct codes *codes, payload_line_fn *fn, void *data)
{
	struct lines lines = {.fields = fields, .form = form, .codes = codes, .fn = fn,
		.data = data};
	strbuf_init(&lines.text, STRBUF_RECORD);
	tell_server(&lines);
	tell_subject(&lines);
	tell_sans(&lines);
	tell_root(&lines);
	tell_key(&lines);
	tell_validity(&lines);
	tell_purposes(&lines);
	add(&lines, "", value_get_text(fields, "challenge"));
	tell(&lines, _("challenge"));
	strbuf_finish(&lines.text);
}
