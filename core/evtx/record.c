#include "record.h"

#include <stdio.h>
#include <string.h>

#include "binvalue.h"

#define TEXT_MAX (2u << 20) /* more than any event takes, see BINXML_TEXT */

enum section { SECTION_NONE, SECTION_SYSTEM, SECTION_DATA };

struct level {
	struct sv name; /* UTF-16LE, in the chunk */
	bool parent;    /* it has elements within it */
};

struct collector {
	struct evtx_record *record;
	size_t data_cap;
	struct strbuf text, attribute; /* of the innermost element, of the attribute */
	struct level levels[BINXML_DEPTH];
	unsigned depth;
	enum section section;
	bool in_attribute;
	struct sv attribute_name; /* UTF-16LE, in the chunk */
	struct sv data_name;      /* the Name of the innermost element, in the arena */
	unsigned unnamed;
};

void evtx_record_init(struct evtx_record *record)
{
	*record = (struct evtx_record){0};
	arena_init(&record->arena);
	record_reset(record);
}

void evtx_record_finish(struct evtx_record *record)
{
	arena_finish(&record->arena);
	evtx_record_init(record);
}

void record_reset(struct evtx_record *record)
{
	arena_reset(&record->arena);
	*record = (struct evtx_record){
		.provider = SV_EMPTY, .provider_guid = SV_EMPTY, .channel = SV_EMPTY,
		.computer = SV_EMPTY, .user = SV_EMPTY, .time = SV_EMPTY,
		.id = -1, .version = -1, .level = -1, .arena = record->arena,
	};
}

static struct sv keep(struct collector *collector, struct sv text)
{
	return arena_sv(&collector->record->arena, text);
}

static int32_t small_number(struct sv text)
{
	uint64_t number;
	return sv_to_u64(sv_trim(text), &number) && number <= INT32_MAX ? (int32_t)number : -1;
}

static const struct level *innermost(const struct collector *collector)
{
	return &collector->levels[collector->depth - 1];
}

/* Where the text goes that this attribute or element of System tells; NULL: nowhere. */
static struct sv *wanted_attribute(struct collector *collector)
{
	struct evtx_record *record = collector->record;
	const struct {
		const char *element, *attribute;
		struct sv *field;
	} wanted[] = {
		{"Provider", "Name", &record->provider},
		{"Provider", "Guid", &record->provider_guid},
		{"TimeCreated", "SystemTime", &record->time},
		{"Security", "UserID", &record->user},
	};
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
		if (binvalue_is(innermost(collector)->name, wanted[i].element) &&
		    binvalue_is(collector->attribute_name, wanted[i].attribute))
			return wanted[i].field;
	return NULL;
}

static struct sv *wanted_text(struct collector *collector)
{
	struct sv name = innermost(collector)->name;
	return binvalue_is(name, "Channel") ? &collector->record->channel
		: binvalue_is(name, "Computer") ? &collector->record->computer : NULL;
}

static int32_t *wanted_number(struct collector *collector)
{
	struct sv name = innermost(collector)->name;
	return binvalue_is(name, "EventID") ? &collector->record->id
		: binvalue_is(name, "Version") ? &collector->record->version
		: binvalue_is(name, "Level")   ? &collector->record->level
					       : NULL;
}

/* Is anything of the attribute, or of the element, kept? What is not is not even printed. */
static bool is_wanted(struct collector *collector)
{
	if (collector->section == SECTION_NONE)
		return false;
	if (collector->section == SECTION_SYSTEM)
		return collector->depth == 3 && (collector->in_attribute
			? wanted_attribute(collector) != NULL
			: wanted_text(collector) || wanted_number(collector));
	return !collector->in_attribute || binvalue_is(collector->attribute_name, "Name");
}

static void end_attribute(struct collector *collector)
{
	struct sv text = strbuf_sv(&collector->attribute), *field = NULL;
	if (!collector->in_attribute)
		return;
	if (collector->section == SECTION_SYSTEM && collector->depth == 3)
		field = wanted_attribute(collector);
	else if (collector->section == SECTION_DATA &&
		 binvalue_is(collector->attribute_name, "Name"))
		field = &collector->data_name;
	if (field)
		*field = keep(collector, text);
	collector->in_attribute = false;
	strbuf_reset(&collector->attribute);
}

static void system_element(struct collector *collector, struct sv text)
{
	struct sv *field = wanted_text(collector);
	int32_t *number = field ? NULL : wanted_number(collector);
	if (field)
		*field = keep(collector, text);
	if (number)
		*number = small_number(text);
}

static struct sv leaf_name(struct collector *collector)
{
	char number[24];
	struct strbuf utf8;
	struct sv name = innermost(collector)->name;
	if (binvalue_is(name, "Data")) {
		if (collector->data_name.len)
			return collector->data_name;
		snprintf(number, sizeof(number), "Data%u", ++collector->unnamed);
		return keep(collector, sv_str(number));
	}
	strbuf_init(&utf8, STRBUF_LINE);
	binvalue_text(&utf8, name);
	struct sv kept = keep(collector, strbuf_sv(&utf8));
	strbuf_finish(&utf8);
	return kept;
}

static void add_field(struct collector *collector, struct evtx_field field)
{
	struct evtx_record *record = collector->record;
	if (record->data_count == collector->data_cap) {
		size_t cap = collector->data_cap ? 2 * collector->data_cap : 16;
		struct evtx_field *more = arena_alloc(&record->arena, cap * sizeof(*more));
		if (record->data_count)
			memcpy(more, record->data, record->data_count * sizeof(*more));
		record->data = more;
		collector->data_cap = cap;
	}
	record->data[record->data_count++] = field;
}

/* EventData and UserData themselves are no fields when they are empty; BinaryEventData is
 * one, right below Event. */
static bool is_leaf(const struct collector *collector)
{
	const struct level *level = innermost(collector);
	if (collector->section != SECTION_DATA || level->parent)
		return false;
	return collector->depth > 2 || (collector->depth == 2 && collector->text.len);
}

static void end_element(struct collector *collector)
{
	end_attribute(collector);
	if (collector->section == SECTION_SYSTEM && collector->depth == 3)
		system_element(collector, strbuf_sv(&collector->text));
	else if (is_leaf(collector))
		add_field(collector, (struct evtx_field){leaf_name(collector),
			keep(collector, strbuf_sv(&collector->text))});
	strbuf_reset(&collector->text);
	collector->data_name = SV_EMPTY;
	collector->depth--;
}

/* A forwarded event may bring the text the sender made of it (RenderingInfo): not data. */
static enum section section_of(struct sv name)
{
	if (binvalue_is(name, "System"))
		return SECTION_SYSTEM;
	return binvalue_is(name, "RenderingInfo") ? SECTION_NONE : SECTION_DATA;
}

static void begin_element(struct collector *collector, struct sv name)
{
	if (collector->depth)
		collector->levels[collector->depth - 1].parent = true;
	collector->levels[collector->depth++] = (struct level){.name = name};
	if (collector->depth == 2)
		collector->section = section_of(name);
	strbuf_reset(&collector->text);
	collector->data_name = SV_EMPTY;
}

static void add_value(struct collector *collector, const struct piece *piece)
{
	struct strbuf *into = collector->in_attribute ? &collector->attribute : &collector->text;
	if (piece->type != EVTX_NULL && collector->depth > 1 && is_wanted(collector))
		binvalue_print(into, piece->type, piece->bytes);
}

static void take(void *data, const struct piece *piece)
{
	struct collector *collector = data;
	switch (piece->kind) {
	case PIECE_ELEMENT:
		begin_element(collector, piece->bytes);
		break;
	case PIECE_ATTRIBUTE:
		end_attribute(collector);
		collector->in_attribute = true;
		collector->attribute_name = piece->bytes;
		break;
	case PIECE_VALUE:
		add_value(collector, piece);
		break;
	case PIECE_BODY:
		end_attribute(collector);
		break;
	case PIECE_END:
	case PIECE_EMPTY_END:
		end_element(collector);
		break;
	case PIECE_PI:
	case PIECE_SLOT:
		break;
	}
}

bool record_collect(struct evtx_record *ret, struct binxml *walk, uint32_t pos, uint32_t end)
{
	struct collector collector = {.record = ret, .data_name = SV_EMPTY};
	strbuf_init(&collector.text, TEXT_MAX);
	strbuf_init(&collector.attribute, TEXT_MAX);
	walk->take = take;
	walk->data = &collector;
	bool whole = binxml_walk(walk, pos, end);
	strbuf_finish(&collector.text);
	strbuf_finish(&collector.attribute);
	return whole;
}
