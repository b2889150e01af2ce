/* A large text in UTF-16 that is scanned without being converted. */
#include "testing.h"

#include <string.h>

#include "log/wide.h"
#include "logs.h"

static const char text[] = "<Event>\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 x</Event>\n<Event>b</Event>  ";

static void add_unit(struct strbuf *out, unsigned unit, bool big)
{
	strbuf_char(out, (char)(big ? unit >> 8 : unit & 0xff));
	strbuf_char(out, (char)(big ? unit & 0xff : unit >> 8));
}

static void to_utf16(struct strbuf *out, bool mark, bool big)
{
	static const unsigned high[] = {0xe9, 0x20ac, 0xd83d, 0xde00};
	if (mark)
		add_unit(out, 0xfeff, big);
	for (size_t i = 0, next = 0; text[i]; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c < 0x80)
			add_unit(out, c, big);
		else if (c >= 0xc0)
			add_unit(out, high[next++], big);
		if (c >= 0xf0)
			add_unit(out, high[next++], big);
	}
}

static void check(enum encoding encoding, bool mark, bool big)
{
	struct log_entry entry;
	autostrbuf raw;
	strbuf_init(&raw, STRBUF_LINE);
	to_utf16(&raw, mark, big);
	struct source *source = source_memory("a.xml", sv_dup(strbuf_sv(&raw)), raw.len);
	struct wide wide = {source, encoding};
	struct source *narrowed = wide_narrowed(&wide);
	char bytes[200];
	size_t len = source_read(narrowed, 0, bytes, sizeof(bytes));
	assert_int_equal(len, source_size(narrowed));
	assert_sv(((struct sv){bytes, len}), "<Event>\x1a\x1a\x1a\x1a x</Event>\n<Event>b</Event>  ");
	log_entry_init(&entry);
	assert_true(wide_read_entry(&wide, &entry, 0, 22));
	assert_sv(strbuf_sv(&entry.raw), "<Event>\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 x</Event>");
	wide_to_raw(&wide, &entry);
	assert_int_equal(entry.offset, mark ? 2 : 0);
	assert_int_equal(entry.length, 2 * 21);
	strbuf_reset(&entry.raw);
	assert_true(wide_read_entry(&wide, &entry, 22, len)); /* without the blanks behind it */
	assert_sv(strbuf_sv(&entry.raw), "<Event>b</Event>");
	strbuf_reset(&entry.raw);
	assert_false(wide_read_entry(&wide, &entry, 22, len + 100));
	log_entry_finish(&entry);
	source_close(narrowed);
	source_close(source);
}

static void units_are_bytes(void **state)
{
	(void)state;
	check(ENCODING_UTF16LE, false, false);
	check(ENCODING_UTF16LE_BOM, true, false);
	check(ENCODING_UTF16BE, false, true);
	check(ENCODING_UTF16BE_BOM, true, true);
}

/* Longer than any piece, with a byte left over; read from anywhere. */
static void reads_anywhere(void **state)
{
	(void)state;
	size_t units = 100000;
	char *raw = xcalloc(2 * units + 1, 1);
	for (size_t i = 0; i < units; i++) {
		raw[2 * i] = (char)('a' + i % 26);
		raw[2 * i + 1] = (char)(i % 1000 ? 0 : 1);
	}
	struct source *source = source_memory("a.xml", raw, 2 * units + 1);
	struct wide wide = {source, ENCODING_UTF16LE};
	autofree char *bytes = xmalloc(units);
	for (size_t from = 0; from < units; from += 7919) {
		assert_int_equal(wide_read(&wide, from, bytes, units), units - from);
		for (size_t i = from; i < units; i++)
			assert_int_equal(bytes[i - from], i % 1000 ? (char)('a' + i % 26) : 0x1a);
	}
	source_close(source);
}

/* Sixteen at once or one: what each unit becomes. */
static void every_unit(void **state)
{
	(void)state;
	for (int big = 0; big < 2; big++) {
		autostrbuf raw;
		strbuf_init(&raw, STRBUF_RECORD);
		for (unsigned unit = 0; unit < 0x10000; unit++)
			add_unit(&raw, unit, big);
		struct source *source = source_memory("a.xml", sv_dup(strbuf_sv(&raw)), raw.len);
		struct wide wide = {source, big ? ENCODING_UTF16BE : ENCODING_UTF16LE};
		static char at_once[0x10000];
		assert_int_equal(wide_read(&wide, 0, at_once, sizeof(at_once)), sizeof(at_once));
		for (unsigned unit = 0; unit < 0x10000; unit++) {
			char one, wanted = (char)(unit == 0x1a || unit >= 0xfffe ? 0x1b
				: unit >= 0x80 ? 0x1a : unit);
			assert_int_equal(at_once[unit], wanted);
			wide_read(&wide, unit, &one, 1);
			assert_int_equal(one, wanted);
		}
		source_close(source);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units_are_bytes),
		cmocka_unit_test(every_unit),
		cmocka_unit_test(reads_anywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
