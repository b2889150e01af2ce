/* Sentences of events, read back into their values. */
#include "test_events_tables.h"

#include <stdio.h>

#include "base/file.h"

#define TEXT_309                                                                              \
	"SCEP: InstallFromRegEntries. CorrelationGuid : ({11D45CAD}) UniqueId : (" UNIQUE ") " \
	"Certificate Thumbprint : (A1B2) Respondent Server : (https://n/pkiclient.exe) "      \
	"Install Status : (0x1) Current Retry Count :  (0x1) "                                \
	"Result : (The operation completed successfully.)"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_306_however_it_is_wrapped),
		cmocka_unit_test(values_may_have_brackets),
		cmocka_unit_test(other_sentences_do_not_fit),
		cmocka_unit_test(line_breaks_of_its_own),
		cmocka_unit_test(every_template_reads_itself),
		cmocka_unit_test(the_documented_sample),
		cmocka_unit_test(a_sentence_of_blanks_does_not_hang),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
