#include "testing.h"

#include <stdio.h>

#include "scep/codes.h"

static struct codes *codes;

static int load(void **state)
{
	struct err err = {0};
	(void)state;
	codes = codes_load(SOURCE_ROOT "/wizards/reference/codes.xml", &err);
	if (!codes)
		print_error("%s\n", err.text);
	return codes ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	codes_destroy(codes);
	return 0;
}

static void every_spelling_is_a_number(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		uint32_t value;
	} rows[] = {
		{"0x2ab0003", 0x2ab0003},
		{"0X02AB0003", 0x2ab0003},
		{"0x02ab0003.", 0x2ab0003},
		{" (0x2ab0003) ", 0x2ab0003},
		{"(0x2ab0003).", 0x2ab0003},
		{"44761091", 0x2ab0003},
		{"0", 0},
		{"0x0", 0},
		{"0xFFFFFFFF80070005", 0x80070005},
		{"-2016281112", 0x87d1fde8},
		{"-2016344111", 0x87d107d1},
		{"2148204809", 0x800b0109},
		{"-2147483648", 0x80000000},
		{"4294967295", 0xffffffff},
		{"65000", 0x87d1fde8},
		{"65011", 0x87d1fdf3},
		{"22003", 0x87d17d03},
		{"22013", 0x87d17d0d},
		{"12007", 0x80072ee7},
		{"404", 404},
		{"Unknown Win32 Error code: 0x2ab0003", 0x2ab0003},
		{"Unknown Win32 Error code: 0x2ab0003.", 0x2ab0003},
		{"(Unknown Win32 Error code: 0x86000031)", 0x86000031},
		{"Code d\xe2\x80\x99" "erreur Win32 inconnu\xc2\xa0: 0x2ab0003", 0x2ab0003},
		{"The operation completed successfully.", 0},
		{"The operation completed successfully", 0},
		{"the operation  completed\r\nsuccessfully. ", 0},
		{"The hash value is not correct.", 0x80091007},
		{"(The hash value is not correct.).", 0x80091007},
		{"The request successfully accepted for asynchronous processing.", 0x2ab0003},
		{"The request successfully accepted for asynchronous processing", 0x2ab0003},
		{"Access is denied.", 0x80070005},
		{"Not found (404).", 0x80190194},
		{"The server name or address could not be resolved", 0x80072ee7},
		{"The parameter is incorrect.", 0x80070057},
		{"Remediation failed", 0x87d1fde8},
		{"DM_S_ACCEPTED_FOR_PROCESSING", 0x2ab0003},
		{"dm_s_accepted_for_processing", 0x2ab0003},
		{"CRYPT_E_HASH_VALUE", 0x80091007},
		{"S_OK", 0},
		{"CERTSRV_E_TEMPLATE_DENIED", 0x80094012},
		{"ERROR_WINHTTP_NAME_NOT_RESOLVED", 0x80072ee7},
		{"error_internet_name_not_resolved", 0x80072ee7},
		{"ERROR_ACCESS_DENIED", 0x80070005},
		{"CRPSCEPChallenge_Expired", 0x411},
		{"SCEPFailBadRequest", 2},
		{"pkiStatus=PENDING", 3},
		{"1403", 0x87d10837},
		{"1009", 0x87d12b01},
		{"4008", 0x87d136b8},
		{"9005", 0x87d14a3d},
		{"12016", 0x87d15600},
		{"5000", 0x87d11388},
		{"SyncML(404)", 0x87d10194},
		{"(SyncML(507))", 0x87d101fb},
		{"SyncML 516", 0x87d10204},
		{"HTTP 404", 0x80190194},
		{"http(500).", 0x801901f4},
		{"iOS 22003", 0x87d17d03},
		{"iOS 5000", 0x87d11388},
		{"OMA 1404", 0x87d10838},
		{"OMA 1201", 0x87d107d1},
		{"Win32 5", 0x80070005},
		{"WinHTTP 12007", 0x80072ee7},
		{"Intune 65000", 0x87d1fde8},
		{"Error 12175", 0x80072f8f},
		{"MCSCEPErrorDomain 22013", 0x87d17d0d},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint32_t value = 1;
		if (!codes_parse(codes, sv_str(rows[i].text), &value))
			fail_msg("not understood: %s", rows[i].text);
		if (value != rows[i].value)
			fail_msg("%s gave 0x%x", rows[i].text, value);
	}
}

static void other_texts_are_no_number(void **state)
{
	(void)state;
	static const char *const texts[] = {"", " ", "()", ".", "0x", "0xg", "0x123456789",
		"-2147483649", "4294967296", "1e5", "12 34", "The operation", "S_",
		"The operation completed successfully. Twice.",
		"operation completed successfully",
		"Unknown Win32 Error code:", "Unknown Win32 Error code: 0xzz", "code: 12",
		"HTTP", "HTTP 70000", "HTTP 99", "HTTP -404", "HTTP 404)", "HTTP (404", "SyncML 99",
		"SyncML(600)", "OMA 1300", "iOS 60000", "Intune 65012", "WinHTTP 5",
		"Win32 12007", "Error 5", "Plain 5", "404 HTTP", "SyncML(", "SyncML()", ")"};
	uint32_t value;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (codes_parse(codes, sv_str(texts[i]), &value))
			fail_msg("understood %s as 0x%x", texts[i], value);
}

static void families(void **state)
{
	(void)state;
	static const struct {
		uint32_t value;
		const char *family, *number;
		bool known, success;
	} rows[] = {
		{0, "hresult", "", true, true},
		{0x2ab0003, "dm", "", true, true},
		{0x2ab0007, "dm", "", false, true},
		{0x06000007, "cfgmgr", "", true, false},
		{0x82aa0002, "dm", "", true, false},
		{0x86000002, "cfgmgr", "", true, false},
		{0x86000024, "cfgmgr", "", false, false},
		{0x80070005, "win32", "Win32 5", true, false},
		{0x80071234, "win32", "Win32 4660", false, false},
		{0x80072ee7, "winhttp", "WinHTTP 12007", true, false},
		{0x80072ee1, "winhttp", "WinHTTP 12001", false, false},
		{0x80072ee0, "win32", "Win32 12000", false, false},
		{0x80072f9e, "winhttp", "WinHTTP 12190", false, false},
		{0x80072f9f, "win32", "Win32 12191", false, false},
		{0x80190194, "http", "HTTP 404", true, false},
		{0x801901a2, "http", "HTTP 418", false, false},
		{0x80190003, "mregister", "", false, false},
		{0x80180003, "menroll", "", true, false},
		{0x80091007, "crypt", "", true, false},
		{0x800b0109, "cert", "", true, false},
		{0x8010002c, "smartcard", "", true, false},
		{0x80280001, "tpm", "", true, false},
		{0x80280099, "tpm", "", false, false},
		{0x8029ffff, "tpm", "", false, false},
		{0x87d101f4, "syncml", "SyncML 500", true, false},
		{0x87d1019f, "syncml", "SyncML 415", true, false},
		{0x87d10257, "syncml", "SyncML 599", false, false},
		{0x87d10838, "oma", "OMA 1404", true, false},
		{0x87d1083c, "oma", "OMA 1408", false, false},
		{0x87d107d1, "oma", "OMA 1201", false, false},
		{0x87d17d03, "ios", "iOS 22003", true, false},
		{0x87d17d0d, "ios", "iOS 22013", true, false},
		{0x87d11388, "ios", "iOS 5000", true, false},
		{0x87d1fde8, "policy", "Intune 65000", true, false},
		{0x87d1fdf4, "intune", "", false, false},
		{0x87d10904, "intune", "", false, false},
		{0x87d00904, "intune", "", true, false},
		{0x8abc1234, "hresult", "", false, false},
		{0x12345678, "hresult", "", false, true},
		{5, "win32", "Win32 5", true, false},
		{404, "syncml", "SyncML 404", true, false},
		{202, "syncml", "SyncML 202", true, true},
		{7, "plain", "", false, true},
		{1, "plain", "", true, true},
		{2, "plain", "", true, false},
		{0x20, "plain", "", true, false},
		{0x411, "plain", "", true, false},
		{0x0fffffff, "hresult", "", true, false},
		{0x80090331, "crypt", "", true, false},
		{0x8007274c, "win32", "Win32 10060", true, false},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct code code;
		codes_explain(codes, rows[i].value, &code);
		if (strcmp(code.family, rows[i].family) ||
			strcmp(code.number, rows[i].number) || code.known != rows[i].known ||
			code.success != rows[i].success)
			fail_msg("0x%x: %s, %s, known %d, success %d", rows[i].value,
				code.family, code.number, code.known, code.success);
		assert_int_equal(code.value, rows[i].value);
		assert_true(code.meaning[0]);
	}
}

static void success_that_looks_like_an_error(void **state)
{
	(void)state;
	struct code code;
	codes_explain(codes, 0x2ab0003, &code);
	assert_true(code.success && code.known);
	assert_string_equal(code.symbol, "DM_S_ACCEPTED_FOR_PROCESSING");
	assert_string_equal(code.spelled, "0x2ab0003");
	assert_string_equal(code.text,
		"The request successfully accepted for asynchronous processing.");
	assert_string_equal(code.log_text, "");
	codes_explain(codes, 0x06000007, &code);
	assert_false(code.success);
	assert_true(code.action[0]);
}

static void texts_of_a_known_one(void **state)
{
	(void)state;
	struct code code;
	codes_explain(codes, 0x80091007, &code);
	assert_string_equal(code.text, "The hash value is not correct.");
	assert_string_equal(code.log_text, code.text);
	assert_true(code.meaning[0] && code.cause[0] && code.action[0]);
	codes_explain(codes, 0x87d1fdf2, &code);
	assert_string_equal(code.text, "NDES URL not found");
	assert_string_equal(code.log_text, "");
}

static void unknown_ones_say_so(void **state)
{
	(void)state;
	struct code code;
	codes_explain(codes, 0x8abc1234, &code);
	assert_false(code.known);
	assert_string_equal(code.symbol, "");
	assert_string_equal(code.text, "");
	assert_string_equal(code.cause, "");
	assert_string_equal(code.action, "");
	assert_string_equal(code.log_text, "");
	assert_string_equal(code.spelled, "0x8abc1234");
}

static void syncml_status(void **state)
{
	(void)state;
	static const struct {
		int64_t status;
		bool known, success;
	} rows[] = {{200, true, true}, {202, true, true}, {216, true, true}, {299, false, true},
		{404, true, false}, {418, true, false}, {500, true, false}, {507, true, false},
		{516, true, false}, {-1, false, false}, {777, false, false},
		{INT64_MAX, false, false}};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct code code;
		char spelled[24];
		codes_explain_syncml(codes, rows[i].status, &code);
		snprintf(spelled, sizeof(spelled), "%lld", (long long)rows[i].status);
		assert_string_equal(code.family, "syncml");
		assert_string_equal(code.spelled, spelled);
		assert_int_equal(code.known, rows[i].known);
		assert_int_equal(code.success, rows[i].success);
	}
}

/* Each row can be named by its number, its symbol and its sentence. */
static void every_row_is_found_again(void **state)
{
	(void)state;
	assert_true(codes_count(codes) >= 400);
	for (size_t i = 0; i < codes_count(codes); i++) {
		struct code code, again;
		uint32_t value;
		codes_at(codes, i, &code);
		assert_true(code.known && code.text[0] && code.meaning[0]);
		assert_true(codes_parse(codes, sv_str(code.spelled), &value));
		assert_int_equal(value, code.value);
		if (code.symbol[0]) {
			assert_true(codes_parse(codes, sv_str(code.symbol), &value));
			assert_int_equal(value, code.value);
		}
		assert_true(codes_parse(codes, sv_str(code.text), &value));
		codes_explain(codes, value, &again);
		assert_string_equal(again.text, code.text);
	}
}

/* Who meets a failure learns what it likely comes from and what to do next. */
static void every_failure_has_advice(void **state)
{
	(void)state;
	for (size_t i = 0; i < codes_count(codes); i++) {
		struct code code;
		codes_at(codes, i, &code);
		if (!code.success && (!code.cause[0] || !code.action[0]))
			fail_msg("%s lacks its cause or its action", code.spelled);
	}
	for (int64_t status = 300; status < 600; status++) {
		struct code code;
		codes_explain_syncml(codes, status, &code);
		if (code.known && (!code.cause[0] || !code.action[0]))
			fail_msg("status %lld lacks its cause or its action", (long long)status);
	}
}

static void mistakes_are_told_by_place(void **state)
{
	(void)state;
	static const struct {
		const char *file, *place, *says;
	} rows[] = {
		{"codes_twice.xml", ":3: ", "only once"},
		{"codes_no_number.xml", ":2: ", "a number in its attribute \"value\""},
		{"codes_part.xml", ":4: <maening>", "expected <text>"},
		{"codes_no_meaning.xml", ":3: ", "<text> and <meaning>"},
		{"codes_flag.xml", ":2: ", "system=\"yes\""},
		{"codes_broken.xml", ":3: ", "not well-formed"},
		{"codes_doctype.xml", ":1: ", "DOCTYPE"},
		{"events_guid.xml", ":1: <events>", "expected <codes>"},
		{"nowhere.xml", "", "No such file"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char path[512];
		struct err err = {0};
		snprintf(path, sizeof(path), TEST_DATA "/scep/%s", rows[i].file);
		assert_null(codes_load(path, &err));
		assert_true(sv_starts(sv_str(err.text), sv_str(path)));
		if (!strstr(err.text, rows[i].says) || !strstr(err.text, rows[i].place))
			fail_msg("%s", err.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_spelling_is_a_number),
		cmocka_unit_test(other_texts_are_no_number),
		cmocka_unit_test(families),
		cmocka_unit_test(success_that_looks_like_an_error),
		cmocka_unit_test(texts_of_a_known_one),
		cmocka_unit_test(unknown_ones_say_so),
		cmocka_unit_test(syncml_status),
		cmocka_unit_test(every_row_is_found_again),
		cmocka_unit_test(every_failure_has_advice),
		cmocka_unit_test(mistakes_are_told_by_place),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
