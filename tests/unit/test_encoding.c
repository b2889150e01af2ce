/* Encodings by evidence, and texts that are converted: what is shown is what the file says, and
 * every place of it is found in the file again. */
#include "testing.h"

#include "log/converted.h"
#include "log/encoding.h"
#include "logs.h"

/* ---- which one ---- */

#define WIDE4(a, b, c, d) a "\0" b "\0" c "\0" d "\0"
#define BIG4(a, b, c, d) "\0" a "\0" b "\0" c "\0" d

static const struct { const char *text; size_t len; const char *name; size_t mark; } heads[] = {
#define HEAD(text, name, mark) {text, sizeof(text) - 1, name, mark}
	HEAD("", "utf-8", 0), HEAD("plain", "utf-8", 0), HEAD("\xef\xbb\xbfplain", "utf-8-bom", 3),
	HEAD("caf\xc3\xa9", "utf-8", 0), HEAD("caf\xc3", "utf-8", 0),
	HEAD("caf\xc3\xa9 \xc3\xa9 \xff", "utf-8", 0), /* damage, not another encoding */
	HEAD("\xff\xfe" WIDE4("E", "v", "e", "n"), "utf-16le-bom", 2),
	HEAD("\xfe\xff" BIG4("E", "v", "e", "n"), "utf-16be-bom", 2),
	HEAD(WIDE4("E", "v", "e", "n"), "utf-16le", 0), HEAD(BIG4("E", "v", "e", "n"), "utf-16be", 0),
	HEAD("ElfFile\0\0\0\0\0\xff\xfe\x80", "utf-8", 0), HEAD("\0\0\0\0\0\0\0\0\xff", "utf-8", 0),
	HEAD("Niveau \xe9t\xe9", "cp1252", 0), HEAD("cl\xe9s : l\x92\xe9v\xe9nement", "cp1252", 0),
	HEAD("\x93quoted\x94 a\x92s b\x96s", "cp1252", 0), HEAD("\x80 5", "cp1252", 0),
	HEAD("Cat\x82gorie l'\x82v\x82nement", "cp850", 0), HEAD("Schl\x81sselw\x94rter", "cp850", 0),
	HEAD("{\\rtf1\\ansi x}", "rtf", 0), HEAD("\r\n {\\rtf1 x}", "rtf", 0), HEAD("{\\r}", "utf-8", 0),
	HEAD("a\\\nb\\\r\nc \\ \n", "rtf-body", 0), HEAD("a\\\nb\\\n", "utf-8", 0),
	HEAD("a\\\nb\\\nc\\\nd\n", "rtf-body", 0), HEAD("a\\\nb\\\nc\nd\n", "utf-8", 0),
	HEAD("C:\\x\\\n\n\n\nD:\\\nE:\\", "rtf-body", 0),
};

static void evidence_tells(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		enum encoding encoding = encoding_of((struct sv){heads[i].text, heads[i].len});
		assert_string_equal(encoding_name(encoding), heads[i].name);
		assert_int_equal(encoding_mark_size(encoding), heads[i].mark);
	}
}

static void late_evidence_counts(void **state)
{
	(void)state;
	char head[8192];
	memset(head, 'a', sizeof(head));
	head[6000] = '\xe9';
	assert_int_equal(encoding_of((struct sv){head, sizeof(head)}), ENCODING_CP1252);
}

/* ---- what it says ---- */

static struct converted *converted_from(struct sv raw, enum encoding encoding,
	struct source **ret_source)
{
	struct err err = {0};
	*ret_source = source_memory("a.txt", sv_dup(raw), raw.len);
	struct converted *converted = converted_create(*ret_source, encoding, &err);
	assert_string_equal(err.text, "");
	assert_non_null(converted);
	return converted;
}

static struct sv text_of(const struct converted *converted, struct strbuf *out)
{
	char block[1000];
	uint64_t offset = 0;
	size_t got;
	strbuf_reset(out);
	while ((got = source_read(converted_text(converted), offset, block, sizeof(block)))) {
		strbuf_add(out, (struct sv){block, got});
		offset += got;
	}
	return strbuf_sv(out);
}

static const struct { enum encoding encoding; struct sv raw; const char *text; } texts[] = {
#define TEXT(encoding, raw, text) {ENCODING_##encoding, {raw, sizeof(raw) - 1}, text}
	TEXT(CP1252, "\xe9t\xe9 \x80\x92\x81 \xff", "été €’\xef\xbf\xbd ÿ"),
	TEXT(CP850, "\x82t\x82 \x81\xe1\xff", "été üß\xc2\xa0"),
	TEXT(UTF16LE, "a\0\xe9\0\x19\x20", "aé’"), TEXT(UTF16BE, "\0a\0\xe9\x20\x19", "aé’"),
	TEXT(UTF16LE_BOM, "\xff\xfe" "a\0", "a"), TEXT(UTF16BE_BOM, "\xfe\xff\0a", "a"),
	TEXT(UTF16LE_BOM, "\xff\xfe", ""), TEXT(UTF16LE, "", ""),
	TEXT(UTF16LE, "\x3d\xd8\x00\xde" "a\0", "\xf0\x9f\x98\x80" "a"), /* a pair */
	TEXT(UTF16BE, "\xd8\x3d\xde\x00\0a", "\xf0\x9f\x98\x80" "a"),
	TEXT(UTF16LE, "\x3d\xd8" "a\0\x00\xde", "\xef\xbf\xbd" "a\xef\xbf\xbd"), /* lone halves */
	TEXT(UTF16LE, "\x3d\xd8\x3d\xd8\x00\xde", "\xef\xbf\xbd\xf0\x9f\x98\x80"),
	TEXT(UTF16LE, "a\0b", "a\xef\xbf\xbd"), TEXT(UTF16LE, "a\0\x3d\xd8", "a\xef\xbf\xbd"),
	TEXT(UTF16LE, "a\0\n\0\xff\xfe" "b\0\xff\xfe", "a\nb\xef\xbb\xbf"), /* added to */
	/* RTF: line ends, escapes, control words */
	TEXT(RTF, "{\\rtf1 a\\\nb\\par c\\line d\\tab e}", "a\nb\nc\nd\te"),
	TEXT(RTF, "{\\rtf1 a\\\r\nb\\\rc\r\nd}", "a\nb\ncd"),
	TEXT(RTF, "{\\rtf1 \\{\\}\\\\ \\~\\_\\-x\\:y}", "{}\\ \xc2\xa0\xe2\x80\x91xy"),
	TEXT(RTF, "{\\rtf1 \\'93x\\'94 \\'e9\\'E9\\'zz}", "“x” éé\\'zz"),
	TEXT(RTF, "{\\rtf1 \\lquote x\\rquote \\endash\\emdash\\bullet}", "‘x’–—•"),
	TEXT(RTF, "{\\rtf1 \\u8217?x\\u8217\\'92y\\uc0\\u233 z}", "’x’yéz"),
	TEXT(RTF, "{\\rtf1\\uc2 \\u8217ab{\\uc1\\u8217a}c\\u8217ab}", "’’c’"),
	TEXT(RTF, "{\\rtf1 \\u-10179?\\u-8704?x}", "\xf0\x9f\x98\x80x"),
	TEXT(RTF, "{\\rtf1 \\u-10179?x\\u-8704?}", "\xef\xbf\xbdx\xef\xbf\xbd"),
	TEXT(RTF, "{\\rtf1 {\\fonttbl\\f0 Menlo;}{\\colortbl;\\red1;}{\\*\\x y}a{\\b b}c}", "abc"),
	TEXT(RTF, "{\\rtf1{\\stylesheet{\\s0 N;}{\\s1 x{y}}}\\f0\\fs22 \\cf0 a}", "a"),
	TEXT(RTF, "{\\rtf1\\ansicpg850 \\'82}{\\ansicpg932 \\'82x}", "é\xef\xbf\xbdx"),
	TEXT(RTF, "{\\rtf1 a\\bin3 }}}b}", "ab"), TEXT(RTF, "{\\rtf1 a\\bin99999 b", "a"),
	TEXT(RTF, "{\\rtf1 \xc3\xa9\xe9}", "éé"), /* against the rules, and seen */
	TEXT(RTF, "{\\rtf1 a}}}b{{{c\\", "abc"), TEXT(RTF, "{\\rtf1 a\\'9", "a\\'9"),
	TEXT(RTF, "{\\rtf1 \\u65601 ?b\\u-65471 ?\\u ?}", "AbA?"),
	TEXT(RTF, "{\\rtf1 \\u-1?}", "\xef\xbf\xbf"),
	TEXT(RTF, "{\\rtf1 a\\fs99999999999999999999999 b}", "ab"),
	/* its lines alone: braces and words of the log are text */
	TEXT(RTF_BODY, "a\\\nb \\  \r\nc\\", "a\nb \nc"),
	TEXT(RTF_BODY, "x, atom \\{\\\n{y}\\\n", "x, atom {\n{y}\n"),
	TEXT(RTF_BODY, "\\f0\\fs22 \\cf0 debug\\'93x\\'94 \\u8217?\\tab C:\\Users\\x\\\n",
		"debug“x” ’\tC:\\Users\\x\n"),
	TEXT(RTF_BODY, "\xe2\x80\xa6 \\x \\\\ \\\"\\\n", "… \\x \\ \\\"\n"),
};

static void texts_are_converted(void **state)
{
	(void)state;
	struct source *source;
	struct strbuf out, head;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		strbuf_init(&out, STRBUF_LINE);
		struct converted *c = converted_from(texts[i].raw, texts[i].encoding, &source);
		assert_sv(text_of(c, &out), texts[i].text);
		converted_destroy(c);
		source_close(source);
		strbuf_init(&head, STRBUF_LINE);
		converted_head(texts[i].raw, texts[i].encoding, &head);
		assert_sv(strbuf_sv(&head), texts[i].text);
		strbuf_finish(&head);
		strbuf_finish(&out);
	}
}

/* Groups far too deep are left out, and the text behind them is not. */
static void deep_groups_end(void **state)
{
	(void)state;
	struct source *source;
	autostrbuf raw, out;
	strbuf_init(&raw, STRBUF_RECORD);
	strbuf_init(&out, STRBUF_RECORD);
	strbuf_str(&raw, "{\\rtf1 a");
	for (int i = 0; i < 100000; i++)
		strbuf_str(&raw, "{\\b ");
	strbuf_str(&raw, "deep");
	for (int i = 0; i < 100000; i++)
		strbuf_str(&raw, "}");
	strbuf_str(&raw, "b}");
	struct converted *c = converted_from(strbuf_sv(&raw), ENCODING_RTF, &source);
	assert_sv(text_of(c, &out), "ab");
	converted_destroy(c);
	source_close(source);
}

/* ---- where it came from ---- */

static void places_lead_back(void **state)
{
	(void)state;
	static const struct { enum encoding encoding; struct sv raw; size_t text, place; } rows[] = {
#define PLACE(encoding, raw, text, place) {ENCODING_##encoding, {raw, sizeof(raw) - 1}, text, place}
		PLACE(CP1252, "\xe9x\x80y", 0, 0), PLACE(CP1252, "\xe9x\x80y", 2, 1),
		PLACE(CP1252, "\xe9x\x80y", 3, 2), PLACE(CP1252, "\xe9x\x80y", 6, 3),
		PLACE(CP1252, "\xe9x\x80y", 7, 4), PLACE(CP1252, "\xe9x\x80y", 99, 4),
		PLACE(UTF16LE_BOM, "\xff\xfe" "a\0\xe9\0b\0", 0, 2),
		PLACE(UTF16LE_BOM, "\xff\xfe" "a\0\xe9\0b\0", 3, 6),
		PLACE(UTF16LE_BOM, "\xff\xfe" "a\0\xe9\0b\0", 4, 8),
		PLACE(UTF16LE, "\x3d\xd8\x00\xde" "a\0", 4, 4),
		PLACE(UTF16LE, "\x3d\xd8" "a\0", 3, 2), PLACE(UTF16LE, "\n\0\xff\xfe" "b\0", 1, 4),
		PLACE(RTF, "{\\rtf1 a\\\nb}", 0, 7), PLACE(RTF, "{\\rtf1 a\\\nb}", 1, 8),
		PLACE(RTF, "{\\rtf1 a\\\nb}", 2, 10), PLACE(RTF, "{\\rtf1 a\\\nb}", 3, 11),
		PLACE(RTF, "{\\rtf1 a{\\b b}\\'93c}", 1, 12),
		PLACE(RTF, "{\\rtf1 a{\\b b}\\'93c}", 2, 14),
		PLACE(RTF, "{\\rtf1 a{\\b b}\\'93c}", 5, 18),
		PLACE(RTF_BODY, "\xe2\x80\xa6x\\\n", 3, 3), PLACE(RTF_BODY, "\xe2\x80\xa6x\\\n", 4, 4),
	};
	struct source *source;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct converted *c = converted_from(rows[i].raw, rows[i].encoding, &source);
		assert_int_equal(converted_raw(c, rows[i].text), rows[i].place);
		converted_destroy(c);
		source_close(source);
	}
}

/* A long text, so that the map has several points: each place against a walk of its own. */
static void far_places_lead_back(void **state)
{
	(void)state;
	struct source *source;
	autostrbuf raw, narrow;
	strbuf_init(&raw, STRBUF_RECORD);
	strbuf_init(&narrow, STRBUF_RECORD);
	for (size_t i = 0; i < 30000; i++) {
		strbuf_add(&raw, i % 7 ? (struct sv){"a", 2} : (struct sv){"\xe9", 2});
		strbuf_str(&narrow, i % 7 ? "a" : "é");
	}
	struct converted *c = converted_from(strbuf_sv(&raw), ENCODING_UTF16LE, &source);
	assert_int_equal(source_size(converted_text(c)), narrow.len);
	for (size_t i = 0, text = 0; i < 30000; i++) {
		assert_int_equal(converted_raw(c, text), 2 * i);
		text += i % 7 ? 1 : 2;
	}
	converted_destroy(c);
	source_close(source);
}

/* An entry's bytes, cut out of the file and converted alone, are its text. */
static void entries_are_bytes_of_the_file(void **state)
{
	(void)state;
	static const struct { const char *name; enum encoding encoding; } files[] = {
		{"made/win_saveas_en_utf16.txt", ENCODING_UTF16LE},
		{"made/win_getwinevent_formatlist_utf16.txt", ENCODING_UTF16LE},
		{"made/ios_console.rtf", ENCODING_RTF},
		{"forms/windows/saveas_fr_cp1252.csv", ENCODING_CP1252},
		{"forms/windows/copy_fr_cp850.txt", ENCODING_CP850},
		{"forms/windows/saveas_de_utf16be.txt", ENCODING_UTF16BE},
		{"forms/windows/viewer_fr_utf16.xml", ENCODING_UTF16LE},
		{"forms/windows/copy_fr_wordpad.rtf", ENCODING_RTF},
	};
	struct log_entry entry;
	struct strbuf alone;
	autostrbuf file;
	strbuf_init(&file, STRBUF_RECORD);
	log_entry_init(&entry);
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct sv raw = test_file(files[i].name, &file);
		struct log *log = log_from(raw, NULL, NULL);
		assert_int_equal(log_info(log)->size, raw.len);
		assert_true(log_info(log)->entries >= 2);
		for (uint64_t n = 0; n < log_info(log)->entries; n++) {
			assert_true(log_read(log, n, &entry));
			strbuf_init(&alone, STRBUF_LINE);
			converted_head(sv_sub(raw, entry.offset, entry.length), files[i].encoding,
				&alone);
			assert_sv(strbuf_sv(&entry.raw), strbuf_sv(&alone).ptr);
			strbuf_finish(&alone);
		}
		log_close(log);
	}
	log_entry_finish(&entry);
}

/* ---- too large ---- */

static void too_large_texts_are_refused(void **state)
{
	(void)state;
	static const struct log_options none;
	struct err err = {0};
	size_t size = CONVERTED_MAX + 2;
	char *raw = xcalloc(1, size);
	for (size_t i = 0; i < size; i += 2)
		raw[i] = 'a';
	assert_null(log_open(source_memory("a.txt", raw, size), &none, &err));
	assert_int_equal(err.kind, ERR_INPUT);
	err = (struct err){0};
	raw = xcalloc(1, size);
	memset(raw, '\xe9', size);
	struct source *source = source_memory("a.txt", raw, size);
	assert_null(converted_create(source, ENCODING_CP1252, &err));
	assert_non_null(strstr(err.text, "48 MB"));
	assert_non_null(strstr(err.text, "UTF-8"));
	source_close(source);
}

/* Of bytes beyond UTF-8 the scanner can do without a conversion. */
static void large_8bit_logs_are_read(void **state)
{
	(void)state;
	static const struct log_options none;
	static const char line[] = "2024-04-17T19:15:23.2350000\tINFO\tT\t1\t2\tl\xe9g\xe9r\n";
	size_t size = CONVERTED_MAX / (sizeof(line) - 1) * (sizeof(line) - 1) + sizeof(line) - 1;
	char *raw = xmalloc(size);
	for (size_t i = 0; i < size; i += sizeof(line) - 1)
		memcpy(raw + i, line, sizeof(line) - 1);
	struct log *log = log_open(source_memory("a.log", raw, size), &none, NULL);
	assert_non_null(log);
	assert_string_equal(log_info(log)->encoding, "cp1252");
	assert_string_equal(log_info(log)->format, "omadm");
	log_close(log);
}

static void too_many_escapes_are_refused(void **state)
{
	(void)state;
	struct err err = {0};
	autostrbuf raw;
	strbuf_init(&raw, CONVERTED_MAX);
	strbuf_str(&raw, "{\\rtf1 ");
	for (size_t i = 0; i < (4u << 20) + 100; i++)
		strbuf_str(&raw, "\\{");
	struct source *source = source_memory("a.rtf", sv_dup(strbuf_sv(&raw)), raw.len);
	assert_null(converted_create(source, ENCODING_RTF, &err));
	assert_non_null(strstr(err.text, "plain text"));
	source_close(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(evidence_tells),
		cmocka_unit_test(late_evidence_counts),
		cmocka_unit_test(texts_are_converted),
		cmocka_unit_test(deep_groups_end),
		cmocka_unit_test(places_lead_back),
		cmocka_unit_test(far_places_lead_back),
		cmocka_unit_test(entries_are_bytes_of_the_file),
		cmocka_unit_test(too_large_texts_are_refused),
		cmocka_unit_test(large_8bit_logs_are_read),
		cmocka_unit_test(too_many_escapes_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
