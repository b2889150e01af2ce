/* The request for a certificate that a message holds. */
#include "test_payload_sample.h"

#include <stdio.h>

#include "scep/identity.h"
#include "scep/payload.h"

#define NDES "https://breezeappproxy-contoso.msappproxy.net/certsrv/mscep/mscep.dll"

static const struct syncml_command *install_of(const struct syncml *syncml)
{
	for (size_t i = 0; i < syncml->commands_count; i++)
		if (sv_ends(syncml->commands[i].node, SV("/Install")))
			return &syncml->commands[i];
	return NULL;
}

static void expect_text(const struct value *map, const char *name, const char *text)
{
	const struct value *value = value_get(map, name);
	if (!value || value->kind != VALUE_TEXT)
		fail_msg("no text %s", name);
	assert_string_equal(value->text, text);
}

static void expect_int(const struct value *map, const char *name, int64_t number)
{
	const struct value *value = value_get(map, name);
	if (!value || value->kind != VALUE_INT)
		fail_msg("no number %s", name);
	assert_int_equal(value->number, number);
}

static const struct value *expect_list(const struct value *map, const char *name, size_t count)
{
	const struct value *value = value_get(map, name);
	if (!value || value->kind != VALUE_LIST)
		fail_msg("no list %s", name);
	assert_int_equal(value->items_count, count);
	return value;
}

static void expect_settings(const struct value *map)
{
	assert_string_equal(expect_list(map, "ndes_urls", 1)->items[0]->text, NDES);
	expect_text(map, "ca_thumbprint", "{GUID}");
	expect_int(map, "key_length", 2048);
	const struct value *usage = value_get(map, "key_usage");
	expect_int(usage, "value", 32);
	assert_string_equal(expect_list(usage, "names", 1)->items[0]->text, "keyEncipherment");
	const struct value *hashes = expect_list(map, "hash_algorithms", 2);
	assert_string_equal(hashes->items[0]->text, "SHA-1");
	assert_string_equal(hashes->items[1]->text, "SHA-2");
	expect_int(map, "key_storage_provider", 0);
	expect_text(map, "template_name", "");
	expect_text(map, "subject_name_format", "{ID}");
	expect_text(map, "subject_alternative_name_format", "{ID}");
	expect_int(value_get(map, "validity"), "value", 2);
	expect_text(value_get(map, "validity"), "unit", "Years");
	expect_int(map, "renewal_threshold_percent", 20);
	expect_int(map, "retry_count", 3);
	expect_int(map, "retry_delay_minutes", 1);
	const struct value *eku = expect_list(map, "extended_key_usages", 1)->items[0];
	expect_text(eku, "name", "Client Authentication");
	expect_text(eku, "oid", "1.3.6.1.5.5.7.3.2");
}

static void expect_request(const struct value *map)
{
	expect_text(map, "subject_name", "CN=name");
	expect_text(map, "issuers", "CN=FourthCoffee CA; DC=fourthcoffee; DC=local");
	expect_text(map, "ndes_url", NDES);
	expect_text(map, "challenge", "(masked)");
	const struct value *sans = expect_list(map, "sans", 2);
	expect_int(sans->items[0], "type", 2);
	expect_text(sans->items[0], "type_name", "email");
	expect_text(sans->items[0], "oid", "{OID}");
	expect_text(sans->items[0], "value", "");
	expect_int(sans->items[1], "type", 11);
	expect_text(sans->items[1], "type_name", "UPN");
	expect_text(sans->items[1], "value", "john@contoso.onmicrosoft.com");
}

/* 15 pieces of the settings (the validity is two) and 5 of the request. */
static void the_documented_request(void **state)
{
	(void)state;
	autostrbuf text;
	struct syncml syncml;
	struct err err = {0};
	sample(&text);
	assert_true(syncml_read(strbuf_sv(&text), &syncml, NULL));
	const struct syncml_command *install = install_of(&syncml);
	struct value *map = payload_read(install->data, &err);
	assert_non_null(map);
	assert_int_equal(err.kind, ERR_NONE);
	expect_settings(map);
	expect_request(map);
	assert_int_equal(map->items_count, 14 + 5);
	assert_int_equal(value_get(map, "validity")->items_count, 2);
	value_destroy(map);
	syncml_finish(&syncml);
}

static void only_the_install_node_has_a_request(void **state)
{
	(void)state;
	autostrbuf text;
	struct syncml syncml;
	sample(&text);
	assert_true(syncml_read(strbuf_sv(&text), &syncml, NULL));
	for (size_t i = 0; i < syncml.commands_count; i++) {
		struct value *map = payload_read(syncml.commands[i].data, NULL);
		assert_int_equal(map != NULL, &syncml.commands[i] == install_of(&syncml));
		value_destroy(map);
	}
	syncml_finish(&syncml);
}

static void expect_no_secret(const struct value *value)
{
	assert_true(!value->text || !strstr(value->text, "PENlcnRFbn"));
	for (size_t i = 0; i < value->items_count; i++)
		expect_no_secret(value->items[i]);
}

#define LEVEL2(settings)                                                                      \
	"<CertificateRequest><ConfigurationParametersDocument>&lt;ConfigurationParameters&gt;" \
	settings "</ConfigurationParametersDocument><RequestParameters>"                      \
	"<CertificateRequestToken>PENlcnRFbn... Hash: 1,010</CertificateRequestToken>"        \
	"<SubjectName>CN=a</SubjectName></RequestParameters></CertificateRequest>"
#define LEVEL2_END "&lt;/ConfigurationParameters&gt;"

static void damage_costs_only_what_it_hits(void **state)
{
	(void)state;
	static const struct {
		const char *data, *field, *value; /* value NULL: absent */
		bool clean;
	} rows[] = {
		{LEVEL2("&lt;KeyLength&gt;big&lt;/KeyLength&gt;" LEVEL2_END), "key_length",
			"big", true},
		{LEVEL2("&lt;CAThumbprint&gt;AB&lt;/CAThumbprint&gt;"), "ca_thumbprint", "AB",
			false},
		{LEVEL2("&lt;CAThumbprint&gt;AB"), "ca_thumbprint", NULL, false},
		{LEVEL2("&lt;CAThumbprint&gt;AB"), "subject_name", "CN=a", false},
		{LEVEL2("&lt;TemplateName&gt;T&lt;/TemplateName&gt;" LEVEL2_END), "challenge",
			"(masked)", true},
		{LEVEL2("&lt;x&gt;&amp;bad;" LEVEL2_END), "subject_name", "CN=a", false},
		{LEVEL2("&lt;TemplateName&gt;A&lt;/TemplateName&gt;&lt;TemplateName&gt;B"
			"&lt;/TemplateName&gt;" LEVEL2_END),
			"template_name", "A", true},
		{"<CertificateRequest><RequestParameters><SubjectName>CN=b</SubjectName><Issu",
			"subject_name", "CN=b", false},
		{"<CertificateRequest><RequestParameters><SubjectName>CN=b</Subj",
			"subject_name", NULL, false},
		{"<CertificateRequest><RequestParameters><SubjectName>CN=b</SubjectName>"
		 "</RequestParameters></CertificateRequest>",
			"challenge", NULL, true},
		{"<p:CertificateRequest xmlns:p='x'><p:RequestParameters><p:SubjectName>CN=p"
		 "</p:SubjectName></p:RequestParameters></p:CertificateRequest>",
			"subject_name", "CN=p", true},
		{"  <?xml version='1.0'?>\n<CertificateRequest/>", "subject_name", NULL, true},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = {0};
		struct value *map = payload_read(sv_str(rows[i].data), &err);
		if (!map || (err.kind == ERR_NONE) != rows[i].clean)
			fail_msg("row %zu: %s", i, err.text);
		if (rows[i].value)
			expect_text(map, rows[i].field, rows[i].value);
		else
			assert_null(value_get(map, rows[i].field));
		expect_no_secret(map);
		value_destroy(map);
	}
}

static void what_is_no_request(void **state)
{
	(void)state;
	static const char *const texts[] = {"", "Data", "28800", "<a/>", "<", "<Certificate",
		"<ConfigurationParameters><KeyLength>1</KeyLength></ConfigurationParameters>",
		"<a><CertificateRequest/></a>",
		"<!DOCTYPE a [<!ENTITY b \"c\">]><CertificateRequest>&b;</CertificateRequest>",
		"&lt;CertificateRequest&gt;"};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct err err = {0};
		assert_null(payload_read(sv_str(texts[i]), &err));
		assert_int_equal(err.kind, ERR_INPUT);
	}
}

/* Cut at every byte, the fields that are there are those of the whole. */
static void every_cut_of_a_request(void **state)
{
	(void)state;
	const char *data = LEVEL2("&lt;RetryCount&gt;3&lt;/RetryCount&gt;" LEVEL2_END);
	for (size_t len = 0; len <= strlen(data); len++) {
		struct value *map = payload_read((struct sv){data, len}, NULL);
		if (value_get(map, "retry_count"))
			expect_int(map, "retry_count", 3);
		if (value_get(map, "subject_name"))
			expect_text(map, "subject_name", "CN=a");
		if (len == strlen(data))
			assert_int_equal(map->items_count, 3);
		value_destroy(map);
	}
}

static void key_usages(void **state)
{
	(void)state;
	static const struct {
		const char *text, *names;
	} rows[] = {{"160", "digitalSignature keyEncipherment "}, {"128", "digitalSignature "},
		{"0", ""}, {"255", "digitalSignature nonRepudiation keyEncipherment "
		"dataEncipherment keyAgreement keyCertSign cRLSign encipherOnly "},
		{"-1", ""}, {"many", ""}};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char data[400], names[200] = "";
		snprintf(data, sizeof(data),
			"<CertificateRequest><ConfigurationParametersDocument>"
			"&lt;ConfigurationParameters&gt;&lt;KeyUsage&gt;%s&lt;/"
			"KeyUsage&gt;" LEVEL2_END
			"</ConfigurationParametersDocument></CertificateRequest>",
			rows[i].text);
		struct value *map = payload_read(sv_str(data), NULL);
		const struct value *list = value_get(value_get(map, "key_usage"), "names");
		for (size_t n = 0; n < list->items_count; n++) {
			strcat(names, list->items[n]->text);
			strcat(names, " ");
		}
		assert_string_equal(names, rows[i].names);
		value_destroy(map);
	}
	assert_null(payload_key_usage_name(3));
	assert_null(payload_key_usage_name(0x100));
}

static void san_types(void **state)
{
	(void)state;
	assert_string_equal(payload_san_type_name(3), "DNS");
	assert_string_equal(payload_san_type_name(7), "URI");
	assert_string_equal(payload_san_type_name(11), "UPN");
	assert_null(payload_san_type_name(0));
	assert_null(payload_san_type_name(12));
	assert_null(payload_san_type_name(-1));
	assert_null(payload_san_type_name(INT64_MAX));
}

/* ---- told while it is read, or only once all of it is known to be plain: the same ---- */

static void same_value(const struct value *a, const struct value *b)
{
	assert_int_equal(a != NULL, b != NULL);
	if (!a)
		return;
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->number, b->number);
	assert_string_equal(a->name ? a->name : "", b->name ? b->name : "");
	assert_string_equal(a->text ? a->text : "", b->text ? b->text : "");
	assert_int_equal(a->items_count, b->items_count);
	for (size_t i = 0; i < a->items_count; i++)
		same_value(a->items[i], b->items[i]);
}

static void same_request(struct sv data)
{
	struct err err_a = {0}, err_b = {0};
	struct value *a = payload_read(data, &err_a), *b = payload_read_walking(data, &err_b);
	same_value(a, b);
	assert_string_equal(err_a.text, err_b.text);
	value_destroy(a);
	value_destroy(b);
}

static void requests_at_once_or_not(void **state)
{
	(void)state;
	static const char *const pieces[] = {"<", ">", "&", "&lt;", "&gt;", "&amp;", "&amp;lt;", "</", "x",
		"<SAN AltNameType='2'>", "</SAN>", "&lt;KeyUsage&gt;160&lt;/KeyUsage&gt;", "\x01", "]]>", "<!--"};
	autostrbuf text;
	struct syncml syncml;
	uint64_t random = 306;
	sample(&text);
	assert_true(syncml_read(strbuf_sv(&text), &syncml, NULL));
	struct sv data = install_of(&syncml)->data;
	same_request(data);
	for (int round = 0; round < 5000; round++) {
		autostrbuf damaged;
		strbuf_init(&damaged, STRBUF_RECORD);
		random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
		size_t from = (random >> 33) % data.len, skip = round % 3 ? 0 : (random >> 20) % 40;
		strbuf_add(&damaged, sv_sub(data, 0, from));
		strbuf_str(&damaged, pieces[(random >> 50) % ARRAY_LEN(pieces)]);
		strbuf_add(&damaged, sv_from(data, from + skip));
		same_request(strbuf_sv(&damaged));
	}
	syncml_finish(&syncml);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_at_once_or_not),
		cmocka_unit_test(the_documented_request),
		cmocka_unit_test(only_the_install_node_has_a_request),
		cmocka_unit_test(damage_costs_only_what_it_hits),
		cmocka_unit_test(what_is_no_request),
		cmocka_unit_test(every_cut_of_a_request),
		cmocka_unit_test(key_usages),
		cmocka_unit_test(san_types),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
