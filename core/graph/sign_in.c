#include "sign_in.h"

#include <string.h>
#include <time.h>

#include "assertion.h"
#include "base/guid.h"
#include "base/i18n.h"
#include "form.h"
#include "questions.h"
#include "token_reply.h"

struct sign_in {
	struct graph_session *session;
	enum sign_in_state state;
	struct device_code device;
	struct strbuf why;
	uint64_t exchange, timer;
	sign_in_changed *changed;
	void *data;
};

/* ---- words ---- */

static bool has_word(struct sv words, struct sv wanted)
{
	struct sv word;
	while (sv_word(&words, &word))
		if (sv_eq(word, wanted))
			return true;
	return false;
}

void sign_in_scopes(struct strbuf *out)
{
	for (int i = 0; i < QUESTION_COUNT; i++) {
		struct sv right = sv_str(question_info((enum question)i)->permission);
		if (has_word(strbuf_sv(out), right))
			continue;
		if (out->len)
			strbuf_char(out, ' ');
		strbuf_add(out, right);
	}
}

static void endpoint(const struct graph_session *session, const char *which, struct strbuf *out)
{
	strbuf_addf(out, "%s/%s/oauth2/v2.0/%s", session->login.base, session->tenant, which);
}

/* ---- states ---- */

/* The last thing a callback does: who is told may destroy the sign-in. */
static void become(struct sign_in *s, enum sign_in_state state)
{
	s->state = state;
	debug_linef(s->session->debug, "sign-in: state %d; %s", (int)state,
		s->why.len ? s->why.ptr : "");
	if (state == SIGN_IN_DONE || state == SIGN_IN_FAILED)
		device_code_finish(&s->device);
	s->changed(s->data);
}

static void send_form(struct sign_in *s, const char *which, struct bytes *form, http_done *replied)
{
	autostrbuf url, id;
	char guid[GUID_TEXT_MAX];
	strbuf_init(&url, STRBUF_LINE);
	strbuf_init(&id, STRBUF_LINE);
	endpoint(s->session, which, &url);
	strbuf_addf(&id, "client-request-id: %s", guid_new(guid));
	const char *headers[] = {"Content-Type: application/x-www-form-urlencoded",
		"Accept: application/json", id.ptr};
	struct http_request request = {.method = "POST", .url = url.ptr, .headers = headers,
		.headers_count = ARRAY_LEN(headers), .body = bytes_sv(form)};
	s->exchange = http_send(s->session->http, &request, replied, s);
	bytes_wipe(form);
}

/* What did not come is status 0: the machine decides what that means. */
static int status_of(const struct http_reply *reply)
{
	return reply->trouble == HTTP_FINE ? reply->status : 0;
}

static void take_token(struct sign_in *s, const struct http_reply *reply)
{
	struct graph_token *token = &s->session->token;
	bool ok = reply->trouble == HTTP_FINE &&
		token_reply_take(token, reply->status, reply->body, &s->why);
	if (reply->trouble != HTTP_FINE)
		strbuf_str(&s->why, reply->why);
	if (ok)
		debug_hide(s->session->debug, secret_sv(&token->secret));
	become(s, ok ? SIGN_IN_DONE : SIGN_IN_FAILED);
}

/* ---- device code ---- */

static void wait_for_person(struct sign_in *s);

static void on_poll(void *data, const struct http_reply *reply)
{
	struct sign_in *s = data;
	s->exchange = 0;
	if (reply->trouble == HTTP_TLS || reply->trouble == HTTP_REFUSED) {
		take_token(s, reply); /* no waiting makes this good */
		return;
	}
	switch (device_code_replied(&s->device, status_of(reply), reply->body, loop_now_us(),
		&s->why)) {
	case DEVICE_WAIT:
		wait_for_person(s);
		break;
	case DEVICE_GRANTED:
		take_token(s, reply);
		break;
	case DEVICE_ENDED:
		become(s, SIGN_IN_FAILED);
		break;
	}
}

static void poll_token(void *data)
{
	struct sign_in *s = data;
	struct bytes form = {0};
	s->timer = 0;
	form_add(&form, "grant_type", SV("urn:ietf:params:oauth:grant-type:device_code"));
	form_add(&form, "client_id", sv_str(s->session->client_id));
	form_add(&form, "device_code", secret_sv(&s->device.code));
	send_form(s, "token", &form, on_poll);
}

static void wait_for_person(struct sign_in *s)
{
	s->timer = loop_timer(s->session->loop, device_code_wait_us(&s->device, loop_now_us()),
		poll_token, s);
}

static void on_code(void *data, const struct http_reply *reply)
{
	struct sign_in *s = data;
	s->exchange = 0;
	if (reply->trouble != HTTP_FINE) {
		strbuf_str(&s->why, reply->why);
		become(s, SIGN_IN_FAILED);
	} else if (device_code_begin(&s->device, reply->status, reply->body, loop_now_us(),
		&s->why)) {
		debug_hide(s->session->debug, sv_str(s->device.user_code));
		debug_hide(s->session->debug, secret_sv(&s->device.code));
		wait_for_person(s);
		become(s, SIGN_IN_SHOWS);
	} else {
		become(s, SIGN_IN_FAILED);
	}
}

/* ---- beginning and end ---- */

static struct sign_in *create(struct graph_session *session, sign_in_changed *changed, void *data,
	struct err *err)
{
	if (!session->client_id) {
		err_set(err, ERR_USAGE, _("--client-id is needed to sign in: the id of your tenant's "
			"own app (public client, delegated rights to read). If your organisation "
			"allows it, --client-id graph-cli takes Microsoft's app of the Graph command "
			"line tools"));
		return NULL;
	}
	struct sign_in *s = xcalloc(1, sizeof(*s));
	*s = (struct sign_in){.session = session, .changed = changed, .data = data};
	strbuf_init(&s->why, STRBUF_LINE);
	return s;
}

struct sign_in *sign_in_by_code(struct graph_session *session, sign_in_changed *changed,
	void *data, struct err *err)
{
	struct sign_in *s = create(session, changed, data, err);
	struct bytes form = {0};
	autostrbuf scopes;
	strbuf_init(&scopes, STRBUF_LINE);
	if (!s)
		return NULL;
	sign_in_scopes(&scopes);
	form_add(&form, "client_id", sv_str(session->client_id));
	form_add(&form, "scope", strbuf_sv(&scopes));
	send_form(s, "devicecode", &form, on_code);
	return s;
}

static void on_token(void *data, const struct http_reply *reply)
{
	struct sign_in *s = data;
	s->exchange = 0;
	take_token(s, reply);
}

/* An app belongs to a tenant; nobody is there who would. */
static struct sign_in *create_for_app(struct graph_session *session, sign_in_changed *changed,
	void *data, struct err *err)
{
	if (strcmp(session->tenant, "organizations") && strcmp(session->tenant, "common"))
		return create(session, changed, data, err);
	err_set(err, ERR_USAGE, _("--tenant is needed to sign in as an app: the id of your tenant, "
		"or one of its domains"));
	return NULL;
}

/* What an app asks for: all that it was granted. */
static void begin_form(const struct graph_session *session, struct bytes *form)
{
	autostrbuf scope;
	strbuf_init(&scope, STRBUF_LINE);
	strbuf_addf(&scope, "%s/.default", session->graph.base);
	form_add(form, "grant_type", SV("client_credentials"));
	form_add(form, "client_id", sv_str(session->client_id));
	form_add(form, "scope", strbuf_sv(&scope));
}

struct sign_in *sign_in_by_secret(struct graph_session *session, struct sv secret,
	sign_in_changed *changed, void *data, struct err *err)
{
	struct sign_in *s = create_for_app(session, changed, data, err);
	struct bytes form = {0};
	if (!s)
		return NULL;
	debug_hide(session->debug, secret);
	begin_form(session, &form);
	form_add(&form, "client_secret", secret);
	send_form(s, "token", &form, on_token);
	return s;
}

struct sign_in *sign_in_by_certificate(struct graph_session *session, const char *pem,
	sign_in_changed *changed, void *data, struct err *err)
{
	struct sign_in *s = create_for_app(session, changed, data, err);
	struct bytes form = {0}, assertion = {0};
	autostrbuf audience;
	strbuf_init(&audience, STRBUF_LINE);
	if (!s)
		return NULL;
	endpoint(session, "token", &audience);
	if (!assertion_make(&assertion, pem, audience.ptr, session->client_id, time(NULL), err)) {
		sign_in_destroy(s);
		return NULL;
	}
	begin_form(session, &form);
	form_add(&form, "client_assertion_type",
		SV("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
	form_add(&form, "client_assertion", bytes_sv(&assertion));
	bytes_wipe(&assertion);
	send_form(s, "token", &form, on_token);
	return s;
}

void sign_in_destroy(struct sign_in *s)
{
	if (!s)
		return;
	http_cancel(s->session->http, s->exchange);
	loop_cancel_timer(s->session->loop, s->timer);
	device_code_finish(&s->device);
	strbuf_finish(&s->why);
	free(s);
}

enum sign_in_state sign_in_state(const struct sign_in *sign_in)
{
	return sign_in->state;
}

const struct device_code *sign_in_code(const struct sign_in *sign_in)
{
	return &sign_in->device;
}

const char *sign_in_why(const struct sign_in *sign_in)
{
	return sign_in->why.len ? sign_in->why.ptr : "";
}
