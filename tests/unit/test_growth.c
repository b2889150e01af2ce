/* A log that is read while it is written, in pieces cut anywhere: after each of them all that is
 * known of it is what reading its bytes for the first time gives. */
#include "testing.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "diagnosis/search.h"
#include "report/report.h"

#define ROUNDS 12
#define LARGE (3u << 19) /* three of the scanner's blocks */

static uint64_t random_state = 306;

static unsigned pick(unsigned below)
{
	random_state = random_state * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (unsigned)(random_state >> 33) % below;
}

struct grown {
	const struct library *library;
	char path[64];
	struct sv whole;
	size_t written;
	struct diagnosis *d;
	struct search *search;
	unsigned grew, anew; /* times it was read on, or from the beginning */
};

static int begin_library(void **state)
{
	*state = library_create(SOURCE_ROOT "/wizards", NULL, NULL, NULL);
	return *state ? 0 : -1;
}

static int end_library(void **state)
{
	library_destroy(*state);
	return 0;
}

/* ---- reading ---- */

/* NULL: the log is too short yet to be known. */
static struct diagnosis *read_whole(const struct grown *g)
{
	struct err err;
	enum log_platform platform;
	struct source *source = source_open(g->path, &err);
	if (!source)
		return NULL;
	if (!log_sniff(source, &platform, &err)) {
		source_close(source);
		return NULL;
	}
	struct diagnosis *d = diagnosis_create(g->library, library_guide_for(g->library, platform));
	struct case_options options = d->options;
	options.assigned_at = INT64_C(1500000000) * TIME_SECOND;
	options.log.has_zone = true;
	diagnosis_set_options(d, &options);
	d->background = pick(2);
	assert_true(diagnosis_open_log(d, source, &err));
	while (diagnosis_log_step(d, INT64_MAX))
		;
	diagnosis_judge(d);
	return d;
}

static void seek(struct grown *g)
{
	struct err err;
	if (!g->search)
		g->search = search_create(g->library, g->d->logs[0].log, SV("scep|log|e.n"),
			pick(3) ? 0 : pick(2000), &err);
	assert_non_null(g->search);
	while (search_step(g->search, INT64_MAX))
		;
}

static void begin_anew(struct grown *g)
{
	search_destroy(g->search);
	diagnosis_destroy(g->d);
	g->search = NULL;
	g->d = read_whole(g);
	g->anew++;
}

static void append(struct grown *g, size_t len)
{
	int fd = open(g->path, O_WRONLY | O_APPEND);
	len = len < g->whole.len - g->written ? len : g->whole.len - g->written;
	assert_int_equal(write(fd, g->whole.ptr + g->written, len), (ssize_t)len);
	close(fd);
	g->written += len;
}

static void read_on(struct grown *g)
{
	switch (g->d ? diagnosis_grow(g->d) : SOURCE_OTHER) {
	case SOURCE_OTHER:
		begin_anew(g);
		break;
	case SOURCE_GROWN:
		g->grew++;
		while (diagnosis_log_step(g->d, pick(2) ? INT64_MAX : 0))
			if (pick(2))
				diagnosis_judge(g->d); /* as whoever looks meanwhile */
		diagnosis_judge(g->d);
		break;
	default:
		fail_msg("%s has grown unseen", g->path);
	}
}

/* ---- comparing ---- */

static void same_text(struct sv a, struct sv b)
{
	if (!sv_eq(a, b))
		fail_msg("\"%.*s\" is not \"%.*s\"", SV_ARG(sv_sub(a, 0, 300)), SV_ARG(sv_sub(b, 0, 300)));
}

static void same_entry(struct log *a, struct log *b, uint64_t n, struct log_entry *one,
	struct log_entry *other)
{
	assert_int_equal(log_read(a, n, one), log_read(b, n, other));
	assert_int_equal(one->offset, other->offset);
	assert_int_equal(one->length, other->length);
	assert_int_equal(one->line, other->line);
	assert_int_equal(one->level, other->level);
	assert_int_equal(one->time.us, other->time.us);
	assert_int_equal(one->damaged, other->damaged);
	same_text(one->text, other->text);
	same_text(strbuf_sv(&one->raw), strbuf_sv(&other->raw));
}

/* The last ones, and some of the others. */
static void same_entries(struct log *a, struct log *b)
{
	struct log_entry one, other;
	uint64_t count = log_info(b)->entries, last = count < 100 ? count : 100;
	assert_int_equal(log_info(a)->entries, count);
	log_entry_init(&one);
	log_entry_init(&other);
	for (uint64_t i = 0; i < last; i++) {
		same_entry(a, b, count - 1 - i, &one, &other);
		same_entry(a, b, pick((unsigned)count), &one, &other);
	}
	log_entry_finish(&one);
	log_entry_finish(&other);
}

static void same_info(struct log *a, struct log *b)
{
	const struct log_info *one = log_info(a), *other = log_info(b);
	size_t damage = 0;
	autostrbuf said, fresh;
	strbuf_init(&said, STRBUF_LINE);
	strbuf_init(&fresh, STRBUF_LINE);
	assert_int_equal(one->size, other->size);
	assert_int_equal(one->first.us, other->first.us);
	assert_int_equal(one->last.us, other->last.us);
	same_text(one->first.text, other->first.text);
	same_text(one->last.text, other->last.text);
	assert_int_equal(one->saw_debug, other->saw_debug);
	assert_int_equal(one->overflow, other->overflow);
	while (log_damage(b, damage, &fresh))
		assert_true(log_damage(a, damage++, &said));
	assert_false(log_damage(a, damage, &said));
	same_text(strbuf_sv(&said), strbuf_sv(&fresh));
}

static void same_hits(struct grown *g, const struct diagnosis *fresh)
{
	struct grown again = *g;
	again.d = (struct diagnosis *)(uintptr_t)fresh;
	again.search = NULL;
	seek(g);
	seek(&again);
	uint64_t count = search_count(again.search);
	assert_int_equal(search_count(g->search), count);
	for (uint64_t i = 0; i < count; i += 1 + count / 500)
		assert_int_equal(search_at(g->search, i), search_at(again.search, i));
	assert_int_equal(search_at(g->search, count), SEARCH_NONE);
	search_destroy(again.search);
}

static void same_report(const struct diagnosis *a, const struct diagnosis *b)
{
	const struct report_options options = {.format = REPORT_JSON};
	autostrbuf one, other;
	strbuf_init(&one, STRBUF_RECORD);
	strbuf_init(&other, STRBUF_RECORD);
	report_write(a, &options, &one);
	report_write(b, &options, &other);
	assert_int_equal(a->findings_count, b->findings_count);
	assert_int_equal(a->logs[0].key_entries, b->logs[0].key_entries);
	assert_int_equal(a->logs[0].missing, b->logs[0].missing);
	assert_string_equal(one.ptr, other.ptr);
}

static void compare(struct grown *g)
{
	struct diagnosis *fresh = read_whole(g);
	assert_int_equal(!g->d, !fresh);
	if (!fresh)
		return;
	same_info(g->d->logs[0].log, fresh->logs[0].log);
	same_entries(g->d->logs[0].log, fresh->logs[0].log);
	same_report(g->d, fresh);
	same_hits(g, fresh);
	diagnosis_destroy(fresh);
}

/* ---- pieces ---- */

/* A few bytes, about as much as tells a start, or a good part of it all. */
static size_t piece(const struct grown *g)
{
	unsigned part = (unsigned)(g->whole.len / ROUNDS) + 1;
	switch (pick(4)) {
	case 0:
		return 1 + pick(30);
	case 1:
		return 1 + pick(1200);
	default:
		return 1 + pick(3 * part);
	}
}

static struct grown begin(void **state, struct sv whole)
{
	struct grown g = {.library = *state, .whole = whole};
	snprintf(g.path, sizeof(g.path), "/tmp/growth-XXXXXX");
	int fd = mkstemp(g.path);
	assert_true(fd >= 0);
	close(fd);
	return g;
}

static void end(struct grown *g)
{
	search_destroy(g->search);
	diagnosis_destroy(g->d);
	unlink(g->path);
}

static unsigned grow_in_pieces(void **state, struct sv whole)
{
	struct grown g = begin(state, whole);
	append(&g, pick((unsigned)whole.len));
	begin_anew(&g);
	while (g.written < whole.len) {
		append(&g, piece(&g));
		read_on(&g);
		compare(&g);
	}
	end(&g);
	return g.grew;
}

static const char *const files[] = {"made/android_OMADMLog_0_2024.log",
	"made/android_OMADMLog_0_2018.log", "source/android.log", "made/ios_console_tab_new.txt",
	"made/ios_log_show_default.txt", "forms/android/CloudExtension_0.log",
	"forms/ios/log_show.ndjson", "made/win_wevtutil_text.txt", "made/win_copy_en.txt"};

static void read_file(const char *name, struct strbuf *out)
{
	autostrbuf path;
	strbuf_init(&path, STRBUF_LINE);
	strbuf_addf(&path, "%s/%s", TEST_DATA, name);
	if (!file_read(path.ptr, out, NULL))
		fail_msg("%s cannot be read", path.ptr);
}

static void test_small(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		autostrbuf whole;
		unsigned grew = 0;
		strbuf_init(&whole, STRBUF_RECORD);
		read_file(files[i], &whole);
		for (unsigned round = 0; round < ROUNDS; round++)
			grew += grow_in_pieces(state, strbuf_sv(&whole));
		if (i < 5)
			assert_in_range(grew, ROUNDS, UINT32_MAX);
	}
}

/* The same records again and again, and between them some lines of no interest. */
static void make_large(const char *name, const char *filler, struct strbuf *out)
{
	autostrbuf part;
	strbuf_init(&part, STRBUF_RECORD);
	read_file(name, &part);
	while (out->len < LARGE) {
		strbuf_add(out, strbuf_sv(&part));
		for (unsigned i = pick(2000); i; i--)
			strbuf_addf(out, "%s %u\n", filler, pick(2) ? i : pick(UINT32_MAX));
	}
}

static void test_large(void **state)
{
	static const struct {
		const char *name, *filler;
	} large[] = {
		{"made/android_OMADMLog_0_2024.log",
			"2024-04-17T19:15:23.2350000\tVERB\tTag\t1\t2\tnothing of interest, but long"},
		{"made/ios_console_tab_new.txt",
			"default\t11:43:05.121217+0200\tprofiled\tnothing of interest, but long"},
	};
	for (size_t i = 0; i < ARRAY_LEN(large); i++) {
		autostrbuf whole;
		strbuf_init(&whole, STRBUF_RECORD);
		make_large(large[i].name, large[i].filler, &whole);
		for (unsigned round = 0; round < ROUNDS / 2; round++)
			assert_in_range(grow_in_pieces(state, strbuf_sv(&whole)), 1, UINT32_MAX);
	}
}

/* ---- no growth ---- */

static struct grown half(void **state, struct strbuf *whole)
{
	strbuf_init(whole, STRBUF_RECORD);
	read_file(files[0], whole);
	struct grown g = begin(state, strbuf_sv(whole));
	append(&g, whole->len / 2);
	begin_anew(&g);
	return g;
}

static void test_nothing_new(void **state)
{
	struct strbuf whole;
	struct grown g = half(state, &whole);
	assert_int_equal(diagnosis_grow(g.d), SOURCE_SAME);
	compare(&g);
	end(&g);
	strbuf_finish(&whole);
}

static void write_anew(const struct grown *g, char first, size_t len, int flags)
{
	int fd = open(g->path, O_WRONLY | O_CREAT | flags, 0600);
	assert_int_equal(write(fd, &first, 1), 1);
	assert_int_equal(write(fd, g->whole.ptr + 1, len - 1), (ssize_t)(len - 1));
	close(fd);
}

/* Shorter; as long, later; longer with another beginning, or end; another file in its place. */
static void test_another(void **state)
{
	for (unsigned way = 0; way < 5; way++) {
		struct strbuf whole;
		struct grown g = half(state, &whole);
		char last = '#';
		if (way == 0)
			assert_int_equal(truncate(g.path, (off_t)whole.len / 3), 0);
		if (way == 1) {
			usleep(20000);
			write_anew(&g, '#', whole.len / 2, 0);
		}
		if (way == 2)
			write_anew(&g, '#', whole.len, 0);
		if (way == 3) {
			write_anew(&g, *g.whole.ptr, whole.len, 0);
			int fd = open(g.path, O_WRONLY);
			assert_int_equal(pwrite(fd, &last, 1, (off_t)whole.len / 2 - 2), 1);
			close(fd);
		}
		if (way == 4) {
			unlink(g.path);
			write_anew(&g, *g.whole.ptr, whole.len, O_TRUNC);
		}
		assert_int_equal(diagnosis_grow(g.d), SOURCE_OTHER);
		end(&g);
		strbuf_finish(&whole);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_small, begin_library, end_library),
		cmocka_unit_test_setup_teardown(test_large, begin_library, end_library),
		cmocka_unit_test_setup_teardown(test_nothing_new, begin_library, end_library),
		cmocka_unit_test_setup_teardown(test_another, begin_library, end_library),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
