/* One pass over a log: where its entries are, whatever block they fall into, and which
 * hold what is looked for. The expectation is always the naive way, over the whole text. */
#include "testing.h"

#include <stdio.h>

#include "log/scan.h"
#include "logs.h"

#define BLOCK (512u << 10) /* of the scanner; its borders are where mistakes live */

/* ---- a made log, and where its entries are ---- */

struct made {
	struct strbuf text;
	size_t *offsets;
	size_t offsets_count, offsets_cap;
	unsigned random;
};

static void made_init(struct made *made)
{
	*made = (struct made){.random = 1};
	strbuf_init(&made->text, STRBUF_REPORT);
}

static void made_finish(struct made *made)
{
	strbuf_finish(&made->text);
	free(made->offsets);
}

static unsigned pick(struct made *made, unsigned below)
{
	made->random = made->random * 1103515245u + 12345u;
	return (made->random >> 16) % below;
}

static void begin_entry(struct made *made)
{
	vec_push(made, offsets, made->text.len);
}

static size_t entry_end(const struct made *made, size_t i)
{
	return i + 1 < made->offsets_count ? made->offsets[i + 1] : made->text.len;
}

static struct sv entry_bytes(const struct made *made, size_t i)
{
	size_t from = made->offsets[i];
	return sv_sub(strbuf_sv(&made->text), from, entry_end(made, i) - from);
}

typedef void add_fn(struct made *made, const char *message);

static void add_omadm(struct made *made, const char *message)
{
	begin_entry(made);
	strbuf_addf(&made->text, "2024-04-17T19:15:23.2350000\tINFO\tTag\t10824\t    2\t%s\r\n",
		message);
	for (unsigned lines = pick(made, 3); lines; lines--)
		strbuf_str(&made->text, lines == 2 ? "\t\tat a.b(:7)\r\n" : "\t\r\n");
}

static void add_ios(struct made *made, const char *message)
{
	begin_entry(made);
	strbuf_addf(&made->text, "debug\t21:28:47.030769-0500\tprofiled\t%s\n", message);
	for (unsigned lines = pick(made, 3); lines; lines--)
		strbuf_str(&made->text, lines == 2 ? "    Domain : MCSCEPErrorDomain\n" : "\n");
}

static void add_winxml(struct made *made, const char *message)
{
	static const char *const between[] = {"", "\r\n", "\n \n"};
	if (!made->offsets_count)
		strbuf_str(&made->text, "<?xml version=\"1.0\"?>\r\n<Events>");
	begin_entry(made);
	strbuf_addf(&made->text, "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/"
		"event'><System><EventID>306</EventID></System><EventData>%s</EventData></Event>"
		"%s", message, between[pick(made, ARRAY_LEN(between))]);
}

static void add_wintext(struct made *made, const char *message)
{
	begin_entry(made);
	if (pick(made, 2))
		strbuf_addf(&made->text, "Event[%u]:\r\n  Log Name: A/B\r\n",
			(unsigned)made->offsets_count);
	else
		strbuf_str(&made->text, "Log Name: A/B\r\nSource: S\r\n");
	strbuf_addf(&made->text, "  Event ID: 306\r\n  Level: Error\r\n  Description: \r\n%s\r\n"
		"Event ID: none here\r\n\r\n", message);
}

/* ---- what must come out ---- */

static size_t length_of(const struct log_info *info, struct sv bytes)
{
	size_t end = sv_find(bytes, SV("</Event>"));
	if (!strcmp(info->format, "event-xml"))
		return end + strlen("</Event>");
	while (bytes.len && memchr("\r\n \t", bytes.ptr[bytes.len - 1], 4))
		bytes.len--;
	return bytes.len;
}

static uint64_t feeds(struct sv text)
{
	uint64_t count = 0;
	for (size_t at; (at = sv_chr(text, '\n')) != SV_NPOS; text = sv_from(text, at + 1))
		count++;
	return count;
}

static uint64_t line_of(const struct made *made, size_t i)
{
	return 1 + feeds(sv_sub(strbuf_sv(&made->text), 0, made->offsets[i]));
}

static void check_entry(struct log *log, const struct made *made, size_t i,
	struct log_entry *entry)
{
	assert_true(log_read(log, i, entry));
	assert_int_equal(entry->n, i);
	assert_int_equal(entry->offset, made->offsets[i]);
	assert_int_equal(entry->length, length_of(log_info(log), entry_bytes(made, i)));
	assert_false(entry->damaged);
	assert_false(entry->cut);
	assert_memory_equal(entry->raw.ptr, made->text.ptr + entry->offset, entry->length);
}

static void check_in_order(struct log *log, const struct made *made)
{
	struct log_entry entry;
	uint64_t line = 1, at = 0;
	log_entry_init(&entry);
	for (size_t i = 0; i < made->offsets_count; i++) {
		check_entry(log, made, i, &entry);
		line += feeds(sv_sub(strbuf_sv(&made->text), at, entry.offset - at));
		at = entry.offset;
		assert_int_equal(entry.line, line);
	}
	log_entry_finish(&entry);
}

/* Backwards, and here and there: an entry is the same however one comes to it. */
static void check_access(struct log *log, struct made *made)
{
	struct log_entry entry;
	size_t count = made->offsets_count;
	log_entry_init(&entry);
	for (size_t i = count; i > 0 && i + 300 > count; i--)
		check_entry(log, made, i - 1, &entry);
	for (int n = 0; n < 100; n++) {
		size_t i = pick(made, (unsigned)count);
		check_entry(log, made, i, &entry);
		if (n < 5)
			assert_int_equal(entry.line, line_of(made, i));
	}
	assert_false(log_read(log, count, &entry));
	assert_false(log_read(log, UINT64_MAX, &entry));
	log_entry_finish(&entry);
}

static bool holds_one(struct sv bytes, const struct log_options *options)
{
	for (size_t i = 0; i < options->literals_count; i++)
		if (sv_has(bytes, options->literals[i]))
			return true;
	return options->literals_count == 0;
}

static size_t check_hits(struct log *log, const struct made *made,
	const struct log_options *options)
{
	uint64_t cursor = 0, n;
	size_t hits = 0;
	for (size_t i = 0; i < made->offsets_count; i++) {
		if (!holds_one(entry_bytes(made, i), options))
			continue;
		assert_true(log_next_hit(log, &cursor, &n));
		assert_int_equal(n, i);
		hits++;
	}
	assert_false(log_next_hit(log, &cursor, &n));
	return hits;
}

static const struct sv literals[] = {{"SCEP cert", 9}, {"ModelName", 9}, {"q", 1}};

static size_t check(struct made *made, bool access)
{
	struct log_options options = {.literals = literals, .literals_count = ARRAY_LEN(literals)};
	struct err err = {0};
	struct log *log = log_from(strbuf_sv(&made->text), &options, &err);
	assert_non_null(log);
	assert_int_equal(log_info(log)->entries, made->offsets_count);
	size_t hits = check_hits(log, made, &options);
	check_in_order(log, made);
	if (access)
		check_access(log, made);
	log_close(log);
	return hits;
}

/* ---- blocks ---- */

static const char *const messages[] = {"a", "the SCEP cert is", "ModelName=AC_1 ModelName", "q",
	"Model Name SCEP  cert", "SCEP certSCEP certModelNameq", ""};

/* One entry of which the message, all x, reaches up to the size. */
static void add_filled(struct made *made, add_fn *add, size_t size)
{
	size_t len = size - made->text.len;
	autofree char *message = xcalloc(1, len + 1);
	memset(message, 'x', len);
	add(made, message);
}

static void add_random(struct made *made, add_fn *add, size_t size)
{
	while (made->text.len < size)
		add(made, messages[pick(made, ARRAY_LEN(messages))]);
}

/* More than four blocks of random entries. */
static void entries_do_not_depend_on_blocks(void **state)
{
	(void)state;
	static add_fn *const forms[] = {add_omadm, add_ios, add_winxml, add_wintext};
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		struct made made;
		made_init(&made);
		add_random(&made, forms[i], 4 * BLOCK + 100000);
		assert_true(check(&made, true) > 100);
		made_finish(&made);
	}
}

/* Takes away the byte before the place; all entries but the first are behind it. */
static void drop_byte(struct made *made, size_t before)
{
	char *at = made->text.ptr + before;
	memmove(at - 1, at, made->text.len - before);
	made->text.len--;
	for (size_t i = 1; i < made->offsets_count; i++)
		made->offsets[i]--;
}

/* The same few entries around the border between two blocks, moved on byte by byte: every
 * line feed, entry start and literal stands on the border once. */
static void borders_fall_everywhere(void **state)
{
	(void)state;
	static add_fn *const forms[] = {add_omadm, add_ios, add_winxml, add_wintext};
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		struct made made;
		made_init(&made);
		forms[i](&made, "first");
		while (made.text.len < BLOCK - 100)
			strbuf_char(&made.text, 'x'); /* a line below it */
		size_t tail = made.text.len;
		strbuf_char(&made.text, '\n');
		for (size_t n = 1; n < 10; n++)
			forms[i](&made, messages[n % ARRAY_LEN(messages)]);
		for (size_t shift = 0; shift < 700; shift++) {
			check(&made, false);
			drop_byte(&made, tail--);
		}
		made_finish(&made);
	}
}

static void lines_of_megabytes_are_entries(void **state)
{
	(void)state;
	struct made made;
	struct sv bytes;
	made_init(&made);
	add_random(&made, add_omadm, 100000);
	add_filled(&made, add_omadm, made.text.len + (3u << 20));
	add_omadm(&made, "the SCEP cert is");
	add_filled(&made, add_omadm, made.text.len + (3u << 20));
	strbuf_str(&made.text, "ModelName"); /* the last line, without line feed */
	size_t hits = check(&made, true);
	bytes = entry_bytes(&made, made.offsets_count - 1);
	assert_true(sv_has(bytes, literals[1]));
	assert_true(hits > 2);
	made_finish(&made);
}

static void longer_entries_are_cut(void **state)
{
	(void)state;
	struct made made;
	struct log_entry entry;
	made_init(&made);
	add_filled(&made, add_omadm, LOG_ENTRY_MAX + 1000000);
	add_omadm(&made, "next");
	struct log *log = log_from(strbuf_sv(&made.text), NULL, NULL);
	log_entry_init(&entry);
	assert_int_equal(log_info(log)->entries, 2);
	assert_true(log_read(log, 0, &entry));
	assert_true(entry.cut);
	assert_false(entry.damaged);
	assert_int_equal(entry.length, made.offsets[1]);
	assert_int_equal(entry.raw.len, LOG_ENTRY_MAX);
	assert_sv(entry.origin, "Tag");
	assert_true(log_read(log, 1, &entry));
	assert_false(entry.cut);
	assert_sv(entry.text, "next");
	log_entry_finish(&entry);
	log_close(log);
	made_finish(&made);
}

/* More hits than are kept: it must be told, for the evidence is no longer all there. */
static void too_many_hits_are_told(void **state)
{
	(void)state;
	struct made made;
	made_init(&made);
	struct log_options options = {.literals = literals + 2, .literals_count = 1};
	while (made.offsets_count < SCAN_HITS_MAX) {
		begin_entry(&made);
		strbuf_str(&made.text, "info\t00:00:00+0000\tp\tq\n");
	}
	for (int more = 0; more < 2; more++) {
		struct log *log = log_from(strbuf_sv(&made.text), &options, NULL);
		assert_int_equal(log_info(log)->entries, SCAN_HITS_MAX + more);
		assert_int_equal(log_info(log)->overflow, more);
		log_close(log);
		strbuf_str(&made.text, "info\t00:00:00+0000\tp\tq\n");
	}
	made_finish(&made);
}

/* ---- beginnings and ends ---- */

#define E1 "2024-04-17T19:15:23.2350000\tINFO\tT\t1\t    2\tone"
#define E2 "2024-04-17T19:15:24.2350000\tVERB\tT\t1\t    2\ttwo"

static const struct {
	const char *text;
	size_t count;
	struct { const char *raw; uint64_t line; } entries[4];
} shapes[] = {
	{E1 "\n" E2 "\n", 2, {{E1, 1}, {E2, 2}}},
	{E1 "\r\n" E2 "\r\n", 2, {{E1, 1}, {E2, 2}}},
	{E1 "\r\n" E2, 2, {{E1, 1}, {E2, 2}}},
	{E1, 1, {{E1, 1}}},
	{E1 "\n\n\n", 1, {{E1, 1}}},
	{E1 "\r\n\t\r\n\tat x\r\n" E2 "\r\n", 2, {{E1 "\r\n\t\r\n\tat x", 1}, {E2, 4}}},
	{"\xef\xbb\xbf" E1 "\n" E2 "\n", 2, {{E1, 1}, {E2, 2}}},
	{"\n\r\n \t\n" E1 "\n", 1, {{E1, 4}}},
	{"\xef\xbb\xbf\n" E1 "\n", 1, {{E1, 2}}},
	/* cut in front: what is left of the first entry is an entry */
	{"rest of one\n\tand more\n" E1 "\n", 2, {{"rest of one\n\tand more", 1}, {E1, 3}}},
	{"\n\n\tat a.b(:1)\n\n" E1 "\n", 2, {{"\tat a.b(:1)", 3}, {E1, 5}}},
	{"NUL\n" E1 "\n\n" E2 " \t", 3, {{"NUL", 1}, {E1, 2}, {E2, 4}}},
};

static void beginnings_and_ends(void **state)
{
	(void)state;
	struct log_entry entry;
	log_entry_init(&entry);
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		struct log *log = log_from(sv_str(shapes[i].text), NULL, NULL);
		assert_non_null(log);
		assert_int_equal(log_info(log)->entries, shapes[i].count);
		for (size_t n = 0; n < shapes[i].count; n++) {
			const char *raw = shapes[i].entries[n].raw;
			assert_true(log_read(log, n, &entry));
			assert_sv(strbuf_sv(&entry.raw), raw);
			assert_int_equal(entry.offset, strstr(shapes[i].text, raw) - shapes[i].text);
			assert_int_equal(entry.length, strlen(raw));
			assert_int_equal(entry.line, shapes[i].entries[n].line);
		}
		log_close(log);
	}
	log_entry_finish(&entry);
}

static void info_sums_up(void **state)
{
	(void)state;
	struct log *log = log_from(SV("rest\n" E1 "\n" E2 "\nTime\tINFO\tT\t1\t2\tthree\n"), NULL,
		NULL);
	const struct log_info *info = log_info(log);
	char hash[65];
	assert_string_equal(info->path, "a.log");
	assert_string_equal(info->format, "omadm");
	assert_string_equal(info->encoding, "utf-8");
	assert_int_equal(info->platform, LOG_ANDROID);
	assert_int_equal(info->size, strlen("rest\n" E1 "\n" E2 "\nTime\tINFO\tT\t1\t2\tthree\n"));
	assert_int_equal(info->entries, 4);
	assert_true(info->saw_debug);
	assert_false(info->overflow);
	assert_sv(info->first.text, "2024-04-17T19:15:23.2350000");
	assert_sv(info->last.text, "Time"); /* as printed, even if it is none */
	assert_int_equal(info->last.us, TIME_NONE);
	assert_int_equal(info->last.zone, ZONE_UNKNOWN);
	assert_true(log_progress(log) >= 1.0);
	log_hash(log, hash);
	assert_string_equal(hash,
		"529907494b081d30325db2335c1f556b9fb62f94539463cf068fc7109e5539b3");
	log_close(log);
	log = log_from(SV(E1 "\n"), NULL, NULL);
	assert_false(log_info(log)->saw_debug);
	assert_int_equal(log_info(log)->first.us, log_info(log)->last.us);
	log_close(log);
}

static void encodings_are_named(void **state)
{
	(void)state;
	static const struct { const char *text, *encoding; } rows[] = {
		{E1 " \xc3\xa9", "utf-8"}, {"\xef\xbb\xbf" E1, "utf-8-bom"},
		{E1 " \xe9t\xe9", "cp1252"}, {E1 "\xe2\x82", "utf-8"}, /* cut by the end */
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct log *log = log_from(sv_str(rows[i].text), NULL, NULL);
		assert_string_equal(log_info(log)->encoding, rows[i].encoding);
		log_close(log);
	}
}

/* ---- the clock without date ---- */

static void midnight_begins_a_day(void **state)
{
	(void)state;
	static const struct { const char *clock, *time; } rows[] = {
		{"23:59:58.000000-0500", "2024-08-21T04:59:58Z"},
		{"23:59:59.500000-0500", "2024-08-21T04:59:59.5Z"},
		{"00:00:00.000000-0500", "2024-08-21T05:00:00Z"},
		{"23:00:00.000000-0500", "2024-08-22T04:00:00Z"},
		{"22:59:00.000000-0500", "2024-08-22T03:59:00Z"}, /* a little back: same day */
		{"00:00:01.000000-0500", "2024-08-22T05:00:01Z"},
	};
	char time[TIME_TEXT_MAX];
	struct log_entry entry;
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		strbuf_addf(&text, "info\t%s\tp\tm\n", rows[i].clock);
	struct log_options options = {.has_date = true,
		.date = {.year = 2024, .month = 8, .day = 20}};
	struct log *log = log_from(strbuf_sv(&text), &options, NULL);
	log_entry_init(&entry);
	for (size_t i = ARRAY_LEN(rows); i-- > 0;) {
		assert_true(log_read(log, i, &entry));
		assert_string_equal(time_rfc3339(entry.time.us, time), rows[i].time);
		assert_int_equal(entry.time.zone, ZONE_OFFSET);
	}
	log_close(log);
	log = log_from(strbuf_sv(&text), NULL, NULL); /* no date given: none invented */
	assert_true(log_read(log, 0, &entry));
	assert_int_equal(entry.time.us, TIME_NONE);
	assert_sv(entry.time.text, rows[0].clock);
	log_entry_finish(&entry);
	log_close(log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_do_not_depend_on_blocks),
		cmocka_unit_test(borders_fall_everywhere),
		cmocka_unit_test(lines_of_megabytes_are_entries),
		cmocka_unit_test(longer_entries_are_cut),
		cmocka_unit_test(too_many_hits_are_told),
		cmocka_unit_test(beginnings_and_ends),
		cmocka_unit_test(info_sums_up),
		cmocka_unit_test(encodings_are_named),
		cmocka_unit_test(midnight_begins_a_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
