#include "guide_build.h"

#include <string.h>

#include "base/i18n.h"
#include "guide_rules.h"

static const char *const stages[] = {
	"assigned", "received", "requested", "issued", "installed", "reported", NULL};
static const char *const stages_or_none[] = {
	"assigned", "received", "requested", "issued", "installed", "reported", "none", NULL};
static const char *const platforms[] = {"android", "ios", "windows", "any", NULL};
static const char *const roles[] = {"proof", "refusal", "removal", "good", "bad", "note", NULL};
static const char *const anchors[] = {"begin", "end", NULL};
static const char *const check_ins[] = {"begin", "end", "message", NULL};
static const char *const answers[] = {"no", "yes", NULL};
static const char *const outcomes[] = {"reached", "not-reached", "inconclusive", NULL};
static const char *const checks[] = {"target-user", "group-membership", "last-check-in", NULL};
static const char *const evidence[] = {"debug-level", "verbose-level", "window", "check-in",
	"wrong-log", "records", "zone", "date", "assigned-at", NULL};

_Static_assert(ARRAY_LEN(stages) == STAGE_ALL + 1, "a name for every stage");
_Static_assert(ARRAY_LEN(roles) == ROLE_NOTE + 2, "a name for every role");

static int index_of(const char *const *names, struct sv name)
{
	for (int i = 0; names[i]; i++)
		if (sv_eq(sv_str(names[i]), name))
			return i;
	return -1;
}

static bool find_word(struct guide_build *build, const xmlNode *node, struct sv word,
	const char *what, const char *const *names, int *ret)
{
	autostrbuf known;
	strbuf_init(&known, STRBUF_LINE);
	*ret = index_of(names, word);
	if (*ret >= 0)
		return true;
	guide_list_names(&known, names);
	return guide_doc_fail(build->doc, node, build->err,
		_("unknown %s \"%.*s\"; expected %s"), what, word.len > 60 ? 60 : (int)word.len,
		word.ptr, known.ptr);
}

bool guide_build_word(struct guide_build *build, const xmlNode *node, const char *attribute,
	const char *what, const char *const *names, int *ret)
{
	autofree char *value = guide_node_attribute(node, attribute);
	return !value || find_word(build, node, sv_str(value), what, names, ret);
}

bool guide_build_id(struct guide_build *build, const xmlNode *node, char **ret)
{
	char *id = guide_node_attribute(node, "id");
	*ret = id;
	if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id) && *id != '-' &&
		strlen(id) <= 40)
		return true;
	return guide_doc_fail(build->doc, node, build->err,
		_("id \"%.60s\"; expected small letters, digits and dashes, at most 40"), id);
}

static char *text_of(const xmlNode *node, const char *name)
{
	const xmlNode *child = guide_node_child(node, name);
	return child ? guide_node_text(child) : NULL;
}

static bool read_link(struct guide_build *build, const xmlNode *node, char **ret)
{
	*ret = guide_node_attribute(node, "link");
	if (!*ret || sv_starts(sv_str(*ret), SV("https://")))
		return true;
	return guide_doc_fail(
		build->doc, node, build->err, _("link \"%.80s\"; expected https://…"), *ret);
}

bool guide_build_flag(
	struct guide_build *build, const xmlNode *node, const char *attribute, bool *ret)
{
	int yes = 0;
	bool ok = guide_build_word(build, node, attribute, attribute, answers, &yes);
	*ret = yes;
	return ok;
}

/* Whatever the attribute is called, people know the thing as a stage. */
static bool read_stage(struct guide_build *build, const xmlNode *node, const char *attribute,
	enum guide_stage *ret)
{
	int stage = STAGE_NONE;
	bool ok = guide_build_word(build, node, attribute, _("stage"), stages, &stage);
	*ret = (enum guide_stage)stage;
	return ok;
}

static bool read_stages(
	struct guide_build *build, const xmlNode *node, const char *attribute, unsigned *ret)
{
	autofree char *value = guide_node_attribute(node, attribute);
	struct sv rest = sv_str(value), word;
	while (sv_word(&rest, &word)) {
		int stage;
		if (!find_word(build, node, word, _("stage"), stages, &stage))
			return false;
		*ret |= 1u << stage;
	}
	return true;
}

static bool build_stage(struct guide_build *build, const xmlNode *node)
{
	enum guide_stage stage;
	if (!read_stage(build, node, "id", &stage))
		return false;
	struct guide_stage_text *text = &build->guide->stages[stage];
	if (text->title)
		return guide_doc_fail(build->doc, node, build->err,
			_("a second stage \"%s\"; expected each once"), stages[stage]);
	text->title = text_of(node, "title");
	text->if_missing = text_of(node, "if-missing");
	text->if_broken = text_of(node, "if-broken");
	return true;
}

static bool build_stages(struct guide_build *build, const xmlNode *root)
{
	const xmlNode *list = guide_node_child(root, "stages");
	for (const xmlNode *n = guide_node_child(list, NULL); n; n = guide_node_next(n, NULL))
		if (!build_stage(build, n))
			return false;
	if (!guide_is_delivery(build->guide))
		return build->guide->stages[build->guide->goal].title ||
			guide_doc_fail(build->doc, list, build->err,
				_("<stages> without stage \"%s\"; expected at least the goal"),
				stages[build->guide->goal]);
	for (int i = 0; i < STAGE_COUNT; i++)
		if (!build->guide->stages[i].title)
			return guide_doc_fail(build->doc, list, build->err,
				_("<stages> without stage \"%s\"; expected all five"),
				stages[i]);
	return true;
}

static bool build_check(struct guide_build *build, const xmlNode *node)
{
	struct guide *guide = build->guide;
	int known;
	if (!guide_build_word(build, node, "id", _("check"), checks, &known))
		return false;
	if (guide_check(guide, checks[known]))
		return guide_doc_fail(build->doc, node, build->err,
			_("a second check \"%s\"; expected each once"), checks[known]);
	vec_push(guide, checks, ((struct guide_check){.id = xstrdup(checks[known])}));
	struct guide_check *check = &guide->checks[guide->checks_count - 1];
	check->title = text_of(node, "title");
	check->question = text_of(node, "question");
	check->why = text_of(node, "why");
	check->where = text_of(node, "where");
	check->if_no = text_of(node, "if-no");
	return read_stage(build, node, "stage", &check->stage) &&
	       read_link(build, node, &check->link);
}

static bool build_checks(struct guide_build *build, const xmlNode *root)
{
	const xmlNode *list = guide_node_child(root, "checks");
	if (!list)
		return !guide_is_delivery(build->guide) ||
			guide_doc_fail(build->doc, root, build->err,
				_("<%s> without <%s>; expected %s"), "guide", "checks", _("one"));
	for (const xmlNode *n = guide_node_child(list, NULL); n; n = guide_node_next(n, NULL))
		if (!build_check(build, n))
			return false;
	for (int i = 0; checks[i]; i++)
		if (!guide_check(build->guide, checks[i]))
			return guide_doc_fail(build->doc, list, build->err,
				_("<checks> without check \"%s\"; expected all three"),
				checks[i]);
	return true;
}

static bool build_step(struct guide_build *build, const xmlNode *node)
{
	struct guide *guide = build->guide;
	vec_push(guide, steps, ((struct guide_step){.text = guide_node_text(node)}));
	return read_link(build, node, &guide->steps[guide->steps_count - 1].link);
}

static bool build_recipe(struct guide_build *build, const xmlNode *node)
{
	struct guide *guide = build->guide;
	int known;
	if (!guide_build_word(build, node, "what", _("recipe"), evidence, &known))
		return false;
	if (guide_recipe(guide, evidence[known]))
		return guide_doc_fail(build->doc, node, build->err,
			_("a second recipe \"%s\"; expected each at most once"),
			evidence[known]);
	struct guide_recipe recipe = {xstrdup(evidence[known]), guide_node_text(node)};
	vec_push(guide, recipes, recipe);
	return true;
}

static bool build_log(struct guide_build *build, const xmlNode *root)
{
	const xmlNode *log = guide_node_child(root, "log"), *n;
	build->guide->log_title = guide_node_phrase(log, "title");
	build->guide->log_name = guide_node_attribute(log, "name");
	build->provider = guide_node_attribute(log, "provider");
	build->channel = guide_node_attribute(log, "channel");
	for (n = guide_node_child(log, "step"); n; n = guide_node_next(n, "step"))
		if (!build_step(build, n))
			return false;
	for (n = guide_node_child(log, "recipe"); n; n = guide_node_next(n, "recipe"))
		if (!build_recipe(build, n))
			return false;
	return true;
}

/* What a role implies, so that whoever reads passes and breaks needs not ask the role. */
static void imply(struct guide_key_entry *entry)
{
	if (entry->role == ROLE_PROOF)
		entry->passes |= 1u << STAGE_RECEIVED;
	if (entry->role == ROLE_REFUSAL)
		entry->breaks |= 1u << STAGE_RECEIVED;
	if (entry->role == ROLE_GOOD)
		entry->passes |= 1u << entry->stage;
	if (entry->role == ROLE_BAD)
		entry->breaks |= 1u << entry->stage;
}

/* What the words say must fit together: the verdict relies on it. */
static bool check_sense(
	struct guide_build *build, const xmlNode *node, const struct guide_key_entry *entry)
{
	bool arrival = entry->role <= ROLE_REMOVAL, proof = entry->role == ROLE_PROOF;
	const char *why = NULL;
	if (arrival && !guide_is_delivery(build->guide))
		why = _("a goal other than received; expected good, bad or note");
	else if (arrival && entry->stage != STAGE_RECEIVED)
		why = _("another stage; expected received");
	else if (arrival && entry->neighbour)
		why = _("neighbour; expected that it carries the profile's id itself");
	else if (entry->neighbour && entry->anchor)
		why = _("neighbour and anchor; expected one: an anchor has the id that its "
			"neighbours lack");
	else if (entry->passes & entry->breaks)
		why = _("passes and breaks the same stage; expected one of them");
	else if (!proof && entry->role != ROLE_GOOD && entry->passes)
		why = _("passes; expected that only of a proof or a good entry");
	else if (!proof && entry->role != ROLE_BAD && entry->breaks)
		why = _("breaks; expected that only of a proof or a bad entry");
	if (why)
		return guide_doc_fail(build->doc, node, build->err, _("role \"%s\" with %s"),
			roles[entry->role], why);
	if (entry->payload && entry->matches[0].kind != MATCH_SYNCML)
		return guide_doc_fail(build->doc, node, build->err,
			_("payload without <syncml>; expected it where a SyncML command "
			  "carries a "
			  "request"));
	return true;
}

static bool read_entry_words(
	struct guide_build *build, const xmlNode *node, struct guide_key_entry *entry)
{
	int role = 0, anchor = -1, check_in = -1;
	bool ok = read_stage(build, node, "stage", &entry->stage) &&
		  guide_build_word(build, node, "role", _("role"), roles, &role) &&
		  guide_build_word(build, node, "anchor", _("anchor"), anchors, &anchor) &&
		  guide_build_word(
			  build, node, "check-in", _("check-in"), check_ins, &check_in) &&
		  read_stages(build, node, "passes", &entry->passes) &&
		  read_stages(build, node, "breaks", &entry->breaks) &&
		  guide_build_flag(build, node, "neighbour", &entry->neighbour) &&
		  guide_build_flag(build, node, "payload", &entry->payload) &&
		  guide_build_flag(build, node, "expected", &entry->expected) &&
		  read_link(build, node, &entry->link);
	entry->role = (enum guide_role)role;
	entry->anchor = (enum guide_anchor)(anchor + 1);
	entry->check_in = (enum guide_check_in)(check_in + 1);
	return ok;
}

static bool build_entry(struct guide_build *build, const xmlNode *node)
{
	struct guide *guide = build->guide;
	char *id;
	if (guide->entries_count == GUIDE_ENTRIES_MAX)
		return guide_doc_fail(build->doc, node, build->err,
			_("more than %d key entries; expected at most that many"),
			GUIDE_ENTRIES_MAX);
	bool ok = guide_build_id(build, node, &id);
	bool twice = guide_entry(guide, id);
	vec_push(guide, entries, ((struct guide_key_entry){.id = id}));
	struct guide_key_entry *entry = &guide->entries[guide->entries_count - 1];
	if (ok && twice)
		return guide_doc_fail(build->doc, node, build->err,
			_("a second key entry \"%s\"; expected each id once"), id);
	entry->line = (unsigned)xmlGetLineNo(node);
	entry->title = text_of(node, "title");
	entry->meaning = text_of(node, "meaning");
	entry->absence = text_of(node, "absence");
	entry->next = text_of(node, "next");
	if (!ok || !read_entry_words(build, node, entry) ||
		!guide_build_matches(build, node, entry) ||
		!guide_build_marks(build, node, entry) || !check_sense(build, node, entry))
		return false;
	imply(entry);
	return true;
}

static bool build_entries(struct guide_build *build, const xmlNode *root)
{
	const xmlNode *n = guide_node_child(guide_node_child(root, "key-entries"), NULL);
	for (; n; n = guide_node_next(n, NULL))
		if (!build_entry(build, n))
			return false;
	return true;
}

/* The scanner looks for so many texts at a time and no more. */
static bool check_literals(struct guide_build *build, const xmlNode *root)
{
	const struct guide *guide = build->guide;
	struct sv known[GUIDE_LITERALS_MAX];
	size_t count = guide_literals(guide, known);
	return count <= GUIDE_LITERALS_MAX || guide_doc_fail(build->doc,
		guide_node_child(root, "key-entries"), build->err,
		_("more than %d different texts to look for; expected at most that many"),
		GUIDE_LITERALS_MAX);
}

static bool build_advice(struct guide_build *build, const xmlNode *node)
{
	struct guide *guide = build->guide;
	int outcome = 0, stage = -1;
	vec_push(guide, advices, ((struct guide_advice){.text = guide_node_text(node)}));
	struct guide_advice *advice = &guide->advices[guide->advices_count - 1];
	if (!guide_build_word(build, node, "outcome", _("outcome"), outcomes, &outcome) ||
		!guide_build_word(build, node, "stage", _("stage"), stages_or_none, &stage))
		return false;
	advice->outcome = xstrdup(outcomes[outcome]);
	advice->any_stage = stage < 0;
	advice->guide = guide_node_attribute(node, "guide");
	advice->stage = stage < 0 ? STAGE_NONE : (enum guide_stage)stage;
	return read_link(build, node, &advice->link);
}

static bool build_advices(struct guide_build *build, const xmlNode *root)
{
	const xmlNode *n = guide_node_child(guide_node_child(root, "advices"), NULL);
	for (; n; n = guide_node_next(n, NULL))
		if (!build_advice(build, n))
			return false;
	return true;
}

static bool build_head(struct guide_build *build, const xmlNode *root)
{
	struct guide *guide = build->guide;
	int platform = -1, goal = STAGE_RECEIVED;
	guide->path = xstrdup(build->doc->path);
	guide->title = text_of(root, "title");
	guide->summary = text_of(root, "summary");
	bool ok = guide_build_id(build, root, &guide->id) &&
		  guide_build_word(
			  build, root, "platform", _("platform"), platforms, &platform) &&
		  guide_build_word(build, root, "goal", _("stage"), stages, &goal) &&
		  read_link(build, root, &guide->link);
	guide->platform = (enum guide_platform)(platform + 1);
	guide->goal = (enum guide_stage)goal;
	if (ok && goal == STAGE_ASSIGNED)
		return guide_doc_fail(build->doc, root, build->err,
			_("goal \"%s\"; expected received or a later stage"), stages[goal]);
	if (ok && guide->platform == PLATFORM_ANY && guide_is_delivery(guide))
		return guide_doc_fail(build->doc, root, build->err,
			_("platform \"any\" with the goal received; expected one platform: only "
			  "its own log tells of an arrival"));
	return ok;
}

struct guide *guide_build(const struct guide_doc *doc, struct err *err)
{
	const xmlNode *root = xmlDocGetRootElement(doc->tree);
	struct guide_build build = {doc, xcalloc(1, sizeof(struct guide)), err, NULL, NULL};
	bool ok = build_head(&build, root) && build_stages(&build, root) &&
		  build_checks(&build, root) && build_log(&build, root) &&
		  build_entries(&build, root) && check_literals(&build, root) &&
		  build_advices(&build, root);
	free(build.provider);
	free(build.channel);
	if (ok)
		return build.guide;
	guide_destroy(build.guide);
	return NULL;
}
