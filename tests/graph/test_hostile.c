/* A service that misbehaves: whatever it does, the answer comes in bounded time and memory, is no
 * success it should not be, and the token is seen by nobody else. */
#include "unit/testing.h"

#include <stdio.h>
#include <stdlib.h>

#include "rig.h"
#include "server.h"

static struct server *server, *other;

static void head(struct wire *w, const char *headers)
{
	wire_text(w, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n%s\r\n", headers);
}

static void fill(struct wire *w, const char *piece, size_t total)
{
	char block[65536];
	size_t len = strlen(piece), used = 0;
	while (used + len <= sizeof(block)) {
		memcpy(block + used, piece, len);
		used += len;
	}
	for (size_t sent = 0; sent < total && wire_bytes(w, block, used); sent += used)
		;
}

static void reply(struct wire *w, const char *json)
{
	wire_reply(w, 200, "", json);
}

/* ---- bodies ---- */

static void large(struct wire *w)
{
	head(w, "Content-Length: 400000000\r\n");
	fill(w, " ", 400000000);
}

static void chunks(struct wire *w)
{
	head(w, "Transfer-Encoding: chunked\r\n");
	fill(w, "8\r\n\"aaaaaa\"\r\n", 400000000);
}

static void until_close(struct wire *w)
{
	head(w, "Connection: close\r\n");
	fill(w, "[", 100000000);
	wire_close(w);
}

/* Deflate with fixed codes, by hand: a literal, then matches of 258 bytes, 13 bits each. */
static void bomb(struct wire *w)
{
	static unsigned char bits[1 << 20];
	size_t at = 0;
	memset(bits, 0, sizeof(bits));
#define PUT(bit) (bits[at >> 3] |= (unsigned char)((bit) << (at & 7)), at++)
	PUT(1), PUT(1), PUT(0); /* the last block, fixed codes */
	for (int i = 7; i >= 0; i--)
		PUT((0x50 >> i) & 1); /* a blank */
	while (at + 32 < sizeof(bits) * 8) {
		for (int i = 7; i >= 0; i--)
			PUT((0xc5 >> i) & 1);
		at += 5; /* distance 1: five zeros */
	}
	head(w, "Content-Encoding: gzip\r\nConnection: close\r\n");
	wire_bytes(w, "\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
	wire_bytes(w, bits, sizeof(bits)); /* 160 MB of blanks */
	wire_close(w);
}

static void bad_gzip(struct wire *w)
{
	head(w, "Content-Encoding: gzip\r\nContent-Length: 20\r\n");
	wire_bytes(w, "\x1f\x8b\x08\0\0\0\0\0\0\x03zzzzzzzzzz", 20);
}

static void unknown_coding(struct wire *w)
{
	head(w, "Content-Encoding: br\r\nContent-Length: 4\r\n");
	wire_bytes(w, "\x0b\x01\x80{", 4);
}

static void cut(struct wire *w)
{
	head(w, "Content-Length: 5000\r\n");
	wire_text(w, "{\"value\":[{\"id\":\"");
	wire_close(w);
}

static void slow_body(struct wire *w)
{
	head(w, "Content-Length: 5000\r\n");
	while (wire_text(w, " ") && wire_sleep(w, 100))
		;
}

static void bad_chunk(struct wire *w)
{
	head(w, "Transfer-Encoding: chunked\r\n");
	wire_text(w, "fffffffffffffffffff\r\n{}");
	wire_close(w);
}

/* ---- heads ---- */

static void slow_head(struct wire *w)
{
	wire_text(w, "HTTP/1.1 200 OK\r\n");
	while (wire_text(w, "X: y\r\n") && wire_sleep(w, 100))
		;
}

static void header_flood(struct wire *w)
{
	wire_text(w, "HTTP/1.1 200 OK\r\n");
	fill(w, "Set-Cookie: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", 20000000);
}

static void header_line(struct wire *w)
{
	wire_text(w, "HTTP/1.1 200 OK\r\nX: ");
	fill(w, "a", 20000000);
}

static void continues(struct wire *w)
{
	while (wire_text(w, "HTTP/1.1 100 Continue\r\n\r\n"))
		;
}

static void nothing(struct wire *w)
{
	wire_sleep(w, 5000);
}

static void hang_up(struct wire *w)
{
	wire_close(w);
}

static void reset(struct wire *w)
{
	wire_reset(w);
}

static void garbage(struct wire *w)
{
	wire_bytes(w, "\x16\x03\x01\x02hello\r\n\r\n", 13);
	wire_close(w);
}

static void two_lengths(struct wire *w)
{
	head(w, "Content-Length: 2\r\nContent-Length: 20000\r\n");
	wire_text(w, "{}");
	wire_close(w);
}

static void negative_length(struct wire *w)
{
	head(w, "Content-Length: -5\r\n");
	wire_text(w, "{\"value\":[]}");
	wire_close(w);
}

/* ---- JSON ---- */

static void deep(struct wire *w)
{
	static char json[200001];
	memset(json, '[', 200000);
	reply(w, json);
}

static void many_values(struct wire *w)
{
	size_t total = 7 << 20;
	char length[64];
	snprintf(length, sizeof(length), "Content-Length: %zu\r\n", total);
	head(w, length);
	wire_text(w, "[[]");
	fill(w, ",[]", total);
}

static void twice(struct wire *w) { reply(w, "{\"value\":[],\"value\":[{\"id\":1}]}"); }
static void not_a_number(struct wire *w) { reply(w, "{\"value\":[NaN]}"); }
static void huge_exponent(struct wire *w) { reply(w, "{\"value\":[1e999999]}"); }
static void trailing(struct wire *w) { reply(w, "{\"value\":[]}{\"value\":[1]}"); }
static void bad_utf8(struct wire *w) { reply(w, "{\"value\":[\"\xff\xfe\"]}"); }
static void nul_escape(struct wire *w) { reply(w, "{\"value\":[\"a\\u0000b\"]}"); }
static void no_list(struct wire *w) { reply(w, "{\"value\":{\"id\":1}}"); }
static void empty(struct wire *w) { reply(w, ""); }
static void a_text(struct wire *w) { reply(w, "\"value\""); }

static void many_digits(struct wire *w)
{
	static char json[1000100];
	strcpy(json, "{\"value\":[");
	memset(json + 10, '9', 1000000);
	strcpy(json + 1000010, "]}");
	reply(w, json);
}

static void html(struct wire *w)
{
	wire_text(w, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 14\r\n\r\n"
		"<html>\x1b[2J</x>");
}

static void bad_gateway(struct wire *w)
{
	wire_text(w, "HTTP/1.1 502 Bad\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
}

static void endless_link(struct wire *w)
{
	char json[300];
	snprintf(json, sizeof(json), "{\"value\":[1],\"@odata.nextLink\":\"%s/v1.0/endless_link\"}",
		server_url(server));
	reply(w, json);
}

static void foreign_link(struct wire *w)
{
	char json[300];
	snprintf(json, sizeof(json), "{\"value\":[1],\"@odata.nextLink\":\"%s/v1.0/users\"}",
		server_url(other));
	reply(w, json);
}

static void odd_link(struct wire *w)
{
	reply(w, "{\"value\":[1],\"@odata.nextLink\":{\"a\":1}}");
}

static const struct behaviour {
	const char *name;
	void (*act)(struct wire *wire);
	bool partial; /* a list that says it is incomplete is fine */
} behaviours[] = {
#define B(name) {#name, name, false}
	B(large), B(chunks), B(until_close), B(bomb), B(bad_gzip), B(unknown_coding), B(cut),
	B(slow_body), B(bad_chunk), B(slow_head), B(header_flood), B(header_line), B(continues),
	B(nothing), B(hang_up), B(reset), B(garbage), B(two_lengths), B(negative_length), B(deep),
	B(many_values), B(twice), B(not_a_number), B(huge_exponent), B(trailing), B(bad_utf8),
	B(nul_escape), B(no_list), B(empty), B(a_text), B(many_digits), B(html), B(bad_gateway),
	{"endless_link", endless_link, true}, {"foreign_link", foreign_link, true},
	{"odd_link", odd_link, true},
};

static void handler(struct wire *wire, const char *request, void *data)
{
	(void)data;
	char name[64] = "";
	sscanf(request, "GET /v1.0/%63[a-z_0-9]", name);
	for (size_t i = 0; i < ARRAY_LEN(behaviours); i++)
		if (!strcmp(behaviours[i].name, name))
			behaviours[i].act(wire);
}

/* ---- what may come of it ---- */

#define TRIES_TAKE_US INT64_C(8000000) /* three tries of 0.7 s each, on a busy machine */
#define MEMORY_KIB (32 << 10)

/* The most memory the process had since forget_peak(). */
static long peak_kib(void)
{
	char line[200];
	long kib = 0;
	FILE *file = fopen("/proc/self/status", "r");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "VmHWM: %ld kB", &kib) == 1)
			break;
	if (file)
		fclose(file);
	return kib;
}

static void forget_peak(void)
{
	FILE *file = fopen("/proc/self/clear_refs", "w");
	if (file) {
		fputs("5", file);
		fclose(file);
	}
}

static bool measures_memory(void)
{
#if defined(__SANITIZE_ADDRESS__)
	return false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
	return false;
#endif
#endif
	return true;
}

static void nothing_it_does_hurts(void **state)
{
	struct rig *rig = *state;
	int64_t slowest = 0;
	long largest = 0;
	assert_true(ARRAY_LEN(behaviours) >= 25);
	for (size_t i = 0; i < ARRAY_LEN(behaviours); i++) {
		const struct behaviour *b = &behaviours[i];
		char path[80];
		struct rig_answer a;
		snprintf(path, sizeof(path), "/%s", b->name);
		forget_peak();
		long before = peak_kib();
		rig_ask(rig, RIG_LIST(path), &a, 20000);
		long grown = peak_kib() - before;
		bool fine = a.times == 1 && a.took_us < TRIES_TAKE_US &&
			(a.status == GRAPH_OK ? b->partial && a.incomplete : *a.error != '\0');
		if (!fine || (measures_memory() && grown > MEMORY_KIB))
			print_error("%s: %u answers, %ld ms, %ld KiB, status %d, %s\n", b->name,
				a.times, (long)(a.took_us / 1000), grown, (int)a.status, a.error);
		assert_true(fine);
		assert_true(!measures_memory() || grown <= MEMORY_KIB);
		assert_null(strchr(a.error, '\x1b'));
		slowest = a.took_us > slowest ? a.took_us : slowest;
		largest = grown > largest ? grown : largest;
		rig_answer_finish(&a);
	}
	print_message("%zu behaviours, slowest %ld ms, at most %ld KiB more\n",
		ARRAY_LEN(behaviours), (long)(slowest / 1000), largest);
	assert_int_equal(server_saw(other, "Bearer"), 0);
	assert_int_equal(server_requests(other), 0);
}

/* ---- redirects ---- */

static const char *const redirects[] = { /* %s: the other server, %p: its port */
	"301 Moved\r\nLocation: %s/v1.0/me", "302 Found\r\nLocation: %s/v1.0/me",
	"303 See\r\nLocation: %s/v1.0/me", "307 Temporary\r\nLocation: %s/v1.0/me",
	"308 Permanent\r\nLocation: %s/v1.0/me", "302 Found\r\nlocation: //127.0.0.1:%p/v1.0/me",
	"302 Found\r\nLocation: http://graph@127.0.0.1:%p/v1.0/me",
	"300 Choices\r\nLocation: %s/v1.0/me", "305 Proxy\r\nLocation: %s/",
	("200 OK\r\nRefresh: 0; url=%s/v1.0/me\r\nContent-Location: %s/v1.0/me\r\n"
		"Alt-Svc: h2=\"127.0.0.1:%p\"\r\nLink: <%s/v1.0/me>; rel=next"),
	"201 Created\r\nLocation: %s/v1.0/me",
	"401 Unauthorized\r\nLocation: %s/v1.0/me\r\nWWW-Authenticate: Bearer authorization_uri=\"%s\"",
};

static void redirect(struct wire *wire, const char *request, void *data)
{
	(void)data;
	unsigned which = 0;
	sscanf(request, "GET /v1.0/%u", &which);
	wire_text(wire, "HTTP/1.1 ");
	for (const char *at = redirects[which % ARRAY_LEN(redirects)]; *at; at++) {
		if (at[0] == '%' && at[1] == 's')
			wire_text(wire, "%s", server_url(other)), at++;
		else if (at[0] == '%' && at[1] == 'p')
			wire_text(wire, "%d", server_port(other)), at++;
		else
			wire_bytes(wire, at, 1);
	}
	wire_text(wire, "\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n"
		"{\"value\":[]}");
}

static void no_redirect_is_followed(void **state)
{
	(void)state;
	struct rig rig;
	struct server *redirecting = server_start(redirect, NULL, NULL);
	rig_init(&rig, server_url(redirecting), NULL, NULL);
	assert_int_equal(ARRAY_LEN(redirects), 12);
	for (unsigned i = 0; i < ARRAY_LEN(redirects); i++) {
		struct rig_answer a;
		char path[20];
		snprintf(path, sizeof(path), "/%u", i);
		unsigned before = server_requests(redirecting);
		rig_ask(&rig, RIG_LIST(path), &a, 5000);
		assert_int_equal(a.times, 1);
		if (redirects[i][0] == '3') {
			assert_int_equal(a.status, GRAPH_TROUBLE);
			assert_non_null(strstr(a.error, "127.0.0.1")); /* where it would have led */
		}
		assert_int_equal(server_requests(redirecting), before + 1);
		rig_answer_finish(&a);
	}
	assert_int_equal(server_requests(other), 0);
	assert_int_equal(server_saw(other, "Bearer"), 0);
	rig_finish(&rig);
	server_stop(redirecting);
}

static void never(struct wire *wire, const char *request, void *data)
{
	(void)request;
	(void)data;
	reply(wire, "{\"value\":[]}");
}

static int begin(void **state)
{
	struct rig *rig = calloc(1, sizeof(*rig));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_it_does_hurts, begin, end),
		cmocka_unit_test_setup_teardown(no_redirect_is_followed, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
