/* The matches and marks of a key entry. */
#include "guide_build.h"

#include <string.h>

#include "base/i18n.h"

#define MATCHES_MAX 16 /* of one key entry, and likewise for what a match lists */
#define PATTERN_MAX 2000

static bool too_many(struct guide_build *build, const xmlNode *node)
{
	return guide_doc_fail(build->doc, node, build->err,
		_("more than %d of <%s> here; expected at most that many"), MATCHES_MAX,
		guide_node_name(node));
}

/* No such attribute: *ret stays NULL. */
static bool read_pattern(struct guide_build *build, const xmlNode *node, const char *attribute,
	struct pattern **ret)
{
	autofree char *text = guide_node_attribute(node, attribute);
	struct err why = {0};
	if (!text)
		return true;
	if (strlen(text) > PATTERN_MAX)
		return guide_doc_fail(build->doc, node, build->err,
			_("%s of more than %d bytes; expected a shorter one"), attribute,
			PATTERN_MAX);
	*ret = pattern_create(sv_str(text), false, &why);
	if (*ret && pattern_found(*ret, SV_EMPTY))
		return guide_doc_fail(build->doc, node, build->err,
			_("%s \"%.80s\" fits an empty text; expected one that needs something"),
			attribute, text);
	return *ret || guide_doc_fail(build->doc, node, build->err,
			       _("%s is no regular expression (%s)"), attribute, why.text);
}

static bool read_number(
	struct guide_build *build, const xmlNode *node, const char *attribute, int64_t *ret)
{
	autofree char *text = guide_node_attribute(node, attribute);
	if (!text || (sv_to_i64(sv_str(text), ret) && *ret >= 0 && *ret <= 999))
		return true;
	return guide_doc_fail(build->doc, node, build->err,
		_("%s \"%.40s\"; expected a number from 0 to 999"), attribute, text);
}

static bool read_commands(
	struct guide_build *build, const xmlNode *node, struct guide_match *match)
{
	static const char *const known[] = {"Add", "Replace", "Delete", "Get", "Exec", NULL};
	autofree char *text = guide_node_attribute(node, "commands");
	struct sv rest = sv_str(text), word;
	while (sv_word(&rest, &word)) {
		bool found = false;
		for (size_t i = 0; known[i]; i++)
			found |= sv_eq(word, sv_str(known[i]));
		if (!found || match->commands_count == MATCHES_MAX)
			return guide_doc_fail(build->doc, node, build->err,
				_("unknown command \"%.*s\"; expected Add, Replace, Delete, "
				  "Get or "
				  "Exec"),
				word.len > 60 ? 60 : (int)word.len, word.ptr);
		vec_push(match, commands, sv_dup(word));
	}
	return read_pattern(build, node, "node", &match->pattern);
}

static bool read_status(
	struct guide_build *build, const xmlNode *node, struct guide_match *match)
{
	match->status_except = -1;
	if (!read_commands(build, node, match) ||
		!read_number(build, node, "from", &match->status_from) ||
		!read_number(build, node, "to", &match->status_to) ||
		!read_number(build, node, "except", &match->status_except))
		return false;
	if (match->status_from > match->status_to)
		return guide_doc_fail(build->doc, node, build->err,
			_("from is larger than to; expected from=\"400\" to=\"999\""));
	return true;
}

static bool read_ids(struct guide_build *build, const xmlNode *node, struct guide_match *match)
{
	autofree char *text = guide_node_attribute(node, "ids");
	struct sv rest = sv_str(text), word;
	while (sv_word(&rest, &word)) {
		uint64_t id;
		if (match->ids_count == MATCHES_MAX)
			return guide_doc_fail(build->doc, node, build->err,
				_("more than %d event ids; expected at most that many"),
				MATCHES_MAX);
		if (!sv_to_u64(word, &id) || id > UINT16_MAX)
			return guide_doc_fail(build->doc, node, build->err,
				_("event id \"%.*s\"; expected numbers such as 306 309"),
				word.len > 40 ? 40 : (int)word.len, word.ptr);
		vec_push(match, ids, (int32_t)id);
	}
	return true;
}

static const struct test {
	const char *attribute;
	enum where_op op;
	bool negate;
} tests[] = {
	{"is", WHERE_IS, false},
	{"is-not", WHERE_IS, true},
	{"contains", WHERE_CONTAINS, false},
	{"contains-not", WHERE_CONTAINS, true},
};

static bool read_values(struct guide_build *build, const xmlNode *node,
	struct guide_where *where, const char *text)
{
	struct sv rest = sv_str(text), word;
	while (sv_word(&rest, &word)) {
		if (where->values_count == MATCHES_MAX)
			return too_many(build, node);
		vec_push(where, values, sv_dup(word));
	}
	return true;
}

/* test="…": the questions that need no value. */
static bool read_test(
	struct guide_build *build, const xmlNode *node, struct guide_where *where, int *count)
{
	static const char *const words[] = {"failure", "no-failure", "present", "absent", NULL};
	int word = -1;
	if (!guide_build_word(build, node, "test", _("test"), words, &word))
		return false;
	if (word < 0)
		return true;
	where->op = word < 2 ? WHERE_FAILURE : WHERE_PRESENT;
	where->negate = word & 1;
	++*count;
	return true;
}

static bool read_field(
	struct guide_build *build, const xmlNode *node, struct guide_match *match)
{
	int count = 0;
	if (match->wheres_count == MATCHES_MAX)
		return too_many(build, node);
	vec_push(match, wheres,
		((struct guide_where){.field = guide_node_attribute(node, "name")}));
	struct guide_where *where = &match->wheres[match->wheres_count - 1];
	for (size_t i = 0; i < ARRAY_LEN(tests); i++) {
		autofree char *value = guide_node_attribute(node, tests[i].attribute);
		if (!value)
			continue;
		where->op = tests[i].op;
		where->negate = tests[i].negate;
		count++;
		if (!read_values(build, node, where, value))
			return false;
	}
	if (!read_test(build, node, where, &count))
		return false;
	return count == 1 ||
	       guide_doc_fail(build->doc, node, build->err,
		       _("<field> with %d conditions; expected one of is, is-not, "
			 "contains, contains-not or test"),
		       count);
}

static bool read_text(struct guide_build *build, const xmlNode *node, struct guide_match *match)
{
	char *literal = guide_node_attribute(node, "contains");
	if (literal)
		vec_push(match, contains, literal);
	const xmlNode *n = guide_node_child(node, "and");
	for (; n; n = guide_node_next(n, "and")) {
		if (match->contains_count == MATCHES_MAX)
			return too_many(build, n);
		vec_push(match, contains, guide_node_attribute(n, "contains"));
	}
	for (n = guide_node_child(node, "field"); n; n = guide_node_next(n, "field"))
		if (!read_field(build, n, match))
			return false;
	match->process = guide_node_attribute(node, "process");
	if (!read_pattern(build, node, "pattern", &match->pattern))
		return false;
	if (!match->contains_count && !match->pattern)
		return guide_doc_fail(build->doc, node, build->err,
			_("<text> that matches everything; expected contains or pattern"));
	return true;
}

static char *or_else(char *own, const char *common)
{
	return own ? own : xstrdup(common);
}

static bool read_event(
	struct guide_build *build, const xmlNode *node, struct guide_match *match)
{
	match->provider = or_else(guide_node_attribute(node, "provider"), build->provider);
	match->channel = or_else(guide_node_attribute(node, "channel"), build->channel);
	if (!match->provider || !match->channel)
		return guide_doc_fail(build->doc, node, build->err,
			_("<event> without %s; expected it here or in <log>"),
			match->provider ? "channel" : "provider");
	if (!read_ids(build, node, match))
		return false;
	const xmlNode *n = guide_node_child(node, NULL);
	for (; n; n = guide_node_next(n, NULL))
		if (!read_field(build, n, match))
			return false;
	return true;
}

static const struct reader {
	const char *element;
	enum match_kind kind;
	bool (*read)(struct guide_build *build, const xmlNode *node, struct guide_match *match);
} readers[] = {
	{"text", MATCH_TEXT, read_text},
	{"syncml", MATCH_SYNCML, read_commands},
	{"status", MATCH_STATUS, read_status},
	{"event", MATCH_EVENT, read_event},
};

static bool read_match(struct guide_build *build, const xmlNode *node,
	const struct reader *reader, struct guide_key_entry *entry)
{
	if (entry->matches_count == MATCHES_MAX)
		return too_many(build, node);
	vec_push(entry, matches, ((struct guide_match){.kind = reader->kind}));
	return reader->read(build, node, &entry->matches[entry->matches_count - 1]);
}

bool guide_build_matches(
	struct guide_build *build, const xmlNode *node, struct guide_key_entry *entry)
{
	const xmlNode *n = guide_node_child(node, NULL);
	for (; n; n = guide_node_next(n, NULL))
		for (size_t i = 0; i < ARRAY_LEN(readers); i++)
			if (guide_node_is(n, readers[i].element) &&
				!read_match(build, n, &readers[i], entry))
				return false;
	if (!entry->matches_count)
		return guide_doc_fail(build->doc, node, build->err,
			_("key entry \"%s\" matches nothing; expected a text, syncml, status "
			  "or "
			  "event"),
			entry->id);
	return true;
}

bool guide_build_marks(
	struct guide_build *build, const xmlNode *node, struct guide_key_entry *entry)
{
	const xmlNode *n = guide_node_child(node, "mark");
	for (; n; n = guide_node_next(n, "mark")) {
		char *id;
		bool ok = guide_build_id(build, n, &id), twice = false;
		for (size_t i = 0; i < entry->marks_count; i++)
			twice |= !strcmp(entry->marks[i].id, id);
		vec_push(entry, marks, ((struct guide_mark){.id = id}));
		struct guide_mark *mark = &entry->marks[entry->marks_count - 1];
		if (!ok)
			return false;
		if (twice)
			return guide_doc_fail(build->doc, n, build->err,
				_("a second mark \"%s\"; expected each once in an entry"), id);
		if (entry->marks_count > MATCHES_MAX)
			return too_many(build, n);
		mark->title = guide_node_phrase(n, "title");
		if (!guide_build_flag(build, n, "joins", &mark->joins) ||
			!guide_build_flag(build, n, "code", &mark->code))
			return false;
		if (!read_pattern(build, n, "pattern", &mark->pattern))
			return false;
	}
	return true;
}
