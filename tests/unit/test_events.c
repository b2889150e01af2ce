/* Events by their identity, and the sentences Windows prints of them. */
#include "test_events_tables.h"

#include <stdio.h>

#include "base/file.h"

#define SHORT "DeviceManagement-Enterprise-Diagnostics-Provider"
#define GUID "{3da494e4-0fe2-415c-b895-fb5265c5c83b}"

/* ---- identity ---- */

static void the_identity_must_agree(void **state)
{
	(void)state;
	static const struct {
		const char *provider, *guid, *channel;
		int32_t id;
		const char *sentence;
		bool found;
	} rows[] = {
		{PROVIDER, GUID, ADMIN, 306, "", true},
		{PROVIDER, "", "", 306, "", true},
		{SHORT, "", "", 306, "", true},
		{"microsoft-windows-devicemanagement-enterprise-diagnostics-provider", "", "",
			306, "", true},
		{"", "3DA494E4-0FE2-415C-B895-FB5265C5C83B", "", 306, "", true},
		{"", "{3DA494E4-0fe2-415C-b895-fb5265c5c83b}", ADMIN, 306, "", true},
		{PROVIDER, "",
			"microsoft-windows-devicemanagement-enterprise-diagnostics-provider"
			"/ADMIN",
			306, "", true},
		{SHORT, "", "", 306, "Texte traduit que personne ne reconna\xc3\xaet", true},
		{"", "", "", 306, TEXT_306, true},
		{"", "", ADMIN, 306, TEXT_306, true},
		{"", "", "", -1, TEXT_306, true},
		{"Microsoft-Windows-CertificateServicesClient-CertEnroll", "", "Application",
			86, "", true},
		/* another provider's 306, another channel, another id */
		{"Microsoft-Windows-PrintService", "", "", 306, "", false},
		{"PrintService", "", ADMIN, 306, TEXT_306, false},
		{"", "{747ef6fd-e535-4d16-b510-42c90f6873a1}", "", 306, "", false},
		{PROVIDER, "{747ef6fd-e535-4d16-b510-42c90f6873a1}", "", 306, "", false},
		{PROVIDER, "not a guid", "", 306, "", false},
		{PROVIDER, GUID, PROVIDER "/Operational", 306, "", false},
		{"", "", PROVIDER "/Debug", 306, TEXT_306, false},
		{PROVIDER, GUID, ADMIN, 99, "", false},
		{PROVIDER, GUID, ADMIN, -1, "", false},
		{PROVIDER, GUID, ADMIN, 86, "", false},
		{"", "", "", 306, "", false},
		{"", "", "", 306, "Printing the document failed.", false},
		{"", "", "", 309, TEXT_306, false},
		{"", "", "", -1, "Anything", false},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct event_identity identity = {sv_str(rows[i].provider),
			sv_str(rows[i].guid), sv_str(rows[i].channel), rows[i].id};
		const struct event_info *info = events_find(events, &identity, SIZE_MAX,
			sv_str(rows[i].sentence));
		if ((info != NULL) != rows[i].found)
			fail_msg("row %zu", i);
		if (info && rows[i].id >= 0)
			assert_int_equal(info->id, rows[i].id);
	}
}

static void variants_by_their_fields(void **state)
{
	(void)state;
	assert_int_equal(find(208, 9)->fields_count, 9);
	assert_int_equal(find(208, 10)->fields_count, 10);
	assert_int_equal(find(208, SIZE_MAX)->fields_count, 10);
	assert_int_equal(find(208, 11)->fields_count, 10);
	assert_int_equal(find(205, 0)->fields_count, 0);
	assert_int_equal(find(205, 1)->fields_count, 1);
	assert_int_equal(find(206, 1)->fields_count, 1);
	assert_int_equal(find(206, 6)->fields_count, 6);
}

static void variants_by_their_sentence(void **state)
{
	(void)state;
	struct sv text = SV(
		"MDM Session: OMA-DM session started for EnrollmentID (E) with server: "
		"(MS DM Server), Server version: (4.0), Client Version: (1.2), Origin: (0xF), "
		"Initiator: (0x0), Mode: (0x2), SessionID: (3), Authentication Type: (3).");
	struct event_identity identity = {SV(PROVIDER), SV_EMPTY, SV_EMPTY, 208};
	const struct event_info *info = events_find(events, &identity, SIZE_MAX, text);
	struct event_value values[9];
	assert_int_equal(info->fields_count, 9);
	assert_true(event_parse(info, text, values));
	assert_sv(field_as(info, values, "origin"), "0xF");
	assert_sv(field_as(info, values, "session_id"), "3");
	assert_sv(field_as(info, values, "enrollment_id"), "E");
}

static void names_of_fields(void **state)
{
	(void)state;
	static const struct {
		int32_t id;
		const char *name, *as;
		enum event_field_type type;
	} rows[] = {
		{306, "Message1", "unique_id", EVENT_TEXT},
		{306, "Message2", "user_sid", EVENT_SID},
		{306, "Message3", "install_location", EVENT_TEXT},
		{306, "Message4", "node_path", EVENT_TEXT},
		{306, "HexInt1", "key_protection", EVENT_HEX},
		{306, "HexInt3", "result", EVENT_RESULT},
		{309, "Message1", "correlation_guid", EVENT_TEXT},
		{309, "Message2", "unique_id", EVENT_TEXT},
		{309, "Message3", "thumbprint", EVENT_TEXT},
		{309, "Message4", "ndes_url", EVENT_TEXT},
		{309, "HexInt1", "install_status", EVENT_HEX},
		{309, "HexInt2", "retry_count", EVENT_HEX},
		{309, "HexInt3", "result", EVENT_RESULT},
		{36, "Message1", "eku", EVENT_TEXT},
		{36, "Message2", "ndes_url", EVENT_TEXT},
		{36, "Message3", "container_name", EVENT_TEXT},
		{36, "HexInt1", "ksp_setting", EVENT_HEX},
		{36, "HexInt2", "store_location", EVENT_HEX},
		{32, "HRESULT", "result", EVENT_RESULT},
		{301, "Message1", "node", EVENT_TEXT},
		{305, "HRESULT", "result", EVENT_RESULT},
		{307, "Message1", "message", EVENT_TEXT},
		{308, "Message1", "ndes_url", EVENT_TEXT},
		{404, "Message1", "source_id", EVENT_TEXT},
		{404, "Message2", "enrollment", EVENT_TEXT},
		{404, "Message3", "provider_name", EVENT_TEXT},
		{404, "InternalCmdType", "command", EVENT_NUMBER},
		{404, "Message5", "uri", EVENT_TEXT},
		{404, "HexInt1", "result", EVENT_RESULT},
		{400, "Message4", "command", EVENT_TEXT},
		{454, "Message3", "csp_name", EVENT_TEXT},
		{208, "UInt1", "session_id", EVENT_NUMBER},
		{209, "HRESULT", "result", EVENT_RESULT},
		{218, "Message1", "user_sid", EVENT_SID},
		{223, "Message1", "user_sid", EVENT_SID},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct event_info *info = find(rows[i].id, SIZE_MAX);
		size_t at = 0;
		while (at < info->fields_count && strcmp(info->fields[at].name, rows[i].name))
			at++;
		assert_true(at < info->fields_count);
		assert_string_equal(info->fields[at].as, rows[i].as);
		assert_int_equal(info->fields[at].type, rows[i].type);
	}
}

/* ---- sentences ---- */

static const struct event_value data_306[] = {
	{{"HexInt3", 7}, {"0x02ab0003", 10}}, /* any order, any spelling */
	{{"Message1", 8}, {UNIQUE, sizeof(UNIQUE) - 1}},
	{{"Message2", 8}, {"S-1-12-1-1", 10}},
	{{"Message3", 8}, {"user", 4}},
	{{"Message4", 8}, {"clientinstall", 13}},
	{{"HexInt1", 7}, {"0x00000002", 10}},
};

static void the_sentence_of_306(void **state)
{
	(void)state;
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	event_sentence(find(306, 6), codes, data_306, ARRAY_LEN(data_306), false, &out);
	assert_string_equal(out.ptr, TEXT_306);
	strbuf_reset(&out);
	event_sentence(find(306, 6), codes, data_306, ARRAY_LEN(data_306), true, &out);
	assert_string_equal(out.ptr, TEXT_306);
}

static void results_are_printed_as_windows_does(void **state)
{
	(void)state;
	static const struct {
		const char *value, *printed;
	} rows[] = {
		{"0x80091007", "The hash value is not correct."},
		{"0x0", "The operation completed successfully."},
		{"0", "The operation completed successfully."},
		{"0x00000000", "The operation completed successfully."},
		{"-2146889721", "The hash value is not correct."},
		{"2148077575", "The hash value is not correct."},
		{"0x86000002", "Unknown Win32 Error code: 0x86000002"},
		{"0X02AB0003", "Unknown Win32 Error code: 0x2ab0003"},
		{"0x8abc1234", "Unknown Win32 Error code: 0x8abc1234"},
		{"something", "something"},
		{"0x123456789", "0x123456789"},
		{"", ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct event_value value = {SV("HRESULT"), sv_str(rows[i].value)};
		char expected[200];
		autostrbuf out;
		strbuf_init(&out, STRBUF_LINE);
		snprintf(expected, sizeof(expected),
			"SCEP: Certificate enroll failed. Result: (%s).", rows[i].printed);
		event_sentence(find(32, 1), codes, &value, 1, false, &out);
		assert_string_equal(out.ptr, expected);
	}
}

static void numbers_with_words(void **state)
{
	(void)state;
	const struct event_value values[] = {
		{SV("Message1"), SV("S")},
		{SV("Message2"), SV("MDMFull")},
		{SV("Message3"), SV("ClientCertificateInstall")},
		{SV("InternalCmdType"), SV("6")},
		{SV("Message5"), SV("./User/Vendor/MSFT/ClientCertificateInstall/SCEP/X")},
		{SV("HexInt1"), SV("0x86000022")},
	};
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	event_sentence(find(404, 6), codes, values, ARRAY_LEN(values), false, &out);
	assert_string_equal(out.ptr, "MDM ConfigurationManager: Command failure status. "
		"Configuration Source ID: (S), Enrollment Name: (MDMFull), Provider Name: "
		"(ClientCertificateInstall), Command Type: (Execute), CSP URI: "
		"(./User/Vendor/MSFT/ClientCertificateInstall/SCEP/X), Result: "
		"(Unknown Win32 Error code: 0x86000022).");
}

static void words_back_to_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *value;
		int64_t number;
	} rows[] = {{"6", 6}, {"0x6", 6}, {"Execute", 6}, {"CmdType_Execute", 6},
		{" execute ", 6}, {"Add", 1}, {"Add: from Replace or Add", 1},
		{"SetValue: from Replace", 7}, {"CmdType_SetValue", 7}, {"99", 99},
		{"Delete", -1}, {"", -1}, {"Add: something else", -1}};
	for (int event = 400; event <= 404; event += 4) {
		const struct event_field *field = &find(event, 6)->fields[3];
		for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
			int64_t number = -1;
			bool is = event_field_number(field, sv_str(rows[i].value), &number);
			assert_int_equal(is, rows[i].number >= 0);
			assert_int_equal(number, rows[i].number);
		}
		assert_string_equal(event_field_label(field, 10), "DeleteProperty");
		assert_null(event_field_label(field, 11));
	}
	assert_null(event_field_label(&find(306, 6)->fields[0], 1));
}

static void without_a_public_sentence(void **state)
{
	(void)state;
	const struct event_value values[] = {{SV("Message1"), SV("a")},
		{SV("HRESULT"), SV("0x80070005")}};
	const struct event_info *info = find(311, 3);
	struct event_value parsed[3];
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	event_sentence(info, codes, values, 2, true, &out);
	assert_string_equal(out.ptr, "Message1=a HRESULT=0x80070005");
	assert_false(event_parse(info, SV("Message1=a"), parsed));
}

static void mistakes_are_told_by_place(void **state)
{
	(void)state;
	static const struct {
		const char *file, *place, *says;
	} rows[] = {
		{"events_place.xml", ":3: <event>", "a field for each"},
		{"events_type.xml", ":4: <field>", "text, number, hex, result or sid"},
		{"events_guid.xml", ":2: <provider>", "a guid"},
		{"events_labels.xml", ":3: <field>", "labels"},
		{"events_id.xml", ":3: <event>", "a level to 5"},
		{"codes_twice.xml", ":1: <codes>", "<events>"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char path[512];
		struct err err = {0};
		snprintf(path, sizeof(path), TEST_DATA "/scep/%s", rows[i].file);
		assert_null(events_load(path, &err));
		assert_int_equal(err.kind, ERR_FORMAT);
		assert_true(sv_starts(sv_str(err.text), sv_str(path)));
		if (!strstr(err.text, rows[i].says) || !strstr(err.text, rows[i].place))
			fail_msg("%s", err.text);
	}
}

/* ---- every event of the tables, from its fields to its sentence ---- */

#define FIELDS_MAX 32

struct event_row {
	int32_t id;
	bool cert_enroll;
	struct event_value values[FIELDS_MAX];
	size_t count;
	struct sv sentence; /* with \\n for a line feed */
};

/* Takes the next row off *rest; false: no more. */
static bool take_row(struct sv *rest, struct event_row *ret)
{
	struct sv line;
	uint64_t id;
	*ret = (struct event_row){.id = -1};
	while (sv_cut(rest, '\n', &line)) {
		if (ret->id < 0 && line.len && line.ptr[0] != '#') {
			struct sv word;
			assert_true(sv_word(&line, &word) && sv_to_u64(word, &id));
			ret->id = (int32_t)id;
			ret->cert_enroll = sv_trim(line).len > 0;
		} else if (sv_starts(line, SV("> "))) {
			ret->sentence = sv_from(line, 2);
			return true;
		} else if (ret->id >= 0) {
			struct sv name;
			sv_cut(&line, '=', &name);
			assert_true(ret->count < FIELDS_MAX);
			ret->values[ret->count++] = (struct event_value){name, line};
		}
	}
	return false;
}

static void add_unescaped(struct strbuf *out, struct sv text)
{
	for (size_t at; (at = sv_find(text, SV("\\n"))) != SV_NPOS; text = sv_from(text, at + 2)) {
		strbuf_add(out, sv_sub(text, 0, at));
		strbuf_char(out, '\n');
	}
	strbuf_add(out, text);
}

static void check_row(const struct event_row *row)
{
	struct event_identity identity = {SV(PROVIDER), SV_EMPTY, SV(ADMIN), row->id};
	struct event_identity application = {
		SV("Microsoft-Windows-CertificateServicesClient-CertEnroll"), SV_EMPTY,
		SV("Application"), row->id};
	const struct event_info *info = events_find(events,
		row->cert_enroll ? &application : &identity, row->count, SV_EMPTY);
	autostrbuf out, expected;
	strbuf_init(&out, STRBUF_LINE);
	strbuf_init(&expected, STRBUF_LINE);
	if (!info || info->fields_count != row->count)
		fail_msg("event %d is not there with %zu fields", (int)row->id, row->count);
	for (size_t i = 0; i < row->count; i++)
		assert_sv(row->values[i].name, info->fields[i].name);
	event_sentence(info, codes, row->values, row->count, false, &out);
	add_unescaped(&expected, row->sentence);
	if (!sv_eq(strbuf_sv(&out), strbuf_sv(&expected)))
		fail_msg("event %d:\n%s\n%s", (int)row->id, out.ptr, expected.ptr);
	struct event_value back[FIELDS_MAX]; /* and from its sentence to its fields */
	if (info->sentence[0] && !event_parse(info, strbuf_sv(&out), back))
		fail_msg("event %d does not fit its own template", (int)row->id);
}

static void every_event_has_its_sentence(void **state)
{
	struct err err = {0};
	struct event_row row;
	size_t rows = 0;
	autostrbuf text;
	(void)state;
	strbuf_init(&text, STRBUF_LINE);
	assert_true(file_read(TEST_DATA "/scep/event_rows.txt", &text, &err));
	for (struct sv rest = strbuf_sv(&text); take_row(&rest, &row); rows++)
		check_row(&row);
	assert_true(rows >= 83);
}

/* The other events of the provider: fields by name, and what they are about. */
static void the_other_events_are_known_by_kind(void **state)
{
	struct err err = {0};
	(void)state;
	assert_true(events_add(events, SOURCE_ROOT "/wizards/reference/events-more.xml", &err));
	assert_int_equal(events_count(events) > 820, true);
	const struct event_value values[] = {{SV("Message1"), SV("Policy")},
		{SV("HRESULT"), SV("0x86000002")}};
	const struct event_info *info = find(4300, 2);
	assert_non_null(info);
	assert_true(info->by_family);
	assert_string_equal(info->fields[1].as, "result");
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	event_sentence(info, codes, values, 2, true, &out);
	assert_string_equal(out.ptr, "Message1=Policy HRESULT=0x86000002");
	/* what events.xml has stays as it is; another provider's 87 is another event */
	assert_false(find(306, 6)->by_family);
	assert_int_equal(find(87, SIZE_MAX)->fields_count, 10);
	struct event_identity other = {SV("Microsoft-Windows-CertificateServicesClient-CertEnroll"),
		SV_EMPTY, SV("Application"), 87};
	assert_int_equal(events_find(events, &other, SIZE_MAX, SV_EMPTY)->fields_count, 6);
}

/* Old events have no names of fields in any manifest: then the order counts. */
static void fields_without_names_count_by_order(void **state)
{
	(void)state;
	const struct event_value values[] = {{SV("Data"), SV("node")}, {SV("Data"), SV("token")},
		{SV("Data"), SV("0x80070005")}};
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	event_sentence(find(1801, 3), codes, values, 3, false, &out);
	assert_string_equal(out.ptr, "Windows Defender Advanced Threat Protection CSP: Failed to "
		"Get Node's Value. NodeId: (node), TokenName: (token), Result: (Access is denied.).");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_identity_must_agree),
		cmocka_unit_test(variants_by_their_fields),
		cmocka_unit_test(variants_by_their_sentence),
		cmocka_unit_test(names_of_fields),
		cmocka_unit_test(the_sentence_of_306),
		cmocka_unit_test(results_are_printed_as_windows_does),
		cmocka_unit_test(numbers_with_words),
		cmocka_unit_test(words_back_to_numbers),
		cmocka_unit_test(without_a_public_sentence),
		cmocka_unit_test(every_event_has_its_sentence),
		cmocka_unit_test(mistakes_are_told_by_place),
		cmocka_unit_test(the_other_events_are_known_by_kind),
		cmocka_unit_test(fields_without_names_count_by_order),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
