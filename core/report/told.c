#include "told.h"

#include <jansson.h>
#include <string.h>

#include "base/i18n.h"
#include "diagnosis/diagnosis_file.h"

struct reading {
	struct told *told;
	const char *path;
	struct err *err;
};

const char *told_what_id(enum told_what what)
{
	static const char *const ids[] = {"verdict", "stage", "check", "option", "profile", "hash",
		"log", "finding"};
	return ids[what];
}

/* ---- facts ---- */

static void add_fact(struct told *told, enum told_what what, struct sv id, struct sv value,
	struct sv text)
{
	struct told_fact fact = {what, sv_dup(id), sv_dup(value), sv_dup(text)};
	vec_push(told, facts, fact);
}

static int compare_facts(const void *left, const void *right)
{
	const struct told_fact *a = left, *b = right;
	if (a->what != b->what)
		return a->what < b->what ? -1 : 1;
	int order = strcmp(a->id, b->id);
	return order ? order : strcmp(a->value, b->value);
}

void told_finish(struct told *told)
{
	for (size_t i = 0; i < told->facts_count; i++) {
		free(told->facts[i].id);
		free(told->facts[i].value);
		free(told->facts[i].text);
	}
	free(told->facts);
	free(told->guide);
	*told = (struct told){0};
}

/* ---- pieces of JSON, each with a message if it is not what it should be ---- */

static bool wrong(struct reading *r, const char *place, const char *expected)
{
	return err_set(r->err, ERR_INPUT, _("%s: \"%s\": expected %s"), r->path, place, expected);
}

static bool take_list(struct reading *r, const json_t *in, const char *name, const json_t **ret)
{
	*ret = json_object_get(in, name);
	if (!json_is_array(*ret))
		return wrong(r, name, _("a list"));
	return r->told->facts_count + json_array_size(*ret) <= TOLD_FACTS_MAX ||
		wrong(r, name, _("less of them"));
}

/* A text; null is the empty one. */
static bool take_text(struct reading *r, const json_t *in, const char *name, struct sv *ret)
{
	const json_t *value = json_object_get(in, name);
	*ret = SV_EMPTY;
	if (json_is_null(value))
		return true;
	if (!json_is_string(value))
		return wrong(r, name, _("a text or null"));
	*ret = (struct sv){json_string_value(value), json_string_length(value)};
	return true;
}

static bool take_object(struct reading *r, const json_t *in, const char *name,
	const json_t **ret)
{
	*ret = json_object_get(in, name);
	return json_is_object(*ret) || wrong(r, name, _("an object"));
}

/* ---- a report ---- */

static bool read_verdict(struct reading *r, const json_t *report)
{
	const json_t *verdict;
	struct sv outcome, stage, summary;
	if (!take_object(r, report, "verdict", &verdict) ||
	    !take_text(r, verdict, "outcome", &outcome) ||
	    !take_text(r, verdict, "stage", &stage) ||
	    !take_text(r, verdict, "summary", &summary))
		return false;
	add_fact(r->told, TOLD_VERDICT, SV("outcome"), outcome, summary);
	add_fact(r->told, TOLD_STAGE, SV("verdict"), stage, SV_EMPTY);
	return true;
}

/* Objects with an id and an outcome. */
static bool read_outcomes(struct reading *r, const json_t *report, const char *name,
	enum told_what what, const char *text_name)
{
	const json_t *list;
	struct sv id, outcome, text;
	if (!take_list(r, report, name, &list))
		return false;
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *item = json_array_get(list, i);
		if (!json_is_object(item))
			return wrong(r, name, _("a list of objects"));
		if (!take_text(r, item, "id", &id) || !take_text(r, item, "outcome", &outcome) ||
		    !take_text(r, item, text_name, &text))
			return false;
		add_fact(r->told, what, id, outcome, text);
	}
	return true;
}

static bool read_hash(struct reading *r, const json_t *profile, struct sv id)
{
	const json_t *hash = json_object_get(profile, "hash");
	autostrbuf number;
	strbuf_init(&number, STRBUF_LINE);
	if (json_is_null(hash))
		return true;
	if (!json_is_integer(hash))
		return wrong(r, "hash", _("a whole number or null"));
	strbuf_addf(&number, "%lld", (long long)json_integer_value(hash));
	add_fact(r->told, TOLD_HASH, id, strbuf_sv(&number), SV_EMPTY);
	return true;
}

static bool read_profile(struct reading *r, const json_t *profile)
{
	struct sv id, outcome, stage, name;
	autostrbuf value;
	strbuf_init(&value, STRBUF_LINE);
	if (!json_is_object(profile))
		return wrong(r, "profiles", _("a list of objects"));
	if (!take_text(r, profile, "profile", &id) || !take_text(r, profile, "outcome", &outcome) ||
	    !take_text(r, profile, "stage", &stage) || !take_text(r, profile, "name", &name))
		return false;
	strbuf_add(&value, outcome);
	if (stage.len)
		strbuf_addf(&value, " (" SV_FMT ")", SV_ARG(stage));
	id = id.len ? id : SV("?");
	add_fact(r->told, TOLD_PROFILE, id, strbuf_sv(&value), name);
	return read_hash(r, profile, id);
}

static bool read_log(struct reading *r, const json_t *log)
{
	struct sv path, member, sha256;
	const json_t *entries = json_is_object(log) ? json_object_get(log, "entries") : NULL;
	autostrbuf id, value;
	strbuf_init(&id, STRBUF_LINE);
	strbuf_init(&value, STRBUF_LINE);
	if (!json_is_integer(entries))
		return wrong(r, "logs", _("a list of logs with their entries"));
	if (!take_text(r, log, "path", &path) || !take_text(r, log, "member", &member) ||
	    !take_text(r, log, "sha256", &sha256))
		return false;
	strbuf_add(&id, path);
	if (member.len)
		strbuf_addf(&id, "/" SV_FMT, SV_ARG(member));
	strbuf_addf(&value, "%lld", (long long)json_integer_value(entries));
	if (sha256.len)
		strbuf_addf(&value, " " SV_FMT, SV_ARG(sha256));
	add_fact(r->told, TOLD_LOG, strbuf_sv(&id), strbuf_sv(&value), SV_EMPTY);
	return true;
}

static bool finding_value(struct reading *r, const json_t *finding, struct strbuf *out)
{
	const json_t *code = json_object_get(finding, "code");
	struct sv outcome, value;
	if (!take_text(r, finding, "outcome", &outcome))
		return false;
	strbuf_add(out, outcome);
	if (json_is_null(code))
		return true;
	if (!json_is_object(code) || !take_text(r, code, "value", &value))
		return wrong(r, "code", _("an object or null"));
	strbuf_addf(out, " " SV_FMT, SV_ARG(value));
	return true;
}

/* Two findings are the same if they are about the same record: its time, what it is, whose it
 * is. Numbers of findings and offsets are not kept: they move as a log grows. */
static bool read_finding(struct reading *r, const json_t *finding)
{
	const json_t *at;
	struct sv key, profile, text, time, printed;
	autostrbuf id, value;
	strbuf_init(&id, STRBUF_LINE);
	strbuf_init(&value, STRBUF_LINE);
	if (!json_is_object(finding))
		return wrong(r, "findings", _("a list of objects"));
	if (!take_text(r, finding, "key", &key) || !take_text(r, finding, "profile", &profile) ||
	    !take_text(r, finding, "text", &text) || !take_object(r, finding, "at", &at) ||
	    !take_text(r, at, "time", &time) || !take_text(r, at, "time_text", &printed) ||
	    !finding_value(r, finding, &value))
		return false;
	strbuf_add(&id, time.len ? time : printed);
	strbuf_addf(&id, "%s" SV_FMT, id.len ? " " : "", SV_ARG(key));
	if (profile.len)
		strbuf_addf(&id, " " SV_FMT, SV_ARG(profile));
	add_fact(r->told, TOLD_FINDING, strbuf_sv(&id), strbuf_sv(&value), text);
	return true;
}

static bool read_each(struct reading *r, const json_t *report, const char *name,
	bool (*read)(struct reading *, const json_t *))
{
	const json_t *list;
	if (!take_list(r, report, name, &list))
		return false;
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!read(r, json_array_get(list, i)))
			return false;
	return true;
}

static bool read_report(struct reading *r, const json_t *report)
{
	struct sv guide;
	const json_t *version = json_object_get(report, "version");
	if (!json_is_integer(version) || json_integer_value(version) != 1)
		return wrong(r, "version", _("1; a newer scepwiz may read this file"));
	if (!take_text(r, report, "guide", &guide))
		return false;
	r->told->guide = sv_dup(guide);
	r->told->whats = ((1u << TOLD_WHATS) - 1) & ~(1u << TOLD_OPTION);
	return read_verdict(r, report) &&
		read_outcomes(r, report, "stages", TOLD_STAGE, "title") &&
		read_outcomes(r, report, "checks", TOLD_CHECK, "text") &&
		read_each(r, report, "profiles", read_profile) &&
		read_each(r, report, "logs", read_log) &&
		read_each(r, report, "findings", read_finding);
}

/* ---- a saved diagnosis ---- */

static void add_time(struct told *told, const char *name, int64_t us)
{
	char text[TIME_TEXT_MAX];
	if (us != TIME_NONE)
		add_fact(told, TOLD_OPTION, sv_str(name), sv_str(time_rfc3339(us, text)), SV_EMPTY);
}

static void add_saved(struct told *told, const struct saved_case *saved)
{
	told->saved = true;
	told->guide = xstrdup(saved->guide);
	told->whats = 1u << TOLD_VERDICT | 1u << TOLD_CHECK | 1u << TOLD_OPTION | 1u << TOLD_LOG;
	add_fact(told, TOLD_VERDICT, SV("outcome"), sv_str(saved->outcome), SV_EMPTY);
	for (int i = 0; i < CHECK_COUNT; i++)
		add_fact(told, TOLD_CHECK, sv_str(check_id_text((enum check_id)i)),
			sv_str(check_outcome_id(saved->checks[i].given ? saved->checks[i].outcome
				: CHECK_UNKNOWN)), sv_str(saved->checks[i].note));
	add_time(told, "assigned_at", saved->options.assigned_at);
	add_time(told, "last_check_in", saved->options.last_check_in);
	if (saved->options.profile[0])
		add_fact(told, TOLD_OPTION, SV("profile"), sv_str(saved->options.profile), SV_EMPTY);
	for (size_t i = 0; i < saved->logs_count; i++)
		add_fact(told, TOLD_LOG, sv_str(saved->logs[i]), SV_EMPTY, SV_EMPTY);
}

static bool read_saved(struct reading *r, struct sv text)
{
	struct saved_case saved;
	if (!saved_parse(&saved, r->path, text, r->err))
		return false;
	add_saved(r->told, &saved);
	saved_finish(&saved);
	return true;
}

/* ---- either ---- */

static bool read_json(struct reading *r, const json_t *json, struct sv text)
{
	const char *schema = json_string_value(json_object_get(json, "schema"));
	if (schema && !strcmp(schema, "scepwiz-report"))
		return read_report(r, json);
	if (json_object_get(json, "scepwiz-diagnosis"))
		return read_saved(r, text);
	return err_set(r->err, ERR_INPUT, _("%s: neither a report (check --json) nor a saved "
		"diagnosis of scepwiz"), r->path);
}

bool told_parse(struct told *told, const char *path, struct sv text, struct err *err)
{
	struct reading reading = {told, path, err};
	json_error_t why;
	*told = (struct told){0};
	if (text.len > TOLD_BYTES_MAX)
		return err_set(err, ERR_INPUT, _("%s: larger than %u bytes"), path, TOLD_BYTES_MAX);
	json_t *json = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &why);
	if (!json)
		return err_set(err, ERR_INPUT, "%s:%d: %s", path, why.line, why.text);
	bool ok = read_json(&reading, json, text);
	json_decref(json);
	if (!ok)
		told_finish(told);
	else if (told->facts_count)
		qsort(told->facts, told->facts_count, sizeof(*told->facts), compare_facts);
	return ok;
}
