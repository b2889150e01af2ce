#include "live.h"

#include <math.h>
#include <stdio.h>
#include <sys/random.h>

#include "advice.h"
#include "base/guid.h"
#include "base/i18n.h"
#include "base/strbuf.h"
#include "collected.h"
#include "json_text.h"
#include "net/bytes.h"

#define AT_ONCE 4

struct live {
	struct graph_source source; /* first: the source is the live one */
	struct loop *loop;
	const struct graph_session *session;
	struct live_pace pace;
	uint64_t last_id;
	struct asking **askings; /* in the order they came */
	size_t askings_count, askings_cap;
};

/* One question, with all its tries and pages. */
struct asking {
	struct live *live;
	uint64_t id, exchange, timer; /* exchange, timer: 0 unless one is under way */
	int64_t begun_us;             /* 0: waits for its turn */
	char *method, *body, *permission;
	char *url; /* of this page */
	bool eventual, collection, fresh;
	unsigned tries;
	struct collected collected;
	char request_id[80], client_request_id[GUID_TEXT_MAX];
	graph_answered *answered;
	void *data;
};

static void send_page(void *data);

static void release(struct asking *a)
{
	collected_finish(&a->collected);
	free(a->method);
	free(a->body);
	free(a->permission);
	free(a->url);
	free(a);
}

static void forget(struct live *live, const struct asking *a)
{
	size_t kept = 0;
	for (size_t i = 0; i < live->askings_count; i++)
		if (live->askings[i] != a)
			live->askings[kept++] = live->askings[i];
	live->askings_count = kept;
}

static void begin_more(struct live *live)
{
	size_t under_way = 0;
	for (size_t i = 0; i < live->askings_count; i++)
		under_way += live->askings[i]->begun_us != 0;
	for (size_t i = 0; i < live->askings_count && under_way < AT_ONCE; i++) {
		struct asking *a = live->askings[i];
		if (a->begun_us)
			continue;
		a->begun_us = loop_now_us();
		a->timer = loop_timer(live->loop, 0, send_page, a);
		under_way++;
	}
}

/* Who is told may destroy the source: nothing of it is touched afterwards. */
static void finish(struct asking *a, enum graph_status status, json_t *json, const char *error)
{
	struct live *live = a->live;
	debug_linef(live->session->debug, "graph %s %s: status %d%s, request-id %s, "
		"client-request-id %s; %s", a->method, a->url, (int)status,
		a->collected.incomplete ? ", incomplete" : "", a->request_id,
		a->client_request_id, error);
	forget(live, a);
	begin_more(live);
	struct graph_answer answer = {.status = status, .json = json, .error = error,
		.incomplete = a->collected.incomplete, .request_id = a->request_id,
		.client_request_id = a->client_request_id};
	a->answered(a->data, &answer);
	release(a);
}

/* A later page that fails leaves what came before it. */
static void fail(struct asking *a, enum graph_status status, const char *error)
{
	if (a->collected.json) {
		a->collected.incomplete = true;
		finish(a, GRAPH_OK, a->collected.json, "");
	} else {
		finish(a, status, NULL, error);
	}
}

/* ---- patience ---- */

static double jitter(void)
{
	unsigned char byte = 0;
	if (getrandom(&byte, 1, 0) != 1)
		return 1;
	return 1 + byte / 510.0;
}

/* Digits with one point at most: strtod() would read a locale's comma, hexadecimal and "inf". */
static bool to_seconds(struct sv text, double *ret)
{
	double value = 0, place = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '.' && !place)
			place = 1;
		else if (c < '0' || c > '9')
			return false;
		else if (place)
			value += (c - '0') * (place /= 10);
		else
			value = value * 10 + (c - '0');
	}
	*ret = value;
	return text.len > 0 && isfinite(value);
}

int64_t live_wait_us(struct sv retry_after, unsigned tries, const struct live_pace *pace)
{
	double seconds, us;
	if (to_seconds(sv_trim(retry_after), &seconds))
		us = seconds * 1e6;
	else
		us = (double)pace->least_us * (double)(1u << (tries < 10 ? tries : 10)) * jitter();
	if (us < (double)pace->least_us)
		return pace->least_us;
	return us > (double)pace->most_us ? pace->most_us : (int64_t)us;
}

static void try_again(struct asking *a, struct sv retry_after)
{
	int64_t wait = live_wait_us(retry_after, a->tries - 1, &a->live->pace);
	debug_linef(a->live->session->debug, "graph: waits %ld ms", (long)(wait / 1000));
	a->timer = loop_timer(a->live->loop, wait, send_page, a);
}

static bool is_get(const struct asking *a)
{
	return sv_eq(sv_str(a->method), SV("GET"));
}

/* What was not a GET may have been done although nobody said so. */
static bool may_try_again(const struct asking *a, const struct http_reply *reply)
{
	if (reply->trouble == HTTP_FINE)
		return a->tries < LIVE_TRIES && (reply->status == 429 ||
			(is_get(a) && (reply->status == 503 || reply->status == 504)));
	return is_get(a) && a->tries < LIVE_TRIES_BROKEN &&
		(reply->trouble == HTTP_UNREACHABLE || reply->trouble == HTTP_TIMEOUT ||
		 reply->trouble == HTTP_BROKEN);
}

/* ---- replies ---- */

static bool is_json(const struct http_reply *reply)
{
	struct sv type = http_header(reply, "content-type");
	return sv_ieq(sv_trim(sv_sub(type, 0, sv_chr(type, ';'))), SV("application/json"));
}

static void next_page(struct asking *a, char *url)
{
	free(a->url);
	a->url = url;
	a->tries = 0;
	if (loop_now_us() - a->begun_us < a->live->pace.collection_us) {
		a->timer = loop_timer(a->live->loop, 0, send_page, a);
		return;
	}
	a->collected.incomplete = true;
	finish(a, GRAPH_OK, a->collected.json, "");
}

/* Takes the json over. */
static void take_json(struct asking *a, json_t *json, size_t bytes)
{
	char *next = NULL;
	if (!a->collection) {
		finish(a, GRAPH_OK, json, "");
		json_decref(json);
	} else if (!collected_add(&a->collected, &a->live->session->graph, json, bytes, &next)) {
		fail(a, GRAPH_TROUBLE, _("the answer is no list, as it should be"));
	} else if (next) {
		next_page(a, next);
	} else {
		finish(a, GRAPH_OK, a->collected.json, "");
	}
}

static void take_body(struct asking *a, const struct http_reply *reply)
{
	struct err err = {0};
	json_t *json = NULL;
	if (!reply->body.len && !a->collection) /* an action answers with nothing */
		json = json_object();
	else if (is_json(reply))
		json = json_text_read(reply->body, _("the answer"), &err);
	else
		err_set(&err, ERR_GRAPH, _("the answer is no JSON but %.*s: it comes from a proxy "
			"or a portal in between, not from Graph"),
			SV_ARG(sv_sub(http_header(reply, "content-type"), 0, 60)));
	if (json)
		take_json(a, json, reply->body.len);
	else
		fail(a, GRAPH_TROUBLE, err.text);
}

static void take_refusal(struct asking *a, const struct http_reply *reply)
{
	json_t *body = is_json(reply) ? json_text_read(reply->body, "", NULL) : NULL;
	struct sv location = http_header(reply, "location");
	autostrbuf error;
	strbuf_init(&error, STRBUF_LINE);
	if (!a->request_id[0])
		snprintf(a->request_id, sizeof(a->request_id), "%s", advice_request_id(body));
	advice_graph(&error, reply->status, body, a->permission);
	if (reply->status >= 300 && reply->status < 400 && location.len)
		strbuf_addf(&error, " → %.*s", SV_ARG(sv_sub(location, 0, 200)));
	enum graph_status status = advice_status(reply->status, body);
	json_decref(body);
	fail(a, status, error.ptr);
}

/* A service that says our own token back would have it in reports and on screens. */
static bool repeats_token(const struct asking *a, const struct http_reply *reply)
{
	return sv_has(reply->body, secret_sv(&a->live->session->token.secret));
}

static void on_reply(void *data, const struct http_reply *reply)
{
	struct asking *a = data;
	struct sv id = http_header(reply, "request-id");
	a->exchange = 0;
	if (id.len)
		snprintf(a->request_id, sizeof(a->request_id), SV_FMT, SV_ARG(sv_sub(id, 0, 79)));
	a->fresh = reply->status == 503;
	if (may_try_again(a, reply))
		try_again(a, http_header(reply, "retry-after"));
	else if (reply->trouble != HTTP_FINE)
		fail(a, GRAPH_TROUBLE, reply->why);
	else if (repeats_token(a, reply))
		fail(a, GRAPH_TROUBLE, _("the answer repeats the token it was asked with, so it was "
			"dropped"));
	else if (reply->status >= 200 && reply->status < 300)
		take_body(a, reply);
	else
		take_refusal(a, reply);
}

/* ---- requests ---- */

/* The only place where the token meets a URL; that it is of our origin is seen to by send_page(). */
static void send_with_token(struct asking *a)
{
	const struct graph_session *session = a->live->session;
	struct bytes authorization = {0};
	autostrbuf client_id;
	strbuf_init(&client_id, 128);
	strbuf_addf(&client_id, "client-request-id: %s", guid_new(a->client_request_id));
	bytes_add(&authorization, SV("Authorization: Bearer "), SIZE_MAX);
	bytes_add(&authorization, secret_sv(&session->token.secret), SIZE_MAX);
	bytes_add(&authorization, (struct sv){"", 1}, SIZE_MAX);
	const char *headers[] = {authorization.ptr, client_id.ptr, "Accept: application/json",
		a->body ? "Content-Type: application/json" : "Content-Type:",
		a->eventual ? "ConsistencyLevel: eventual" : "ConsistencyLevel:"};
	struct http_request request = {.method = a->method, .url = a->url, .fresh = a->fresh,
		.headers = headers, .headers_count = ARRAY_LEN(headers),
		.body = a->body ? sv_str(a->body) : sv_eq(sv_str(a->method), SV("POST"))
			? SV_EMPTY : (struct sv){NULL, 0}};
	debug_hide(session->debug, secret_sv(&session->token.secret));
	a->tries++;
	a->exchange = http_send(session->http, &request, on_reply, a);
	bytes_wipe(&authorization);
}

static void send_page(void *data)
{
	struct asking *a = data;
	struct url url;
	a->timer = 0;
	bool ours = url_parse(&url, a->url) && !url.has_user &&
		url_same_origin(&url, &a->live->session->graph.url);
	url_finish(&url);
	if (!a->live->session->token.secret.len)
		finish(a, GRAPH_SIGN_IN, NULL, _("not signed in"));
	else if (!ours)
		finish(a, GRAPH_REFUSED, NULL, _("the question leads away from Microsoft Graph; it "
			"was not asked"));
	else
		send_with_token(a);
}

static uint64_t ask(struct graph_source *source, const struct graph_request *request,
	graph_answered *answered, void *data)
{
	struct live *live = (struct live *)source;
	struct asking *a = xcalloc(1, sizeof(*a));
	struct strbuf url;
	strbuf_init(&url, ORIGIN_LINK_MAX);
	strbuf_addf(&url, "%s/%s%s", live->session->graph.base, request->version, request->path);
	*a = (struct asking){.live = live, .id = ++live->last_id,
		.method = xstrdup(request->method), .body = xstrdup(request->body),
		.permission = xstrdup(request->permission), .url = strbuf_steal(&url),
		.eventual = request->eventual, .collection = request->collection,
		.answered = answered, .data = data};
	vec_push(live, askings, a);
	begin_more(live);
	return live->last_id;
}

static void drop(struct live *live, struct asking *a)
{
	http_cancel(live->session->http, a->exchange);
	loop_cancel_timer(live->loop, a->timer);
	forget(live, a);
	release(a);
}

static void cancel(struct graph_source *source, uint64_t id)
{
	struct live *live = (struct live *)source;
	for (size_t i = 0; i < live->askings_count; i++) {
		if (live->askings[i]->id != id)
			continue;
		drop(live, live->askings[i]);
		begin_more(live);
		return;
	}
}

static void destroy(struct graph_source *source)
{
	struct live *live = (struct live *)source;
	if (!live)
		return;
	while (live->askings_count)
		drop(live, live->askings[0]);
	free(live->askings);
	free(live);
}

struct graph_source *graph_live_create_at(struct loop *loop, const struct graph_session *session,
	struct live_pace pace)
{
	struct live *live = xcalloc(1, sizeof(*live));
	*live = (struct live){.source = {ask, cancel, destroy, true}, .loop = loop,
		.session = session, .pace = pace};
	return &live->source;
}

struct graph_source *graph_live_create(struct loop *loop, const struct graph_session *session)
{
	return graph_live_create_at(loop, session, LIVE_PACE);
}
