#include "winevent.h"

#include <string.h>

#include "base/i18n.h"
#include "base/markup.h"
#include "base/utf8.h"
#include "windows.h"
#include "winreading.h"

#define NODES_MAX 20000
#define DEPTH_MAX 32
#define EVENT_XML_MAX (1u << 20) /* Windows keeps an event below 64 KiB */

/* ---- by libxml2 ---- */

static struct sv library_text(const xmlChar *text)
{
	return sv_str((const char *)text);
}

static void close_node(struct reading *r, struct sv name, int depth)
{
	winreading_close(r, name, depth, strbuf_sv(&r->text));
	strbuf_reset(&r->text);
}

static bool take_node(struct reading *r)
{
	int depth = xmlTextReaderDepth(r->reader);
	switch (xmlTextReaderNodeType(r->reader)) {
	case XML_READER_TYPE_ELEMENT:
		strbuf_reset(&r->text);
		winreading_open(r, arena_sv(&r->entry->arena,
			library_text(xmlTextReaderConstLocalName(r->reader))), depth);
		if (xmlTextReaderIsEmptyElement(r->reader))
			close_node(r, r->element, depth);
		break;
	case XML_READER_TYPE_END_ELEMENT:
		close_node(r, library_text(xmlTextReaderConstLocalName(r->reader)), depth);
		break;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		strbuf_add(&r->text, library_text(xmlTextReaderConstValue(r->reader)));
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
		r->unsure |= depth && sv_eq(p->name, SV("Event"));
		winreading_open(r, p->name, depth);
		text = (struct sv){p->rest.ptr, 0};
	}
	if (token == PLAINXML_EMPTY)
		learn_text(r, XMLSHAPE_NOTHING, text);
	if (token != PLAINXML_START)
		winreading_close(r, p->name, depth, text);
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

/* What winreading_set() does for a sketch. */
static inline void set_sketched(struct reading *r, const struct xmlshape_slot *slot)
{
	struct log_entry *entry = r->entry;
	switch ((enum meaning)slot->meaning) {
	case MEANS_ORIGIN: entry->origin = slot->text; break;
	case MEANS_GUID: entry->provider_guid = slot->text; break;
	case MEANS_CHANNEL: entry->channel = slot->text; break;
	case MEANS_COMPUTER: entry->computer = slot->text; break;
	case MEANS_DATA: entry->fields_count += entry->fields_count < WINREADING_FIELDS_MAX; break;
	case MEANS_TIME:
	case MEANS_ID:
	case MEANS_RECORD: winreading_set(r, slot->meaning, slot->text); break;
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
			winreading_set(r, slot->meaning, slot->text);
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
		winreading_set(r, meaning, text);
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
