#include "scan_index.h"

#include <stdlib.h>

#define MIDNIGHTS_MAX 10000

void index_init(struct scan_index *index, struct scan_from from)
{
	*index = (struct scan_index){.from = from, .off = from.off, .count = from.entry,
		.lines = from.line ? from.line - 1 : 0, .last_clock = -1};
}

void index_finish(struct scan_index *index)
{
	free(index->blocks);
	free(index->places);
	free(index->hits);
	free(index->midnights);
}

static void add_midnight(struct scan_index *index, uint64_t entry)
{
	if (index->midnights_count < MIDNIGHTS_MAX)
		vec_push(index, midnights, entry);
}

static void add_clocks(struct scan_index *index, const struct block *block)
{
	if (block->first_clock < 0)
		return;
	if (index->last_clock - block->first_clock > CLOCK_WENT_BACK)
		add_midnight(index, index->count);
	for (size_t i = 0; i < block->midnights_count; i++)
		add_midnight(index, index->count + block->midnights[i]);
	index->last_clock = block->last_clock;
}

static struct hit *last_hit(struct scan_index *index)
{
	return index->hits_count ? &index->hits[index->hits_count - 1] : NULL;
}

static void end_hit(struct hit *hit, uint64_t end)
{
	uint64_t len = end - hit->off;
	hit->len = len <= UINT32_MAX ? (uint32_t)len : 0;
}

static void push_hit(struct scan_index *index, const struct hit *hit)
{
	if (index->hits_count < SCAN_HITS_MAX)
		vec_push(index, hits, *hit);
	else
		index->overflow = true;
}

/* A hit in the entry that was open when the block began: it is that entry's, which may be a hit
 * already; before the first entry there is none. */
static void add_open_hit(struct scan_index *index, const struct block_hit *from)
{
	struct hit *last = last_hit(index);
	if (!index->open.line)
		return;
	if (last && last->entry == index->open.entry)
		last->texts |= from->texts;
	else
		push_hit(index, &(struct hit){.off = index->open.off, .entry = index->open.entry,
			.line = index->open_line, .texts = from->texts});
}

/* The entry that was open ends where the block's first one starts. */
static void end_open_entry(struct scan_index *index, const struct block *block)
{
	struct hit *last = last_hit(index);
	if (last && index->open.line && last->entry == index->open.entry && block->entries)
		end_hit(last, block->off + block->places[0].at);
}

static void add_hits(struct scan_index *index, const struct block *block)
{
	size_t open = block->hits_count && !block->hits[0].entry;
	if (open)
		add_open_hit(index, &block->hits[0]);
	end_open_entry(index, block);
	for (size_t i = open; i < block->hits_count; i++) {
		const struct block_hit *from = &block->hits[i];
		struct hit hit = {.off = block->off + from->start.at,
			.entry = index->count + from->entry - 1, .line = from->start.line,
			.texts = from->texts};
		if (from->end)
			end_hit(&hit, block->off + from->end);
		push_hit(index, &hit);
	}
}

void index_add(struct scan_index *index, const struct block *block)
{
	struct indexed indexed = {block->off, index->count, index->lines, index->places_count};
	add_clocks(index, block);
	add_hits(index, block);
	if (block->entries)
		vec_push(index, blocks, indexed);
	for (size_t i = 0; i < block->places_count; i++)
		vec_push(index, places, block->places[i]);
	index->count += block->entries;
	if (block->entries) {
		index->open = (struct scan_from){block->off + block->last.at, index->count - 1,
			index->lines + block->last.line + 1};
		index->open_line = block->last.line;
	}
	index->lines += block->lines;
	index->off += block->size;
	index->saw_debug |= block->saw_debug;
}

void index_end(struct scan_index *index, uint64_t size)
{
	struct hit *last = last_hit(index);
	if (last && last->entry == index->open.entry && index->open.line)
		end_hit(last, size);
}

void index_set_mark(struct scan_index *index)
{
	const struct hit *hit = last_hit(index);
	index->mark = (struct index_mark){.set = true, .saw_debug = index->saw_debug,
		.overflow = index->overflow, .off = index->off, .count = index->count,
		.lines = index->lines, .open = index->open, .open_line = index->open_line,
		.blocks = index->blocks_count, .places = index->places_count,
		.hits = index->hits_count, .midnights = index->midnights_count,
		.last_clock = index->last_clock};
	if (hit)
		index->mark.hit = *hit;
}

void index_go_back(struct scan_index *index)
{
	struct index_mark *mark = &index->mark;
	index->saw_debug = mark->saw_debug;
	index->overflow = mark->overflow;
	index->off = mark->off;
	index->count = mark->count;
	index->lines = mark->lines;
	index->open = mark->open;
	index->open_line = mark->open_line;
	index->blocks_count = mark->blocks;
	index->places_count = mark->places;
	index->hits_count = mark->hits;
	index->midnights_count = mark->midnights;
	index->last_clock = mark->last_clock;
	if (mark->hits)
		index->hits[mark->hits - 1] = mark->hit;
	mark->set = false;
}

/* A start is told by LOG_HEAD_MAX bytes. Of the last blocks a place that had them is looked for. */
uint64_t index_settled(const struct scan_index *index, uint64_t size)
{
	if (!index->mark.set)
		return index->count ? index->count - 1 : 0;
	size_t place = index->places_count;
	for (size_t i = index->blocks_count; i-- > 0;) {
		const struct indexed *block = &index->blocks[i];
		while (place-- > block->places)
			if (block->off + index->places[place].at + LOG_HEAD_MAX <= size)
				return block->entries + (place - block->places) * BLOCK_STRIDE;
		place++;
	}
	return index->from.entry;
}

/* The last block with entries that holds n, or none before it. */
static size_t block_of(const struct scan_index *index, uint64_t n)
{
	size_t low = 0, high = index->blocks_count;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (index->blocks[middle].entries <= n)
			low = middle;
		else
			high = middle;
	}
	return low;
}

bool index_before(const struct scan_index *index, uint64_t n, struct scan_from *ret)
{
	if (n >= index->count || n < index->from.entry)
		return false;
	const struct indexed *block = &index->blocks[block_of(index, n)];
	uint64_t within = (n - block->entries) / BLOCK_STRIDE;
	struct block_place place = index->places[block->places + within];
	*ret = (struct scan_from){block->off + place.at, block->entries + within * BLOCK_STRIDE,
		block->lines + place.line + 1};
	return true;
}

unsigned index_midnights(const struct scan_index *index, uint64_t n)
{
	size_t low = 0, high = index->midnights_count; /* the first midnight behind n */
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (index->midnights[middle] <= n)
			low = middle + 1;
		else
			high = middle;
	}
	return (unsigned)low;
}

struct scan_place index_hit_place(const struct scan_index *index, size_t i)
{
	const struct hit *hit = &index->hits[i];
	const struct indexed *block = &index->blocks[block_of(index, hit->entry)];
	return (struct scan_place){hit->off, hit->len ? hit->off + hit->len : 0,
		block->lines + hit->line + 1};
}
