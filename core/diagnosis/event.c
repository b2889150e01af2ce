#include "event.h"

#include <string.h>

static struct event_identity identity_of(const struct log_entry *entry)
{
	return (struct event_identity){entry->origin, entry->provider_guid, entry->channel,
		entry->event_id};
}

static void take_fields(const struct log_entry *entry, struct event *ret)
{
	ret->readable = true;
	for (size_t i = 0; i < entry->fields_count && ret->count < EVENT_VALUES_MAX; i++)
		ret->values[ret->count++] = (struct event_value){entry->fields[i].name,
			entry->fields[i].value};
}

static void take_sentence(const struct log_entry *entry, struct event *ret)
{
	if (ret->info->fields_count > EVENT_VALUES_MAX)
		return;
	ret->readable = event_parse(ret->info, entry->text, ret->values);
	ret->count = ret->readable ? ret->info->fields_count : 0;
}

void event_of(const struct library *library, const struct log_entry *entry, struct event *ret)
{
	ret->info = NULL;
	ret->count = 0;
	ret->readable = false;
	if (entry->event_id < 0)
		return;
	struct event_identity identity = identity_of(entry);
	ret->info = events_find(library->events, &identity,
		entry->exact ? entry->fields_count : SIZE_MAX, entry->text);
	if (entry->exact)
		take_fields(entry, ret);
	else if (ret->info)
		take_sentence(entry, ret);
}

static struct sv value_by_name(const struct event *event, struct sv name)
{
	for (size_t i = 0; i < event->count; i++)
		if (sv_eq(event->values[i].name, name))
			return event->values[i].value;
	return SV_EMPTY;
}

struct sv event_value_of(const struct event *event, const char *field)
{
	for (size_t i = 0; event->info && i < event->info->fields_count; i++) {
		const struct event_field *known = &event->info->fields[i];
		if (known->as && !strcmp(known->as, field))
			return value_by_name(event, sv_str(known->name));
	}
	return value_by_name(event, sv_str(field));
}

struct value *event_fields(const struct event *event)
{
	struct value *map = value_map();
	for (size_t i = 0; i < event->count; i++) {
		autofree char *name = sv_dup(event->values[i].name);
		value_add_text(map, name, event->values[i].value);
	}
	for (size_t i = 0; event->info && i < event->info->fields_count; i++) {
		const struct event_field *known = &event->info->fields[i];
		if (known->as && !value_get(map, known->as) && value_get(map, known->name))
			value_add_text(map, known->as, value_by_name(event,
				sv_str(known->name)));
	}
	return map;
}

void entry_canonical(const struct log_entry *entry, struct strbuf *out)
{
	strbuf_addf(out, "id=%d", (int)entry->event_id);
	for (size_t i = 0; i < entry->fields_count; i++) {
		strbuf_char(out, ' ');
		strbuf_add(out, entry->fields[i].name);
		strbuf_char(out, '=');
		strbuf_add(out, entry->fields[i].value);
	}
}

static void add_fields(const struct log_entry *entry, struct strbuf *out)
{
	for (size_t i = 0; i < entry->fields_count; i++) {
		strbuf_str(out, i ? ", " : "");
		strbuf_add(out, entry->fields[i].name);
		strbuf_str(out, ": ");
		strbuf_add(out, entry->fields[i].value);
	}
}

void entry_sentence(const struct library *library, const struct log_entry *entry,
	bool translate, struct strbuf *out)
{
	struct event event;
	if (entry->event_id >= 0 && (translate || !entry->text.len)) {
		event_of(library, entry, &event);
		if (event.info && event.readable) {
			event_sentence(event.info, library->codes, event.values, event.count,
				translate, out);
			return;
		}
	}
	if (entry->text.len)
		strbuf_add(out, entry->text);
	else
		add_fields(entry, out);
}
