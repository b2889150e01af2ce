#include "payload.h"

#include <string.h>

#include "base/i18n.h"
#include "walk.h"

#define ROOT "CertificateRequest"
#define SETTINGS "ConfigurationParameters"

/* One request on its way into a map. Level 1 tells the request, level 2 is a document
 * within its text and tells the profile's settings. */
struct request {
	struct value *map;
	struct walk_budget *budget;
	bool at_once;   /* told while it is read … */
	bool again;     /* … and that did not do: all of it is to be read another way */
	bool seen;      /* a CertificateRequest it is */
	bool damaged;   /* level 2 is */
	char *eku_name, *eku_oid;
	struct value *san;
	struct strbuf attr;
};

/* ---- names for numbers ---- */

const char *payload_key_usage_name(unsigned bit)
{
	switch (bit) {
	case 0x80:
		return "digitalSignature";
	case 0x40:
		return "nonRepudiation";
	case 0x20:
		return "keyEncipherment";
	case 0x10:
		return "dataEncipherment";
	case 0x08:
		return "keyAgreement";
	case 0x04:
		return "keyCertSign";
	case 0x02:
		return "cRLSign";
	case 0x01:
		return "encipherOnly";
	default:
		return NULL;
	}
}

/* Windows' AlternativeNameType */
const char *payload_san_type_name(int64_t type)
{
	static const char *const names[] = {
		[1] = "otherName",
		[2] = "email",
		[3] = "DNS",
		[4] = "X.400",
		[5] = "directoryName",
		[6] = "EDI",
		[7] = "URI",
		[8] = "IP",
		[9] = "registeredID",
		[10] = "GUID",
		[11] = "UPN",
	};
	return type >= 1 && type < (int64_t)ARRAY_LEN(names) ? names[type] : NULL;
}

/* ---- into the map; what is there already stays ---- */

void payload_put_text(struct value *map, const char *name, struct sv text)
{
	if (!value_get(map, name))
		value_add_text(map, name, text);
}

/* As a number if it is one. */
void payload_put_number(struct value *map, const char *name, struct sv text)
{
	int64_t number;
	if (value_get(map, name))
		return;
	if (sv_to_i64(text, &number))
		value_add_int(map, name, number);
	else
		value_add_text(map, name, text);
}

struct value *payload_own(struct value *map, const char *name, enum value_kind kind)
{
	for (size_t i = 0; i < map->items_count; i++)
		if (map->items[i]->name && !strcmp(map->items[i]->name, name))
			return map->items[i];
	return value_add(map, name, kind == VALUE_MAP ? value_map() : value_list());
}

void payload_put_in_list(struct value *map, const char *name, struct sv text)
{
	value_add_text(payload_own(map, name, VALUE_LIST), NULL, text);
}

void payload_put_key_usage(struct value *map, struct sv text)
{
	int64_t number;
	if (value_get(map, "key_usage"))
		return;
	struct value *usage = payload_own(map, "key_usage", VALUE_MAP);
	payload_put_number(usage, "value", text);
	struct value *names = payload_own(usage, "names", VALUE_LIST);
	if (!sv_to_i64(text, &number) || number < 0)
		return;
	for (unsigned bit = 0x80; bit; bit >>= 1)
		if (number & bit)
			value_add_text(names, NULL, sv_str(payload_key_usage_name(bit)));
}

void payload_put_san(struct value *map, int64_t type, struct sv value)
{
	struct value *san = value_map();
	const char *name = payload_san_type_name(type);
	value_add_int(san, "type", type);
	if (name)
		value_add_text(san, "type_name", sv_str(name));
	value_add_text(san, "value", value);
	value_add(payload_own(map, "sans", VALUE_LIST), NULL, san);
}

/* ---- level 2: the settings ---- */

#define SETTING(name) {SETTINGS "/" name, sizeof(SETTINGS "/" name) - 1}

static const struct {
	struct sv element;
	const char *field;
	bool number;
} settings[] = {
	{SETTING("ExpirationThreshold"), "renewal_threshold_percent", true},
	{SETTING("RetryCount"), "retry_count", true},
	{SETTING("RetryDelay"), "retry_delay_minutes", true},
	{SETTING("TemplateName"), "template_name", false},
	{SETTING("SubjectNameFormat"), "subject_name_format", false},
	{SETTING("SubjectAlternativeNameFormat"), "subject_alternative_name_format", false},
	{SETTING("KeyStorageProviderSetting"), "key_storage_provider", true},
	{SETTING("KeyLength"), "key_length", true},
	{SETTING("CAThumbprint"), "ca_thumbprint", false},
};

static bool put_setting(struct request *r, struct walk *at, struct sv text)
{
	for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
		if (!sv_eq(at->path, settings[i].element))
			continue;
		if (settings[i].number)
			payload_put_number(r->map, settings[i].field, text);
		else
			payload_put_text(r->map, settings[i].field, text);
		return true;
	}
	return false;
}

static void set(char **into, struct sv text)
{
	free(*into);
	*into = sv_dup(text);
}

static void put_eku(struct request *r)
{
	struct value *eku = value_map();
	if (r->eku_name)
		payload_put_text(eku, "name", sv_str(r->eku_name));
	if (r->eku_oid)
		payload_put_text(eku, "oid", sv_str(r->eku_oid));
	value_add(payload_own(r->map, "extended_key_usages", VALUE_LIST), NULL, eku);
	free(r->eku_name);
	free(r->eku_oid);
	r->eku_name = r->eku_oid = NULL;
}

static void setting_end(void *data, struct walk *at)
{
	struct request *r = data;
	struct sv text = sv_trim(at->text);
	if (put_setting(r, at, text))
		return;
	if (sv_eq(at->path, SV(SETTINGS "/KeyUsage")))
		payload_put_key_usage(r->map, text);
	else if (sv_eq(at->path, SV(SETTINGS "/HashAlgorithms/HashAlgorithm")))
		payload_put_in_list(r->map, "hash_algorithms", text);
	else if (sv_eq(at->path, SV(SETTINGS "/NDESUrls/NDESUrl")))
		payload_put_in_list(r->map, "ndes_urls", text);
	else if (sv_eq(at->path, SV(SETTINGS "/ValidityPeriod")))
		payload_put_number(payload_own(r->map, "validity", VALUE_MAP), "value", text);
	else if (sv_eq(at->path, SV(SETTINGS "/ValidityPeriodUnit")))
		payload_put_text(payload_own(r->map, "validity", VALUE_MAP), "unit", text);
	else if (sv_eq(at->path, SV(SETTINGS "/EKUMapping/EKUMap/EKUName")))
		set(&r->eku_name, text);
	else if (sv_eq(at->path, SV(SETTINGS "/EKUMapping/EKUMap/EKUOID")))
		set(&r->eku_oid, text);
	else if (sv_eq(at->path, SV(SETTINGS "/EKUMapping/EKUMap")))
		put_eku(r);
}

static void read_settings(struct request *r, struct sv text)
{
	struct walk_visitor visitor = {NULL, setting_end, r};
	text = sv_trim(text);
	if (!text.len)
		return;
	if (r->at_once)
		r->again |= !walk_at_once(text, r->budget, &visitor);
	else if (!walk_xml(text, r->budget, &visitor, NULL))
		r->damaged = true;
}

/* ---- level 1: the request ---- */

static void put_attr(struct request *r, struct walk *at, const char *attr, const char *field,
	bool number)
{
	if (!walk_attr(at, attr, &r->attr))
		return;
	struct sv text = strbuf_sv(&r->attr);
	if (number)
		payload_put_number(r->san, field, text);
	else
		payload_put_text(r->san, field, text);
}

static void request_start(void *data, struct walk *at)
{
	struct request *r = data;
	if (sv_eq(at->path, SV(ROOT)))
		r->seen = true;
	if (!sv_eq(at->path, SV(ROOT "/RequestParameters/SubjectAlternativeName/SANs/SAN")))
		return;
	value_destroy(r->san);
	r->san = value_map();
	put_attr(r, at, "AltNameType", "type", true);
	const struct value *type = value_get(r->san, "type");
	const char *name = type && type->kind == VALUE_INT ? payload_san_type_name(type->number)
							   : NULL;
	if (name)
		value_add_text(r->san, "type_name", sv_str(name));
	put_attr(r, at, "OID", "oid", false);
}

static void put_san(struct request *r, struct sv text)
{
	payload_put_text(r->san, "value", text);
	value_add(payload_own(r->map, "sans", VALUE_LIST), NULL, r->san);
	r->san = NULL;
}

static void request_end(void *data, struct walk *at)
{
	struct request *r = data;
	struct sv text = sv_trim(at->text);
	if (sv_eq(at->path, SV(ROOT "/ConfigurationParametersDocument")))
		read_settings(r, text);
	else if (sv_eq(at->path, SV(ROOT "/RequestParameters/CertificateRequestToken")))
		payload_put_text(r->map, "challenge", SV("(masked)"));
	else if (sv_eq(at->path, SV(ROOT "/RequestParameters/SubjectName")))
		payload_put_text(r->map, "subject_name", text);
	else if (sv_eq(at->path, SV(ROOT "/RequestParameters/Issuers")))
		payload_put_text(r->map, "issuers", text);
	else if (sv_eq(at->path, SV(ROOT "/RequestParameters/NDESUrl")))
		payload_put_text(r->map, "ndes_url", text);
	else if (r->san &&
		 sv_eq(at->path, SV(ROOT "/RequestParameters/SubjectAlternativeName/SANs/SAN")))
		put_san(r, text);
}

static void request_init(struct request *r, struct walk_budget *budget)
{
	*budget = WALK_BUDGET;
	*r = (struct request){.map = value_map(), .budget = budget};
	strbuf_init(&r->attr, STRBUF_LINE);
}

/* But for the map. */
static void request_finish(struct request *r)
{
	value_destroy(r->san);
	free(r->eku_name);
	free(r->eku_oid);
	strbuf_finish(&r->attr);
}

/* False: it is no plain XML, and has to be read anew. */
static bool read_at_once(struct request *r, struct sv data)
{
	struct walk_visitor visitor = {request_start, request_end, r};
	r->at_once = true;
	if (walk_at_once(data, r->budget, &visitor) && !r->again)
		return true;
	request_finish(r);
	value_destroy(r->map);
	return false;
}

static struct value *read_request(struct sv data, bool at_once, struct err *err)
{
	struct walk_budget budget;
	struct request r;
	struct walk_visitor visitor = {request_start, request_end, &r};
	bool whole = true;
	data = sv_trim(data);
	request_init(&r, &budget);
	if (!at_once || !read_at_once(&r, data)) {
		if (at_once)
			request_init(&r, &budget);
		whole = walk_xml(data, &budget, &visitor, err);
	}
	request_finish(&r);
	if (whole && !r.seen)
		err_set(err, ERR_INPUT, _("the data is no certificate request"));
	else if (whole && r.damaged)
		err_set(err, ERR_INPUT,
			_("the settings within the request are cut or damaged"));
	if (r.seen)
		return r.map;
	value_destroy(r.map);
	return NULL;
}

struct value *payload_read(struct sv data, struct err *err)
{
	return read_request(data, true, err);
}

struct value *payload_read_walking(struct sv data, struct err *err)
{
	return read_request(data, false, err);
}
