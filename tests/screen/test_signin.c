/* Signing in from the wizard: what is on the screen before, while and after the code is. */
#include "unit/testing.h"

#include "graph/server.h"
#include "stage.h"
#include "tui/view.h"
#include "tui/wizard_graph.h"

#define TOKEN "eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.c2ln"

static struct stage stage;
static struct server *server;
static const char *volatile outcome; /* of the sign-in, once it is asked for */

static void handler(struct wire *wire, const char *request, void *data)
{
	(void)data;
	if (strstr(request, "/devicecode"))
		wire_reply(wire, 200, "", "{\"user_code\":\"B6SUYU5PL\",\"device_code\":\"secret-code\","
			"\"verification_uri\":\"https://microsoft.com/devicelogin\",\"expires_in\":900,"
			"\"interval\":1}");
	else if (strstr(request, "/token"))
		wire_reply(wire, *outcome == 'T' ? 200 : 400, "", *outcome == 'T'
			? "{\"access_token\":\"" TOKEN "\",\"expires_in\":3600}" : outcome);
	else
		wire_reply(wire, 200, "", "{\"value\":[]}");
}

static int begin(void **state)
{
	(void)state;
	struct err err = {0};
	server = server_start(handler, NULL, NULL);
	stage_init(&stage);
	assert_true(stage_open(&stage, "--platform android --no-state", &err));
	stage.app.signing.options.graph_url = server_url(server);
	stage.app.signing.options.login_url = server_url(server);
	stage_keys(&stage, ":");
	stage_type(&stage, "sign-in");
	stage_keys(&stage, "Enter");
	return 0;
}

static int end(void **state)
{
	(void)state;
	stage_close(&stage);
	stage_finish(&stage);
	server_stop(server);
	return 0;
}

static bool shows(const char *text)
{
	autostrbuf screen;
	strbuf_init(&screen, STRBUF_REPORT);
	stage_screen(&stage, '|', &screen);
	bool found = sv_has(strbuf_sv(&screen), sv_str(text));
	if (!found)
		print_message("%s\n", screen.ptr);
	return found;
}

static bool hides(const char *text)
{
	autostrbuf screen;
	strbuf_init(&screen, STRBUF_REPORT);
	stage_screen(&stage, '|', &screen);
	return !sv_has(strbuf_sv(&screen), sv_str(text));
}

/* Microsoft's app, by choice; then the sign-in, until the code is there. */
static void sign_in(void)
{
	stage_keys(&stage, "Down Down Enter Home Enter");
	int64_t until = loop_now_us() + 10000000;
	while (stage.app.signing.sign_in && loop_now_us() < until &&
	       sign_in_state(stage.app.signing.sign_in) == SIGN_IN_ASKS)
		loop_turn(stage.app.loop, 10000);
}

static void turn_until_over(void)
{
	int64_t until = loop_now_us() + 10000000;
	while ((stage.app.signing.sign_in || wizard_graph_asking(&stage.app.wizard)) &&
	       loop_now_us() < until)
		loop_turn(stage.app.loop, 10000);
}

static void no_app_is_chosen_for_the_user(void **state)
{
	(void)state;
	assert_true(shows("none chosen yet"));
	assert_true(shows(server_url(server))); /* who would get the token */
	assert_true(shows("organizations"));
	stage_keys(&stage, "Enter");
	assert_true(shows("--client-id is needed"));
	assert_int_equal(server_requests(server), 0);
}

static void the_code_is_shown_with_what_it_can_do(void **state)
{
	(void)state;
	outcome = "{\"error\":\"authorization_pending\"}";
	sign_in();
	assert_true(shows("B6SUYU5PL"));
	assert_true(shows("https://microsoft.com/devicelogin"));
	assert_true(shows("Enter this code only if you started this program yourself."));
	assert_true(shows("organizations"));
	assert_true(shows("User.Read.All"));
	assert_true(shows("good for 15 minutes"));
	assert_true(hides("secret-code"));
	assert_int_equal(server_saw(server, "14d82eec-204b-4c2f-b7e8-296a70dab67e"), 1);
	/* closing it cancels */
	stage_keys(&stage, "q");
	assert_true(hides("B6SUYU5PL"));
	assert_null(stage.app.signing.sign_in);
}

static void the_code_leaves_when_it_has_served(void **state)
{
	(void)state;
	outcome = "T";
	sign_in();
	assert_true(shows("B6SUYU5PL"));
	turn_until_over();
	assert_true(hides("B6SUYU5PL"));
	assert_true(hides(TOKEN));
	assert_null(stage.app.overlay);
	assert_true(shows("Signed in."));
	assert_non_null(stage.app.wizard.graph.source);
	assert_true(stage.app.wizard.graph.source->live);
	assert_true(server_saw(server, "Authorization: Bearer " TOKEN) > 0);
}

static void a_refusal_is_told_and_can_be_tried_again(void **state)
{
	(void)state;
	outcome = "{\"error\":\"access_denied\",\"error_codes\":[53003]}";
	sign_in();
	turn_until_over();
	assert_true(hides("B6SUYU5PL"));
	assert_true(shows("Conditional Access blocks this sign-in"));
	assert_true(shows("Sign in with a code"));
	outcome = "T";
	stage_keys(&stage, "Home Enter");
	turn_until_over();
	assert_true(shows("Signed in."));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(no_app_is_chosen_for_the_user), TEST(the_code_is_shown_with_what_it_can_do),
		TEST(the_code_leaves_when_it_has_served),
		TEST(a_refusal_is_told_and_can_be_tried_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
