/* Windows events as XML: every tool's spelling, and what is broken costs itself alone. */
#include "testing.h"

#include "log/windows.h"
#include "windows_rows.h"

/* ---- XML ---- */

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
		.fields = "x=été ‚;"},
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

static void dump(void (*read)(struct sv xml, struct log_entry *ret), struct sv xml,
	struct strbuf *out)
{
	struct log_entry e;
	log_entry_init(&e);
	strbuf_reset(out);
	read(xml, &e);
	strbuf_addf(out, "%d %d %lld %d " SV_FMT "|" SV_FMT "|" SV_FMT "|" SV_FMT "|" SV_FMT "|" SV_FMT
		"|" SV_FMT "|" SV_FMT "\n", (int)e.event_id, e.damaged, (long long)e.time.us, (int)e.level,
		SV_ARG(e.origin), SV_ARG(e.provider_guid), SV_ARG(e.channel), SV_ARG(e.computer),
		SV_ARG(e.user), SV_ARG(e.text), SV_ARG(e.time.text), SV_ARG(e.level_text));
	strbuf_addf(out, "%d %llu %d\n", e.has_record, (unsigned long long)e.record, e.exact);
	for (size_t i = 0; i < e.fields_count; i++)
		strbuf_addf(out, SV_FMT "=" SV_FMT "\n", SV_ARG(e.fields[i].name),
			SV_ARG(e.fields[i].value));
	log_entry_finish(&e);
}

/* An event is read by hand if it is plain. Whatever it is, libxml2 would have told the same. */
static void by_hand_as_by_the_library(void **state)
{
	(void)state;
	static const char event[] = EVENT("<EventData><Data Name='Message1'>a&amp;b \xc3\xa9</Data>"
		"<Data>x</Data><Data Name='HexInt3'>0x2ab0003</Data></EventData><UserData><A><B>1</B>"
		"<C/></A></UserData><RenderingInfo Culture='fr-FR'><Message>SCEP: x. </Message>"
		"</RenderingInfo>");
	static const char *const parts[] = {"<", ">", "/", "&", "&lt;", "'", "\"", " ", "\n", "\r", "=",
		"<b>", "</b>", "<b/>", "\xc3", "\xc3\xa9", "<!--x-->", "x", "xmlns", "]]>", "&#13;"};
	autostrbuf a, b, xml;
	uint64_t random = 306;
	strbuf_init(&a, STRBUF_RECORD);
	strbuf_init(&b, STRBUF_RECORD);
	strbuf_init(&xml, STRBUF_RECORD);
	for (int round = 0; round < 6000; round++) {
		struct sv rest = sv_str(event);
		strbuf_reset(&xml);
		for (int changes = round ? 1 + round % 2 : 0; changes; changes--) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
			size_t at = (random >> 33) % (rest.len / 2 + 1), drop = random >> 60 & 3;
			strbuf_add(&xml, sv_sub(rest, 0, at));
			strbuf_str(&xml, parts[(random >> 40) % ARRAY_LEN(parts)]);
			rest = sv_from(rest, at + drop);
		}
		strbuf_add(&xml, rest);
		dump(windows_read_xml, strbuf_sv(&xml), &a);
		dump(windows_read_xml_by_library, strbuf_sv(&xml), &b);
		if (!sv_eq(strbuf_sv(&a), strbuf_sv(&b)))
			fail_msg("%s:\n%s---\n%s", xml.ptr, a.ptr, b.ptr);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xml_events),
		cmocka_unit_test(by_hand_as_by_the_library),
		cmocka_unit_test(what_stood_well_before_a_break_is_kept),
		cmocka_unit_test(deep_xml_ends),
		cmocka_unit_test(a_broken_event_costs_one),
		cmocka_unit_test(a_huge_tag_costs_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
