#include "refusal.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

#define LEVELS_MAX 4
#define MESSAGE_MAX 1000

static enum graph_status status_of(const char *code)
{
	static const struct { const char *code; enum graph_status status; } codes[] = {
		{"Request_ResourceNotFound", GRAPH_NOT_FOUND},
		{"ResourceNotFound", GRAPH_NOT_FOUND},
		{"itemNotFound", GRAPH_NOT_FOUND},
		{"NotFound", GRAPH_NOT_FOUND},
		{"Authorization_RequestDenied", GRAPH_DENIED},
		{"Authorization_IdentityNotFound", GRAPH_DENIED},
		{"accessDenied", GRAPH_DENIED},
		{"Forbidden", GRAPH_DENIED},
		{"Unauthorized", GRAPH_DENIED}, /* Intune, of a valid token: a right is missing */
		{"InvalidAuthenticationToken", GRAPH_SIGN_IN},
		{"TokenExpired", GRAPH_SIGN_IN},
		{"TooManyRequests", GRAPH_TROUBLE},
		{"activityLimitReached", GRAPH_TROUBLE},
		{"serviceNotAvailable", GRAPH_TROUBLE},
		{"generalException", GRAPH_TROUBLE},
		{"InternalServerError", GRAPH_TROUBLE},
	};
	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		if (sv_ieq(sv_str(code), sv_str(codes[i].code)))
			return codes[i].status;
	return GRAPH_REFUSED;
}

/* The text that an object holds: its own message, or its inner error's. */
static struct sv message_of(const json_t *json)
{
	static const char *const keys[] = {"Message", "message"};
	const json_t *error = json_object_get(json, "error");
	const json_t *from = json_is_object(error) ? error : json;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const json_t *text = json_object_get(from, keys[i]);
		if (json_is_string(text))
			return (struct sv){json_string_value(text), json_string_length(text)};
	}
	return SV_EMPTY;
}

/* Unwraps text as long as it is JSON with a message in it. Adds the innermost one. */
static void unwrap(struct sv text, int levels, struct strbuf *out)
{
	struct sv trimmed = sv_trim(text), inner = SV_EMPTY;
	json_t *json = levels && sv_starts(trimmed, SV("{"))
		? json_loadb(trimmed.ptr, trimmed.len, 0, NULL) : NULL;
	if (json)
		inner = message_of(json);
	if (inner.len)
		unwrap(inner, levels - 1, out);
	else
		strbuf_add(out, utf8_cut(trimmed, MESSAGE_MAX));
	json_decref(json);
}

bool graph_refusal_read(const json_t *json, struct graph_refusal *ret, struct strbuf *message)
{
	const json_t *error = json_object_get(json, "error");
	if (!json_is_object(error))
		return false;
	struct sv code = sv_str(json_string_value(json_object_get(error, "code")));
	*ret = (struct graph_refusal){.status = GRAPH_REFUSED};
	code = utf8_cut(code, REFUSAL_CODE_MAX - 1);
	snprintf(ret->code, sizeof(ret->code), SV_FMT, SV_ARG(code));
	ret->status = status_of(ret->code);
	unwrap(message_of(json), LEVELS_MAX, message);
	return true;
}

bool graph_refusal(const json_t *json, enum graph_status *ret, struct strbuf *sentence)
{
	struct graph_refusal refusal;
	autostrbuf message;
	strbuf_init(&message, STRBUF_LINE);
	if (!graph_refusal_read(json, &refusal, &message))
		return false;
	*ret = refusal.status;
	strbuf_addf(sentence, _("Microsoft Graph answered %s: %s"),
		*refusal.code ? refusal.code : "?", message.len ? message.ptr : "");
	return true;
}
