#include "parsed.h"

#include <stdlib.h>

#include "base/mem.h"
#include "bytes.h"
#include "evtx.h"

#define VALUES_MAX 256

/* One record, looked at through its templates. What is not as simple as Windows writes it
 * nearly always is left to the walk; what passes here passes there, too. */
struct look {
	struct parsed *parsed;
	struct kinds *kinds;
	const unsigned char *bytes;
	uint32_t text, work, levels; /* taken so far, at most */
};

struct instance {
	struct parsed_template *of;
	uint32_t descriptors, count, end;
	uint32_t starts[VALUES_MAX];
	uint32_t nested; /* the value that is BinXML, or PIECE_NO_SLOT */
};

static struct parsed_template *template_at(struct look *look, uint32_t at)
{
	struct parsed *parsed = look->parsed;
	for (size_t i = 0; i < parsed->templates_count; i++)
		if (parsed->templates[i].template.at == at)
			return &parsed->templates[i];
	if (parsed->templates_count == PARSED_TEMPLATES)
		return NULL;
	struct parsed_template *ret = &parsed->templates[parsed->templates_count++];
	struct binxml chunk = {.bytes = look->bytes, .len = parsed->chunk.len};
	*ret = (struct parsed_template){0};
	template_study(&ret->template, &chunk, at);
	return ret;
}

/* Adds up the sizes. False for arrays, or for more than one value of BinXML. */
static bool measure(const struct look *look, struct instance *ret, uint32_t *ret_size)
{
	const unsigned char *descriptors = look->bytes + ret->descriptors;
	uint32_t data = ret->descriptors + 4 * ret->count, size = 0, types = 0;
	for (uint32_t i = 0; i < ret->count; i++) {
		uint32_t descriptor = le32(descriptors + 4 * i);
		ret->starts[i] = data + size;
		size += descriptor & 0xffff;
		types |= descriptor;
		if ((descriptor >> 16 & 0xff) != EVTX_BINXML)
			continue;
		if (ret->nested != PIECE_NO_SLOT)
			return false;
		ret->nested = i;
	}
	*ret_size = size;
	return !(types & (uint32_t)EVTX_ARRAY << 16);
}

/* More than the walk would take, so that what fits here fits there. */
static bool afford(struct look *look, const struct template *template, uint32_t size)
{
	uint32_t values = size * template->uses;
	look->text += template->text + values;
	look->work += 5 * template->work + values / 64 + 16;
	look->levels += template->levels;
	return look->text <= BINXML_TEXT && look->work <= BINXML_WORK &&
		look->levels <= BINXML_DEPTH;
}

static bool take_values(struct look *look, uint32_t pos, uint32_t end, struct instance *ret)
{
	const struct template *template = &ret->of->template;
	uint32_t size;
	if (end - pos < 4)
		return false;
	ret->count = le32(look->bytes + pos);
	ret->descriptors = pos + 4;
	ret->nested = PIECE_NO_SLOT;
	if (ret->count > VALUES_MAX || ret->count > (end - pos - 4) / 4 ||
	    ret->count < template->slots || !measure(look, ret, &size))
		return false;
	if (size > end - pos - 4 - 4 * ret->count ||
	    (ret->nested != PIECE_NO_SLOT && ret->nested != template->rest))
		return false;
	ret->end = pos + 4 + 4 * ret->count + size;
	return afford(look, template, size);
}

/* A fragment that is one instance of a sound template. */
static bool take_instance(struct look *look, uint32_t pos, uint32_t end, struct instance *ret)
{
	const unsigned char *bytes = look->bytes;
	if (end - pos >= 4 && bytes[pos] == 0x0f)
		pos += 4;
	if (end - pos < 10 || bytes[pos] != 0x0c)
		return false;
	uint32_t at = le32(bytes + pos + 6);
	pos += 10;
	ret->of = template_at(look, at);
	if (!ret->of || !ret->of->template.sound)
		return false;
	if (at == pos) {
		uint32_t definition = ret->of->template.end - at;
		if (definition > end - pos)
			return false;
		pos += definition;
	}
	return take_values(look, pos, end, ret);
}

static bool take_nested(struct look *look, const struct instance *head, struct instance *ret)
{
	uint32_t pos = head->starts[head->nested];
	uint32_t end = pos + le16(look->bytes + head->descriptors + 4 * head->nested);
	if (!take_instance(look, pos, end, ret) || ret->nested != PIECE_NO_SLOT)
		return false;
	uint8_t next = ret->end < end ? look->bytes[ret->end] & 0xbf : 0;
	return next != 0x01 && next != 0x0c && next != 0x0f;
}

static struct sv value_of(const struct look *look, const struct instance *head, uint16_t slot,
	uint8_t *ret_type)
{
	const unsigned char *descriptor = look->bytes + head->descriptors + 4 * slot;
	*ret_type = descriptor[2];
	return (struct sv){(const char *)look->bytes + head->starts[slot], le16(descriptor)};
}

/* The raw bytes of a fact that is a text, or missing. */
static bool text_of(const struct look *look, const struct instance *head, enum fact fact,
	uint8_t wanted, struct sv *ret)
{
	const struct fact_place *place = &head->of->template.facts[fact];
	uint8_t type = EVTX_NULL;
	*ret = place->how == FACT_LITERAL ? place->literal : SV_EMPTY;
	if (place->how == FACT_SLOT)
		*ret = value_of(look, head, place->slot, &type);
	if (place->how == FACT_SLOT && type == EVTX_NULL)
		*ret = SV_EMPTY;
	return place->how != FACT_MIXED && (type == wanted || type == EVTX_NULL) &&
		!(place->how == FACT_LITERAL && wanted != EVTX_STRING);
}

static bool number_of(const struct look *look, const struct instance *head, enum fact fact,
	uint8_t wanted, size_t size, const unsigned char **ret)
{
	const struct fact_place *place = &head->of->template.facts[fact];
	uint8_t type = EVTX_NULL;
	if (place->how != FACT_SLOT)
		return false;
	struct sv value = value_of(look, head, place->slot, &type);
	*ret = (const unsigned char *)value.ptr;
	return type == wanted && value.len == size;
}

static bool identity_of(const struct look *look, const struct instance *head,
	const struct instance *data, struct kind *ret)
{
	const unsigned char *id;
	ret->fields = data->of->template.fields;
	if (!number_of(look, head, FACT_ID, EVTX_UINT16, 2, &id))
		return false;
	ret->id = le16(id);
	return text_of(look, head, FACT_PROVIDER, EVTX_STRING, &ret->texts[0]) &&
		text_of(look, head, FACT_GUID, EVTX_GUID, &ret->texts[1]) &&
		text_of(look, head, FACT_CHANNEL, EVTX_STRING, &ret->texts[2]) &&
		text_of(look, head, FACT_COMPUTER, EVTX_STRING, &ret->texts[3]);
}

static bool same_texts(const struct kind *a, const struct kind *b)
{
	for (size_t i = 0; i < KIND_TEXTS; i++)
		if (a->texts[i].ptr != b->texts[i].ptr && !sv_eq(a->texts[i], b->texts[i]))
			return false;
	return true;
}

static uint16_t kind_of(const struct look *look, const struct instance *head,
	const struct instance *data)
{
	struct parsed_template *memo = data->of;
	struct kind kind;
	if (!identity_of(look, head, data, &kind))
		return 0;
	if (memo->head == &head->of->template && memo->last.id == kind.id &&
	    same_texts(&memo->last, &kind))
		return memo->last_kind;
	memo->head = &head->of->template;
	memo->last = kind;
	return memo->last_kind = kinds_number(look->kinds, &kind);
}

static void look_at(struct parsed *parsed, struct kinds *kinds, struct parsed_record *record)
{
	struct look look = {.parsed = parsed, .kinds = kinds, .bytes = parsed->chunk.bytes};
	struct instance head, data;
	const unsigned char *time;
	uint32_t pos = record->at.pos + RECORD_HEAD, end = record->at.pos + record->at.len - 4;
	if (record->at.torn || !take_instance(&look, pos, end, &head))
		return;
	bool has_data = head.nested != PIECE_NO_SLOT &&
		le16(look.bytes + head.descriptors + 4 * head.nested);
	record->whole = !has_data || take_nested(&look, &head, &data);
	if (!record->whole || !has_data || !head.of->template.is_head ||
	    !data.of->template.is_data ||
	    !number_of(&look, &head, FACT_TIME, EVTX_FILETIME, 8, &time))
		return;
	record->kind = kind_of(&look, &head, &data);
	record->created = le64(time);
}

void parsed_fill(struct parsed *parsed, uint32_t limit, struct kinds *kinds)
{
	struct chunk_cursor cursor = chunk_start(limit);
	struct parsed_record record = {0};
	parsed->records_count = parsed->templates_count = 0;
	parsed->limit = limit;
	while (chunk_next(&parsed->chunk, &cursor, &record.at)) {
		vec_push(parsed, records, record);
		look_at(parsed, kinds, &parsed->records[parsed->records_count - 1]);
	}
	parsed->lost_end = record.at.lost;
}

void parsed_finish(struct parsed *parsed)
{
	free(parsed->records);
	parsed->records = NULL;
	parsed->records_count = parsed->records_cap = 0;
}
