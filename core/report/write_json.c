/* The report for programs: CONTRACT, "JSON". Every key is always there; enumerations, keys
 * and excerpts do not depend on the language. */
#include "write.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "config.h"
#include "diagnosis/kin.h"
#include "diagnosis/request.h"
#include "json.h"
#include "lines.h"

struct json_writer {
	const struct diagnosis *d;
	struct redactor *redactor;
};

/* ---- small pieces ---- */

static json_t *moment_json(const struct moment *moment)
{
	return report_time(moment->us, sv_str(moment->text), moment->zone);
}

static json_t *stage_or_null(enum guide_stage stage)
{
	return stage == STAGE_NONE ? json_null() : json_string(guide_stage_id(stage));
}

static json_t *finding_name(size_t number)
{
	char name[32];
	snprintf(name, sizeof(name), "f%zu", number + 1);
	return json_string(name);
}

static json_t *because_json(const struct diagnosis *d, size_t row)
{
	json_t *list = json_array();
	size_t finding;
	for (size_t i = 0; (finding = diagnosis_because(d, row, i)) != SIZE_MAX; i++)
		json_array_append_new(list, finding_name(finding));
	return list;
}

static json_t *stages_json(const struct diagnosis *d, const struct profile_verdict *v)
{
	json_t *list = json_array();
	for (int i = 0; i < STAGE_ALL; i++) {
		if (!d->guide->stages[i].title)
			continue;
		json_t *stage = json_object();
		json_object_set_new(stage, "id", json_string(guide_stage_id((enum guide_stage)i)));
		json_object_set_new(stage, "title",
			report_text(sv_str(guide_text(d->guide->stages[i].title))));
		json_object_set_new(stage, "outcome",
			json_string(stage_outcome_id(v->stages[i])));
		json_array_append_new(list, stage);
	}
	return list;
}

static json_t *value_json(const struct value *value)
{
	if (value->kind == VALUE_TEXT)
		return report_text(sv_str(value->text));
	if (value->kind == VALUE_INT)
		return json_integer(value->number);
	json_t *json = value->kind == VALUE_LIST ? json_array() : json_object();
	for (size_t i = 0; i < value->items_count; i++) {
		json_t *item = value_json(value->items[i]);
		if (value->kind == VALUE_LIST) {
			json_array_append_new(json, item);
			continue;
		}
		struct strbuf name;
		strbuf_init(&name, STRBUF_LINE);
		utf8_repair(&name, sv_str(value->items[i]->name));
		json_object_set_new(json, name.ptr ? name.ptr : "", item);
		strbuf_finish(&name);
	}
	return json;
}

/* ---- the parts ---- */

/* What the profiles have to do with each other. */
static json_t *remarks_json(struct json_writer *w)
{
	json_t *list = json_array();
	autostrbuf line;
	strbuf_init(&line, STRBUF_LINE);
	for (size_t i = 0; strbuf_reset(&line), kin_remark(w->d, i, &line); i++)
		json_array_append_new(list, report_redacted(w->redactor, strbuf_sv(&line), NULL));
	return list;
}

/* Each is another version of the profile. */
static json_t *hashes_json(const struct case_profile *row)
{
	json_t *list = json_array();
	for (size_t i = 0; i < row->versions_count; i++)
		json_array_append_new(list, json_integer(row->versions[i]));
	return list;
}

static json_t *verdict_json(struct json_writer *w)
{
	const struct diagnosis *d = w->d;
	struct strbuf line;
	const char *link;
	json_t *json = json_object(), *advice = json_array();
	strbuf_init(&line, STRBUF_LINE);
	diagnosis_summary(d, &line);
	json_object_set_new(json, "outcome", json_string(verdict_outcome_id(d->verdict.outcome)));
	json_object_set_new(json, "stage", stage_or_null(d->verdict.stage));
	json_object_set_new(json, "summary", report_redacted(w->redactor, strbuf_sv(&line), NULL));
	strbuf_reset(&line);
	for (size_t i = 0; diagnosis_advice(d, i, &line, &link); i++) {
		if (link)
			strbuf_addf(&line, " %s", link);
		json_array_append_new(advice, report_redacted(w->redactor, strbuf_sv(&line), NULL));
		strbuf_reset(&line);
	}
	json_object_set_new(json, "advice", advice);
	json_object_set_new(json, "because", because_json(d, d->deciding));
	json_object_set_new(json, "remarks", remarks_json(w));
	strbuf_finish(&line);
	return json;
}

static json_t *checks_json(struct json_writer *w)
{
	json_t *list = json_array();
	for (int i = 0; i < CHECK_COUNT && w->d->guide->checks_count; i++) {
		const struct case_check *check = &w->d->checks[i];
		char at[TIME_TEXT_MAX];
		struct strbuf line;
		strbuf_init(&line, STRBUF_LINE);
		diagnosis_check_text(w->d, (enum check_id)i, &line);
		json_t *json = json_object();
		json_object_set_new(json, "id", json_string(check_id_text((enum check_id)i)));
		json_object_set_new(json, "outcome", json_string(check_outcome_id(check->outcome)));
		json_object_set_new(json, "origin", json_string(finding_origin_id(check->origin)));
		json_object_set_new(json, "text", report_redacted(w->redactor, strbuf_sv(&line), NULL));
		json_object_set_new(json, "at", report_time(check->at_us,
			sv_str(time_rfc3339(check->at_us, at)),
			check->at_us == TIME_NONE ? ZONE_UNKNOWN : ZONE_UTC));
		json_array_append_new(list, json);
		strbuf_finish(&line);
	}
	return list;
}

static json_t *profile_json(const struct diagnosis *d, size_t row)
{
	const struct case_profile *p = &d->profiles[row];
	json_t *json = json_object();
	json_object_set_new(json, "profile", report_text_or_null(p->profile));
	json_object_set_new(json, "complete", json_boolean(p->complete));
	json_object_set_new(json, "account", report_text_or_null(p->account));
	json_object_set_new(json, "hash", p->has_hash ? json_integer(p->hash) : json_null());
	json_object_set_new(json, "hashes", hashes_json(p));
	json_object_set_new(json, "name", report_text_or_null(p->name));
	json_object_set_new(json, "outcome", json_string(verdict_outcome_id(p->verdict.outcome)));
	json_object_set_new(json, "stage", stage_or_null(p->verdict.stage));
	json_object_set_new(json, "stages", stages_json(d, &p->verdict));
	json_object_set_new(json, "because", because_json(d, row));
	return json;
}

static json_t *missing_json(struct json_writer *w, unsigned missing)
{
	json_t *list = json_array();
	for (int what = 0; what < MISSING_COUNT; what++) {
		struct strbuf line;
		if (!(missing >> what & 1))
			continue;
		strbuf_init(&line, STRBUF_LINE);
		missing_text(w->d, (enum missing)what, &line);
		json_t *json = json_object();
		json_object_set_new(json, "what", json_string(missing_id((enum missing)what)));
		json_object_set_new(json, "text", report_text(strbuf_sv(&line)));
		json_array_append_new(list, json);
		strbuf_finish(&line);
	}
	return list;
}

static json_t *damage_json(struct json_writer *w, const struct case_log *log)
{
	json_t *list = json_array();
	struct strbuf line;
	strbuf_init(&line, STRBUF_LINE);
	for (size_t i = 0; log_damage(log->log, i, &line); i++) {
		json_array_append_new(list, report_redacted(w->redactor, strbuf_sv(&line), NULL));
		strbuf_reset(&line);
	}
	for (size_t i = 0; i < log->coverage.gaps_count; i++) {
		coverage_remark(&log->coverage, i, &line);
		json_array_append_new(list, report_text(strbuf_sv(&line)));
		strbuf_reset(&line);
	}
	strbuf_finish(&line);
	return list;
}

static json_t *log_json(struct json_writer *w, const struct case_log *log)
{
	const struct log_info *info = log_info(log->log);
	json_t *json = json_object();
	json_object_set_new(json, "path", report_redacted(w->redactor, sv_str(info->path), NULL));
	json_object_set_new(json, "member",
		info->member ? report_redacted(w->redactor, sv_str(info->member), NULL) : json_null());
	json_object_set_new(json, "sha256", report_text_or_null(log->sha256));
	json_object_set_new(json, "size", json_integer((json_int_t)info->size));
	json_object_set_new(json, "platform", json_string(log_platform_id(info->platform)));
	json_object_set_new(json, "format", json_string(info->format));
	json_object_set_new(json, "encoding", json_string(info->encoding));
	json_object_set_new(json, "entries", json_integer((json_int_t)info->entries));
	json_object_set_new(json, "first", report_time(info->first.us, info->first.text,
		info->first.zone));
	json_object_set_new(json, "last", report_time(info->last.us, info->last.text,
		info->last.zone));
	json_object_set_new(json, "sufficient", json_boolean(log->sufficient));
	json_object_set_new(json, "missing", missing_json(w, log->missing));
	json_object_set_new(json, "damage", damage_json(w, log));
	return json;
}

static json_t *evidence_json(struct json_writer *w, const struct finding *f)
{
	const struct evidence *e = &f->evidence;
	bool changed = false;
	if (f->origin != ORIGIN_LOG || !e->excerpt)
		return json_null();
	json_t *excerpt = report_redacted(w->redactor, sv_str(e->excerpt), &changed);
	json_t *json = json_object();
	const char *member = diagnosis_member(w->d, e, false);
	json_object_set_new(json, "log", json_integer((json_int_t)e->log));
	if (member)
		json_object_set_new(json, "member", report_redacted(w->redactor, sv_str(member), NULL));
	json_object_set_new(json, "offset", json_integer((json_int_t)e->offset));
	json_object_set_new(json, "length", json_integer((json_int_t)e->length));
	json_object_set_new(json, "line", e->line ? json_integer((json_int_t)e->line)
		: json_null());
	json_object_set_new(json, "record", e->has_record ? json_integer((json_int_t)e->record)
		: json_null());
	json_object_set_new(json, "excerpt", excerpt);
	json_object_set_new(json, "redacted", json_boolean(changed));
	return json;
}

static json_t *code_json(const struct diagnosis *d, const struct finding *f)
{
	struct code code;
	if (!f->has_code)
		return json_null();
	if (f->code_is_syncml)
		codes_explain_syncml(d->library->codes, f->code, &code);
	else
		codes_explain(d->library->codes, f->code, &code);
	json_t *json = json_object();
	json_object_set_new(json, "value", json_string(code.spelled));
	json_object_set_new(json, "symbol", report_text_or_null(code.symbol));
	json_object_set_new(json, "success", json_boolean(code.success));
	json_object_set_new(json, "text", report_text(sv_str(guide_text(code.text))));
	return json;
}

static json_t *profile_of(const struct diagnosis *d, const struct finding *f)
{
	if (f->profile != PROFILE_NONE)
		return report_text_or_null(d->profiles[f->profile].profile);
	return f->id ? report_text_or_null(f->id->profile) : json_null();
}

/* What is wrong or strange in a request, beside its values. */
static void add_trouble(struct json_writer *w, size_t number, json_t *fields)
{
	struct payload_remark remarks[PAYLOAD_REMARKS_MAX];
	size_t count = request_check(w->d, number, remarks);
	json_t *list = json_array();
	for (size_t i = 0; i < count; i++) {
		json_t *remark = json_object();
		json_object_set_new(remark, "id", json_string(remarks[i].id));
		json_object_set_new(remark, "outcome", json_string(
			finding_outcome_id(remarks[i].kind == REMARK_BAD ? FINDING_BAD
				: FINDING_NOTE)));
		json_object_set_new(remark, "text",
			report_redacted(w->redactor, sv_str(remarks[i].text), NULL));
		json_array_append_new(list, remark);
	}
	if (count)
		json_object_set(fields, "trouble", list);
	json_decref(list);
	payload_remarks_finish(remarks, count);
}

static json_t *fields_json(struct json_writer *w, size_t number)
{
	struct value *fields = redact_value(w->redactor,
		finding_fields(&w->d->findings[number]));
	json_t *json = fields ? value_json(fields) : json_object();
	value_destroy(fields);
	add_trouble(w, number, json);
	return json;
}

static json_t *finding_json(struct json_writer *w, size_t number)
{
	const struct finding *f = &w->d->findings[number];
	struct strbuf line;
	strbuf_init(&line, STRBUF_LINE);
	diagnosis_finding_text(w->d, number, &line);
	json_t *json = json_object(), *marks = json_array();
	for (size_t i = 0; i < f->marks_count; i++)
		json_array_append_new(marks, json_string(f->marks[i]));
	json_object_set_new(json, "id", finding_name(number));
	json_object_set_new(json, "key", json_string(f->key ? f->key->id : f->check));
	json_object_set_new(json, "stage", stage_or_null(f->stage));
	json_object_set_new(json, "outcome", json_string(finding_outcome_id(f->outcome)));
	json_object_set_new(json, "origin", json_string(finding_origin_id(f->origin)));
	json_object_set_new(json, "text", report_redacted(w->redactor, strbuf_sv(&line), NULL));
	json_object_set_new(json, "at", moment_json(&f->at));
	json_object_set_new(json, "evidence", evidence_json(w, f));
	json_object_set_new(json, "profile", profile_of(w->d, f));
	json_object_set_new(json, "code", code_json(w->d, f));
	json_object_set_new(json, "marks", marks);
	json_object_set_new(json, "fields", fields_json(w, number));
	strbuf_finish(&line);
	return json;
}

static json_t *tool_json(void)
{
	json_t *json = json_object();
	json_object_set_new(json, "name", json_string("scepwiz"));
	json_object_set_new(json, "version", json_string(SCEPWIZ_VERSION));
	return json;
}

static json_t *report_json(struct json_writer *w)
{
	const struct diagnosis *d = w->d;
	json_t *json = json_object(), *profiles = json_array(), *logs = json_array(),
	       *findings = json_array();
	for (size_t i = 0; i < d->profiles_count; i++)
		json_array_append_new(profiles, profile_json(d, i));
	for (size_t i = 0; i < d->logs_count; i++)
		json_array_append_new(logs, log_json(w, &d->logs[i]));
	for (size_t i = 0; i < d->findings_count; i++)
		json_array_append_new(findings, finding_json(w, i));
	json_object_set_new(json, "schema", json_string("scepwiz-report"));
	json_object_set_new(json, "version", json_integer(1));
	json_object_set_new(json, "tool", tool_json());
	json_object_set_new(json, "guide", json_string(d->guide->id));
	json_object_set_new(json, "platform", json_string(guide_platform_id(d->guide->platform)));
	json_object_set_new(json, "verdict", verdict_json(w));
	json_object_set_new(json, "stages", stages_json(d, &d->verdict));
	json_object_set_new(json, "checks", checks_json(w));
	json_object_set_new(json, "profiles", profiles);
	json_object_set_new(json, "logs", logs);
	json_object_set_new(json, "findings", findings);
	return json;
}

void write_json(const struct diagnosis *d, const struct report_options *options,
	struct redactor *redactor, struct strbuf *out)
{
	struct json_writer w = {d, redactor};
	(void)options;
	report_dump(report_json(&w), JSON_INDENT(1), out);
}

void report_log_line(const struct diagnosis *d, size_t log, struct redactor *redactor,
	struct strbuf *out)
{
	struct json_writer w = {d, redactor};
	json_t *json = log_json(&w, &d->logs[log]), *keys = json_object();
	for (size_t i = 0; i < d->guide->entries_count; i++)
		json_object_set_new(keys, d->guide->entries[i].id,
			json_integer((json_int_t)diagnosis_count(d, log, &d->guide->entries[i])));
	json_object_set_new(json, "key_entries", keys);
	report_dump(json, JSON_COMPACT, out);
}
