#include "markup.h"

static size_t tag_len(struct sv text)
{
	char quote = '\0';
	for (size_t i = 1; i < text.len; i++) {
		char c = text.ptr[i];
		if (quote ? c == quote : c == '"' || c == '\'')
			quote = quote ? '\0' : c;
		else if (!quote && c == '>')
			return i + 1;
	}
	return SV_NPOS;
}

static size_t len_through(struct sv text, size_t from, struct sv end)
{
	size_t at = sv_find(sv_from(text, from), end);
	return at == SV_NPOS ? at : from + at + end.len;
}

/* Of the tag, comment, CDATA section or instruction text begins with; SV_NPOS: no end. */
static size_t markup_len(struct sv text)
{
	if (sv_starts(text, SV("<!--")))
		return len_through(text, 4, SV("-->"));
	if (sv_starts(text, SV("<![CDATA[")))
		return len_through(text, 9, SV("]]>"));
	if (sv_starts(text, SV("<?")))
		return len_through(text, 2, SV("?>"));
	return tag_len(text);
}

struct sv markup_bounded(struct sv text)
{
	size_t at = 0;
	for (size_t open; (open = sv_chr(sv_from(text, at), '<')) != SV_NPOS;) {
		at += open;
		struct sv rest = sv_from(text, at);
		size_t len = markup_len(sv_sub(rest, 0, MARKUP_MAX));
		if (len == SV_NPOS)
			return rest.len > MARKUP_MAX ? sv_sub(text, 0, at) : text;
		at += len;
	}
	return text;
}
