/* Many texts in one pass: each way this processor can go against looking at every place. */
#include "testing.h"

#include <string.h>

#include "log/finder.h"

#define BEHIND 40

struct random {
	uint64_t state;
};

static unsigned pick(struct random *r, unsigned below)
{
	r->state = r->state * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (unsigned)(r->state >> 33) % below;
}

static unsigned char lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

static bool begins(struct sv block, size_t at, struct sv text, bool fold)
{
	text = sv_sub(text, 0, FINDER_TEXT_MAX);
	if (!text.len || text.len > block.len - at)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char a = (unsigned char)block.ptr[at + i], b = (unsigned char)text.ptr[i];
		if (fold ? lower(a) != lower(b) : a != b)
			return false;
	}
	return true;
}

/* Which places a finder marks: 1 a line feed, 2 a text. */
static void marked(const struct finder *finder, struct sv block, size_t to, unsigned char *out)
{
	finder_mark marks[FINDER_MARKS];
	size_t at = 0, last_feed = 0;
	while (!finder_done(finder, block, to, at)) {
		size_t count = finder_sweep(finder, block, to, &at, marks);
		for (size_t i = 0; i < count; i++) {
			size_t place = marks[i] >> 1;
			assert_true(place < block.len);
			if (!(marks[i] & 1)) {
				assert_true(!last_feed || place > last_feed - 1);
				last_feed = place + 1;
			}
			if (place < to)
				out[place] |= marks[i] & 1 ? 2 : 1;
		}
	}
}

static void check_way(const struct finder *finder, const struct sv *texts, size_t count,
	bool fold, struct sv block, size_t to)
{
	autofree unsigned char *found = xcalloc(block.len + 1, 1);
	marked(finder, block, to, found);
	for (size_t at = 0; at < to && at < block.len; at++) {
		uint64_t wanted = 0;
		for (size_t i = 0; i < count; i++)
			wanted |= (uint64_t)begins(block, at, texts[i], fold) << i;
		assert_int_equal(finder_at(finder, block, at), wanted);
		assert_int_equal(found[at], (wanted ? 2 : 0) | (block.ptr[at] == '\n'));
	}
}

static void check_block(const struct sv *texts, size_t count, bool fold, struct sv block, size_t to,
	struct sv sample)
{
	static const enum finder_way ways[] = {FINDER_PLAIN, FINDER_AVX2, FINDER_AVX512};
	struct finder *finder = finder_create(texts, count, fold, sample, false);
	for (size_t i = 0; i < ARRAY_LEN(ways); i++)
		if (finder_go(finder, ways[i]))
			check_way(finder, texts, count, fold, block, to);
	finder_destroy(finder);
}

/* A block of few different bytes, in which texts are cut out of it: they overlap, begin at each
 * other's ends, and stand at both ends of it. */
static void equal_on_random_blocks(void **state)
{
	(void)state;
	struct random r = {306};
	static const char letters[] = "aAbB\n \xc3\xa9\xff-_";
	char bytes[700];
	for (int round = 0; round < 3000; round++) {
		struct sv texts[FINDER_MAX], block = {bytes, pick(&r, sizeof(bytes))};
		unsigned kinds = 1 + pick(&r, sizeof(letters) - 1);
		for (size_t i = 0; i < block.len; i++)
			bytes[i] = letters[pick(&r, kinds)];
		size_t count = pick(&r, 21);
		for (size_t i = 0; i < count; i++)
			texts[i] = sv_sub(block, pick(&r, (unsigned)block.len + 1),
				pick(&r, pick(&r, 10) ? 9 : FINDER_TEXT_MAX + 3));
		check_block(texts, count, pick(&r, 2), block,
			pick(&r, 4) ? pick(&r, (unsigned)block.len + 1) : block.len,
			pick(&r, 2) ? block : SV_EMPTY);
	}
}

/* Every place is a hit of every text, more than a sweep has room for. */
static void equal_where_all_is_a_hit(void **state)
{
	(void)state;
	struct sv texts[FINDER_MAX];
	char bytes[9000];
	memset(bytes, 'a', sizeof(bytes));
	for (size_t i = 0; i < FINDER_MAX; i++)
		texts[i] = (struct sv){bytes, 1 + i};
	check_block(texts, FINDER_MAX, false, (struct sv){bytes, sizeof(bytes)}, sizeof(bytes),
		SV_EMPTY);
	memset(bytes, '\n', sizeof(bytes));
	check_block(texts, FINDER_MAX, true, (struct sv){bytes, sizeof(bytes)}, sizeof(bytes) - BEHIND,
		SV_EMPTY);
}

/* What the guides look for, in lines like those of a log. */
static void finds_what_guides_look_for(void **state)
{
	(void)state;
	struct random r = {307};
	static const struct sv texts[] = {{"<SyncML", 7}, {"ModelName=AC_", 13}, {"NDESUrl", 7},
		{"SCEP cert '", 11}, {"SCEP", 4}, {"\xc3\xa9t\xc3\xa9", 5}, {"", 0}, {"=", 1}};
	char bytes[6000];
	struct sv block = {bytes, sizeof(bytes)};
	for (size_t i = 0; i < sizeof(bytes);) {
		struct sv part = texts[pick(&r, ARRAY_LEN(texts))];
		size_t len = pick(&r, 2) ? part.len : pick(&r, (unsigned)part.len + 1);
		for (size_t j = 0; j < len && i < sizeof(bytes); j++)
			bytes[i++] = part.ptr[j];
		if (i < sizeof(bytes))
			bytes[i++] = pick(&r, 3) ? ' ' : '\n';
	}
	check_block(texts, ARRAY_LEN(texts), false, block, sizeof(bytes) - BEHIND, block);
	check_block(texts, ARRAY_LEN(texts), true, block, sizeof(bytes) - BEHIND, block);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_on_random_blocks),
		cmocka_unit_test(equal_where_all_is_a_hit),
		cmocka_unit_test(finds_what_guides_look_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
