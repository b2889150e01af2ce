#include "winevent.h"

#include <string.h>

#include "base/i18n.h"
#include "base/libxml2.h"
#include "base/markup.h"
#include "base/plainxml.h"
#include "base/utf8.h"
#include "windows.h"

#define FIELDS_MAX 1000
#define NODES_MAX 20000
#define DEPTH_MAX 32
#define EVENT_XML_MAX (1u << 20) /* Windows keeps an event below 64 KiB */

enum section { SECTION_NONE, SECTION_SYSTEM, SECTION_DATA, SECTION_USER, SECTION_RENDERING };

/* What a slot of an event's shape means (base/xmlshape.h). */
enum meaning {
	MEANS_NOTHING, MEANS_ORIGIN, MEANS_GUID, MEANS_TIME, MEANS_USER, MEANS_ID, MEANS_LEVEL,
	MEANS_RECORD, MEANS_CHANNEL, MEANS_COMPUTER, MEANS_MESSAGE, MEANS_DATA_NAME, MEANS_DATA,
};

/* Read by hand, an entry's slices are the event's own bytes, or decoded in its arena. */
struct reading {
	xmlTextReaderPtr reader; /* NULL: it is read by hand */
	struct plainxml plain;   /* then */
	struct xmlshape_path *path; /* NULL: its shape is not learnt */
	struct log_entry *entry;
	enum section section;
	struct sv element; /* the innermost open one */
	struct sv data_name;
	struct strbuf text; /* of the innermost open element, by the library */
	unsigned unnamed, told; /* told: a bit for each meaning that has been */
	bool leaf;
	bool sketch, unsure; /* only what a sketch tells; and whether it can't be sure of that */
};

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
	if (r->entry->fields_count >= FIELDS_MAX)
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

static void set(struct reading *r, enum meaning meaning, struct sv text)
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
	set(r, meaning, text);
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

static void open_element(struct reading *r, struct sv name, int depth)
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

static void close_element(struct reading *r, struct sv name, int depth, struct sv text)
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

/* ---- by libxml2 ---- */

static void close_node(struct reading *r, struct sv name, int depth)
{
	close_element(r, name, depth, strbuf_sv(&r->text));
	strbuf_reset(&r->text);
}

static bool take_node(struct reading *r)
{
	int depth = xmlTextReaderDepth(r->reader);
	switch (xmlTextReaderNodeType(r->reader)) {
	case XML_READER_TYPE_ELEMENT:
		strbuf_reset(&r->text);
		open_element(r, arena_sv(&r->entry->arena,
			xml_sv(xmlTextReaderConstLocalName(r->reader))), depth);
		if (xmlTextReaderIsEmptyElement(r->reader))
			close_node(r, r->element, depth);
		break;
	case XML_READER_TYPE_END_ELEMENT:
		close_node(r, xml_sv(xmlTextReaderConstLocalName(r->reader)), depth);
		break;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		strbuf_add(&r->text, xml_sv(xmlTextReaderConstValue(r->reader)));
		break;
	case XML_READER_TYPE_DOCUMENT_TYPE:
	case XML_READER_TYPE_ENTITY_REFERENCE:
		return false;
	default:
		break;
	}
	return depth < DEPTH_MAX;
}

/* A console that printed in its own code page costs characters, not the event. */
static struct sv valid_utf8(struct sv xml, struct strbuf *repaired)
{
	if (utf8_valid(xml))
		return xml;
	utf8_repair(repaired, xml);
	return strbuf_sv(repaired);
}

void windows_read_xml_by_library(struct sv xml, struct log_entry *ret)
{
	struct reading r = {.entry = ret};
	int more = 1, nodes = 0;
	autostrbuf repaired;
	strbuf_init(&repaired, 3 * EVENT_XML_MAX);
	xml = valid_utf8(markup_bounded(sv_sub(xml, 0, EVENT_XML_MAX)), &repaired);
	r.reader = xmlReaderForMemory(xml.ptr, (int)xml.len, NULL, "utf-8",
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (!r.reader) {
		log_entry_mark_damaged(ret, _("this event is no XML"));
		return;
	}
	strbuf_init(&r.text, STRBUF_RECORD);
	while (nodes++ < NODES_MAX && (more = xmlTextReaderRead(r.reader)) == 1)
		if (!take_node(&r))
			break;
	if (more != 0)
		log_entry_mark_damaged(ret, _("the XML of this event breaks off or is not well-formed"));
	ret->exact = true;
	strbuf_finish(&r.text);
	xmlFreeTextReader(r.reader);
}

/* ---- by hand ---- */

static void learn_values(struct reading *r)
{
	for (size_t i = 0; i < r->plain.pairs_count; i++) {
		struct sv value = r->plain.pairs[i].value;
		xmlshape_add(r->path, value.ptr[-1] == '\'' ? XMLSHAPE_SINGLE : XMLSHAPE_DOUBLE, value);
	}
}

static void learn_text(struct reading *r, enum xmlshape_kind kind, struct sv text)
{
	if (r->path)
		xmlshape_add(r->path, kind, text);
}

/* text: what stands before an end. */
static void take_tag(struct reading *r, enum plainxml_token token, struct sv text)
{
	const struct plainxml *p = &r->plain;
	int depth = (int)p->depth - (token == PLAINXML_START);
	if (r->path && token != PLAINXML_END)
		learn_values(r);
	if (token != PLAINXML_END) {
		r->plain.coded = false;
		r->unsure |= depth && IS(p->name, "Event");
		open_element(r, p->name, depth);
		text = (struct sv){p->rest.ptr, 0};
	}
	if (token == PLAINXML_EMPTY)
		learn_text(r, XMLSHAPE_NOTHING, text);
	if (token != PLAINXML_START)
		close_element(r, p->name, depth, text);
}

/* To where the root ends. False: it is not plain until there, or has too many parts. */
static bool take_root(struct reading *r)
{
	struct sv text = SV_EMPTY;
	enum plainxml_token before = PLAINXML_DONE;
	for (size_t nodes = 0; nodes < NODES_MAX; nodes++) {
		const char *from = r->plain.rest.ptr;
		enum plainxml_token token = plainxml_next(&r->plain);
		if (token == PLAINXML_STRANGE)
			return false;
		if (token == PLAINXML_TEXT) {
			learn_text(r, XMLSHAPE_TEXT, r->plain.text);
			text = r->plain.text;
		} else {
			if (before != PLAINXML_TEXT)
				text = (struct sv){from, 0};
			if (before == PLAINXML_START && token == PLAINXML_END)
				learn_text(r, XMLSHAPE_TEXT, text);
			take_tag(r, token, text);
			r->plain.coded = false;
			if (!r->plain.depth)
				return true;
		}
		before = token;
	}
	return false;
}

/* Nothing that looks like an event's end stands before it: its own is the first. */
static bool ends_as_usual(const struct reading *r, struct sv xml)
{
	return !r->unsure && sv_ends(sv_sub(xml, 0, xml.len - r->plain.rest.len), SV("</Event>"));
}

/* A slot that means something, as it is noted. */
struct note {
	uint32_t at, len;
	uint8_t meaning;
	bool coded;
};

struct winevent_memo {
	struct xmlshapes *shapes;
	struct note notes[XMLSHAPE_SLOTS_MAX + 1]; /* the last one: at its end */
	size_t notes_count;
};

struct winevent_memo *winevent_memo_create(void)
{
	struct winevent_memo *memo = xcalloc(1, sizeof(*memo));
	memo->shapes = xmlshapes_create();
	return memo;
}

void winevent_memo_destroy(struct winevent_memo *memo)
{
	xmlshapes_destroy(memo->shapes);
	free(memo);
}

/* Is it noted? All else that brief() gives is told by the sketch. */
static bool is_noted(enum meaning meaning)
{
	return meaning == MEANS_TIME || meaning == MEANS_USER || meaning >= MEANS_DATA_NAME;
}

/* What set() does for a sketch. */
static inline void set_sketched(struct reading *r, const struct xmlshape_slot *slot)
{
	struct log_entry *entry = r->entry;
	switch ((enum meaning)slot->meaning) {
	case MEANS_ORIGIN: entry->origin = slot->text; break;
	case MEANS_GUID: entry->provider_guid = slot->text; break;
	case MEANS_CHANNEL: entry->channel = slot->text; break;
	case MEANS_COMPUTER: entry->computer = slot->text; break;
	case MEANS_DATA: entry->fields_count += entry->fields_count < FIELDS_MAX; break;
	case MEANS_TIME:
	case MEANS_ID:
	case MEANS_RECORD: set(r, slot->meaning, slot->text); break;
	default: break;
	}
	r->unsure |= slot->coded && slot->meaning >= MEANS_ID && slot->meaning <= MEANS_COMPUTER;
}

/* What slots mean for a sketch, and what is noted of them. */
static void sketch_slots(struct reading *r, struct winevent_memo *memo, struct sv text, size_t len,
	const struct xmlshape_path *path)
{
	struct note *note = memo->notes;
	for (size_t i = 0; i < path->count; i++) {
		const struct xmlshape_slot *slot = &path->slots[i];
		if (!slot->meaning)
			continue;
		r->plain.coded = slot->coded;
		set_sketched(r, slot);
		if (is_noted(slot->meaning))
			*note++ = (struct note){(uint32_t)(slot->text.ptr - text.ptr),
				(uint32_t)slot->text.len, slot->meaning, slot->coded};
	}
	*note++ = (struct note){.at = (uint32_t)len};
	memo->notes_count = (size_t)(note - memo->notes);
}

/* An event of a known shape. */
static void take_slots(struct reading *r, const struct xmlshape_path *path)
{
	for (size_t i = 0; i < path->count; i++) {
		const struct xmlshape_slot *slot = &path->slots[i];
		r->plain.coded = slot->coded;
		if (slot->meaning)
			set(r, slot->meaning, slot->text);
	}
}

/* The event that text begins with, by its shape or else by reading it, which teaches its shape. */
static bool take_event(struct reading *r, struct winevent_memo *memo, struct sv text,
	size_t *ret_len)
{
	struct xmlshape_path path; /* large: what is not counted is not set */
	struct xmlshapes *shapes = memo ? memo->shapes : NULL;
	if (shapes && xmlshapes_match(shapes, text, r->plain.narrowed, &path, ret_len)) {
		if (r->sketch)
			sketch_slots(r, memo, text, *ret_len, &path);
		else
			take_slots(r, &path);
		return !r->unsure;
	}
	path.count = 0;
	path.lost = false;
	r->path = shapes ? &path : NULL;
	r->plain.rest = text;
	if (!take_root(r) || !ends_as_usual(r, text))
		return false;
	*ret_len = text.len - r->plain.rest.len;
	if (shapes)
		xmlshapes_learn(shapes, sv_sub(text, 0, *ret_len), &path);
	return true;
}

/* As it was before it was read. */
static void forget(struct log_entry *entry, const struct log_entry *before)
{
	struct arena arena = entry->arena;
	struct log_field *fields = entry->fields;
	size_t cap = entry->fields_cap;
	*entry = *before;
	entry->arena = arena;
	entry->fields = fields;
	entry->fields_cap = cap;
}

/* The event is plain, and was read; else all is as before, and it is one for libxml2. */
static bool end(struct reading *r, bool plain, const struct log_entry *before)
{
	if (!plain)
		forget(r->entry, before);
	else
		r->entry->exact = true;
	return plain;
}

static bool is_told(struct sv text)
{
	return !memchr(text.ptr, PLAINXML_FOREIGN, text.len);
}

/* False: only the text before it was narrowed tells. */
static bool set_noted(struct reading *r, enum meaning meaning, struct sv text)
{
	if (meaning == MEANS_TIME)
		r->entry->time.text = text;
	else
		set(r, meaning, text);
	return meaning != MEANS_DATA || !r->plain.narrowed || is_told(text);
}

bool winevent_brief(struct sv text, struct sv notes, bool narrowed, struct log_entry *ret,
	size_t *ret_len)
{
	struct reading r = {.entry = ret, .data_name = SV_EMPTY, .plain.narrowed = narrowed};
	struct note note = {0};
	for (; notes.len >= sizeof(note); notes = sv_from(notes, sizeof(note))) {
		memcpy(&note, notes.ptr, sizeof(note));
		r.plain.coded = note.coded;
		if (!set_noted(&r, note.meaning, (struct sv){text.ptr + note.at, note.len}))
			return false;
	}
	*ret_len = note.at;
	ret->time.zone = ZONE_UTC;
	ret->exact = true;
	return true;
}

bool winevent_read(struct sv raw, struct winevent_memo *memo, struct log_entry *ret,
	size_t *ret_len)
{
	struct reading r = {.entry = ret, .data_name = SV_EMPTY};
	struct log_entry before = *ret;
	return end(&r, take_event(&r, memo, raw, ret_len) && *ret_len <= EVENT_XML_MAX, &before);
}

static bool read_by_hand(struct sv xml, struct log_entry *ret)
{
	struct reading r = {.plain.rest = xml, .entry = ret, .data_name = SV_EMPTY};
	struct log_entry before = *ret;
	return end(&r, xml.len <= EVENT_XML_MAX && take_root(&r) &&
		plainxml_next(&r.plain) == PLAINXML_DONE, &before);
}

void windows_read_xml(struct sv xml, struct log_entry *ret)
{
	if (!read_by_hand(xml, ret))
		windows_read_xml_by_library(xml, ret);
}

/* ---- sketched ---- */

bool winevent_sketch(struct sv text, bool narrowed, struct winevent_memo *memo,
	struct log_sketch *ret)
{
	struct log_entry e = {.event_id = -1, .time.us = TIME_NONE, .channel = SV_EMPTY,
		.computer = SV_EMPTY, .origin = SV_EMPTY, .provider_guid = SV_EMPTY};
	struct reading r = {.plain.narrowed = narrowed, .entry = &e, .sketch = true};
	if (memo)
		memo->notes_count = 0;
	if (!take_event(&r, memo, text, &ret->len) || ret->len > EVENT_XML_MAX ||
	    !e.has_record || e.time.us == TIME_NONE || e.event_id < 0 ||
	    !(e.origin.len || e.provider_guid.len) || !is_told(e.channel) || !is_told(e.computer))
		return false;
	ret->record = e.record;
	ret->us = e.time.us;
	ret->kind = (struct log_kind){{e.origin, e.provider_guid, e.channel, e.computer},
		e.event_id, (uint32_t)e.fields_count};
	ret->notes = !memo ? SV_EMPTY : (struct sv){(const char *)memo->notes,
		memo->notes_count * sizeof(*memo->notes)};
	return true;
}
