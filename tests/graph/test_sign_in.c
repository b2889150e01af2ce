/* Signing in over the loopback: what is sent, what comes of it, and that it can be cancelled. */
#include "unit/testing.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base64.h"
#include "certs.h"
#include "graph/assertion.h"
#include "graph/sign_in.h"
#include "rig.h"
#include "server.h"

static struct server *server;
static unsigned polls;
static const char *token_reply; /* after two "pending"; status 200 */
static char last[8192]; /* the last request to the token endpoint */
static char pem[64];

static void handler(struct wire *wire, const char *request, void *data)
{
	(void)data;
	if (strstr(request, "/oauth2/v2.0/devicecode")) {
		wire_reply(wire, 200, "", "{\"user_code\":\"B6SUYU5PL\",\"device_code\":"
			"\"code/+=\",\"verification_uri\":\"https://microsoft.com/devicelogin\","
			"\"expires_in\":900,\"interval\":1}");
	} else {
		snprintf(last, sizeof(last), "%s", request);
		polls++;
		if (polls == 1 && strstr(request, "device_code"))
			wire_reply(wire, 400, "", "{\"error\":\"authorization_pending\"}");
		else
			wire_reply(wire, strstr(token_reply, "\"error\"") ? 400 : 200, "",
				token_reply);
	}
}

struct noted {
	unsigned changes;
	enum sign_in_state states[8];
	struct sign_in *sign_in;
};

static void note(void *data)
{
	struct noted *n = data;
	if (n->sign_in && n->changes < 8)
		n->states[n->changes++] = sign_in_state(n->sign_in);
}

static void turn_until_over(struct rig *rig, struct noted *n, unsigned ms)
{
	int64_t until = loop_now_us() + ms * INT64_C(1000);
	while (loop_now_us() < until && sign_in_state(n->sign_in) != SIGN_IN_DONE &&
	       sign_in_state(n->sign_in) != SIGN_IN_FAILED)
		loop_turn(rig->loop, 20000);
}

static int begin(void **state)
{
	struct rig *rig = calloc(1, sizeof(*rig));
	polls = 0;
	token_reply = "{\"access_token\":\"" CANARY "\",\"expires_in\":\"3599\"}";
	server = server_start(handler, NULL, NULL);
	rig_init(rig, "http://127.0.0.1:1", server_url(server), NULL);
	token_wipe(&rig->session.token);
	*state = rig;
	return 0;
}

static int end(void **state)
{
	rig_finish(*state);
	free(*state);
	server_stop(server);
	return 0;
}

static void a_person_signs_in(void **state)
{
	struct rig *rig = *state;
	struct noted n = {0};
	n.sign_in = sign_in_by_code(&rig->session, note, &n, NULL);
	turn_until_over(rig, &n, 5000);
	assert_int_equal(n.changes, 2);
	assert_int_equal(n.states[0], SIGN_IN_SHOWS);
	assert_int_equal(n.states[1], SIGN_IN_DONE);
	assert_sv(secret_sv(&rig->session.token.secret), CANARY);
	assert_int_equal(server_requests(server), 3);
	assert_int_equal(server_saw(server, "POST /organizations/oauth2/v2.0/devicecode "), 1);
	assert_int_equal(server_saw(server, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3A"
		"device_code&client_id=11111111-2222-3333-4444-555555555555&device_code=code%2F%2B%3D"),
		2);
	assert_int_equal(server_saw(server, "scope=User.Read.All"), 0); /* in the table's order */
	assert_int_equal(server_saw(server, "offline_access"), 0);
	assert_int_equal(server_saw(server, "client-request-id: "), 3);
	/* the code is gone once it has served */
	assert_string_equal(sign_in_code(n.sign_in)->user_code, "");
	sign_in_destroy(n.sign_in);
}

static void a_refusal_is_told(void **state)
{
	struct rig *rig = *state;
	struct noted n = {0};
	token_reply = "{\"error\":\"access_denied\",\"error_codes\":[53003]}";
	n.sign_in = sign_in_by_code(&rig->session, note, &n, NULL);
	turn_until_over(rig, &n, 5000);
	assert_int_equal(sign_in_state(n.sign_in), SIGN_IN_FAILED);
	assert_non_null(strstr(sign_in_why(n.sign_in), "AADSTS53003"));
	assert_int_equal(rig->session.token.secret.len, 0);
	sign_in_destroy(n.sign_in);
}

static void nobody_there_is_told(void **state)
{
	struct rig *rig = *state;
	struct noted n = {0};
	origin_finish(&rig->session.login);
	assert_true(origin_init(&rig->session.login, "http://127.0.0.1:1", "x", NULL));
	n.sign_in = sign_in_by_code(&rig->session, note, &n, NULL);
	turn_until_over(rig, &n, 5000);
	assert_int_equal(sign_in_state(n.sign_in), SIGN_IN_FAILED);
	assert_non_null(strstr(sign_in_why(n.sign_in), "can't be reached"));
	sign_in_destroy(n.sign_in);
}

static void it_is_cancelled_at_any_time(void **state)
{
	struct rig *rig = *state;
	for (unsigned turns = 0; turns < 12; turns++) {
		struct noted n = {0};
		n.sign_in = sign_in_by_code(&rig->session, note, &n, NULL);
		for (unsigned i = 0; i < turns; i++)
			loop_turn(rig->loop, 3000);
		sign_in_destroy(n.sign_in);
		n.sign_in = NULL;
		n.changes = 0;
		for (int i = 0; i < 3; i++)
			loop_turn(rig->loop, 2000);
		assert_int_equal(n.changes, 0);
	}
}

static void no_app_is_built_in(void **state)
{
	struct rig *rig = *state;
	struct err err = {0};
	free(rig->session.client_id);
	rig->session.client_id = NULL;
	assert_null(sign_in_by_code(&rig->session, note, NULL, &err));
	assert_int_equal(err.kind, ERR_USAGE);
	assert_non_null(strstr(err.text, "--client-id"));
}

static void take_tenant(struct rig *rig)
{
	free(rig->session.tenant);
	rig->session.tenant = xstrdup("contoso.onmicrosoft.com");
}

static void an_app_signs_in_with_its_secret(void **state)
{
	struct rig *rig = *state;
	struct noted n = {0};
	struct err err = {0};
	assert_null(sign_in_by_secret(&rig->session, SV("x"), note, &n, &err));
	assert_non_null(strstr(err.text, "--tenant"));
	take_tenant(rig);
	n.sign_in = sign_in_by_secret(&rig->session, SV("a~b&c=d+e é"), note, &n, NULL);
	turn_until_over(rig, &n, 5000);
	assert_int_equal(sign_in_state(n.sign_in), SIGN_IN_DONE);
	assert_int_equal(server_saw(server, "client_secret=a~b%26c%3Dd%2Be%20%C3%A9"), 1);
	assert_int_equal(server_saw(server, "scope=http%3A%2F%2F127.0.0.1%3A1%2F.default"), 1);
	sign_in_destroy(n.sign_in);
}

/* ---- the assertion, checked by its own public key ---- */

static struct sv part(struct sv token, unsigned which)
{
	struct sv rest = token, one = SV_EMPTY;
	for (unsigned i = 0; i <= which; i++)
		sv_cut(&rest, '.', &one);
	return one;
}

static json_t *part_json(struct sv token, unsigned which)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	assert_true(base64_decode(&text, part(token, which)));
	return json_loadb(text.ptr, text.len, 0, NULL);
}

static bool verifies(struct sv token, X509 *certificate)
{
	EVP_PKEY_CTX *options;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	autostrbuf signature;
	strbuf_init(&signature, STRBUF_LINE);
	struct sv sig = part(token, 2);
	struct sv signed_text = {token.ptr, (size_t)(sig.ptr - token.ptr) - 1};
	assert_true(base64_decode(&signature, sig));
	EVP_DigestVerifyInit(context, &options, EVP_sha256(), NULL, X509_get0_pubkey(certificate));
	EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
	EVP_PKEY_CTX_set_rsa_pss_saltlen(options, 32);
	bool ok = EVP_DigestVerify(context, (const unsigned char *)signature.ptr, signature.len,
		(const unsigned char *)signed_text.ptr, signed_text.len) == 1;
	EVP_MD_CTX_free(context);
	return ok;
}

static void an_assertion_proves_the_key(void **state)
{
	(void)state;
	struct bytes made = {0};
	struct err err = {0};
	assert_true(assertion_make(&made, pem, "https://login.example/t/oauth2/v2.0/token",
		"11111111-2222-3333-4444-555555555555", 1000, &err));
	struct sv token = bytes_sv(&made);
	json_t *header = part_json(token, 0), *claims = part_json(token, 1);
	assert_string_equal(json_string_value(json_object_get(header, "alg")), "PS256");
	assert_int_equal(json_string_length(json_object_get(header, "x5t#S256")), 43);
	assert_string_equal(json_string_value(json_object_get(claims, "iss")),
		json_string_value(json_object_get(claims, "sub")));
	assert_int_equal(json_integer_value(json_object_get(claims, "exp")), 1000 + 300);
	assert_int_equal(json_string_length(json_object_get(claims, "jti")), 36);
	FILE *file = fopen(pem, "r");
	X509 *certificate = PEM_read_X509(file, NULL, NULL, NULL);
	fclose(file);
	assert_true(verifies(token, certificate));
	made.ptr[token.len / 2] ^= 1; /* and a changed one does not */
	assert_false(verifies(token, certificate));
	X509_free(certificate);
	json_decref(header);
	json_decref(claims);
	bytes_wipe(&made);
}

static void an_app_signs_in_with_its_certificate(void **state)
{
	struct rig *rig = *state;
	struct noted n = {0};
	take_tenant(rig);
	n.sign_in = sign_in_by_certificate(&rig->session, pem, note, &n, NULL);
	assert_non_null(n.sign_in);
	turn_until_over(rig, &n, 5000);
	assert_int_equal(sign_in_state(n.sign_in), SIGN_IN_DONE);
	assert_non_null(strstr(last, "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3A"
		"client-assertion-type%3Ajwt-bearer&client_assertion=ey"));
	sign_in_destroy(n.sign_in);
}

static void a_key_file_must_be_ones_own(void **state)
{
	struct rig *rig = *state;
	struct noted n = {0};
	take_tenant(rig);
	static const struct { mode_t mode; const char *path, *told; } rows[] = {
		{0644, pem, "chmod 600"}, {0640, pem, "chmod 600"}, {0600, "/nowhere", "/nowhere"},
		{0600, "/tmp", "regular"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = {0};
		chmod(pem, rows[i].mode);
		assert_null(sign_in_by_certificate(&rig->session, rows[i].path, note, &n, &err));
		assert_int_equal(err.kind, ERR_GRAPH);
		assert_non_null(strstr(err.text, rows[i].told));
	}
	chmod(pem, 0600);
	FILE *file = fopen(pem, "r+");
	fputs("-----BEGIN NONSENSE", file); /* over the key */
	fclose(file);
	struct err err = {0};
	assert_null(sign_in_by_certificate(&rig->session, pem, note, &n, &err));
	assert_non_null(strstr(err.text, "no private key"));
	certs_client(pem);
	assert_int_equal(server_requests(server), 0);
}

static int make_pem(void **state)
{
	(void)state;
	snprintf(pem, sizeof(pem), "/tmp/scepwiz-app-%d.pem", (int)getpid());
	certs_client(pem);
	return 0;
}

static int drop_pem(void **state)
{
	(void)state;
	return unlink(pem);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(a_person_signs_in), TEST(a_refusal_is_told), TEST(nobody_there_is_told),
		TEST(it_is_cancelled_at_any_time), TEST(no_app_is_built_in),
		TEST(an_app_signs_in_with_its_secret), cmocka_unit_test(an_assertion_proves_the_key),
		TEST(an_app_signs_in_with_its_certificate), TEST(a_key_file_must_be_ones_own),
	};
	return cmocka_run_group_tests(tests, make_pem, drop_pem);
}
