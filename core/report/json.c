#include "json.h"

#include "base/sanitise.h"
#include "base/utf8.h"
#include "diagnosis/finding.h"

json_t *report_text(struct sv raw)
{
	struct strbuf out;
	strbuf_init(&out, STRBUF_REPORT);
	utf8_repair(&out, raw);
	json_t *json = json_stringn(out.ptr ? out.ptr : "", out.len);
	strbuf_finish(&out);
	return json;
}

json_t *report_text_or_null(const char *raw)
{
	return raw && *raw ? report_text(sv_str(raw)) : json_null();
}

json_t *report_redacted(struct redactor *redactor, struct sv raw, bool *ret_changed)
{
	autostrbuf out;
	strbuf_init(&out, STRBUF_REPORT);
	bool changed = redact(redactor, raw, &out);
	if (ret_changed)
		*ret_changed = changed;
	return report_text(strbuf_sv(&out));
}

json_t *report_time(int64_t us, struct sv printed, enum time_zone zone)
{
	char buf[TIME_TEXT_MAX];
	json_t *json = json_object();
	json_object_set_new(json, "time", report_text_or_null(time_rfc3339(us, buf)));
	json_object_set_new(json, "time_text", printed.len ? report_text(printed) : json_null());
	json_object_set_new(json, "zone", json_string(time_zone_id(zone)));
	return json;
}

void report_dump(json_t *json, size_t flags, struct strbuf *out)
{
	char *bytes = json_dumps(json, flags);
	sanitise_json(out, sv_str(bytes));
	strbuf_char(out, '\n');
	free(bytes);
	json_decref(json);
}
