#include "block.h"

#include <string.h>

#include "lines.h"

/* ---- where entries start ---- */

struct walk {
	const struct block_plan *plan;
	struct block_before *before;
	struct sv text;
	size_t size;
	uint32_t lines;
	size_t cue; /* the last one looked at, plus 1 */
	bool stopped;
	block_start_fn *fn; /* NULL: starts and hits go into the block */
	void *data;
	struct block *block;
};

static bool is_start(const struct walk *walk, struct sv head)
{
	const struct log_format *format = walk->plan->format;
	struct sv above = {walk->before->above, walk->before->above_len};
	if (format->starts(head, above))
		return true;
	return walk->before->preamble && format->preamble_is_entry &&
		sv_trim(line_first(head)).len > 0 &&
		!(format->is_heading && format->is_heading(head));
}

static void remember_line(struct block_before *before, struct sv head)
{
	struct sv line = line_first(sv_sub(head, 0, LOG_BEFORE_MAX));
	before->above_len = line.len;
	if (line.len)
		memcpy(before->above, line.ptr, line.len);
}

/* ---- what is kept of a block ---- */

static inline void note_clock(struct block *block, int64_t clock)
{
	if (clock < 0)
		return;
	if (block->first_clock < 0)
		block->first_clock = clock;
	else if (block->last_clock - clock > CLOCK_WENT_BACK)
		vec_push(block, midnights, block->entries);
	block->last_clock = clock;
}

/* The hit in the entry that ends here. */
static inline void end_entry(struct block *block, size_t at)
{
	struct block_hit *last = block->hits_count ? &block->hits[block->hits_count - 1] : NULL;
	if (last && last->entry == block->entries)
		last->end = (uint32_t)at;
}

static inline void keep_start(struct block *block, size_t at, uint32_t line)
{
	struct block_place place = {(uint32_t)at, line};
	end_entry(block, at);
	if (block->entries % BLOCK_STRIDE == 0)
		vec_push(block, places, place);
	if (block->kinds)
		vec_push(block, outlines, ((struct block_outline){.start = place}));
	block->last = place;
	block->entries++;
}

static void keep_hit(struct block *block, uint32_t texts)
{
	struct block_hit *last = block->hits_count ? &block->hits[block->hits_count - 1] : NULL;
	if (last && last->entry == block->entries)
		last->texts |= texts;
	else
		vec_push(block, hits,
			((struct block_hit){block->entries, texts, block->last, 0}));
}

/* ---- the walk ---- */

__attribute__((always_inline)) static inline void found_start(struct walk *walk, size_t at, struct log_glance seen)
{
	walk->before->preamble = false;
	if (walk->fn) {
		walk->stopped = !walk->fn(walk->data, at, walk->lines);
		return;
	}
	walk->block->saw_debug |= seen.debug;
	note_clock(walk->block, seen.clock_us);
	keep_start(walk->block, at, walk->lines);
}

__attribute__((noinline)) static void look_closely(struct walk *walk, size_t at)
{
	const struct log_format *format = walk->plan->format;
	struct sv head = sv_sub(walk->text, at, LOG_HEAD_MAX);
	struct log_glance seen = {.clock_us = -1};
	enum log_level level = LEVEL_NONE;
	bool start = is_start(walk, head);
	if (start && walk->block && format->head)
		format->head(head, &level, &seen.clock_us);
	seen.debug = level == LEVEL_DEBUG;
	if (start)
		found_start(walk, at, seen);
	if (format->looks_above)
		remember_line(walk->before, head);
}

/* The common shapes are told at a glance; level and clock with them. */
static inline void look_at(struct walk *walk, size_t at)
{
	const struct log_format *format = walk->plan->format;
	struct log_glance seen = {.clock_us = -1};
	enum glance glance = GLANCE_UNSURE;
	if (format->glance && at + LOG_GLANCE <= walk->text.len && !walk->before->preamble)
		glance = format->glance(walk->text.ptr + at, &seen);
	if (glance == GLANCE_ENTRY)
		found_start(walk, at, seen);
	else if (glance == GLANCE_UNSURE && at < walk->text.len)
		look_closely(walk, at);
}

static inline void take_feed(struct walk *walk, size_t at)
{
	if (at >= walk->size)
		return;
	walk->lines++;
	if (walk->plan->lines)
		look_at(walk, at + 1);
}

static void take_texts(struct walk *walk, size_t at)
{
	uint64_t texts = finder_at(walk->plan->finder, walk->text, at);
	if (!walk->plan->lines) {
		if (texts & 1 && at >= walk->cue) {
			walk->cue = at + 1;
			look_at(walk, at);
		}
		texts >>= 1;
	}
	if (texts && walk->block)
		keep_hit(walk->block, (uint32_t)texts);
}

static void look_at_first(struct walk *walk)
{
	if (walk->before->fresh) {
		look_at(walk, 0);
		walk->cue = 1;
	}
	walk->before->fresh = false;
}

static void run(struct walk *walk)
{
	finder_mark marks[FINDER_MARKS];
	size_t at = 0;
	look_at_first(walk);
	while (!walk->stopped && !finder_done(walk->plan->finder, walk->text, walk->size, at)) {
		size_t count = finder_sweep(walk->plan->finder, walk->text, walk->size, &at, marks);
		for (size_t i = 0; i < count && !walk->stopped; i++) {
			if (marks[i] & 1)
				take_texts(walk, marks[i] >> 1);
			else
				take_feed(walk, marks[i] >> 1);
		}
	}
}

uint32_t block_walk(const struct block_plan *plan, struct block_before *before, struct sv text,
	size_t size, block_start_fn *fn, void *data)
{
	struct walk walk = {.plan = plan, .before = before, .text = text, .size = size, .fn = fn,
		.data = data};
	run(&walk);
	return walk.lines;
}

/* ---- entries that are sketched ---- */

static void count_feeds(struct walk *walk, size_t from, size_t to)
{
	struct sv rest = sv_from(sv_sub(walk->text, 0, to < walk->size ? to : walk->size), from);
	for (size_t at; (at = sv_chr(rest, '\n')) != SV_NPOS; walk->lines++)
		rest = sv_from(rest, at + 1);
}

/* Mostly the next entry follows at once. */
static size_t next_cue(const struct walk *walk, size_t from)
{
	struct sv cue = walk->plan->format->cue, rest = sv_from(walk->text, from);
	size_t step = sv_starts(rest, cue) ? 0 : sv_find(rest, cue);
	return step == SV_NPOS ? walk->size : from + step;
}

/* Behind the entry that has just begun at `at`, if it can be sketched. */
static size_t sketch(struct walk *walk, size_t at)
{
	struct block *block = walk->block;
	struct log_sketch sketch;
	if (!walk->plan->format->sketch(sv_from(walk->text, at), walk->plan->narrowed,
		block->memo, &sketch))
		return at;
	struct block_outline *outline = &block->outlines[block->outlines_count - 1];
	outline->kind = kindset_number(block->kinds, &sketch.kind);
	outline->record = sketch.record;
	outline->us = sketch.us;
	outline->notes_at = (uint32_t)block->notes.len;
	outline->notes_len = (uint32_t)sketch.notes.len;
	strbuf_add(&block->notes, sketch.notes);
	if (block->notes.full) /* it will be decoded without */
		outline->notes_len = 0;
	return at + sketch.len;
}

/* What run() finds; but over an entry that is sketched it goes in one leap. */
static void run_sketching(struct walk *walk)
{
	look_at_first(walk);
	size_t at = walk->block->entries ? sketch(walk, 0) : 0, from = at ? at : walk->cue;
	count_feeds(walk, 0, from);
	while (from < walk->size) {
		at = next_cue(walk, from);
		count_feeds(walk, from, at);
		uint32_t entries = walk->block->entries;
		if (at < walk->size)
			look_at(walk, at);
		from = entries < walk->block->entries ? sketch(walk, at) : at;
		from = from > at ? from : at + 1;
		count_feeds(walk, at, from);
	}
}

/* ---- a block ---- */

static void block_reset(struct block *block, uint64_t off)
{
	*block = (struct block){.off = off,
		.places = block->places, .places_cap = block->places_cap,
		.hits = block->hits, .hits_cap = block->hits_cap,
		.midnights = block->midnights, .midnights_cap = block->midnights_cap,
		.outlines = block->outlines, .outlines_cap = block->outlines_cap,
		.kinds = block->kinds, .memo = block->memo, .notes = block->notes, .bytes = block->bytes,
		.first_clock = -1, .last_clock = -1};
}

/* Its own room for what is sketched. */
static char *prepare(const struct block_plan *plan, struct block *block)
{
	if (!block->memo && plan->format->memo_create)
		block->memo = plan->format->memo_create();
	if (!block->bytes) {
		block->bytes = xmalloc(BLOCK_BUFFER);
		strbuf_init(&block->notes, BLOCK_SIZE);
	}
	strbuf_reset(&block->notes);
	if (!block->kinds)
		block->kinds = kindset_create();
	kindset_reset(block->kinds);
	return block->bytes;
}

void block_scan(const struct block_plan *plan, uint64_t off, size_t size,
	struct block_before *before, char *buf, struct block *block)
{
	block_reset(block, off);
	if (plan->sketch)
		buf = prepare(plan, block);
	struct sv text = {buf, source_read(plan->source, off, buf,
		size + BLOCK_BUFFER - BLOCK_SIZE)};
	block->size = text.len < size ? text.len : size;
	if (!block->size)
		return;
	struct walk walk = {.plan = plan, .before = before, .text = text, .size = block->size,
		.block = block};
	block->bytes_len = text.len;
	if (plan->sketch)
		run_sketching(&walk);
	else
		run(&walk);
	block->lines = walk.lines;
	if (plan->format->shows_debug)
		block->saw_debug = block->saw_debug || plan->format->shows_debug(text);
}

void block_finish(const struct block_plan *plan, struct block *block)
{
	if (block->memo)
		plan->format->memo_destroy(block->memo);
	free(block->places);
	free(block->hits);
	free(block->midnights);
	free(block->outlines);
	if (block->bytes)
		strbuf_finish(&block->notes);
	free(block->bytes);
	kindset_destroy(block->kinds);
}
