/* A rotated log read as one: its bytes, and where each of them came from. */
#include "testing.h"

#include "logs.h"

static struct source *part(const char *member, const char *text)
{
	struct source *source = source_memory("a.zip", xstrdup(text), strlen(text));
	source_set_member(source, member);
	return source;
}

static struct source *join(const char *const *texts, size_t count)
{
	struct source *parts[8];
	char name[] = "part 0";
	for (size_t i = 0; i < count; i++) {
		name[5] = (char)('0' + i);
		parts[i] = part(name, texts[i]);
	}
	return source_joined("a.zip", parts, count);
}

static void assert_whole(struct source *source, const char *expected)
{
	char buf[200];
	size_t size = strlen(expected);
	assert_int_equal(source_size(source), size);
	for (size_t from = 0; from <= size; from++)
		for (size_t len = 0; len <= size - from + 1; len++) {
			size_t got = source_read(source, from, buf, len);
			assert_int_equal(got, len > size - from ? size - from : len);
			assert_memory_equal(buf, expected + from, got);
		}
}

static void test_bytes(void **state)
{
	static const char *const texts[] = {"a\nb", "\xEF\xBB\xBF\143\n", "", "d"};
	(void)state;
	struct source *source = join(texts, 4);
	assert_whole(source, "a\nb\nc\nd");
	assert_string_equal(source_member(source), "part 0 + part 1 + part 2 + part 3");
	assert_string_equal(source_path(source), "a.zip");
	assert_int_equal(source_parts(source), 4);
	assert_string_equal(source_member(source_part(source, 3)), "part 3");
	assert_null(source_part(source, 4));
	assert_null(source_trouble(source));
	source_close(source);
}

static void test_first_mark_stays(void **state)
{
	static const char *const texts[] = {"\xEF\xBB\xBF\141\n", "b"};
	(void)state;
	struct source *source = join(texts, 2);
	assert_whole(source, "\xEF\xBB\xBF" "a\nb");
	source_close(source);
}

static void test_places(void **state)
{
	static const char *const texts[] = {"a\nb", "\xEF\xBB\xBF\143\ndd\n", "", "e\nf\n"};
	static const struct { uint64_t offset, line; size_t part; uint64_t to, to_line; } rows[] = {
		{0, 1, 0, 0, 1}, {2, 2, 0, 2, 2}, {3, 2, 0, 3, 2}, {4, 3, 1, 3, 1},
		{6, 4, 1, 5, 2}, {9, 5, 3, 0, 1}, {11, 6, 3, 2, 2},
	};
	(void)state;
	struct source *source = join(texts, 4);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint64_t offset = rows[i].offset, line = rows[i].line;
		assert_int_equal(source_place(source, &offset, &line), rows[i].part);
		assert_int_equal(offset, rows[i].to);
		assert_int_equal(line, rows[i].to_line);
	}
	source_close(source);
}

static void test_one_piece(void **state)
{
	uint64_t offset = 5, line = 7;
	(void)state;
	struct source *source = part("m.log", "hello world\n");
	assert_int_equal(source_place(source, &offset, &line), 0);
	assert_int_equal(offset, 5);
	assert_int_equal(line, 7);
	assert_int_equal(source_parts(source), 1);
	assert_ptr_equal(source_part(source, 0), source);
	assert_string_equal(source_name(source), "a.zip/m.log");
	source_close(source);
}

#define LINE(text) "2024-08-20T09:41:04.1100000\tINFO\tcom.a\t 95\t    9\t" text

static void test_log_over_parts(void **state)
{
	static const char *const texts[] = {LINE("one\r\n\tmore\r\n") LINE("two"),
		LINE("three\n"), LINE("four\n") LINE("five\n")};
	static const struct log_options none;
	static const struct { const char *text; size_t part; uint64_t line; } rows[] = {
		{"one\r\n\tmore", 0, 1}, {"two", 0, 3}, {"three", 1, 1}, {"four", 2, 1},
		{"five", 2, 2},
	};
	struct log_entry entry;
	(void)state;
	struct log *log = log_open(join(texts, 3), &none, NULL);
	assert_non_null(log);
	while (log_step(log, 0))
		;
	log_entry_init(&entry);
	assert_int_equal(log_info(log)->entries, ARRAY_LEN(rows));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_true(log_read(log, i, &entry));
		assert_sv(entry.text, rows[i].text);
		assert_int_equal(entry.part, rows[i].part);
		assert_int_equal(entry.line, rows[i].line);
		const char *at = texts[entry.part] + entry.offset;
		assert_memory_equal(at, entry.raw.ptr, entry.raw.len);
		assert_int_equal(entry.length, entry.raw.len);
	}
	assert_string_equal(log_part_member(log, 2), "part 2");
	assert_string_equal(log_info(log)->member, "part 0 + part 1 + part 2");
	log_entry_finish(&entry);
	log_close(log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_first_mark_stays),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_one_piece),
		cmocka_unit_test(test_log_over_parts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
