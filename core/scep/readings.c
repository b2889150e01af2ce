#include "readings.h"

#include <string.h>

struct list {
	struct reading *readings;
	size_t count;
};

static void add_code(struct list *list, const struct code *code)
{
	if (list->count < READINGS_MAX)
		list->readings[list->count++] = (struct reading){.code = *code};
}

/* An event has a row for each of its wordings; the first one is the newest. */
static bool told(const struct list *list, const struct event_info *info)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->readings[i].is_event &&
		    !strcmp(list->readings[i].event->provider, info->provider))
			return true;
	return false;
}

static void add_events(struct list *list, const struct events *events, uint64_t id)
{
	for (size_t i = 0; i < events_count(events) && list->count < READINGS_MAX; i++) {
		const struct event_info *info = events_at(events, i);
		if ((uint64_t)info->id == id && !told(list, info))
			list->readings[list->count++] = (struct reading){.is_event = true,
				.event = info};
	}
}

/* "event 306", "Event ID: 306", "EventID=306", "id=306". */
static bool event_word(struct sv text, uint64_t *ret)
{
	static const struct sv words[] = {{"event id", 8}, {"eventid", 7}, {"event", 5},
		{"id", 2}};
	text = sv_trim(text);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!sv_istarts(text, words[i]))
			continue;
		struct sv rest = sv_trim(sv_from(text, words[i].len));
		if (rest.len && (rest.ptr[0] == ':' || rest.ptr[0] == '='))
			rest = sv_trim(sv_from(rest, 1));
		return sv_to_u64(rest, ret);
	}
	return false;
}

static bool is_status(uint64_t number)
{
	return number >= 100 && number <= 599;
}

/* A small number that stands alone is asked for as whatever the tables have under it. */
static void add_small(struct list *list, const struct codes *codes, const struct events *events,
	uint64_t number)
{
	struct code code;
	codes_explain(codes, 0x80190000 | (uint32_t)number, &code);
	if (is_status(number) && code.known)
		add_code(list, &code);
	add_events(list, events, number);
}

size_t readings_of(const struct codes *codes, const struct events *events, struct sv text,
	struct reading ret[static READINGS_MAX])
{
	struct list list = {ret, 0};
	struct code code;
	uint32_t value;
	uint64_t number;
	if (event_word(text, &number)) {
		add_events(&list, events, number);
		return list.count;
	}
	if (codes_parse_named(codes, text, &code)) {
		add_code(&list, &code);
		return list.count;
	}
	if (!codes_parse(codes, text, &value))
		return 0;
	bool small = sv_to_u64(sv_trim(text), &number) && number == value && value <= 0xffff;
	codes_explain(codes, value, &code);
	if (code.known)
		add_code(&list, &code);
	if (small)
		add_small(&list, codes, events, number);
	if (!list.count)
		add_code(&list, &code);
	return list.count;
}

bool reading_is_oid(const struct code *code)
{
	return !strcmp(code->family, "oid");
}

/* Only numbers without a name of their own are written as 0x…. */
const char *reading_head(const struct code *code)
{
	return code->spelled[0] == '0' && code->spelled[1] == 'x' ? code->spelled : code->number;
}

/* ---- in running text ---- */

static bool word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

static size_t run(struct sv text, size_t at, const char *allowed)
{
	while (at < text.len && text.ptr[at] && strchr(allowed, text.ptr[at]))
		at++;
	return at;
}

static bool digit_at(struct sv text, size_t at)
{
	return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

/* 0x80091007; not the many small numbers that are written the same way. */
static bool hex_at(const struct codes *codes, struct sv text, size_t at, struct code *ret,
	size_t *ret_to)
{
	uint32_t value;
	if (!sv_istarts(sv_from(text, at), SV("0x")))
		return false;
	*ret_to = run(text, at + 2, "0123456789abcdefABCDEF");
	if (*ret_to < at + 2 + 7 || !codes_parse(codes, sv_sub(text, at, *ret_to - at), &value))
		return false;
	codes_explain(codes, value, ret);
	return ret->known;
}

static bool negative_at(const struct codes *codes, struct sv text, size_t at, struct code *ret,
	size_t *ret_to)
{
	uint32_t value;
	if (text.ptr[at] != '-' || !digit_at(text, at + 1))
		return false;
	*ret_to = run(text, at + 1, "0123456789");
	if (*ret_to - at != 11 || !codes_parse(codes, sv_sub(text, at, *ret_to - at), &value))
		return false;
	codes_explain(codes, value, ret);
	return ret->known;
}

static bool oid_at(const struct codes *codes, struct sv text, size_t at, struct code *ret,
	size_t *ret_to)
{
	if (!digit_at(text, at) || at + 1 >= text.len || text.ptr[at + 1] != '.')
		return false;
	*ret_to = run(text, at, "0123456789.");
	while (*ret_to > at && text.ptr[*ret_to - 1] == '.')
		(*ret_to)--;
	return codes_explain_oid(codes, sv_sub(text, at, *ret_to - at), ret);
}

/* The number behind a name: "=2", " 2", "(2)", ": 2", "<2>". */
static bool number_behind(struct sv text, size_t at, size_t *ret_from, size_t *ret_to)
{
	*ret_from = run(text, at, " =:(<,");
	*ret_to = run(text, *ret_from, "0123456789");
	return *ret_to > *ret_from && *ret_to - *ret_from <= 10 && *ret_from - at <= 3;
}

static bool named_at(const struct codes *codes, struct sv text, size_t at, struct code *ret,
	size_t *ret_to)
{
	static const enum vocabulary own[] = {VOCABULARY_AADSTS, VOCABULARY_FAIL_INFO,
		VOCABULARY_PKI_STATUS};
	size_t from;
	uint64_t number = 0;
	for (size_t i = 0; i < ARRAY_LEN(own); i++) {
		struct sv name = sv_str(vocabulary_name(own[i]));
		if (!sv_istarts(sv_from(text, at), name) ||
		    !number_behind(text, at + name.len, &from, ret_to) ||
		    !sv_to_u64(sv_sub(text, from, *ret_to - from), &number) ||
		    number > UINT32_MAX)
			continue;
		codes_explain_in(codes, own[i], (int64_t)number, ret);
		return ret->known;
	}
	return false;
}

/* An error of iOS: its domain, and its number beside it. */
static bool ios_at(const struct codes *codes, struct sv text, size_t at, struct code *ret,
	size_t *ret_to)
{
	const struct sv domain = SV("MCSCEPErrorDomain");
	struct sv rest = sv_from(text, at);
	size_t from;
	uint32_t value;
	if (!sv_istarts(rest, domain))
		return false;
	size_t behind = at + domain.len, label = sv_ifind(sv_from(text, behind), SV("code"));
	if (label != SV_NPOS && label <= 16) /* "MCSCEPErrorDomain\nCode : 22013" */
		behind += label + 4;
	if (!number_behind(text, run(text, behind, " \n\r\t"), &from, ret_to))
		return false;
	struct strbuf word;
	strbuf_init(&word, STRBUF_LINE);
	strbuf_addf(&word, "iOS " SV_FMT, SV_ARG(sv_sub(text, from, *ret_to - from)));
	bool known = codes_parse(codes, strbuf_sv(&word), &value);
	strbuf_finish(&word);
	if (known)
		codes_explain(codes, value, ret);
	return known && ret->known;
}

/* "Received '403 Forbidden' when sending": how Android tells an HTTP status. */
static bool received_at(const struct codes *codes, struct sv text, size_t at, struct code *ret,
	size_t *ret_to)
{
	const struct sv before = SV("Received '");
	uint64_t number;
	if (!sv_starts(sv_from(text, at), before))
		return false;
	*ret_to = at + before.len + 3;
	if (!sv_to_u64(sv_sub(text, at + before.len, 3), &number) || number < 400 ||
	    number > 599 || *ret_to >= text.len || digit_at(text, *ret_to))
		return false;
	codes_explain(codes, 0x80190000 | (uint32_t)number, ret);
	return ret->known;
}

bool readings_next(const struct codes *codes, struct sv text, size_t from, struct code *ret,
	size_t *ret_from, size_t *ret_to)
{
	for (size_t at = from; at < text.len; at++) {
		if (at && word_char(text.ptr[at - 1]))
			continue;
		bool found = hex_at(codes, text, at, ret, ret_to) ||
			negative_at(codes, text, at, ret, ret_to) ||
			oid_at(codes, text, at, ret, ret_to) ||
			named_at(codes, text, at, ret, ret_to) ||
			ios_at(codes, text, at, ret, ret_to) ||
			received_at(codes, text, at, ret, ret_to);
		if (!found)
			continue;
		*ret_from = at;
		return true;
	}
	return false;
}
