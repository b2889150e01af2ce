/* The messages between the server and the device. */
#include "test_payload_sample.h"

#include <stdio.h>

#include "scep/payload.h"

static void the_documented_message(void **state)
{
	(void)state;
	static const struct {
		const char *name, *id, *node;
	} rows[] = {
		{"Replace", "2", "./Vendor/MSFT/Scheduler/IntervalDurationSeconds"},
		{"Replace", "3", "./Vendor/MSFT/EnterpriseAppManagement/EnterpriseIDs"},
		{"Exec", "4", "./Vendor/MSFT/EnterpriseAppManagement/EnterpriseApps/"
			      "ClearNotifications"},
		{"Add", "5", "./Vendor/MSFT/CertificateStore/Root/{GUID}/EncodedCertificate"},
		{"Add", "6", "./Vendor/MSFT/CertificateStore/Enroll/ModelName=AC_51\xe2\x80\xa6"
			     "%2FLogicalName_39907\xe2\x80\xa6%3BHash=-1518303401/Install"},
		{"Get", "7", "./Vendor/MSFT/CertificateStore/SCEP"},
		{"Add", "8", "./Vendor/MSFT/GCM"},
		{"Replace", "9", "./Vendor/MSFT/GCM"},
		{"Get", "10", "./Vendor/MSFT/NodeCache/SCConfigMgr"},
		{"Get", "11", "./Vendor/MSFT/NodeCache/SCConfigMgr/CacheVersion"},
		{"Get", "12", "./Vendor/MSFT/NodeCache/SCConfigMgr/ChangedNodes"},
		{"Get", "13", "./DevDetail/Ext/Microsoft/LocalTime"},
		{"Get", "14", "./Vendor/MSFT/DeviceLock/DevicePolicyManager/"
			      "IsActivePasswordSufficient"},
		{"Get", "15", "./Vendor/MSFT/WorkProfileLock/DevicePolicyManager/"
			      "IsActivePasswordSufficient"},
	};
	autostrbuf text;
	struct syncml syncml;
	sample(&text);
	assert_true(syncml_read(strbuf_sv(&text), &syncml, NULL));
	assert_false(syncml.cut);
	assert_sv(syncml.session, "1");
	assert_sv(syncml.message, "6");
	assert_sv(syncml.target, "urn:uuid:UUID");
	assert_true(syncml.from_server);
	assert_int_equal(syncml.commands_count, ARRAY_LEN(rows));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_sv(syncml.commands[i].name, rows[i].name);
		assert_sv(syncml.commands[i].id, rows[i].id);
		assert_sv(syncml.commands[i].node, rows[i].node);
	}
	assert_sv(syncml.commands[0].data, "28800");
	assert_sv(syncml.commands[0].format, "int");
	assert_sv(syncml.commands[4].format, "xml");
	assert_int_equal(syncml.statuses_count, 1);
	assert_sv(syncml.statuses[0].message_ref, "6");
	assert_sv(syncml.statuses[0].command_ref, "0");
	assert_sv(syncml.statuses[0].command, "SyncHdr");
	assert_int_equal(syncml.statuses[0].status, 200);
	syncml_finish(&syncml);
}

#define HEADER                                                                                \
	"<SyncHdr><SessionID>7</SessionID><MsgID>2</MsgID><Source><LocURI>urn:uuid:X</LocURI>" \
	"</Source><Target><LocURI>https://m</LocURI></Target></SyncHdr>"
#define OPEN(part) "<SyncML><SyncBody>" part
#define BODY(part) OPEN(part) "</SyncBody></SyncML>"
#define ITEM(node) "<Item><Target><LocURI>" node "</LocURI></Target><Data>d</Data></Item>"
#define ADD(node) "<Add><CmdID>1</CmdID>" ITEM(node) "</Add>"

struct message_row {
	const char *text, *nodes; /* of its commands, joined */
	size_t statuses;
	bool cut;
};

static const struct message_row messages[] = {
	{BODY(ADD("a") ADD("b")), "a b ", 0, false},
	{"2024 VERB <?xml version='1.0' encoding='utf-16'?>\n" BODY(ADD("a")), "a ", 0, false},
	{BODY(ADD("a")) " rubbish <<& </b>", "a ", 0, false},
	/* names count without their prefix */
	{"<s:SyncML xmlns:s='SYNCML:SYNCML1.2'><s:SyncBody><s:Add><s:Item><s:Target>"
	 "<s:LocURI>p</s:LocURI></s:Target></s:Item></s:Add></s:SyncBody></s:SyncML>",
		"p ", 0, false},
	/* within blocks, to any depth */
	{BODY("<Atomic><CmdID>1</CmdID>" ADD("a") "<Sequence>" ADD("b") "</Sequence></Atomic>"
		ADD("c")), "a b c ", 0, false},
	/* two items are two commands; none is one */
	{BODY("<Get><CmdID>9</CmdID>" ITEM("a") ITEM("b") "</Get>"), "a b ", 0, false},
	{BODY("<Alert><CmdID>1</CmdID><Data>1201</Data></Alert>"), " ", 0, false},
	/* answers of the device */
	{BODY("<Status><Cmd>Add</Cmd><Data>418</Data></Status><Results><Item><Source><LocURI>"
	      "./Y</LocURI></Source></Item></Results>"), "./Y ", 1, false},
	{BODY("<Add><Item><Data><![CDATA[<x>]]></Data></Item>" ITEM("c") "</Add>"), " c ", 0,
		false},
	/* a first mention that is none */
	{"SyncML text </SyncML> x:SyncML <SyncMLish/> " BODY(ADD("a")), "a ", 0, false},
	/* an item in an item hides nothing */
	{BODY("<Add><Item><Target><LocURI>a</LocURI></Target><Data><Item/></Data></Item>"
	      "</Add>"), "a ", 0, false},
	/* cut and damaged: what was complete stays */
	{OPEN(ADD("a") "<Add><CmdID>2</CmdID>" ITEM("b")), "a ", 0, true},
	{OPEN(ADD("a") "<Add><CmdID>2</CmdID>" ITEM("b") "</Ad"), "a ", 0, true},
	{OPEN("<Atomic>" ADD("a")), "a ", 0, true},
	{BODY(ADD("a") "&bad;" ADD("b")), "a ", 0, true},
	{BODY(ADD("a") "</Wrong>" ADD("b")), "a ", 0, true},
	{BODY(ADD("a") "\x01" ADD("b")), "a ", 0, true},
	/* bytes that are no UTF-8 are repaired, not fatal */
	{BODY("<Replace><Item><Data>\xff</Data></Item></Replace>" ADD("a")), " a ", 0, false},
};

static void messages_in_many_forms(void **state)
{
	(void)state;
	const struct message_row *rows = messages;
	for (size_t i = 0; i < ARRAY_LEN(messages); i++) {
		struct syncml syncml;
		char nodes[64] = "";
		if (!syncml_read(sv_str(rows[i].text), &syncml, NULL))
			fail_msg("row %zu is not read", i);
		for (size_t c = 0; c < syncml.commands_count; c++)
			snprintf(nodes + strlen(nodes), sizeof(nodes) - strlen(nodes),
				SV_FMT " ", SV_ARG(syncml.commands[c].node));
		if (strcmp(nodes, rows[i].nodes) || syncml.cut != rows[i].cut ||
		    syncml.statuses_count != rows[i].statuses)
			fail_msg("row %zu: \"%s\", cut %d", i, nodes, syncml.cut);
		syncml_finish(&syncml);
	}
}

static void answers_tell_their_command(void **state)
{
	(void)state;
	struct syncml syncml;
	assert_true(syncml_read(SV("<SyncML>" HEADER "<SyncBody><Status><MsgRef>6</MsgRef>"
		"<CmdRef>5</CmdRef><Cmd>Add</Cmd><TargetRef>./X</TargetRef><Data>oops</Data>"
		"</Status><Status><Cmd>Add</Cmd><Data>418</Data></Status></SyncBody></SyncML>"),
		&syncml, NULL));
	assert_false(syncml.from_server);
	assert_int_equal(syncml.statuses_count, 2);
	assert_sv(syncml.statuses[0].node, "./X");
	assert_sv(syncml.statuses[0].command_ref, "5");
	assert_int_equal(syncml.statuses[0].status, -1);
	assert_int_equal(syncml.statuses[1].status, 418);
	assert_sv(syncml.statuses[1].node, "");
	syncml_finish(&syncml);
}

static void what_is_no_message(void **state)
{
	(void)state;
	static const struct {
		const char *text, *says;
	} rows[] = {
		{"", "no SyncML"},
		{"com.microsoft.omadm.syncml.SyncmlSession", "no SyncML"},
		{"SyncML", "no SyncML"},
		{"</SyncML>", "no SyncML"},
		{"<SyncMLx/>", "no SyncML"},
		{"<SyncML/>", "empty"},
		{"<SyncML></SyncML>", "empty"},
		{"<SyncML><SyncBody><Add>", "damaged"},
		{"<?xml version='1.0'?><!DOCTYPE SyncML [<!ENTITY a "
		 "'b'>]><SyncML><SyncBody>" ADD("&a;") "</SyncBody></SyncML>",
			"DOCTYPE"},
		{"<SyncML><!DOCTYPE x><SyncBody>" ADD("a") "</SyncBody></SyncML>", "DOCTYPE"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct syncml syncml;
		struct err err = {0};
		assert_false(syncml_read(sv_str(rows[i].text), &syncml, &err));
		if (!strstr(err.text, rows[i].says))
			fail_msg("%s: %s", rows[i].text, err.text);
	}
}

/* Cut at every byte: a command is there once its end tag is, never before. */
static void every_cut_keeps_what_is_whole(void **state)
{
	(void)state;
	static const char *const ends[] = {"</Add>", "</Replace>", "</Get>", "</Exec>"};
	autostrbuf text;
	sample(&text);
	for (size_t len = 0; len < text.len; len++) {
		struct sv part = {text.ptr, len};
		struct syncml syncml = {0};
		size_t whole = 0;
		bool read = syncml_read(part, &syncml, NULL);
		for (size_t e = 0; e < ARRAY_LEN(ends); e++)
			for (struct sv rest = part; sv_has(rest, sv_str(ends[e])); whole++)
				rest = sv_from(rest, sv_find(rest, sv_str(ends[e])) + 1);
		if (syncml.commands_count != whole)
			fail_msg("at %zu: %zu of %zu", len, syncml.commands_count, whole);
		assert_true(!read || syncml.cut == !sv_has(part, SV("</SyncML>")));
		syncml_finish(&syncml);
	}
}

static void too_many_parts_are_cut(void **state)
{
	(void)state;
	autostrbuf text;
	struct syncml syncml;
	strbuf_init(&text, STRBUF_RECORD);
	strbuf_str(&text, "<SyncML><SyncBody>");
	for (int i = 0; i < 5000; i++)
		strbuf_str(&text, ADD("a"));
	strbuf_str(&text, "</SyncBody></SyncML>");
	assert_true(syncml_read(strbuf_sv(&text), &syncml, NULL));
	assert_true(syncml.cut);
	assert_true(syncml.commands_count > 1000 && syncml.commands_count < 2000);
	syncml_finish(&syncml);
}

static void depth_and_size_are_bounded(void **state)
{
	(void)state;
	autostrbuf text;
	struct syncml syncml;
	strbuf_init(&text, 16u << 20);
	strbuf_str(&text, "<SyncML><SyncBody>" ADD("a"));
	for (int i = 0; i < 100000; i++)
		strbuf_str(&text, "<Atomic>");
	assert_true(syncml_read(strbuf_sv(&text), &syncml, NULL));
	assert_true(syncml.cut);
	assert_int_equal(syncml.commands_count, 1);
	syncml_finish(&syncml);

	strbuf_reset(&text);
	strbuf_str(&text, "<SyncML><SyncBody>" ADD("a") "<Add><Item><Data>");
	for (int i = 0; i < 9 << 17; i++)
		strbuf_str(&text, ">>>>>>>>");
	assert_true(syncml_read(strbuf_sv(&text), &syncml, NULL));
	assert_true(syncml.cut);
	assert_int_equal(syncml.commands_count, 1);
	syncml_finish(&syncml);
}

/* Forms that a parser chews on for minutes: 4 MB of each after one command. */
static void nothing_takes_long(void **state)
{
	(void)state;
	static const char *const parts[][2] = {{"<!--", "->->->->"}, {"<![CDATA[", "]>]>]>]>"},
		{"<a ", "b='1' c='2' "}, {"<a b=\"", "<'>&lt;"}, {"<?a ", "?<?<"}, {"", "<>"},
		{"", "<a x:b='>'>"}, {"<", "aaaaaaaa"}, {"", "&lt;"},
		{"<a xmlns:", "x='y' xmlns:"}};
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		autostrbuf text;
		struct syncml syncml;
		strbuf_init(&text, 4u << 20);
		strbuf_str(&text, "<SyncML><SyncBody>" ADD("a"));
		strbuf_str(&text, parts[i][0]);
		while (!text.full)
			strbuf_str(&text, parts[i][1]);
		assert_true(syncml_read(strbuf_sv(&text), &syncml, NULL));
		assert_true(syncml.cut);
		assert_int_equal(syncml.commands_count, 1);
		syncml_finish(&syncml);
	}
}

/* ---- by hand, and through a walk: the same is read ---- */

static void same_text(struct sv xml, const char *what, struct sv a, struct sv b)
{
	if (!sv_eq(a, b))
		fail_msg(SV_FMT "\n%s: \"" SV_FMT "\" and \"" SV_FMT "\"", SV_ARG(xml), what,
			SV_ARG(a), SV_ARG(b));
}

static void same_command(struct sv xml, const struct syncml_command *a,
	const struct syncml_command *b)
{
	same_text(xml, "name", a->name, b->name);
	same_text(xml, "id", a->id, b->id);
	same_text(xml, "node", a->node, b->node);
	same_text(xml, "data", a->data, b->data);
	same_text(xml, "format", a->format, b->format);
}

static void same_status(struct sv xml, const struct syncml_status *a,
	const struct syncml_status *b)
{
	same_text(xml, "MsgRef", a->message_ref, b->message_ref);
	same_text(xml, "CmdRef", a->command_ref, b->command_ref);
	same_text(xml, "Cmd", a->command, b->command);
	same_text(xml, "TargetRef", a->node, b->node);
	assert_int_equal(a->status, b->status);
}

/* Gives how many commands and answers there were. */
static size_t same_message(struct sv xml)
{
	struct syncml a, b;
	struct err err_a = {0}, err_b = {0};
	bool read = syncml_read(xml, &a, &err_a);
	assert_int_equal(read, syncml_read_walking(xml, &b, &err_b));
	assert_string_equal(err_a.text, err_b.text);
	size_t count = a.commands_count + a.statuses_count;
	if (a.commands_count != b.commands_count || a.statuses_count != b.statuses_count ||
	    a.cut != b.cut || a.from_server != b.from_server)
		fail_msg(SV_FMT "\nis read in two ways", SV_ARG(xml));
	same_text(xml, "session", a.session, b.session);
	same_text(xml, "message", a.message, b.message);
	same_text(xml, "source", a.source, b.source);
	same_text(xml, "target", a.target, b.target);
	for (size_t i = 0; i < a.commands_count; i++)
		same_command(xml, &a.commands[i], &b.commands[i]);
	for (size_t i = 0; i < a.statuses_count; i++)
		same_status(xml, &a.statuses[i], &b.statuses[i]);
	syncml_finish(&a);
	syncml_finish(&b);
	return count;
}

static const char *const pieces[] = {ADD("a"), ADD(" b "),
	"<Get><CmdID> 7 </CmdID>" ITEM("./c") "</Get>",
	"<Replace><CmdID>3</CmdID><Item><Target><LocURI>n</LocURI></Target></Item></Replace>",
	"<Add><CmdID>4</CmdID><Item><Target><LocURI>e&amp;f</LocURI></Target><Data>&lt;x&gt;</Data>"
	"</Item></Add>", "<Add><CmdID>5</CmdID><Item><Target><LocURI>g</LocURI></Target><Meta><Format "
	"xmlns='m'>int</Format></Meta><Data>1</Data></Item></Add>", "<Atomic>", "</Atomic>", "<Sequence>",
	"</Sequence>", "<Add>", "</Add>", "<CmdID>8</CmdID>", "<Item>", "</Item>", "<Meta><Format>b64"
	"</Format></Meta>", "<Target><LocURI>h</LocURI></Target>", "<Source><LocURI>i</LocURI></Source>",
	"<Data>j</Data>", "<Data>k<l/>m</Data>", "<Status>", "</Status>", "<MsgRef>6</MsgRef>",
	"<CmdRef>5</CmdRef>", "<Cmd>Add</Cmd>", "<TargetRef>./X</TargetRef>", "<Data>418</Data>",
	"<Data>-5</Data>", "\n ", "&lt;", "&bad;", "\x01", "\xc3\xa9", "\xc3", "<SyncML>", "</SyncML>",
	"<SyncML/>", "</SyncML >", "<!-- -->", "<![CDATA[<x>]]>",
	"<SyncHdr><SessionID>9</SessionID></SyncHdr>",
	HEADER, "<Alert><Data>1201</Data></Alert>", "<Final/>", "<Add/>", "<Status/>", "<Item/>",
	"<x:y/>"};

#define WHOLE_PIECES 6 /* those a message is mostly made of */

static void by_hand_as_by_walking(void **state)
{
	(void)state;
	uint64_t random = 306;
	size_t count = 0;
	for (int round = 0; round < 20000; round++) {
		autostrbuf text;
		strbuf_init(&text, STRBUF_RECORD);
		strbuf_str(&text, round % 3 ? "2024 VERB <SyncML>" HEADER "<SyncBody>" : "<SyncML x='1'>"
			"<SyncBody>");
		for (int i = 0; i < 8; i++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
			size_t all = i < round % 8 ? WHOLE_PIECES : ARRAY_LEN(pieces);
			strbuf_str(&text, pieces[(random >> 33) % all]);
		}
		strbuf_str(&text, "</SyncBody></SyncML> and more");
		count += same_message(strbuf_sv(&text));
	}
	assert_true(count > 20000);
}

static void cuts_by_hand_as_by_walking(void **state)
{
	(void)state;
	autostrbuf text;
	sample(&text);
	for (size_t len = 0; len <= text.len; len++)
		same_message((struct sv){text.ptr, len});
}

/* The limit is met at the same part. */
static void parts_count_alike(void **state)
{
	(void)state;
	for (size_t blanks = 0; blanks < 20; blanks++) {
		autostrbuf text;
		strbuf_init(&text, STRBUF_RECORD);
		strbuf_str(&text, "<SyncML><SyncBody>");
		for (int i = 0; i < 1332; i++) /* of 15 parts each; the limit is 20,000 */
			strbuf_str(&text, ADD("a"));
		for (size_t i = 0; i < blanks; i++)
			strbuf_str(&text, "<Final/>");
		strbuf_str(&text, "</SyncBody></SyncML>");
		size_t count = same_message(strbuf_sv(&text));
		struct syncml syncml;
		assert_true(count == 1332 && syncml_read(strbuf_sv(&text), &syncml, NULL));
		assert_int_equal(syncml.cut, blanks > 16);
		syncml_finish(&syncml);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_documented_message),
		cmocka_unit_test(messages_in_many_forms),
		cmocka_unit_test(answers_tell_their_command),
		cmocka_unit_test(what_is_no_message),
		cmocka_unit_test(every_cut_keeps_what_is_whole),
		cmocka_unit_test(too_many_parts_are_cut),
		cmocka_unit_test(depth_and_size_are_bounded),
		cmocka_unit_test(nothing_takes_long),
		cmocka_unit_test(by_hand_as_by_walking),
		cmocka_unit_test(cuts_by_hand_as_by_walking),
		cmocka_unit_test(parts_count_alike),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
