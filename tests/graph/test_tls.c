/* Who answers must prove who it is: ten certificates that do not, and the one that does. */
#include "unit/testing.h"

#include <openssl/ssl.h>
#include <stdio.h>
#include <unistd.h>

#include "certs.h"
#include "rig.h"
#include "server.h"

static char ca_path[64];
static struct certs *certs;

static void answer_me(struct wire *wire, const char *request, void *data)
{
	(void)request;
	(void)data;
	wire_reply(wire, 200, "", "{\"id\":\"me\"}");
}

static struct rig_answer ask_over(enum cert_fault fault, const char *ca, unsigned *ret_saw)
{
	SSL_CTX *tls = certs_server(certs, fault);
	struct server *server = server_start(answer_me, NULL, tls);
	struct rig rig;
	struct rig_answer answer;
	rig_init(&rig, server_url(server), NULL, ca);
	rig_ask(&rig, RIG_GET("/me"), &answer, 5000);
	*ret_saw = server_saw(server, "Authorization") + server_requests(server);
	rig_answer_finish(&answer);
	rig_finish(&rig);
	server_stop(server);
	SSL_CTX_free(tls);
	return answer;
}

static void a_certificate_of_the_ca_is_trusted(void **state)
{
	(void)state;
	unsigned saw;
	struct rig_answer answer = ask_over(CERT_FINE, ca_path, &saw);
	assert_int_equal(answer.status, GRAPH_OK);
	assert_int_equal(saw, 2);
}

static void no_other_is(void **state)
{
	(void)state;
	unsigned refused = 0;
	for (enum cert_fault fault = CERT_FINE + 1; fault < CERT_FAULTS; fault++) {
		unsigned saw;
		struct rig_answer answer = ask_over(fault, ca_path, &saw);
		if (answer.status != GRAPH_TROUBLE || saw)
			print_error("fault %d: status %d, %s\n", (int)fault, (int)answer.status,
				answer.error);
		assert_int_equal(answer.status, GRAPH_TROUBLE);
		assert_non_null(strstr(answer.error, "--cacert"));
		assert_int_equal(saw, 0);
		refused++;
	}
	assert_int_equal(refused, 10);
}

/* The CA that is not given: its name is what tells the reader what to do. */
static void the_issuer_is_named(void **state)
{
	(void)state;
	unsigned saw;
	struct rig_answer answer = ask_over(CERT_FINE, NULL, &saw);
	assert_int_equal(answer.status, GRAPH_TROUBLE);
	assert_non_null(strstr(answer.error, "Test CA"));
	assert_int_equal(saw, 0);
}

static void a_ca_file_must_be_one(void **state)
{
	(void)state;
	struct loop *loop = loop_create();
	struct http_options options = {.agent = "test", .limits = HTTP_LIMITS};
	static const char *const files[] = {"/nowhere/ca.pem", "/", SOURCE_ROOT "/README.md"};
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct err err = {0};
		options.ca_file = files[i];
		assert_null(http_create(loop, &options, &err));
		assert_int_equal(err.kind, ERR_USAGE);
		assert_non_null(strstr(err.text, files[i]));
	}
	loop_destroy(loop);
}

static int make_certs(void **state)
{
	(void)state;
	snprintf(ca_path, sizeof(ca_path), "/tmp/scepwiz-ca-%d.pem", (int)getpid());
	certs = certs_create(ca_path);
	return 0;
}

static int drop_certs(void **state)
{
	(void)state;
	certs_destroy(certs);
	return unlink(ca_path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_certificate_of_the_ca_is_trusted),
		cmocka_unit_test(no_other_is),
		cmocka_unit_test(the_issuer_is_named),
		cmocka_unit_test(a_ca_file_must_be_one),
	};
	return cmocka_run_group_tests(tests, make_certs, drop_certs);
}
