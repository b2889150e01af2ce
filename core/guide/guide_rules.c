#include "guide_rules.h"

#include <string.h>

#include "base/i18n.h"

/* Words that end with ! once, ? at most once, + at least once, * any number of times. */
struct rule {
	const char *name, *attributes, *children;
	bool text; /* holds words for people, which is all it holds */
};

static const struct rule rules[] = {
	{"guide", "id! platform! goal? link?",
		"title! summary! stages! checks? log! key-entries! advices!", false},
	{"stages", "", "stage+", false},
	{"stage", "id!", "title! if-missing! if-broken?", false},
	{"checks", "", "check+", false},
	{"check", "id! stage! link?", "title! question! why! where! if-no!", false},
	{"log", "title! name! provider? channel?", "step+ recipe*", false},
	{"step", "link?", "", true},
	{"recipe", "what!", "", true},
	{"key-entries", "", "key-entry+", false},
	{"key-entry",
		"id! stage! role! passes? breaks? anchor? neighbour? check-in? payload? "
		"expected? link?",
		"title! text* syncml* status* event* mark* meaning! absence? next?", false},
	{"text", "contains? pattern? process?", "and* field*", false},
	{"and", "contains!", "", false},
	{"syncml", "commands! node!", "", false},
	{"status", "commands! node! from! to! except?", "", false},
	{"event", "ids! provider? channel?", "field*", false},
	{"field", "name! is? is-not? contains? contains-not? test?", "", false},
	{"mark", "id! title! pattern! joins? code?", "", false},
	{"advices", "", "advice+", false},
	{"advice", "outcome! stage? link? guide?", "", true},
	{"title", "", "", true},
	{"summary", "", "", true},
	{"if-missing", "", "", true},
	{"if-broken", "", "", true},
	{"question", "", "", true},
	{"why", "", "", true},
	{"where", "", "", true},
	{"if-no", "", "", true},
	{"meaning", "", "", true},
	{"absence", "", "", true},
	{"next", "", "", true},
};

static const struct rule *rule_of(struct sv name)
{
	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		if (sv_eq(sv_str(rules[i].name), name))
			return &rules[i];
	return NULL;
}

/* One word of a rule, and its sign apart. */
static bool take_word(struct sv *rest, struct sv *ret_name, char *ret_sign)
{
	if (!sv_word(rest, ret_name))
		return false;
	ret_name->len--;
	*ret_sign = ret_name->ptr[ret_name->len];
	return true;
}

static bool has_word(const char *words, struct sv name)
{
	struct sv rest = sv_str(words), word;
	char sign;
	while (take_word(&rest, &word, &sign))
		if (sv_eq(word, name))
			return true;
	return false;
}

static void add_name(struct strbuf *out, struct sv name, bool first, bool last)
{
	if (!first)
		strbuf_str(out, last ? _(" or ") : ", ");
	strbuf_add(out, name);
}

void guide_list_names(struct strbuf *out, const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		add_name(out, sv_str(names[i]), i == 0, !names[i + 1]);
}

static void list_words(struct strbuf *out, const char *words)
{
	struct sv rest = sv_str(words), word;
	char sign;
	for (bool first = true; take_word(&rest, &word, &sign); first = false)
		add_name(out, word, first, !sv_trim(rest).len);
	if (!*words)
		strbuf_str(out, _("none"));
}

static bool check_attributes(const struct guide_doc *doc, const xmlNode *node,
	const struct rule *rule, struct err *err)
{
	autostrbuf known;
	strbuf_init(&known, STRBUF_LINE);
	for (const xmlAttr *a = node->properties; a; a = a->next) {
		const char *name = (const char *)a->name;
		if (!a->ns && has_word(rule->attributes, sv_str(name)))
			continue;
		list_words(&known, rule->attributes);
		return guide_doc_fail(doc, node, err,
			_("unknown attribute \"%.60s\" of <%s>; expected %s"), name, rule->name,
			known.ptr);
	}
	struct sv rest = sv_str(rule->attributes), word;
	for (char sign; take_word(&rest, &word, &sign);) {
		autofree char *name = sv_dup(word);
		autofree char *value = guide_node_attribute(node, name);
		if (!value && sign == '!')
			return guide_doc_fail(doc, node, err,
				_("<%s> without %s; expected %s=\"…\""), rule->name, name,
				name);
		if (value && !sv_trim(sv_str(value)).len)
			return guide_doc_fail(doc, node, err,
				_("<%s> with an empty %s; expected a value"), rule->name, name);
	}
	return true;
}

/* Whether text breaks the rule that it is one paragraph: then the msgid that xgettext
 * makes of it would be another one than ours. */
static bool has_empty_line(const char *text)
{
	for (const char *p = text; (p = strchr(p, '\n')); p++) {
		const char *next = p + 1 + strspn(p + 1, " \t\r");
		if (*next == '\n')
			return true;
	}
	return false;
}

static bool check_text(const struct guide_doc *doc, const xmlNode *node,
	const struct rule *rule, struct err *err)
{
	const xmlNode *inner = guide_node_child(node, NULL);
	if (inner)
		return guide_doc_fail(doc, inner, err,
			_("<%.60s> within <%s>; expected text only"), guide_node_name(inner),
			rule->name);
	xmlChar *content = xmlNodeGetContent(node);
	struct sv text = sv_trim(sv_str((const char *)content));
	autofree char *trimmed = sv_dup(text);
	xmlFree(content);
	if (!text.len)
		return guide_doc_fail(
			doc, node, err, _("<%s> is empty; expected a text"), rule->name);
	if (has_empty_line(trimmed))
		return guide_doc_fail(doc, node, err,
			_("an empty line within <%s>; expected one paragraph"), rule->name);
	return true;
}

static bool check_child(const struct guide_doc *doc, const xmlNode *child,
	const struct rule *rule, struct err *err)
{
	autostrbuf known;
	strbuf_init(&known, STRBUF_LINE);
	const char *name = guide_node_name(child);
	if (!child->ns && has_word(rule->children, sv_str(name)))
		return true;
	list_words(&known, rule->children);
	return guide_doc_fail(doc, child, err,
		_("unknown element <%.60s> in <%s>; expected %s"), name, rule->name, known.ptr);
}

static bool check_count(const struct guide_doc *doc, const xmlNode *node,
	const struct rule *rule, struct sv word, char sign, struct err *err)
{
	autofree char *name = sv_dup(word);
	const xmlNode *first = guide_node_child(node, name);
	const xmlNode *second = first ? guide_node_next(first, name) : NULL;
	if (!first && (sign == '!' || sign == '+'))
		return guide_doc_fail(doc, node, err, _("<%s> without <%s>; expected %s"),
			rule->name, name, sign == '!' ? _("one") : _("at least one"));
	if (second && (sign == '!' || sign == '?'))
		return guide_doc_fail(doc, second, err,
			_("a second <%s> in <%s>; expected one"), name, rule->name);
	return true;
}

static bool check_node(const struct guide_doc *doc, const xmlNode *node, struct err *err);

static bool check_children(const struct guide_doc *doc, const xmlNode *node,
	const struct rule *rule, struct err *err)
{
	for (const xmlNode *c = node->children; c; c = c->next) {
		bool words = c->type == XML_TEXT_NODE && !xmlIsBlankNode(c);
		if (words || c->type == XML_ENTITY_REF_NODE)
			return guide_doc_fail(doc, node, err,
				_("text within <%s>; expected elements"), rule->name);
		if (c->type != XML_ELEMENT_NODE)
			continue;
		if (!check_child(doc, c, rule, err) || !check_node(doc, c, err))
			return false;
	}
	struct sv rest = sv_str(rule->children), word;
	for (char sign; take_word(&rest, &word, &sign);)
		if (!check_count(doc, node, rule, word, sign, err))
			return false;
	return true;
}

static bool check_node(const struct guide_doc *doc, const xmlNode *node, struct err *err)
{
	const struct rule *rule = rule_of(sv_str(guide_node_name(node)));
	if (!rule)
		return guide_doc_fail(
			doc, node, err, _("unknown element <%.60s>"), guide_node_name(node));
	if (!check_attributes(doc, node, rule, err))
		return false;
	return rule->text ? check_text(doc, node, rule, err)
			  : check_children(doc, node, rule, err);
}

bool guide_rules_check(const struct guide_doc *doc, struct err *err)
{
	const xmlNode *root = xmlDocGetRootElement(doc->tree);
	if (!guide_node_is(root, "guide"))
		return guide_doc_fail(doc, root, err,
			_("the root is <%.60s>; expected <guide>"), guide_node_name(root));
	return check_node(doc, root, err);
}
