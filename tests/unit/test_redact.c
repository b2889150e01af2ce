/* Redaction: what must not be carried away is not, however it is spelled; what the reader of
 * a report needs is still there. */
#include "testing.h"

#include <ctype.h>
#include <stdio.h>

#include "redacting.h"

/* ---- spellings ---- */

enum spelling { PLAIN, PERCENT, XML1, XML2, XML3, UPPER, LOWER, PERCENT_UPPER, SPELLINGS };

static void add_percent(struct sv text, struct strbuf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		if (isalnum(c) || strchr("-._~", c))
			strbuf_char(out, (char)c);
		else
			strbuf_addf(out, "%%%02X", c);
	}
}

static void add_xml(struct sv text, struct strbuf *out)
{
	static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
	for (size_t i = 0; i < text.len; i++) {
		const char *found = strchr("&<>\"'", text.ptr[i]);
		if (found && *found)
			strbuf_str(out, names[found - strchr("&<>\"'", '&')]);
		else
			strbuf_char(out, text.ptr[i]);
	}
}

static void add_case(struct sv text, bool upper, struct strbuf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		int c = (unsigned char)text.ptr[i];
		strbuf_char(out, (char)(upper ? toupper(c) : tolower(c)));
	}
}

static void spell(const char *text, enum spelling spelling, struct strbuf *out)
{
	autostrbuf now;
	strbuf_init(&now, STRBUF_LINE);
	strbuf_reset(out);
	strbuf_str(&now, text);
	if (spelling == PERCENT) {
		add_percent(sv_str(text), out);
		return;
	}
	if (spelling == UPPER || spelling == LOWER) {
		add_case(sv_str(text), spelling == UPPER, out);
		return;
	}
	if (spelling == PERCENT_UPPER) {
		strbuf_reset(&now);
		add_case(sv_str(text), true, &now);
		add_percent(strbuf_sv(&now), out);
		return;
	}
	for (int level = XML1; level <= (int)spelling; level++) {
		strbuf_reset(out);
		add_xml(strbuf_sv(&now), out);
		strbuf_reset(&now);
		strbuf_add(&now, strbuf_sv(out));
	}
	if (spelling == PLAIN)
		strbuf_str(out, text);
}

/* ---- canaries ---- */

#define CASES (1u << UPPER | 1u << LOWER | 1u << PERCENT_UPPER)

static const struct canary {
	enum redact_class class; /* REDACT_CLASSES: masked whatever is revealed */
	const char *text, *secret; /* secret: no part of it may be left, in any case */
	unsigned without;          /* bits of spellings that this never has */
} canaries[] = {
	{REDACT_USER, "signed in as jane.canary@contoso.com now", "canary", 0},
	{REDACT_TENANT, "signed in as jane@canarycorp.com.", "canary", 0},
	{REDACT_TENANT, "upn=jane@canary.example.org;", "canary", 0},
	{REDACT_USER, "'canary+test@contoso.com'", "canary", 0},
	{REDACT_USER, "\"o'canary@contoso.com\"", "canary", 1u << PERCENT | 1u << PERCENT_UPPER},
	{REDACT_USER, "<canary@contoso.com>", "canary", 0},
	{REDACT_USER, "mail zoé.canary@contoso.com", "canary", 1u << PERCENT | 1u << PERCENT_UPPER},
	{REDACT_USER, "mail canary.zoé@contoso.com", "canary", 1u << PERCENT | 1u << PERCENT_UPPER},
	{REDACT_USER, "user S-1-5-21-1928374655-222222222-333333333-1001 here", "1928374655", 0},
	{REDACT_USER, "(S-1-12-1-1928374655-1222222222-1333333333-1444444444)", "1928374655", 0},
	{REDACT_USER, "S-1-5-21-1-2-3-19283746", "19283746", 0},
	{REDACT_USER, "in C:\\Users\\jcanary\\AppData\\x.log", "canary", 0},
	{REDACT_USER, "in C:\\Users\\Jane Canary\\AppData", "canary", 0},
	{REDACT_USER, "\"C:\\\\Users\\\\canary\\\\x\"", "canary", 0},
	{REDACT_USER, "in C:\\Users\\O'Canary\\x", "canary", 1u << PERCENT | 1u << PERCENT_UPPER |
		1u << XML1 | 1u << XML2 | 1u << XML3},
	{REDACT_USER, "file /home/canary/log.txt", "canary", 0},
	{REDACT_USER, "file:/home/canary", "canary", 0},
	{REDACT_USER, "file /Users/canary/Desktop/log.txt", "canary", CASES},
	{REDACT_TENANT, "tenant canarycorp.onmicrosoft.com is", "canary", 0},
	{REDACT_TENANT, "<a>canarycorp.onmicrosoft.com</a>", "canary", 0},
	{REDACT_TENANT, "canarycorp.mail.onmicrosoft.com", "canary", 0},
	{REDACT_TENANT, "https://login.microsoftonline.com/1928abcd-0000-1111-2222-333344445555/x",
		"1928abcd", 1u << PERCENT | 1u << PERCENT_UPPER},
	{REDACT_TENANT, "TenantId: 1928abcd-0000-1111-2222-333344445555", "1928abcd",
		1u << PERCENT | 1u << PERCENT_UPPER},
	{REDACT_NETWORK, "https://ndes.canary.com/certsrv/mscep/mscep.dll", "canary", 0},
	{REDACT_NETWORK, "URL (https://ndes.canary.com:8443/x)", "canary", 0},
	{REDACT_NETWORK, "see https://ndes.canary.com.", "canary", 0},
	{REDACT_NETWORK, "<NDESUrl>https://ndes.canary.com</NDESUrl>", "canary", 0},
	{REDACT_NETWORK, "https://bob:canary@ndes.contoso.com/x", "canary", 0},
	{REDACT_NETWORK, "https://bob:canary@ndes.contoso.com/x", "contoso", 0},
	{REDACT_NETWORK, "https://microsoft.com.canary.com/x", "canary", 0},
	{REDACT_NETWORK, "https://microsoft.com@canary.com/x", "canary", 0},
	{REDACT_NETWORK, "https://microsoft.com:pw@canary.com/x", "canary", 0},
	{REDACT_NETWORK, "https://canarymicrosoft.com/x", "canary", 0},
	{REDACT_NETWORK, "https://[2001:db8::1928]/x", "1928", 0},
	{REDACT_NETWORK, "ldap://canary/x", "canary", 0},
	{REDACT_NETWORK, "from 10.77.88.99 on", "10.77.88.99", 0},
	{REDACT_NETWORK, "from 10.77.88.99.", "10.77.88.99", 0},
	{REDACT_NETWORK, "from 10.77.88.99:443", "10.77.88.99", 0},
	{REDACT_NETWORK, "<ip>10.77.88.99</ip>", "10.77.88.99", 0},
	{REDACT_NETWORK, "addr=10.77.88.99,", "10.77.88.99", 0},
	{REDACT_NETWORK, "from fe80::1928:37ff on", "1928", 0},
	{REDACT_NETWORK, "from 2001:db8:1:2:3:4:5:1928 on", "1928", 0},
	{REDACT_NETWORK, "from 2001:db8:1::1928.", "1928", 0},
	{REDACT_NETWORK, "mac 19:28:aa:bb:cc:dd", "19:28", 1u << PERCENT | 1u << PERCENT_UPPER},
	{REDACT_NETWORK, "mac 19-28-aa-bb-cc-dd", "19-28", 0},
	{REDACT_DEVICE, "urn:uuid:1928ABCD-0000-1111-2222-333344445555", "1928ABCD", 0},
	{REDACT_DEVICE, "IMEI: 490154203237518", "490154203237518", 0},
	{REDACT_DEVICE, "<IMEI>490154203237518</IMEI>", "490154203237518", 0},
	{REDACT_DEVICE, "\"SerialNumber\":\"C02CANARY7Q2\"", "canary", 0},
	{REDACT_DEVICE, "UDID=00008030-001928374655001E", "1928374655", 0},
	{REDACT_SUBJECT, "Subject: CN=Jane Canary, OU=x", "canary", 0},
	{REDACT_SUBJECT, "[dn=CN=canary; serial=1]", "canary", 0},
	{REDACT_SUBJECT, "CN=O'Canary", "canary", 0},
	{REDACT_SUBJECT, "CN=R&D Canary", "canary", 0},
	{REDACT_SUBJECT, "CN=Doe\\, Canary,O=x", "canary", 1u << XML1 | 1u << XML2 | 1u << XML3},
	{REDACT_SUBJECT, "CN=Jane (Canary)", "canary", 0},
	{REDACT_SUBJECT, "/C=DE/CN=Jane Canary/O=x", "canary", 0},
	{REDACT_SUBJECT, "<SubjectName>OU=Canary,CN=x</SubjectName>", "canary", 0},
	{REDACT_SUBJECT, "<SAN NameFormat=\"x\" AltNameType=\"3\">pc.canary.lan</SAN>", "canary", 0},
	{REDACT_CLASSES, "<CertificateRequestToken>PENlcnRFbnCANARY== Hash: 1,010,143,298"
		"</CertificateRequestToken><SubjectName>", "canary", 0},
	{REDACT_CLASSES, "<CertificateRequestToken>\nPENl\nCANARY==\n</CertificateRequestToken>",
		"canary", 0},
	{REDACT_CLASSES, "<CertificateRequestToken x=\"y\">CANARY</CertificateRequestToken>",
		"canary", 0},
	{REDACT_CLASSES, "CertificateRequestToken=PENlcnCANARY==", "canary", 0},
	{REDACT_CLASSES, "<Challenge>7F3A&CANARY</Challenge>", "canary", 0},
	{REDACT_CLASSES, "<ChallengePassword>CANARY</ChallengePassword>", "canary", 0},
	{REDACT_CLASSES, "x?challenge=CANARY&y=1", "canary", 0},
	{REDACT_CLASSES, "<key>Challenge</key>\n<string>CANARY</string>", "canary", 0},
	{REDACT_CLASSES, "<LocURI>./User/x/Install/Challenge</LocURI></Target><Meta><Format>chr"
		"</Format></Meta><Data>CANARY</Data>", "canary", 0},
	{REDACT_CLASSES, "{\"challenge\": \"CANARY\"}", "canary", 0},
	{REDACT_CLASSES, "challengePassword = CANARY", "canary", 0},
	{REDACT_CLASSES, "Challenge: CANARY7F3A9921", "canary", CASES | 1u << PERCENT},
	{REDACT_CLASSES, "Authorization: Bearer canary0123456789abcdef", "canary",
		1u << PERCENT | 1u << PERCENT_UPPER},
	{REDACT_CLASSES, "eyJ0eXAiOiJKV1Qi.eyJjYW5hcnlDQU5BUlki.c2ln", "eyJ0eXAiOiJKV1Qi", CASES},
};

static bool leaks(struct redactor *r, struct sv text, const char *secret, struct strbuf *out)
{
	strbuf_reset(out);
	redact(r, text, out);
	return sv_ifind(strbuf_sv(out), sv_str(secret)) != SV_NPOS;
}

static void check_canary(const struct canary *canary, unsigned reveal)
{
	autostrbuf text, out;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_init(&out, STRBUF_LINE);
	for (unsigned spelling = 0; spelling < SPELLINGS; spelling++) {
		struct redactor *r = redactor_create(reveal);
		spell(canary->text, (enum spelling)spelling, &text);
		bool leak = leaks(r, strbuf_sv(&text), canary->secret, &out);
		redactor_destroy(r);
		if (leak && !(canary->without >> spelling & 1))
			fail_msg("spelling %u: %s became %s", spelling, text.ptr, out.ptr);
	}
}

static void test_canaries(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(canaries); i++)
		check_canary(&canaries[i], REVEAL_NONE);
}

static void test_challenge_always(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(canaries); i++)
		if (canaries[i].class == REDACT_CLASSES)
			check_canary(&canaries[i], REVEAL_ALL);
}

/* --reveal CLASS shows that class, and no other. */
static void test_reveal(void **state)
{
	autostrbuf out;
	(void)state;
	strbuf_init(&out, STRBUF_LINE);
	for (unsigned class = 0; class < REDACT_CLASSES; class++) {
		for (size_t i = 0; i < ARRAY_LEN(canaries); i++) {
			const struct canary *canary = &canaries[i];
			struct redactor *r = redactor_create(1u << class);
			bool leak = leaks(r, sv_str(canary->text), canary->secret, &out);
			redactor_destroy(r);
			if (canary->class != class && leak)
				fail_msg("%s became %s", canary->text, out.ptr);
			bool address = strchr(canary->text, '@') && canary->class == REDACT_NETWORK;
			if (canary->class == class && !leak && !address)
				fail_msg("%s stays %s", canary->text, out.ptr);
		}
	}
}

/* ---- known values ---- */

static void test_learned(void **state)
{
	static const char *const values[] = {"DESKTOP-CANARY", "Jane Canary", "canary",
		"OU=R&D <Canary>,O=x", "canary's \"pc\"", "canary/1"};
	autostrbuf text, around, out;
	(void)state;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_init(&around, STRBUF_LINE);
	strbuf_init(&out, STRBUF_LINE);
	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		for (unsigned spelling = 0; spelling < SPELLINGS; spelling++) {
			struct redactor *r = redactor_create(REVEAL_NONE);
			redactor_learn(r, REDACT_DEVICE, sv_str(values[i]));
			strbuf_reset(&around);
			strbuf_addf(&around, "name=%s; and <b>%s</b>", values[i], values[i]);
			spell(around.ptr, (enum spelling)spelling, &text);
			bool leak = leaks(r, strbuf_sv(&text), "canary", &out);
			if (leak)
				fail_msg("spelling %u: %s became %s", spelling, text.ptr, out.ptr);
			assert_true(sv_has(strbuf_sv(&out), SV("device-1")));
			assert_false(sv_has(strbuf_sv(&out), SV("device-2")));
			redactor_destroy(r);
		}
	}
}

static void test_learned_limits(void **state)
{
	static const char *const text = "SYSTEM S-1-5-18 pc {{UserName}} <user> true computer PCs";
	struct redactor *r = redactor_create(1u << REDACT_TENANT);
	autostrbuf out;
	(void)state;
	strbuf_init(&out, STRBUF_LINE);
	redactor_learn(r, REDACT_DEVICE, SV("pc")); /* too short to be told from other words */
	redactor_learn(r, REDACT_USER, SV("S-1-5-18"));
	redactor_learn(r, REDACT_USER, SV("SYSTEM"));
	redactor_learn(r, REDACT_SUBJECT, SV("{{UserName}}"));
	redactor_learn(r, REDACT_SUBJECT, SV("<user>"));
	redactor_learn(r, REDACT_SUBJECT, SV("true"));
	redactor_learn(r, REDACT_TENANT, SV("computer")); /* revealed */
	assert_false(redact(r, sv_str(text), &out));
	assert_sv(strbuf_sv(&out), text);
	redactor_learn(r, REDACT_DEVICE, SV("comp"));
	strbuf_reset(&out);
	assert_false(redact(r, sv_str(text), &out)); /* only words of their own */
	redactor_destroy(r);
}

/* ---- one value, one name ---- */

static void test_pseudonyms(void **state)
{
	struct redactor *r = redactor_create(REVEAL_NONE);
	(void)state;
	expect_text(r, "jane@contoso.com, joe@contoso.com", "user-1@tenant-1, user-2@tenant-1");
	expect_text(r, "JANE@Contoso.COM", "user-1@tenant-1");
	expect_text(r, "upn%3Djane%40contoso.com%3B", "upn%3Duser-1%40tenant-1%3B");
	expect_text(r, "<jane@fabrikam.com>", "<user-1@tenant-2>");
	expect_text(r, "https://ndes.contoso.com/a", "https://host-1/a");
	expect_text(r, "https://NDES.contoso.com:8443/b", "https://host-1:8443/b");
	expect_text(r, "https%3A%2F%2Fndes.contoso.com%2Fc", "https%3A%2F%2Fhost-1%2Fc");
	expect_text(r, "https://pki.contoso.com.", "https://host-2.");
	expect_text(r, "CN=R&D, CN=R&amp;D, CN=R&amp;amp;D, CN%3DR%26D",
		"CN=subject-1, CN=subject-1, CN=subject-1, CN%3Dsubject-1");
	expect_text(r, "S-1-5-21-1-2-3-4 s-1-5-21-1-2-3-4 S-1-5-21-1-2-3-5",
		"user-3 user-3 user-4");
	expect_text(r, "10.1.2.3 10.1.2.4 10.1.2.3", "host-3 host-4 host-3");
	redactor_destroy(r);
}

/* What was replaced once stays as it is. */
static void test_twice(void **state)
{
	struct redactor *r = redactor_create(REVEAL_NONE);
	autostrbuf once, twice;
	(void)state;
	strbuf_init(&once, STRBUF_LINE);
	strbuf_init(&twice, STRBUF_LINE);
	for (size_t i = 0; i < ARRAY_LEN(canaries); i++) {
		strbuf_reset(&once);
		strbuf_reset(&twice);
		redact(r, sv_str(canaries[i].text), &once);
		redact(r, strbuf_sv(&once), &twice);
		assert_string_equal(once.ptr, twice.ptr);
	}
	redactor_destroy(r);
}

/* ---- fields ---- */

static struct value *fields_made(void)
{
	struct value *map = value_map();
	value_add_text(map, "subject_name", SV("CN=Canary,OU=Canary"));
	value_add_text(map, "issuers", SV("DC=canary; DC=local"));
	struct value *sans = value_add(map, "sans", value_list());
	struct value *san = value_add(sans, NULL, value_map());
	value_add_int(san, "type", 3);
	value_add_text(san, "value", SV("pc.canary.lan"));
	value_add_text(map, "user_sid", SV("S-1-9-canary"));
	value_add_text(map, "ndes_url", SV("https://ndes.canary.com/certsrv"));
	struct value *urls = value_add(map, "ndes_urls", value_list());
	value_add_text(urls, NULL, SV("https://second.canary.com/certsrv"));
	value_add_text(map, "challenge", SV("canary"));
	value_add_text(map, "thumbprint", SV(THUMBPRINT));
	value_add_text(map, "result", SV("0x2ab0003"));
	value_add_int(value_add(map, "validity", value_map()), "value", 2);
	return map;
}

static void collect(const struct value *value, struct strbuf *out)
{
	if (value->kind == VALUE_TEXT)
		strbuf_addf(out, "%s|", value->text);
	if (value->kind == VALUE_INT)
		strbuf_addf(out, "%d|", (int)value->number);
	for (size_t i = 0; i < value->items_count; i++)
		collect(value->items[i], out);
}

static void test_fields(void **state)
{
	struct redactor *r = redactor_create(REVEAL_NONE);
	struct value *fields = fields_made(), *safe = redact_value(r, fields);
	autostrbuf out;
	(void)state;
	strbuf_init(&out, STRBUF_LINE);
	collect(safe, &out);
	assert_string_equal(out.ptr, "subject-1|subject-2|3|subject-3|user-1|https://host-1/certsrv|"
		"https://host-2/certsrv|(masked)|" THUMBPRINT "|0x2ab0003|2|");
	assert_sv(value_get_text(fields, "challenge"), "canary"); /* a copy was changed */
	value_destroy(safe);
	redactor_destroy(r);

	r = redactor_create(REVEAL_ALL);
	safe = redact_value(r, fields);
	strbuf_reset(&out);
	collect(safe, &out);
	assert_true(sv_has(strbuf_sv(&out), SV("CN=Canary,OU=Canary|")));
	assert_sv(value_get_text(safe, "challenge"), "(masked)");
	value_destroy(safe);
	value_destroy(fields);
	redactor_destroy(r);
	assert_null(redact_value(NULL, NULL));
}

/* What the fields of one entry tell is hidden in the text of every other. */
static void test_learned_fields(void **state)
{
	struct redactor *r = redactor_create(REVEAL_NONE);
	struct value *fields = fields_made();
	(void)state;
	redactor_learn_fields(r, fields);
	expect_text(r, "cannot resolve ndes.canary.com or second.canary.com",
		"cannot resolve host-1 or host-2");
	expect_text(r, "https://NDES.canary.com/x", "https://host-1/x");
	expect_text(r, "for CN=Canary,OU=Canary on pc.canary.lan",
		"for subject-1 on subject-3");
	redactor_destroy(r);
	value_destroy(fields);
}

/* ---- the words of --reveal ---- */

static void test_parse_reveal(void **state)
{
	struct err err = {0};
	unsigned bits;
	(void)state;
	assert_true(redact_parse_reveal(SV("user,device"), &bits, NULL));
	assert_int_equal(bits, 1u << REDACT_USER | 1u << REDACT_DEVICE);
	assert_true(redact_parse_reveal(SV("all"), &bits, NULL));
	assert_int_equal(bits, REVEAL_ALL);
	for (unsigned class = 0; class < REDACT_CLASSES; class++) {
		assert_true(redact_parse_reveal(sv_str(redact_class_id((enum redact_class)class)),
			&bits, NULL));
		assert_int_equal(bits, 1u << class);
	}
	assert_false(redact_parse_reveal(SV("user,challenge"), &bits, &err));
	assert_int_equal(err.kind, ERR_USAGE);
	assert_non_null(strstr(err.text, "\"challenge\""));
	assert_false(redact_parse_reveal(SV("user,"), &bits, &err));
	assert_false(redact_parse_reveal(SV("User"), &bits, &err));
}

/* Long and odd texts neither hang nor get lost. */
static void test_hostile(void **state)
{
	static const char *const pieces[] = {"CN=", "a@", "%40", "<SAN ", "Challenge>", "10.1.2.",
		"fe80::", "https://", "C:\\Users\\", "&amp;", "\xff\xfe", "S-1-5-21-", "://a:"};
	struct redactor *r = redactor_create(REVEAL_NONE);
	autostrbuf text, out;
	(void)state;
	strbuf_init(&text, STRBUF_RECORD);
	strbuf_init(&out, STRBUF_RECORD);
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		strbuf_reset(&text);
		strbuf_reset(&out);
		for (int k = 0; k < 2000; k++)
			strbuf_str(&text, pieces[i]);
		strbuf_str(&text, " end jane@canary.com");
		redact(r, strbuf_sv(&text), &out);
		assert_true(out.len > 0);
		assert_false(sv_has(strbuf_sv(&out), SV("canary")));
	}
	redactor_destroy(r);
}

/* Searches begin where a secret's name stands, unless a letter before it is not ASCII: then they begin
 * at the text's beginning. The same is masked. */
static void secrets_wherever_the_search_begins(void **state)
{
	(void)state;
	static const char *const parts[] = {"CertificateRequestToken", "RequestToken", "challenge", "Challenge",
		"certificaterequesttoken", "Certi", "chall", "bearer ", "eyJ", ">", "</", "<", "=", ": ", "&gt;",
		"&lt;", " ", "\n", "abcdefgh12345678ijklmnop", "a1.", "%2F", "\"", "/key><string>",
		("CertificateReque\xc5\xbftTo\xe2\x84\xaa" "en"), "Password"};
	uint64_t random = 306;
	size_t masked = 0;
	for (int round = 0; round < 20000; round++) {
		autostrbuf early, late, a, b;
		struct redactor *redactor = redactor_create(REVEAL_ALL);
		strbuf_init(&early, STRBUF_LINE), strbuf_init(&late, STRBUF_LINE);
		strbuf_init(&a, STRBUF_LINE), strbuf_init(&b, STRBUF_LINE);
		strbuf_str(&early, "\xc3\xa9\n"), strbuf_str(&late, "e_\n");
		for (int i = 0; i < 8; i++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
			const char *part = parts[(random >> 33) % ARRAY_LEN(parts)];
			strbuf_str(&early, part), strbuf_str(&late, part);
		}
		masked += redact(redactor, strbuf_sv(&early), &a);
		redact(redactor, strbuf_sv(&late), &b);
		assert_string_equal(a.ptr + 3, b.ptr + 3);
		redactor_destroy(redactor);
	}
	assert_true(masked > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(secrets_wherever_the_search_begins),
		cmocka_unit_test(test_canaries),
		cmocka_unit_test(test_challenge_always),
		cmocka_unit_test(test_reveal),
		cmocka_unit_test(test_learned),
		cmocka_unit_test(test_learned_limits),
		cmocka_unit_test(test_pseudonyms),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_learned_fields),
		cmocka_unit_test(test_parse_reveal),
		cmocka_unit_test(test_hostile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
