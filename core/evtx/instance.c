#include "instance.h"

#include <string.h>

#include "bytes.h"

static void study(struct look *look, const struct binxml *chunk, uint32_t at,
	struct template *ret)
{
	struct binxml_names names;
	names.count = 0;
	names.many = false;
	template_study(ret, chunk, at, &names);
	familiars_keep(look->familiars, chunk, ret, &names);
}

static struct known_template *template_at(struct look *look, uint32_t at)
{
	struct known_templates *known = look->templates;
	for (size_t i = 0; i < known->count; i++)
		if (known->items[i].template.at == at)
			return &known->items[i];
	if (known->count == KNOWN_TEMPLATES)
		return NULL;
	struct known_template *ret = &known->items[known->count++];
	struct binxml chunk = {.bytes = look->bytes, .len = look->len};
	ret->layout.descriptors = 0;
	ret->head = NULL;
	if (!familiars_find(look->familiars, &chunk, at, &ret->template))
		study(look, &chunk, at, &ret->template);
	return ret;
}

/* ---- where the values are ---- */

static uint32_t size_of(uint32_t descriptor)
{
	return descriptor & 0xffff;
}

static uint8_t type_of(uint32_t descriptor)
{
	return (uint8_t)(descriptor >> 16);
}

static const struct {
	uint8_t type, size; /* size 0: any, and it may be missing */
} fact_types[FACT_COUNT] = {
	[FACT_PROVIDER] = {EVTX_STRING, 0}, [FACT_GUID] = {EVTX_GUID, 0},
	[FACT_CHANNEL] = {EVTX_STRING, 0}, [FACT_COMPUTER] = {EVTX_STRING, 0},
	[FACT_ID] = {EVTX_UINT16, 2}, [FACT_TIME] = {EVTX_FILETIME, 8},
};

/* Where this fact's value is. False: it is not of the type that Windows gives. */
static bool fact_span(const struct known_template *of, const unsigned char *descriptors,
	enum fact fact, struct span *ret)
{
	const struct fact_place *place = &of->template.facts[fact];
	*ret = (struct span){0, 0};
	if (place->how != FACT_SLOT)
		return !fact_types[fact].size && place->how != FACT_MIXED &&
			(place->how == FACT_ABSENT || fact_types[fact].type == EVTX_STRING);
	uint32_t own = le32(descriptors + 4 * place->slot);
	for (uint32_t i = 0; i < place->slot; i++)
		ret->at += size_of(le32(descriptors + 4 * i));
	ret->len = size_of(own);
	if (type_of(own) == EVTX_NULL && !fact_types[fact].size)
		ret->len = 0;
	else if (type_of(own) != fact_types[fact].type)
		return false;
	return !fact_types[fact].size || ret->len == fact_types[fact].size;
}

static bool find_facts(struct known_template *of, const unsigned char *descriptors)
{
	struct layout *layout = &of->layout;
	struct span id, created;
	bool known = fact_span(of, descriptors, FACT_ID, &id) &&
		fact_span(of, descriptors, FACT_TIME, &created);
	for (size_t i = 0; i < KIND_TEXTS; i++)
		known = known && fact_span(of, descriptors, (enum fact)i, &layout->texts[i]);
	for (size_t i = 0; i < FACT_COUNT; i++)
		known = known && (of->template.facts[i].how != FACT_SLOT ||
			of->template.facts[i].slot < layout->nested);
	layout->id = known ? id.at : 0;
	layout->created = known ? created.at : 0;
	return known;
}

/* The value that is BinXML leaves the sum. False if there are several. */
static bool take_out_nested(struct layout *layout, const unsigned char *descriptors)
{
	uint32_t before = 0;
	for (uint32_t i = 0; i < layout->count; i++) {
		uint32_t descriptor = le32(descriptors + 4 * i);
		if (type_of(descriptor) == EVTX_BINXML) {
			if (layout->nested != PIECE_NO_SLOT)
				return false;
			layout->nested = i;
			layout->nested_at = before;
			layout->size -= size_of(descriptor);
		}
		before += size_of(descriptor);
	}
	return true;
}

/* Adds up the sizes. False for arrays, or for more than one value of BinXML. */
static bool add_up(struct layout *layout, const unsigned char *descriptors)
{
	uint32_t size = 0, types = 0;
	bool nests = false;
	for (uint32_t i = 0; i < layout->count; i++) {
		uint32_t descriptor = le32(descriptors + 4 * i);
		types |= descriptor;
		size += size_of(descriptor);
		nests |= type_of(descriptor) == EVTX_BINXML;
	}
	layout->size = size;
	layout->nested = PIECE_NO_SLOT;
	return !(type_of(types) & EVTX_ARRAY) &&
		(!nests || take_out_nested(layout, descriptors));
}

/* The size of the nested value may differ, as it does from event to event. */
static bool same_layout(const struct look *look, const struct layout *layout,
	const unsigned char *descriptors)
{
	const unsigned char *last = look->bytes + layout->descriptors;
	uint32_t nested = layout->nested < layout->count ? layout->nested : layout->count;
	uint32_t from = nested < layout->count ? nested + 1 : nested;
	return !memcmp(last, descriptors, 4 * nested) &&
		(nested == from || type_of(le32(descriptors + 4 * nested)) == EVTX_BINXML) &&
		!memcmp(last + 4 * from, descriptors + 4 * from, 4 * (layout->count - from));
}

static bool lay_out(const struct look *look, struct known_template *of, uint32_t pos,
	uint32_t count)
{
	struct layout *layout = &of->layout;
	const unsigned char *descriptors = look->bytes + pos;
	if (of->template.is_head && layout->descriptors && layout->count == count &&
	    same_layout(look, layout, descriptors))
		return true;
	layout->descriptors = 0;
	layout->count = count;
	if (!add_up(layout, descriptors) ||
	    (layout->nested != PIECE_NO_SLOT && layout->nested != of->template.rest))
		return false;
	layout->descriptors = pos;
	layout->facts_known = of->template.is_head && find_facts(of, descriptors);
	return true;
}

/* ---- instances ---- */

/* More than the walk would take, so that what fits here fits there. */
static bool afford(struct look *look, const struct template *template, uint32_t size)
{
	uint32_t values = size * template->uses;
	look->text += template->text + values;
	look->work += 5 * template->work + 16 + values / 64;
	look->levels += template->levels;
	return look->text <= BINXML_TEXT && look->work <= BINXML_WORK &&
		look->levels <= BINXML_DEPTH;
}

#define VALUES_MAX 256

static bool take_values(struct look *look, uint32_t pos, uint32_t end, struct instance *ret)
{
	const struct layout *layout = &ret->of->layout;
	if (end - pos < 4)
		return false;
	uint32_t count = le32(look->bytes + pos), room = end - pos - 4, nested = 0;
	if (count > VALUES_MAX || 4 * count > room || count < ret->of->template.slots ||
	    !lay_out(look, ret->of, pos + 4, count))
		return false;
	ret->values = pos + 4 + 4 * count;
	if (layout->nested != PIECE_NO_SLOT)
		nested = size_of(le32(look->bytes + pos + 4 + 4 * layout->nested));
	if (layout->size + nested > room - 4 * count)
		return false;
	ret->end = ret->values + layout->size + nested;
	ret->nested = nested ? ret->values + layout->nested_at : 0;
	ret->nested_end = ret->nested + nested;
	return afford(look, &ret->of->template, layout->size + nested);
}

bool instance_take(struct look *look, uint32_t pos, uint32_t end, struct instance *ret)
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

bool instance_take_nested(struct look *look, const struct instance *outer,
	struct instance *ret)
{
	uint32_t end = outer->nested_end;
	if (!instance_take(look, outer->nested, end, ret) || ret->nested)
		return false;
	uint8_t next = ret->end < end ? look->bytes[ret->end] & 0xbf : 0;
	return next != 0x01 && next != 0x0c && next != 0x0f;
}
