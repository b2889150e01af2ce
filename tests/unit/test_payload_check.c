/* Requests in all their forms, every value in words, and the trouble in them: each check with a
 * request that has it and one that has not. */
#include "test_payload_sample.h"

#include <stdio.h>

#include "scep/payload_check.h"

#define THUMB "17A1B2C3D4E5F60718293A4B5C6D7E8F90011223"
#define OTHER "0000000000111111111122222222223333333333"

static struct codes *codes;

static int load(void **state)
{
	(void)state;
	codes = codes_load(SOURCE_ROOT "/wizards/reference/codes.xml", NULL);
	return codes ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	codes_destroy(codes);
	return 0;
}

/* ---- what is checked ---- */

static void add_escaped(struct strbuf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '<')
			strbuf_str(out, "&lt;");
		else if (*text == '>')
			strbuf_str(out, "&gt;");
		else
			strbuf_char(out, *text);
	}
}

/* An Android request, sound but for the settings and the piece of the request that are given. */
static struct value *android(const char *settings, const char *request)
{
	static const struct {
		const char *unless, *element;
	} sound[] = {
		{"<KeyUsage>", "<KeyUsage>160</KeyUsage>"},
		{"<KeyLength>", "<KeyLength>2048</KeyLength>"},
		{"<NDESUrls>", "<NDESUrls><NDESUrl>https://a/mscep.dll</NDESUrl></NDESUrls>"},
		{"<ValidityPeriod>", "<ValidityPeriod>1</ValidityPeriod><ValidityPeriodUnit>Years"
			"</ValidityPeriodUnit>"},
	};
	autostrbuf data;
	strbuf_init(&data, STRBUF_LINE);
	strbuf_str(&data, "<CertificateRequest><ConfigurationParametersDocument>");
	add_escaped(&data, "<ConfigurationParameters>");
	add_escaped(&data, settings);
	for (size_t i = 0; i < ARRAY_LEN(sound); i++)
		add_escaped(&data, strstr(settings, sound[i].unless) ? "" : sound[i].element);
	add_escaped(&data, "</ConfigurationParameters>");
	strbuf_addf(&data, "</ConfigurationParametersDocument><RequestParameters>%s"
		"</RequestParameters></CertificateRequest>", request);
	return payload_read(strbuf_sv(&data), NULL);
}

#define CA "<CAThumbprint>" THUMB "</CAThumbprint>"
#define URLS(urls) "<NDESUrls>" urls "</NDESUrls>"
#define URL(url) "<NDESUrl>" url "</NDESUrl>"
#define VALID(number, unit)                                                                   \
	"<ValidityPeriod>" number "</ValidityPeriod><ValidityPeriodUnit>" unit                \
	"</ValidityPeriodUnit>"
#define SAN(type, value)                                                                      \
	"<SubjectAlternativeName><SANs><SAN AltNameType=\"" type "\">" value                  \
	"</SAN></SANs></SubjectAlternativeName>"
#define KEY(provider, bits)                                                                   \
	"<KeyStorageProviderSetting>" provider "</KeyStorageProviderSetting><KeyLength>" bits \
	"</KeyLength>"

static const struct sv right_root[] = {{OTHER, 40}, {"17a1b2c3d4e5f60718293a4b5c6d7e8f90011223", 40}};
static const struct sv wrong_root[] = {{OTHER, 40}};

static const struct {
	const char *settings, *request;
	const struct sv *roots;
	size_t roots_count;
	bool roots_known;
	const char *ids; /* of the remarks, by blanks */
} rows[] = {
	{"", "", NULL, 0, false, ""},
	{URLS(URL("http://a/x")), "", NULL, 0, false, "http-on-android"},
	{URLS(URL("HTTP://a/x")), "", NULL, 0, false, "http-on-android"},
	{URLS(URL("https://http:x/")), "", NULL, 0, false, ""},
	{URLS("") CA, "", NULL, 0, false, "no-url"},
	{URLS(""), "", NULL, 0, false, ""}, /* cut before them, for all we know */
	{URLS("") CA, "<NDESUrl>https://a/x</NDESUrl>", NULL, 0, false, ""},
	{URLS(URL("https://a/x") URL("https://b/x")), "", NULL, 0, false, "several-urls"},
	{VALID("4", "Days"), "", NULL, 0, false, "validity"},
	{VALID("5", "Days"), "", NULL, 0, false, ""},
	{VALID("24", "Months"), "", NULL, 0, false, ""},
	{VALID("25", "Months"), "", NULL, 0, false, "validity"},
	{VALID("2", "Years"), "", NULL, 0, false, ""},
	{VALID("3", "Years"), "", NULL, 0, false, "validity"},
	{VALID("9223372036854775807", "Years"), "", NULL, 0, false, "validity"},
	{VALID("-1", "Years"), "", NULL, 0, false, "validity"},
	{VALID("many", "Years"), "", NULL, 0, false, ""},
	{VALID("3", "Moons"), "", NULL, 0, false, ""},
	{"", SAN("2", ""), NULL, 0, false, "san-empty"},
	{"", SAN("99", " "), NULL, 0, false, "san-empty"},
	{"", SAN("2", "a@b.c"), NULL, 0, false, ""},
	{"<KeyUsage>64</KeyUsage>", "", NULL, 0, false, "key-usage"},
	{"<KeyUsage>0</KeyUsage>", "", NULL, 0, false, "key-usage"},
	{"<KeyUsage>32</KeyUsage>", "", NULL, 0, false, ""},
	{"<KeyUsage>128</KeyUsage>", "", NULL, 0, false, ""},
	{"", "<SubjectName>CN={{SerialNumber}}</SubjectName>", NULL, 0, false, "variable"},
	{"", SAN("11", "{{UserPrincipalName}}"), NULL, 0, false, "variable"},
	{"", "<SubjectName>CN={SerialNumber}</SubjectName>", NULL, 0, false, ""},
	{"<SubjectNameFormat>CN={{UserName}}</SubjectNameFormat>", "", NULL, 0, false, ""},
	{CA, "", NULL, 0, true, "root-not-delivered"},
	{CA, "", wrong_root, 1, true, "root-not-delivered"},
	{CA, "", right_root, 2, true, ""},
	{CA, "", NULL, 0, false, ""},
	{"<CAThumbprint>{GUID}</CAThumbprint>", "", NULL, 0, true, ""},
	{KEY("1", "4096"), "", NULL, 0, false, "tpm-4096"},
	{KEY("2", "4096"), "", NULL, 0, false, "tpm-4096"},
	{KEY("3", "4096"), "", NULL, 0, false, ""},
	{KEY("0", "4096"), "", NULL, 0, false, ""},
	{KEY("1", "2048"), "", NULL, 0, false, ""},
	{URLS(URL("http://a/x") URL("https://b/x")) KEY("1", "4096") "<KeyUsage>1</KeyUsage>",
		SAN("2", ""), NULL, 0, false,
		"several-urls http-on-android san-empty key-usage tpm-4096"},
};

static void expect_remarks(const struct value *fields, const struct payload_context *context,
	const char *ids, const char *which)
{
	struct payload_remark remarks[PAYLOAD_REMARKS_MAX];
	size_t count = payload_check(fields, context, remarks);
	char found[256] = "";
	for (size_t i = 0; i < count; i++) {
		strcat(found, i ? " " : "");
		strcat(found, remarks[i].id);
		assert_true(strlen(remarks[i].text) > 20);
	}
	payload_remarks_finish(remarks, count);
	if (strcmp(found, ids) != 0)
		fail_msg("%s: \"%s\", expected \"%s\"", which, found, ids);
}

static void each_check_sees_its_trouble_and_no_other(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct value *fields = android(rows[i].settings, rows[i].request);
		struct payload_context context = {PAYLOAD_ANDROID, rows[i].roots,
			rows[i].roots_count, rows[i].roots_known};
		char which[32];
		snprintf(which, sizeof(which), "row %zu", i);
		assert_non_null(fields);
		expect_remarks(fields, &context, rows[i].ids, which);
		value_destroy(fields);
	}
}

/* ---- the forms of Windows and Apple ---- */

#define NODE(id, name, data)                                                                  \
	"<Add><CmdID>1</CmdID><Item><Target><LocURI>./User/Vendor/MSFT/"                      \
	"ClientCertificateInstall/SCEP/" id "/Install/" name "</LocURI></Target><Data>" data  \
	"</Data></Item></Add>"

static const char windows[] =
	"<SyncML><SyncHdr><SessionID>1</SessionID></SyncHdr><SyncBody><Atomic>"
	NODE("A", "ServerURL", "https://a/mscep.dll;https://b/mscep.dll")
	NODE("A", "Challenge", "c2VjcmV0")
	NODE("A", "EKUMapping", "1.3.6.1.5.5.7.3.2+1.3.6.1.5.5.7.3.4")
	NODE("A", "KeyUsage", "160") NODE("A", "SubjectName", "CN=pc")
	NODE("A", "KeyProtection", "1") NODE("A", "RetryDelay", "5") NODE("A", "RetryCount", "3")
	NODE("A", "KeyLength", "4096") NODE("A", "HashAlgorithm", "SHA-1;SHA-2")
	NODE("A", "CAThumbprint", THUMB)
	NODE("A", "SubjectAlternativeNames", "11+win@domain.com;3+")
	NODE("A", "ValidPeriod", "Years") NODE("A", "ValidPeriodUnits", "1")
	NODE("B", "KeyLength", "1024") NODE("A", "Unknown", "x")
	"</Atomic></SyncBody></SyncML>";

static const char apple[] =
	"<?xml version=\"1.0\"?><!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"x\">"
	"<plist><dict><key>PayloadContent</key><array>"
	"<dict><key>PayloadType</key><string>com.apple.wifi.managed</string><key>URL</key>"
	"<string>http://other/</string></dict>"
	"<dict><key>PayloadContent</key><dict>"
	"<key>URL</key><string>http://ndes/mscep.dll</string>"
	"<key>Name</key><string>SCEP Authority</string>"
	"<key>Subject</key><array><array><array><string>O</string><string>Contoso</string></array>"
	"</array><array><array><string>CN</string><string>ipad</string></array></array></array>"
	"<key>Challenge</key><string>c2VjcmV0</string><key>Keysize</key><integer>2048</integer>"
	"<key>Key Type</key><string>RSA</string><key>Key Usage</key><integer>%d</integer>"
	"<key>CAFingerprint</key><data>F6Gyw9Tl9gcYKTpLXG1+j5ABEiM=</data>"
	"<key>Retries</key><integer>3</integer><key>RetryDelay</key><integer>10</integer>"
	"<key>SubjectAltName</key><dict><key>rfc822Name</key><string>%s</string>"
	"<key>ntPrincipalName</key><string>u@contoso.com</string></dict></dict>"
	"<key>PayloadType</key><string>com.apple.security.scep</string></dict></array></dict></plist>";

static void add_told(void *data, const char *label, struct sv text)
{
	struct strbuf *out = data;
	strbuf_addf(out, "%s: " SV_FMT "\n", label, SV_ARG(text));
}

static void expect_lines(const struct value *fields, enum payload_form form, const char *lines)
{
	autostrbuf told;
	strbuf_init(&told, STRBUF_LINE);
	payload_lines(fields, form, codes, add_told, &told);
	assert_string_equal(told.ptr, lines);
	assert_null(strstr(told.ptr, "c2VjcmV0"));
}

static void the_nodes_of_windows(void **state)
{
	(void)state;
	enum payload_form form;
	struct value *fields = payload_find(sv_str(windows), &form);
	assert_non_null(fields);
	assert_int_equal(form, PAYLOAD_WINDOWS);
	expect_lines(fields, form,
		"server: https://a/mscep.dll, https://b/mscep.dll\n"
		"subject: CN=pc\n"
		"other names: UPN win@domain.com, DNS (empty)\n"
		"CA thumbprint: " THUMB "\n"
		"key: RSA 4096, usage 160 = digitalSignature+keyEncipherment, storage 1 = TPM, or "
		"else it fails, SHA-1, SHA-2\n"
		"validity: 1 Years, retries 3 every 5 min\n"
		"purpose: Client Authentication (1.3.6.1.5.5.7.3.2), Secure Email "
		"(1.3.6.1.5.5.7.3.4)\n"
		"challenge: (masked)\n");
	struct payload_context context = {.form = form};
	expect_remarks(fields, &context, "several-urls san-empty tpm-4096", "windows");
	value_destroy(fields);
}

static struct value *apple_with(int usage, const char *mail)
{
	char text[4096];
	enum payload_form form;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(text, sizeof(text), apple, usage, mail);
#pragma GCC diagnostic pop
	struct value *fields = payload_find(sv_str(text), &form);
	assert_non_null(fields);
	assert_int_equal(form, PAYLOAD_APPLE);
	return fields;
}

static void the_profile_of_apple(void **state)
{
	(void)state;
	struct payload_context context = {.form = PAYLOAD_APPLE};
	struct value *fields = apple_with(5, "u@contoso.com");
	expect_lines(fields, PAYLOAD_APPLE,
		"server: http://ndes/mscep.dll, SCEP Authority\n"
		"subject: O=Contoso, CN=ipad\n"
		"other names: email u@contoso.com, UPN u@contoso.com\n"
		"CA thumbprint: " THUMB "\n"
		"key: RSA 2048, usage 5 = digitalSignature+keyEncipherment\n"
		"validity: retries 3 every 10 s\n"
		"challenge: (masked)\n");
	expect_remarks(fields, &context, "", "apple"); /* http is Android's trouble only */
	value_destroy(fields);
	/* its bits are others than those of X.509 */
	fields = apple_with(32, "");
	expect_remarks(fields, &context, "san-empty key-usage", "apple, bits");
	value_destroy(fields);
}

static void other_texts_hold_no_request(void **state)
{
	(void)state;
	static const char *const texts[] = {"", "<SyncML></SyncML>", "com.apple.security.scep",
		"<plist><dict><key>PayloadType</key><string>com.apple.security.scep</string></dict>",
		"<plist><string>com.apple.security.scep</string></plist>",
		"<SyncML><SyncBody>" NODE("A", "Unknown", "1") "</SyncBody></SyncML>",
		"<SyncML><SyncBody><Get><CmdID>1</CmdID><Item><Target><LocURI>./User/Vendor/MSFT/"
		"ClientCertificateInstall/SCEP/A/Install/KeyLength</LocURI></Target></Item></Get>"
		"</SyncBody></SyncML>"};
	enum payload_form form;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		assert_null(payload_find(sv_str(texts[i]), &form));
}

/* ---- words ---- */

static void numbers_of_fields_have_words(void **state)
{
	(void)state;
	static const struct {
		const char *field, *value, *words; /* "": none */
	} words[] = {
		{"key_protection", "0x2", "TPM if there is one, else software"},
		{"ksp_setting", "0x1", "TPM, or else it fails"},
		{"key_storage_provider", "4", "Windows Hello for Business"},
		{"key_protection", "0x9", ""},
		{"store_location", "0x1", "store of the user"},
		{"store_location", "2", "store of the computer"},
		{"install_status", "0x10", "Failed"},
		{"install_status", "0x11", ""},
		{"eku", "1.3.6.1.5.5.7.3.2+1.3.6.1.5.5.7.3.1", "Client Authentication, Server Authentication"},
		{"eku", "1.2.3.4", ""},
		{"node_path", "1", ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		autostrbuf out;
		strbuf_init(&out, STRBUF_LINE);
		strbuf_str(&out, "");
		bool any = field_words(codes, words[i].field, sv_str(words[i].value), &out);
		assert_string_equal(out.ptr, words[i].words);
		assert_int_equal(any, *words[i].words != '\0');
	}
}

static void roots_by_their_node(void **state)
{
	(void)state;
	struct sv found;
	assert_true(payload_root(SV("./Vendor/MSFT/CertificateStore/Root/AB12/EncodedCertificate"),
		&found));
	assert_sv(found, "AB12");
	assert_true(payload_root(SV("<LocURI>./Device/Vendor/MSFT/RootCATrustedCertificates/Root/"
		"CD/EncodedCertificate</LocURI>"), &found));
	assert_sv(found, "CD");
	assert_false(payload_root(SV("./Vendor/MSFT/CertificateStore/Root/AB12"), &found));
	assert_false(payload_root(SV("./Vendor/MSFT/CertificateStore/SCEP"), &found));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_check_sees_its_trouble_and_no_other),
		cmocka_unit_test(the_nodes_of_windows),
		cmocka_unit_test(the_profile_of_apple),
		cmocka_unit_test(other_texts_hold_no_request),
		cmocka_unit_test(numbers_of_fields_have_words),
		cmocka_unit_test(roots_by_their_node),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
