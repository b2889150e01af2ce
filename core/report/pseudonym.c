#include "pseudonym.h"

#include <string.h>

#define LEARNED_MAX 2000

static const char *const class_words[REDACT_CLASSES] = {"user", "device", "tenant", "host",
	"subject"};

void pseudonyms_finish(struct pseudonyms *p)
{
	for (size_t i = 0; i < p->aliases_count; i++)
		free(p->aliases[i].value);
	for (size_t i = 0; i < p->learned_count; i++)
		free(p->learned[i].text);
	free(p->aliases);
	free(p->learned);
	*p = (struct pseudonyms){0};
}

/* One level of what XML escapes, or of what a URL escapes; gives how many bytes it took. */
static size_t take_escape(struct sv text, char *ret)
{
	static const struct { const char *text; char c; } names[] = {{"&amp;", '&'},
		{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''}};
	uint64_t byte;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (!sv_istarts(text, sv_str(names[i].text)))
			continue;
		*ret = names[i].c;
		return strlen(names[i].text);
	}
	if (text.len < 3 || text.ptr[0] != '%' || !sv_hex_to_u64(sv_sub(text, 1, 2), &byte))
		return 0;
	*ret = (char)byte;
	return 3;
}

#define ESCAPED_MAX 4 /* levels that are undone to compare values */

static void add_plain(struct sv text, struct strbuf *out)
{
	autostrbuf next;
	strbuf_init(&next, STRBUF_LINE);
	strbuf_add(out, text);
	for (int level = 0; level < ESCAPED_MAX; level++) {
		struct sv rest = strbuf_sv(out);
		while (rest.len) {
			char c = rest.ptr[0];
			size_t took = take_escape(rest, &c);
			strbuf_char(&next, c);
			rest = sv_from(rest, took ? took : 1);
		}
		strbuf_reset(out);
		strbuf_add(out, strbuf_sv(&next));
		strbuf_reset(&next);
	}
}

size_t pseudonym_of(struct pseudonyms *p, enum redact_class class, struct sv spelled)
{
	unsigned last = 0;
	autostrbuf plain;
	strbuf_init(&plain, STRBUF_LINE);
	add_plain(sv_trim(spelled), &plain);
	struct sv value = strbuf_sv(&plain);
	for (size_t i = 0; i < p->aliases_count; i++) {
		if (p->aliases[i].class != class)
			continue;
		if (sv_ieq(sv_str(p->aliases[i].value), value))
			return i;
		last = p->aliases[i].number;
	}
	struct alias alias = {class, sv_dup(value), last + 1};
	vec_push(p, aliases, alias);
	return p->aliases_count - 1;
}

void pseudonym_add(const struct pseudonyms *p, size_t alias, struct strbuf *out)
{
	strbuf_addf(out, "%s-%u", class_words[p->aliases[alias].class],
		p->aliases[alias].number);
}

static void learn_spelling(struct pseudonyms *p, size_t alias, struct sv text)
{
	for (size_t i = 0; i < p->learned_count; i++)
		if (sv_eq(sv_str(p->learned[i].text), text))
			return;
	if (p->learned_count < LEARNED_MAX)
		vec_push(p, learned, ((struct learned){sv_dup(text), alias}));
}

static void percent(struct sv text, struct strbuf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || (c && strchr("-._~", c));
		if (plain)
			strbuf_char(out, (char)c);
		else
			strbuf_addf(out, "%%%02X", c);
	}
}

/* Quotes are escaped in attributes, and by some everywhere. */
static void escape_xml(struct sv text, bool quotes, struct strbuf *out)
{
	static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
	static const char marks[] = "&<>\"'";
	for (size_t i = 0; i < text.len; i++) {
		const char *mark = memchr(marks, text.ptr[i], quotes ? 5 : 3);
		if (mark)
			strbuf_str(out, names[mark - marks]);
		else
			strbuf_char(out, text.ptr[i]);
	}
}

static void learn_escaped(struct pseudonyms *p, size_t alias, struct sv value, bool quotes)
{
	autostrbuf text, next;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_init(&next, STRBUF_LINE);
	strbuf_add(&text, value);
	for (int level = 0; level < 3; level++) {
		strbuf_reset(&next);
		escape_xml(strbuf_sv(&text), quotes, &next);
		learn_spelling(p, alias, strbuf_sv(&next));
		strbuf_reset(&text);
		strbuf_add(&text, strbuf_sv(&next));
	}
}

void pseudonym_learn(struct pseudonyms *p, enum redact_class class, struct sv value)
{
	size_t alias = pseudonym_of(p, class, value);
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	learn_spelling(p, alias, value);
	percent(value, &text);
	learn_spelling(p, alias, strbuf_sv(&text));
	learn_escaped(p, alias, value, false);
	learn_escaped(p, alias, value, true);
}

/* ---- replacing ---- */

static bool is_word(struct sv text, size_t at)
{
	if (at >= text.len)
		return false;
	char c = text.ptr[at];
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* A %XX ends a word, too. */
static bool behind_percent(struct sv text, size_t at)
{
	uint64_t byte;
	return at >= 3 && text.ptr[at - 3] == '%' && sv_hex_to_u64(sv_sub(text, at - 2, 2), &byte);
}

/* The longest learned spelling at this place, as a word of its own. */
static const struct learned *learned_at(const struct pseudonyms *p, struct sv text, size_t at)
{
	const struct learned *best = NULL;
	if (at && is_word(text, at - 1) && is_word(text, at) && !behind_percent(text, at))
		return NULL;
	for (size_t i = 0; i < p->learned_count; i++) {
		struct sv spelling = sv_str(p->learned[i].text);
		if (!sv_istarts(sv_from(text, at), spelling))
			continue;
		size_t end = at + spelling.len;
		if (is_word(text, end - 1) && is_word(text, end))
			continue;
		if (!best || spelling.len > strlen(best->text))
			best = &p->learned[i];
	}
	return best;
}

bool pseudonyms_replace(const struct pseudonyms *p, struct sv text, struct strbuf *out)
{
	bool any = false;
	if (!p->learned_count) {
		strbuf_add(out, text);
		return false;
	}
	for (size_t at = 0; at < text.len;) {
		const struct learned *hit = learned_at(p, text, at);
		if (!hit) {
			strbuf_char(out, text.ptr[at++]);
			continue;
		}
		pseudonym_add(p, hit->alias, out);
		at += strlen(hit->text);
		any = true;
	}
	return any;
}

bool pseudonym_is(struct sv value)
{
	for (size_t i = 0; i < REDACT_CLASSES; i++) {
		struct sv word = sv_str(class_words[i]);
		uint64_t number;
		if (sv_starts(value, word) && value.len > word.len + 1 &&
		    value.ptr[word.len] == '-' && sv_to_u64(sv_from(value, word.len + 1), &number))
			return true;
	}
	return sv_eq(value, SV("(masked)"));
}
