#include "scan.h"

#include <string.h>

#include "lines.h"

#define BLOCK (512u << 10)
#define NEARBY (8u << 10) /* read to find one entry; most end within it */
#define BEHIND LOG_HEAD_MAX /* bytes read past a block, for what begins at its end */
#define MIDNIGHTS_MAX 10000
#define HALF_A_DAY (TIME_DAY / 2)

/* Where a walk over entry starts stands. It begins at the first byte or at an entry start. */
struct walk {
	uint64_t off, line; /* of the next byte to look at */
	char before[LOG_BEFORE_MAX];
	size_t before_len;
	bool fresh;    /* nothing looked at yet */
	bool preamble; /* no entry has started yet */
};

/* One entry start; false stops the walk. */
typedef bool walk_fn(void *data, uint64_t off, uint64_t line, struct sv head);

struct place {
	uint64_t off, line;
};

struct start {
	uint64_t off;
	bool hit;
};

struct scan {
	struct source *source;
	const struct log_format *format;
	const struct log_options *options;
	char *buf;
	struct walk walk;
	bool done, saw_debug, overflow;
	uint64_t count;
	struct place *groups;
	size_t groups_count, groups_cap;
	struct start *starts; /* of the block in work; [0] is the entry open before it */
	size_t starts_count, starts_cap;
	uint64_t *hits; /* the entries */
	size_t hits_count, hits_cap;
	uint64_t *midnights;
	size_t midnights_count, midnights_cap;
	int64_t last_clock;
	/* the place asked for last: reading on from it costs nothing */
	uint64_t near_n;
	struct place near;
	bool has_near;
};

struct scan *scan_create(struct source *source, const struct log_format *format,
	uint64_t first, const struct log_options *options)
{
	struct scan *scan = xcalloc(1, sizeof(*scan));
	scan->source = source;
	scan->format = format;
	scan->options = options;
	scan->buf = xmalloc(BLOCK + BEHIND);
	scan->walk = (struct walk){.off = first, .line = 1, .fresh = true, .preamble = true};
	scan->last_clock = -1;
	vec_push(scan, starts, ((struct start){0}));
	return scan;
}

void scan_destroy(struct scan *scan)
{
	if (!scan)
		return;
	free(scan->buf);
	free(scan->groups);
	free(scan->starts);
	free(scan->hits);
	free(scan->midnights);
	free(scan);
}

static bool is_start(const struct log_format *format, struct walk *walk, struct sv head)
{
	struct sv before = {walk->before, walk->before_len};
	if (format->starts(head, before))
		return true;
	return walk->preamble && format->preamble_is_entry && sv_trim(line_first(head)).len > 0 &&
		!(format->is_heading && format->is_heading(head));
}

static void remember_line(struct walk *walk, struct sv head)
{
	struct sv line = line_first(sv_sub(head, 0, LOG_BEFORE_MAX));
	walk->before_len = line.len;
	if (walk->before_len)
		memcpy(walk->before, line.ptr, walk->before_len);
}

static uint64_t count_lines(struct sv text)
{
	uint64_t lines = 0;
	for (size_t at; (at = sv_chr(text, '\n')) != SV_NPOS; text = sv_from(text, at + 1))
		lines++;
	return lines;
}

/* Looks at one place where an entry could start. */
static bool look_at(const struct log_format *format, struct walk *walk, struct sv block,
	size_t at, walk_fn *fn, void *data)
{
	struct sv head = sv_sub(block, at, LOG_HEAD_MAX);
	bool go_on = true;
	if (is_start(format, walk, head)) {
		walk->preamble = false;
		go_on = fn(data, walk->off + at, walk->line, head);
	}
	remember_line(walk, head);
	return go_on;
}

/* Walks over the first size bytes of block; what follows them is only looked ahead to. */
static void walk_block(const struct log_format *format, struct walk *walk, struct sv block,
	size_t size, walk_fn *fn, void *data)
{
	bool lines = format->cue.ptr[0] == '\n';
	if (walk->fresh && !look_at(format, walk, block, 0, fn, data))
		return;
	size_t from = walk->fresh && !lines ? 1 : 0, counted = 0;
	walk->fresh = false;
	while (from < size) {
		size_t hit = sv_find(sv_sub(block, from, size - from + format->cue.len - 1),
			format->cue);
		if (hit == SV_NPOS)
			break;
		size_t at = from + hit + (lines ? 1 : 0);
		walk->line += count_lines(sv_sub(block, counted, at - counted));
		counted = at;
		if (at >= block.len || !look_at(format, walk, block, at, fn, data))
			break;
		from += hit + 1;
	}
	walk->line += counted < size ? count_lines(sv_sub(block, counted, size - counted)) : 0;
	walk->off += size;
}

/* Reads the block at the walk's place into buf. Gives its size without what is behind. */
static size_t read_block(struct source *source, const struct walk *walk, char *buf,
	size_t size, struct sv *ret_block)
{
	size_t got = source_read(source, walk->off, buf, size + BEHIND);
	*ret_block = (struct sv){buf, got};
	return got < size ? got : size;
}

static void note_clock(struct scan *scan, int64_t clock)
{
	if (clock < 0)
		return;
	if (scan->last_clock - clock > HALF_A_DAY && scan->midnights_count < MIDNIGHTS_MAX)
		vec_push(scan, midnights, scan->count);
	scan->last_clock = clock;
}

static bool note_start(void *data, uint64_t off, uint64_t line, struct sv head)
{
	struct scan *scan = data;
	enum log_level level = LEVEL_NONE;
	int64_t clock = -1;
	if (scan->format->head)
		scan->format->head(head, &level, &clock);
	scan->saw_debug |= level == LEVEL_DEBUG;
	note_clock(scan, clock);
	if (scan->count % SCAN_GROUP == 0)
		vec_push(scan, groups, ((struct place){off, line}));
	vec_push(scan, starts, ((struct start){off, false}));
	scan->count++;
	return true;
}

static struct start *start_of(struct scan *scan, uint64_t off)
{
	size_t low = 0, high = scan->starts_count; /* the last start not behind off */
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (scan->starts[middle].off <= off)
			low = middle;
		else
			high = middle;
	}
	return &scan->starts[low];
}

static void find_literal(struct scan *scan, struct sv block, size_t size, uint64_t base,
	struct sv literal)
{
	size_t from = 0;
	while (from < size) {
		size_t hit = sv_find(sv_sub(block, from, size - from + literal.len - 1), literal);
		if (hit == SV_NPOS)
			break;
		from += hit;
		start_of(scan, base + from)->hit = true;
		from++;
	}
}

static void keep_hit(struct scan *scan, const struct start *start, uint64_t entry)
{
	bool known = scan->hits_count && scan->hits[scan->hits_count - 1] == entry;
	if (!start->hit || known)
		return;
	if (scan->hits_count < SCAN_HITS_MAX)
		vec_push(scan, hits, entry);
	else
		scan->overflow = true;
}

/* starts[0] is the entry that was open when the block began, if any was. */
static void keep_hits(struct scan *scan)
{
	uint64_t open = scan->count - (scan->starts_count - 1);
	for (size_t i = 0; i < scan->starts_count; i++)
		if (open + i > 0)
			keep_hit(scan, &scan->starts[i], open + i - 1);
	scan->starts[0] = scan->starts[scan->starts_count - 1];
	scan->starts[0].hit = false;
	scan->starts_count = 1;
}

bool scan_step(struct scan *scan)
{
	struct sv block;
	if (scan->done)
		return false;
	uint64_t base = scan->walk.off;
	size_t size = read_block(scan->source, &scan->walk, scan->buf, BLOCK, &block);
	if (size) {
		walk_block(scan->format, &scan->walk, block, size, note_start, scan);
		for (size_t i = 0; i < scan->options->literals_count && i < LOG_LITERALS_MAX; i++)
			find_literal(scan, block, size, base,
				scan->options->literals[i]);
		keep_hits(scan);
		if (scan->format->shows_debug && !scan->saw_debug)
			scan->saw_debug = scan->format->shows_debug(block);
	}
	scan->done = size < BLOCK;
	return !scan->done;
}

uint64_t scan_position(const struct scan *scan)
{
	return scan->walk.off;
}

uint64_t scan_count(const struct scan *scan)
{
	return scan->count;
}

bool scan_saw_debug(const struct scan *scan)
{
	return scan->saw_debug;
}

bool scan_overflow(const struct scan *scan)
{
	return scan->overflow;
}

/* A walk from a known entry start to the entry asked for and to the one after it. */
struct seek {
	uint64_t n, wanted;
	struct place at;
	uint64_t end;
	bool has_at, has_end;
};

static bool seek_start(void *data, uint64_t off, uint64_t line, struct sv head)
{
	struct seek *seek = data;
	(void)head;
	if (seek->n == seek->wanted) {
		seek->at = (struct place){off, line};
		seek->has_at = true;
	} else if (seek->n == seek->wanted + 1) {
		seek->end = off;
		seek->has_end = true;
	}
	seek->n++;
	return !seek->has_end;
}

static void seek_from(struct scan *scan, struct seek *seek, struct place from)
{
	struct walk walk = {.off = from.off, .line = from.line, .fresh = true, .preamble = true};
	struct sv block;
	size_t want = NEARBY;
	while (!seek->has_end) {
		size_t size = read_block(scan->source, &walk, scan->buf, want, &block);
		if (!size)
			break;
		walk_block(scan->format, &walk, block, size, seek_start, seek);
		want = BLOCK;
	}
}

bool scan_place(struct scan *scan, uint64_t n, uint64_t *ret_off, uint64_t *ret_end,
	uint64_t *ret_line)
{
	if (n >= scan->count)
		return false;
	bool near = scan->has_near && scan->near_n <= n && n - scan->near_n < SCAN_GROUP;
	struct place from = near ? scan->near : scan->groups[n / SCAN_GROUP];
	struct seek seek = {.n = near ? scan->near_n : n / SCAN_GROUP * SCAN_GROUP, .wanted = n};
	seek_from(scan, &seek, from);
	if (!seek.has_at)
		return false; /* the log has shrunk since */
	scan->near_n = n;
	scan->near = seek.at;
	scan->has_near = true;
	*ret_off = seek.at.off;
	*ret_end = seek.has_end ? seek.end : source_size(scan->source);
	*ret_line = seek.at.line;
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
	return scan->hits[i];
}
