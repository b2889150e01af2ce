#include "binxml.h"

#include "base/i18n.h"
#include "binvalue.h"
#include "bytes.h"
#include "evtx.h"
#include "frame.h"

/* The values of one template instance: descriptors of four bytes, then the bytes. */
struct values {
	uint32_t descriptors, count, data, end;
	uint32_t near, near_data; /* the value looked at last, so that the next one is found fast */
};

static bool give(struct binxml *walk, const struct frame *frame, const struct piece *piece)
{
	size_t len = piece->bytes.len + piece->more.len;
	if (!frame_charge(walk, frame, 1 + (uint32_t)(len / 64)))
		return false;
	if (len > walk->text)
		return frame_fail(walk, frame->pos,
			N_("it is larger than an event can be"));
	walk->text -= (uint32_t)len;
	if (walk->take && !walk->muted)
		walk->take(walk->data, piece);
	return true;
}

static uint32_t descriptor_size(const struct binxml *walk, const struct values *values,
	uint32_t i)
{
	return le16(walk->bytes + values->descriptors + 4 * i);
}

static uint8_t descriptor_type(const struct binxml *walk, const struct values *values,
	uint32_t i)
{
	return walk->bytes[values->descriptors + 4 * i + 2];
}

/* Goes from the value looked at last, forwards or from the front, and pays for the way. */
static bool value_at(struct binxml *walk, const struct frame *frame, uint32_t i,
	uint32_t *ret_pos)
{
	struct values *values = frame->values;
	if (i < values->near) {
		values->near = 0;
		values->near_data = values->data;
	}
	if (!frame_charge(walk, frame, (i - values->near) / 64))
		return false;
	for (; values->near < i; values->near++)
		values->near_data += descriptor_size(walk, values, values->near);
	*ret_pos = values->near_data;
	return true;
}

static bool is_null(const struct binxml *walk, const struct values *values, uint32_t i)
{
	return i < values->count && descriptor_type(walk, values, i) == EVTX_NULL;
}

static bool element(struct binxml *walk, struct frame *frame, uint8_t token)
{
	uint16_t depends = 0xffff;
	uint32_t size;
	struct piece piece = {.kind = PIECE_ELEMENT, .slot = PIECE_NO_SLOT};
	frame->tag = frame->pos - 1;
	if (frame->in_tag)
		return frame_fail(walk, frame->pos, N_("an element begins within a tag"));
	if (frame->values && !frame_take16(walk, frame, &depends))
		return false;
	if (!frame_take32(walk, frame, &size) || !frame_take_name(walk, frame, &piece.bytes))
		return false;
	if ((token & 0x40) && !frame_skip(walk, frame, 4))
		return false;
	if (walk->level >= BINXML_DEPTH)
		return frame_fail(walk, frame->pos,
			N_("its elements are nested too deeply"));
	walk->level++;
	frame->open++;
	frame->in_tag = true;
	/* an element that depends on a value goes without it; the event itself never goes */
	if (!walk->muted && walk->level > 1 && depends != 0xffff &&
	    is_null(walk, frame->values, depends))
		walk->muted = walk->level;
	piece.slot = depends;
	return give(walk, frame, &piece);
}

static bool leave(struct binxml *walk, struct frame *frame, enum piece_kind kind)
{
	if (!give(walk, frame, &(struct piece){.kind = kind}))
		return false;
	if (walk->muted == walk->level)
		walk->muted = 0;
	walk->level--;
	frame->open--;
	frame->done = !frame->open;
	return true;
}

static bool body(struct binxml *walk, struct frame *frame)
{
	if (!frame->in_tag)
		return frame_fail(walk, frame->pos, N_("a tag ends that did not begin"));
	frame->in_tag = false;
	frame->body = frame->pos;
	return give(walk, frame, &(struct piece){.kind = PIECE_BODY});
}

static bool empty_end(struct binxml *walk, struct frame *frame)
{
	if (!frame->in_tag)
		return frame_fail(walk, frame->pos, N_("a tag ends that did not begin"));
	frame->in_tag = false;
	return leave(walk, frame, PIECE_EMPTY_END);
}

static bool end(struct binxml *walk, struct frame *frame)
{
	if (frame->in_tag || !frame->open)
		return frame_fail(walk, frame->pos,
			N_("an element ends that did not begin"));
	return leave(walk, frame, PIECE_END);
}

static bool give_text(struct binxml *walk, struct frame *frame, uint8_t type, uint32_t len)
{
	struct piece piece = {.kind = PIECE_VALUE, .type = type};
	uint32_t pos = frame->pos;
	if (!walk->level)
		return frame_fail(walk, pos, N_("a value stands outside any element"));
	if (!frame_skip(walk, frame, len))
		return false;
	piece.bytes = frame_slice(walk, pos, len);
	return give(walk, frame, &piece);
}

static bool value(struct binxml *walk, struct frame *frame)
{
	uint8_t type;
	uint16_t units;
	if (!frame_take8(walk, frame, &type))
		return false;
	if (type == EVTX_STRING)
		return frame_take16(walk, frame, &units) &&
			give_text(walk, frame, EVTX_STRING, 2u * units);
	uint32_t width = binvalue_width(type);
	if (!width && type != EVTX_NULL)
		return frame_fail(walk, frame->pos, N_("a value has an unknown type"));
	return give_text(walk, frame, type, width);
}

static bool attribute(struct binxml *walk, struct frame *frame)
{
	struct piece piece = {.kind = PIECE_ATTRIBUTE};
	if (!frame->in_tag)
		return frame_fail(walk, frame->pos,
			N_("an attribute stands outside any tag"));
	return frame_take_name(walk, frame, &piece.bytes) && give(walk, frame, &piece);
}

static bool cdata(struct binxml *walk, struct frame *frame)
{
	uint16_t units;
	return frame_take16(walk, frame, &units) &&
		give_text(walk, frame, EVTX_STRING, 2u * units);
}

/* The five entities every XML knows; what others stand for cannot be known. */
static bool entity_ref(struct binxml *walk, struct frame *frame)
{
	static const struct {
		const char *name, *text;
	} entities[] = {
		{"amp", "&\0"}, {"lt", "<\0"}, {"gt", ">\0"}, {"quot", "\"\0"}, {"apos", "'\0"},
	};
	struct sv name;
	uint32_t at = frame->pos;
	if (!walk->level)
		return frame_fail(walk, at, N_("a value stands outside any element"));
	if (!frame_take_name(walk, frame, &name))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(entities); i++)
		if (binvalue_is(name, entities[i].name))
			return give(walk, frame, &(struct piece){.kind = PIECE_VALUE,
				.type = EVTX_STRING, .bytes = {entities[i].text, 2}});
	frame_hole(walk, at, N_("an entity is not known"));
	return true;
}

static bool pi(struct binxml *walk, struct frame *frame)
{
	struct piece piece = {.kind = PIECE_PI};
	uint16_t units;
	if (frame->in_tag)
		return frame_fail(walk, frame->pos,
			N_("an instruction stands within a tag"));
	if (!frame_take_name(walk, frame, &piece.bytes))
		return false;
	if (frame->pos < frame->end && walk->bytes[frame->pos] == 0x0b) {
		frame->pos++;
		if (!frame_take16(walk, frame, &units) ||
		    !frame_skip(walk, frame, 2u * units))
			return false;
		piece.more = frame_slice(walk, frame->pos - 2u * units, 2u * units);
	}
	return give(walk, frame, &piece);
}

static bool run(struct binxml *walk, struct frame *frame);

static bool run_nested(struct binxml *walk, struct frame *inner)
{
	if (walk->nest >= BINXML_DEPTH)
		return frame_fail(walk, inner->pos,
			N_("its templates are nested too deeply"));
	walk->nest++;
	bool ok = run(walk, inner);
	walk->nest--;
	return ok;
}

/* Leaves the frame behind the values. */
static bool take_values(struct binxml *walk, struct frame *frame, struct values *ret)
{
	uint32_t count = 0;
	uint64_t size = 0;
	if (!frame_take32(walk, frame, &count))
		return false;
	if (count > (frame->end - frame->pos) / 4)
		return frame_fail(walk, frame->pos, N_("its list of values does not fit"));
	*ret = (struct values){.descriptors = frame->pos, .count = count,
		.data = frame->pos + 4 * count, .end = frame->end};
	ret->near_data = ret->data;
	if (!frame_charge(walk, frame, count / 64))
		return false;
	for (uint32_t i = 0; i < count; i++)
		size += descriptor_size(walk, ret, i);
	if (size > frame->end - ret->data)
		frame_hole(walk, ret->data, N_("its values do not fit"));
	frame->pos = size > frame->end - ret->data ? frame->end : ret->data + (uint32_t)size;
	return true;
}

/* A definition: link, GUID, size, then the tokens. Wherever it lies in the chunk. */
static bool template_body(struct binxml *walk, uint32_t at, struct frame *ret)
{
	if (walk->len < 24 || at > walk->len - 24)
		return frame_fail(walk, at, N_("its template lies outside its chunk"));
	uint32_t size = le32(walk->bytes + at + 20), room = walk->len - at - 24;
	*ret = (struct frame){.pos = at + 24, .end = at + 24 + (size < room ? size : room)};
	return true;
}

static bool template_instance(struct binxml *walk, struct frame *frame)
{
	struct values values = {0};
	struct frame inner;
	uint32_t at = 0;
	if (frame->in_tag || walk->drafting)
		return frame_fail(walk, frame->pos, N_("a template stands within a tag"));
	if (!frame_skip(walk, frame, 5) || !frame_take32(walk, frame, &at) ||
	    !template_body(walk, at, &inner))
		return false;
	if (at == frame->pos && !frame_skip(walk, frame, inner.end - at))
		return false;
	if (!take_values(walk, frame, &values))
		return false;
	inner.values = &values;
	frame->done = !frame->open;
	return run_nested(walk, &inner);
}

static bool nested_value(struct binxml *walk, const struct frame *frame, uint32_t pos,
	uint32_t size)
{
	struct frame inner = {.pos = pos, .end = pos + size};
	if (frame->in_tag) {
		frame_hole(walk, pos, N_("an attribute would hold elements"));
		return true;
	}
	return walk->muted || size == 0 || run_nested(walk, &inner);
}

static bool step(struct binxml *walk, struct frame *frame);

static bool repeat_tag(struct binxml *walk, const struct frame *frame)
{
	struct frame again = {.pos = frame->tag, .end = frame->body, .values = frame->values};
	if (!give(walk, frame, &(struct piece){.kind = PIECE_END}))
		return false;
	walk->level--;
	while (again.pos < again.end)
		if (!step(walk, &again))
			return false;
	return true;
}

/* An element that holds nothing but an array is there once for each item. */
static bool repeat(struct binxml *walk, const struct frame *frame, struct piece piece)
{
	struct sv rest = piece.bytes;
	uint8_t type = piece.type;
	piece.type = (uint8_t)(type & ~EVTX_ARRAY);
	for (bool first = true; binvalue_item(type, &rest, &piece.bytes); first = false)
		if ((!first && !repeat_tag(walk, frame)) || !give(walk, frame, &piece))
			return false;
	return true;
}

static bool fills_element(const struct binxml *walk, const struct frame *frame)
{
	return !walk->muted && !frame->in_tag && frame->pos < frame->end &&
		frame->body + 4 == frame->pos && walk->bytes[frame->pos] == 0x04;
}

static bool substitution(struct binxml *walk, struct frame *frame, uint8_t token)
{
	uint16_t i = 0;
	uint32_t pos = 0;
	struct piece piece = {.kind = PIECE_VALUE, .optional = (token & 0x0f) == 0x0e};
	const struct values *values = frame->values;
	if (!values)
		return frame_fail(walk, frame->pos,
			N_("a placeholder stands outside any template"));
	if (!frame_take16(walk, frame, &i) || !frame_skip(walk, frame, 1))
		return false;
	if (walk->drafting) {
		piece.kind = PIECE_SLOT;
		piece.slot = i;
	} else if (i < values->count) {
		if (!value_at(walk, frame, i, &pos))
			return false;
		uint32_t size = descriptor_size(walk, values, i);
		uint32_t room = pos < values->end ? values->end - pos : 0;
		piece.type = descriptor_type(walk, values, i);
		piece.bytes = frame_slice(walk, room ? pos : 0, size < room ? size : room);
	} else {
		frame_hole(walk, frame->pos, N_("a value is missing"));
	}
	if (piece.type == EVTX_BINXML)
		return nested_value(walk, frame, pos, (uint32_t)piece.bytes.len);
	if (!walk->level)
		return frame_fail(walk, frame->pos,
			N_("a value stands outside any element"));
	if ((piece.type & EVTX_ARRAY) && fills_element(walk, frame))
		return repeat(walk, frame, piece);
	return give(walk, frame, &piece);
}

static bool step(struct binxml *walk, struct frame *frame)
{
	uint8_t token = walk->bytes[frame->pos++];
	if (!frame_charge(walk, frame, 1))
		return false;
	switch (token & 0xbf) {
	case 0x01:
		return element(walk, frame, token);
	case 0x02:
		return body(walk, frame);
	case 0x03:
		return empty_end(walk, frame);
	case 0x04:
		return end(walk, frame);
	case 0x05:
		return value(walk, frame);
	case 0x06:
		return attribute(walk, frame);
	case 0x07:
		return cdata(walk, frame);
	case 0x08:
		return give_text(walk, frame, EVTX_STRING, 2); /* a character */
	case 0x09:
		return entity_ref(walk, frame);
	case 0x0a:
		return pi(walk, frame);
	case 0x0c:
		return template_instance(walk, frame);
	case 0x0d:
	case 0x0e:
		return substitution(walk, frame, token);
	case 0x0f:
		return frame_skip(walk, frame, 3); /* the head of a fragment */
	default:
		frame->pos--;
		return frame_fail(walk, frame->pos, N_("it holds a token that does not exist"));
	}
}

/* One element or template instance is a whole event; behind it Windows leaves what was
 * there before. A value within an event may hold several. */
static bool finished(const struct binxml *walk, const struct frame *frame)
{
	if (frame->pos >= frame->end || walk->bytes[frame->pos] == 0)
		return true;
	if (!frame->done)
		return false;
	uint8_t next = walk->bytes[frame->pos] & 0xbf;
	return walk->level == 0 || (next != 0x01 && next != 0x0c && next != 0x0f);
}

static bool run(struct binxml *walk, struct frame *frame)
{
	while (!finished(walk, frame))
		if (!step(walk, frame))
			return false;
	return !frame->open || frame_fail(walk, frame->pos, N_("it ends in the middle"));
}

/* Does the body hold nothing behind its element? See finished(). */
static bool ends_there(const struct binxml *walk, const struct frame *body)
{
	if (body->pos >= body->end)
		return true;
	uint8_t next = walk->bytes[body->pos] & 0xbf;
	return next != 0x01 && next != 0x0c && next != 0x0f;
}

static void begin(struct binxml *walk)
{
	walk->work = BINXML_WORK;
	walk->text = BINXML_TEXT;
	walk->why = NULL;
	walk->level = walk->nest = walk->muted = 0;
}

bool binxml_draft(struct binxml *walk, uint32_t at, uint32_t *ret_end)
{
	struct values none = {0};
	struct frame body;
	begin(walk);
	if (!template_body(walk, at, &body))
		return false;
	*ret_end = body.end;
	body.values = &none;
	walk->drafting = true;
	bool sound = run(walk, &body) && body.done && !walk->why && ends_there(walk, &body);
	walk->drafting = false;
	return sound;
}

bool binxml_walk(struct binxml *walk, uint32_t pos, uint32_t end_pos)
{
	struct frame frame = {.pos = pos, .end = end_pos < walk->len ? end_pos : walk->len};
	if (frame.pos > frame.end)
		frame.pos = frame.end;
	begin(walk);
	if (!run(walk, &frame))
		return false;
	if (!frame.done)
		return frame_fail(walk, pos, N_("it holds no event"));
	return walk->why == NULL;
}
