#include "token.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/base64.h"
#include "base/i18n.h"
#include "base/loop.h"
#include "base/utf8.h"
#include "json_text.h"

#define GRAPH_APP_ID "00000003-0000-0000-c000-000000000000" /* Graph's own, in every tenant */

static void keep(char *into, size_t size, const char *text)
{
	struct sv cut = utf8_cut(sv_str(text), size - 1);
	memcpy(into, cut.ptr, cut.len);
	into[cut.len] = '\0';
}

static void keep_rights(struct token_claims *claims, const json_t *payload)
{
	autostrbuf rights;
	strbuf_init(&rights, sizeof(claims->rights) - 1);
	strbuf_str(&rights, json_text_of(payload, "scp"));
	size_t i;
	const json_t *role;
	json_array_foreach(json_object_get(payload, "roles"), i, role)
		strbuf_addf(&rights, "%s%s", rights.len ? " " : "",
			json_is_string(role) ? json_string_value(role) : "");
	while (rights.full && rights.len && rights.ptr[rights.len - 1] != ' ')
		rights.ptr[--rights.len] = '\0';
	keep(claims->rights, sizeof(claims->rights), rights.ptr);
}

bool token_claims_read(struct sv token, struct token_claims *ret)
{
	struct sv rest = token, header, payload;
	*ret = (struct token_claims){0};
	autostrbuf text;
	strbuf_init(&text, SECRET_MAX);
	if (!sv_cut(&rest, '.', &header) || !sv_cut(&rest, '.', &payload) || !rest.ptr ||
	    !base64_decode(&text, payload))
		return false;
	json_t *json = json_text_read(strbuf_sv(&text), "token", NULL);
	if (!json_is_object(json)) {
		json_decref(json);
		return false;
	}
	const char *user = json_text_of(json, "upn");
	keep(ret->tenant, sizeof(ret->tenant), json_text_of(json, "tid"));
	keep(ret->user, sizeof(ret->user), *user ? user : json_text_of(json, "unique_name"));
	keep(ret->app, sizeof(ret->app), json_text_of(json, "appid"));
	keep(ret->audience, sizeof(ret->audience), json_text_of(json, "aud"));
	keep_rights(ret, json);
	json_number_of(json, "exp", &ret->expires_s);
	json_decref(json);
	return true;
}

/* Bytes that a header can carry: no blank, no line end, so that a token is one value. */
static bool is_clean(struct sv text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] <= ' ' || text.ptr[i] >= 0x7f)
			return false;
	return text.len > 0;
}

static bool is_for(const char *audience, const struct url *graph)
{
	struct url url;
	if (!strcmp(audience, GRAPH_APP_ID))
		return true;
	bool same = url_parse(&url, audience) && !strcmp(url.host, graph->host);
	url_finish(&url);
	return same || url_is_loopback(graph);
}

static bool is_usable(const struct token_claims *claims, const struct url *graph,
	int64_t wall_now_s, struct err *err)
{
	if (claims->expires_s && claims->expires_s <= wall_now_s)
		return err_set(err, ERR_GRAPH, _("the token expired %ld minutes ago; get a new one"),
			(long)((wall_now_s - claims->expires_s) / 60));
	if (claims->audience[0] && !is_for(claims->audience, graph))
		return err_set(err, ERR_GRAPH, _("the token is made for %s, not for Microsoft "
			"Graph; get one for https://%s"), claims->audience, graph->host);
	return true;
}

bool token_borrow(struct graph_token *token, struct sv text, const struct url *graph,
	int64_t wall_now_s, struct err *err)
{
	struct token_claims claims;
	if (sv_istarts(text, SV("Bearer ")))
		text = sv_trim(sv_from(text, 7));
	if (text.len >= 2 && sv_starts(text, SV("\"")) && sv_ends(text, SV("\"")))
		text = sv_sub(text, 1, text.len - 2);
	if (!is_clean(text))
		return err_set(err, ERR_GRAPH, _("this is no token: blanks or other odd characters "
			"are in it. Give the access token alone, as \"az account get-access-token "
			"--resource-type ms-graph --query accessToken -o tsv\" prints it"));
	bool known = token_claims_read(text, &claims);
	if (known && !is_usable(&claims, graph, wall_now_s, err))
		return false;
	token_wipe(token);
	token->claims = claims;
	token->expires_at_us = claims.expires_s
		? loop_now_us() + (claims.expires_s - wall_now_s) * 1000000 : INT64_MAX;
	return secret_set(&token->secret, text);
}

bool token_take(struct graph_token *token, struct sv text, int64_t expires_in_s)
{
	if (!is_clean(text) || text.len > SECRET_MAX)
		return false;
	token_wipe(token);
	token_claims_read(text, &token->claims);
	token->expires_at_us = expires_in_s > 0 && expires_in_s < INT32_MAX
		? loop_now_us() + expires_in_s * 1000000 : INT64_MAX;
	return secret_set(&token->secret, text);
}

void token_wipe(struct graph_token *token)
{
	secret_wipe(&token->secret);
	*token = (struct graph_token){.expires_at_us = INT64_MAX};
}
