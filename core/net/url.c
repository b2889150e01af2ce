#include "url.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/sv.h"
#include "libcurl.h"

static char *part_of(CURLU *parsed, CURLUPart part, unsigned flags)
{
	char *text = NULL;
	if (curl_url_get(parsed, part, &text, flags) != CURLUE_OK)
		return NULL;
	char *own = xstrdup(text);
	curl_free(text);
	return own;
}

static bool has_part(CURLU *parsed, CURLUPart part)
{
	autofree char *text = part_of(parsed, part, 0);
	return text != NULL;
}

static void lower(char *text)
{
	for (; text && *text; text++)
		*text = (char)(*text >= 'A' && *text <= 'Z' ? *text + 32 : *text);
}

bool url_parse(struct url *url, const char *text)
{
	*url = (struct url){0};
	CURLU *parsed = curl_url();
	if (!parsed)
		abort();
	bool ok = curl_url_set(parsed, CURLUPART_URL, text, 0) == CURLUE_OK;
	if (ok) {
		url->scheme = part_of(parsed, CURLUPART_SCHEME, 0);
		url->host = part_of(parsed, CURLUPART_HOST, 0);
		url->port = part_of(parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT);
		url->path = part_of(parsed, CURLUPART_PATH, 0);
		url->query = part_of(parsed, CURLUPART_QUERY, 0);
		url->has_user = has_part(parsed, CURLUPART_USER) ||
			has_part(parsed, CURLUPART_PASSWORD);
		url->has_fragment = has_part(parsed, CURLUPART_FRAGMENT);
	}
	curl_url_cleanup(parsed);
	lower(url->scheme);
	lower(url->host);
	return ok && url->scheme && url->host && url->port && url->path &&
		(!strcmp(url->scheme, "https") || !strcmp(url->scheme, "http"));
}

void url_finish(struct url *url)
{
	free(url->scheme);
	free(url->host);
	free(url->port);
	free(url->path);
	free(url->query);
	*url = (struct url){0};
}

bool url_same_origin(const struct url *a, const struct url *b)
{
	return !strcmp(a->scheme, b->scheme) && !strcmp(a->host, b->host) &&
		!strcmp(a->port, b->port);
}

bool url_is_https(const struct url *url)
{
	return !strcmp(url->scheme, "https");
}

/* libcurl has turned 127.1 and 0x7f000001 into four decimal numbers by now; a name that only
 * begins like an address holds something else than digits and dots. */
bool url_is_loopback(const struct url *url)
{
	struct sv host = sv_str(url->host);
	if (sv_eq(host, SV("localhost")) || sv_eq(host, SV("[::1]")))
		return true;
	return sv_starts(host, SV("127.")) &&
		strspn(url->host, "0123456789.") == host.len;
}
