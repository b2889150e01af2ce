#include "finder.h"

#include <string.h>

#include "base/cpu.h"
#include "finder_tables.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define HAS_WIDE_CODE 1
#endif

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

#ifdef HAS_WIDE_CODE
#define AVX2 __attribute__((target("avx2,bmi")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi,bmi")))

/* What stands in one step, in order. */
static void take_step(const struct finder *f, struct sv block, size_t at, uint64_t feeds,
	uint64_t places, const unsigned char buckets[static STEP], struct sink *sink)
{
	for (uint64_t all = feeds | places; all; all &= all - 1) {
		unsigned i = (unsigned)__builtin_ctzll(all);
		if (feeds >> i & 1)
			sink->marks[sink->count++] = (finder_mark)((at + i) * 2);
		if (places >> i & 1)
			verify(f, block, at + i, buckets[i], sink);
	}
}

static inline void add_feeds(uint64_t feeds, size_t at, struct sink *sink)
{
	for (; feeds; feeds &= feeds - 1)
		sink->marks[sink->count++] =
			(finder_mark)((at + (unsigned)__builtin_ctzll(feeds)) * 2);
}

/* Behind this a step would look past the block. */
static size_t last_step(struct sv block, size_t end)
{
	size_t last = block.len > STEP + 8 ? block.len - STEP - 8 : 0;
	return end < last ? end : last;
}

/* -- by half bytes: a table of 16 for each -- */

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

AVX2 static void take_halves(const struct finder *f, struct sv block, size_t at, uint64_t feeds,
	__m256i low, __m256i high, struct sink *sink)
{
	unsigned char buckets[STEP];
	_mm256_storeu_si256((void *)buckets, low);
	_mm256_storeu_si256((void *)(buckets + 32), high);
	take_step(f, block, at, feeds, ~equal_bits(low, high, _mm256_setzero_si256()), buckets, sink);
}

__attribute__((always_inline)) AVX2 static inline void sweep_halves(const struct finder *f,
	struct sv block, size_t end, size_t *at, struct sink *sink, bool ascii)
{
	struct tables t;
	const __m256i feed = _mm256_set1_epi8('\n');
	size_t i = *at;
	for (size_t j = 0; j < WINDOW; j++) {
		t.low[j] = both_halves(f->low[j]);
		t.high[j] = both_halves(f->high[j]);
	}
	for (; i < end && sink->count <= f->most; i += STEP) {
		const char *p = block.ptr + i;
		__m256i a = load(p), b = load(p + 32);
		__m256i low = buckets_of(&t, p, a, ascii), high = buckets_of(&t, p + 32, b, ascii);
		__m256i any = _mm256_or_si256(low, high);
		uint64_t feeds = equal_bits(a, b, feed);
		if (!_mm256_testz_si256(any, any))
			take_halves(f, block, i, feeds, low, high, sink);
		else if (feeds)
			add_feeds(feeds, i, sink);
	}
	*at = i;
}

AVX2 static void sweep_avx2(const struct finder *f, struct sv block, size_t end, size_t *at,
	struct sink *sink)
{
	if (f->ascii)
		sweep_halves(f, block, end, at, sink, true);
	else
		sweep_halves(f, block, end, at, sink, false);
}

/* -- by six bits: a table of 64 in one register -- */

AVX512 static inline __m512i load_wide(const void *at)
{
	return _mm512_loadu_si512(at);
}

AVX512 static void take_wide(const struct finder *f, struct sv block, size_t at, uint64_t feeds,
	uint64_t places, __m512i found, struct sink *sink)
{
	unsigned char buckets[STEP];
	_mm512_storeu_si512(buckets, found);
	take_step(f, block, at, feeds, places, buckets, sink);
}

AVX512 static void sweep_avx512(const struct finder *f, struct sv block, size_t end, size_t *at,
	struct sink *sink)
{
	const __m512i first = load_wide(f->six[0]), second = load_wide(f->six[1]),
		third = load_wide(f->six[2]), feed = load_wide(f->feeds);
	size_t i = *at;
	for (; i < end && sink->count <= f->most; i += STEP) {
		const char *p = block.ptr + i;
		__m512i bytes = load_wide(p);
		__m512i found = _mm512_and_si512(_mm512_permutexvar_epi8(bytes, first),
			_mm512_and_si512(_mm512_permutexvar_epi8(load_wide(p + 1), second),
				_mm512_permutexvar_epi8(load_wide(p + 2), third)));
		uint64_t places = _mm512_test_epi8_mask(found, found);
		uint64_t feeds = _mm512_cmpeq_epi8_mask(bytes, feed);
		if (places)
			take_wide(f, block, i, feeds, places, found, sink);
		else if (feeds)
			add_feeds(feeds, i, sink);
	}
	*at = i;
}
#endif

bool sweep_can(enum finder_way way)
{
#ifdef HAS_WIDE_CODE
	if (way == FINDER_AVX512)
		return cpu_has_avx512_bytes();
	if (way == FINDER_AVX2)
		return cpu_has_avx2();
#endif
	return way == FINDER_PLAIN;
}

/* ---- all of it ---- */

#define PIECE (16u << 10) /* what a sweep finds in it is still in the first cache */

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
	if (end - *at > PIECE)
		end = *at + PIECE;
#ifdef HAS_WIDE_CODE
	size_t last = last_step(block, end);
	if (f->way == FINDER_AVX512)
		sweep_avx512(f, block, last, at, &sink);
	else if (f->way == FINDER_AVX2)
		sweep_avx2(f, block, last, at, &sink);
#endif
	if (f->way == FINDER_PLAIN || *at + STEP + 8 >= block.len)
		sweep_plain(f, block, end, at, &sink);
	return sink.count;
}
