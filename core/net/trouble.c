#include "trouble.h"

#include "base/i18n.h"

static const struct {
	CURLcode code;
	enum http_trouble trouble;
} known[] = {
	{CURLE_OK, HTTP_FINE},
	{CURLE_COULDNT_RESOLVE_HOST, HTTP_UNREACHABLE},
	{CURLE_COULDNT_CONNECT, HTTP_UNREACHABLE},
	{CURLE_COULDNT_RESOLVE_PROXY, HTTP_PROXY},
	{CURLE_PROXY, HTTP_PROXY},
	{CURLE_SSL_CONNECT_ERROR, HTTP_TLS},
	{CURLE_PEER_FAILED_VERIFICATION, HTTP_TLS},
	{CURLE_SSL_CIPHER, HTTP_TLS},
	{CURLE_SSL_CACERT_BADFILE, HTTP_TLS},
	{CURLE_SSL_ISSUER_ERROR, HTTP_TLS},
	{CURLE_SSL_INVALIDCERTSTATUS, HTTP_TLS},
	{CURLE_OPERATION_TIMEDOUT, HTTP_TIMEOUT},
	{CURLE_FILESIZE_EXCEEDED, HTTP_TOO_LARGE},
	{CURLE_UNSUPPORTED_PROTOCOL, HTTP_REFUSED},
	{CURLE_URL_MALFORMAT, HTTP_REFUSED},
};

enum http_trouble trouble_of(CURLcode code, long connect_status)
{
	if (code != CURLE_OK && connect_status >= 300)
		return HTTP_PROXY;
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (known[i].code == code)
			return known[i].trouble;
	return HTTP_BROKEN;
}

/* msgids; each takes the host and then libcurl's words. */
static const char *const sentences[] = {
	[HTTP_FINE] = NULL,
	[HTTP_UNREACHABLE] = N_("%s can't be reached (%s). Check the network; behind a proxy, set "
		"https_proxy"),
	[HTTP_PROXY] = N_("The proxy does not let us through to %s (%s). Check https_proxy, and the "
		"name and password in it"),
	[HTTP_TLS] = N_("%s could not prove who it is (%s). If a proxy of yours inspects TLS, give "
		"the certificate of its CA with --cacert FILE"),
	[HTTP_TIMEOUT] = N_("%s took too long to answer (%s). Try again later"),
	[HTTP_TOO_LARGE] = N_("%s sent more than is sensible (%s); the answer was dropped"),
	[HTTP_BROKEN] = N_("The answer of %s broke off, or is no HTTP (%s). Try again; if it stays, "
		"look at the proxy in between"),
	[HTTP_REFUSED] = N_("%s was not asked (%s): only https is used"),
};

void trouble_sentence(struct strbuf *out, enum http_trouble trouble, const char *host,
	const char *detail, const struct tls_fault *fault)
{
	autostrbuf words;
	strbuf_init(&words, STRBUF_LINE);
	if (!sentences[trouble])
		return;
	if (fault->reason[0])
		strbuf_addf(&words, _("%s; issued by \"%s\""), fault->reason, fault->issuer);
	else
		strbuf_str(&words, detail);
	char *text = NULL;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	int len = asprintf(&text, _(sentences[trouble]), host, words.ptr ? words.ptr : "");
#pragma GCC diagnostic pop
	if (len >= 0)
		strbuf_str(out, text);
	free(text);
}
