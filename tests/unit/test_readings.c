/* What one word can mean, and the codes in running text. */
#include "test_events_tables.h"

#include "scep/readings.h"

static void one_word_several_meanings(void **state)
{
	(void)state;
	struct reading ret[READINGS_MAX];
	/* 404: a SyncML status, an HTTP status, an event */
	assert_int_equal(readings_of(codes, events, SV("404"), ret), 3);
	assert_string_equal(ret[0].code.number, "SyncML 404");
	assert_string_equal(ret[1].code.number, "HTTP 404");
	assert_true(ret[2].is_event);
	assert_int_equal(ret[2].event->id, 404);
	/* a number with its name is one thing */
	assert_int_equal(readings_of(codes, events, SV("HTTP 404"), ret), 1);
	assert_int_equal(readings_of(codes, events, SV("event 404"), ret), 1);
	assert_int_equal(readings_of(codes, events, SV("0x80091007"), ret), 1);
	/* an event of two wordings is told once */
	assert_int_equal(readings_of(codes, events, SV("event 208"), ret), 1);
	assert_int_equal(ret[0].event->fields_count, 10);
	/* a number nobody knows has its family still; a word nobody knows is nothing */
	assert_int_equal(readings_of(codes, events, SV("0x8badf00d"), ret), 1);
	assert_false(ret[0].code.known);
	assert_int_equal(readings_of(codes, events, SV("event 65000"), ret), 0);
	assert_int_equal(readings_of(codes, events, SV("hello"), ret), 0);
	assert_int_equal(readings_of(codes, events, SV_EMPTY, ret), 0);
}

static void an_unknown_oid_is_one_still(void **state)
{
	(void)state;
	struct reading ret[READINGS_MAX];
	assert_int_equal(readings_of(codes, events, SV("1.2.3.4"), ret), 1);
	assert_true(reading_is_oid(&ret[0].code));
	assert_false(ret[0].code.known);
	static const char *const none[] = {"1.2", ".1.2", "1.2.", "1..2.3", "1.2.x", "OID"};
	for (size_t i = 0; i < ARRAY_LEN(none); i++)
		assert_int_equal(readings_of(codes, events, sv_str(none[i]), ret), 0);
}

static void codes_in_running_text(void **state)
{
	(void)state;
	static const struct {
		const char *text, *found; /* heads, by blanks and commas */
	} rows[] = {
		{"The server returned an invalid or unrecognized response 0x80072f78 (WinHttp: 12152)",
			"0x80072f78"},
		{"LogError 0x80072f7)", ""}, /* cut by Windows itself */
		{"state -2016281112, then 0X80091007.", "0x87d1fde8,0x80091007"},
		{"FailInfo(2): x, PkiStatus(2): y", "failInfo 2,pkiStatus 2"},
		{"[failInfo=<null>,pkiStatus=SUCCESS]", ""},
		{"NSError:\nDomain : MCSCEPErrorDomain\nCode   : 22013", "0x87d17d0d"},
		{"Error Domain=MCSCEPErrorDomain Code=22003 \"x\"", "0x87d17d03"},
		{"Received '403 Forbidden' when sending GetCACaps(ca)", "0x80190193"},
		{"Received '200 OK' when sending, Received '4031', Received '403", ""},
		{"EKU (1.3.6.1.5.5.7.3.2), version 10.0.22621.1", "1.3.6.1.5.5.7.3.2"},
		{"AADSTS50105: The signed in user is not assigned", "AADSTS50105"},
		{"0x1 0x2 0x10 0x12345678 -2016281199 -20162811120 1.2.3.4", ""},
		{"a0x80091007 _AADSTS50105", ""},
		{"", ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct code code;
		size_t from, to = 0;
		autostrbuf found;
		strbuf_init(&found, STRBUF_LINE);
		strbuf_str(&found, "");
		while (readings_next(codes, sv_str(rows[i].text), to, &code, &from, &to))
			strbuf_addf(&found, "%s%s", found.len ? "," : "",
				reading_is_oid(&code) ? code.symbol : reading_head(&code));
		if (!sv_eq(strbuf_sv(&found), sv_str(rows[i].found)))
			fail_msg("%s gave %s", rows[i].text, found.ptr);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_word_several_meanings),
		cmocka_unit_test(an_unknown_oid_is_one_still),
		cmocka_unit_test(codes_in_running_text),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
