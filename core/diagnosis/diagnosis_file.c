/* A saved diagnosis as JSON: written in one way, and read in no other. */
#include "diagnosis_file.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "saved_path.h"

#define VERSION 1

/* ---- writing ---- */

static void put(json_t *into, const char *name, json_t *owned)
{
	json_object_set_new(into, name, owned);
}

/* Text of the user's; what is no UTF-8 in it is repaired. */
static void put_text(json_t *into, const char *name, const char *text)
{
	if (!text || !*text)
		return;
	autostrbuf repaired;
	strbuf_init(&repaired, SAVED_BYTES_MAX);
	utf8_repair(&repaired, sv_str(text));
	put(into, name, json_stringn(repaired.ptr, repaired.len));
}

/* Times of the year 0 can be reached by an offset, but not be written. */
static bool is_time(int64_t us)
{
	char text[TIME_TEXT_MAX];
	int64_t again;
	return time_parse_rfc3339(sv_str(time_rfc3339(us, text)), &again) && again == us;
}

static void put_time(json_t *into, const char *name, int64_t us)
{
	char text[TIME_TEXT_MAX];
	if (is_time(us))
		put_text(into, name, time_rfc3339(us, text));
}

static json_t *path_json(const char *path)
{
	autostrbuf text;
	strbuf_init(&text, SAVED_BYTES_MAX);
	saved_path_text(path, &text);
	return json_stringn(text.ptr ? text.ptr : "", text.len);
}

static void put_zone(json_t *into, int64_t zone_us)
{
	char text[16];
	int64_t minutes = zone_us / (60 * TIME_SECOND);
	unsigned ahead = (unsigned)(minutes < 0 ? -minutes : minutes) % (24 * 60);
	snprintf(text, sizeof(text), "%c%02u:%02u", minutes < 0 ? '-' : '+', ahead / 60,
		ahead % 60);
	put_text(into, "log_zone", text);
}

static void put_date(json_t *into, const struct civil *date)
{
	char text[40];
	snprintf(text, sizeof(text), "%04d-%02d-%02d", date->year, date->month, date->day);
	put_text(into, "log_date", text);
}

static json_t *options_json(const struct case_options *options)
{
	json_t *json = json_object();
	put_time(json, "assigned_at", options->assigned_at);
	put_time(json, "last_check_in", options->last_check_in);
	put_text(json, "profile", options->profile);
	put_text(json, "platform", log_platform_id(options->log.platform));
	if (options->log.has_zone)
		put_zone(json, options->log.zone_us);
	if (options->log.has_date)
		put_date(json, &options->log.date);
	return json;
}

static json_t *checks_json(const struct saved_check checks[CHECK_COUNT])
{
	json_t *json = json_object();
	for (int i = 0; i < CHECK_COUNT; i++) {
		if (!checks[i].given)
			continue;
		json_t *check = json_object();
		put_text(check, "outcome", check_outcome_id(checks[i].outcome));
		put_text(check, "note", checks[i].note);
		put(json, check_id_text((enum check_id)i), check);
	}
	return json;
}

static json_t *logs_json(const struct saved_case *saved)
{
	json_t *json = json_array();
	for (size_t i = 0; i < saved->logs_count; i++)
		json_array_append_new(json, path_json(saved->logs[i]));
	return json;
}

static json_t *view_json(const struct saved_case *saved)
{
	json_t *json = json_object();
	put(json, "log", json_integer((json_int_t)saved->log));
	put(json, "entry", json_integer((json_int_t)(saved->entry & INT64_MAX)));
	put_text(json, "filter", saved->filter);
	return json;
}

void saved_text(const struct saved_case *saved, struct strbuf *out)
{
	json_t *json = json_object();
	put(json, "scepwiz-diagnosis", json_integer(VERSION));
	put_time(json, "saved", saved->saved_us);
	put_text(json, "guide", saved->guide);
	put_text(json, "step", saved->step);
	put_text(json, "outcome", saved->outcome);
	put(json, "options", options_json(&saved->options));
	put(json, "checks", checks_json(saved->checks));
	put(json, "logs", logs_json(saved));
	put(json, "view", view_json(saved));
	autofree char *text = json_dumps(json, JSON_INDENT(1));
	strbuf_str(out, text);
	strbuf_char(out, '\n');
	json_decref(json);
}

/* ---- reading ---- */

struct reading {
	struct saved_case *saved;
	const char *path;
	struct err *err;
	enum check_id check; /* the one whose members are read */
};

/* One member of an object: its value goes to its place, or is wrong. */
struct member {
	const char *name;
	bool (*take)(struct reading *r, const char *name, const json_t *value);
	bool required;
};

static bool wrong(struct reading *r, const char *name, const char *expected)
{
	return err_set(r->err, ERR_FORMAT, _("%s: \"%s\": expected %s"), r->path, name, expected);
}

static const struct member *member_of(const struct member *members, size_t count,
	const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(members[i].name, name))
			return &members[i];
	return NULL;
}

static bool take_members(struct reading *r, const char *name, const json_t *object,
	const struct member *members, size_t count)
{
	const char *key;
	json_t *value;
	if (!json_is_object(object))
		return wrong(r, name, _("an object"));
	/* jansson's iteration takes no const; nothing is changed */
	json_object_foreach((json_t *)(uintptr_t)object, key, value) {
		const struct member *member = member_of(members, count, key);
		if (!member)
			return wrong(r, key, _("nothing by this name"));
		if (!member->take(r, key, value))
			return false;
	}
	for (size_t i = 0; i < count; i++)
		if (members[i].required && !json_object_get(object, members[i].name))
			return wrong(r, members[i].name, _("it to be there"));
	return true;
}

/* Never the empty text: what is not there is not written. */
static bool take_text(struct reading *r, const char *name, const json_t *value, struct sv *ret)
{
	if (!json_is_string(value) || json_string_length(value) == 0)
		return wrong(r, name, _("a text"));
	*ret = (struct sv){json_string_value(value), json_string_length(value)};
	return true;
}

static bool take_copy(struct reading *r, const char *name, const json_t *value, char **ret)
{
	struct sv text;
	if (!take_text(r, name, value, &text))
		return false;
	free(*ret);
	*ret = sv_dup(text);
	return true;
}

static bool take_time(struct reading *r, const char *name, const json_t *value, int64_t *ret)
{
	struct sv text;
	if (!take_text(r, name, value, &text))
		return false;
	return (time_parse_rfc3339(text, ret) && is_time(*ret)) ||
		wrong(r, name, _("a time such as 2024-08-20T09:41:04Z"));
}

static bool take_number(struct reading *r, const char *name, const json_t *value,
	uint64_t *ret)
{
	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return wrong(r, name, _("a whole number from 0 on"));
	*ret = (uint64_t)json_integer_value(value);
	return true;
}

static bool only_of(struct sv text, const char *allowed, size_t max)
{
	for (size_t i = 0; i < text.len; i++)
		if (!text.ptr[i] || !strchr(allowed, text.ptr[i]))
			return false;
	return text.len <= max;
}

static bool take_version(struct reading *r, const char *name, const json_t *value)
{
	if (json_is_integer(value) && json_integer_value(value) == VERSION)
		return true;
	return wrong(r, name, _("1; a newer scepwiz may read this file"));
}

static bool take_saved(struct reading *r, const char *name, const json_t *value)
{
	return take_time(r, name, value, &r->saved->saved_us);
}

static bool take_guide(struct reading *r, const char *name, const json_t *value)
{
	return take_copy(r, name, value, &r->saved->guide);
}

static bool take_step(struct reading *r, const char *name, const json_t *value)
{
	struct sv text;
	if (!take_text(r, name, value, &text))
		return false;
	if (text.len >= sizeof(r->saved->step))
		return wrong(r, name, _("a word of at most 31 bytes"));
	memcpy(r->saved->step, text.ptr, text.len);
	return true;
}

static bool take_outcome(struct reading *r, const char *name, const json_t *value)
{
	struct sv text;
	if (!take_text(r, name, value, &text))
		return false;
	for (int i = REACHED; i <= NOT_REACHED; i++) {
		if (!sv_eq(text, sv_str(verdict_outcome_id((enum verdict_outcome)i))))
			continue;
		memcpy(r->saved->outcome, text.ptr, text.len);
		return true;
	}
	return wrong(r, name, _("reached, inconclusive or not-reached"));
}

/* ---- its options ---- */

static bool take_assigned_at(struct reading *r, const char *name, const json_t *value)
{
	return take_time(r, name, value, &r->saved->options.assigned_at);
}

static bool take_last_check_in(struct reading *r, const char *name, const json_t *value)
{
	return take_time(r, name, value, &r->saved->options.last_check_in);
}

static bool take_profile(struct reading *r, const char *name, const json_t *value)
{
	struct sv text;
	if (!take_text(r, name, value, &text))
		return false;
	if (!only_of(text, "0123456789abcdefABCDEF-", SCEP_GUID_MAX - 1))
		return wrong(r, name, _("the id of a profile"));
	memcpy(r->saved->options.profile, text.ptr, text.len);
	return true;
}

static bool take_platform(struct reading *r, const char *name, const json_t *value)
{
	struct sv text;
	if (!take_text(r, name, value, &text))
		return false;
	for (int i = LOG_ANDROID; i <= LOG_WINDOWS; i++) {
		if (!sv_eq(text, sv_str(log_platform_id((enum log_platform)i))))
			continue;
		r->saved->options.log.platform = (enum log_platform)i;
		return true;
	}
	return wrong(r, name, _("android, ios or windows"));
}

static bool take_zone(struct reading *r, const char *name, const json_t *value)
{
	struct log_options *log = &r->saved->options.log;
	struct sv text;
	if (!take_text(r, name, value, &text))
		return false;
	log->has_zone = time_take_offset(&text, &log->zone_us) && !text.len;
	return log->has_zone || wrong(r, name, _("an offset such as +01:00"));
}

static bool take_date(struct reading *r, const char *name, const json_t *value)
{
	struct log_options *log = &r->saved->options.log;
	struct sv text;
	if (!take_text(r, name, value, &text))
		return false;
	log->has_date = time_parse_date(text, &log->date);
	return log->has_date || wrong(r, name, _("a date such as 2024-08-20"));
}

static bool take_options(struct reading *r, const char *name, const json_t *value)
{
	static const struct member members[] = {
		{"assigned_at", take_assigned_at, false},
		{"last_check_in", take_last_check_in, false},
		{"profile", take_profile, false},
		{"platform", take_platform, false},
		{"log_zone", take_zone, false},
		{"log_date", take_date, false},
	};
	return take_members(r, name, value, members, ARRAY_LEN(members));
}

/* ---- its answers, its logs, its view ---- */

static bool take_check_outcome(struct reading *r, const char *name, const json_t *value)
{
	struct sv text;
	if (!take_text(r, name, value, &text))
		return false;
	for (int i = CHECK_UNKNOWN; i <= CHECK_SKIPPED; i++) {
		if (!sv_eq(text, sv_str(check_outcome_id((enum check_outcome)i))))
			continue;
		r->saved->checks[r->check].outcome = (enum check_outcome)i;
		return true;
	}
	return wrong(r, name, _("unknown, good, bad or skipped"));
}

static bool take_note(struct reading *r, const char *name, const json_t *value)
{
	return take_copy(r, name, value, &r->saved->checks[r->check].note);
}

static bool take_check(struct reading *r, const char *name, const json_t *value)
{
	static const struct member members[] = {
		{"outcome", take_check_outcome, true},
		{"note", take_note, false},
	};
	if (!check_by_id(sv_str(name), &r->check))
		return wrong(r, name, _("a check"));
	r->saved->checks[r->check].given = true;
	return take_members(r, name, value, members, ARRAY_LEN(members));
}

static bool take_checks(struct reading *r, const char *name, const json_t *value)
{
	const struct member members[] = {
		{check_id_text(CHECK_TARGET_USER), take_check, false},
		{check_id_text(CHECK_GROUP), take_check, false},
		{check_id_text(CHECK_LAST_CHECK_IN), take_check, false},
	};
	return take_members(r, name, value, members, ARRAY_LEN(members));
}

static bool take_logs(struct reading *r, const char *name, const json_t *value)
{
	if (!json_is_array(value) || json_array_size(value) > SAVED_LOGS_MAX)
		return wrong(r, name, _("a list of at most 64 paths"));
	for (size_t i = 0; i < json_array_size(value); i++) {
		struct sv text;
		if (!take_text(r, name, json_array_get(value, i), &text))
			return false;
		char *path = saved_path_of(text);
		if (!path)
			return wrong(r, name, _("absolute paths"));
		vec_push(r->saved, logs, path);
	}
	return true;
}

static bool take_view_log(struct reading *r, const char *name, const json_t *value)
{
	uint64_t log = 0;
	if (!take_number(r, name, value, &log))
		return false;
	if (log >= SAVED_LOGS_MAX)
		return wrong(r, name, _("the number of a log"));
	r->saved->log = (size_t)log;
	return true;
}

static bool take_entry(struct reading *r, const char *name, const json_t *value)
{
	return take_number(r, name, value, &r->saved->entry);
}

static bool take_filter(struct reading *r, const char *name, const json_t *value)
{
	return take_copy(r, name, value, &r->saved->filter);
}

static bool take_view(struct reading *r, const char *name, const json_t *value)
{
	static const struct member members[] = {
		{"log", take_view_log, true},
		{"entry", take_entry, true},
		{"filter", take_filter, false},
	};
	return take_members(r, name, value, members, ARRAY_LEN(members));
}

static bool take_case(struct reading *r, const json_t *json)
{
	static const struct member members[] = {
		{"scepwiz-diagnosis", take_version, true},
		{"saved", take_saved, true},
		{"guide", take_guide, true},
		{"step", take_step, false},
		{"outcome", take_outcome, false},
		{"options", take_options, true},
		{"checks", take_checks, true},
		{"logs", take_logs, true},
		{"view", take_view, true},
	};
	if (!take_members(r, "{", json, members, ARRAY_LEN(members)))
		return false;
	if (r->saved->log > 0 && r->saved->log >= r->saved->logs_count)
		return wrong(r, "log", _("the number of a log"));
	return true;
}

bool saved_parse(struct saved_case *saved, const char *path, struct sv text, struct err *err)
{
	struct reading reading = {.saved = saved, .path = path, .err = err};
	json_error_t why;
	saved_init(saved);
	if (text.len > SAVED_BYTES_MAX)
		return err_set(err, ERR_FORMAT, _("%s: larger than %u bytes"), path,
			SAVED_BYTES_MAX);
	json_t *json = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &why);
	if (!json)
		return err_set(err, ERR_FORMAT, "%s:%d: %s", path, why.line, why.text);
	bool ok = take_case(&reading, json);
	json_decref(json);
	if (!ok)
		saved_finish(saved);
	return ok;
}
