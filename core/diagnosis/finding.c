#include "finding.h"

#include "base/i18n.h"
#include "event.h"

void finding_init(struct finding *finding)
{
	*finding = (struct finding){.stage = STAGE_NONE, .outcome = FINDING_NOTE,
		.profile = PROFILE_NONE};
	finding->at.us = TIME_NONE;
}

void finding_finish(struct finding *finding)
{
	free(finding->marks);
	value_destroy(finding->fields);
	event_forget(finding->event);
	finding_init(finding);
}

const struct value *finding_fields(const struct finding *finding)
{
	return finding->event ? event_map(finding->event) : finding->fields;
}

static void add_code(const struct finding *finding, const struct codes *codes,
	struct strbuf *out)
{
	struct code code;
	if (finding->code_is_syncml)
		codes_explain_syncml(codes, finding->code, &code);
	else
		codes_explain(codes, finding->code, &code);
	strbuf_addf(out, " (%s", code.spelled);
	if (*code.symbol)
		strbuf_addf(out, " %s", code.symbol);
	if (*code.text)
		strbuf_addf(out, _(": %s"), guide_text(code.text));
	strbuf_char(out, ')');
}

void finding_text(const struct finding *finding, const struct codes *codes,
	struct strbuf *out)
{
	if (finding->key)
		strbuf_str(out, guide_text(finding->key->title));
	if (finding->note)
		strbuf_str(out, finding->note);
	if (finding->has_code)
		add_code(finding, codes, out);
}

const char *finding_outcome_id(enum finding_outcome outcome)
{
	static const char *const ids[] = {"good", "bad", "note"};
	return ids[outcome];
}

const char *finding_origin_id(enum finding_origin origin)
{
	static const char *const ids[] = {"none", "user", "log", "graph", "import"};
	return ids[origin];
}

const char *time_zone_id(enum time_zone zone)
{
	static const char *const ids[] = {"unknown", "utc", "offset"};
	return ids[zone];
}
