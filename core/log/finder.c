#include "finder.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define HAS_AVX2_CODE 1
#endif

#define WINDOW 3
#define BUCKETS 8
#define STEP 64
#define TRIGRAM_BITS 16

struct text {
	unsigned char want[FINDER_TEXT_MAX]; /* what (byte | fold) has to be */
	unsigned char fold[FINDER_TEXT_MAX];
	size_t len, window;
	uint64_t key, key_fold, key_mask; /* the first eight bytes of it from the window on */
};

struct finder {
	struct text *texts;
	size_t count, reach; /* reach: the largest window's place */
	size_t most;         /* marks that leave room for one step more: a line feed at each
	                      * place, and each text once */
	unsigned char bucket[BUCKETS][FINDER_MAX];
	size_t bucket_count[BUCKETS];
	unsigned char low[WINDOW][16], high[WINDOW][16]; /* buckets that want this half byte */
	unsigned char byte[WINDOW][256];                 /* buckets that want this byte */
	bool avx2, ascii; /* ascii: all that windows want is */
};

/* ---- which window ---- */

/* How often three bytes stand in the sample, or others that share their slot. */
struct counts {
	uint16_t seen[1u << TRIGRAM_BITS];
};

static uint32_t slot_of(uint32_t a, uint32_t b, uint32_t c)
{
	return ((a | b << 8 | c << 16) * 2654435761u) >> (32 - TRIGRAM_BITS);
}

static void count_sample(struct counts *counts, struct sv sample)
{
	const unsigned char *s = (const unsigned char *)sample.ptr;
	for (size_t i = 0; i + 2 < sample.len; i++) {
		uint16_t *seen = &counts->seen[slot_of(s[i], s[i + 1], s[i + 2])];
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
			c[i] = other ? other_case(text, at + i) : text->want[at + i];
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

static unsigned ones(unsigned bits)
{
	return (unsigned)__builtin_popcount(bits);
}

/* The half bytes wanted at place i: each a bit. */
static void wanted_halves(const struct text *text, size_t i, unsigned *ret_low,
	unsigned *ret_high)
{
	size_t at = text->window + i;
	if (at >= text->len) { /* shorter than a window: anything may follow */
		*ret_low = *ret_high = 0xffff;
		return;
	}
	unsigned char a = text->want[at], b = other_case(text, at);
	*ret_low = 1u << (a & 15) | 1u << (b & 15);
	*ret_high = 1u << (a >> 4) | 1u << (b >> 4);
}

static unsigned halves_of(const unsigned char table[16], unsigned bucket)
{
	unsigned halves = 0;
	for (unsigned i = 0; i < 16; i++)
		halves |= (unsigned)(table[i] >> bucket & 1) << i;
	return halves;
}

/* How many more windows a bucket would let through with this text in it. */
static unsigned long cost_in(const struct finder *f, const struct text *text, unsigned bucket)
{
	unsigned long before = 1, after = 1;
	for (size_t i = 0; i < WINDOW; i++) {
		unsigned low, high, had_low = halves_of(f->low[i], bucket),
			had_high = halves_of(f->high[i], bucket);
		wanted_halves(text, i, &low, &high);
		before *= ones(had_low) * ones(had_high);
		after *= ones(had_low | low) * ones(had_high | high);
	}
	return after - before;
}

static void put_in(struct finder *f, size_t number, unsigned bucket)
{
	const struct text *text = &f->texts[number];
	unsigned char bit = (unsigned char)(1u << bucket);
	f->bucket[bucket][f->bucket_count[bucket]++] = (unsigned char)number;
	for (size_t i = 0; i < WINDOW; i++) {
		unsigned low, high;
		wanted_halves(text, i, &low, &high);
		f->ascii &= !(high >> 8);
		for (unsigned half = 0; half < 16; half++) {
			f->low[i][half] |= low >> half & 1 ? bit : 0;
			f->high[i][half] |= high >> half & 1 ? bit : 0;
		}
		for (unsigned c = 0; c < 256; c++)
			if (text->window + i >= text->len ||
			    (c | text->fold[text->window + i]) == text->want[text->window + i])
				f->byte[i][c] |= bit;
	}
}

static unsigned cheapest_bucket(const struct finder *f, const struct text *text)
{
	unsigned best = 0;
	for (unsigned bucket = 1; bucket < BUCKETS; bucket++)
		if (cost_in(f, text, bucket) < cost_in(f, text, best))
			best = bucket;
	return best;
}

static bool can_avx2(void)
{
#ifdef HAS_AVX2_CODE
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
#else
	return false;
#endif
}

struct finder *finder_create(const struct sv *texts, size_t count, bool fold, struct sv sample,
	bool first_as_it_is)
{
	struct finder *f = xcalloc(1, sizeof(*f));
	autofree struct counts *counts = xcalloc(1, sizeof(*counts));
	f->count = count < FINDER_MAX ? count : FINDER_MAX;
	f->texts = xcalloc(f->count, sizeof(*f->texts));
	f->most = FINDER_MARKS - STEP * (1 + f->count);
	f->avx2 = can_avx2();
	f->ascii = true;
	count_sample(counts, sample);
	for (size_t i = 0; i < f->count; i++) {
		struct text *text = &f->texts[i];
		fill_text(text, texts[i], fold);
		if (!text->len)
			continue;
		text->window = first_as_it_is && !i ? 0 : rarest_window(counts, text);
		fill_key(text);
		f->reach = text->window > f->reach ? text->window : f->reach;
		put_in(f, i, cheapest_bucket(f, text));
	}
	return f;
}

void finder_destroy(struct finder *f)
{
	if (!f)
		return;
	free(f->texts);
	free(f);
}

void finder_plain(struct finder *f)
{
	f->avx2 = false;
}

/* ---- verifying ---- */

static bool begins_at(const struct text *text, struct sv block, size_t at)
{
	if (at > block.len || text->len > block.len - at || !text->len)
		return false;
	for (size_t i = 0; i < text->len; i++)
		if (((unsigned char)block.ptr[at + i] | text->fold[i]) != text->want[i])
			return false;
	return true;
}

uint64_t finder_at(const struct finder *f, struct sv block, size_t at)
{
	uint64_t found = 0;
	for (size_t i = 0; i < f->count; i++)
		found |= (uint64_t)begins_at(&f->texts[i], block, at) << i;
	return found;
}

static uint64_t eight_bytes(struct sv block, size_t at)
{
	uint64_t bytes = 0;
	if (block.len - at >= 8)
		memcpy(&bytes, block.ptr + at, 8);
	else
		memcpy(&bytes, block.ptr + at, block.len - at);
	return bytes;
}

/* Where a sweep puts what it finds. */
struct sink {
	finder_mark *marks;
	size_t count, to;
};

/* buckets: those whose windows may stand at `at`. */
static void verify(const struct finder *f, struct sv block, size_t at, unsigned buckets,
	struct sink *sink)
{
	uint64_t bytes = eight_bytes(block, at);
	size_t last = SV_NPOS;
	for (; buckets; buckets &= buckets - 1) {
		unsigned bucket = (unsigned)__builtin_ctz(buckets);
		for (size_t i = 0; i < f->bucket_count[bucket]; i++) {
			const struct text *text = &f->texts[f->bucket[bucket][i]];
			size_t start = at - text->window;
			if (((bytes | text->key_fold) & text->key_mask) != text->key ||
			    at < text->window || start >= sink->to || start == last ||
			    !begins_at(text, block, start))
				continue;
			last = start;
			sink->marks[sink->count++] = (finder_mark)(start * 2 + 1);
		}
	}
}

/* ---- one byte after the other ---- */

static void sweep_plain(const struct finder *f, struct sv block, size_t end, size_t *at,
	struct sink *sink)
{
	const unsigned char *s = (const unsigned char *)block.ptr;
	size_t i = *at;
	for (; i < end && sink->count <= f->most; i++) {
		if (s[i] == '\n')
			sink->marks[sink->count++] = (finder_mark)(i * 2);
		unsigned buckets = f->byte[0][s[i]];
		buckets &= f->byte[1][i + 1 < block.len ? s[i + 1] : 0];
		buckets &= f->byte[2][i + 2 < block.len ? s[i + 2] : 0];
		if (buckets)
			verify(f, block, i, buckets, sink);
	}
	*at = i;
}

/* ---- 64 at once ---- */

#ifdef HAS_AVX2_CODE
#define AVX2 __attribute__((target("avx2,bmi")))

struct tables {
	__m256i low[WINDOW], high[WINDOW];
};

AVX2 static inline __m256i both_halves(const unsigned char table[16])
{
	return _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)table));
}

/* The shuffle takes the low half of a byte itself, and gives none for one that is not ASCII; so
 * if all that is wanted is ASCII, the low half need not be cut out. */
AVX2 static inline __m256i wanted(const struct tables *t, size_t i, __m256i bytes, bool ascii)
{
	const __m256i half = _mm256_set1_epi8(15);
	__m256i low = ascii ? bytes : _mm256_and_si256(bytes, half);
	__m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half);
	return _mm256_and_si256(_mm256_shuffle_epi8(t->low[i], low),
		_mm256_shuffle_epi8(t->high[i], high));
}

AVX2 static inline __m256i load(const char *at)
{
	return _mm256_loadu_si256((const void *)at);
}

/* The bucket bits of 32 places. */
AVX2 static inline __m256i buckets_of(const struct tables *t, const char *at, __m256i first,
	bool ascii)
{
	return _mm256_and_si256(wanted(t, 0, first, ascii), _mm256_and_si256(
		wanted(t, 1, load(at + 1), ascii), wanted(t, 2, load(at + 2), ascii)));
}

AVX2 static inline uint64_t equal_bits(__m256i a, __m256i b, __m256i c)
{
	uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, c));
	uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, c));
	return low | (uint64_t)high << 32;
}

/* What stands in one step, in order. */
AVX2 static void take_step(const struct finder *f, struct sv block, size_t at, uint64_t feeds,
	__m256i low, __m256i high, struct sink *sink)
{
	unsigned char buckets[STEP];
	uint64_t places = ~equal_bits(low, high, _mm256_setzero_si256());
	_mm256_storeu_si256((void *)buckets, low);
	_mm256_storeu_si256((void *)(buckets + 32), high);
	for (uint64_t all = feeds | places; all; all &= all - 1) {
		unsigned i = (unsigned)__builtin_ctzll(all);
		if (feeds >> i & 1)
			sink->marks[sink->count++] = (finder_mark)((at + i) * 2);
		if (places >> i & 1)
			verify(f, block, at + i, buckets[i], sink);
	}
}

AVX2 static inline size_t add_feeds(uint64_t feeds, size_t at, finder_mark *marks)
{
	size_t count = 0;
	for (; feeds; feeds &= feeds - 1)
		marks[count++] = (finder_mark)((at + (unsigned)__builtin_ctzll(feeds)) * 2);
	return count;
}

__attribute__((always_inline)) AVX2 static inline void sweep_wide(const struct finder *f,
	struct sv block, size_t end, size_t *at, struct sink *sink, bool ascii)
{
	struct tables t;
	const __m256i feed = _mm256_set1_epi8('\n');
	size_t i = *at, last = block.len > STEP + 8 ? block.len - STEP - 8 : 0;
	for (size_t j = 0; j < WINDOW; j++) {
		t.low[j] = both_halves(f->low[j]);
		t.high[j] = both_halves(f->high[j]);
	}
	end = end < last ? end : last;
	for (; i < end && sink->count <= f->most; i += STEP) {
		const char *p = block.ptr + i;
		__m256i a = load(p), b = load(p + 32);
		__m256i low = buckets_of(&t, p, a, ascii), high = buckets_of(&t, p + 32, b, ascii);
		__m256i any = _mm256_or_si256(low, high);
		uint64_t feeds = equal_bits(a, b, feed);
		if (!_mm256_testz_si256(any, any))
			take_step(f, block, i, feeds, low, high, sink);
		else if (feeds)
			sink->count += add_feeds(feeds, i, sink->marks + sink->count);
	}
	*at = i;
}

AVX2 static void sweep_avx2(const struct finder *f, struct sv block, size_t end, size_t *at,
	struct sink *sink)
{
	if (f->ascii)
		sweep_wide(f, block, end, at, sink, true);
	else
		sweep_wide(f, block, end, at, sink, false);
}
#endif

/* Where the last window can stand. */
static size_t end_of(const struct finder *f, struct sv block, size_t to)
{
	return to + f->reach < block.len ? to + f->reach : block.len;
}

bool finder_done(const struct finder *f, struct sv block, size_t to, size_t at)
{
	return at >= end_of(f, block, to);
}

size_t finder_sweep(const struct finder *f, struct sv block, size_t to, size_t *at,
	finder_mark marks[static FINDER_MARKS])
{
	struct sink sink = {marks, 0, to < block.len ? to : block.len};
	size_t end = end_of(f, block, to);
#ifdef HAS_AVX2_CODE
	if (f->avx2)
		sweep_avx2(f, block, end, at, &sink);
#endif
	if (!f->avx2 || *at + STEP + 8 >= block.len)
		sweep_plain(f, block, end, at, &sink);
	return sink.count;
}
