/* Windows events as text, in every form in which it is copied and printed. */
#include "testing.h"

#include "windows_rows.h"

/* ---- text ---- */

#define BLOCK                                                                                 \
	"  Event ID: 306\r\n  Task: N/A\r\n  Level: Information\r\n  Opcode: Info\r\n"        \
	"  Keyword: N/A\r\n  User: S-1-5-18\r\n  User Name: NT AUTHORITY\\SYSTEM\r\n"         \
	"  Computer: PC\r\n  Description: \r\n"
#define WEVTUTIL(first, date)                                                                 \
	first "\r\n  Log Name: " CHANNEL "\r\n  Source: " PROVIDER "\r\n  Date: " date "\r\n"  \
	BLOCK
#define COPY(date)                                                                            \
	"Log Name:      " CHANNEL "\r\nSource:        " PROVIDER "\r\nDate:          " date    \
	"\r\nEvent ID:      306\r\nTask Category: None\r\nLevel:         Information\r\n"      \
	"Keywords:      \r\nUser:          S-1-5-18\r\nComputer:      PC\r\n"
#define TEXT                                                                                  \
	.id = 306, .level_text = "Information", .level = LEVEL_INFO, .origin = PROVIDER,      \
	.channel = CHANNEL, .user = "S-1-5-18", .computer = "PC"

static const struct row text_rows[] = {
	/* wevtutil, in its spellings, with and without zone */
	{WEVTUTIL("Event[0]:", "2024-08-20T09:41:04.1100000Z") "SCEP: a.\r\n\r\n"
	 WEVTUTIL("Event[1]:", "2024-08-20T09:41:04.110") "SCEP: b.\r\n", 2, 0, TEXT,
		.time_text = "2024-08-20T09:41:04.1100000Z", .time = "2024-08-20T09:41:04.11Z",
		.message = "SCEP: a."},
	{WEVTUTIL("Event[0]", "2024-08-20T09:41:04.110") "SCEP: a.\r\n\r\n"
	 WEVTUTIL("Event[10]:  ", "2024-08-20T09:41:04.110") "SCEP: b.\r\n", 2, 1, TEXT,
		.time_text = "2024-08-20T09:41:04.110", .message = "SCEP: b."},
	{WEVTUTIL("Event 6165", "<Date Time>") "SCEP: a.\r\n" WEVTUTIL("Event 6166", "x"), 2, 0,
		TEXT, .time_text = "<Date Time>", .message = "SCEP: a."},
	{WEVTUTIL("Event[0]:", "x") "two\r\n\r\nparts: with a blank line\r\n\r\n\r\n"
	 WEVTUTIL("Event[1]:", "x") "b", 2, 0, TEXT, .time_text = "x",
		.message = "two\r\n\r\nparts: with a blank line"},
	/* words of the form within a description are text */
	{WEVTUTIL("Event[0]:", "x") "Event ID: 999\r\nwas seen.\r\nLog Name: System\r\nwas not.\r\n"
	 "\r\nDate: tomorrow\r\n\r\nEvent[7]: is no start, nor is\r\nEvent[8]:\r\nor this.\r\n\r\n"
	 WEVTUTIL("Event[1]:", "x") "b", 2, 0, TEXT, .time_text = "x",
		.message = "Event ID: 999\r\nwas seen.\r\nLog Name: System\r\nwas not.\r\n\r\n"
		"Date: tomorrow\r\n\r\nEvent[7]: is no start, nor is\r\nEvent[8]:\r\nor this."},
	{WEVTUTIL("Event[0]:", "x") "The\r\nLevel: Error\r\nUser: bob\r\n\r\n"
	 WEVTUTIL("Event[1]:", "x") "b", 2, 0, TEXT, .time_text = "x",
		.message = "The\r\nLevel: Error\r\nUser: bob"},
	/* a copy of the details */
	{COPY("8/20/2024 9:41:04 AM") "Description:\r\nSCEP: a.\r\n\r\n" COPY("x")
	 "Description:\r\nb", 2, 0, TEXT, .time_text = "8/20/2024 9:41:04 AM",
		.message = "SCEP: a."},
	{COPY("x") "Description: Faulting application: w3wp\r\nException: 0xc5\r\n" COPY("y")
	 "Description:\r\nb", 2, 0, TEXT, .time_text = "x",
		.message = "Faulting application: w3wp\r\nException: 0xc5"},
	{COPY("x") "Description:\r\n" COPY("y") "Description:", 2, 1, TEXT, .time_text = "y"},
	/* with the event itself behind it: its own fields, its time, its number */
	{COPY("8/20/2024 9:41:04 AM") "Description:\r\nSCEP: the sentence.\r\nEvent Xml:\r\n"
	 EVENT("<EventData><Data Name='HexInt3'>0x2ab0003</Data></EventData>") "\r\n\r\n" COPY("x")
	 "Description:\r\nb", 2, 0, KNOWN, .message = "SCEP: the sentence.",
		.fields = "HexInt3=0x2ab0003;"},
	{COPY("x") "Description:\r\nSCEP: a.\r\nEvent Xml:\r\n<Event xmlns='x'><System>", 1, 0,
		TEXT, .time_text = "x", .message = "SCEP: a."},
	/* copied in part */
	{"   Event ID:      306\n   Task Category: None\n   Level:         Information\n"
	 "   User:          SYSTEM\n   Computer:      <Computer Name>\n   Description:\n"
	 "   SCEP: a.\n", 1, 0, .id = 306, .level_text = "Information", .level = LEVEL_INFO,
		.user = "SYSTEM", .computer = "<Computer Name>", .message = "SCEP: a."},
	{"   Event ID:      306\n   Level:         Error\n   Description:\n   a\n\n"
	 "   Event ID:      36\n   Level:         Warning\n   Description:\n   b\n", 2, 1, .id = 36,
		.level_text = "Warning", .level = LEVEL_WARNING, .message = "b"},
	{"   Log Name:      Application\n   Source:        Application Error\n   Event ID:      10"
	 "00\n   Level:         Error\n   Description: a\n   b", 1, 0, .id = 1000,
		.level_text = "Error", .level = LEVEL_ERROR, .origin = "Application Error",
		.channel = "Application", .message = "a\n   b"},
	{"see below\n\nSource: S\nDate: x\nEvent ID: 5\nLevel: Error\nDescription:\na\n", 2, 1,
		.id = 5, .time_text = "x", .level_text = "Error", .level = LEVEL_ERROR,
		.origin = "S", .message = "a"},
	{"Event ID: 99999999999\nLevel: Fatal\nComputer: PC\nDescription:\na", 1, 0, .id = -1,
		.level_text = "Fatal", .computer = "PC", .message = "a"},
	/* values, and labels, in the language of Windows */
	{"Event[0]:\n  Log Name: A\n  Event ID: 306\n  Level: 信息\n  Description: \na", 1, 0,
		.id = 306, .level_text = "信息", .channel = "A", .message = "a"},
	{"Nom du journal :A\r\nSource\xc2\xa0:      P\r\nDate\xc2\xa0:        x\r\n"
	 "ID de l\xe2\x80\x99\xc3\xa9v\xc3\xa9nement\xc2\xa0:306\r\nCatégorie de la tâche :Aucun\r\n"
	 "Niveau :      Erreur\r\nMots clés :\r\nUtilisateur : S\r\nOrdinateur :  PC\r\n"
	 "Description :\r\na\r\n" EVENT("<EventData/>"), 1, 0, KNOWN, .message = "a"},
	{"Protokollname: A\nQuelle:        P\nDatum:         27.10.2021 12:28:26\nEreignis-ID:   "
	 "306\nAufgabenkategorie:Integrität\nEbene:         Warnung\nSchlüsselwörter:x\n"
	 "Benutzer:      S\nComputer:      PC\nBeschreibung:\na\n", 1, 0, .id = 306,
		.time_text = "27.10.2021 12:28:26", .level_text = "Warnung",
		.level = LEVEL_WARNING, .origin = "P", .channel = "A", .user = "S",
		.computer = "PC", .message = "a"},
};

static void text_events(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(text_rows); i++)
		check_row(&text_rows[i], "event-text", NULL);
}

/* ---- local times ---- */

static const struct { const char *text, *time; } dates[] = {
	{"8/20/2024 9:41:01 AM", "2024-08-20T07:41:01Z"},
	{"8/20/2024 12:00:00 AM", "2024-08-19T22:00:00Z"},
	{"8/20/2024 12:00:00 PM", "2024-08-20T10:00:00Z"},
	{"8/7/2019 8:01:41 PM", "2019-08-07T18:01:41Z"},
	{"8/20/2024 4:49:42\xe2\x80\xafPM", "2024-08-20T14:49:42Z"}, /* Windows' narrow blank */
	{"\xe2\x80\x8e" "8/\xe2\x80\x8e" "20/\xe2\x80\x8e" "2024 4:49:42 PM", "2024-08-20T14:49:42Z"},
	{"20/08/2024 4:49:42 PM", "2024-08-20T14:49:42Z"},
	{"20/08/2024 16:49:42", "2024-08-20T14:49:42Z"},
	{"08/20/2024 16:49:42", "2024-08-20T14:49:42Z"},
	{"08/08/2024 16:49:42", "2024-08-08T14:49:42Z"},
	{"27.10.2021 12:28:26", "2021-10-27T10:28:26Z"},
	{"09.08.2024 12:28:26", "2024-08-09T10:28:26Z"},
	{"2024-08-20T09:41:04.110", "2024-08-20T07:41:04.11Z"},
	{"2024-08-20 09:41:04", "2024-08-20T07:41:04Z"},
	{"2024-08-20T09:41:04.1100000Z", "2024-08-20T09:41:04.11Z"}, /* it says so itself */
	{"2024-08-20T09:41:04+05:00", "2024-08-20T04:41:04Z"},
	/* these could be two days, or are none */
	{"09/08/2024 16:49:42", ""}, {"31/31/2024 16:49:42", ""}, {"2/30/2024 1:00:00 AM", ""},
	{"8/20/2024 13:41:01 PM", ""}, {"8/20/2024 0:41:01 AM", ""}, {"8/20/24 9:41:01 AM", ""},
	{"8/20/2024 9:41:01 XM", ""}, {"8/20/2024", ""}, {"<Date Time>", ""},
	{"-8/20/2024 1:1:1 AM", ""},
};

static void local_dates_need_the_zone(void **state)
{
	(void)state;
	struct log_options options = {.has_zone = true, .zone_us = 2 * 3600 * TIME_SECOND};
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	for (size_t i = 0; i < ARRAY_LEN(dates); i++) {
		strbuf_reset(&text);
		strbuf_addf(&text, "Source: P\nDate: %s\nEvent ID: 306\nDescription:\na\n",
			dates[i].text);
		struct row row = {text.ptr, 1, 0, .id = 306, .origin = "P", .message = "a",
			.time_text = dates[i].text, .time = dates[i].time};
		check_row(&row, "event-text", &options);
		if (i < 14) /* without --log-zone none of these is a time */
			row.time = "";
		check_row(&row, "event-text", NULL);
	}
}

/* ---- the files ---- */

#define UNIQUE_ID                                                                             \
	"ModelName_AC_51bad41f-3854-4eb5-a2f2-0f7a94034ee8_LogicalName_"                      \
	"39907e78_e61b_4730_b9fa_d44a53e4111c_Hash_2024051773"

/* One delivery in five renderings: the same seven events. */
static void renderings_agree(void **state)
{
	(void)state;
	static const int32_t ids[] = {208, 813, 306, 36, 39, 309, 209};
	static const struct { const char *name; bool exact; } files[] = {
		{"made/win_eventviewer_export.xml", true},
		{"made/win_eventviewer_export_fr.xml", true},
		{"made/win_wevtutil_xml_noroot.txt", true}, {"made/win_copy_en.txt", true},
		{"made/win_wevtutil_text.txt", false}, {"made/win_copy_fr.txt", false},
	};
	struct log_entry entry;
	autostrbuf buf;
	strbuf_init(&buf, STRBUF_RECORD);
	log_entry_init(&entry);
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct log *log = log_from(test_file(files[i].name, &buf), NULL, NULL);
		assert_int_equal(log_info(log)->entries, ARRAY_LEN(ids));
		for (uint64_t n = 0; n < ARRAY_LEN(ids); n++) {
			assert_true(log_read(log, n, &entry));
			assert_int_equal(entry.event_id, ids[n]);
			assert_false(entry.damaged);
			assert_int_equal(entry.exact, files[i].exact);
			assert_sv(entry.origin, PROVIDER);
			assert_sv(entry.channel, CHANNEL);
			assert_int_equal(entry.level, LEVEL_INFO);
			assert_int_equal(entry.has_record, files[i].exact);
			if (files[i].exact)
				assert_int_equal(entry.record, n + 1);
		}
		assert_true(log_read(log, 2, &entry));
		if (files[i].exact) {
			assert_sv(log_entry_field(&entry, SV("Message1")), UNIQUE_ID);
			assert_sv(log_entry_field(&entry, SV("HexInt3")), "0x2ab0003");
		} else {
			assert_true(sv_has(entry.text, SV("(" UNIQUE_ID ")")));
			assert_true(sv_has(entry.text, SV("0x2ab0003")));
		}
		log_close(log);
	}
	log_entry_finish(&entry);
}

static void the_source_documents_block(void **state)
{
	(void)state;
	autostrbuf buf;
	struct log_entry entry;
	strbuf_init(&buf, STRBUF_RECORD);
	struct log *log = log_from(test_file("source/windows.txt", &buf), NULL, NULL);
	log_entry_init(&entry);
	assert_true(log_read(log, 0, &entry));
	assert_int_equal(entry.event_id, 306);
	assert_sv(entry.level_text, "Information");
	assert_sv(entry.user, "SYSTEM");
	assert_true(sv_starts(entry.text, SV("SCEP: CspExecute for UniqueId : (ModelName_")));
	assert_true(sv_ends(entry.text, SV("(Unknown Win32 Error code: 0x2ab0003).")));
	log_entry_finish(&entry);
	log_close(log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_events),
		cmocka_unit_test(local_dates_need_the_zone),
		cmocka_unit_test(renderings_agree),
		cmocka_unit_test(the_source_documents_block),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
