#include "finder.h"

#include <string.h>

#include "finder_tables.h"

#define TRIGRAM_BITS 16

/* ---- which window ---- */

/* What the sample holds, as the way of looking tells bytes apart: how often three, or others that
 * share their slot; how often one, by its high and its low half. */
struct counts {
	unsigned char told; /* the bits that are looked at */
	uint16_t seen[1u << TRIGRAM_BITS];
	uint32_t bytes[16][16], all;
};

static uint32_t slot_of(uint32_t a, uint32_t b, uint32_t c)
{
	return ((a | b << 8 | c << 16) * 2654435761u) >> (32 - TRIGRAM_BITS);
}

static void count_sample(struct counts *counts, struct sv sample)
{
	const unsigned char *s = (const unsigned char *)sample.ptr, told = counts->told;
	for (size_t i = 0; i < 256; i++)
		counts->bytes[(i & told) >> 4][i & 15] = 1;
	for (size_t i = 0; i < sample.len; i++)
		counts->bytes[(s[i] & told) >> 4][s[i] & 15]++;
	counts->all = 256 + (uint32_t)sample.len;
	for (size_t i = 0; i + 2 < sample.len; i++) {
		uint16_t *seen =
			&counts->seen[slot_of(s[i] & told, s[i + 1] & told, s[i + 2] & told)];
		*seen += *seen < UINT16_MAX;
	}
}

/* The other case of a letter that may be either. */
static unsigned char other_case(const struct text *text, size_t i)
{
	return (unsigned char)(text->want[i] & ~text->fold[i]);
}

static uint32_t seen_at(const struct counts *counts, const struct text *text, size_t at)
{
	uint32_t seen = 0;
	for (unsigned way = 0; way < 1u << WINDOW; way++) {
		unsigned char c[WINDOW];
		bool is_new = true;
		for (size_t i = 0; i < WINDOW; i++) {
			bool other = way >> i & 1;
			is_new &= !other || text->fold[at + i];
			c[i] = (other ? other_case(text, at + i) : text->want[at + i]) &
				counts->told;
		}
		if (is_new)
			seen += counts->seen[slot_of(c[0], c[1], c[2])];
	}
	return seen;
}

static size_t rarest_window(const struct counts *counts, const struct text *text)
{
	size_t best = 0;
	uint32_t least = UINT32_MAX;
	for (size_t at = 0; at + WINDOW <= text->len; at++) {
		uint32_t seen = seen_at(counts, text, at);
		if (seen < least) {
			least = seen;
			best = at;
		}
	}
	return best;
}

/* ---- the tables ---- */

static void fill_text(struct text *text, struct sv from, bool fold)
{
	text->len = from.len < FINDER_TEXT_MAX ? from.len : FINDER_TEXT_MAX;
	for (size_t i = 0; i < text->len; i++) {
		unsigned char c = (unsigned char)from.ptr[i], lower = c | 0x20;
		bool letter = fold && lower >= 'a' && lower <= 'z';
		text->fold[i] = letter ? 0x20 : 0;
		text->want[i] = letter ? lower : c;
	}
}

static void fill_key(struct text *text)
{
	unsigned char key[8] = {0}, fold[8] = {0}, mask[8] = {0};
	for (size_t i = 0; i < 8 && text->window + i < text->len; i++) {
		key[i] = text->want[text->window + i];
		fold[i] = text->fold[text->window + i];
		mask[i] = 0xff;
	}
	memcpy(&text->key, key, 8);
	memcpy(&text->key_fold, fold, 8);
	memcpy(&text->key_mask, mask, 8);
}

/* Which bytes are wanted at a place of a window, as each way tells them apart: the half bytes, and
 * what six bits tell, each a bit. */
struct wanted {
	unsigned low, high;
	uint64_t six;
};

/* Behind a text that is shorter than a window anything may follow. */
static struct wanted wanted_by_text(const struct text *text, size_t i)
{
	size_t at = text->window + i;
	if (at >= text->len)
		return (struct wanted){0xffff, 0xffff, UINT64_MAX};
	unsigned char a = text->want[at], b = other_case(text, at);
	return (struct wanted){1u << (a & 15) | 1u << (b & 15), 1u << (a >> 4) | 1u << (b >> 4),
		UINT64_C(1) << (a & 63) | UINT64_C(1) << (b & 63)};
}

static struct wanted wanted_in(const struct finder *f, unsigned bucket, size_t i)
{
	struct wanted ret = {0};
	for (unsigned half = 0; half < 16; half++) {
		ret.low |= (unsigned)(f->low[i][half] >> bucket & 1) << half;
		ret.high |= (unsigned)(f->high[i][half] >> bucket & 1) << half;
	}
	for (unsigned six = 0; six < 64; six++)
		ret.six |= (uint64_t)(f->six[i][six] >> bucket & 1) << six;
	return ret;
}

static struct wanted either(struct wanted a, struct wanted b)
{
	return (struct wanted){a.low | b.low, a.high | b.high, a.six | b.six};
}

/* The part of all bytes that is let through. */
static double part_of(const struct finder *f, const struct counts *counts, struct wanted w)
{
	uint64_t seen = 0;
	if (f->way == FINDER_AVX512)
		for (uint64_t six = w.six; six; six &= six - 1)
			seen += counts->bytes[__builtin_ctzll(six) >> 4][__builtin_ctzll(six) & 15];
	else
		for (unsigned h = w.high; h; h &= h - 1)
			for (unsigned l = w.low; l; l &= l - 1)
				seen += counts->bytes[__builtin_ctz(h)][__builtin_ctz(l)];
	return (double)seen / counts->all;
}

/* How many more windows a bucket would let through with this text in it. */
static double cost_in(const struct finder *f, const struct counts *counts,
	const struct text *text, unsigned bucket)
{
	double before = 1, after = 1;
	for (size_t i = 0; i < WINDOW; i++) {
		struct wanted had = wanted_in(f, bucket, i);
		before *= part_of(f, counts, had);
		after *= part_of(f, counts, either(had, wanted_by_text(text, i)));
	}
	return after - before;
}

static void want(struct finder *f, size_t i, struct wanted w, unsigned char bit)
{
	for (unsigned half = 0; half < 16; half++) {
		f->low[i][half] |= w.low >> half & 1 ? bit : 0;
		f->high[i][half] |= w.high >> half & 1 ? bit : 0;
	}
	for (unsigned six = 0; six < 64; six++)
		f->six[i][six] |= w.six >> six & 1 ? bit : 0;
	f->ascii &= !(w.high >> 8);
}

static void put_in(struct finder *f, size_t number, unsigned bucket)
{
	const struct text *text = &f->texts[number];
	unsigned char bit = (unsigned char)(1u << bucket);
	f->bucket[bucket][f->bucket_count[bucket]++] = (unsigned char)number;
	for (size_t i = 0; i < WINDOW; i++) {
		size_t at = text->window + i;
		want(f, i, wanted_by_text(text, i), bit);
		for (unsigned c = 0; c < 256; c++)
			if (at >= text->len || (c | text->fold[at]) == text->want[at])
				f->byte[i][c] |= bit;
	}
}

static unsigned cheapest_bucket(const struct finder *f, const struct counts *counts,
	const struct text *text)
{
	unsigned best = 0;
	double least = cost_in(f, counts, text, 0);
	for (unsigned bucket = 1; bucket < BUCKETS; bucket++) {
		double cost = cost_in(f, counts, text, bucket);
		if (cost < least) {
			least = cost;
			best = bucket;
		}
	}
	return best;
}

/* The next text to be dealt: of those left, the one that would let through most alone. */
static size_t costliest_left(const double cost[static FINDER_MAX], size_t count)
{
	size_t best = count;
	for (size_t i = 0; i < count; i++)
		if (cost[i] >= 0 && (best == count || cost[i] > cost[best]))
			best = i;
	return best;
}

/* Without a sample: what is looked at is little, and is not worth the work. */
static void deal_in_turn(struct finder *f)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->texts[i].len)
			put_in(f, i, (unsigned)(i % BUCKETS));
}

static void deal(struct finder *f, const struct counts *counts)
{
	double cost[FINDER_MAX];
	size_t next;
	for (size_t i = 0; i < f->count; i++)
		cost[i] = f->texts[i].len ? cost_in(f, counts, &f->texts[i], 0) : -1;
	while ((next = costliest_left(cost, f->count)) < f->count) {
		put_in(f, next, cheapest_bucket(f, counts, &f->texts[next]));
		cost[next] = -1;
	}
}

static enum finder_way widest_way(void)
{
	return sweep_can(FINDER_AVX512) ? FINDER_AVX512
		: sweep_can(FINDER_AVX2) ? FINDER_AVX2 : FINDER_PLAIN;
}

struct finder *finder_create(const struct sv *texts, size_t count, bool fold, struct sv sample,
	bool first_as_it_is)
{
	struct finder *f = xcalloc(1, sizeof(*f));
	autofree struct counts *counts = xcalloc(1, sizeof(*counts));
	f->count = count < FINDER_MAX ? count : FINDER_MAX;
	f->texts = xcalloc(f->count, sizeof(*f->texts));
	f->most = FINDER_MARKS - STEP * (1 + f->count);
	f->way = widest_way();
	f->ascii = true;
	memset(f->feeds, '\n', STEP);
	counts->told = f->way == FINDER_AVX512 ? 63 : 255;
	count_sample(counts, sample);
	for (size_t i = 0; i < f->count; i++) {
		struct text *text = &f->texts[i];
		fill_text(text, texts[i], fold);
		if (!text->len)
			continue;
		text->window = first_as_it_is && !i ? 0 : rarest_window(counts, text);
		fill_key(text);
		f->reach = text->window > f->reach ? text->window : f->reach;
	}
	if (sample.len)
		deal(f, counts);
	else
		deal_in_turn(f);
	return f;
}

void finder_destroy(struct finder *f)
{
	if (!f)
		return;
	free(f->texts);
	free(f);
}

bool finder_go(struct finder *f, enum finder_way way)
{
	if (!sweep_can(way))
		return false;
	f->way = way;
	return true;
}
