#include "payload_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/thumbprint.h"

#define DAYS_MIN 5
#define DAYS_MAX 732 /* 24 months */

struct checking {
	const struct value *fields;
	const struct payload_context *context;
	struct payload_remark *remarks;
	size_t count;
};

__attribute__((format(printf, 4, 5)))
static void remark(struct checking *c, const char *id, enum payload_remark_kind kind,
	const char *format, ...)
{
	struct strbuf text;
	va_list args;
	char line[1024];
	if (c->count == PAYLOAD_REMARKS_MAX)
		return;
	strbuf_init(&text, STRBUF_LINE);
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	strbuf_str(&text, line);
	c->remarks[c->count++] = (struct payload_remark){id, kind, strbuf_steal(&text)};
}

static size_t items_of(const struct value *fields, const char *name)
{
	const struct value *list = value_get(fields, name);
	return list ? list->items_count : 0;
}

static struct sv item_text(const struct value *fields, const char *name, size_t i)
{
	const struct value *item = value_get(fields, name)->items[i];
	return item->kind == VALUE_TEXT ? sv_str(item->text) : SV_EMPTY;
}

static bool number_of(const struct value *map, const char *name, int64_t *ret)
{
	const struct value *value = map ? value_get(map, name) : NULL;
	if (!value || value->kind != VALUE_INT)
		return false;
	*ret = value->number;
	return true;
}

/* ---- the checks, one a function ---- */

static void check_urls(struct checking *c)
{
	size_t urls = items_of(c->fields, "ndes_urls");
	bool android = c->context->form == PAYLOAD_ANDROID;
	/* what stands behind the URLs in a request shows that it was not cut before them */
	if (!urls && !value_get(c->fields, "ndes_url") && value_get(c->fields, "ca_thumbprint"))
		remark(c, "no-url", REMARK_BAD, "%s", _("There is no server URL in it: the device "
			"has nowhere to send its request."));
	if (urls > 1)
		remark(c, "several-urls", REMARK_NOTE, P_("It has %zu server URL: the device takes "
			"any of them, so each has to work and to answer with the same CA.",
			"It has %zu server URLs: the device takes any of them, so each has to work "
			"and to answer with the same CA.", urls), urls);
	for (size_t i = 0; android && i < urls; i++) {
		struct sv url = item_text(c->fields, "ndes_urls", i);
		if (!sv_istarts(url, SV("http:")))
			continue;
		remark(c, "http-on-android", REMARK_BAD, _("%.*s: Android asks for https and will "
			"not enrol over http."), SV_ARG(url));
		return;
	}
}

static int64_t days_of(struct sv unit)
{
	static const struct {
		struct sv unit;
		int64_t days;
	} units[] = {{{"Day", 3}, 1}, {{"Week", 4}, 7}, {{"Month", 5}, 30}, {{"Year", 4}, 365}};
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (sv_istarts(unit, units[i].unit))
			return units[i].days;
	return 0;
}

static void check_validity(struct checking *c)
{
	const struct value *validity = value_get(c->fields, "validity");
	int64_t number, days = validity ? days_of(value_get_text(validity, "unit")) : 0;
	if (!days || !number_of(validity, "value", &number))
		return;
	bool far = number > DAYS_MAX / days;
	if (number >= 0 && !far && number * days >= DAYS_MIN)
		return;
	remark(c, "validity", REMARK_BAD, _("A validity of %lld %.*s: Intune knows 5 days to 24 "
		"months; beyond that the request is refused or shortened."), (long long)number,
		SV_ARG(value_get_text(validity, "unit")));
}

static void check_sans(struct checking *c)
{
	const struct value *sans = value_get(c->fields, "sans");
	for (size_t i = 0; sans && i < sans->items_count; i++) {
		const struct value *san = sans->items[i];
		struct sv type = value_get_text(san, "type_name");
		if (sv_trim(value_get_text(san, "value")).len)
			continue;
		remark(c, "san-empty", REMARK_BAD, _("The alternative name of the type %.*s is "
			"empty: this user or device has no such value in the directory, and the CA "
			"may refuse the request."), SV_ARG(type.len ? type : SV("?")));
		return;
	}
}

static void check_key_usage(struct checking *c)
{
	int64_t bits, wanted = c->context->form == PAYLOAD_APPLE ? 1 | 4 : 0x80 | 0x20;
	if (!number_of(value_get(c->fields, "key_usage"), "value", &bits) || (bits & wanted))
		return;
	remark(c, "key-usage", REMARK_BAD, _("Key usage %lld has neither digitalSignature nor "
		"keyEncipherment: without one of them the device refuses the profile."),
		(long long)bits);
}

static bool has_variable(const struct value *value)
{
	if (value->kind == VALUE_TEXT && sv_has(sv_str(value->text), SV("{{")))
		return true;
	for (size_t i = 0; i < value->items_count; i++)
		if (has_variable(value->items[i]))
			return true;
	return false;
}

/* Which field still has a {{…}} in it. The formats of the profile have theirs by right. */
static void check_variables(struct checking *c)
{
	static const char *const names[] = {"subject_name", "sans", "ndes_urls", "ndes_url"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct value *value = value_get(c->fields, names[i]);
		if (!value || !has_variable(value))
			continue;
		remark(c, "variable", REMARK_BAD, _("%s still has a variable {{…}} in it: Intune "
			"had no value for it, and the certificate would carry the name of the "
			"variable."), names[i]);
		return;
	}
}

static void check_root(struct checking *c)
{
	struct sv wanted = value_get_text(c->fields, "ca_thumbprint");
	if (!c->context->roots_known || !thumbprint_is(wanted))
		return;
	for (size_t i = 0; i < c->context->roots_count; i++)
		if (thumbprint_same(c->context->roots[i], wanted))
			return;
	remark(c, "root-not-delivered", REMARK_NOTE, c->context->roots_count
		? _("The trusted root %.*s was not delivered in this check-in, but another one was: "
		    "is the right trusted certificate profile chosen in the SCEP profile?")
		: _("The trusted root %.*s was not delivered in this check-in. If it came earlier, "
		    "all is well; otherwise assign the trusted certificate profile to the same "
		    "groups."), SV_ARG(wanted));
}

static void check_tpm(struct checking *c)
{
	int64_t bits, provider;
	bool tpm = number_of(c->fields, "key_storage_provider", &provider) &&
		(provider == 1 || provider == 2 || provider == 4);
	if (!tpm || !number_of(c->fields, "key_length", &bits) || bits < 4096)
		return;
	remark(c, "tpm-4096", REMARK_BAD, _("A key of %lld bits in a TPM: most TPMs know 2048 at "
		"most. Choose 2048, or the software key storage."), (long long)bits);
}

size_t payload_check(const struct value *fields, const struct payload_context *context,
	struct payload_remark ret[static PAYLOAD_REMARKS_MAX])
{
	static void (*const checks[])(struct checking *) = {check_urls, check_validity, check_sans,
		check_key_usage, check_variables, check_root, check_tpm};
	struct checking checking = {fields, context, ret, 0};
	for (size_t i = 0; i < ARRAY_LEN(checks); i++)
		checks[i](&checking);
	return checking.count;
}

void payload_remarks_finish(struct payload_remark *remarks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(remarks[i].text);
}
