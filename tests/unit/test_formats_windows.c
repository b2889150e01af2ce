/* Windows events as XML and as text, in every form people send them. */
#include "testing.h"

#include <stdio.h>

#include "logs.h"

#define PROVIDER "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider"
#define CHANNEL PROVIDER "/Admin"
#define NS "http://schemas.microsoft.com/win/2004/08/events/event"

struct row {
	const char *text; /* the file */
	uint64_t count, n;
	int32_t id;
	const char *time_text, *time, *level_text;
	enum log_level level;
	const char *origin, *channel, *user, *computer;
	const char *fields; /* "name=value;" */
	const char *message;
	bool exact, damaged;
	uint64_t record; /* 0: none */
};

static void list_fields(const struct log_entry *entry, struct strbuf *out)
{
	for (size_t i = 0; i < entry->fields_count; i++)
		strbuf_addf(out, SV_FMT "=" SV_FMT ";", SV_ARG(entry->fields[i].name),
			SV_ARG(entry->fields[i].value));
}

static struct sv known(const char *text)
{
	return text ? sv_str(text) : SV_EMPTY;
}

/* Of a broken event there may be less, but nothing else. */
static void check_text(struct sv actual, const char *expected, bool damaged)
{
	if (!damaged || actual.len)
		assert_sv(actual, known(expected).ptr);
}

static void check_identity(const struct row *row, const struct log_entry *entry)
{
	char time[TIME_TEXT_MAX];
	check_text(entry->time.text, row->time_text, row->damaged);
	check_text(sv_str(time_rfc3339(entry->time.us, time)), row->time, row->damaged);
	check_text(entry->level_text, row->level_text, row->damaged);
	check_text(entry->origin, row->origin, row->damaged);
	check_text(entry->channel, row->channel, row->damaged);
	check_text(entry->user, row->user, row->damaged);
	check_text(entry->computer, row->computer, row->damaged);
	if (!row->damaged || entry->event_id >= 0)
		assert_int_equal(entry->event_id, row->id);
	if (!row->damaged || entry->level != LEVEL_NONE)
		assert_int_equal(entry->level, row->level);
	if (!row->damaged || entry->has_record)
		assert_int_equal(entry->record, row->record);
}

static void check_entry(const struct row *row, const struct log_entry *entry)
{
	autostrbuf fields;
	strbuf_init(&fields, STRBUF_RECORD);
	list_fields(entry, &fields);
	if (row->damaged)
		assert_true(sv_starts(known(row->fields), strbuf_sv(&fields)));
	else
		assert_sv(strbuf_sv(&fields), known(row->fields).ptr);
	assert_sv(entry->text, known(row->message).ptr);
	assert_int_equal(entry->exact, row->exact);
	assert_int_equal(entry->damaged, row->damaged);
	assert_int_equal(entry->damage.len > 0, row->damaged);
	assert_int_equal(entry->has_record, entry->record != 0);
	check_identity(row, entry);
}

static void check_row(const struct row *row, const char *format,
	const struct log_options *options)
{
	struct log_entry entry;
	struct err err = {0};
	struct log *log = log_from(sv_str(row->text), options, &err);
	assert_string_equal(err.text, "");
	assert_string_equal(log_info(log)->format, format);
	assert_int_equal(log_info(log)->entries, row->count);
	log_entry_init(&entry);
	assert_true(log_read(log, row->n, &entry));
	check_entry(row, &entry);
	log_entry_finish(&entry);
	log_close(log);
}

/* ---- XML ---- */

#define SYSTEM                                                                                \
	"<System><Provider Name='" PROVIDER "' Guid='{3da494e4}'/><EventID>306</EventID>"     \
	"<Version>0</Version><Level>4</Level>"                                                \
	"<TimeCreated SystemTime='2024-08-20T09:41:04.1100000Z'/>"                            \
	"<EventRecordID>3</EventRecordID><Execution ProcessID='2248' ThreadID='1972'/>"       \
	"<Channel>" CHANNEL "</Channel><Computer>PC</Computer><Security UserID='S-1-5-18'/>"  \
	"</System>"
#define EVENT(rest) "<Event xmlns='" NS "'>" SYSTEM rest "</Event>"
#define KNOWN                                                                                 \
	.id = 306, .time_text = "2024-08-20T09:41:04.1100000Z",                               \
	.time = "2024-08-20T09:41:04.11Z", .level_text = "Information", .level = LEVEL_INFO,  \
	.origin = PROVIDER, .channel = CHANNEL, .user = "S-1-5-18", .computer = "PC",         \
	.exact = true, .record = 3

static const struct row xml_rows[] = {
	/* Event Viewer's export: one line, a root */
	{"<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\r\n<Events>"
	 EVENT("<EventData><Data Name='Message1'>a&amp;b</Data><Data Name='HexInt3'>0x2ab0003"
	 "</Data></EventData><RenderingInfo Culture='fr-FR'><Message>SCEP: x.\r\n</Message>"
	 "<Level>Fehler</Level><Channel>none</Channel></RenderingInfo>")
	 EVENT("<EventData/>") "</Events>", 2, 0, KNOWN, .message = "SCEP: x.",
		.fields = "Message1=a&b;HexInt3=0x2ab0003;"},
	{"<Events>" EVENT("<EventData></EventData>") EVENT("<EventData/>") "</Events>", 2, 1,
		KNOWN},
	/* wevtutil /f:xml: no root, one line each; no sentence */
	{EVENT("<EventData><Data>x</Data><Data/><Data Name='n'>y</Data></EventData>") "\r\n"
	 EVENT("") "\r\n", 2, 0, KNOWN, .fields = "Data1=x;Data2=;n=y;"},
	/* python-evtx: XML 1.1, lines, empty attributes, its own spelling of time and numbers */
	{"<?xml version=\"1.1\" encoding=\"utf-8\" standalone=\"yes\" ?>\n\n<Events>\n"
	 "<Event xmlns=\"" NS "\"><System><Provider Name=\"P\" Guid=\"{3da494e4}\"></Provider>\n"
	 "<EventID Qualifiers=\"\">813</EventID>\n<Level>2</Level>\n"
	 "<TimeCreated SystemTime=\"2022-06-08 23:46:51.037907\"></TimeCreated>\n"
	 "<EventRecordID>1</EventRecordID>\n<Security UserID=\"S-1-5-18\"></Security>\n</System>\n"
	 "<EventData><Data Name=\"HexInt1\">0x02ab0003</Data>\n</EventData>\n</Event>\n\n"
	 "</Events>\n", 1, 0, .id = 813, .time_text = "2022-06-08 23:46:51.037907",
		.time = "2022-06-08T23:46:51.037907Z", .level_text = "Error",
		.level = LEVEL_ERROR, .origin = "P", .user = "S-1-5-18", .exact = true,
		.record = 1, .fields = "HexInt1=0x02ab0003;"},
	/* libevtx: a line in front, indentation */
	{"evtxexport 20181227\n\n<Event\n xmlns=\"" NS "\">\n  <System>\n    <EventID>0x132"
	 "</EventID>\n  </System>\n</Event>\n", 1, 0, .id = 306, .exact = true},
	{"<Event\r\n  xmlns=\"" NS "\">\r\n  <System>\r\n    <EventID>0x132</EventID>\r\n"
	 "    <Level>5</Level>\r\n  </System>\r\n</Event>\r\n", 1, 0, .id = 306, .exact = true,
		.level_text = "Verbose", .level = LEVEL_DEBUG},
	/* other data */
	{EVENT("<UserData><EventXML xmlns='x'><Param1>a</Param1><Group><b>c</b><d/></Group>"
	 "</EventXML></UserData>"), 1, 0, KNOWN, .fields = "Param1=a;b=c;d=;"},
	{EVENT("<ProcessingErrorData><ErrorCode>15005</ErrorCode><DataItemName>Message1"
	 "</DataItemName><EventPayload>00FF</EventPayload></ProcessingErrorData>"), 1, 0, KNOWN,
		.fields = "ErrorCode=15005;DataItemName=Message1;EventPayload=00FF;"},
	{EVENT("<EventData><Data Name='x'><![CDATA[<Result>]]> &#x41;</Data></EventData>"), 1, 0,
		KNOWN, .fields = "x=<Result> A;"},
	/* a console's own code page */
	{EVENT("<EventData><Data Name='x'>\xe9t\xe9 \x82</Data></EventData>"), 1, 0, KNOWN,
		.fields = "x=\xef\xbf\xbdt\xef\xbf\xbd \xef\xbf\xbd;"},
	/* broken */
	{EVENT("<EventData><Data Name='a'>1</Data><Data Name='b'>2</EventData>"), 1, 0, KNOWN,
		.damaged = true, .fields = "a=1;"},
	{"<Event xmlns='" NS "'>" SYSTEM "<EventData><Data Name='a'>1</Data><Data Na", 1, 0, KNOWN,
		.damaged = true, .fields = "a=1;"},
	{EVENT("<EventData><Data Name='a'>1</Data><Data Name='b'>\x01</Data></EventData>"), 1, 0,
		KNOWN, .damaged = true, .fields = "a=1;"},
	{"<Event xmlns='" NS "'><System></System></Event>", 1, 0, .id = -1, .exact = true},
	{"<Event xmlns='" NS "'><System><EventID>4294967296</EventID><Level>99</Level>"
	 "<TimeCreated SystemTime='yesterday'/></System></Event>", 1, 0, .id = -1, .exact = true,
		.time_text = "yesterday"},
	/* nothing is ever declared, fetched or expanded */
	{EVENT("<!DOCTYPE x [<!ENTITY e 'x'>]><EventData><Data Name='a'>1</Data></EventData>"), 1,
		0, KNOWN, .damaged = true},
	{EVENT("<EventData><Data Name='a'>1</Data><Data Name='b'>&e;</Data></EventData>"), 1, 0,
		KNOWN, .damaged = true, .fields = "a=1;"},
	{"<!DOCTYPE Events [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Events>"
	 EVENT("<EventData><Data Name='a'>&e;</Data></EventData>") "</Events>", 1, 0, KNOWN,
		.damaged = true},
};

static void xml_events(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(xml_rows); i++)
		check_row(&xml_rows[i], "event-xml", NULL);
}

static void what_stood_well_before_a_break_is_kept(void **state)
{
	(void)state;
	struct log_entry entry;
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	strbuf_str(&text, "<Event xmlns='" NS "'>" SYSTEM "<EventData>");
	for (int i = 0; i < 100; i++)
		strbuf_addf(&text, "<Data Name='n%d'>%0100d</Data>", i, i);
	strbuf_str(&text, "<Data></EventData></Event>");
	struct log *log = log_from(strbuf_sv(&text), NULL, NULL);
	log_entry_init(&entry);
	assert_true(log_read(log, 0, &entry));
	assert_true(entry.damaged);
	assert_int_equal(entry.event_id, 306);
	assert_sv(entry.computer, "PC");
	assert_true(entry.fields_count > 90);
	assert_sv(entry.fields[90].name, "n90");
	log_entry_finish(&entry);
	log_close(log);
}

static void deep_xml_ends(void **state)
{
	(void)state;
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	strbuf_str(&text, "<Event xmlns='" NS "'>" SYSTEM "<UserData>");
	for (int i = 0; i < 100000; i++)
		strbuf_str(&text, "<a>");
	check_row(&(struct row){text.ptr, 1, 0, KNOWN, .damaged = true}, "event-xml", NULL);
	strbuf_reset(&text);
	strbuf_str(&text, "<Event xmlns='" NS "'>" SYSTEM "<UserData>");
	for (int i = 0; i < 100000; i++)
		strbuf_str(&text, "<a/>");
	strbuf_str(&text, "</UserData></Event>");
	struct log_entry entry;
	struct log *log = log_from(strbuf_sv(&text), NULL, NULL);
	log_entry_init(&entry);
	assert_true(log_read(log, 0, &entry));
	assert_true(entry.damaged);
	assert_int_equal(entry.event_id, 306);
	assert_true(entry.fields_count <= 1000);
	log_entry_finish(&entry);
	log_close(log);
}

/* ---- one broken event among many ---- */

static const char *const tags[] = {"<Event ", "<System>", "<Provider ", "</EventID>", "/>",
	"</System>", "<EventData>", "</Data>", "</EventData>", "</Event>"};

static void add_event(struct strbuf *out, unsigned record, bool line_feed)
{
	strbuf_addf(out, "<Event xmlns='" NS "'><System><Provider Name='P'/><EventID>306"
		"</EventID><EventRecordID>%u</EventRecordID></System><EventData>"
		"<Data Name='a'>%u</Data></EventData></Event>%s", record, record,
		line_feed ? "\r\n" : "");
}

/* Cuts tag number `tag` in two within the k-th event. */
static void break_event(struct strbuf *text, unsigned k, const char *tag)
{
	struct sv whole = strbuf_sv(text);
	size_t at = 0;
	for (unsigned event = 1; event < k; event++)
		at += sv_find(sv_from(whole, at), SV("</Event>")) + strlen("</Event>");
	at += sv_find(sv_from(whole, at), sv_str(tag));
	memmove(text->ptr + at, text->ptr + at + 2, text->len - at - 2);
	text->len -= 2;
}

#define EVENTS 8

static void check_others(struct log *log, unsigned k)
{
	struct log_entry entry;
	unsigned seen = 0;
	log_entry_init(&entry);
	for (uint64_t n = 0; n < log_info(log)->entries; n++) {
		bool there = log_read(log, n, &entry);
		if (!there || entry.damaged || entry.record == k)
			continue;
		char number[16];
		snprintf(number, sizeof(number), "%u", (unsigned)entry.record);
		assert_sv(log_entry_field(&entry, SV("a")), number);
		assert_int_equal(entry.event_id, 306);
		assert_sv(entry.origin, "P");
		seen |= 1u << entry.record;
	}
	log_entry_finish(&entry);
	assert_int_equal(seen, ((1u << EVENTS) - 1) << 1 & ~(1u << k));
}

static void a_broken_event_costs_one(void **state)
{
	(void)state;
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	for (unsigned k = 1; k <= EVENTS; k++)
		for (size_t tag = 0; tag < ARRAY_LEN(tags); tag++)
			for (int form = 0; form < 4; form++) {
				strbuf_reset(&text);
				if (form & 1)
					strbuf_str(&text, "<?xml version='1.0'?>\r\n<Events>");
				for (unsigned n = 1; n <= EVENTS; n++)
					add_event(&text, n, form & 2);
				if (form & 1)
					strbuf_str(&text, "</Events>");
				break_event(&text, k, tags[tag]);
				struct log *log = log_from(strbuf_sv(&text), NULL, NULL);
				assert_non_null(log);
				check_others(log, k);
				log_close(log);
			}
}

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

/* Without a limit on one tag this would keep the parser busy for minutes. */
static void a_huge_tag_costs_nothing(void **state)
{
	struct strbuf text;
	struct log_entry entry;
	(void)state;
	strbuf_init(&text, STRBUF_RECORD);
	strbuf_str(&text, "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>"
		"<System><EventID>306</EventID></System><EventData><Data");
	for (int i = 0; i < 300000; i++)
		strbuf_addf(&text, " a%d='>'", i);
	strbuf_str(&text, ">x</Data></EventData></Event>\n<Event><System><EventID>36</EventID>"
		"</System></Event>");
	int64_t began = loop_now_us();
	struct log *log = log_from(strbuf_sv(&text), NULL, NULL);
	log_entry_init(&entry);
	assert_int_equal(log_info(log)->entries, 2);
	log_read(log, 0, &entry);
	assert_true(entry.damaged);
	assert_int_equal(entry.event_id, 306);
	assert_true(log_read(log, 1, &entry));
	assert_int_equal(entry.event_id, 36);
	assert_true(loop_now_us() - began < 20 * TIME_SECOND);
	log_entry_finish(&entry);
	log_close(log);
	strbuf_finish(&text);
}

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
		cmocka_unit_test(xml_events),
		cmocka_unit_test(what_stood_well_before_a_break_is_kept),
		cmocka_unit_test(deep_xml_ends),
		cmocka_unit_test(a_broken_event_costs_one),
		cmocka_unit_test(text_events),
		cmocka_unit_test(a_huge_tag_costs_nothing),
		cmocka_unit_test(local_dates_need_the_zone),
		cmocka_unit_test(renderings_agree),
		cmocka_unit_test(the_source_documents_block),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
