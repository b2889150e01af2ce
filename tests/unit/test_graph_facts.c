/* Questions, answers, and what is known from them: nothing that the service says is taken on
 * trust, and what it does not say stays unknown. */
#include "graph_answers.h"

#include <stdlib.h>

#include "base/file.h"
#include "graph/import.h"

static struct graph_facts *facts_with(const struct told *instead, const struct graph_subject *subject)
{
	struct answers answers = answers_of(tenant, instead);
	struct graph_facts *facts = facts_from(&answers, subject);
	answers_finish(&answers);
	return facts;
}

static void test_everything_is_asked_once(void **state)
{
	(void)state;
	struct answers answers = answers_of(tenant, NULL);
	struct graph_facts *f = facts_from(&answers, &of_ada);
	assert_int_equal(answers.asked, f->steps_count);
	for (size_t i = 0; i < f->steps_count; i++) {
		assert_int_equal(f->steps[i].status, GRAPH_OK);
		assert_ptr_equal(graph_step_of(f, f->steps[i].question, f->steps[i].key), &f->steps[i]);
	}
	assert_int_equal(f->steps_count, 12);
	assert_string_equal(f->account, TENANT);
	assert_string_equal(f->user.id, ADA);
	assert_int_equal(f->user.licensed, TRUTH_YES);
	assert_int_equal(graph_device_of(f), 0);
	assert_true(graph_device_sure(f));
	assert_string_equal(f->devices[0].imei, "123456789012345");
	answers_finish(&answers);
	graph_facts_destroy(f);
}

/* ---- targeting, from the answers ---- */

struct scenario {
	const char *name;
	struct told instead[6];
	enum targeting_outcome want;
};

#define ASSIGNED_TO(list) {"profiles.json", PROFILES(SCEP_PROFILE("", list),                  \
	ROOT_PROFILE(TO_GROUP(STAFF)))}
#define DENIED "{\"error\":{\"code\":\"Forbidden\",\"message\":\"no\"}}"

static const struct scenario scenarios[] = {
	{"assigned to her group", {{NULL, NULL}}, TARGETING_INCLUDED},
	{"assigned to the device's group", {ASSIGNED_TO(TO_GROUP(FLEET))}, TARGETING_INCLUDED},
	{"assigned to others", {ASSIGNED_TO(TO_GROUP(LEAVERS))}, TARGETING_NOT_ASSIGNED},
	{"assigned to nobody", {ASSIGNED_TO("")}, TARGETING_NOT_ASSIGNED},
	{"excluded by a group of hers", {ASSIGNED_TO(TO_GROUP(FLEET) "," TO_GROUP(STAFF) ","
		NOT_GROUP(STAFF))}, TARGETING_INCLUDED},
	{"excluded, user only", {ASSIGNED_TO(TO_GROUP(STAFF) "," NOT_GROUP(STAFF))},
		TARGETING_EXCLUDED},
	{"not in it: her list was cut", {ASSIGNED_TO(TO_GROUP(LEAVERS)), {"user-groups.json",
		"{\"@odata.nextLink\":\"https://x\",\"value\":[]}"}}, TARGETING_UNKNOWN},
	{"not in it: her list was refused", {ASSIGNED_TO(TO_GROUP(LEAVERS)),
		{"user-groups.json", DENIED}}, TARGETING_UNKNOWN},
	{"not in it: its members are hidden", {ASSIGNED_TO(TO_GROUP(LEAVERS)),
		{"group-" LEAVERS ".json", "{\"id\":\"" LEAVERS "\",\"visibility\":"
		"\"HiddenMembership\"}"}}, TARGETING_UNKNOWN},
	{"not in it: nothing is known of the group", {ASSIGNED_TO(TO_GROUP(LEAVERS)),
		{"group-" LEAVERS ".json", DENIED}}, TARGETING_UNKNOWN},
	{"the group was deleted", {ASSIGNED_TO(TO_GROUP(LEAVERS)), {"group-" LEAVERS ".json",
		"{\"error\":{\"code\":\"Request_ResourceNotFound\",\"message\":\"\"}}"}},
		TARGETING_NOT_ASSIGNED},
	{"the device's groups were refused", {ASSIGNED_TO(TO_GROUP(FLEET)),
		{"device-groups.json", DENIED}}, TARGETING_UNKNOWN},
	{"Entra does not know the device", {ASSIGNED_TO(TO_GROUP(FLEET)), {"entra-device.json",
		"{\"error\":{\"code\":\"Request_ResourceNotFound\",\"message\":\"\"}}"}},
		TARGETING_NOT_ASSIGNED},
	{"Entra answers with another device", {ASSIGNED_TO(TO_GROUP(FLEET)),
		{"entra-device.json", "{\"id\":\"" OBJECT "\",\"deviceId\":\"" PHONE "\"}"}},
		TARGETING_UNKNOWN},
	{"a filter decides", {ASSIGNED_TO("{\"target\":{\"@odata.type\":"
		"\"#microsoft.graph.groupAssignmentTarget\",\"groupId\":\"" STAFF "\","
		"\"deviceAndAppManagementAssignmentFilterId\":\"" ROOT "\","
		"\"deviceAndAppManagementAssignmentFilterType\":\"include\"}}")},
		TARGETING_UNKNOWN},
	{"a filter of a mode we don't know", {ASSIGNED_TO("{\"target\":{\"@odata.type\":"
		"\"#microsoft.graph.groupAssignmentTarget\",\"groupId\":\"" STAFF "\","
		"\"deviceAndAppManagementAssignmentFilterId\":\"" ROOT "\","
		"\"deviceAndAppManagementAssignmentFilterType\":\"perhaps\"}}")},
		TARGETING_UNKNOWN},
	{"an assignment we don't know", {ASSIGNED_TO("{\"target\":{\"@odata.type\":"
		"\"#microsoft.graph.somethingNew\"}}")}, TARGETING_UNKNOWN},
	{"a group without an id", {ASSIGNED_TO("{\"target\":{\"@odata.type\":"
		"\"#microsoft.graph.groupAssignmentTarget\"}}")}, TARGETING_UNKNOWN},
	{"the assignments were refused", {{"profiles.json", "{\"value\":[{\"@odata.type\":"
		"\"#microsoft.graph.androidWorkProfileScepCertificateProfile\",\"id\":\"" SCEP "\"}]}"},
		{"assignments-" SCEP ".json", DENIED}}, TARGETING_UNKNOWN},
	{"the assignments were asked for apart", {{"profiles.json", "{\"value\":[{\"@odata.type\":"
		"\"#microsoft.graph.androidWorkProfileScepCertificateProfile\",\"id\":\"" SCEP "\"}]}"},
		{"assignments-" SCEP ".json", "{\"value\":[" TO_GROUP(STAFF) "]}"}},
		TARGETING_INCLUDED},
	{"only a page of the assignments", {{"profiles.json", "{\"value\":[{\"@odata.type\":"
		"\"#microsoft.graph.androidWorkProfileScepCertificateProfile\",\"id\":\"" SCEP "\"}]}"},
		{"assignments-" SCEP ".json", "{\"@odata.nextLink\":\"https://x\",\"value\":["
		TO_GROUP(STAFF) "]}"}}, TARGETING_UNKNOWN},
};

static void test_targeting(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(scenarios); i++) {
		struct graph_facts *f = facts_with(scenarios[i].instead, &of_ada);
		size_t profile = graph_scep_profile(f, 0);
		assert_int_not_equal(profile, GRAPH_NONE);
		struct targeting t = graph_targeting(f, profile, true);
		if (t.outcome != scenarios[i].want)
			fail_msg("%s: %d, not %d", scenarios[i].name, t.outcome, scenarios[i].want);
		targeting_finish(&t);
		graph_facts_destroy(f);
	}
}

/* ---- what the service must not be trusted with ---- */

/* An ignored filter gives every device of the tenant, with 200. */
static void test_ignored_filter(void **state)
{
	(void)state;
	static const struct told whole_tenant[] = {
		{"devices.json", "{\"value\":[{\"id\":\"" OBJECT "\",\"userId\":\"" ROOT "\","
			"\"deviceName\":\"Bob's\",\"operatingSystem\":\"Android\"},{" PHONE_ROW "},"
			"{\"id\":\"" ROOT "\",\"deviceName\":\"nobody's\",\"operatingSystem\":"
			"\"Android\"}]}"},
		{NULL, NULL}};
	const struct graph_subject subject = {"ada@example.org", "", "", "", GRAPH_ANDROID};
	struct graph_facts *f = facts_with(whole_tenant, &subject);
	assert_int_equal(f->devices_count, 1);
	assert_int_equal(f->foreign_devices, 2);
	assert_string_equal(f->devices[graph_device_of(f)].name, "Ada's phone");
	assert_false(graph_device_sure(f));
	graph_facts_destroy(f);
}

static void test_device_by_name_alone(void **state)
{
	(void)state;
	static const struct told found[] = {{"device-search.json", "{\"value\":[{" PHONE_ROW "},"
		"{\"id\":\"" OBJECT "\",\"deviceName\":\"other\"}]}"}, {NULL, NULL}};
	const struct graph_subject subject = {"", "Ada's phone", "", "", GRAPH_ANDROID};
	struct graph_facts *f = facts_with(found, &subject);
	assert_int_equal(f->foreign_devices, 1);
	assert_true(graph_device_sure(f));
	assert_string_equal(f->user.id, ADA); /* the one it belongs to */
	graph_facts_destroy(f);
}

static void test_which_device(void **state)
{
	(void)state;
	static const struct told two[] = {{"devices.json", "{\"value\":[{" PHONE_ROW "},{\"id\":\""
		OBJECT "\",\"userId\":\"" ADA "\",\"deviceName\":\"TABLET\",\"operatingSystem\":"
		"\"Android\"}]}"}, {NULL, NULL}};
	static const struct {
		struct graph_subject subject;
		const char *want; /* NULL: can't be told */
		bool sure;
	} rows[] = {
		{{"ada@example.org", "", "", "", GRAPH_ANDROID}, NULL, false},
		{{"ada@example.org", "tablet", "", "", GRAPH_ANDROID}, "TABLET", true},
		{{"ada@example.org", "", "tablet.corp.example", "", GRAPH_ANDROID}, "TABLET", true},
		{{"ada@example.org", "", "other", "", GRAPH_ANDROID}, NULL, false},
		{{"ada@example.org", "", "", "", GRAPH_WINDOWS}, NULL, false},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct graph_facts *f = facts_with(two, &rows[i].subject);
		size_t device = graph_device_of(f);
		assert_string_equal(device == GRAPH_NONE ? "-" : f->devices[device].name,
			rows[i].want ? rows[i].want : "-");
		assert_int_equal(graph_device_sure(f), rows[i].sure);
		graph_facts_destroy(f);
	}
}

/* ---- finding the user ---- */

#define NO_USER {"user.json", "{\"error\":{\"code\":\"Request_ResourceNotFound\",\"message\":\"\"}}"}

static void test_user_by_name(void **state)
{
	(void)state;
	static const struct told by_name[] = {NO_USER, {"user-search.json", "{\"value\":[{\"id\":\""
		ADA "\",\"displayName\":\"Ada Byron\",\"userPrincipalName\":\"ada@example.org\"},"
		"{\"id\":\"" ROOT "\",\"displayName\":\"Bob\"}]}"}, {NULL, NULL}};
	const struct graph_subject subject = {"ada byron", "", "", "", GRAPH_ANDROID};
	struct graph_facts *f = facts_with(by_name, &subject);
	assert_string_equal(f->user.id, ADA); /* Bob was not asked for */
	assert_int_equal(f->candidates_count, 1);
	graph_facts_destroy(f);
}

static void test_two_users_of_a_name(void **state)
{
	(void)state;
	static const struct told two[] = {NO_USER, {"user-search.json", "{\"value\":[{\"id\":\"" ADA
		"\",\"displayName\":\"Ada\"},{\"id\":\"" ROOT "\",\"displayName\":\"Ada\"}]}"},
		{NULL, NULL}};
	const struct graph_subject subject = {"Ada", "", "", "", GRAPH_ANDROID};
	struct graph_facts *f = facts_with(two, &subject);
	assert_string_equal(f->user.id, "");
	assert_int_equal(f->candidates_count, 2);
	assert_null(graph_step_of(f, ASK_DEVICES, ADA));
	graph_facts_destroy(f);
}

/* ---- odd answers ---- */

static void test_ids_that_are_none(void **state)
{
	(void)state;
	static const struct told odd[] = {{"profiles.json", "{\"value\":[{\"@odata.type\":"
		"\"#microsoft.graph.iosScepCertificateProfile\",\"id\":\"../../etc/passwd\"},"
		"{\"@odata.type\":\"#microsoft.graph.iosScepCertificateProfile\",\"id\":7},null,3,"
		"\"x\",{\"@odata.type\":5}]}"}, {"devices.json", "{\"value\":{}}"},
		{"user-groups.json", "[]"}, {NULL, NULL}};
	struct graph_facts *f = facts_with(odd, &(struct graph_subject){"ada@example.org", "", "", "",
		GRAPH_IOS});
	assert_int_equal(f->profiles_count, 0);
	assert_false(f->devices_complete);
	assert_false(f->user_groups.complete);
	graph_facts_destroy(f);
}

/* v1.0 leaves SCEP profiles out; the list then has none, which is not "assigned to nobody". */
static void test_no_scep_type(void **state)
{
	(void)state;
	static const struct told v1[] = {{"profiles.json", "{\"value\":[{\"@odata.type\":"
		"\"#microsoft.graph.androidWorkProfileGeneralDeviceConfiguration\",\"id\":\"" SCEP
		"\"}]}"}, {NULL, NULL}};
	struct graph_facts *f = facts_with(v1, &of_ada);
	assert_int_equal(graph_scep_profile(f, 0), GRAPH_NONE);
	assert_string_equal(question_info(ASK_PROFILES)->version, "beta");
	assert_string_equal(question_info(ASK_ROOT)->version, "beta");
	assert_string_equal(question_info(ASK_ASSIGNMENTS)->version, "beta");
	graph_facts_destroy(f);
}

static void test_refusals(void **state)
{
	(void)state;
	static const struct {
		const char *json, *message;
		enum graph_status status;
	} rows[] = {
		{"{\"error\":{\"code\":\"Request_ResourceNotFound\",\"message\":\"none\"}}", "none",
			GRAPH_NOT_FOUND},
		{"{\"error\":{\"code\":\"Forbidden\",\"message\":\"{\\\"_version\\\":3,\\\"Message\\\":"
			"\\\"An error has occurred - Operation ID: 1\\\",\\\"RetryAfter\\\":null}\"}}",
			"An error has occurred - Operation ID: 1", GRAPH_DENIED},
		{"{\"error\":{\"code\":\"UnknownError\",\"message\":\"{\\\"Message\\\":\\\"{\\\\\\\""
			"Message\\\\\\\":\\\\\\\"deep\\\\\\\"}\\\"}\"}}", "deep", GRAPH_REFUSED},
		{"{\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"{broken\"}}",
			"{broken", GRAPH_SIGN_IN},
		{"{\"error\":{}}", "", GRAPH_REFUSED},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct graph_refusal refusal;
		autostrbuf message;
		strbuf_init(&message, STRBUF_LINE);
		json_t *json = json_loads(rows[i].json, 0, NULL);
		assert_non_null(json);
		assert_true(graph_refusal_read(json, &refusal, &message));
		assert_int_equal(refusal.status, rows[i].status);
		assert_sv(strbuf_sv(&message), rows[i].message);
		json_decref(json);
	}
}

static void test_addresses(void **state)
{
	(void)state;
	static const struct {
		enum question question;
		const char *key, *want;
	} rows[] = {
		{ASK_USER, "o'neil#ext#@x.org", "/users/o%27neil%23ext%23%40x.org?$select=id,"},
		{ASK_USER, "$a/b c", "/users/%24a%2Fb%20c?$select=id,"},
		{ASK_USER_SEARCH, "O'Neil", "/users?$filter=userPrincipalName%20eq%20'O%27%27Neil'%20or"},
		{ASK_DEVICE_SEARCH, "a&b", "/deviceManagement/managedDevices?$filter=deviceName%20eq%20"
			"'a%26b'&$select="},
	};
	struct graph_facts *f = graph_facts_create(&of_ada);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		autostrbuf path;
		strbuf_init(&path, STRBUF_LINE);
		question_path(f, rows[i].question, rows[i].key, &path);
		if (!sv_starts(strbuf_sv(&path), sv_str(rows[i].want)))
			fail_msg("%s", path.ptr);
	}
	graph_facts_destroy(f);
}

/* ---- the inquiry ---- */

static void test_cancel(void **state)
{
	(void)state;
	struct answers answers = answers_of(tenant, NULL);
	struct graph_facts *f = graph_facts_create(&of_ada);
	struct inquiry *inquiry = inquiry_create(&answers.source, f, answers_changed, NULL);
	answers.held = true;
	inquiry_start(inquiry);
	answers_let_go(&answers);
	assert_false(inquiry_over(inquiry));
	assert_int_equal(f->steps_count, 2);
	inquiry_cancel(inquiry);
	assert_int_equal(answers.cancelled, 1);
	assert_true(inquiry_over(inquiry));
	assert_int_equal(inquiry_trouble(inquiry), GRAPH_CANCELLED);
	answers_let_go(&answers); /* nobody is told any more */
	assert_int_equal(f->steps_count, 2);
	inquiry_destroy(inquiry);
	answers_finish(&answers);
	graph_facts_destroy(f);
}

static void test_sign_in_ends_it(void **state)
{
	(void)state;
	static const struct told expired[] = {{"profiles.json",
		"{\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"\"}}"}, {NULL, NULL}};
	struct answers answers = answers_of(tenant, expired);
	struct graph_facts *f = graph_facts_create(&of_ada);
	struct inquiry *inquiry = inquiry_create(&answers.source, f, answers_changed, NULL);
	inquiry_start(inquiry);
	assert_int_equal(inquiry_trouble(inquiry), GRAPH_SIGN_IN);
	assert_int_equal(f->steps[f->steps_count - 1].question, ASK_PROFILES);
	inquiry_destroy(inquiry);
	answers_finish(&answers);
	graph_facts_destroy(f);
}

/* ---- saved answers ---- */

static void save(const char *folder, const char *name, const char *text)
{
	autostrbuf path;
	strbuf_init(&path, STRBUF_LINE);
	strbuf_addf(&path, "%s/%s", folder, name);
	assert_true(file_write(path.ptr, sv_str(text), true, NULL));
}

static void note_status(void *data, const struct graph_answer *answer)
{
	char *out = data;
	out[0] = "onxsrtc-"[answer->status];
	out[1] = answer->incomplete ? '+' : '.';
	out[2] = answer->json ? (char)('0' + json_array_size(json_object_get(answer->json, "value")))
		: '-';
	out[3] = *answer->error ? '!' : ' ';
	out[4] = '\0';
}

static void test_import(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		bool collection;
		const char *want; /* status, whole or not, rows, an error is told */
	} rows[] = {
		{"one.json", true, "o.1 "}, {"pages.json", true, "o.3 "}, {"cut.json", true, "o+1 "},
		{"bad-page.json", true, "o+1!"}, {"single.json", false, "o.0 "},
		{"single.json", true, "t.-!"}, {"broken.json", false, "t.-!"},
		{"array.json", false, "t.-!"}, {"denied.json", true, "x.-!"},
		{"marked.json", true, "o.1 "}, {"absent.json", true, "-.- "},
		{"../one.json", true, "-.- "},
	};
	char folder[] = "/tmp/scepwiz-import-XXXXXX";
	assert_non_null(mkdtemp(folder));
	save(folder, "one.json", "{\"value\":[1]}");
	save(folder, "pages.json", "{\"value\":[1],\"@odata.nextLink\":\"https://x\"}");
	save(folder, "pages.2.json", "{\"value\":[2],\"@odata.nextLink\":\"https://y\"}");
	save(folder, "pages.3.json", "{\"value\":[3]}");
	save(folder, "cut.json", "{\"value\":[1],\"@odata.nextLink\":\"https://x\"}");
	save(folder, "bad-page.json", "{\"value\":[1],\"@odata.nextLink\":\"https://x\"}");
	save(folder, "bad-page.2.json", "<html>");
	save(folder, "single.json", "{\"id\":\"x\"}");
	save(folder, "broken.json", "{\"id\":");
	save(folder, "array.json", "[1]");
	save(folder, "denied.json", DENIED);
	save(folder, "marked.json", "\xEF\xBB\xBF{\"value\":[1]}");
	struct err err = {0};
	struct graph_source *source = graph_import_create(folder, &err);
	assert_non_null(source);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char got[8] = "";
		assert_int_not_equal(source->ask(source, &(struct graph_request){.version = "v1.0",
			.method = "GET", .path = "/x", .collection = rows[i].collection,
			.name = rows[i].name}, note_status, got), 0);
		if (strcmp(got, rows[i].want) != 0)
			fail_msg("%s: %s, not %s", rows[i].name, got, rows[i].want);
	}
	source->destroy(source);
	assert_null(graph_import_create("/nonexistent/folder", &err));
	assert_int_equal(err.kind, ERR_INPUT);
	autostrbuf command;
	strbuf_init(&command, STRBUF_LINE);
	strbuf_addf(&command, "rm -r %s", folder);
	assert_int_equal(system(command.ptr), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything_is_asked_once),
		cmocka_unit_test(test_targeting),
		cmocka_unit_test(test_ignored_filter),
		cmocka_unit_test(test_device_by_name_alone),
		cmocka_unit_test(test_which_device),
		cmocka_unit_test(test_user_by_name),
		cmocka_unit_test(test_two_users_of_a_name),
		cmocka_unit_test(test_ids_that_are_none),
		cmocka_unit_test(test_no_scep_type),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_cancel),
		cmocka_unit_test(test_sign_in_ends_it),
		cmocka_unit_test(test_import),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
