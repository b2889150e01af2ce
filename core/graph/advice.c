#include "advice.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "json_text.h"
#include "refusal.h"

#define MESSAGE_MAX 600 /* bytes of a server's own words that are shown */

/* ---- the sign-in service ---- */

static const struct {
	int number;
	const char *advice; /* msgid */
} sign_in[] = {
	{50097, N_("Your organisation asks for a device it manages, which a device code can't "
		"show. Use an import instead, or a token you already have (--token-stdin)")},
	{50105, N_("Your account is not assigned to this app. An administrator assigns you in "
		"Microsoft Entra > Enterprise applications > the app > Users and groups")},
	{53003, N_("Conditional Access blocks this sign-in. Use an import instead, or have an "
		"administrator look at the policy in the sign-in log")},
	{53000, N_("Conditional Access asks for a compliant device, which a device code can't "
		"show. Use an import instead, or a token you already have (--token-stdin)")},
	{53001, N_("Conditional Access asks for a domain-joined device, which a device code can't "
		"show. Use an import instead, or a token you already have (--token-stdin)")},
	{50005, N_("Conditional Access does not allow the platform this program runs on. Use an "
		"import instead, or sign in elsewhere and lend the token (--token-stdin)")},
	{700016, N_("The app is not known in this tenant. Check --client-id, --tenant and "
		"--cloud: app registrations belong to one cloud")},
	{65001, N_("Nobody has consented to what this app asks for. An administrator grants it in "
		"Microsoft Entra > App registrations > the app > API permissions")},
	{90094, N_("An administrator has to consent to what this app asks for: Microsoft Entra > "
		"App registrations > the app > API permissions > Grant admin consent")},
	{7000218, N_("The app does not allow sign-in without a secret. Set \"Allow public client "
		"flows\" to yes in Microsoft Entra > App registrations > the app > Authentication")},
	{90002, N_("The tenant was not found. Check --tenant, and --cloud for a national cloud")},
	{50020, N_("This account belongs to another tenant. Give yours with --tenant, or sign in "
		"with an account of this one")},
	{7000215, N_("The client secret is wrong. Take its value, not its id, from Certificates & "
		"secrets of the app")},
	{7000222, N_("The client secret has expired. Make a new one in Certificates & secrets of "
		"the app")},
	{700027, N_("The certificate does not fit: upload the public half of the one given with "
		"--client-cert to Certificates & secrets of the app")},
	{700024, N_("The time of the assertion is off. Check the clock of this machine")},
	{500011, N_("Microsoft Graph is not known in this tenant. Check --cloud")},
	{500021, N_("A proxy restricts which tenants may be used, and this one is not among them")},
	{500022, N_("A proxy restricts which tenants may be used, and this one is not among them")},
	{50076, N_("A second factor is asked for. Sign in again and complete it")},
	{50173, N_("The sign-in is no longer valid. Sign in again")},
	{700082, N_("The sign-in is no longer valid. Sign in again")},
	{70043, N_("The sign-in is no longer valid. Sign in again")},
	{70018, N_("The service does not know this device code. Start the sign-in again")},
};

/* Where there is no number, or none we know. */
static const struct {
	const char *error, *advice;
} by_error[] = {
	{"authorization_declined", N_("The sign-in was declined. Start it again if that was a "
		"mistake")},
	{"access_denied", N_("The sign-in was declined, or your organisation blocks it. Use an "
		"import instead")},
	{"expired_token", N_("The code has expired before it was used. Start the sign-in again for "
		"a new one")},
	{"code_expired", N_("The code has expired before it was used. Start the sign-in again for "
		"a new one")},
	{"invalid_client", N_("The service does not accept this app's credentials. Check "
		"--client-id and its secret or certificate")},
	{"interaction_required", N_("The service wants to ask you something. Sign in again")},
};

int advice_sign_in_number(const json_t *body)
{
	const json_t *first = json_array_get(json_object_get(body, "error_codes"), 0);
	int64_t number = json_integer_value(first);
	struct sv rest = sv_str(json_text_of(body, "error_description"));
	size_t at = sv_find(rest, SV("AADSTS"));
	if (!number && at != SV_NPOS) {
		rest = sv_from(rest, at + 6);
		size_t digits = 0;
		while (digits < rest.len && rest.ptr[digits] >= '0' && rest.ptr[digits] <= '9')
			digits++;
		if (!sv_to_i64(sv_sub(rest, 0, digits), &number))
			number = 0;
	}
	return number > 0 && number <= INT32_MAX ? (int)number : 0;
}

static const char *sign_in_advice(const json_t *body)
{
	int number = advice_sign_in_number(body);
	const char *error = json_text_of(body, "error");
	for (size_t i = 0; i < ARRAY_LEN(sign_in); i++)
		if (sign_in[i].number == number)
			return _(sign_in[i].advice);
	for (size_t i = 0; i < ARRAY_LEN(by_error); i++)
		if (!strcmp(by_error[i].error, error))
			return _(by_error[i].advice);
	return number >= 53000 && number < 53100 ? _("Conditional Access blocks this sign-in. Use "
		"an import instead") : NULL;
}

/* A server's own words: one line of them, not too many. */
static void add_words(struct strbuf *out, struct sv words)
{
	struct sv line = words;
	sv_cut(&words, '\n', &line);
	strbuf_add(out, utf8_cut(sv_trim(line), MESSAGE_MAX));
}

void advice_sign_in(struct strbuf *out, const json_t *body)
{
	const char *advice = sign_in_advice(body);
	int number = advice_sign_in_number(body);
	const char *error = json_text_of(body, "error");
	if (advice)
		strbuf_addf(out, "%s. ", advice);
	else
		strbuf_str(out, _("The sign-in was refused. "));
	if (number)
		strbuf_addf(out, "(AADSTS%d", number);
	else
		strbuf_addf(out, "(%s", *error ? error : _("no reason given"));
	if (!advice) {
		strbuf_str(out, ": ");
		add_words(out, sv_str(json_text_of(body, "error_description")));
	}
	strbuf_char(out, ')');
}

/* ---- Graph ---- */

/* A 401 with an error that does not speak of the token is Intune's way to say that a right is
 * missing: signing in again would change nothing. */
static enum graph_status status_of_401(const json_t *body)
{
	struct graph_refusal refusal;
	autostrbuf message;
	strbuf_init(&message, STRBUF_LINE);
	return graph_refusal_read(body, &refusal, &message) && refusal.status != GRAPH_SIGN_IN
		? GRAPH_DENIED : GRAPH_SIGN_IN;
}

enum graph_status advice_status(int http_status, const json_t *body)
{
	switch (http_status) {
	case 401:
		return status_of_401(body);
	case 403:
		return GRAPH_DENIED;
	case 404:
		return GRAPH_NOT_FOUND;
	default:
		return http_status >= 400 && http_status < 500 && http_status != 429
			? GRAPH_REFUSED : GRAPH_TROUBLE;
	}
}

static void add_meaning(struct strbuf *out, int http_status, const json_t *body,
	const char *permission)
{
	switch (advice_status(http_status, body)) {
	case GRAPH_NOT_FOUND:
		strbuf_str(out, _("There is no such thing in this tenant"));
		break;
	case GRAPH_DENIED:
		if (permission)
			strbuf_addf(out, _("A right is missing: the app or your role needs %s"),
				permission);
		else
			strbuf_str(out, _("A right is missing for this question"));
		break;
	case GRAPH_SIGN_IN:
		strbuf_str(out, _("The sign-in is not valid (any more). Sign in again"));
		break;
	case GRAPH_REFUSED:
		strbuf_str(out, _("The service does not take this question"));
		break;
	default:
		strbuf_str(out, http_status == 429
			? _("The service asks for patience: too many questions from this tenant. "
				"Try again later")
			: http_status >= 300 && http_status < 400
			? _("The service points elsewhere, where no token is sent. Is there a proxy "
				"or a portal in between?")
			: _("The service is in trouble. Try again later"));
		break;
	}
}

void advice_graph(struct strbuf *out, int http_status, const json_t *body, const char *permission)
{
	struct graph_refusal refusal = {0};
	autostrbuf message;
	strbuf_init(&message, STRBUF_LINE);
	graph_refusal_read(body, &refusal, &message);
	add_meaning(out, http_status, body, permission);
	strbuf_addf(out, ". (HTTP %d", http_status);
	if (*refusal.code)
		strbuf_addf(out, ", %s", refusal.code);
	if (message.len) {
		strbuf_str(out, ": ");
		add_words(out, strbuf_sv(&message));
	}
	strbuf_char(out, ')');
}

const char *advice_request_id(const json_t *body)
{
	static const char *const inner[] = {"innerError", "innererror"};
	const json_t *error = json_object_get(body, "error");
	for (size_t i = 0; i < ARRAY_LEN(inner); i++) {
		const json_t *object = json_object_get(error, inner[i]);
		const char *id = json_text_of(object, "request-id");
		if (!*id)
			id = json_text_of(object, "requestId");
		if (*id)
			return id;
	}
	return "";
}
