#include "recent.h"

void recent_finish(struct recent *recent, const struct block_plan *plan)
{
	block_finish(plan, &recent->block);
	kindset_destroy(recent->kinds);
}

void recent_forget(struct recent *recent)
{
	recent->block.outlines_count = recent->block.bytes_len = 0;
	recent->open.line = 0;
}

void recent_number_kinds(struct recent *recent)
{
	struct block *block = &recent->block;
	uint32_t numbers[LOG_KINDS_MAX + 1] = {0};
	if (!block->kinds)
		return;
	if (!recent->kinds)
		recent->kinds = kindset_create();
	for (uint32_t i = 1; i <= kindset_count(block->kinds); i++)
		numbers[i] = kindset_number(recent->kinds, kindset_at(block->kinds, i));
	for (size_t i = 0; i < block->outlines_count; i++)
		block->outlines[i].kind = numbers[block->outlines[i].kind];
}

static const struct block_outline *outline_of(const struct recent *recent, uint64_t n)
{
	bool there = n >= recent->entries && n - recent->entries < recent->block.outlines_count;
	return there ? &recent->block.outlines[n - recent->entries] : NULL;
}

bool recent_outline(const struct recent *recent, uint64_t n, struct log_outline *ret)
{
	const struct block_outline *outline = outline_of(recent, n);
	if (!outline || !outline->kind)
		return false;
	*ret = (struct log_outline){outline->record, outline->us, outline->kind};
	return true;
}

struct sv recent_bytes(const struct recent *recent, uint64_t off, uint64_t end)
{
	const struct block *block = &recent->block;
	if (off < block->off || end < off || end - block->off > block->bytes_len)
		return SV_EMPTY;
	return (struct sv){block->bytes + (off - block->off), (size_t)(end - off)};
}

bool recent_sketched(const struct recent *recent, uint64_t n, struct scan_sketched *ret)
{
	const struct block *block = &recent->block;
	const struct block_outline *outline = outline_of(recent, n);
	if (!outline || !outline->notes_len || !outline->kind)
		return false;
	size_t at = outline->start.at;
	*ret = (struct scan_sketched){.off = block->off + at,
		.line = recent->lines + outline->start.line + 1, .us = outline->us,
		.record = outline->record, .kind = kindset_at(recent->kinds, outline->kind),
		.text = {block->bytes + at, block->bytes_len - at},
		.notes = {block->notes.ptr + outline->notes_at, outline->notes_len}};
	return true;
}

bool recent_place(const struct recent *recent, uint64_t n, uint64_t end, struct scan_place *ret)
{
	const struct block_outline *own = outline_of(recent, n), *next = outline_of(recent, n + 1);
	bool open = !own && next && recent->open.line && recent->open.entry == n;
	if (own)
		*ret = (struct scan_place){.off = recent->block.off + own->start.at,
			.line = recent->lines + own->start.line + 1};
	else if (open)
		*ret = (struct scan_place){.off = recent->open.off, .line = recent->open.line};
	else
		return false;
	ret->end = next ? recent->block.off + next->start.at : end;
	return ret->end;
}
