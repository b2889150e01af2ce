/* Apple's log as JSON: objects in lines and arrays, what other readers of it write, and what
 * damage does to them. */
#include "testing.h"

#include "ios_rows.h"

static const struct form_row json_rows[] = {
	{EVENT("Debug", "a\\/b \\u201cc\\u201d\\n{\\\"traceID\\\":1}") "\n", 1, 0, D, D_UTC, "Debug",
		LEVEL_DEBUG, "profiled", "a/b “c”\n{\"traceID\":1}"},
	{EVENT("Default", "m") "\r\n" EVENT("Default", "n") "\r\n{\"count\":2,\"finished\":1}\n", 2,
		1, D, D_UTC, "Default", LEVEL_INFO, "profiled", "n"},
	{"Filtering the log data using \"x\"\n" EVENT("Error", "m"), 1, 0, D, D_UTC, "Error",
		LEVEL_ERROR, "profiled", "m"},
	/* a text that only looks like a level */
	{EVENT("Info", "\\\"messageType\\\":\\\"Debug\\\""), 1, 0, D, D_UTC, "Info", LEVEL_INFO,
		"profiled", "\"messageType\":\"Debug\""},
	/* arrays, as wide as they come */
	{"[" EVENT("Info", "m") "," EVENT("Info", "n") "]", 2, 1, D, D_UTC, "Info", LEVEL_INFO,
		"profiled", "n"},
	{"[\n  " EVENT("Info", "m") ",\n  " EVENT("Info", "n") "\n]\n", 2, 0, D, D_UTC, "Info",
		LEVEL_INFO, "profiled", "m"},
	{"[{\n  \"traceID\" : 1,\n  \"eventMessage\" : \"m [{\",\n  \"messageType\" : \"Debug\",\n"
	 "  \"backtrace\" : {\n    \"frames\" : [\n      {\n        \"imageOffset\" : 1\n      }\n"
	 "    ]\n  },\n  \"timestamp\" : \"" D "\",\n  \"processImagePath\" : \"/a/b c\"\n},{\n"
	 "  \"traceID\" : 2\n}]", 2, 0, D, D_UTC, "Debug", LEVEL_DEBUG, "b c", "m [{"},
	/* other readers; nothing but a text; a text that is none */
	{"{\"log_type\":\"Debug\",\"process\":\"/usr/libexec/profiled\",\"message\":\"m\","
	 "\"timestamp\":\"2024-08-20T23:30:54.638009Z\"}", 1, 0, D_UTC, D_UTC, "Debug",
		LEVEL_DEBUG, "profiled", "m"},
	{"{\"eventMessage\":\"“é” \xff\"}\n", 1, 0, "", "", "", LEVEL_NONE, "", "“é” \xef\xbf\xbd"},
	{"{\"eventMessage\":5}\n", 1, 0, "", "", "", LEVEL_NONE, "", ""},
};

static void json(void **state)
{
	(void)state;
	form_rows(json_rows, ARRAY_LEN(json_rows), &none, "ndjson");
}

/* The level stands behind a long text; the scanner works in blocks. */
static void debug_is_seen_behind_long_texts(void **state)
{
	(void)state;
	for (size_t size = (512u << 10) - 200; size < (512u << 10) + 200; size += 13) {
		autostrbuf text;
		strbuf_init(&text, STRBUF_RECORD);
		strbuf_str(&text, "[{\"traceID\":1,\"eventMessage\":\"");
		while (text.len < size)
			strbuf_char(&text, 'a');
		strbuf_str(&text, "\",\"messageType\":\"Debug\"}]");
		struct log *log = log_from(strbuf_sv(&text), NULL, NULL);
		assert_non_null(log);
		assert_true(log_info(log)->saw_debug);
		log_close(log);
	}
}

static size_t hits_of(const char *text, const char *literal)
{
	const struct sv literals[] = {sv_str(literal)};
	struct log_options options = {.literals = literals, .literals_count = 1};
	struct log *log = log_from(sv_str(text), &options, NULL);
	uint64_t cursor = 0, n;
	size_t hits = 0;
	assert_non_null(log);
	while (log_next_hit(log, &cursor, &n))
		hits++;
	log_close(log);
	return hits;
}

/* What may stand there with an escape is not looked for in the bytes: nothing is missed. */
static void escapes_hide_nothing(void **state)
{
	(void)state;
	const char *text = EVENT("Info", "alpha") "\n" EVENT("Info", "a\\/b") "\n";
	assert_int_equal(hits_of(text, "alpha"), 1);
	assert_int_equal(hits_of(text, "omega"), 0);
	assert_int_equal(hits_of(text, "a/b"), 2);
	assert_int_equal(hits_of(text, "“a"), 2);
}

/* ---- damage ---- */

static void expect_message(struct log *log, uint64_t n, const char *message)
{
	struct log_entry entry;
	log_entry_init(&entry);
	assert_true(log_read(log, n, &entry));
	assert_false(entry.damaged);
	assert_sv(entry.text, message);
	log_entry_finish(&entry);
}

/* Whatever becomes of one byte of the second of three objects, or of what parts them, the
 * first and the last stay; unless a brace makes the second end late or begin twice, which
 * still takes none of the others' texts away. */
static void one_object(const char *before, const char *between, const char *after, char byte)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_addf(&text, "%s%s%s", before, EVENT("Info", "first"), between);
	size_t from = text.len;
	strbuf_str(&text, EVENT("Info", "second"));
	size_t to = text.len;
	strbuf_addf(&text, "%s%s%s", between, EVENT("Debug", "third"), after);
	for (size_t at = from; at < to; at++) {
		char old = text.ptr[at];
		text.ptr[at] = byte;
		struct log *log = log_from(strbuf_sv(&text), NULL, NULL);
		assert_non_null(log);
		uint64_t count = log_info(log)->entries;
		assert_in_range(count, 2, 4);
		expect_message(log, 0, "first");
		expect_message(log, count - 1, "third");
		log_close(log);
		text.ptr[at] = old;
	}
}

static void broken_json_costs_one_entry(void **state)
{
	(void)state;
	static const char bytes[] = "x\"{}[]\\,:\n\xff\0";
	for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
		one_object("", "\n", "\n", bytes[i]);
		one_object("[", ",\n", "]\n", bytes[i]);
		one_object("[", ",", "]", bytes[i]);
	}
}

/* Cut off anywhere: what is whole is read, the rest is one damaged entry or none. */
static void json_cut_anywhere(void **state)
{
	(void)state;
	static const char two[] = "[" EVENT("Info", "first") ",\n" EVENT("Info", "second") "]";
	size_t first = strlen("[" EVENT("Info", "first"));
	for (size_t len = first; len < sizeof(two) - 1; len++) {
		struct sv text = {two, len};
		struct log *log = log_from(text, NULL, NULL);
		assert_non_null(log);
		assert_in_range(log_info(log)->entries, 1, 2);
		expect_message(log, 0, "first");
		log_close(log);
	}
}

static void expect_damage(const char *front, const char *repeated, size_t times, const char *end)
{
	autostrbuf text;
	struct log_entry entry;
	strbuf_init(&text, STRBUF_REPORT);
	strbuf_str(&text, front);
	for (size_t i = 0; i < times; i++)
		strbuf_str(&text, repeated);
	strbuf_addf(&text, "%s\n%s\n", end, EVENT("Info", "next"));
	struct log *log = log_from(strbuf_sv(&text), NULL, NULL);
	assert_non_null(log);
	assert_int_equal(log_info(log)->entries, 2);
	log_entry_init(&entry);
	assert_true(log_read(log, 0, &entry));
	assert_true(entry.damaged && entry.damage.len);
	log_entry_finish(&entry);
	expect_message(log, 1, "next");
	log_close(log);
}

static void objects_are_bounded(void **state)
{
	(void)state;
	expect_damage("{\"eventMessage\":\"", "aaaaaaaaaaaaaaaa", 1u << 16, "\"}");
	expect_damage("{\"eventMessage\":\"", "aaaaaaaaaaaaaaaa", 1u << 20, "\"}"); /* 16 MB */
	expect_damage("{\"eventMessage\":\"a\",\"b\":", "[", 64, "");
	expect_damage("{\"eventMessage\":\"a\",\"b\":", "[", 1u << 19, "");
	expect_damage("{\"eventMessage\":\"a\",\"b\":1e", "9", 100, "}");
	expect_damage("{\"eventMessage\":\"a\",}", "", 0, "");
	expect_damage("{\"eventMessage\":\"a\"", "\0", 0, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json),
		cmocka_unit_test(debug_is_seen_behind_long_texts),
		cmocka_unit_test(escapes_hide_nothing),
		cmocka_unit_test(broken_json_costs_one_entry),
		cmocka_unit_test(json_cut_anywhere),
		cmocka_unit_test(objects_are_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
