#include <string.h>

#include "base/i18n.h"
#include "events.h"

/* A template is literals with places between them: "Result: (%1)." */
static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Takes the literal up to the next place off *rest; *ret_place is its number, 0: no more. */
static struct sv take_literal(struct sv *rest, size_t *ret_place)
{
	size_t i = 0, end;
	while (i + 1 < rest->len && !(rest->ptr[i] == '%' && digit(rest->ptr[i + 1])))
		i++;
	*ret_place = 0;
	if (i + 1 >= rest->len)
		i = rest->len;
	for (end = i + 1; end < rest->len && end < i + 3 && digit(rest->ptr[end]); end++)
		*ret_place = *ret_place * 10 + (size_t)(rest->ptr[end] - '0');
	struct sv literal = sv_sub(*rest, 0, i);
	*rest = sv_from(*rest, end);
	return literal;
}

/* ---- values to a sentence ---- */

static struct sv value_named(const struct event_value *values, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (sv_ieq(values[i].name, sv_str(name)))
			return values[i].value;
	return SV_EMPTY;
}

static void add_result(const struct codes *codes, uint32_t value, bool translate,
	struct strbuf *out)
{
	struct code code;
	codes_explain(codes, value, &code);
	if (code.log_text[0])
		strbuf_str(out, translate ? gettext(code.log_text) : code.log_text);
	else if (translate)
		strbuf_addf(out, _("Unknown Win32 Error code: 0x%x"), (unsigned)value);
	else
		strbuf_addf(out, "Unknown Win32 Error code: 0x%x", (unsigned)value);
}

static bool to_u32(struct sv text, uint32_t *ret)
{
	int64_t negative;
	uint64_t number;
	text = sv_trim(text);
	if (sv_to_i64(text, &negative) && negative >= INT32_MIN && negative < 0) {
		*ret = (uint32_t)negative;
		return true;
	}
	if (!sv_to_number(text, &number) || number > UINT32_MAX)
		return false;
	*ret = (uint32_t)number;
	return true;
}

static void add_value(const struct event_field *field, const struct codes *codes,
	struct sv value, bool translate, struct strbuf *out)
{
	uint32_t number;
	bool numeric = to_u32(value, &number);
	const char *label = numeric ? event_field_label(field, number) : NULL;
	if (label)
		strbuf_str(out, label);
	else if (numeric && field->type == EVENT_RESULT)
		add_result(codes, number, translate, out);
	else if (numeric && field->type == EVENT_HEX)
		strbuf_addf(out, "0x%x", (unsigned)number);
	else if (numeric && field->type == EVENT_NUMBER)
		strbuf_addf(out, "%u", (unsigned)number);
	else
		strbuf_add(out, value);
}

static void add_literal(struct strbuf *out, struct sv literal)
{
	for (size_t at; (at = sv_find(literal, SV("%n"))) != SV_NPOS;) {
		strbuf_add(out, sv_sub(literal, 0, at));
		strbuf_char(out, '\n');
		literal = sv_from(literal, at + 2);
	}
	strbuf_add(out, literal);
}

/* No text of the event is public: its fields, by name. */
static void add_fields(const struct event_value *values, size_t count, struct strbuf *out)
{
	for (size_t i = 0; i < count; i++)
		strbuf_addf(out, "%s" SV_FMT "=" SV_FMT, i ? " " : "", SV_ARG(values[i].name),
			SV_ARG(values[i].value));
}

void event_sentence(const struct event_info *info, const struct codes *codes,
	const struct event_value *values, size_t count, bool translate, struct strbuf *out)
{
	if (!info->sentence[0]) {
		add_fields(values, count, out);
		return;
	}
	struct sv rest = sv_str(translate && !info->by_family
		? gettext(info->sentence) : info->sentence);
	while (rest.len) {
		size_t place;
		add_literal(out, take_literal(&rest, &place));
		if (!place || place > info->fields_count)
			continue;
		const struct event_field *field = &info->fields[place - 1];
		struct sv value = field->name[0] ? value_named(values, count, field->name)
			: place <= count ? values[place - 1].value : SV_EMPTY;
		add_value(field, codes, value, translate, out);
	}
}

/* ---- a sentence to its values ---- */

static struct sv skip_blanks(struct sv literal)
{
	for (;;) {
		if (literal.len && blank(literal.ptr[0]))
			literal = sv_from(literal, 1);
		else if (sv_starts(literal, SV("%n")))
			literal = sv_from(literal, 2);
		else
			return literal;
	}
}

/* Does literal stand at text[at], whatever the blanks? *ret_end: behind it. */
static bool literal_at(struct sv text, size_t at, struct sv literal, size_t *ret_end)
{
	while ((literal = skip_blanks(literal)).len) {
		while (at < text.len && blank(text.ptr[at]))
			at++;
		if (at >= text.len || text.ptr[at] != literal.ptr[0])
			return false;
		at++;
		literal = sv_from(literal, 1);
	}
	*ret_end = at;
	return true;
}

static size_t word_end(struct sv text, size_t from)
{
	while (from < text.len && blank(text.ptr[from]))
		from++;
	while (from < text.len && !blank(text.ptr[from]))
		from++;
	return from;
}

static bool literal_search(struct sv text, size_t from, struct sv literal, bool strict,
	size_t *ret_start, size_t *ret_end)
{
	struct sv words = skip_blanks(literal);
	strict = strict && blank(literal.ptr[literal.len - 1]);
	for (size_t i = from; i < text.len; i++) {
		if (text.ptr[i] != words.ptr[0] || !literal_at(text, i, words, ret_end))
			continue;
		if (strict && *ret_end < text.len && !blank(text.ptr[*ret_end]))
			continue;
		*ret_start = i;
		return true;
	}
	return false;
}

/* The first place where literal stands; rather one with the blank it ends with. A literal of
 * blanks only ends the value behind its first word. */
static bool literal_find(struct sv text, size_t from, struct sv literal, size_t *ret_start,
	size_t *ret_end)
{
	if (skip_blanks(literal).len)
		return literal_search(text, from, literal, true, ret_start, ret_end) ||
		       literal_search(text, from, literal, false, ret_start, ret_end);
	*ret_start = *ret_end = literal.len ? word_end(text, from) : from;
	return true;
}

/* The last literal must end the text, so it is looked for from there. */
static bool literal_last(struct sv text, size_t from, struct sv literal, size_t *ret_start)
{
	size_t end;
	literal = skip_blanks(literal);
	*ret_start = text.len;
	if (!literal.len)
		return true;
	for (size_t i = text.len; i-- > from;)
		if (text.ptr[i] == literal.ptr[0] && literal_at(text, i, literal, &end) &&
		    end == text.len) {
			*ret_start = i;
			return true;
		}
	return false;
}

static struct sv without_end(struct sv text)
{
	text = sv_trim(text);
	while (text.len && text.ptr[text.len - 1] == '.')
		text = sv_trim(sv_sub(text, 0, text.len - 1));
	return text;
}

static void clear_values(const struct event_info *info, struct event_value *ret)
{
	for (size_t i = 0; i < info->fields_count; i++)
		ret[i] = (struct event_value){sv_str(info->fields[i].name), SV_EMPTY};
}

bool event_parse(const struct event_info *info, struct sv sentence, struct event_value *ret)
{
	struct sv rest = without_end(sv_str(info->sentence));
	struct sv text = without_end(sentence);
	size_t place, next, at, start, end;
	clear_values(info, ret);
	if (!rest.len || !literal_at(text, 0, take_literal(&rest, &place), &at))
		return false;
	for (; place; place = next, at = end) {
		struct sv literal = take_literal(&rest, &next);
		end = text.len;
		if (next ? !literal_find(text, at, literal, &start, &end)
			 : !literal_last(text, at, literal, &start))
			return false;
		if (place <= info->fields_count)
			ret[place - 1].value = sv_trim(sv_sub(text, at, start - at));
	}
	return at == text.len;
}
