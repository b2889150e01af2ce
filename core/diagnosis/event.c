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

void event_of_info(const struct event_info *info, const struct log_entry *entry,
	struct event *ret)
{
	ret->info = info;
	ret->count = 0;
	take_fields(entry, ret);
}

bool event_is_settled(const struct library *library, const struct log_entry *entry)
{
	struct event_identity identity = identity_of(entry);
	return entry->exact && events_settled(library->events, &identity, entry->fields_count);
}

static struct sv value_by_name(const struct event_value *values, size_t count, struct sv name)
{
	for (size_t i = 0; i < count; i++)
		if (sv_eq(values[i].name, name))
			return values[i].value;
	return SV_EMPTY;
}

struct sv event_value_of(const struct event *event, const char *field)
{
	for (size_t i = 0; event->info && i < event->info->fields_count; i++) {
		const struct event_field *known = &event->info->fields[i];
		if (known->as && !strcmp(known->as, field))
			return value_by_name(event->values, event->count, sv_str(known->name));
	}
	return value_by_name(event->values, event->count, sv_str(field));
}

struct event_kept {
	const struct event_info *info;
	struct event_value *values;
	size_t count;
	struct value *map; /* NULL: not asked for yet */
};

/* As it stands in the excerpt, if it does at that place; else a copy. */
static struct sv keep_value(struct sv text, struct sv excerpt, size_t at, struct arena *arena)
{
	struct sv there = sv_sub(excerpt, at, text.len);
	return sv_eq(there, text) ? there : arena_sv(arena, text);
}

static struct sv keep_name(struct sv name, const struct event_kept *like, size_t i,
	struct arena *arena)
{
	bool same = like && i < like->count && sv_eq(like->values[i].name, name);
	return same ? like->values[i].name : arena_sv(arena, name);
}

struct event_kept *event_keep(const struct event *event, struct sv excerpt,
	const struct event_kept *like, struct arena *arena)
{
	size_t at = sv_find(excerpt, SV(" "));
	struct event_kept *kept = arena_alloc(arena, sizeof(*kept));
	*kept = (struct event_kept){.info = event->info, .count = event->count,
		.values = arena_alloc(arena, event->count * sizeof(*kept->values))};
	for (size_t i = 0; i < event->count; i++) {
		struct sv name = event->values[i].name, value = event->values[i].value;
		at += name.len + 2; /* " name=" */
		kept->values[i] = (struct event_value){keep_name(name, like, i, arena),
			keep_value(value, excerpt, at, arena)};
		at += value.len;
	}
	return kept;
}

void event_forget(struct event_kept *kept)
{
	if (kept)
		value_destroy(kept->map);
}

static struct value *map_of(const struct event_kept *kept)
{
	struct value *map = value_map();
	for (size_t i = 0; i < kept->count; i++)
		value_add_text(map, kept->values[i].name.ptr, kept->values[i].value);
	for (size_t i = 0; kept->info && i < kept->info->fields_count; i++) {
		const struct event_field *known = &kept->info->fields[i];
		if (known->as && !value_get(map, known->as) && value_get(map, known->name))
			value_add_text(map, known->as, value_by_name(kept->values, kept->count,
				sv_str(known->name)));
	}
	return map;
}

const struct value *event_map(struct event_kept *kept)
{
	if (!kept->map)
		kept->map = map_of(kept);
	return kept->map;
}

static void add_id(int32_t id, struct strbuf *out)
{
	char digits[12];
	size_t at = sizeof(digits);
	for (uint32_t rest = id < 0 ? -(uint32_t)id : (uint32_t)id; rest || at == sizeof(digits);
	     rest /= 10)
		digits[--at] = (char)('0' + rest % 10);
	strbuf_str(out, id < 0 ? "id=-" : "id=");
	strbuf_add(out, (struct sv){digits + at, sizeof(digits) - at});
}

void entry_canonical(const struct log_entry *entry, struct strbuf *out)
{
	add_id(entry->event_id, out);
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
