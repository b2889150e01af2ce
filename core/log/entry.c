#include <string.h>

#include "base/i18n.h"
#include "format.h"

void log_entry_init(struct log_entry *entry)
{
	*entry = (struct log_entry){.event_id = -1};
	strbuf_init(&entry->raw, LOG_ENTRY_MAX);
	arena_init(&entry->arena);
}

void log_entry_finish(struct log_entry *entry)
{
	strbuf_finish(&entry->raw);
	arena_finish(&entry->arena);
	free(entry->fields);
	*entry = (struct log_entry){.event_id = -1};
}

void log_entry_reset(struct log_entry *entry, uint64_t n)
{
	struct strbuf raw = entry->raw;
	struct arena arena = entry->arena;
	struct log_field *fields = entry->fields;
	size_t cap = entry->fields_cap;
	strbuf_reset(&raw);
	arena_reset(&arena);
	*entry = (struct log_entry){.n = n, .event_id = -1, .raw = raw, .arena = arena,
		.fields = fields, .fields_cap = cap};
	entry->time.us = TIME_NONE;
}

void log_entry_add_field(struct log_entry *entry, struct sv name, struct sv value)
{
	vec_push(entry, fields, ((struct log_field){name, value}));
}

/* Gives how many bytes of its text count. */
static size_t place_raw(struct log_entry *entry, struct sv text, uint64_t offset, uint64_t whole)
{
	entry->cut = whole > LOG_ENTRY_MAX;
	if (!entry->cut)
		text = sv_trim_end(text);
	entry->offset = offset;
	entry->length = entry->cut ? whole : text.len;
	return text.len;
}

void log_entry_set_raw(struct log_entry *entry, struct sv text, uint64_t offset, uint64_t whole)
{
	strbuf_add(&entry->raw, sv_sub(text, 0, place_raw(entry, text, offset, whole)));
}

bool log_entry_read_raw(struct log_entry *entry, struct source *source, uint64_t offset,
	uint64_t end)
{
	uint64_t whole = end - offset;
	size_t want = whole > LOG_ENTRY_MAX ? LOG_ENTRY_MAX : (size_t)whole;
	char *bytes = strbuf_room(&entry->raw, want); /* its maximum, at most, and it is empty */
	struct sv text = {bytes, source_read(source, offset, bytes, want)};
	strbuf_took(&entry->raw, place_raw(entry, text, offset, whole));
	return text.len == want;
}

void log_entry_mark_damaged(struct log_entry *entry, const char *why)
{
	entry->damaged = true;
	entry->damage = arena_sv(&entry->arena, sv_str(why));
}

void log_entry_mark_short(struct log_entry *entry, const struct source *source)
{
	const char *trouble = source_trouble(source);
	log_entry_mark_damaged(entry,
		trouble ? trouble : _("the file has changed since it was opened"));
}

struct sv log_entry_field(const struct log_entry *entry, struct sv name)
{
	for (size_t i = 0; i < entry->fields_count; i++)
		if (sv_eq(entry->fields[i].name, name))
			return entry->fields[i].value;
	return SV_EMPTY;
}
