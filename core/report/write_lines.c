/* JSON one object a line: entries of a log, explained codes. */
#include "lines.h"

#include "base/i18n.h"
#include "json.h"

void report_entry_line(const struct log_entry *entry, const char *key, const char *member,
	struct sv text, struct redactor *redactor, struct strbuf *out)
{
	char time[TIME_TEXT_MAX];
	json_t *json = json_object();
	json_object_set_new(json, "n", json_integer((json_int_t)entry->n));
	json_object_set_new(json, "offset", json_integer((json_int_t)entry->offset));
	json_object_set_new(json, "length", json_integer((json_int_t)entry->length));
	json_object_set_new(json, "line",
		entry->line ? json_integer((json_int_t)entry->line) : json_null());
	json_object_set_new(json, "record",
		entry->has_record ? json_integer((json_int_t)entry->record) : json_null());
	json_object_set_new(json, "time",
		report_text_or_null(time_rfc3339(entry->time.us, time)));
	json_object_set_new(json, "time_text",
		entry->time.text.len ? report_text(entry->time.text) : json_null());
	json_object_set_new(json, "level",
		entry->level_text.len ? report_text(entry->level_text) : json_null());
	json_object_set_new(json, "provider",
		entry->origin.len ? report_text(entry->origin) : json_null());
	json_object_set_new(json, "id",
		entry->event_id >= 0 ? json_integer(entry->event_id) : json_null());
	json_object_set_new(json, "key", report_text_or_null(key));
	json_object_set_new(json, "text", report_redacted(redactor, text, NULL));
	if (entry->recovered)
		json_object_set_new(json, "recovered", json_true());
	if (member)
		json_object_set_new(json, "member", report_redacted(redactor, sv_str(member), NULL));
	report_dump(json, JSON_COMPACT, out);
}

static void add_code(json_t *json, const struct code *code)
{
	bool oid = reading_is_oid(code);
	json_object_set_new(json, "kind", json_string(oid ? "oid" : "code"));
	json_object_set_new(json, "value", json_string(oid ? code->symbol : code->spelled));
	json_object_set_new(json, "symbol", oid ? json_null() : report_text_or_null(code->symbol));
	json_object_set_new(json, "number", report_text_or_null(code->number));
	json_object_set_new(json, "family", report_text_or_null(code->family));
	json_object_set_new(json, "known", json_boolean(code->known));
	json_object_set_new(json, "success", oid ? json_null() : json_boolean(code->success));
	json_object_set_new(json, "text", report_text_or_null(guide_text(code->text)));
	json_object_set_new(json, "meaning", report_text_or_null(guide_text(code->meaning)));
	json_object_set_new(json, "cause", report_text_or_null(guide_text(code->cause)));
	json_object_set_new(json, "action", report_text_or_null(guide_text(code->action)));
}

static void add_event(json_t *json, const struct event_info *event)
{
	json_t *fields = json_array();
	for (size_t i = 0; i < event->fields_count; i++) {
		json_t *field = json_object();
		json_object_set_new(field, "name", json_string(event->fields[i].name));
		json_object_set_new(field, "as", report_text_or_null(event->fields[i].as));
		json_array_append_new(fields, field);
	}
	json_object_set_new(json, "kind", json_string("event"));
	json_object_set_new(json, "id", json_integer(event->id));
	json_object_set_new(json, "provider", json_string(event->provider));
	json_object_set_new(json, "channel", json_string(event->channel));
	json_object_set_new(json, "level", json_integer(event->level));
	json_object_set_new(json, "text", report_text_or_null(guide_text(event->sentence)));
	json_object_set_new(json, "meaning", report_text_or_null(guide_text(event->meaning)));
	json_object_set_new(json, "fields", fields);
}

void report_reading_line(const char *asked, const struct reading *reading, struct strbuf *out)
{
	json_t *json = json_object();
	json_object_set_new(json, "asked", report_text(sv_str(asked)));
	if (reading->is_event)
		add_event(json, reading->event);
	else
		add_code(json, &reading->code);
	report_dump(json, JSON_COMPACT, out);
}

void report_identity_line(const char *asked, const struct scep_id *id, struct strbuf *out)
{
	json_t *json = json_object();
	json_object_set_new(json, "asked", report_text(sv_str(asked)));
	json_object_set_new(json, "kind", json_string("profile"));
	json_object_set_new(json, "profile", report_text_or_null(id->profile));
	json_object_set_new(json, "account", report_text_or_null(id->account));
	json_object_set_new(json, "hash", id->has_hash ? json_integer(id->hash) : json_null());
	json_object_set_new(json, "complete",
		json_boolean(id->profile_complete && id->account_complete));
	report_dump(json, JSON_COMPACT, out);
}

void report_guide_line(const struct guide *guide, struct strbuf *out)
{
	json_t *json = json_object(), *keys = json_array();
	for (size_t i = 0; i < guide->entries_count; i++) {
		const struct guide_key_entry *key = &guide->entries[i];
		json_t *entry = json_object();
		json_object_set_new(entry, "id", json_string(key->id));
		json_object_set_new(entry, "role", json_string(guide_role_id(key->role)));
		json_object_set_new(entry, "stage", json_string(guide_stage_id(key->stage)));
		json_object_set_new(entry, "title", report_text(sv_str(guide_text(key->title))));
		json_array_append_new(keys, entry);
	}
	json_object_set_new(json, "id", json_string(guide->id));
	json_object_set_new(json, "platform", json_string(guide_platform_id(guide->platform)));
	json_object_set_new(json, "title", report_text(sv_str(guide_text(guide->title))));
	json_object_set_new(json, "key_entries", keys);
	report_dump(json, JSON_COMPACT, out);
}

void report_request_line(const struct report_request *request, struct strbuf *out)
{
	json_t *json = json_object(), *headers = json_object();
	if (request->eventual)
		json_object_set_new(headers, "ConsistencyLevel", json_string("eventual"));
	json_object_set_new(json, "file", report_text(sv_str(request->file)));
	json_object_set_new(json, "method", json_string(request->method));
	json_object_set_new(json, "url", report_text(sv_str(request->url)));
	json_object_set_new(json, "headers", headers);
	json_object_set_new(json, "permission", json_string(request->permission));
	json_object_set_new(json, "purpose", report_text(sv_str(request->purpose)));
	report_dump(json, JSON_COMPACT, out);
}
