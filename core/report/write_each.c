#include "each.h"

#include "json.h"

void each_row_fill(struct each_row *row, const struct diagnosis *d, struct strbuf *lacks)
{
	unsigned missing = d->verdict.outcome == REACHED ? 0 : diagnosis_missing(d);
	row->outcome = verdict_outcome_id(d->verdict.outcome);
	row->stage = d->verdict.stage == STAGE_NONE ? NULL : guide_stage_id(d->verdict.stage);
	if (d->deciding != PROFILE_NONE && d->profiles[d->deciding].profile[0])
		row->profile = d->profiles[d->deciding].profile;
	for (int what = 0; what < MISSING_COUNT && !row->lacks; what++) {
		if (!(missing >> what & 1))
			continue;
		missing_text(d, (enum missing)what, lacks);
		row->lacks = lacks->ptr;
	}
}

static json_t *redacted_or_null(struct redactor *redactor, const char *raw)
{
	return raw ? report_redacted(redactor, sv_str(raw), NULL) : json_null();
}

static json_t *summary_json(const struct diagnosis *d, struct redactor *redactor)
{
	autostrbuf summary;
	strbuf_init(&summary, STRBUF_LINE);
	if (d)
		diagnosis_summary(d, &summary);
	return redacted_or_null(redactor, d ? summary.ptr : NULL);
}

static json_t *members_json(const struct diagnosis *d, struct redactor *redactor)
{
	json_t *list = json_array();
	for (size_t i = 0; d && i < d->logs_count; i++)
		if (log_info(d->logs[i].log)->member)
			json_array_append_new(list,
				redacted_or_null(redactor, log_info(d->logs[i].log)->member));
	return list;
}

static json_t *missing_json(const struct diagnosis *d)
{
	unsigned missing = d ? diagnosis_missing(d) : 0;
	json_t *list = json_array();
	for (int what = 0; what < MISSING_COUNT; what++)
		if (missing >> what & 1)
			json_array_append_new(list, json_string(missing_id((enum missing)what)));
	return list;
}

void report_each_line(const struct each_row *row, const struct diagnosis *d, unsigned reveal,
	struct strbuf *out)
{
	struct redactor *redactor = d ? report_redactor(d, reveal) : redactor_create(reveal);
	json_t *json = json_object();
	json_object_set_new(json, "schema", json_string("scepwiz-each"));
	json_object_set_new(json, "version", json_integer(1));
	json_object_set_new(json, "n", json_integer((json_int_t)row->n));
	json_object_set_new(json, "path", redacted_or_null(redactor, row->path));
	json_object_set_new(json, "members", members_json(d, redactor));
	json_object_set_new(json, "guide", report_text_or_null(d ? d->guide->id : NULL));
	json_object_set_new(json, "platform",
		report_text_or_null(d ? guide_platform_id(d->guide->platform) : NULL));
	json_object_set_new(json, "outcome", report_text_or_null(row->outcome));
	json_object_set_new(json, "stage", report_text_or_null(row->stage));
	json_object_set_new(json, "profile", report_text_or_null(row->profile));
	json_object_set_new(json, "summary", summary_json(d, redactor));
	json_object_set_new(json, "missing", missing_json(d));
	json_object_set_new(json, "error", redacted_or_null(redactor, row->error));
	report_dump(json, JSON_COMPACT, out);
	redactor_destroy(redactor);
}
