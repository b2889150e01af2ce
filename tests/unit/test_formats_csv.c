/* Windows events as tables: quotes are followed, broken ones cost their record alone. */
#include "testing.h"

#include "log/csv.h"
#include "windows_rows.h"

/* ---- records and fields ---- */

static const struct { const char *text; char sep; enum csv_end end; size_t len; const char *fields; }
	records[] = {
	{"", ',', CSV_CUT, 0, "||"}, {"a", ',', CSV_CUT, 1, "|a|"},
	{"a,b\n", ',', CSV_ENDS, 4, "|a|b|"}, {"a,\r\nb", ',', CSV_ENDS, 4, "|a||"},
	{"a\tb,c\n", '\t', CSV_ENDS, 6, "|a|b,c|"}, {"a;b\n", ';', CSV_ENDS, 4, "|a|b|"},
	{"\"a\",b\n", ',', CSV_ENDS, 6, "|a|b|"}, {"\"\",\"\"\n", ',', CSV_ENDS, 6, "|||"},
	{"\"a,\nb\",c\nd", ',', CSV_ENDS, 9, "|a,\nb|c|"},
	{"\"a\"\"b\",\"\"\"\"\r\n", ',', CSV_ENDS, 13, "|a\"b|\"|"},
	{"a\"b\",c\"\n", ',', CSV_ENDS, 8, "|a\"b\"|c\"|"}, /* within a field a character */
	{" \"a\" ,b\n", ',', CSV_ENDS, 8, "|\"a\"|b|"},
	{"\"a", ',', CSV_OPEN, 2, "|a|"}, {"x,\"a\nb", ',', CSV_OPEN, 6, "|x|a\nb|"},
	{"\"a\"", ',', CSV_CUT, 3, "|a|"}, {"\"a\"\"", ',', CSV_OPEN, 4, "|a\"|"},
	{"\"a\"b,c\"\n", ',', CSV_BROKEN, 3, "|a\"b,c|"}, {"\"", ',', CSV_OPEN, 1, "||"},
};

static void records_end_and_fields_part(void **state)
{
	(void)state;
	struct arena arena;
	struct sv field;
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	arena_init(&arena);
	for (size_t i = 0; i < ARRAY_LEN(records); i++) {
		struct sv rest = sv_str(records[i].text);
		size_t len = 99;
		assert_int_equal(csv_record(rest, records[i].sep, &len), records[i].end);
		assert_int_equal(len, records[i].len);
		strbuf_reset(&out);
		strbuf_char(&out, '|');
		while (csv_take(&rest, records[i].sep, &arena, &field))
			strbuf_addf(&out, SV_FMT "|", SV_ARG(field));
		assert_sv(strbuf_sv(&out), records[i].fields);
	}
	arena_finish(&arena);
}

/* ---- Event Viewer's files ---- */

#define HEAD "Level,Date and Time,Source,Event ID,Task Category\r\n"
#define AT "Information,8/20/2024 9:41:04 AM,P,306,None,"
#define ROW                                                                                   \
	.id = 306, .time_text = "8/20/2024 9:41:04 AM", .level_text = "Information",          \
	.level = LEVEL_INFO, .origin = "P"

static const struct row rows[] = {
	{HEAD AT "\"SCEP: a, b\r\nc \"\"d\"\"\"\r\n" AT "x\r\n", 2, 0, ROW,
		.message = "SCEP: a, b\r\nc \"d\""},
	{HEAD AT "\"a\"\r\n" AT "x\r\n\r\n", 2, 1, ROW, .message = "x"},
	{"\xef\xbb\xbf" HEAD AT "x", 1, 0, ROW, .message = "x"},
	{AT "x\n", 1, 0, ROW, .message = "x"}, {AT "\n", 1, 0, ROW}, {AT "\"\"\n", 1, 0, ROW},
	{"Information,8/20/2024 9:41:04 AM,P,306,None\n", 1, 0, ROW},
	/* French, German; tabs, semicolons; Security's first column is another */
	{"Niveau\tDate et heure\tSource\tID\tCatégorie\nErreur\t20/08/2024 09:41:04\tP\t32\tAucun\t"
	 "\"a\tb\"\n", 1, 0, .id = 32, .time_text = "20/08/2024 09:41:04", .level_text = "Erreur",
		.level = LEVEL_ERROR, .origin = "P", .message = "a\tb"},
	{"Ebene;Datum;Quelle;Ereignis-ID;Kategorie;\nWarnung;20.08.2024 09:41:04;P;32;Keine;a, b\n",
		1, 0, .id = 32, .time_text = "20.08.2024 09:41:04", .level_text = "Warnung",
		.level = LEVEL_WARNING, .origin = "P", .message = "a, b"},
	{"Keywords,Date and Time,Source,Event ID,Task Category\nAudit Success,8/20/2024 9:41:04 AM,"
	 "P,4624,Logon,\"a\"\n", 1, 0, .id = 4624, .time_text = "8/20/2024 9:41:04 AM",
		.level_text = "Audit Success", .origin = "P", .message = "a"},
	{"\"Information\",\"8/20/2024 9:41:04 AM\",\"P\",\"306\",\"None\",\"a\"\n", 1, 0, ROW,
		.message = "a"},
	/* a message that was never quoted holds commas, and goes on */
	{HEAD AT "MDM: a, b,\nmore, of it\n\nand more\n" AT "x\n", 2, 0, ROW,
		.message = "MDM: a, b,\nmore, of it\n\nand more"},
	{HEAD "Information,8/20/2024 9:41:04 AM,P,306,None\nSCEP: a\n" AT "x\n", 2, 0, ROW,
		.message = "SCEP: a"},
	/* what looks like a record within quotes is none */
	{HEAD AT "\"one\n" AT "no record\nend\"\n" AT "two\n", 2, 0, ROW,
		.message = "one\n" AT "no record\nend"},
	{HEAD AT "\"one\n" AT "no record\nend\"\n" AT "two\n", 2, 1, ROW, .message = "two"},
	/* quotes that were not doubled */
	{HEAD AT "\"a \"b\" c\"\n" AT "x\n", 2, 0, ROW, .message = "a \"b\" c"},
	{HEAD AT "\"a \"b\" c\"\n" AT "x\n", 2, 1, ROW, .message = "x"},
	/* one that does not close costs its record */
	{HEAD AT "\"a\nb\n" AT "\"x\"\n" AT "y\n", 3, 0, ROW, .damaged = true, .message = "a\nb"},
	{HEAD AT "\"a\nb\n" AT "\"x\"\n" AT "y\n", 3, 1, ROW, .message = "x"},
	{HEAD AT "\"a\nb\n" AT "\"x\"\n" AT "y\n", 3, 2, ROW, .message = "y"},
	{HEAD AT "\"a\n" AT "x\n" AT "y", 3, 2, ROW, .message = "y"},
	{HEAD AT "\"x\"\n" AT "\"a", 2, 1, ROW, .damaged = true, .message = "a"},
	/* rubbish in front, and a second header */
	{"see below\n\n" HEAD AT "x\n" HEAD AT "y\n", 2, 1, ROW, .message = "y"},
	{HEAD "Information,8/20/2024 9:41:04 AM,P,99999,None,x\n" AT "y\n", 1, 0, ROW,
		.message = "y"},
};

static void viewer_records(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		check_row(&rows[i], "event-csv", NULL);
}

/* ---- Export-Csv ---- */

#define NAMES "\"Message\",\"Id\",\"Version\",\"Level\",\"RecordId\",\"ProviderName\","       \
	"\"LogName\",\"MachineName\",\"UserId\",\"TimeCreated\",\"LevelDisplayName\"\r\n"
#define EXPORTED(message) message ",\"306\",\"0\",\"4\",\"7\",\"" PROVIDER "\",\"" CHANNEL    \
	"\",\"PC\",\"S-1-5-18\",\"8/20/2024 9:41:04 AM\",\"Information\"\r\n"
#define PROPERTIES ROW_TIME, .origin = PROVIDER, .channel = CHANNEL, .user = "S-1-5-18",      \
	.computer = "PC", .record = 7
#define ROW_TIME                                                                              \
	.id = 306, .time_text = "8/20/2024 9:41:04 AM", .level_text = "Information",          \
	.level = LEVEL_INFO

static const struct row exports[] = {
	{"#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\r\n" NAMES
	 EXPORTED("\"SCEP: a, \"\"b\"\"\r\nc\r\n\"") EXPORTED("\"x\""), 2, 0, PROPERTIES,
		.message = "SCEP: a, \"b\"\r\nc"},
	{NAMES EXPORTED("\"x\r\n\"") EXPORTED(""), 2, 1, PROPERTIES},
	{"Id;TimeCreated;LevelDisplayName\n306;8/20/2024 9:41:04 AM;Information\n", 1, 0, ROW_TIME},
	{"\"TimeGenerated\",\"EntryType\",\"EventID\",\"Message\",\"Source\"\n"
	 "\"8/20/2024 9:41:04 AM\",\"Information\",\"306\",\"a\",\"P\"\n", 1, 0, ROW, .message = "a"},
	{"Level,Id,Message,LevelDisplayName\n2,7,a,\n", 1, 0, .id = 7, .level = LEVEL_ERROR,
		.level_text = "Error", .message = "a"},
	{"Id,Level,LevelDisplayName,Message\n7,2,Fehler,a\n", 1, 0, .id = 7, .level = LEVEL_ERROR,
		.level_text = "Fehler", .message = "a"},
	{"Id,Message\nx,a\n", 1, 0, .id = -1, .message = "a"}, {"Id,Message\n1\n", 1, 0, .id = 1},
	/* broken quotes: a line that begins with one, behind one that ends with one */
	{NAMES "\"a\nb\" c\nd,\"1\"\n" EXPORTED("\"x\""), 2, 1, PROPERTIES, .message = "x"},
};

static void exported_records(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(exports); i++)
		check_row(&exports[i], "event-csv", NULL);
}

static void others_are_none(void **state)
{
	(void)state;
	static const char *const texts[] = {"a,b,c,d,e\n1,2,3,4,5\n", "Id,Name\n1,x\n",
		"Time,Event\n8/20/2024 9:41:04 AM,x\n", HEAD, "#TYPE X\n",
		"Information,yesterday,P,306,None,x\n", "Information,8/20/2024 9:41:04 AM,,306,None,x\n"};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		assert_null(log_from(sv_str(texts[i]), NULL, NULL));
}

/* ---- places, blocks, work ---- */

static void places_and_lines(void **state)
{
	(void)state;
	static const char text[] = "\xef\xbb\xbf" HEAD AT "\"a\nb\nc\"\n\n" AT "x\n" AT "y\n";
	static const struct { uint64_t offset, length, line; } places[] = {
		{sizeof(HEAD) - 1 + 3, sizeof(AT) - 1 + 7, 2},
		{sizeof(HEAD AT) - 1 + 3 + 9, sizeof(AT) - 1 + 1, 6},
		{sizeof(HEAD AT AT) - 1 + 3 + 11, sizeof(AT) - 1 + 1, 7},
	};
	struct log_entry entry;
	struct log *log = log_from(SV(text), NULL, NULL);
	log_entry_init(&entry);
	for (uint64_t n = 0; n < ARRAY_LEN(places); n++) {
		assert_true(log_read(log, n, &entry));
		assert_int_equal(entry.offset, places[n].offset);
		assert_int_equal(entry.length, places[n].length);
		assert_int_equal(entry.line, places[n].line);
		assert_memory_equal(entry.raw.ptr, text + entry.offset, entry.raw.len);
	}
	assert_false(log_read(log, ARRAY_LEN(places), &entry));
	log_entry_finish(&entry);
	log_close(log);
}

static struct log *repeated(const char *line, size_t size)
{
	struct strbuf text;
	strbuf_init(&text, STRBUF_REPORT);
	strbuf_str(&text, HEAD);
	while (text.len < size)
		strbuf_str(&text, line);
	struct log *log = log_from(strbuf_sv(&text), NULL, NULL);
	strbuf_finish(&text);
	assert_non_null(log);
	return log;
}

static void records_pass_over_blocks(void **state)
{
	(void)state;
	static const char line[] = AT "\"one,\r\n\"\"two\"\" of three\"\r\n";
	struct log_entry entry;
	struct log *log = repeated(line, 3u << 20);
	log_entry_init(&entry);
	uint64_t count = log_info(log)->entries;
	assert_int_equal(count, ((3u << 20) - sizeof(HEAD) + 1) / (sizeof(line) - 1) + 1);
	for (uint64_t n = 0; n < count; n += 37) {
		assert_true(log_read(log, n, &entry));
		assert_false(entry.damaged);
		assert_int_equal(entry.offset, sizeof(HEAD) - 1 + n * (sizeof(line) - 1));
		assert_sv(entry.text, "one,\r\n\"two\" of three");
	}
	log_entry_finish(&entry);
	log_close(log);
}

/* Each would lead a reader that trusts them through the whole rest of the file, again and
 * again: the time of this test is what it is about. */
static void hostile_quotes_end(void **state)
{
	(void)state;
	static const struct { const char *line; size_t least; } lines[] = {
		{AT "\"\n", 1}, {AT "a\",\"b\n", 100000}, {AT "\"\"\"\n", 1}, {AT "\"a\n\n", 50000},
		{AT "\"\"x\n", 100000}, {"\"\n" AT "\"\n", 1}, {AT "\"\"\"\"\"\n" AT "\"\"\"\"\n", 1},
	};
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct log *log = repeated(lines[i].line, 12u << 20);
		assert_true(log_info(log)->entries >= lines[i].least);
		log_close(log);
	}
}

static void giant_records_end(void **state)
{
	(void)state;
	struct log_entry entry;
	struct strbuf text;
	strbuf_init(&text, STRBUF_REPORT);
	strbuf_str(&text, HEAD AT "\"");
	for (size_t i = 0; i < 3u << 20; i++)
		strbuf_char(&text, 'a');
	strbuf_str(&text, "\"\n" AT "\"x\"\n");
	struct log *log = log_from(strbuf_sv(&text), NULL, NULL);
	log_entry_init(&entry);
	assert_int_equal(log_info(log)->entries, 2);
	assert_true(log_read(log, 1, &entry));
	assert_sv(entry.text, "x");
	log_entry_finish(&entry);
	log_close(log);
	strbuf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_end_and_fields_part),
		cmocka_unit_test(viewer_records),
		cmocka_unit_test(exported_records),
		cmocka_unit_test(others_are_none),
		cmocka_unit_test(places_and_lines),
		cmocka_unit_test(records_pass_over_blocks),
		cmocka_unit_test(hostile_quotes_end),
		cmocka_unit_test(giant_records_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
