#include "token_reply.h"

#include <string.h>

#include "advice.h"
#include "base/i18n.h"
#include "json_text.h"

json_t *token_reply_json(struct sv body)
{
	json_t *json = body.len && body.len <= TOKEN_REPLY_MAX ? json_text_read(body, "", NULL)
		: NULL;
	if (json_is_object(json))
		return json;
	json_decref(json);
	return NULL;
}

/* jansson gives a text out for reading; the memory is the value's own. */
void token_reply_wipe(json_t *json)
{
	const char *key;
	json_t *value;
	json_object_foreach(json, key, value) {
		if (json_is_string(value))
			explicit_bzero((void *)(uintptr_t)json_string_value(value),
				json_string_length(value));
	}
	json_decref(json);
}

bool token_reply_is_error(const json_t *json)
{
	return json_object_get(json, "error") != NULL;
}

bool token_reply_take(struct graph_token *token, int status, struct sv body, struct strbuf *why)
{
	json_t *json = token_reply_json(body);
	int64_t expires = 0;
	json_number_of(json, "expires_in", &expires);
	bool ok = json && !token_reply_is_error(json) && status >= 200 && status < 300 &&
		token_take(token, sv_str(json_text_of(json, "access_token")), expires);
	if (json && token_reply_is_error(json))
		advice_sign_in(why, json);
	else if (!ok)
		strbuf_addf(why, _("The sign-in service did not give a token (HTTP %d). Is there a "
			"proxy or a portal in between?"), status);
	token_reply_wipe(json);
	return ok;
}
