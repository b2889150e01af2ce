#include "frame.h"

#include "base/i18n.h"
#include "bytes.h"

void frame_hole(struct binxml *walk, uint32_t at, const char *why)
{
	if (!walk->why) {
		walk->why = why;
		walk->at = at;
	}
}

bool frame_fail(struct binxml *walk, uint32_t at, const char *why)
{
	walk->why = why;
	walk->at = at;
	return false;
}

bool frame_charge(struct binxml *walk, const struct frame *frame, uint32_t cost)
{
	if (walk->work < cost) {
		walk->work = 0;
		return frame_fail(walk, frame->pos,
			N_("it would take too much work to read"));
	}
	walk->work -= cost;
	return true;
}

static bool need(struct binxml *walk, const struct frame *frame, uint32_t len)
{
	return frame->end - frame->pos >= len ||
		frame_fail(walk, frame->pos, N_("it ends in the middle"));
}

bool frame_skip(struct binxml *walk, struct frame *frame, uint32_t len)
{
	if (!need(walk, frame, len))
		return false;
	frame->pos += len;
	return true;
}

bool frame_take8(struct binxml *walk, struct frame *frame, uint8_t *ret)
{
	uint32_t pos = frame->pos;
	if (!frame_skip(walk, frame, 1))
		return false;
	*ret = walk->bytes[pos];
	return true;
}

bool frame_take16(struct binxml *walk, struct frame *frame, uint16_t *ret)
{
	uint32_t pos = frame->pos;
	if (!frame_skip(walk, frame, 2))
		return false;
	*ret = le16(walk->bytes + pos);
	return true;
}

bool frame_take32(struct binxml *walk, struct frame *frame, uint32_t *ret)
{
	uint32_t pos = frame->pos;
	if (!frame_skip(walk, frame, 4))
		return false;
	*ret = le32(walk->bytes + pos);
	return true;
}

struct sv frame_slice(const struct binxml *walk, uint32_t pos, uint32_t len)
{
	return (struct sv){(const char *)walk->bytes + pos, len};
}

bool frame_take_name(struct binxml *walk, struct frame *frame, struct sv *ret)
{
	uint32_t at = 0;
	if (!frame_take32(walk, frame, &at))
		return false;
	if (walk->len < 8 || at > walk->len - 8)
		return frame_fail(walk, frame->pos - 4,
			N_("a name points outside its chunk"));
	uint32_t units = le16(walk->bytes + at + 6);
	if (units > BINXML_NAME_UNITS || 2 * units > walk->len - at - 8)
		return frame_fail(walk, at, N_("a name is too long"));
	*ret = frame_slice(walk, at + 8, 2 * units);
	return at != frame->pos || frame_skip(walk, frame, 8 + 2 * units + 2);
}
