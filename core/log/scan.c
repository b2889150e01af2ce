#include "scan.h"

#include <string.h>

#include "block.h"
#include "crew.h"
#include "recent.h"

#define NEARBY (8u << 10) /* read to find one entry; most end within it */
#define MIDNIGHTS_MAX 10000
#define SAMPLE_PIECES 16
#define SAMPLE_PIECE (4u << 10)
#define ALONE (4 * (uint64_t)BLOCK_SIZE) /* a smaller log is read before threads have begun */

/* A block, once it has its place in the row. */
struct indexed {
	uint64_t off, entries, lines; /* before it */
	size_t places;                /* index of its first place */
};

/* Packed, for there may be a million. Its line is counted from the beginning of the block in
 * which its entry starts. */
struct hit {
	uint64_t off;
	uint64_t entry : 44, line : 20;
	uint32_t len; /* of the entry; 0: to be found by a walk */
	uint32_t texts;
};

/* All that a block behind it changes, for it may have to be scanned again. */
struct mark {
	bool set, saw_debug, overflow;
	uint64_t off, count, lines;
	struct scan_from open;
	uint32_t open_line;
	size_t blocks, places, hits, midnights;
	struct hit hit; /* the last one */
	int64_t last_clock;
	struct block_before before;
};

struct scan {
	struct source *source;
	struct block_plan plan;
	const struct log_options *options;
	struct crew *crew;
	bool threads, done, saw_debug, overflow;
	size_t block_size;
	uint64_t off, count, lines; /* of the next block */
	struct scan_from from;
	struct scan_from open;      /* the last entry that started */
	uint32_t open_line;         /* its line, within its block */
	struct indexed *blocks;
	size_t blocks_count, blocks_cap;
	struct block_place *places;
	size_t places_count, places_cap;
	struct hit *hits;
	size_t hits_count, hits_cap;
	uint64_t *midnights;
	size_t midnights_count, midnights_cap;
	int64_t last_clock;
	struct block_before before; /* of the next block, until threads have begun */
	struct mark mark; /* before the first block that could not look as far ahead as it wants */
	/* the place asked for last: reading on from it costs nothing */
	uint64_t near_n;
	struct scan_place near; /* end 0: not known */
	bool has_near;
	struct recent recent;
};

void scan_set_narrowed(struct scan *scan)
{
	scan->plan.narrowed = true;
}

/* ---- what is looked for ---- */

_Static_assert(LOG_LITERAL_WHOLE == FINDER_TEXT_MAX, "log.h tells how much of a text is compared");

/* Bytes from all over the log, that tell which of them are rare. */
static struct sv take_sample(struct source *source, char buf[static SAMPLE_PIECES * SAMPLE_PIECE])
{
	uint64_t size = source_size(source), stride = size / SAMPLE_PIECES;
	size_t len = 0;
	if (stride < SAMPLE_PIECE)
		len = source_read(source, 0, buf, SAMPLE_PIECE);
	else
		for (size_t i = 0; i < SAMPLE_PIECES; i++)
			len += source_read(source, i * stride, buf + len, SAMPLE_PIECE);
	return (struct sv){buf, len};
}

/* A sample is worth it behind the first block only. */
static struct finder *make_finder(const struct block_plan *plan, const struct log_options *options,
	bool sampled)
{
	struct sv texts[LOG_LITERALS_MAX + 1];
	size_t count = 0;
	autofree char *sample = xmalloc(SAMPLE_PIECES * SAMPLE_PIECE);
	if (!plan->lines)
		texts[count++] = plan->format->cue;
	for (size_t i = 0; i < plan->texts; i++)
		texts[count++] = options->literals[i];
	return finder_create(texts, count, options->fold_literals,
		count && sampled ? take_sample(plan->source, sample) : SV_EMPTY, !plan->lines);
}

static void plan_init(struct block_plan *plan, struct source *source,
	const struct log_format *format, const struct log_options *options, bool sampled)
{
	*plan = (struct block_plan){.source = source, .format = format};
	plan->lines = sv_eq(format->cue, SV("\n"));
	plan->texts = options->literals_count < LOG_LITERALS_MAX ? options->literals_count
		: LOG_LITERALS_MAX;
	plan->sketch = format->sketch && !plan->texts;
	plan->finder = make_finder(plan, options, sampled);
}

struct scan *scan_create(struct source *source, const struct log_format *format,
	struct scan_from from, const struct log_options *options)
{
	struct scan *scan = xcalloc(1, sizeof(*scan));
	scan->before = (struct block_before){.fresh = true, .preamble = true};
	scan->source = source;
	scan->options = options;
	scan->from = from;
	scan->off = from.off;
	scan->count = from.entry;
	scan->lines = from.line ? from.line - 1 : 0;
	scan->last_clock = -1;
	scan->block_size = from.off ? BLOCK_SIZE : BLOCK_FIRST; /* a screen waits for the first one */
	plan_init(&scan->plan, source, format, options, scan->block_size == BLOCK_SIZE);
	scan->crew = crew_create(&scan->plan, from.off, scan->block_size, &scan->before, 0, true);
	return scan;
}

void scan_destroy(struct scan *scan)
{
	if (!scan)
		return;
	crew_destroy(scan->crew);
	finder_destroy(scan->plan.finder);
	recent_finish(&scan->recent, &scan->plan);
	free(scan->blocks);
	free(scan->places);
	free(scan->hits);
	free(scan->midnights);
	free(scan);
}

/* ---- a block takes its place ---- */

static void add_midnight(struct scan *scan, uint64_t entry)
{
	if (scan->midnights_count < MIDNIGHTS_MAX)
		vec_push(scan, midnights, entry);
}

static void add_clocks(struct scan *scan, const struct block *block)
{
	if (block->first_clock < 0)
		return;
	if (scan->last_clock - block->first_clock > CLOCK_WENT_BACK)
		add_midnight(scan, scan->count);
	for (size_t i = 0; i < block->midnights_count; i++)
		add_midnight(scan, scan->count + block->midnights[i]);
	scan->last_clock = block->last_clock;
}

static struct hit *last_hit(struct scan *scan)
{
	return scan->hits_count ? &scan->hits[scan->hits_count - 1] : NULL;
}

static void end_hit(struct hit *hit, uint64_t end)
{
	uint64_t len = end - hit->off;
	hit->len = len <= UINT32_MAX ? (uint32_t)len : 0;
}

static void push_hit(struct scan *scan, const struct hit *hit)
{
	if (scan->hits_count < SCAN_HITS_MAX)
		vec_push(scan, hits, *hit);
	else
		scan->overflow = true;
}

/* A hit in the entry that was open when the block began: it is that entry's, which may be a hit
 * already; before the first entry there is none. */
static void add_open_hit(struct scan *scan, const struct block_hit *from)
{
	struct hit *last = last_hit(scan);
	if (!scan->open.line)
		return;
	if (last && last->entry == scan->open.entry)
		last->texts |= from->texts;
	else
		push_hit(scan, &(struct hit){.off = scan->open.off, .entry = scan->open.entry,
			.line = scan->open_line, .texts = from->texts});
}

/* The entry that was open ends where the block's first one starts. */
static void end_open_entry(struct scan *scan, const struct block *block)
{
	struct hit *last = last_hit(scan);
	if (last && scan->open.line && last->entry == scan->open.entry && block->entries)
		end_hit(last, block->off + block->places[0].at);
}

static void add_hits(struct scan *scan, const struct block *block)
{
	size_t open = block->hits_count && !block->hits[0].entry;
	if (open)
		add_open_hit(scan, &block->hits[0]);
	end_open_entry(scan, block);
	for (size_t i = open; i < block->hits_count; i++) {
		const struct block_hit *from = &block->hits[i];
		struct hit hit = {.off = block->off + from->start.at,
			.entry = scan->count + from->entry - 1, .line = from->start.line,
			.texts = from->texts};
		if (from->end)
			end_hit(&hit, block->off + from->end);
		push_hit(scan, &hit);
	}
}

static void absorb(struct scan *scan, const struct block *block)
{
	struct indexed indexed = {block->off, scan->count, scan->lines, scan->places_count};
	add_clocks(scan, block);
	add_hits(scan, block);
	if (block->entries)
		vec_push(scan, blocks, indexed);
	for (size_t i = 0; i < block->places_count; i++)
		vec_push(scan, places, block->places[i]);
	scan->count += block->entries;
	if (block->entries) {
		scan->open = (struct scan_from){block->off + block->last.at, scan->count - 1,
			scan->lines + block->last.line + 1};
		scan->open_line = block->last.line;
	}
	scan->lines += block->lines;
	scan->off += block->size;
	scan->saw_debug |= block->saw_debug;
}

static void end_last_hit(struct scan *scan)
{
	struct hit *last = last_hit(scan);
	if (last && last->entry == scan->open.entry && scan->open.line)
		end_hit(last, source_size(scan->source));
}

static void take_block(struct scan *scan, const struct block *block)
{
	struct recent *recent = &scan->recent;
	recent->entries = scan->count;
	recent->lines = scan->lines;
	recent->open = scan->open;
	absorb(scan, block);
	if (!scan->plan.sketch) {
		crew_release(scan->crew);
		return;
	}
	crew_keep(scan->crew, &recent->block);
	recent_number_kinds(recent);
}

/* Behind the first block they are large, and threads scan them, once an entry has begun and if it
 * is worth it. */
static void call_crew(struct scan *scan)
{
	uint64_t size = source_size(scan->source);
	if (scan->threads)
		return;
	bool threads = scan->options->threads && crew_can(&scan->plan, &scan->before) &&
		size >= scan->off && size - scan->off >= ALONE;
	if (!threads && scan->block_size == BLOCK_SIZE)
		return;
	crew_destroy(scan->crew);
	scan->threads = threads;
	if (scan->block_size != BLOCK_SIZE) {
		finder_destroy(scan->plan.finder);
		scan->plan.finder = make_finder(&scan->plan, scan->options, true);
		scan->block_size = BLOCK_SIZE;
	}
	scan->crew = crew_create(&scan->plan, scan->off, BLOCK_SIZE, &scan->before,
		threads ? scan->options->threads : 0, !threads || !scan->options->background);
}

static void set_mark(struct scan *scan)
{
	const struct hit *hit = last_hit(scan);
	scan->mark = (struct mark){.set = true, .saw_debug = scan->saw_debug,
		.overflow = scan->overflow, .off = scan->off, .count = scan->count,
		.lines = scan->lines, .open = scan->open, .open_line = scan->open_line,
		.blocks = scan->blocks_count, .places = scan->places_count,
		.hits = scan->hits_count, .midnights = scan->midnights_count,
		.last_clock = scan->last_clock, .before = scan->before};
	if (hit)
		scan->mark.hit = *hit;
}

static void go_back(struct scan *scan, const struct mark *mark)
{
	scan->saw_debug = mark->saw_debug;
	scan->overflow = mark->overflow;
	scan->off = mark->off;
	scan->count = mark->count;
	scan->lines = mark->lines;
	scan->open = mark->open;
	scan->open_line = mark->open_line;
	scan->blocks_count = mark->blocks;
	scan->places_count = mark->places;
	scan->hits_count = mark->hits;
	scan->midnights_count = mark->midnights;
	scan->last_clock = mark->last_clock;
	scan->before = mark->before;
	if (mark->hits)
		scan->hits[mark->hits - 1] = mark->hit;
}

void scan_grow(struct scan *scan)
{
	go_back(scan, &scan->mark);
	recent_forget(&scan->recent);
	scan->mark.set = scan->threads = scan->done = scan->has_near = false;
	if (!scan->off)
		scan->block_size = BLOCK_FIRST; /* blocks lie where those of a fresh start do */
	scan->crew = crew_create(&scan->plan, scan->off, scan->block_size, &scan->before, 0, true);
}

/* A start is told by LOG_HEAD_MAX bytes. Of the last blocks a place that had them is looked for. */
uint64_t scan_settled(const struct scan *scan)
{
	uint64_t size = source_size(scan->source);
	if (!scan->mark.set)
		return scan->count ? scan->count - 1 : 0;
	size_t place = scan->places_count;
	for (size_t i = scan->blocks_count; i-- > 0;) {
		const struct indexed *block = &scan->blocks[i];
		while (place-- > block->places)
			if (block->off + scan->places[place].at + LOG_HEAD_MAX <= size)
				return block->entries + (place - block->places) * BLOCK_STRIDE;
		place++;
	}
	return scan->from.entry;
}

bool scan_step(struct scan *scan)
{
	if (scan->done)
		return false;
	if (scan->off > scan->from.off)
		call_crew(scan);
	const struct block *block = crew_next(scan->crew);
	if (!block)
		return true;
	if (!scan->mark.set && block->off + BLOCK_BUFFER > source_size(scan->source))
		set_mark(scan);
	if (!scan->threads)
		scan->before = *crew_before(scan->crew);
	scan->done = block->size < scan->block_size;
	take_block(scan, block);
	if (!scan->done)
		return true;
	end_last_hit(scan);
	crew_destroy(scan->crew);
	scan->crew = NULL;
	return false;
}

int scan_waits_for(const struct scan *scan)
{
	return scan->crew ? crew_waits_for(scan->crew) : -1;
}

uint64_t scan_position(const struct scan *scan)
{
	return scan->off;
}

uint64_t scan_count(const struct scan *scan)
{
	return scan->count;
}

uint64_t scan_lines(const struct scan *scan)
{
	return scan->lines;
}

bool scan_saw_debug(const struct scan *scan)
{
	return scan->saw_debug;
}

bool scan_overflow(const struct scan *scan)
{
	return scan->overflow;
}

/* ---- places ---- */

/* The last block with entries that holds n, or none before it. */
static size_t block_of(const struct scan *scan, uint64_t n)
{
	size_t low = 0, high = scan->blocks_count;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (scan->blocks[middle].entries <= n)
			low = middle;
		else
			high = middle;
	}
	return low;
}

bool scan_before(const struct scan *scan, uint64_t n, struct scan_from *ret)
{
	if (n >= scan->count || n < scan->from.entry)
		return false;
	const struct indexed *block = &scan->blocks[block_of(scan, n)];
	uint64_t within = (n - block->entries) / BLOCK_STRIDE;
	struct block_place place = scan->places[block->places + within];
	*ret = (struct scan_from){block->off + place.at, block->entries + within * BLOCK_STRIDE,
		block->lines + place.line + 1};
	return true;
}

/* A walk from a known entry start to the entry asked for and to the one after it. */
struct seek {
	uint64_t n, wanted, base, lines;
	struct scan_place found;
	bool has_at, has_end;
};

static bool seek_start(void *data, size_t at, uint32_t line)
{
	struct seek *seek = data;
	if (seek->n == seek->wanted) {
		seek->found.off = seek->base + at;
		seek->found.line = seek->lines + line;
		seek->has_at = true;
	} else if (seek->n == seek->wanted + 1) {
		seek->found.end = seek->base + at;
		seek->has_end = true;
	}
	seek->n++;
	return !seek->has_end;
}

static void seek_from(struct scan *scan, struct seek *seek)
{
	struct block_before before = {.fresh = true, .preamble = true};
	autofree char *buf = NULL;
	for (size_t want = NEARBY; !seek->has_end; want = want < BLOCK_SIZE ? 4 * want : want) {
		buf = xrealloc(buf, want + LOG_HEAD_MAX + FINDER_BEHIND);
		struct sv text = {buf, source_read(scan->source, seek->base, buf,
			want + LOG_HEAD_MAX + FINDER_BEHIND)};
		size_t size = text.len < want ? text.len : want;
		if (!size)
			break;
		seek->lines += block_walk(&scan->plan, &before, text, size, seek_start, seek);
		seek->base += size;
	}
}

static bool near_holds(const struct scan *scan, uint64_t n)
{
	return scan->has_near && scan->near_n <= n && n - scan->near_n < BLOCK_STRIDE;
}

bool scan_outline(const struct scan *scan, uint64_t n, struct log_outline *ret)
{
	return recent_outline(&scan->recent, n, ret);
}

bool scan_sketched(const struct scan *scan, uint64_t n, struct scan_sketched *ret)
{
	return recent_sketched(&scan->recent, n, ret);
}

struct sv scan_bytes(const struct scan *scan, uint64_t off, uint64_t end)
{
	return recent_bytes(&scan->recent, off, end);
}

bool scan_place(struct scan *scan, uint64_t n, struct scan_place *ret)
{
	struct scan_from from;
	*ret = (struct scan_place){0};
	if (!scan_before(scan, n, &from))
		return false;
	if (recent_place(&scan->recent, n, scan->done ? source_size(scan->source) : 0, ret))
		return true;
	if (near_holds(scan, n) && scan->near_n >= from.entry)
		from = (struct scan_from){scan->near.off, scan->near_n, scan->near.line};
	if (scan->has_near && scan->near_n == n && scan->near.end) {
		*ret = scan->near;
		return true;
	}
	struct seek seek = {.n = from.entry, .wanted = n, .base = from.off, .lines = from.line};
	seek_from(scan, &seek);
	if (!seek.has_at)
		return false; /* the log has shrunk since */
	if (!seek.has_end)
		seek.found.end = source_size(scan->source);
	scan->near_n = n;
	scan->near = seek.found;
	scan->has_near = true;
	*ret = seek.found;
	return true;
}

unsigned scan_midnights(const struct scan *scan, uint64_t n)
{
	size_t low = 0, high = scan->midnights_count; /* the first midnight behind n */
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (scan->midnights[middle] <= n)
			low = middle + 1;
		else
			high = middle;
	}
	return (unsigned)low;
}

size_t scan_hits(const struct scan *scan)
{
	return scan->hits_count;
}

uint64_t scan_hit(const struct scan *scan, size_t i)
{
	return scan->hits[i].entry;
}

uint32_t scan_hit_texts(const struct scan *scan, size_t i)
{
	return scan->hits[i].texts;
}

struct scan_place scan_hit_place(const struct scan *scan, size_t i)
{
	const struct hit *hit = &scan->hits[i];
	const struct indexed *block = &scan->blocks[block_of(scan, hit->entry)];
	return (struct scan_place){hit->off, hit->len ? hit->off + hit->len : 0,
		block->lines + hit->line + 1};
}

void scan_set_near(struct scan *scan, uint64_t n, const struct scan_place *place)
{
	scan->has_near = true;
	scan->near_n = n;
	scan->near = *place;
}
