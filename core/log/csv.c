#include "csv.h"

#include <string.h>

static bool is_end(struct sv text, size_t i, char sep)
{
	return i >= text.len || text.ptr[i] == sep || text.ptr[i] == '\n' || text.ptr[i] == '\r';
}

/* From behind an opening quote to behind the closing one. */
static enum csv_end skip_quoted(struct sv text, char sep, size_t *at)
{
	for (;;) {
		size_t quote = sv_chr(sv_from(text, *at), '"');
		if (quote == SV_NPOS) {
			*at = text.len;
			return CSV_OPEN;
		}
		*at += quote + 1;
		if (*at >= text.len || text.ptr[*at] != '"')
			return is_end(text, *at, sep) ? CSV_ENDS : CSV_BROKEN;
		++*at;
	}
}

static void skip_plain(struct sv text, char sep, size_t *at)
{
	while (*at < text.len && text.ptr[*at] != sep && text.ptr[*at] != '\n')
		++*at;
}

enum csv_end csv_record(struct sv text, char sep, size_t *ret_len)
{
	size_t at = 0;
	for (;;) {
		enum csv_end end = CSV_ENDS;
		if (at < text.len && text.ptr[at] == '"') {
			at++;
			end = skip_quoted(text, sep, &at);
		}
		if (end == CSV_ENDS)
			skip_plain(text, sep, &at);
		*ret_len = at;
		if (end != CSV_ENDS)
			return end;
		if (at == text.len)
			return CSV_CUT;
		at++;
		*ret_len = at;
		if (text.ptr[at - 1] == '\n')
			return CSV_ENDS;
	}
}

/* A copy of quoted text with its doubled quotes made one. */
static struct sv single_quotes(struct sv text, struct arena *arena)
{
	if (!sv_has(text, SV("\"\"")))
		return text;
	char *out = arena_alloc(arena, text.len + 1);
	size_t len = 0;
	for (size_t i = 0; i < text.len; i++) {
		out[len++] = text.ptr[i];
		if (text.ptr[i] == '"' && i + 1 < text.len && text.ptr[i + 1] == '"')
			i++;
	}
	return (struct sv){out, len};
}

static struct sv take_quoted(struct sv *rest, char sep, struct arena *arena)
{
	size_t at = 1;
	enum csv_end end = skip_quoted(*rest, sep, &at);
	struct sv inner = sv_sub(*rest, 1, at - 2);
	if (end != CSV_ENDS) {
		at = rest->len;
		inner = sv_trim(sv_from(*rest, 1));
		if (sv_ends(inner, SV("\"")))
			inner.len--;
	}
	*rest = sv_from(*rest, at);
	return single_quotes(inner, arena);
}

bool csv_take(struct sv *rest, char sep, struct arena *arena, struct sv *ret)
{
	size_t at = 0;
	if (!rest->ptr)
		return false;
	if (rest->len && rest->ptr[0] == '"') {
		*ret = take_quoted(rest, sep, arena);
		skip_plain(*rest, sep, &at);
	} else {
		skip_plain(*rest, sep, &at);
		*ret = sv_trim(sv_sub(*rest, 0, at));
	}
	bool more = at < rest->len && rest->ptr[at] == sep;
	*rest = more ? sv_from(*rest, at + 1) : (struct sv){NULL, 0};
	return true;
}
