#include "testing.h"

#include <stdio.h>

#include "base/file.h"
#include "scep/events.h"

#define PROVIDER "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider"
#define SHORT "DeviceManagement-Enterprise-Diagnostics-Provider"
#define GUID "{3da494e4-0fe2-415c-b895-fb5265c5c83b}"
#define ADMIN PROVIDER "/Admin"
#define UNIQUE                                                                                \
	"ModelName_AC_51bad41f-3854-4eb5-a2f2-0f7a94034ee8_LogicalName_"                      \
	"39907e78_e61b_4730_b9fa_d44a53e4111c_Hash_2024051773"
#define TEXT_306                                                                              \
	"SCEP: CspExecute for UniqueId : (" UNIQUE ") InstallUserSid : (S-1-12-1-1) "         \
	"InstallLocation : (user) NodePath : (clientinstall)  KeyProtection: (0x2) "          \
	"Result : (Unknown Win32 Error code: 0x2ab0003)."
#define TEXT_309                                                                              \
	"SCEP: InstallFromRegEntries. CorrelationGuid : ({11D45CAD}) UniqueId : (" UNIQUE ") " \
	"Certificate Thumbprint : (A1B2) Respondent Server : (https://n/pkiclient.exe) "      \
	"Install Status : (0x1) Current Retry Count :  (0x1) "                                \
	"Result : (The operation completed successfully.)"

static struct codes *codes;
static struct events *events;

static int load(void **state)
{
	struct err err = {0};
	(void)state;
	codes = codes_load(SOURCE_ROOT "/wizards/reference/codes.xml", &err);
	events = events_load(SOURCE_ROOT "/wizards/reference/events.xml", &err);
	if (!codes || !events)
		print_error("%s\n", err.text);
	return codes && events ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	codes_destroy(codes);
	events_destroy(events);
	return 0;
}

static const struct event_info *find(int32_t id, size_t fields)
{
	struct event_identity identity = {SV(PROVIDER), SV_EMPTY, SV(ADMIN), id};
	return events_find(events, &identity, fields, SV_EMPTY);
}

static struct sv field_as(const struct event_info *info, const struct event_value *values,
	const char *as)
{
	for (size_t i = 0; i < info->fields_count; i++)
		if (info->fields[i].as && !strcmp(info->fields[i].as, as))
			return values[i].value;
	return SV("(no such field)");
}

/* ---- identity ---- */

static void the_identity_must_agree(void **state)
{
	(void)state;
	static const struct {
		const char *provider, *guid, *channel;
		int32_t id;
		const char *sentence;
		bool found;
	} rows[] = {
		{PROVIDER, GUID, ADMIN, 306, "", true},
		{PROVIDER, "", "", 306, "", true},
		{SHORT, "", "", 306, "", true},
		{"microsoft-windows-devicemanagement-enterprise-diagnostics-provider", "", "",
			306, "", true},
		{"", "3DA494E4-0FE2-415C-B895-FB5265C5C83B", "", 306, "", true},
		{"", "{3DA494E4-0fe2-415C-b895-fb5265c5c83b}", ADMIN, 306, "", true},
		{PROVIDER, "",
			"microsoft-windows-devicemanagement-enterprise-diagnostics-provider"
			"/ADMIN",
			306, "", true},
		{SHORT, "", "", 306, "Texte traduit que personne ne reconna\xc3\xaet", true},
		{"", "", "", 306, TEXT_306, true},
		{"", "", ADMIN, 306, TEXT_306, true},
		{"", "", "", -1, TEXT_306, true},
		{"Microsoft-Windows-CertificateServicesClient-CertEnroll", "", "Application",
			86, "", true},
		/* another provider's 306, another channel, another id */
		{"Microsoft-Windows-PrintService", "", "", 306, "", false},
		{"PrintService", "", ADMIN, 306, TEXT_306, false},
		{"", "{747ef6fd-e535-4d16-b510-42c90f6873a1}", "", 306, "", false},
		{PROVIDER, "{747ef6fd-e535-4d16-b510-42c90f6873a1}", "", 306, "", false},
		{PROVIDER, "not a guid", "", 306, "", false},
		{PROVIDER, GUID, PROVIDER "/Operational", 306, "", false},
		{"", "", PROVIDER "/Debug", 306, TEXT_306, false},
		{PROVIDER, GUID, ADMIN, 99, "", false},
		{PROVIDER, GUID, ADMIN, -1, "", false},
		{PROVIDER, GUID, ADMIN, 86, "", false},
		{"", "", "", 306, "", false},
		{"", "", "", 306, "Printing the document failed.", false},
		{"", "", "", 309, TEXT_306, false},
		{"", "", "", -1, "Anything", false},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct event_identity identity = {sv_str(rows[i].provider),
			sv_str(rows[i].guid), sv_str(rows[i].channel), rows[i].id};
		const struct event_info *info = events_find(events, &identity, SIZE_MAX,
			sv_str(rows[i].sentence));
		if ((info != NULL) != rows[i].found)
			fail_msg("row %zu", i);
		if (info && rows[i].id >= 0)
			assert_int_equal(info->id, rows[i].id);
	}
}

static void variants_by_their_fields(void **state)
{
	(void)state;
	assert_int_equal(find(208, 9)->fields_count, 9);
	assert_int_equal(find(208, 10)->fields_count, 10);
	assert_int_equal(find(208, SIZE_MAX)->fields_count, 10);
	assert_int_equal(find(208, 11)->fields_count, 10);
	assert_int_equal(find(205, 0)->fields_count, 0);
	assert_int_equal(find(205, 1)->fields_count, 1);
	assert_int_equal(find(206, 1)->fields_count, 1);
	assert_int_equal(find(206, 6)->fields_count, 6);
}

static void variants_by_their_sentence(void **state)
{
	(void)state;
	struct sv text = SV(
		"MDM Session: OMA-DM session started for EnrollmentID (E) with server: "
		"(MS DM Server), Server version: (4.0), Client Version: (1.2), Origin: (0xF), "
		"Initiator: (0x0), Mode: (0x2), SessionID: (3), Authentication Type: (3).");
	struct event_identity identity = {SV(PROVIDER), SV_EMPTY, SV_EMPTY, 208};
	const struct event_info *info = events_find(events, &identity, SIZE_MAX, text);
	struct event_value values[9];
	assert_int_equal(info->fields_count, 9);
	assert_true(event_parse(info, text, values));
	assert_sv(field_as(info, values, "origin"), "0xF");
	assert_sv(field_as(info, values, "session_id"), "3");
	assert_sv(field_as(info, values, "enrollment_id"), "E");
}

static void names_of_fields(void **state)
{
	(void)state;
	static const struct {
		int32_t id;
		const char *name, *as;
		enum event_field_type type;
	} rows[] = {
		{306, "Message1", "unique_id", EVENT_TEXT},
		{306, "Message2", "user_sid", EVENT_SID},
		{306, "Message3", "install_location", EVENT_TEXT},
		{306, "Message4", "node_path", EVENT_TEXT},
		{306, "HexInt1", "key_protection", EVENT_HEX},
		{306, "HexInt3", "result", EVENT_RESULT},
		{309, "Message1", "correlation_guid", EVENT_TEXT},
		{309, "Message2", "unique_id", EVENT_TEXT},
		{309, "Message3", "thumbprint", EVENT_TEXT},
		{309, "Message4", "ndes_url", EVENT_TEXT},
		{309, "HexInt1", "install_status", EVENT_HEX},
		{309, "HexInt2", "retry_count", EVENT_HEX},
		{309, "HexInt3", "result", EVENT_RESULT},
		{36, "Message1", "eku", EVENT_TEXT},
		{36, "Message2", "ndes_url", EVENT_TEXT},
		{36, "Message3", "container_name", EVENT_TEXT},
		{36, "HexInt1", "ksp_setting", EVENT_HEX},
		{36, "HexInt2", "store_location", EVENT_HEX},
		{32, "HRESULT", "result", EVENT_RESULT},
		{301, "Message1", "node", EVENT_TEXT},
		{305, "HRESULT", "result", EVENT_RESULT},
		{307, "Message1", "message", EVENT_TEXT},
		{308, "Message1", "ndes_url", EVENT_TEXT},
		{404, "Message1", "source_id", EVENT_TEXT},
		{404, "Message2", "enrollment", EVENT_TEXT},
		{404, "Message3", "provider_name", EVENT_TEXT},
		{404, "InternalCmdType", "command", EVENT_NUMBER},
		{404, "Message5", "uri", EVENT_TEXT},
		{404, "HexInt1", "result", EVENT_RESULT},
		{400, "Message4", "command", EVENT_TEXT},
		{454, "Message3", "csp_name", EVENT_TEXT},
		{208, "UInt1", "session_id", EVENT_NUMBER},
		{209, "HRESULT", "result", EVENT_RESULT},
		{218, "Message1", "user_sid", EVENT_SID},
		{223, "Message1", "user_sid", EVENT_SID},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct event_info *info = find(rows[i].id, SIZE_MAX);
		size_t at = 0;
		while (at < info->fields_count && strcmp(info->fields[at].name, rows[i].name))
			at++;
		assert_true(at < info->fields_count);
		assert_string_equal(info->fields[at].as, rows[i].as);
		assert_int_equal(info->fields[at].type, rows[i].type);
	}
}

/* ---- sentences ---- */

static const struct event_value data_306[] = {
	{{"HexInt3", 7}, {"0x02ab0003", 10}}, /* any order, any spelling */
	{{"Message1", 8}, {UNIQUE, sizeof(UNIQUE) - 1}},
	{{"Message2", 8}, {"S-1-12-1-1", 10}},
	{{"Message3", 8}, {"user", 4}},
	{{"Message4", 8}, {"clientinstall", 13}},
	{{"HexInt1", 7}, {"0x00000002", 10}},
};

static void the_sentence_of_306(void **state)
{
	(void)state;
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	event_sentence(find(306, 6), codes, data_306, ARRAY_LEN(data_306), false, &out);
	assert_string_equal(out.ptr, TEXT_306);
	strbuf_reset(&out);
	event_sentence(find(306, 6), codes, data_306, ARRAY_LEN(data_306), true, &out);
	assert_string_equal(out.ptr, TEXT_306);
}

static void results_are_printed_as_windows_does(void **state)
{
	(void)state;
	static const struct {
		const char *value, *printed;
	} rows[] = {
		{"0x80091007", "The hash value is not correct."},
		{"0x0", "The operation completed successfully."},
		{"0", "The operation completed successfully."},
		{"0x00000000", "The operation completed successfully."},
		{"-2146889721", "The hash value is not correct."},
		{"2148077575", "The hash value is not correct."},
		{"0x86000002", "Unknown Win32 Error code: 0x86000002"},
		{"0X02AB0003", "Unknown Win32 Error code: 0x2ab0003"},
		{"0x8abc1234", "Unknown Win32 Error code: 0x8abc1234"},
		{"something", "something"},
		{"0x123456789", "0x123456789"},
		{"", ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct event_value value = {SV("HRESULT"), sv_str(rows[i].value)};
		char expected[200];
		autostrbuf out;
		strbuf_init(&out, STRBUF_LINE);
		snprintf(expected, sizeof(expected),
			"SCEP: Certificate enroll failed. Result: (%s).", rows[i].printed);
		event_sentence(find(32, 1), codes, &value, 1, false, &out);
		assert_string_equal(out.ptr, expected);
	}
}

static void numbers_with_words(void **state)
{
	(void)state;
	const struct event_value values[] = {
		{SV("Message1"), SV("S")},
		{SV("Message2"), SV("MDMFull")},
		{SV("Message3"), SV("ClientCertificateInstall")},
		{SV("InternalCmdType"), SV("6")},
		{SV("Message5"), SV("./User/Vendor/MSFT/ClientCertificateInstall/SCEP/X")},
		{SV("HexInt1"), SV("0x86000022")},
	};
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	event_sentence(find(404, 6), codes, values, ARRAY_LEN(values), false, &out);
	assert_string_equal(out.ptr, "MDM ConfigurationManager: Command failure status. "
		"Configuration Source ID: (S), Enrollment Name: (MDMFull), Provider Name: "
		"(ClientCertificateInstall), Command Type: (Execute), CSP URI: "
		"(./User/Vendor/MSFT/ClientCertificateInstall/SCEP/X), Result: "
		"(Unknown Win32 Error code: 0x86000022).");
}

static void words_back_to_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *value;
		int64_t number;
	} rows[] = {{"6", 6}, {"0x6", 6}, {"Execute", 6}, {"CmdType_Execute", 6},
		{" execute ", 6}, {"Add", 1}, {"Add: from Replace or Add", 1},
		{"SetValue: from Replace", 7}, {"CmdType_SetValue", 7}, {"99", 99},
		{"Delete", -1}, {"", -1}, {"Add: something else", -1}};
	for (int event = 400; event <= 404; event += 4) {
		const struct event_field *field = &find(event, 6)->fields[3];
		for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
			int64_t number = -1;
			bool is = event_field_number(field, sv_str(rows[i].value), &number);
			assert_int_equal(is, rows[i].number >= 0);
			assert_int_equal(number, rows[i].number);
		}
		assert_string_equal(event_field_label(field, 10), "DeleteProperty");
		assert_null(event_field_label(field, 11));
	}
	assert_null(event_field_label(&find(306, 6)->fields[0], 1));
}

static void without_a_public_sentence(void **state)
{
	(void)state;
	const struct event_value values[] = {{SV("Message1"), SV("a")},
		{SV("HRESULT"), SV("0x80070005")}};
	const struct event_info *info = find(311, 3);
	struct event_value parsed[3];
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	event_sentence(info, codes, values, 2, true, &out);
	assert_string_equal(out.ptr, "Message1=a HRESULT=0x80070005");
	assert_false(event_parse(info, SV("Message1=a"), parsed));
}

static void parses_306_however_it_is_wrapped(void **state)
{
	(void)state;
	static const char *const texts[] = {
		TEXT_306,
		"  " TEXT_306 "  \r\n",
		"SCEP: CspExecute for UniqueId : (" UNIQUE ") InstallUserSid : (S-1-12-1-1)\r\n"
		"InstallLocation : (user)\tNodePath : (clientinstall) KeyProtection: (0x2)\n"
		"Result : (Unknown Win32 Error code: 0x2ab0003)",
		"SCEP:CspExecute for UniqueId :\n (" UNIQUE ")InstallUserSid :(S-1-12-1-1) "
		"InstallLocation : ( user ) NodePath : (clientinstall)  KeyProtection:   (0x2) "
		"Result : (Unknown Win32 Error code: 0x2ab0003) .",
	};
	const struct event_info *info = find(306, 6);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct event_value values[6];
		assert_true(event_parse(info, sv_str(texts[i]), values));
		assert_sv(field_as(info, values, "unique_id"), UNIQUE);
		assert_sv(field_as(info, values, "user_sid"), "S-1-12-1-1");
		assert_sv(field_as(info, values, "install_location"), "user");
		assert_sv(field_as(info, values, "node_path"), "clientinstall");
		assert_sv(field_as(info, values, "key_protection"), "0x2");
		assert_sv(field_as(info, values, "result"),
			"Unknown Win32 Error code: 0x2ab0003");
		assert_sv(values[5].name, "HexInt3");
	}
}

static void values_may_have_brackets(void **state)
{
	(void)state;
	static const struct {
		int32_t id;
		const char *text, *as, *value;
	} rows[] = {
		{32,
			"SCEP: Certificate enroll failed. Result: (The hash value (x) is not "
			"(y)).",
			"result", "The hash value (x) is not (y)"},
		{32,
			"SCEP: Certificate enroll failed. Result: (The hash value is not "
			"correct.).",
			"result", "The hash value is not correct."},
		{32, "SCEP: Certificate enroll failed. Result: ().", "result", ""},
		{308,
			"SCEP: Failed to send Server request. ServerUrl : "
			"(https://n/(a)/mscep.dll?x=(1)) Result : (Not found (404).)",
			"ndes_url", "https://n/(a)/mscep.dll?x=(1)"},
		{308,
			"SCEP: Failed to send Server request. ServerUrl : "
			"(https://n/(a)/mscep.dll?x=(1)) Result : (Not found (404).)",
			"result", "Not found (404)."},
		{307,
			"SCEP: Failed LogError Message : (SCEPInstall:Failed with 'a' (b). "
			"LogError 0x80072f7)",
			"message", "SCEPInstall:Failed with 'a' (b). LogError 0x80072f7"},
		{36,
			"SCEP: Certificate request generated successfully. Enhanced Key Usage: "
			"(1.3.6.1.5.5.7.3.2), NDES URL: (https://n/x), Container Name: (), KSP "
			"Setting: (0x2), Store Location: (0x1).",
			"container_name", ""},
		{309, TEXT_309, "result", "The operation completed successfully."},
		{309, TEXT_309, "retry_count", "0x1"},
		{309, TEXT_309, "correlation_guid", "{11D45CAD}"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct event_info *info = find(rows[i].id, SIZE_MAX);
		struct event_value values[16];
		if (!event_parse(info, sv_str(rows[i].text), values))
			fail_msg("%s", rows[i].text);
		assert_sv(field_as(info, values, rows[i].as), rows[i].value);
	}
}

static void other_sentences_do_not_fit(void **state)
{
	(void)state;
	static const char *const texts[] = {"", "SCEP", "SCEP: CspExecute for UniqueId : (a)",
		TEXT_309, "x " TEXT_306, TEXT_306 " and more",
		"SCEP : CspExecuted for UniqueId : (a) InstallUserSid : (b)",
		"SCEP: CspExecute pour UniqueId : (a) InstallUserSid : (b)"};
	struct event_value values[6];
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (event_parse(find(306, 6), sv_str(texts[i]), values))
			fail_msg("fits: %s", texts[i]);
	assert_true(event_parse(find(39, 0), SV("SCEP: Certificate installed successfully"),
		values));
	assert_false(event_parse(
		find(39, 0), SV("SCEP: Certificate installed successfully. No"), values));
}

static void line_breaks_of_its_own(void **state)
{
	(void)state;
	struct event_identity identity = {SV("CertificateServicesClient-CertEnroll"), SV_EMPTY,
		SV("Application"), 86};
	const struct event_info *info = events_find(events, &identity, 6, SV_EMPTY);
	const char *text = "SCEP Certificate enrollment initialization for Local system via "
		"https://n/x failed:\n\nGetCACaps\n\nMethod: GET(15ms)\nStage: GetCACaps\n"
		"A security error occurred 0x80072f8f (WinHttp: 12175 SECURE_FAILURE)";
	struct event_value values[6];
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	assert_true(event_parse(info, sv_str(text), values));
	assert_sv(field_as(info, values, "ndes_url"), "https://n/x");
	assert_sv(field_as(info, values, "stage"), "GetCACaps");
	assert_sv(field_as(info, values, "error"),
		"A security error occurred 0x80072f8f (WinHttp: 12175 SECURE_FAILURE)");
	event_sentence(info, codes, values, 6, false, &out);
	assert_non_null(strstr(out.ptr, "\nStage: GetCACaps\nA security error"));
}

/* What a template prints it reads back, for each of them. */
static void every_template_reads_itself(void **state)
{
	(void)state;
	assert_true(events_count(events) > 80);
	for (size_t i = 0; i < events_count(events); i++) {
		const struct event_info *info = events_at(events, i);
		struct event_value given[16], got[16];
		char texts[16][32];
		if (!info->sentence[0])
			continue;
		for (size_t f = 0; f < info->fields_count; f++) {
			snprintf(texts[f], sizeof(texts[f]), "v%zu(x)", f);
			given[f] = (struct event_value){sv_str(info->fields[f].name),
				sv_str(texts[f])};
		}
		autostrbuf out;
		strbuf_init(&out, STRBUF_LINE);
		event_sentence(info, codes, given, info->fields_count, false, &out);
		if (!event_parse(info, strbuf_sv(&out), got))
			fail_msg("%d: %s", info->id, out.ptr);
		for (size_t f = 0; f < info->fields_count; f++)
			if (strstr(out.ptr, texts[f]))
				assert_sv(got[f].value, texts[f]);
	}
}

static void the_documented_sample(void **state)
{
	(void)state;
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	assert_true(file_read(TEST_DATA "/source/windows.txt", &text, NULL));
	struct sv sentence = sv_from(strbuf_sv(&text), sv_find(strbuf_sv(&text), SV("SCEP:")));
	struct event_identity identity = {SV_EMPTY, SV_EMPTY, SV_EMPTY, 306};
	const struct event_info *info = events_find(events, &identity, SIZE_MAX, sentence);
	struct event_value values[6];
	uint32_t result;
	assert_true(event_parse(info, sentence, values));
	assert_sv(field_as(info, values, "user_sid"), "<UserSid>");
	assert_true(codes_parse(codes, field_as(info, values, "result"), &result));
	assert_int_equal(result, 0x2ab0003);
}

static void a_sentence_of_blanks_does_not_hang(void **state)
{
	(void)state;
	autostrbuf text;
	struct event_value values[6];
	strbuf_init(&text, 4u << 20);
	strbuf_str(&text, "SCEP: CspExecute for UniqueId : (");
	for (int i = 0; i < 300000; i++)
		strbuf_str(&text, ")  Ins ) ");
	assert_false(event_parse(find(306, 6), strbuf_sv(&text), values));
}

static void mistakes_are_told_by_place(void **state)
{
	(void)state;
	static const struct {
		const char *file, *place, *says;
	} rows[] = {
		{"events_place.xml", ":3: <event>", "a field for each"},
		{"events_type.xml", ":4: <field>", "text, number, hex, result or sid"},
		{"events_guid.xml", ":2: <provider>", "a guid"},
		{"events_labels.xml", ":3: <field>", "labels"},
		{"events_id.xml", ":3: <event>", "a level to 5"},
		{"codes_twice.xml", ":1: <codes>", "<events>"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char path[512];
		struct err err = {0};
		snprintf(path, sizeof(path), TEST_DATA "/scep/%s", rows[i].file);
		assert_null(events_load(path, &err));
		assert_int_equal(err.kind, ERR_FORMAT);
		assert_true(sv_starts(sv_str(err.text), sv_str(path)));
		if (!strstr(err.text, rows[i].says) || !strstr(err.text, rows[i].place))
			fail_msg("%s", err.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_identity_must_agree),
		cmocka_unit_test(variants_by_their_fields),
		cmocka_unit_test(variants_by_their_sentence),
		cmocka_unit_test(names_of_fields),
		cmocka_unit_test(the_sentence_of_306),
		cmocka_unit_test(results_are_printed_as_windows_does),
		cmocka_unit_test(numbers_with_words),
		cmocka_unit_test(words_back_to_numbers),
		cmocka_unit_test(without_a_public_sentence),
		cmocka_unit_test(parses_306_however_it_is_wrapped),
		cmocka_unit_test(values_may_have_brackets),
		cmocka_unit_test(other_sentences_do_not_fit),
		cmocka_unit_test(line_breaks_of_its_own),
		cmocka_unit_test(every_template_reads_itself),
		cmocka_unit_test(the_documented_sample),
		cmocka_unit_test(a_sentence_of_blanks_does_not_hang),
		cmocka_unit_test(mistakes_are_told_by_place),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
