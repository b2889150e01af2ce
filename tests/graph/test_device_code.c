/* The device code sign-in as a machine: replies and a clock in, what to do out. */
#include "unit/testing.h"

#include <stdio.h>

#include "base/base64.h"
#include "graph/device_code.h"
#include "graph/token_reply.h"

#define S INT64_C(1000000)

#define FIRST "{\"user_code\":\"B6SUYU5PL\",\"device_code\":\"BAQABAAEAAAD\",\"verification_uri\":" \
	"\"https://microsoft.com/devicelogin\",\"expires_in\":900,\"interval\":5,\"message\":\"m\"}"
#define ERROR(name) "{\"error\":\"" name "\",\"error_description\":\"x\"}"
#define PENDING "{\"error\":\"authorization_pending\",\"error_description\":\"AADSTS70016: Pending." \
	"\\r\\nTrace ID: x\",\"error_codes\":[70016]}"
#define GRANTED "{\"token_type\":\"Bearer\",\"access_token\":\"abc.def.ghi\",\"expires_in\":3599}"

static struct device_code begun(int64_t now)
{
	struct device_code device;
	autostrbuf why;
	strbuf_init(&why, STRBUF_LINE);
	assert_true(device_code_begin(&device, 200, SV(FIRST), now, &why));
	return device;
}

static enum device_step reply(struct device_code *device, int status, const char *body,
	int64_t now, char ret_why[512])
{
	autostrbuf why;
	strbuf_init(&why, STRBUF_LINE);
	enum device_step step = device_code_replied(device, status, sv_str(body), now, &why);
	snprintf(ret_why, 512, "%s", why.len ? why.ptr : "");
	return step;
}

static void the_first_reply_is_read(void **state)
{
	(void)state;
	struct device_code d = begun(100 * S);
	assert_string_equal(d.user_code, "B6SUYU5PL");
	assert_string_equal(d.address, "https://microsoft.com/devicelogin");
	assert_sv(secret_sv(&d.code), "BAQABAAEAAAD");
	assert_int_equal(d.interval_us, 5 * S);
	assert_int_equal(device_code_left_us(&d, 100 * S), 900 * S);
	assert_int_equal(device_code_wait_us(&d, 100 * S), 5 * S);
	device_code_finish(&d);
	assert_string_equal(d.user_code, "");
}

/* What MSAL's own test data has: the older spelling, numbers as texts. */
static void numbers_may_be_texts(void **state)
{
	(void)state;
	struct device_code d;
	autostrbuf why;
	strbuf_init(&why, STRBUF_LINE);
	assert_true(device_code_begin(&d, 200, SV("{\"user_code\":\"A-1\",\"device_code\":\"c\","
		"\"verification_url\":\"https://aka.ms/devicelogin\",\"expires_in\":\"60\","
		"\"interval\":\"7\"}"), 0, &why));
	assert_int_equal(d.interval_us, 7 * S);
	assert_int_equal(device_code_left_us(&d, 0), 60 * S);
	device_code_finish(&d);
}

static void absurd_times_are_bounded(void **state)
{
	(void)state;
	static const struct { const char *expires, *interval; int64_t left_s, wait_s; } rows[] = {
		{"99999999999", "99999999", 3600, 60}, {"-1", "-1", 900, 5}, {"0", "0", 900, 5},
		{"\"x\"", "null", 900, 5}, {"1", "1", 1, 1}, {"1e9", "{}", 900, 5},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct device_code d;
		char body[400];
		autostrbuf why;
		strbuf_init(&why, STRBUF_LINE);
		snprintf(body, sizeof(body), "{\"user_code\":\"A\",\"device_code\":\"c\","
			"\"verification_uri\":\"https://x.example/\",\"expires_in\":%s,"
			"\"interval\":%s}", rows[i].expires, rows[i].interval);
		assert_true(device_code_begin(&d, 200, sv_str(body), 0, &why));
		assert_int_equal(device_code_left_us(&d, 0), rows[i].left_s * S);
		assert_int_equal(device_code_wait_us(&d, 0), rows[i].wait_s * S);
		device_code_finish(&d);
	}
}

static void a_bad_first_reply_is_told(void **state)
{
	(void)state;
	static const struct { int status; const char *body, *told; } rows[] = {
		{400, ERROR("invalid_request"), "invalid_request"},
		{200, ERROR("invalid_client"), "--client-id"}, /* an error with HTTP 200 */
		{200, "{\"error\":\"unauthorized_client\",\"error_codes\":[700016]}", "AADSTS700016"},
		{400, "{\"error\":\"invalid_request\",\"error_codes\":[90002]}", "--tenant"},
		{0, "", "HTTP 0"}, {200, "", "HTTP 200"}, {502, "<html>", "HTTP 502"},
		{200, "[]", "HTTP 200"}, {200, "{}", "HTTP 200"},
		{200, "{\"user_code\":\"A\\u001b[2J\",\"device_code\":\"c\",\"verification_uri\":"
			"\"https://x.example\"}", "HTTP 200"},
		{200, "{\"user_code\":\"A\",\"device_code\":\"c\",\"verification_uri\":"
			"\"http://x.example\"}", "HTTP 200"},
		{200, "{\"user_code\":\"A\",\"device_code\":\"c\",\"verification_uri\":"
			"\"https://microsoft.com@x.example\"}", "HTTP 200"},
		{200, "{\"user_code\":\"A\",\"device_code\":\"\",\"verification_uri\":"
			"\"https://x.example\"}", "HTTP 200"},
		{200, "{\"user_code\":1,\"device_code\":\"c\",\"verification_uri\":"
			"\"https://x.example\"}", "HTTP 200"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct device_code d;
		autostrbuf why;
		strbuf_init(&why, STRBUF_LINE);
		assert_false(device_code_begin(&d, rows[i].status, sv_str(rows[i].body), 0, &why));
		if (!strstr(why.ptr, rows[i].told))
			print_error("%zu: %s\n", i, why.ptr);
		assert_non_null(strstr(why.ptr, rows[i].told));
		device_code_finish(&d);
	}
}

static void pending_waits_and_slow_down_waits_longer(void **state)
{
	(void)state;
	char why[512];
	struct device_code d = begun(0);
	assert_int_equal(reply(&d, 400, PENDING, 5 * S, why), DEVICE_WAIT);
	assert_int_equal(device_code_wait_us(&d, 5 * S), 5 * S);
	assert_int_equal(reply(&d, 400, ERROR("slow_down"), 10 * S, why), DEVICE_WAIT);
	assert_int_equal(device_code_wait_us(&d, 10 * S), 10 * S);
	assert_int_equal(reply(&d, 200, PENDING, 20 * S, why), DEVICE_WAIT); /* with HTTP 200 */
	assert_int_equal(device_code_wait_us(&d, 20 * S), 10 * S);
	for (int i = 0; i < 40; i++)
		reply(&d, 400, ERROR("slow_down"), 21 * S, why);
	assert_int_equal(device_code_wait_us(&d, 21 * S), 60 * S);
	assert_int_equal(reply(&d, 200, GRANTED, 90 * S, why), DEVICE_GRANTED);
	device_code_finish(&d);
}

static void ends_are_told_each_with_its_advice(void **state)
{
	(void)state;
	static const struct { int status; const char *body, *told; } rows[] = {
		{400, ERROR("authorization_declined"), "was declined"},
		{400, ERROR("access_denied"), "declined, or your organisation blocks it"},
		{400, ERROR("expired_token"), "expired before it was used"},
		{400, ERROR("code_expired"), "expired before it was used"},
		{400, "{\"error\":\"bad_verification_code\",\"error_codes\":[70018]}",
			"does not know this device code"},
		{200, ERROR("authorization_declined"), "was declined"},
		{400, "{\"error\":\"invalid_grant\",\"error_codes\":[50097]}", "a device it manages"},
		{400, "{\"error\":\"invalid_grant\",\"error_codes\":[50105]}", "not assigned to this app"},
		{400, "{\"error\":\"access_denied\",\"error_codes\":[53003]}",
			"Conditional Access blocks this sign-in"},
		{400, "{\"error\":\"invalid_grant\",\"error_codes\":[50005]}", "the platform"},
		{400, "{\"error\":\"unauthorized_client\",\"error_codes\":[700016]}", "--tenant and --cloud"},
		{400, "{\"error\":\"invalid_grant\",\"error_codes\":[65001]}", "consented"},
		{400, "{\"error\":\"invalid_client\",\"error_codes\":[7000218]}", "public client flows"},
		{400, "{\"error\":\"x\",\"error_codes\":[53011]}", "Conditional Access"},
		/* the number only in the text, as older endpoints have it */
		{400, "{\"error\":\"x\",\"error_description\":\"AADSTS50105: The user\"}", "AADSTS50105"},
		/* unknown: the service's own first line */
		{400, "{\"error\":\"x\",\"error_description\":\"AADSTS999: First.\\r\\nTrace\"}",
			"AADSTS999: AADSTS999: First.)"},
		{400, "{\"error\":{\"odd\":1}}", "no reason given"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char why[512];
		struct device_code d = begun(0);
		assert_int_equal(reply(&d, rows[i].status, rows[i].body, 5 * S, why), DEVICE_ENDED);
		if (!strstr(why, rows[i].told))
			print_error("%zu: %s\n", i, why);
		assert_non_null(strstr(why, rows[i].told));
		device_code_finish(&d);
	}
}

static void every_number_has_advice_of_its_own(void **state)
{
	(void)state;
	static const int numbers[] = {50097, 50105, 53003, 50005, 700016, 65001};
	char whys[ARRAY_LEN(numbers)][512];
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		char body[200];
		struct device_code d = begun(0);
		snprintf(body, sizeof(body), "{\"error\":\"x\",\"error_codes\":[%d]}", numbers[i]);
		reply(&d, 400, body, 0, whys[i]);
		whys[i][strcspn(whys[i], "(")] = '\0'; /* the number itself */
		assert_null(strstr(whys[i], "was refused"));
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(whys[i], whys[j]);
		device_code_finish(&d);
	}
}

static void silence_is_waited_out_until_expiry(void **state)
{
	(void)state;
	static const struct { int status; const char *body; } silences[] = {
		{0, ""}, {502, "<html>Bad Gateway"}, {503, "{}"}, {200, "<html>"}, {200, "{}"},
		{429, "{\"error\":\"temporarily_unavailable\"}"}, {500, "{\"error\":\"server_error\"}"},
		{302, ""}, {200, "{\"access_token\":\"\"}"}, {200, "{\"access_token\":5}"},
	};
	char why[512];
	struct device_code d = begun(0);
	int64_t now = 0;
	size_t asked = 0;
	enum device_step step = DEVICE_WAIT;
	while (step == DEVICE_WAIT && asked < 1000) {
		now += device_code_wait_us(&d, now);
		step = reply(&d, silences[asked % ARRAY_LEN(silences)].status,
			silences[asked % ARRAY_LEN(silences)].body, now, why);
		asked++;
	}
	assert_int_equal(step, DEVICE_ENDED);
	assert_non_null(strstr(why, "expired"));
	assert_true(now >= 900 * S && now <= 961 * S);
	assert_true(asked < 30);
	device_code_finish(&d);
}

static void a_clock_that_jumps_hurts_nobody(void **state)
{
	(void)state;
	char why[512];
	struct device_code d = begun(1000 * S);
	/* back: never a wait of hours */
	assert_true(device_code_wait_us(&d, 0) <= 60 * S);
	assert_int_equal(reply(&d, 400, PENDING, 0, why), DEVICE_WAIT);
	assert_int_equal(device_code_wait_us(&d, 0), 5 * S);
	/* forward, as after a sleep: due at once, and the server's word counts, not the clock */
	assert_int_equal(device_code_wait_us(&d, 5000 * S), 0);
	assert_int_equal(device_code_left_us(&d, 5000 * S), 0);
	assert_int_equal(reply(&d, 200, GRANTED, 5000 * S, why), DEVICE_GRANTED);
	device_code_finish(&d);
}

static void a_token_is_taken(void **state)
{
	(void)state;
	struct graph_token token = {0};
	autostrbuf why;
	strbuf_init(&why, STRBUF_LINE);
	assert_true(token_reply_take(&token, 200, SV(GRANTED), &why));
	assert_sv(secret_sv(&token.secret), "abc.def.ghi");
	token_wipe(&token);
	assert_false(token_reply_take(&token, 200, SV("{\"access_token\":\"a\\r\\nX: y\"}"), &why));
	assert_false(token_reply_take(&token, 200, SV("{\"access_token\":\"\"}"), &why));
	assert_false(token_reply_take(&token, 401, SV(ERROR("invalid_client")), &why));
	assert_int_equal(token.secret.len, 0);
	assert_non_null(strstr(why.ptr, "credentials"));
}

/* {"aud":"https://graph.microsoft.com","exp":…,"tid":"t-1","upn":"JoniS@contoso.com","scp":…} */
static void make_token(char ret[1024], const char *aud, long exp)
{

	char json[512];
	autostrbuf text;
	strbuf_init(&text, 1000);
	snprintf(json, sizeof(json), "{\"aud\":\"%s\",\"exp\":%ld,\"tid\":\"t-1\",\"upn\":"
		"\"JoniS@contoso.com\",\"scp\":\"User.Read.All Device.Read.All\"}", aud, exp);
	strbuf_str(&text, "eyJhbGciOiJub25lIn0.");
	base64url_encode(&text, sv_str(json));
	strbuf_str(&text, ".c2ln");
	snprintf(ret, 1024, "%s", text.ptr);
}

static void a_lent_token_is_looked_at(void **state)
{
	(void)state;
	static const struct { const char *aud; long exp; const char *told; } rows[] = {
		{"https://graph.microsoft.com", 2000, NULL},
		{"https://graph.microsoft.com/", 2000, NULL},
		{"00000003-0000-0000-c000-000000000000", 2000, NULL},
		{"https://graph.microsoft.com", 940, "expired 1 minutes ago"},
		{"https://management.azure.com", 2000, "made for https://management.azure.com"},
		{"https://graph.microsoft.com.evil.example", 2000, "made for"},
	};
	struct url graph;
	assert_true(url_parse(&graph, "https://graph.microsoft.com"));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct graph_token token = {0};
		struct err err = {0};
		char text[1024];
		make_token(text, rows[i].aud, rows[i].exp);
		assert_int_equal(token_borrow(&token, sv_str(text), &graph, 1000, &err),
			!rows[i].told);
		if (rows[i].told)
			assert_non_null(strstr(err.text, rows[i].told));
		else
			assert_string_equal(token.claims.rights, "User.Read.All Device.Read.All");
		token_wipe(&token);
	}
	url_finish(&graph);
}

static void what_is_no_token_is_told(void **state)
{
	(void)state;
	struct url graph;
	assert_true(url_parse(&graph, "https://graph.microsoft.com"));
	static const char *const bad[] = {"", "two words", "a\nb", "{\"accessToken\": \"x\"}",
		"\xc3\xa9", "Bearer "};
	static const char *const good[] = {"opaque", "Bearer opaque", "\"opaque\"", "a.b.c"};
	for (size_t i = 0; i < ARRAY_LEN(bad) + ARRAY_LEN(good); i++) {
		struct graph_token token = {0};
		struct err err = {0};
		bool is_good = i >= ARRAY_LEN(bad);
		assert_int_equal(token_borrow(&token, sv_str(is_good ? good[i - ARRAY_LEN(bad)]
			: bad[i]), &graph, 1000, &err), is_good);
		if (is_good && i < ARRAY_LEN(bad) + 3)
			assert_sv(secret_sv(&token.secret), "opaque");
		token_wipe(&token);
	}
	url_finish(&graph);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_reply_is_read),
		cmocka_unit_test(numbers_may_be_texts),
		cmocka_unit_test(absurd_times_are_bounded),
		cmocka_unit_test(a_bad_first_reply_is_told),
		cmocka_unit_test(pending_waits_and_slow_down_waits_longer),
		cmocka_unit_test(ends_are_told_each_with_its_advice),
		cmocka_unit_test(every_number_has_advice_of_its_own),
		cmocka_unit_test(silence_is_waited_out_until_expiry),
		cmocka_unit_test(a_clock_that_jumps_hurts_nobody),
		cmocka_unit_test(a_token_is_taken),
		cmocka_unit_test(a_lent_token_is_looked_at),
		cmocka_unit_test(what_is_no_token_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
