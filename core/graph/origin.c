#include "origin.h"

#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"

bool origin_init(struct graph_origin *origin, const char *text, const char *option,
	struct err *err)
{
	*origin = (struct graph_origin){0};
	struct url *url = &origin->url;
	bool ok = url_parse(url, text) && !url->has_user && !url->has_fragment && !url->query &&
		(url_is_https(url) || url_is_loopback(url));
	if (!ok) {
		origin_finish(origin);
		return err_set(err, ERR_USAGE, _("%s: \"%s\" is not the address of a service; "
			"expected https://HOST (plain http only to this machine itself)"), option,
			text);
	}
	struct sv base = sv_str(text);
	while (sv_ends(base, SV("/")))
		base.len--;
	origin->base = sv_dup(base);
	return true;
}

void origin_finish(struct graph_origin *origin)
{
	free(origin->base);
	url_finish(&origin->url);
	origin->base = NULL;
}

/* What no URL holds, and what readers of URLs disagree about: backslashes, control characters,
 * a second slash or none behind the scheme. Blanks and UTF-8 do occur; they get encoded. */
static bool looks_odd(struct sv link)
{
	size_t slashes = sv_find(link, SV("://"));
	if (slashes == SV_NPOS || slashes > 5 || link.len > ORIGIN_LINK_MAX ||
	    sv_starts(sv_from(link, slashes + 3), SV("/")))
		return true;
	for (size_t i = 0; i < link.len; i++) {
		unsigned char c = (unsigned char)link.ptr[i];
		if (c < 0x20 || c == 0x7f || c == '\\' || c == '#')
			return true;
	}
	size_t end = sv_chr(sv_from(link, slashes + 3), '/');
	struct sv authority = sv_sub(link, slashes + 3, end);
	for (size_t i = 0; i < authority.len; i++)
		if ((unsigned char)authority.ptr[i] <= ' ' || (unsigned char)authority.ptr[i] >= 0x7f)
			return true;
	return end == SV_NPOS || sv_chr(authority, '@') != SV_NPOS ||
		sv_chr(authority, '%') != SV_NPOS;
}

static bool is_dots(struct sv segment)
{
	size_t dots = 0;
	while (segment.len) {
		size_t step = sv_starts(segment, SV(".")) ? 1 : sv_istarts(segment, SV("%2e")) ? 3 : 0;
		if (!step)
			return false;
		segment = sv_from(segment, step);
		dots++;
	}
	return dots == 1 || dots == 2;
}

static bool climbs(struct sv path)
{
	struct sv segment;
	while (sv_cut(&path, '/', &segment))
		if (is_dots(segment))
			return true;
	return false;
}

/* Behind the origin's own path. */
static bool is_graph_path(const struct graph_origin *origin, struct sv path)
{
	struct sv own = sv_str(origin->url.path);
	while (sv_ends(own, SV("/")))
		own.len--;
	if (!sv_starts(path, own))
		return false;
	path = sv_from(path, own.len);
	return sv_starts(path, SV("/v1.0/")) || sv_starts(path, SV("/beta/"));
}

static void encode(struct strbuf *out, struct sv text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		if (c <= ' ' || c >= 0x7f)
			strbuf_addf(out, "%%%02X", c);
		else
			strbuf_char(out, (char)c);
	}
}

/* The path and query as they were sent, since the parser has taken dots out of its copy. */
static char *joined(const struct graph_origin *origin, struct sv link)
{
	struct sv rest = sv_from(link, sv_find(link, SV("://")) + 3);
	rest = sv_from(rest, sv_chr(rest, '/'));
	struct sv own = sv_str(origin->base);
	size_t begin = sv_find(own, SV("://")) + 3, slash = sv_chr(sv_from(own, begin), '/');
	struct strbuf url;
	strbuf_init(&url, 4 * ORIGIN_LINK_MAX);
	strbuf_add(&url, slash == SV_NPOS ? own : sv_sub(own, 0, begin + slash));
	encode(&url, rest);
	return strbuf_steal(&url);
}

char *origin_next(const struct graph_origin *origin, const char *link)
{
	struct sv text = sv_str(link);
	autostrbuf encoded;
	strbuf_init(&encoded, 4 * ORIGIN_LINK_MAX);
	if (looks_odd(text))
		return NULL;
	struct url url;
	encode(&encoded, text);
	bool ours = url_parse(&url, encoded.ptr) && !url.has_user && !url.has_fragment &&
		url_same_origin(&url, &origin->url) && is_graph_path(origin, sv_str(url.path));
	url_finish(&url);
	struct sv path = sv_from(text, sv_find(text, SV("://")) + 3);
	path = sv_from(path, sv_chr(path, '/'));
	if (!ours || climbs(sv_sub(path, 0, sv_chr(path, '?'))))
		return NULL;
	return joined(origin, text);
}
