/* A stretch of tokens and the reading of it: each number, name and value is taken from
 * within its bounds, is paid for, and what does not fit is told as the walk's damage. What
 * returns false has told it; why is always an N_() text.
 * Source: [MS-EVEN6] 2.2.12 and real files. */
#ifndef EVTX_FRAME_H
#define EVTX_FRAME_H

#include "binxml.h"
#include "bytes.h"

struct values; /* see binxml.c */

/* A record, the body of a template, or a value that is BinXML. Given: pos <= end, and end
 * lies within the chunk. */
struct frame {
	uint32_t pos, end;
	struct values *values; /* of the template it is the body of; NULL outside of one */
	unsigned open;         /* elements begun here */
	bool in_tag;           /* between <name and > */
	bool done;             /* its element or template instance is complete */
	uint32_t tag, body;    /* where the innermost <name begins, and where its > ends */
};

bool frame_fail(struct binxml *walk, uint32_t at, const char *why); /* always false */

/* A hole: one value is missing, the rest stands, so the walk goes on. The first is told. */
void frame_hole(struct binxml *walk, uint32_t at, const char *why);

/* What ends a walk, told; always false. */
bool frame_ended(struct binxml *walk, const struct frame *frame);
bool frame_overdrawn(struct binxml *walk, const struct frame *frame);

/* Takes the cost off the work that is left for this record. */
static inline bool frame_charge(struct binxml *walk, const struct frame *frame, uint32_t cost)
{
	if (walk->work < cost)
		return frame_overdrawn(walk, frame);
	walk->work -= cost;
	return true;
}

static inline bool frame_skip(struct binxml *walk, struct frame *frame, uint32_t len)
{
	if (frame->end - frame->pos < len)
		return frame_ended(walk, frame);
	frame->pos += len;
	return true;
}

static inline bool frame_take8(struct binxml *walk, struct frame *frame, uint8_t *ret)
{
	uint32_t pos = frame->pos;
	if (!frame_skip(walk, frame, 1))
		return false;
	*ret = walk->bytes[pos];
	return true;
}

static inline bool frame_take16(struct binxml *walk, struct frame *frame, uint16_t *ret)
{
	uint32_t pos = frame->pos;
	if (!frame_skip(walk, frame, 2))
		return false;
	*ret = le16(walk->bytes + pos);
	return true;
}

static inline bool frame_take32(struct binxml *walk, struct frame *frame, uint32_t *ret)
{
	uint32_t pos = frame->pos;
	if (!frame_skip(walk, frame, 4))
		return false;
	*ret = le32(walk->bytes + pos);
	return true;
}

/* A name lies where it is used first; others point there. UTF-16LE, in the chunk. */
bool frame_take_name(struct binxml *walk, struct frame *frame, struct sv *ret);

/* Bytes of the chunk. The caller has checked that they are there. */
static inline struct sv frame_slice(const struct binxml *walk, uint32_t pos, uint32_t len)
{
	return (struct sv){(const char *)walk->bytes + pos, len};
}

#endif
