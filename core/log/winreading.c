#include "winreading.h"

#include <string.h>

#include "windows.h"

static struct sv xml_sv(const xmlChar *text)
{
	return sv_str((const char *)text);
}

static struct sv attribute(struct reading *r, const char *name)
{
	if (!r->reader)
		return plainxml_value(&r->plain, sv_str(name));
	xmlChar *value = xmlTextReaderGetAttribute(r->reader, (const xmlChar *)name);
	struct sv copy = value ? arena_sv(&r->entry->arena, xml_sv(value)) : SV_EMPTY;
	xmlFree(value);
	return copy;
}

/* To keep: what the library says is copied. */
static struct sv kept(struct reading *r, struct sv text)
{
	return r->reader ? arena_sv(&r->entry->arena, text) : text;
}

static bool is(struct sv name, const char *other, size_t len)
{
	return name.len == len && memcmp(name.ptr, other, len) == 0;
}
#define IS(name, literal) is(name, literal, sizeof(literal) - 1)

static enum section section_of(struct sv name)
{
	if (IS(name, "System"))
		return SECTION_SYSTEM;
	if (IS(name, "EventData"))
		return SECTION_DATA;
	if (IS(name, "UserData") || IS(name, "ProcessingErrorData"))
		return SECTION_USER;
	return IS(name, "RenderingInfo") ? SECTION_RENDERING : SECTION_NONE;
}

/* A text, decoded if it is only now read by hand. */
static struct sv decoded(struct reading *r, struct sv text)
{
	if (r->reader || r->sketch || !r->plain.coded)
		return text;
	char *bytes = arena_alloc(&r->entry->arena, text.len + 1);
	return (struct sv){bytes, plainxml_unescape(text, bytes)};
}

static void set_time(struct log_entry *entry, struct sv text)
{
	entry->time.text = text;
	if (!windows_time(text, &entry->time))
		entry->time.us = TIME_NONE;
}

static int32_t small_number(struct sv text)
{
	uint64_t value;
	return sv_to_number(sv_trim(text), &value) && value <= INT32_MAX ? (int32_t)value : -1;
}

static void add_field(struct reading *r, struct sv name, struct sv text)
{
	if (r->entry->fields_count >= WINREADING_FIELDS_MAX)
		return;
	if (r->sketch)
		r->entry->fields_count++;
	else
		log_entry_add_field(r->entry, name, kept(r, text));
}

static struct sv number_data(struct reading *r)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_addf(&text, "Data%u", ++r->unnamed);
	return arena_sv(&r->entry->arena, strbuf_sv(&text));
}

static void add_data(struct reading *r, struct sv text)
{
	bool named = r->data_name.len || r->sketch;
	add_field(r, named ? r->data_name : number_data(r), text);
	r->data_name = SV_EMPTY;
}

static void set_level(struct log_entry *entry, struct sv text)
{
	entry->level = windows_level(small_number(text));
	entry->level_text = sv_str(windows_level_text(small_number(text)));
}

void winreading_set(struct reading *r, enum meaning meaning, struct sv text)
{
	struct log_entry *entry = r->entry;
	text = decoded(r, text);
	switch (meaning) {
	case MEANS_NOTHING: break;
	case MEANS_ORIGIN: entry->origin = text; break;
	case MEANS_GUID: entry->provider_guid = text; break;
	case MEANS_TIME: set_time(entry, text); break;
	case MEANS_USER: entry->user = text; break;
	case MEANS_ID: entry->event_id = small_number(text); break;
	case MEANS_LEVEL: set_level(entry, text); break;
	case MEANS_RECORD: entry->has_record = sv_to_u64(sv_trim(text), &entry->record); break;
	case MEANS_CHANNEL: entry->channel = kept(r, text); break;
	case MEANS_COMPUTER: entry->computer = kept(r, text); break;
	case MEANS_MESSAGE: entry->text = sv_trim(kept(r, text)); break;
	case MEANS_DATA_NAME: r->data_name = text; break;
	case MEANS_DATA: add_data(r, text); break;
	}
	bool system = meaning >= MEANS_ID && meaning <= MEANS_COMPUTER;
	r->unsure |= r->sketch && system && r->plain.coded;
}

/* text: as it stands in the event. What is told twice, or by no slot, has no shape; an attribute that
 * is not there need not be told. */
static void tell(struct reading *r, enum meaning meaning, struct sv text)
{
	winreading_set(r, meaning, text);
	if (!r->path)
		return;
	r->path->lost |= meaning < MEANS_DATA_NAME && r->told >> meaning & 1;
	r->told |= 1u << meaning;
	bool value = meaning <= MEANS_USER || meaning == MEANS_DATA_NAME;
	r->path->lost |= !xmlshape_mean(r->path, text, (uint8_t)meaning) && !(value && !text.len);
}

static void open_system(struct reading *r, struct sv name)
{
	if (IS(name, "Provider")) {
		tell(r, MEANS_ORIGIN, attribute(r, "Name"));
		tell(r, MEANS_GUID, attribute(r, "Guid"));
	} else if (IS(name, "TimeCreated")) {
		tell(r, MEANS_TIME, attribute(r, "SystemTime"));
	} else if (IS(name, "Security")) {
		tell(r, MEANS_USER, attribute(r, "UserID"));
	}
}

static void close_system(struct reading *r, struct sv name, struct sv text)
{
	if (IS(name, "EventID"))
		tell(r, MEANS_ID, text);
	else if (IS(name, "Level"))
		tell(r, MEANS_LEVEL, text);
	else if (IS(name, "EventRecordID"))
		tell(r, MEANS_RECORD, text);
	else if (IS(name, "Channel"))
		tell(r, MEANS_CHANNEL, text);
	else if (IS(name, "Computer"))
		tell(r, MEANS_COMPUTER, text);
}

void winreading_open(struct reading *r, struct sv name, int depth)
{
	r->section = depth == 1 ? section_of(name) : r->section;
	r->element = name;
	r->leaf = true;
	if (r->section == SECTION_SYSTEM)
		open_system(r, name);
	else if (r->section == SECTION_DATA && depth == 2)
		tell(r, MEANS_DATA_NAME, attribute(r, "Name"));
}

/* Its name is the element's, which is no slot of a shape. */
static void add_named(struct reading *r, struct sv name, struct sv text)
{
	add_field(r, kept(r, name), decoded(r, text));
	if (r->path)
		r->path->lost = true;
}

void winreading_close(struct reading *r, struct sv name, int depth, struct sv text)
{
	if (r->section == SECTION_SYSTEM && depth == 2)
		close_system(r, name, text);
	else if (r->section == SECTION_DATA && depth == 2)
		tell(r, MEANS_DATA, text);
	else if (r->section == SECTION_USER && depth > 1 && r->leaf)
		add_named(r, name, text);
	else if (r->section == SECTION_RENDERING && IS(name, "Message"))
		tell(r, MEANS_MESSAGE, text);
	r->leaf = false;
}
