/* Diagnoses of Windows events: CONTRACT, "Proof", "Refusal" and "Identity of an event". */
#include "test_diagnosis_case.h"

#define ID1 UNIQUE(L1, "2107323741")
#define ID2 UNIQUE(L2, "-5")
#define SCEP "./User/Vendor/MSFT/ClientCertificateInstall/SCEP/"

struct trial {
	struct diagnosis *d;
	struct strbuf log;
};

static struct trial start(void **state)
{
	struct trial t = {.d = begin(state, PLATFORM_WINDOWS)};
	strbuf_init(&t.log, STRBUF_RECORD);
	return t;
}

static void judge(struct trial *t, const char *wanted)
{
	read_made(t->d, &t->log);
	expect(t->d, wanted);
}

static void finish(struct trial *t)
{
	strbuf_finish(&t->log);
	diagnosis_destroy(t->d);
}

static void expect_306(void **state, const char *result, const char *wanted)
{
	struct trial t = start(state);
	add_306(&t.log, 3, 4, ID1, USER1, result);
	judge(&t, wanted);
	finish(&t);
}

static void test_306(void **state)
{
	expect_306(state, "0x2ab0003", "r q2");
	expect_306(state, "0x02AB0003", "r q2");
	expect_306(state, "44761091", "r q2");
	expect_306(state, "0x0", "r q2");
	expect_306(state, "0", "r q2");
	expect_306(state, "0x80070005", "n r1");
	expect_306(state, "0x86000022", "n r1");
	expect_306(state, "-2147024891", "n r1");
	expect_306(state, "0x1", "i r5");
	expect_306(state, "0x2ab0004", "i r5");
	expect_306(state, "0x7fffffff", "i r5");
	expect_306(state, "", "i r5");
	expect_306(state, "what", "i r5");
}

static void test_proof(void **state)
{
	struct trial t = start(state);
	add_306(&t.log, 3, 4, ID1, USER1, OK306);
	judge(&t, "r q2");
	expect_row(t.d, P1, true, REACHED);
	const struct finding *f = find_key(t.d, "scep-accepted");
	assert_true(f->evidence.has_record);
	assert_int_equal(f->evidence.record, 3);
	assert_int_equal(f->at.us, ASSIGNED + 4 * TIME_SECOND);
	assert_string_equal(f->user, USER1);
	assert_true(f->has_code && f->code == 0x2ab0003);
	assert_string_equal(f->evidence.excerpt, "id=306 Message1=" ID1 " Message2=" USER1
		" Message3=user Message4=clientinstall HexInt1=0x2 HexInt3=0x2ab0003");
	assert_sv(value_get_text(finding_fields(f), "user_sid"), USER1);
	assert_sv(value_get_text(finding_fields(f), "Message2"), USER1);
	assert_int_equal(t.d->profiles[0].hash, 2107323741);
	assert_int_equal(t.d->computers_count, 1);
	finish(&t);
}

static void test_other_identity(void **state)
{
	struct trial t = start(state);
	add_event_of(&t.log, "Microsoft-Windows-PrintService", "Microsoft-Windows-PrintService/Admin",
		306, 3, 4, "Message1=" ID1 "|HexInt3=" OK306);
	judge(&t, "i r5");
	assert_int_equal(t.d->findings_count, 0);
	expect_missing(t.d, 0, "wrong-log");
	add_event_of(&t.log, PROVIDER, PROVIDER "/Operational", 306, 3, 4, "Message1=" ID1
		"|HexInt3=" OK306);
	judge(&t, "i r5");
	assert_int_equal(t.d->findings_count, 0);
	expect_missing(t.d, 1, "wrong-log");
	add_event_of(&t.log, "DeviceManagement-Enterprise-Diagnostics-Provider", CHANNEL, 306, 3,
		4, "Message1=" ID1 "|HexInt3=" OK306);
	judge(&t, "r q2");
	finish(&t);
}

static void expect_event(void **state, int id, const char *data, const char *wanted, size_t rows)
{
	struct trial t = start(state);
	add_event(&t.log, id, 3, 4, data);
	judge(&t, wanted);
	assert_int_equal(t.d->profiles_count, rows);
	finish(&t);
}

static void test_nodes(void **state)
{
	expect_event(state, 301, "Message1=" SCEP ID1 "|HRESULT=0x86000022", "n r1", 1);
	expect_event(state, 302, "Message1=" SCEP ID1 "/Install|HRESULT=0x80070057", "n r1", 1);
	expect_event(state, 305, "Message1=" SCEP ID1 "/Install/KeyUsage|HRESULT=0x80070057",
		"n r1", 1);
	expect_event(state, 303, "Message1=" SCEP ID1 "|HRESULT=0x86000002", "i r5", 0);
	expect_event(state, 304, "Message1=" SCEP ID1 "/Status|HRESULT=0x86000002", "i r5", 0);
	expect_event(state, 302, "Message1=./Other|HRESULT=0x80070057", "i r5", 0);
}

#define COMMAND404(uri, command, result)                                                      \
	"Message1=0A|Message2=MDM|Message3=./x|InternalCmdType=" command "|Message5=" uri     \
	"|HexInt1=" result

static void test_404(void **state)
{
	static const int ids[] = {404, 454};
	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		expect_event(state, ids[i], COMMAND404(SCEP ID1, "1", "0x80070057"), "n r1", 1);
		expect_event(state, ids[i], COMMAND404(SCEP ID1 "/Install/Enroll", "6", "0x86000022"),
			"n r1", 1);
		expect_event(state, ids[i], COMMAND404(SCEP ID1, "0x7", "0x80070057"), "n r1", 1);
		expect_event(state, ids[i], COMMAND404(SCEP ID1, "5", "0x80070057"), "i r5", 0);
		expect_event(state, ids[i], COMMAND404(SCEP ID1, "4", "0x80070057"), "i r5", 0);
		expect_event(state, ids[i], COMMAND404(SCEP ID1, "10", "0x80070057"), "i r5", 0);
		expect_event(state, ids[i], COMMAND404(SCEP ID1, "16", "0x80070057"), "i r5", 0);
		expect_event(state, ids[i], COMMAND404("./Vendor/MSFT/Other/" ID1, "1",
			"0x80070057"), "i r5", 0);
		expect_event(state, ids[i], COMMAND404(SCEP "other", "1", "0x80070057"), "i r5", 0);
		expect_event(state, ids[i], COMMAND404("./Device/Vendor/MSFT/"
			"RootCATrustedCertificates/Root/" ID1, "1", "0x80070057"), "i r5", 0);
	}
	expect_event(state, 400, "Message1=0A|Message2=MDM|Message3=./x|Message4=CmdType_Execute|"
		"Message5=" SCEP ID1 "|HexInt1=0x86000022", "i r5", 0);
}

static void test_309(void **state)
{
	static const struct { const char *status, *result, *want, *stages; } rows[] = {
		{"0x1", "0x0", "r -2", "ppppp"}, {"0x10", "0x80072f78", "r q2", "ppb??"},
		{"0x10", "0x0", "r q2", "ppb??"}, {"0x1", "0x80072f78", "r q2", "ppb??"},
		{"0x2", "0x0", "r q2", "pp???"}, {"0x20", "0x1", "r q2", "pp???"},
		{"", "", "r q2", "pp???"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct trial t = start(state);
		add_309(&t.log, 3, 4, ID1, rows[i].status, rows[i].result);
		judge(&t, rows[i].want);
		expect_stages(t.d, rows[i].stages);
		finish(&t);
	}
}

static void test_refusal_cleared(void **state)
{
	struct trial t = start(state);
	add_306(&t.log, 1, 1, ID1, USER1, "0x80070005");
	add_306(&t.log, 2, 2, ID1, USER2, OK306);
	judge(&t, "n r1");
	add_306(&t.log, 3, 3, ID1, USER1, OK306);
	judge(&t, "r q2");
	add_306(&t.log, 4, 4, ID1, USER1, "0x80070005");
	judge(&t, "n r1");
	add_309(&t.log, 5, 5, ID1, "0x2", "0x0");
	judge(&t, "r q2");
	add_306(&t.log, 6, 6, ID1, USER1, "0x80070005");
	add_309(&t.log, 7, 7, ID2, "0x1", "0x0");
	judge(&t, "n r1");
	expect_row(t.d, P2, true, REACHED);
	finish(&t);
}

static void test_refused_twice_over(void **state)
{
	struct trial t = start(state);
	add_event(&t.log, 404, 1, 1, COMMAND404(SCEP ID1 "/Install", "1", "0x80070057"));
	add_event(&t.log, 302, 2, 1, "Message1=" ID1 "|HRESULT=0x80070057");
	add_event(&t.log, 304, 3, 2, "Message1=" ID1 "|HRESULT=0x86000002");
	judge(&t, "n r1");
	assert_string_equal(t.d->findings[t.d->verdict.decisive].key->id, "node-refused");
	assert_true(summary_has(t.d, "refused"));
	finish(&t);
}

/* ---- text ---- */

static void add_text(struct strbuf *log, const char *source, const char *channel,
	const char *date, int id, const char *sentence)
{
	if (*channel)
		strbuf_addf(log, "Log Name:      %s\n", channel);
	if (*source)
		strbuf_addf(log, "Source:        %s\n", source);
	strbuf_addf(log, "Date:          %s\nEvent ID:      %d\nTask Category: None\n"
		"Level:         Information\nUser:          SYSTEM\nComputer:      PC\n"
		"Description:\n%s\n\n", date, id, sentence);
}

#define SAYS_306(id, result)                                                                  \
	"SCEP: CspExecute for UniqueId : (" id ") InstallUserSid : (" USER1                   \
	") InstallLocation : (user) NodePath : (clientinstall)  KeyProtection: (0x2) Result : " \
	"(" result ")."
#define DATE "8/20/2024 10:00:04 AM"

static void expect_text(void **state, const char *sentence, const char *wanted)
{
	struct trial t = start(state);
	add_text(&t.log, PROVIDER, CHANNEL, DATE, 306, sentence);
	judge(&t, wanted);
	finish(&t);
}

static void test_text(void **state)
{
	expect_text(state, SAYS_306(ID1, "Unknown Win32 Error code: 0x2ab0003"), "r q2");
	expect_text(state, SAYS_306(ID1, "0x2ab0003"), "r q2");
	expect_text(state, SAYS_306(ID1, "The operation completed successfully."), "r q2");
	expect_text(state, SAYS_306(ID1, "Unknown Win32 Error code: 0x86000022"), "n r1");
	expect_text(state, SAYS_306(ID1, "Access is denied."), "n r1");
	expect_text(state, SAYS_306(ID1, "The hash value is not correct."), "n r1");
	expect_text(state, SAYS_306(ID1, "Das ist kein bekannter Satz 0."), "i r5");
	expect_text(state, SAYS_306(ID1, "…"), "i r5");
	expect_text(state, "SCEP : CspExecute pour " ID1 " (0x2ab0003)", "i r5");
	expect_text(state, "", "i r5");
	expect_text(state, SAYS_306("<UniqueId>", "0x2ab0003"), "i r5");
}

static void test_text_identity(void **state)
{
	struct trial t = start(state);
	add_text(&t.log, "Microsoft-Windows-PrintService", "", DATE, 306, SAYS_306(ID1, "0x2ab0003"));
	judge(&t, "i r5");
	add_text(&t.log, PROVIDER, PROVIDER "/Operational", DATE, 306, SAYS_306(ID1, "0x2ab0003"));
	judge(&t, "i r5");
	add_text(&t.log, "", "", DATE, 306, "Rendering job 5 " ID1 " 0x2ab0003");
	judge(&t, "i r5");
	assert_int_equal(t.d->findings_count, 0);
	add_text(&t.log, "", "", DATE, 306, SAYS_306(ID1, "0x2ab0003"));
	judge(&t, "r q2");
	finish(&t);
}

static void test_text_zone(void **state)
{
	struct trial t = start(state);
	assigned(t.d);
	add_text(&t.log, PROVIDER, CHANNEL, DATE, 306, SAYS_306(ID1, "0x2ab0003"));
	judge(&t, "i r5");
	expect_missing(t.d, 0, "zone");
	assert_int_equal(t.d->verdict.older_proof, 0);
	finish(&t);

	t = start(state);
	assigned(t.d);
	struct case_options options = t.d->options;
	options.log.has_zone = true;
	options.log.zone_us = 2 * 3600 * TIME_SECOND;
	diagnosis_set_options(t.d, &options);
	add_text(&t.log, PROVIDER, CHANNEL, DATE, 306, SAYS_306(ID1, "0x2ab0003"));
	judge(&t, "r q2");
	assert_int_equal(find_key(t.d, "scep-accepted")->at.us, ASSIGNED + 4 * TIME_SECOND);
	finish(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_306),
		cmocka_unit_test(test_proof),
		cmocka_unit_test(test_other_identity),
		cmocka_unit_test(test_nodes),
		cmocka_unit_test(test_404),
		cmocka_unit_test(test_309),
		cmocka_unit_test(test_refusal_cleared),
		cmocka_unit_test(test_refused_twice_over),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_text_identity),
		cmocka_unit_test(test_text_zone),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
