#include "redact.h"

#include <string.h>

#include "base/i18n.h"
#include "base/pattern.h"
#include "base/utf8.h"
#include "pseudonym.h"
#include "redact_shapes.h"

#define LEARNED_MIN 3

struct redactor {
	unsigned reveal;
	struct pseudonyms names;
	struct pattern **patterns;
};

static const char *const class_ids[REDACT_CLASSES] = {"user", "device", "tenant", "network",
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
		r->patterns[i] = pattern_known(shapes[i].pattern);
	r->patterns[ARRAY_LEN(shapes)] = pattern_known(BASE64_PATTERN);
	return r;
}

void redactor_destroy(struct redactor *r)
{
	if (!r)
		return;
	pseudonyms_finish(&r->names);
	for (size_t i = 0; i <= ARRAY_LEN(shapes); i++)
		pattern_destroy(r->patterns[i]);
	free(r->patterns);
	free(r);
}

static bool revealed(const struct redactor *r, enum redact_class class)
{
	return class < REDACT_CLASSES && (r->reveal >> class & 1);
}

/* ---- learned values ---- */

/* "<user>", "{{UserPrincipalName}}" */
static bool is_stand_in(struct sv value)
{
	return value.len && ((value.ptr[0] == '<' && value.ptr[value.len - 1] == '>') ||
		(value.ptr[0] == '{' && value.ptr[value.len - 1] == '}'));
}

/* Accounts of the system itself and stand-ins of documents tell nothing about anyone. */
static bool tells_nothing(struct sv value)
{
	static const char *const words[] = {"SYSTEM", "S-1-5-18", "S-1-5-19", "S-1-5-20",
		"user", "device", "true", "false", "localhost", "unknown"};
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (sv_ieq(value, sv_str(words[i])))
			return true;
	return value.len < LEARNED_MIN || is_stand_in(value);
}

void redactor_learn(struct redactor *r, enum redact_class class, struct sv value)
{
	value = sv_trim(value);
	if (revealed(r, class) || tells_nothing(value) || value.len > STRBUF_LINE / 8)
		return;
	pseudonym_learn(&r->names, class, value);
}

static bool is_secret(const struct value *value)
{
	struct sv name = sv_str(value->name);
	return sv_ifind(name, SV("challenge")) != SV_NPOS ||
		sv_ifind(name, SV("RequestToken")) != SV_NPOS;
}

static bool url_shape(size_t *ret_index)
{
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		if (strcmp(shapes[i].need, "://") != 0)
			continue;
		*ret_index = i;
		return true;
	}
	return false;
}

/* The hosts of URLs, so that they are found where they stand alone, too. */
static void learn_hosts(struct redactor *r, struct sv text)
{
	struct pattern_match match;
	size_t index, from = 0;
	if (!url_shape(&index))
		return;
	while (pattern_search(r->patterns[index], text, from, &match) && match.to > from) {
		redactor_learn(r, REDACT_NETWORK, match.group[2]);
		from = match.to;
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
		if (item->kind == VALUE_TEXT)
			learn_hosts(r, sv_str(item->text));
		if (item->kind != VALUE_TEXT)
			redactor_learn_fields(r, item);
		else if (field_class(item, &class))
			redactor_learn(r, class, sv_str(item->text));
	}
}

/* ---- replacing ---- */

/* Where the @ of an address is, however it is spelled; SV_NPOS: it is none. */
static size_t address_sign(struct sv address, size_t *ret_width)
{
	size_t at = sv_chr(address, '@');
	*ret_width = at == SV_NPOS ? 3 : 1;
	return at == SV_NPOS ? sv_find(address, SV("%40")) : at;
}

static void add_part(struct redactor *r, enum redact_class class, struct sv part,
	struct strbuf *out)
{
	if (revealed(r, class))
		strbuf_add(out, part);
	else
		pseudonym_add(&r->names, pseudonym_of(&r->names, class, part), out);
}

/* user@tenant: each part has its own name. */
static void add_address(struct redactor *r, struct sv address, struct strbuf *out)
{
	size_t width, at = address_sign(address, &width);
	add_part(r, REDACT_USER, sv_sub(address, 0, at), out);
	strbuf_add(out, sv_sub(address, at, width));
	add_part(r, REDACT_TENANT, sv_from(address, at + width), out);
}

static bool is_address(const struct shape *shape)
{
	return !strcmp(shape->need, "@") || !strcmp(shape->need, "%40");
}

/* An address tells of a user and of a tenant. */
static bool is_shown(const struct redactor *r, const struct shape *shape)
{
	return revealed(r, shape->class) && (!is_address(shape) || revealed(r, REDACT_TENANT));
}

static void add_replacement(struct redactor *r, const struct shape *shape, struct sv value,
	struct strbuf *out)
{
	if (shape->class == REDACT_CLASSES)
		strbuf_str(out, "(masked)");
	else if (is_address(shape))
		add_address(r, value, out);
	else
		pseudonym_add(&r->names, pseudonym_of(&r->names, shape->class, value), out);
}

/* What an earlier shape left, and what says nothing of anyone. */
static bool nothing_to_hide(struct sv value)
{
	size_t width, at;
	value = sv_trim(value);
	at = address_sign(value, &width);
	if (!value.len || pseudonym_is(value) || is_stand_in(value))
		return true;
	return at != SV_NPOS && pseudonym_is(sv_sub(value, 0, at)) &&
		pseudonym_is(sv_from(value, at + width));
}

/* What could not be searched to its end is not shown. */
static bool add_rest(struct sv rest, bool too_complex, struct strbuf *out)
{
	if (too_complex)
		strbuf_str(out, "(masked)");
	else
		strbuf_add(out, rest);
	return too_complex;
}

/* Where the next match can begin at the earliest: at what it needs. Without regard to case, letters
 * that are not ASCII stand for k and s, too, so none may be passed over. */
static size_t earliest(const struct shape *shape, struct sv text, size_t from)
{
	if (!shape->need_at)
		return from;
	struct sv rest = sv_from(text, from);
	size_t at = sv_ifind(rest, sv_str(shape->need));
	size_t before = at == SV_NPOS ? rest.len : at;
	if (before < shape->need_at || !utf8_is_ascii(sv_sub(rest, 0, before)))
		return from;
	return from + before - shape->need_at + 1;
}

static bool replace_shape(struct redactor *r, size_t index, struct sv text, struct strbuf *out)
{
	struct pattern_match match;
	const struct shape *shape = &shapes[index];
	size_t from = 0;
	bool any = false;
	while (pattern_search(r->patterns[index], text, earliest(shape, text, from), &match) &&
	       match.to > from) {
		size_t value_at = (size_t)(match.group[2].ptr - text.ptr);
		if (nothing_to_hide(match.group[2])) {
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
	return add_rest(sv_from(text, from), match.too_complex, out) || any;
}

/* Is there a run long enough to look at? Most texts have none. */
static bool is_base64(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '+' || c == '/';
}

static bool has_long_run(struct sv text)
{
	size_t run = 0;
	for (size_t i = 0; i < text.len && run < BASE64_MIN; i++)
		run = is_base64(text.ptr[i]) ? run + 1 : 0;
	return run >= BASE64_MIN;
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
	return add_rest(sv_from(text, from), match.too_complex, out) || from > 0;
}

static void swap(struct strbuf *a, struct strbuf *b)
{
	struct strbuf held = *a;
	*a = *b;
	*b = held;
	strbuf_reset(b);
}

/* What was last looked for in a text: neighbours in the table need the same. */
struct asked {
	const char *need; /* "": the text is another one by now */
	bool there;
};

static bool has_need(struct asked *asked, struct sv text, const char *need)
{
	if (strcmp(asked->need, need) != 0)
		*asked = (struct asked){need, sv_ifind(text, sv_str(need)) != SV_NPOS};
	return asked->there;
}

bool redact(struct redactor *r, struct sv text, struct strbuf *out)
{
	autostrbuf now, next;
	struct asked asked = {.need = ""};
	strbuf_init(&now, STRBUF_REPORT);
	strbuf_init(&next, STRBUF_REPORT);
	bool any = pseudonyms_replace(&r->names, text, &now);
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		if (is_shown(r, &shapes[i]) || !has_need(&asked, strbuf_sv(&now), shapes[i].need))
			continue;
		any |= replace_shape(r, i, strbuf_sv(&now), &next);
		swap(&now, &next);
		asked.need = "";
	}
	if (r->reveal != REVEAL_ALL && has_long_run(strbuf_sv(&now))) {
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
		if (is_secret(copy))
			strbuf_str(&out, "(masked)");
		else if (field_class(copy, &class) && !revealed(r, class) && !tells_nothing(text))
			pseudonym_add(&r->names, pseudonym_of(&r->names, class, sv_trim(text)), &out);
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
