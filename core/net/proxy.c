/* Which proxy libcurl will take, told as it decides: the environment, by the rules of its
 * manual (https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY; no_proxy). */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/sv.h"
#include "http.h"
#include "url.h"

static const char *first_set(const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return value;
	}
	return NULL;
}

static bool in_no_proxy(struct sv host)
{
	static const char *const names[] = {"no_proxy", "NO_PROXY"};
	struct sv rest = sv_str(first_set(names, ARRAY_LEN(names))), part;
	while (rest.len && sv_cut(&rest, ',', &part)) {
		part = sv_trim(part);
		if (sv_eq(part, SV("*")))
			return true;
		if (sv_starts(part, SV(".")))
			part = sv_from(part, 1);
		bool inside = part.len && host.len > part.len &&
			host.ptr[host.len - part.len - 1] == '.';
		if (part.len && (sv_ieq(host, part) ||
		    (inside && sv_ieq(sv_from(host, host.len - part.len), part))))
			return true;
	}
	return false;
}

static char *without_credentials(struct sv proxy)
{
	size_t slashes = sv_find(proxy, SV("://"));
	struct sv scheme = slashes == SV_NPOS ? SV_EMPTY : sv_sub(proxy, 0, slashes + 3);
	struct sv host = sv_from(proxy, scheme.len);
	for (size_t at; (at = sv_chr(host, '@')) != SV_NPOS;)
		host = sv_from(host, at + 1);
	char *text = xmalloc(scheme.len + host.len + 1);
	memcpy(text, scheme.ptr, scheme.len);
	memcpy(text + scheme.len, host.ptr, host.len);
	text[scheme.len + host.len] = '\0';
	return text;
}

char *http_proxy_of(const char *url)
{
	static const char *const secure[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
	static const char *const plain[] = {"http_proxy", "all_proxy", "ALL_PROXY"};
	struct url parsed;
	const char *proxy = NULL;
	if (url_parse(&parsed, url) && !url_is_loopback(&parsed) && !in_no_proxy(sv_str(parsed.host)))
		proxy = url_is_https(&parsed) ? first_set(secure, ARRAY_LEN(secure))
			: first_set(plain, ARRAY_LEN(plain));
	url_finish(&parsed);
	return without_credentials(sv_str(proxy));
}
