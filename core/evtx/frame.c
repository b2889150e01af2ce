#include "frame.h"

#include "base/i18n.h"

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

bool frame_ended(struct binxml *walk, const struct frame *frame)
{
	return frame_fail(walk, frame->pos, N_("it ends in the middle"));
}

bool frame_overdrawn(struct binxml *walk, const struct frame *frame)
{
	walk->work = 0;
	return frame_fail(walk, frame->pos, N_("it would take too much work to read"));
}

static void note_name(struct binxml_names *names, uint32_t at)
{
	names->many |= names->count == BINXML_NAMES_MAX;
	if (!names->many)
		names->at[names->count++] = at;
}

bool frame_take_name(struct binxml *walk, struct frame *frame, struct sv *ret)
{
	uint32_t at = 0;
	if (walk->names)
		note_name(walk->names, frame->pos);
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
