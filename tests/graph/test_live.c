/* The live source: pages, patience, cancelling, and that its token never leaves its origin. */
#include "unit/testing.h"

#include <stdio.h>

#include "rig.h"
#include "server.h"

static struct server *server, *other;
static unsigned calls; /* of the handler, in this test */

static bool asks(const char *request, const char *path)
{
	char line[200];
	snprintf(line, sizeof(line), "GET /v1.0%s", path);
	return !strncmp(request, line, strlen(line));
}

static void page(struct wire *wire, const char *rows, const char *next)
{
	char json[2048];
	snprintf(json, sizeof(json), "{\"@odata.context\":\"x\",\"value\":[%s]%s%s%s}", rows,
		next ? ",\"@odata.nextLink\":\"" : "", next ? next : "", next ? "\"" : "");
	wire_reply(wire, 200, "", json);
}

/* "/loop/N": pages that come round after N; "/random": never the same link twice. */
static void endless(struct wire *wire, const char *request)
{
	char next[200];
	unsigned period = 0, at = 0;
	if (sscanf(request, "GET /v1.0/loop/%u?at=%u", &period, &at) < 1)
		period = 1000000;
	snprintf(next, sizeof(next), "%s/v1.0/%s?at=%u", server_url(server),
		period == 1000000 ? "random" : period == 1 ? "loop/1" : period == 2 ? "loop/2"
		: "loop/3", period == 1000000 ? calls : (at + 1) % period);
	page(wire, "{\"id\":1}", next);
}

static void three_pages(struct wire *wire, const char *request)
{
	char next[200];
	const char *at = strstr(request, "at=");
	snprintf(next, sizeof(next), "%s/v1.0/three?$skiptoken=a b&at=%d", server_url(server),
		at ? at[3] - '0' + 1 : 1);
	if (!at)
		page(wire, "{\"id\":1},{\"id\":2}", next);
	else if (at[3] == '1')
		page(wire, "", next);
	else
		page(wire, "{\"id\":3}", NULL);
}

static void half(struct wire *wire)
{
	char next[200];
	snprintf(next, sizeof(next), "%s/v1.0/half?at=1", server_url(server));
	page(wire, "{\"id\":1}", next);
}

static void throttled(struct wire *wire, const char *request)
{
	const char *after = strstr(request, "after=");
	char header[100] = "";
	if (after && after[6] != ' ')
		snprintf(header, sizeof(header), "Retry-After: %.*s\r\n",
			(int)strcspn(after + 6, " "), after + 6);
	wire_reply(wire, 429, header, "{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"x\"}}");
}

static void handler(struct wire *wire, const char *request, void *data)
{
	(void)data;
	calls++;
	if (asks(request, "/three"))
		three_pages(wire, request);
	else if (asks(request, "/loop") || asks(request, "/random"))
		endless(wire, request);
	else if (asks(request, "/throttled"))
		throttled(wire, request);
	else if (asks(request, "/busy") && calls <= 2)
		wire_reply(wire, 503, "Retry-After: 0.002\r\n", "{}");
	else if (asks(request, "/slow"))
		wire_sleep(wire, 600);
	else if (asks(request, "/half?at"))
		wire_reply(wire, 400, "", "{\"error\":{\"code\":\"x\",\"message\":\"y\"}}");
	else if (asks(request, "/half"))
		half(wire);
	else if (asks(request, "/bad"))
		wire_reply(wire, 400, "", "{\"error\":{\"code\":\"x\",\"message\":\"y\"}}");
	else
		wire_reply(wire, 200, "request-id: 5d8d0b6a\r\n", "{\"id\":\"it\"}");
}

static void never(struct wire *wire, const char *request, void *data)
{
	(void)request;
	(void)data;
	wire_reply(wire, 200, "", "{\"value\":[]}");
}

static int begin(void **state)
{
	struct rig *rig = calloc(1, sizeof(*rig));
	calls = 0;
	server = server_start(handler, NULL, NULL);
	other = server_start(never, NULL, NULL);
	rig_init(rig, server_url(server), NULL, NULL);
	*state = rig;
	return 0;
}

static int end(void **state)
{
	rig_finish(*state);
	free(*state);
	server_stop(server);
	server_stop(other);
	return 0;
}

static void a_question_is_answered(void **state)
{
	struct rig_answer a;
	rig_ask(*state, RIG_GET("/me?$select=id"), &a, 5000);
	assert_int_equal(a.status, GRAPH_OK);
	assert_string_equal(json_string_value(json_object_get(a.json, "id")), "it");
	assert_string_equal(a.error, "");
	assert_string_equal(a.request_id, "5d8d0b6a");
	assert_int_equal(strlen(a.client_request_id), 36);
	assert_int_equal(server_saw(server, a.client_request_id), 1);
	assert_int_equal(server_saw(server, "Authorization: Bearer " CANARY "\r\n"), 1);
	assert_int_equal(server_saw(server, "Accept: application/json\r\n"), 1);
	assert_int_equal(server_saw(server, "ConsistencyLevel"), 0);
	assert_int_equal(server_saw(server, "Content-Type"), 0);
	rig_answer_finish(&a);
}

static void headers_say_what_the_request_says(void **state)
{
	struct rig_answer a;
	struct graph_request request = {.version = "beta", .method = "POST", .path = "/x",
		.body = "{\"groupIds\":[]}", .eventual = true};
	rig_ask(*state, &request, &a, 5000);
	assert_int_equal(a.status, GRAPH_OK);
	assert_int_equal(server_saw(server, "POST /beta/x HTTP/1.1\r\n"), 1);
	assert_int_equal(server_saw(server, "ConsistencyLevel: eventual\r\n"), 1);
	assert_int_equal(server_saw(server, "Content-Type: application/json\r\n"), 1);
	assert_int_equal(server_saw(server, "{\"groupIds\":[]}"), 1);
	rig_answer_finish(&a);
}

static void pages_are_joined(void **state)
{
	struct rig_answer a;
	rig_ask(*state, RIG_LIST("/three"), &a, 5000);
	assert_int_equal(a.status, GRAPH_OK);
	assert_false(a.incomplete);
	assert_int_equal(json_array_size(json_object_get(a.json, "value")), 3);
	assert_null(json_object_get(a.json, "@odata.nextLink"));
	assert_int_equal(server_requests(server), 3);
	rig_answer_finish(&a);
}

static void a_lost_page_is_told(void **state)
{
	struct rig_answer a;
	rig_ask(*state, RIG_LIST("/half"), &a, 5000);
	assert_int_equal(a.status, GRAPH_OK);
	assert_true(a.incomplete);
	assert_int_equal(json_array_size(json_object_get(a.json, "value")), 1);
	rig_answer_finish(&a);
	rig_ask(*state, RIG_LIST("/bad"), &a, 5000);
	assert_int_equal(a.status, GRAPH_REFUSED);
	assert_non_null(strstr(a.error, "HTTP 400, x: y"));
}

static void circles_end(void **state)
{
	static const char *const paths[] = {"/loop/1?at=0", "/loop/2?at=0", "/loop/3?at=0", "/random"};
	static const unsigned most[] = {3, 4, 5, 200};
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		unsigned before = server_requests(server);
		struct rig_answer a;
		rig_ask(*state, RIG_LIST(paths[i]), &a, 8000);
		assert_int_equal(a.status, GRAPH_OK);
		assert_true(a.incomplete);
		assert_true(server_requests(server) - before <= most[i]);
		rig_answer_finish(&a);
	}
}

static void patience_has_bounds(void **state)
{
	(void)state;
	static const struct {
		const char *after;
		unsigned tries;
		int64_t least, most; /* ms */
	} rows[] = {
		{"2.128", 0, 2128, 2128}, {"1", 3, 1000, 1000}, {"0", 0, 1000, 1000},
		{"0.5", 0, 1000, 1000}, {"60", 0, 60000, 60000}, {"61", 0, 60000, 60000},
		{"1000000000", 0, 60000, 60000}, {"99999999999999999999999999999999", 0, 60000, 60000},
		{"", 0, 1000, 1500}, {"", 1, 2000, 3000}, {"", 2, 4000, 6000}, {"", 9, 60000, 60000},
		{"", 4000000000u, 60000, 60000}, {"-5", 0, 1000, 1500}, {"nan", 0, 1000, 1500},
		{"inf", 0, 1000, 1500}, {"0x10", 0, 1000, 1500}, {"1,5", 0, 1000, 1500},
		{"1.5.5", 0, 1000, 1500}, {"1e9", 0, 1000, 1500}, {" 7 ", 0, 7000, 7000},
		{"Mon, 23 Nov 2026 09:30:00 GMT", 0, 1000, 1500},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t us = live_wait_us(sv_str(rows[i].after), rows[i].tries, &LIVE_PACE);
		if (us < rows[i].least * 1000 - 1 || us > rows[i].most * 1000 + 1)
			print_error("\"%s\": %ld ms\n", rows[i].after, (long)(us / 1000));
		assert_true(us >= rows[i].least * 1000 - 1 && us <= rows[i].most * 1000 + 1);
	}
}

static void throttling_ends(void **state)
{
	static const char *const paths[] = {"/throttled?after=", "/throttled?after=0.001",
		"/throttled?after=1000000000", "/throttled?after=-1"};
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		unsigned before = server_requests(server);
		struct rig_answer a;
		rig_ask(*state, RIG_GET(paths[i]), &a, 5000);
		assert_int_equal(a.status, GRAPH_TROUBLE);
		assert_int_equal(server_requests(server) - before, LIVE_TRIES);
		assert_non_null(strstr(a.error, "429"));
		assert_int_equal(a.times, 1);
	}
}

static void a_busy_service_is_asked_again(void **state)
{
	struct rig_answer a;
	rig_ask(*state, RIG_GET("/busy"), &a, 5000);
	assert_int_equal(a.status, GRAPH_OK);
	assert_int_equal(server_requests(server), 3);
	rig_answer_finish(&a);
	/* what may have been done already is not done twice */
	calls = 0;
	unsigned before = server_requests(server);
	rig_ask(*state, &(struct graph_request){.version = "v1.0", .method = "POST",
		.path = "/busy"}, &a, 5000);
	assert_int_equal(server_requests(server) - before, 1);
	rig_answer_finish(&a);
}

static void turn_for(struct rig *rig, unsigned ms)
{
	int64_t until = loop_now_us() + ms * INT64_C(1000);
	while (loop_now_us() < until)
		loop_turn(rig->loop, 5000);
}

static void nothing_comes_after_cancel(void **state)
{
	struct rig *rig = *state;
	struct rig_answer a = {0};
	uint64_t ids[8];
	for (size_t i = 0; i < ARRAY_LEN(ids); i++)
		ids[i] = rig->source->ask(rig->source, RIG_GET(i % 2 ? "/slow" : "/me"),
			rig_keep, &a);
	for (unsigned wait = 0; wait < 3; wait++) {
		turn_for(rig, wait * 2);
		rig->source->cancel(rig->source, ids[wait]);
	}
	a.times = 0;
	json_decref(a.json);
	a.json = NULL;
	for (size_t i = 0; i < ARRAY_LEN(ids); i++)
		rig->source->cancel(rig->source, ids[i]);
	int64_t begun = loop_now_us();
	turn_for(rig, 50);
	assert_int_equal(a.times, 0);
	assert_true(loop_now_us() - begun < 500000);
	rig->source->cancel(rig->source, 12345);
}

static void many_at_once_are_all_answered(void **state)
{
	struct rig *rig = *state;
	struct rig_answer answers[20] = {0};
	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		rig->source->ask(rig->source, RIG_GET("/me"), rig_keep, &answers[i]);
	turn_for(rig, 300);
	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		assert_int_equal(answers[i].times, 1);
		assert_int_equal(answers[i].status, GRAPH_OK);
		rig_answer_finish(&answers[i]);
	}
}

static void destroy_from_answer(void *data, const struct graph_answer *answer)
{
	struct rig *rig = data;
	(void)answer;
	rig->source->destroy(rig->source);
	rig->source = graph_live_create(rig->loop, &rig->session);
}

static void an_answer_may_end_the_source(void **state)
{
	struct rig *rig = *state;
	struct rig_answer a = {0};
	rig->source->ask(rig->source, RIG_GET("/me"), destroy_from_answer, rig);
	for (int i = 0; i < 6; i++)
		rig->source->ask(rig->source, RIG_GET("/slow"), rig_keep, &a);
	turn_for(rig, 200);
	assert_int_equal(a.times, 0);
}

static void without_a_token_nothing_is_sent(void **state)
{
	struct rig *rig = *state;
	struct rig_answer a;
	token_wipe(&rig->session.token);
	rig_ask(rig, RIG_GET("/me"), &a, 1000);
	assert_int_equal(a.status, GRAPH_SIGN_IN);
	assert_int_equal(server_requests(server), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(a_question_is_answered), TEST(headers_say_what_the_request_says),
		TEST(pages_are_joined), TEST(a_lost_page_is_told), TEST(circles_end),
		TEST(patience_has_bounds), TEST(throttling_ends),
		TEST(a_busy_service_is_asked_again), TEST(nothing_comes_after_cancel),
		TEST(many_at_once_are_all_answered), TEST(an_answer_may_end_the_source),
		TEST(without_a_token_nothing_is_sent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
