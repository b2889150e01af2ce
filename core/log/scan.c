#include "scan.h"

#include <string.h>

#include "block.h"
#include "crew.h"
#include "recent.h"
#include "scan_index.h"

#define NEARBY (8u << 10) /* read to find one entry; most end within it */
#define SAMPLE_PIECES 16
#define SAMPLE_PIECE (4u << 10)
#define ALONE (4 * (uint64_t)BLOCK_SIZE) /* a smaller log is read before threads have begun */

struct scan {
	struct source *source;
	struct block_plan plan;
	const struct log_options *options;
	struct crew *crew;
	bool threads, done;
	size_t block_size;
	struct scan_index index;
	struct block_before before; /* of the next block, until threads have begun */
	struct block_before marked; /* the same, where the index has its mark */
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
	index_init(&scan->index, from);
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
	index_finish(&scan->index);
	free(scan);
}

static void take_block(struct scan *scan, const struct block *block)
{
	struct recent *recent = &scan->recent;
	recent->entries = scan->index.count;
	recent->lines = scan->index.lines;
	recent->open = scan->index.open;
	index_add(&scan->index, block);
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
		size >= scan->index.off && size - scan->index.off >= ALONE;
	if (!threads && scan->block_size == BLOCK_SIZE)
		return;
	crew_destroy(scan->crew);
	scan->threads = threads;
	if (scan->block_size != BLOCK_SIZE) {
		finder_destroy(scan->plan.finder);
		scan->plan.finder = make_finder(&scan->plan, scan->options, true);
		scan->block_size = BLOCK_SIZE;
	}
	scan->crew = crew_create(&scan->plan, scan->index.off, BLOCK_SIZE, &scan->before,
		threads ? scan->options->threads : 0, !threads || !scan->options->background);
}

void scan_grow(struct scan *scan)
{
	index_go_back(&scan->index);
	scan->before = scan->marked;
	recent_forget(&scan->recent);
	scan->threads = scan->done = scan->has_near = false;
	if (!scan->index.off)
		scan->block_size = BLOCK_FIRST; /* blocks lie where those of a fresh start do */
	scan->crew = crew_create(&scan->plan, scan->index.off, scan->block_size, &scan->before, 0,
		true);
}

uint64_t scan_settled(const struct scan *scan)
{
	return index_settled(&scan->index, source_size(scan->source));
}

bool scan_step(struct scan *scan)
{
	if (scan->done)
		return false;
	if (scan->index.off > scan->index.from.off)
		call_crew(scan);
	const struct block *block = crew_next(scan->crew);
	if (!block)
		return true;
	if (!scan->index.mark.set && block->off + BLOCK_BUFFER > source_size(scan->source)) {
		index_set_mark(&scan->index);
		scan->marked = scan->before;
	}
	if (!scan->threads)
		scan->before = *crew_before(scan->crew);
	scan->done = block->size < scan->block_size;
	take_block(scan, block);
	if (!scan->done)
		return true;
	index_end(&scan->index, source_size(scan->source));
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
	return scan->index.off;
}

uint64_t scan_count(const struct scan *scan)
{
	return scan->index.count;
}

uint64_t scan_lines(const struct scan *scan)
{
	return scan->index.lines;
}

bool scan_saw_debug(const struct scan *scan)
{
	return scan->index.saw_debug;
}

bool scan_overflow(const struct scan *scan)
{
	return scan->index.overflow;
}

/* ---- places ---- */

bool scan_before(const struct scan *scan, uint64_t n, struct scan_from *ret)
{
	return index_before(&scan->index, n, ret);
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
	return index_midnights(&scan->index, n);
}

size_t scan_hits(const struct scan *scan)
{
	return scan->index.hits_count;
}

uint64_t scan_hit(const struct scan *scan, size_t i)
{
	return scan->index.hits[i].entry;
}

uint32_t scan_hit_texts(const struct scan *scan, size_t i)
{
	return scan->index.hits[i].texts;
}

struct scan_place scan_hit_place(const struct scan *scan, size_t i)
{
	return index_hit_place(&scan->index, i);
}

void scan_set_near(struct scan *scan, uint64_t n, const struct scan_place *place)
{
	scan->has_near = true;
	scan->near_n = n;
	scan->near = *place;
}
