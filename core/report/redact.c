#include "redact.h"

#include <string.h>

#include "base/i18n.h"
#include "base/pattern.h"
#include "base/utf8.h"

#define LEARNED_MIN 3
#define LEARNED_MAX 2000

struct alias { /* one value and what stands for it */
	enum redact_class class;
	char *value;
	unsigned number;
};

struct learned { /* a spelling to look for */
	char *text;
	size_t alias;
};

struct redactor {
	unsigned reveal;
	struct alias *aliases;
	size_t aliases_count, aliases_cap;
	struct learned *learned;
	size_t learned_count, learned_cap;
	struct pattern **patterns;
};

/* What is replaced by its shape. Group 1 stays in front, group 2 is the value, group 3
 * stays behind. class REDACT_CLASSES: masked always. In this order; each works on what the
 * ones before left. */
static const struct shape {
	enum redact_class class;
	const char *need; /* a literal that must be there, so that most texts cost nothing */
	const char *pattern;
} shapes[] = {
	{REDACT_CLASSES, "CertificateRequestToken",
		"(CertificateRequestToken(?:&(?:amp;)*gt;|>))([^&<]*)()"},
	{REDACT_CLASSES, "hallenge", "((?:C|c)hallenge(?:&(?:amp;)*gt;|>|=|\"\\s*:\\s*\"))"
		"([^&<\\s\",;]+)()"},
	{REDACT_CLASSES, "eyJ", "()(eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*)()"},
	{REDACT_USER, "@", "()([\\w.+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63})+)()"},
	{REDACT_USER, "%40", "()([\\w.+'-]{1,64}%40[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63})+)()"},
	{REDACT_USER, "S-1-", "()(S-1-(?:5-21|12-1)(?:-\\d{1,10})+)()"},
	{REDACT_USER, "/home/", "(/home/)([^/\\s]+)()"},
	{REDACT_USER, "Users", "([\\\\/]Users[\\\\/])([^\\\\/\\s]+)()"},
	{REDACT_TENANT, "onmicrosoft", "()([A-Za-z0-9-]+\\.onmicrosoft\\.(?:com|us|de|cn))()"},
	{REDACT_NETWORK, "://", "(://)((?!(?:[\\w-]+\\.)*(?:microsoft\\.com|microsoftonline\\.com|"
		"windows\\.net|microsoft\\.us)(?:[/:?\\s]|$))[^/\\s\"'<>&;,)\\\\]+)()"},
	{REDACT_NETWORK, ".", "(?<![\\w.-])()((?:25[0-5]|2[0-4]\\d|1?\\d?\\d)"
		"(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3})()(?![\\w.-])"},
	{REDACT_NETWORK, ":", "(?<![\\w:])()([0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){3,7})()(?![\\w:])"},
	{REDACT_DEVICE, "urn:uuid:", "(urn:uuid:)([0-9A-Fa-f-]{36})()"},
	{REDACT_DEVICE, "IMEI", "(IMEI\\W{0,3})(\\d{14,16})()"},
	{REDACT_SUBJECT, "CN=", "(CN=)([^,;<&\"'\\]]+)()"},
};

/* Base64 of this length is a key, a certificate or a request: nobody reads it. 64 digits of
 * hex are a SHA-256 and stay. */
#define BASE64_PATTERN                                                                        \
	"(?<![A-Za-z0-9+/])(?![0-9A-Fa-f]{64}(?![A-Za-z0-9+/]))[A-Za-z0-9+/]{64,}={0,2}"

static const char *const class_ids[REDACT_CLASSES] = {"user", "device", "tenant", "network",
	"subject"};
static const char *const class_words[REDACT_CLASSES] = {"user", "device", "tenant", "host",
	"subject"};

/* Fields that hold a value of a class whatever it looks like. */
static const struct { const char *name; enum redact_class class; } known_fields[] = {
	{"subject_name", REDACT_SUBJECT}, {"issuers", REDACT_SUBJECT},
	{"value", REDACT_SUBJECT}, /* of a SAN; numbers are no texts and stay */
	{"user_sid", REDACT_USER}, {"device_name", REDACT_DEVICE},
};

const char *redact_class_id(enum redact_class class)
{
	return class_ids[class];
}

bool redact_parse_reveal(struct sv text, unsigned *ret, struct err *err)
{
	struct sv word;
	*ret = 0;
	while (sv_cut(&text, ',', &word)) {
		unsigned bits = sv_eq(word, SV("all")) ? REVEAL_ALL : 0;
		for (unsigned i = 0; i < REDACT_CLASSES; i++)
			bits |= sv_eq(word, sv_str(class_ids[i])) ? 1u << i : 0;
		if (!bits)
			return err_set(err, ERR_USAGE, _("--reveal: unknown class \"%.*s\"; "
				"expected user, device, tenant, network, subject or all"),
				(int)word.len, word.ptr);
		*ret |= bits;
	}
	return true;
}

struct redactor *redactor_create(unsigned reveal)
{
	struct redactor *r = xcalloc(1, sizeof(*r));
	r->reveal = reveal;
	r->patterns = xcalloc(ARRAY_LEN(shapes) + 1, sizeof(*r->patterns));
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
		r->patterns[i] = pattern_create(sv_str(shapes[i].pattern), false, NULL);
	r->patterns[ARRAY_LEN(shapes)] = pattern_create(SV(BASE64_PATTERN), false, NULL);
	return r;
}

void redactor_destroy(struct redactor *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->aliases_count; i++)
		free(r->aliases[i].value);
	for (size_t i = 0; i < r->learned_count; i++)
		free(r->learned[i].text);
	for (size_t i = 0; i <= ARRAY_LEN(shapes); i++)
		pattern_destroy(r->patterns[i]);
	free(r->patterns);
	free(r->aliases);
	free(r->learned);
	free(r);
}

static bool revealed(const struct redactor *r, enum redact_class class)
{
	return class < REDACT_CLASSES && (r->reveal >> class & 1);
}

/* The alias of a value; letters of any case are one value, and so are encoded ones. */
static size_t alias_of(struct redactor *r, enum redact_class class, struct sv value)
{
	unsigned last = 0;
	for (size_t i = 0; i < r->aliases_count; i++) {
		if (r->aliases[i].class != class)
			continue;
		if (sv_ieq(sv_str(r->aliases[i].value), value))
			return i;
		last = r->aliases[i].number;
	}
	struct alias alias = {class, sv_dup(value), last + 1};
	vec_push(r, aliases, alias);
	return r->aliases_count - 1;
}

static void add_alias(const struct redactor *r, size_t alias, struct strbuf *out)
{
	strbuf_addf(out, "%s-%u", class_words[r->aliases[alias].class],
		r->aliases[alias].number);
}

/* ---- learned values ---- */

static void learn_spelling(struct redactor *r, size_t alias, struct sv text)
{
	for (size_t i = 0; i < r->learned_count; i++)
		if (sv_eq(sv_str(r->learned[i].text), text))
			return;
	if (r->learned_count < LEARNED_MAX)
		vec_push(r, learned, ((struct learned){sv_dup(text), alias}));
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

static void escape_xml(struct sv text, struct strbuf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '&')
			strbuf_str(out, "&amp;");
		else if (c == '<')
			strbuf_str(out, "&lt;");
		else if (c == '>')
			strbuf_str(out, "&gt;");
		else
			strbuf_char(out, c);
	}
}

/* Accounts of the system itself and stand-ins of documents tell nothing about anyone. */
static bool tells_nothing(struct sv value)
{
	static const char *const words[] = {"SYSTEM", "S-1-5-18", "S-1-5-19", "S-1-5-20",
		"user", "device", "true", "false", "localhost", "unknown"};
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (sv_ieq(value, sv_str(words[i])))
			return true;
	return value.len < LEARNED_MIN || value.ptr[0] == '<' || value.ptr[0] == '{';
}

void redactor_learn(struct redactor *r, enum redact_class class, struct sv value)
{
	value = sv_trim(value);
	if (revealed(r, class) || tells_nothing(value) || value.len > STRBUF_LINE / 8)
		return;
	size_t alias = alias_of(r, class, value);
	learn_spelling(r, alias, value);
	autostrbuf text, again;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_init(&again, STRBUF_LINE);
	percent(value, &text);
	learn_spelling(r, alias, strbuf_sv(&text));
	strbuf_reset(&text);
	escape_xml(value, &text);
	for (int level = 0; level < 3; level++) {
		learn_spelling(r, alias, strbuf_sv(&text));
		strbuf_reset(&again);
		escape_xml(strbuf_sv(&text), &again);
		strbuf_reset(&text);
		strbuf_add(&text, strbuf_sv(&again));
	}
}

static bool field_class(const struct value *value, enum redact_class *ret)
{
	for (size_t i = 0; value->name && i < ARRAY_LEN(known_fields); i++) {
		if (strcmp(value->name, known_fields[i].name) != 0)
			continue;
		*ret = known_fields[i].class;
		return true;
	}
	return false;
}

void redactor_learn_fields(struct redactor *r, const struct value *fields)
{
	enum redact_class class;
	for (size_t i = 0; fields && i < fields->items_count; i++) {
		const struct value *item = fields->items[i];
		if (item->kind != VALUE_TEXT)
			redactor_learn_fields(r, item);
		else if (field_class(item, &class))
			redactor_learn(r, class, sv_str(item->text));
	}
}

/* ---- replacing ---- */

static bool is_word(struct sv text, size_t at)
{
	if (at >= text.len)
		return false;
	char c = text.ptr[at];
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The longest learned spelling at this place, as a word of its own. */
static const struct learned *learned_at(const struct redactor *r, struct sv text, size_t at)
{
	const struct learned *best = NULL;
	if (at && is_word(text, at - 1) && is_word(text, at))
		return NULL;
	for (size_t i = 0; i < r->learned_count; i++) {
		struct sv spelling = sv_str(r->learned[i].text);
		if (!sv_istarts(sv_from(text, at), spelling))
			continue;
		size_t end = at + spelling.len;
		if (is_word(text, end - 1) && is_word(text, end))
			continue;
		if (!best || spelling.len > strlen(best->text))
			best = &r->learned[i];
	}
	return best;
}

static bool replace_learned(const struct redactor *r, struct sv text, struct strbuf *out)
{
	bool any = false;
	if (!r->learned_count) {
		strbuf_add(out, text);
		return false;
	}
	for (size_t at = 0; at < text.len;) {
		const struct learned *hit = learned_at(r, text, at);
		if (!hit) {
			strbuf_char(out, text.ptr[at++]);
			continue;
		}
		add_alias(r, hit->alias, out);
		at += strlen(hit->text);
		any = true;
	}
	return any;
}

/* user@tenant: each part has its own name. */
static void add_address(struct redactor *r, struct sv address, struct strbuf *out)
{
	size_t at = sv_chr(address, '@'), width = 1;
	if (at == SV_NPOS) {
		at = sv_ifind(address, SV("%40"));
		width = 3;
	}
	add_alias(r, alias_of(r, REDACT_USER, sv_sub(address, 0, at)), out);
	strbuf_add(out, sv_sub(address, at, width));
	struct sv domain = sv_from(address, at + width);
	if (revealed(r, REDACT_TENANT))
		strbuf_add(out, domain);
	else
		add_alias(r, alias_of(r, REDACT_TENANT, domain), out);
}

static void add_replacement(struct redactor *r, const struct shape *shape, struct sv value,
	struct strbuf *out)
{
	if (shape->class == REDACT_CLASSES)
		strbuf_str(out, "(masked)");
	else if (!strcmp(shape->need, "@") || !strcmp(shape->need, "%40"))
		add_address(r, value, out);
	else
		add_alias(r, alias_of(r, shape->class, value), out);
}

static bool already_alias(struct sv value)
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

static bool replace_shape(struct redactor *r, size_t index, struct sv text, struct strbuf *out)
{
	struct pattern_match match;
	const struct shape *shape = &shapes[index];
	size_t from = 0;
	bool any = false;
	while (pattern_search(r->patterns[index], text, from, &match) && match.to > from) {
		size_t value_at = (size_t)(match.group[2].ptr - text.ptr);
		bool leave = !match.group[2].len || already_alias(match.group[2]);
		if (leave) {
			strbuf_add(out, sv_sub(text, from, match.to - from));
		} else {
			strbuf_add(out, sv_sub(text, from, value_at - from));
			add_replacement(r, shape, match.group[2], out);
			size_t behind = value_at + match.group[2].len;
			strbuf_add(out, sv_sub(text, behind, match.to - behind));
			any = true;
		}
		from = match.to;
	}
	strbuf_add(out, sv_from(text, from));
	return any;
}

static bool replace_base64(struct redactor *r, struct sv text, struct strbuf *out)
{
	struct pattern_match match;
	size_t from = 0;
	while (pattern_search(r->patterns[ARRAY_LEN(shapes)], text, from, &match)) {
		strbuf_add(out, sv_sub(text, from, match.from - from));
		strbuf_addf(out, "(base64: %zu)", match.to - match.from);
		from = match.to;
	}
	strbuf_add(out, sv_from(text, from));
	return from > 0;
}

static void swap(struct strbuf *a, struct strbuf *b)
{
	struct strbuf held = *a;
	*a = *b;
	*b = held;
	strbuf_reset(b);
}

bool redact(struct redactor *r, struct sv text, struct strbuf *out)
{
	autostrbuf now, next;
	strbuf_init(&now, STRBUF_REPORT);
	strbuf_init(&next, STRBUF_REPORT);
	bool any = replace_learned(r, text, &now);
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		if (revealed(r, shapes[i].class) ||
		    !sv_has(strbuf_sv(&now), sv_str(shapes[i].need)))
			continue;
		any |= replace_shape(r, i, strbuf_sv(&now), &next);
		swap(&now, &next);
	}
	if (r->reveal != REVEAL_ALL) {
		any |= replace_base64(r, strbuf_sv(&now), &next);
		swap(&now, &next);
	}
	strbuf_add(out, strbuf_sv(&now));
	return any;
}

struct value *redact_value(struct redactor *r, const struct value *value)
{
	enum redact_class class;
	struct value *copy = value_clone(value);
	if (!copy)
		return NULL;
	if (copy->kind == VALUE_TEXT) {
		struct strbuf out;
		strbuf_init(&out, STRBUF_RECORD);
		struct sv text = sv_str(copy->text);
		if (field_class(copy, &class) && !revealed(r, class) && !tells_nothing(text))
			add_alias(r, alias_of(r, class, sv_trim(text)), &out);
		else
			redact(r, text, &out);
		free(copy->text);
		copy->text = strbuf_steal(&out);
	}
	for (size_t i = 0; i < copy->items_count; i++) {
		struct value *item = redact_value(r, copy->items[i]);
		value_destroy(copy->items[i]);
		copy->items[i] = item;
	}
	return copy;
}
