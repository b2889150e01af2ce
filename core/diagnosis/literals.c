#include "literals.h"

#include <string.h>

/* The expression is read branch by branch ("a|b"), and of each the longest run of letters that
 * stand for themselves is kept. Whatever is not plain ends a run; whatever could change how the
 * rest is read (options, \Q, \x41) makes us give up. */
struct reading {
	struct sv rest;
	bool fold, lost;
	bool more; /* there is something else than letters that stand for themselves */
	char run[256], best[256];
	size_t run_len, best_len;
};

static void end_run(struct reading *r)
{
	if (r->run_len > r->best_len) {
		memcpy(r->best, r->run, r->run_len);
		r->best_len = r->run_len;
	}
	r->run_len = 0;
}

/* Without case, k and s also stand for signs that are not ASCII (K, ſ); letters beyond ASCII have
 * cases of their own. A line feed would span the scanner's lines. */
static bool is_plain(const struct reading *r, char c)
{
	unsigned char byte = (unsigned char)c;
	if (byte < 0x20 || byte == 0x7f)
		return false;
	return !r->fold || (byte < 0x80 && !strchr("kKsS", c));
}

static void add_char(struct reading *r, char c)
{
	if (!is_plain(r, c) || r->run_len == sizeof(r->run)) {
		r->more = true;
		end_run(r);
		if (!is_plain(r, c))
			return;
	}
	r->run[r->run_len++] = c;
	r->more |= (unsigned char)c >= 0x80;
}

/* What was read last may be absent. Of a letter of several bytes all of them. */
static void drop_char(struct reading *r)
{
	while (r->run_len && ((unsigned char)r->run[r->run_len - 1] & 0xc0) == 0x80)
		r->run_len--;
	r->run_len -= r->run_len > 0;
	end_run(r);
}

static char take(struct reading *r)
{
	char c = r->rest.ptr[0];
	r->rest = sv_from(r->rest, 1);
	return c;
}

static void take_escape(struct reading *r)
{
	char c = r->rest.len ? take(r) : '\0';
	bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	if (!word && c)
		add_char(r, c);
	else if (c && strchr("dDwWsSbB", c))
		end_run(r);
	else
		r->lost = true;
	r->more |= word;
}

/* "[…]": what it stands for is not looked at. */
static void skip_class(struct reading *r)
{
	end_run(r);
	if (r->rest.len && r->rest.ptr[0] == '^')
		take(r);
	if (r->rest.len && r->rest.ptr[0] == ']')
		take(r);
	while (r->rest.len && !r->lost) {
		char c = take(r);
		if (c == ']')
			return;
		if (c == '\\' && r->rest.len)
			r->lost = strchr("QE", take(r)) != NULL;
		r->lost |= c == '[';
	}
	r->lost = true;
}

/* "(…)": nothing in it is kept; it may be absent. */
static void skip_group(struct reading *r)
{
	end_run(r);
	for (size_t depth = 1; depth && !r->lost;) {
		char c = r->rest.len ? take(r) : '\0';
		if (c == '(')
			depth++;
		else if (c == ')')
			depth--;
		else if (c == '[')
			skip_class(r);
		else if (c == '\\' && r->rest.len)
			r->lost = strchr("QE", take(r)) != NULL;
		bool special = sv_starts(r->rest, SV("*")) ||
			(sv_starts(r->rest, SV("?")) && !sv_starts(r->rest, SV("?:")));
		r->lost |= !c || (c == '(' && special);
	}
	r->run_len = 0;
}

/* "{2,3}"; a brace that is none of a count is more than we care for. */
static void skip_count(struct reading *r)
{
	char c = '\0';
	while (r->rest.len && c != '}' && !r->lost) {
		c = take(r);
		r->lost = c != '}' && c != ',' && !(c >= '0' && c <= '9');
	}
	r->lost |= c != '}';
}

static void end_branch(struct reading *r, struct literals *ret)
{
	end_run(r);
	if (r->best_len < LITERAL_MIN || ret->count == LITERALS_MAX) {
		r->lost = true;
		return;
	}
	ret->texts[ret->count++] = (struct sv){NULL, r->best_len};
	strbuf_add(&ret->bytes, (struct sv){r->best, r->best_len});
	r->best_len = 0;
}

static void take_part(struct reading *r, struct literals *ret)
{
	char c = take(r);
	r->more |= strchr("[(?*{.^$+)", c) != NULL;
	if (c == '\\')
		take_escape(r);
	else if (c == '[')
		skip_class(r);
	else if (c == '(')
		r->lost |= sv_starts(r->rest, SV("*")) || (sv_starts(r->rest, SV("?")) &&
			!sv_starts(r->rest, SV("?:")));
	else if (c == '|')
		end_branch(r, ret);
	else if (strchr("?*{", c))
		drop_char(r);
	else if (strchr(".^$+)", c))
		end_run(r);
	else
		add_char(r, c);
	if (c == '(' && !r->lost)
		skip_group(r);
	if (c == '{')
		skip_count(r);
}

bool literals_of(struct sv pattern, bool fold, struct literals *ret)
{
	struct reading r = {.rest = pattern, .fold = fold};
	*ret = (struct literals){.count = 0};
	strbuf_init(&ret->bytes, STRBUF_RECORD);
	while (r.rest.len && !r.lost)
		take_part(&r, ret);
	if (!r.lost)
		end_branch(&r, ret);
	size_t at = 0;
	for (size_t i = 0; i < ret->count; at += ret->texts[i++].len)
		ret->texts[i].ptr = ret->bytes.ptr + at;
	if (r.lost || ret->bytes.full)
		ret->count = 0;
	ret->exact = ret->count && !r.more;
	return ret->count > 0;
}

void literals_finish(struct literals *literals)
{
	strbuf_finish(&literals->bytes);
}
