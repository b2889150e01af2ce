/* Windows events in lists: copied out of Event Viewer's, printed by PowerShell, on one line. */
#include "testing.h"

#include "windows_rows.h"

#define TIME "8/20/2024 9:41:04 AM"
#define NO_SOURCE                                                                             \
	.id = 306, .time_text = TIME, .level_text = "Information", .level = LEVEL_INFO
#define KNOWN_ROW NO_SOURCE, .origin = "P"

/* ---- a copy of the list ---- */

static const struct row copies[] = {
	{"Information\t" TIME "\tP\t306\tNone\r\nSCEP: a\r\nb\r\n\r\nInformation\t" TIME
	 "\tP\t36\tNone\r\nc\r\n", 2, 0, KNOWN_ROW, .message = "SCEP: a\r\nb"},
	{"-Information\t" TIME "\tP\t306\tNone\na\n- Error\t" TIME "\tP\t32\tNone\nb\n", 2, 1,
		.id = 32, .time_text = TIME, .level_text = "Error", .level = LEVEL_ERROR,
		.origin = "P", .message = "b"},
	{"* Information   " TIME "   P   306   None\na\n", 1, 0, KNOWN_ROW, .message = "a"},
	{"\xe2\x80\xa2 Information " TIME " P 306 None\n  a\n", 1, 0, KNOWN_ROW, .message = "a"},
	{"Line 12: Information\t" TIME "\tP\t306\tNone\na\n", 1, 0, KNOWN_ROW, .message = "a"},
	{"Information\t" TIME "\tP\t306\t\n", 1, 0, KNOWN_ROW},
	{"Information " TIME " Application Error 306 (100)\n", 1, 0, NO_SOURCE,
		.origin = "Application Error"},
	{"Erreur\t20/08/2024 09:41:04\tP\t32\tAucun\na\n", 1, 0, .id = 32, .level_text = "Erreur",
		.time_text = "20/08/2024 09:41:04", .level = LEVEL_ERROR, .origin = "P",
		.message = "a"},
	{"Informationen  20.08.2024 09:41:04  P  306  Keine\na\n", 1, 0, .id = 306,
		.level_text = "Informationen", .time_text = "20.08.2024 09:41:04",
		.level = LEVEL_INFO, .origin = "P", .message = "a"},
	{"I see this:\n\nInformation\t" TIME "\tP\t306\tNone\na\n", 2, 0, .id = -1,
		.message = "I see this:"},
};

static void copied_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(copies); i++)
		check_row(&copies[i], "event-list", NULL);
}

/* ---- one line ---- */

#define LINE "Event ID: 32 Task Category: None Level: Error User: S Computer: PC Description: "
static const struct row lines[] = {
	{LINE "SCEP: failed. Result: (x).\n" LINE "b\n", 2, 0, .id = 32, .level_text = "Error",
		.level = LEVEL_ERROR, .user = "S", .computer = "PC",
		.message = "SCEP: failed. Result: (x)."},
	{LINE "a\nmore: Level: x\n" LINE "b", 2, 0, .id = 32, .level_text = "Error",
		.level = LEVEL_ERROR, .user = "S", .computer = "PC",
		.message = "a\nmore: Level: x"},
	{"Log Name: L Source: P Date: " TIME " Event ID: 306 Level: Information", 1, 0, KNOWN_ROW,
		.channel = "L", .message = "Log Name: L Source: P Date: " TIME
		" Event ID: 306 Level: Information"},
	{"Source : P Date : " TIME " ID de l’événement : 306 Niveau : Information Description : a",
		1, 0, KNOWN_ROW, .message = "a"},
	{"Quelle:P Datum:" TIME " Ereignis-ID:306 Ebene:Information Beschreibung:a", 1, 0,
		KNOWN_ROW, .message = "a"},
};

static void single_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		check_row(&lines[i], "event-text", NULL);
}

/* ---- Format-List ---- */

static const struct row properties[] = {
	{"\n\nTimeCreated  : " TIME "\nProviderName : P\nId           : 306\nMessage      : a\n\n"
	 "TimeCreated  : x\nProviderName : P\nId           : 36\nMessage      : b\n\n", 2, 0,
		.id = 306, .time_text = TIME, .origin = "P", .message = "a"},
	/* any order, and all of them */
	{"Message : a\nId      : 306\n\nMessage : b\nId      : 36\n", 2, 1, .id = 36,
		.message = "b"},
	{"Id               : 306\nLevel            : 4\nLogName          : L\nMachineName      : PC"
	 "\nUserId           : S\nRecordId         : 7\nLevelDisplayName : Information\n", 1, 0,
		.id = 306, .level = LEVEL_INFO, .level_text = "Information", .channel = "L",
		.computer = "PC", .user = "S", .record = 7},
	/* a line as wide as the window goes on in the middle of a word */
	{"Id      : 306\r\nMessage : SCEP: (Model\r\n          Name_AC) and\r\n           more.\r\n",
		1, 0, .id = 306, .message = "SCEP: (ModelName_AC) and more."},
	{"Id      : 306\nMessage : one\n          two is longer\n          three\n", 1, 0, .id = 306,
		.message = "one\ntwo is longerthree"},
	{"Message      : one\n               two\n\n\nId           : 306\nProviderName : PPPPPPPPP\n\n"
	 "Message      : b\n\nId           : 36\n", 2, 0, .id = 306, .origin = "PPPPPPPPP",
		.message = "one\ntwo"},
	/* nothing within a message begins an event: it is indented */
	{"Id      : 306\nMessage : aaaaaaaaaaaaaaaa\n\n          Id      : 1\n\n"
	 "          Message : x\n", 1, 0, .id = 306,
		.message = "aaaaaaaaaaaaaaaa\n\nId      : 1\n\nMessage : x"},
	{"Index     : 1\nEntryType : Warning\nEventID   : 7\nMessage   : a\n\n"
	 "Index     : 2\nEntryType : Error\nEventID   : 8\nMessage   : b\n", 2, 1, .id = 8,
		.level_text = "Error", .level = LEVEL_ERROR, .message = "b"},
	{"Id      :\nMessage :\n", 1, 0, .id = -1},
};

static void printed_properties(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(properties); i++)
		check_row(&properties[i], "event-properties", NULL);
}

/* ---- Format-Table ---- */

#define COLUMNS "TimeCreated                      Id LevelDisplayName Message\n"               \
	"-----------                      -- ---------------- -------\n"
#define TABLE "\n\n   ProviderName: P\n\n" COLUMNS
static const struct row tables[] = {
	{TABLE TIME "         306 Information      SCEP: a b\n" TIME "  36 Error x\n", 2, 0,
		KNOWN_ROW, .message = "SCEP: a b"},
	{TABLE TIME "         306 Information      SCEP: a\n\n\n   ProviderName: Q\n\n" COLUMNS
	 TIME "   36 Information  b\n", 2, 1, .id = 36, .time_text = TIME,
		.level_text = "Information", .level = LEVEL_INFO, .origin = "Q", .message = "b"},
	{TABLE TIME "         306 Information      SCEP: a\n                     more\n\n\n", 1, 0,
		KNOWN_ROW, .message = "SCEP: a\n                     more"},
	{COLUMNS TIME "         306 Information      a", 1, 0, NO_SOURCE,
		.message = "a"},
	{"  Id ProviderName Message\n  -- ------------ -------\n 306 P            a\n  36 P  b\n", 2,
		0, .id = 306, .origin = "P", .message = "a"},
	{"PS C:\\> Get-WinEvent\n" TABLE "20.08.2024 09:41:04   306 Information  a\n", 1, 0,
		.id = 306, .time_text = "20.08.2024 09:41:04", .level_text = "Information",
		.level = LEVEL_INFO, .origin = "P", .message = "a"},
};

static void printed_tables(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		check_row(&tables[i], "event-table", NULL);
}

static void cut_messages_are_told(void **state)
{
	(void)state;
	static const struct { const char *text; bool cut; } rows[] = {
		{TABLE TIME "   306 Information  whole\n", false},
		{TABLE TIME "   306 Information  cu...\n" TIME "   306 Information  whole\n", true},
		{TABLE TIME "   306 Information  cu…\r\n", true},
	};
	struct log_entry entry;
	autostrbuf damage;
	strbuf_init(&damage, STRBUF_LINE);
	log_entry_init(&entry);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct log *log = log_from(sv_str(rows[i].text), NULL, NULL);
		assert_int_equal(log_damage(log, 0, &damage), rows[i].cut);
		assert_false(log_damage(log, 1, &damage));
		assert_true(log_read(log, 0, &entry));
		assert_int_equal(entry.cut, rows[i].cut);
		assert_false(entry.damaged);
		log_close(log);
	}
	assert_non_null(strstr(damage.ptr, "Format-List"));
	log_entry_finish(&entry);
}

static void others_are_none(void **state)
{
	(void)state;
	static const char *const texts[] = {"Id: 5\nMessage: a\n", "Name : x\nValue : y\n",
		"Id Name Message\n-- ---- -------\n1 a b\n", COLUMNS "", "Event ID: 5 was seen",
		"Information\tyesterday\tP\t306\tNone\n", "Note " TIME " P 306 None\n"};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct log *log = log_from(sv_str(texts[i]), NULL, NULL);
		assert_true(!log || log_info(log)->entries == 0);
		log_close(log);
	}
}

/* ---- what they share ---- */

/* An event begins far behind the first block, and lines are longer than one. */
static void lists_pass_over_blocks(void **state)
{
	(void)state;
	static const char *const heads[] = {"", TABLE};
	struct log_entry entry;
	autostrbuf text, wide;
	strbuf_init(&text, STRBUF_REPORT);
	strbuf_init(&wide, STRBUF_REPORT);
	log_entry_init(&entry);
	for (size_t i = 0; i < 600000; i++)
		strbuf_char(&wide, 'w');
	for (size_t form = 0; form < ARRAY_LEN(heads); form++) {
		strbuf_reset(&text);
		strbuf_str(&text, heads[form]);
		for (int i = 0; i < 20000; i++)
			strbuf_addf(&text, form ? TIME "   306 Information  %s\n"
						: "Id      : 306\nMessage : %s\n\n",
				i == 9000 ? wide.ptr : "narrow");
		struct log *log = log_from(strbuf_sv(&text), NULL, NULL);
		assert_int_equal(log_info(log)->entries, 20000);
		for (uint64_t n = 0; n < 20000; n += 999) {
			assert_true(log_read(log, n, &entry));
			assert_int_equal(entry.event_id, 306);
			assert_sv(entry.text, "narrow");
		}
		assert_true(log_read(log, 9000, &entry));
		assert_int_equal(entry.text.len, 600000);
		log_close(log);
	}
	log_entry_finish(&entry);
}

/* Local times of all of them need the zone. */
static void zones_are_given(void **state)
{
	(void)state;
	static const char *const texts[] = {"Information\t" TIME "\tP\t306\tNone\na\n",
		"Event ID: 306 Level: Information Date: " TIME " Description: a",
		"Id          : 306\nTimeCreated : " TIME "\nMessage     : a\n",
		TABLE TIME "   306 Information  a\n", "Information," TIME ",P,306,None,a\n"};
	struct log_options zone = {.has_zone = true, .zone_us = 2 * 3600 * TIME_SECOND};
	char time[TIME_TEXT_MAX];
	struct log_entry entry;
	log_entry_init(&entry);
	for (size_t i = 0; i < 2 * ARRAY_LEN(texts); i++) {
		struct log *log = log_from(sv_str(texts[i / 2]), i % 2 ? &zone : NULL, NULL);
		assert_true(log_read(log, 0, &entry));
		assert_sv(entry.time.text, TIME);
		assert_string_equal(time_rfc3339(entry.time.us, time),
			i % 2 ? "2024-08-20T07:41:04Z" : "");
		assert_int_equal(entry.time.zone, i % 2 ? ZONE_OFFSET : ZONE_UNKNOWN);
		log_close(log);
	}
	log_entry_finish(&entry);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copied_lists),
		cmocka_unit_test(single_lines),
		cmocka_unit_test(printed_properties),
		cmocka_unit_test(printed_tables),
		cmocka_unit_test(cut_messages_are_told),
		cmocka_unit_test(others_are_none),
		cmocka_unit_test(lists_pass_over_blocks),
		cmocka_unit_test(zones_are_given),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
