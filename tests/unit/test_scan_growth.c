/* A scan that goes on where its source has grown knows what a scan of the whole knows, even of a
 * form that looks as far ahead and above as it may; and what it calls settled stays. */
#include "testing.h"

#include <string.h>

#include "log/scan.h"
#include "logs.h"

#define BLOCK (512u << 10)
#define SIZE (2 * BLOCK + BLOCK / 2)
#define ROUNDS 20

static uint64_t random_state = 306;

static unsigned pick(unsigned below)
{
	random_state = random_state * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (unsigned)(random_state >> 33) % below;
}

/* ---- a form ---- */

static bool starts(struct sv head, struct sv before)
{
	(void)before;
	return sv_starts(head, SV("E")) && sv_chr(sv_sub(head, 0, LOG_HEAD_MAX), '!') == SV_NPOS;
}

static bool starts_below(struct sv head, struct sv before)
{
	return starts(head, before) && !sv_starts(before, SV("-"));
}

/* "E07": the hour */
static void head_of(struct sv head, enum log_level *ret_level, int64_t *ret_clock_us)
{
	*ret_level = sv_has(sv_sub(head, 0, 8), SV("d")) ? LEVEL_DEBUG : LEVEL_INFO;
	int hour = head.len > 2 ? (head.ptr[1] - '0') * 10 + head.ptr[2] - '0' : -1;
	*ret_clock_us = hour < 0 ? -1 : hour * 3600 * TIME_SECOND;
}

static const struct log_format far = {.name = "far", .cue = {"\n", 1}, .starts = starts,
	.head = head_of};
static const struct log_format above = {.name = "above", .cue = {"\n", 1}, .looks_above = true,
	.starts = starts_below, .head = head_of, .preamble_is_entry = true};

static const struct sv texts[] = {{"needle", 6}, {"hay", 3}};
static const struct log_options options = {.literals = texts, .literals_count = ARRAY_LEN(texts)};

static void make_text(struct strbuf *out)
{
	unsigned hour = 0;
	strbuf_init(out, 2 * SIZE);
	strbuf_str(out, "before all\n");
	while (out->len < SIZE) {
		hour = pick(500) ? hour : pick(24);
		strbuf_addf(out, "%s%02u%.*s%s%s\n", pick(3) ? "E" : pick(2) ? "-" : "x", hour,
			(int)pick(90), "....................................................................."
			"....................", pick(40) ? "" : "needle", pick(60) ? "" : "!");
		if (!pick(30))
			strbuf_str(out, "hay d\n\n");
	}
}

/* ---- comparing ---- */

static struct scan *scan_of(struct source *source, const struct log_format *format)
{
	struct scan *scan = scan_create(source, format, (struct scan_from){0}, &options);
	while (scan_step(scan))
		;
	return scan;
}

static void same_place(struct scan *a, struct scan *b, uint64_t n)
{
	struct scan_place one, other;
	assert_true(scan_place(a, n, &one));
	assert_true(scan_place(b, n, &other));
	assert_int_equal(one.off, other.off);
	assert_int_equal(one.end, other.end);
	assert_int_equal(one.line, other.line);
	assert_int_equal(scan_midnights(a, n), scan_midnights(b, n));
}

static void same_hit(struct scan *a, struct scan *b, size_t i)
{
	struct scan_place one = scan_hit_place(a, i), other = scan_hit_place(b, i);
	assert_int_equal(scan_hit(a, i), scan_hit(b, i));
	assert_int_equal(one.off, other.off);
	assert_int_equal(one.end, other.end);
	assert_int_equal(one.line, other.line);
}

static void compare(struct scan *grown, struct scan *fresh)
{
	uint64_t count = scan_count(fresh);
	assert_int_equal(scan_count(grown), count);
	assert_int_equal(scan_lines(grown), scan_lines(fresh));
	assert_int_equal(scan_position(grown), scan_position(fresh));
	assert_int_equal(scan_saw_debug(grown), scan_saw_debug(fresh));
	assert_int_equal(scan_settled(grown), scan_settled(fresh));
	for (uint64_t n = count; n-- > 0 && n + 200 > count;)
		same_place(grown, fresh, n);
	for (unsigned i = 0; count && i < 100; i++)
		same_place(grown, fresh, pick((unsigned)count));
	assert_int_equal(scan_hits(grown), scan_hits(fresh));
	for (size_t i = 0; i < scan_hits(fresh); i++)
		same_hit(grown, fresh, i);
}

/* ---- growing ---- */

/* Anywhere, or about the end of a block. */
static size_t next_size(size_t size, size_t whole)
{
	size_t at = size + 1 + (pick(3) ? pick(BLOCK) : pick(700));
	size_t edge = (size / BLOCK + 1) * BLOCK - 700 + pick(1400);
	at = pick(2) && edge > size ? edge : at;
	return at < whole ? at : whole;
}

/* Those that must be the same once more was appended. */
struct settled {
	uint64_t entries;
	size_t hits;
	struct scan_place last;
};

static struct settled settled_of(struct scan *scan)
{
	struct settled settled = {.entries = scan_settled(scan)};
	while (settled.hits < scan_hits(scan) && scan_hit(scan, settled.hits) < settled.entries)
		settled.hits++;
	if (settled.entries)
		assert_true(scan_place(scan, settled.entries - 1, &settled.last));
	return settled;
}

static void stays(const struct settled *before, struct scan *now)
{
	struct settled settled = {.entries = before->entries};
	while (settled.hits < scan_hits(now) && scan_hit(now, settled.hits) < before->entries)
		settled.hits++;
	assert_int_equal(settled.hits, before->hits);
	if (!before->entries)
		return;
	assert_true(scan_place(now, before->entries - 1, &settled.last));
	assert_int_equal(settled.last.off, before->last.off);
	assert_int_equal(settled.last.end, before->last.end);
}

static void grow(const struct strbuf *text, const struct log_format *format)
{
	struct source *source = source_memory("a.log", sv_dup(strbuf_sv(text)), text->len);
	size_t size = next_size(pick(2) ? 0 : BLOCK / 2, text->len);
	source_set_size(source, size);
	struct scan *grown = scan_of(source, format);
	while (size < text->len) {
		struct settled settled = settled_of(grown);
		size = next_size(size, text->len);
		source_set_size(source, size);
		scan_grow(grown);
		while (scan_step(grown))
			;
		struct scan *fresh = scan_of(source, format);
		compare(grown, fresh);
		stays(&settled, grown);
		scan_destroy(fresh);
	}
	scan_destroy(grown);
	source_close(source);
}

static void test_growth(void **state)
{
	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct strbuf text;
		make_text(&text);
		grow(&text, &far);
		grow(&text, &above);
		strbuf_finish(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_growth)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
