/* What Graph said and what the log says, together: the checks, whose word counts, and what is
 * found besides. Every row is one device, one log, and what is different from a tenant in which all
 * is well. */
#include "test_diagnosis_case.h"

#include "diagnosis/graph_findings.h"
#include "graph_answers.h"
#include "report/report.h"

struct row {
	const char *name;
	struct told instead[4];
	bool delivered, assigned;
	const char *answers; /* the user's: y n u s, . none */
	const char *checks;  /* what counts: y n u s; then whose word each is: u user, g Graph, l log */
	const char *verdict;
	const char *findings; /* "bad graph-x", parted by commas: these have to be among them */
};

#define LIST(scep, root) {"profiles.json", PROFILES(scep, root)}, {"root-" SCEP ".json", root}
#define STAFF_ROOT ROOT_PROFILE(TO_GROUP(STAFF))
#define DEVICE(more) {"device.json", "{" PHONE_ROW more "}"}
#define USER(more) {"user.json", "{\"id\":\"" ADA "\",\"userPrincipalName\":\"ada@example.org\"" more "}"}

static const struct row rows[] = {
	{"all is well", {{NULL, NULL}}, true, false, "...", "yyu ggg", "r q2",
		"good graph-account,good graph-root-assignment,note graph-changed,good graph-state"},
	{"all is well, and the time is known", {{NULL, NULL}}, true, true, "...", "yyy ggg", "r q2",
		""},
	{"nothing in the log", {{NULL, NULL}}, false, true, "...", "yyy ggg", "i r5",
		"note graph-not-delivered"},
	{"the last check-in was before", {DEVICE(",\"lastSyncDateTime\":\"2024-08-20T07:00:00Z\"")},
		false, true, "...", "yyn ggg", "n a3", "bad graph-changed"},
	{"never checked in", {DEVICE(",\"lastSyncDateTime\":\"0001-01-01T00:00:00Z\"")}, false, false,
		"...", "yyn ggg", "n a3", ""},
	{"somebody else's device", {DEVICE(",\"userId\":\"" ROOT "\",\"userPrincipalName\":"
		"\"bob@example.org\"")}, false, false, "...", "nyu ggg", "n a3", ""},
	{"not assigned", {LIST(SCEP_PROFILE("", TO_GROUP(LEAVERS)), STAFF_ROOT)}, false, false, "...",
		"ynu ggg", "n a3", ""},
	{"delivered, but not assigned any more", {LIST(SCEP_PROFILE("", TO_GROUP(LEAVERS)),
		STAFF_ROOT)}, true, false, "...", "ynu ggg", "r q2", "bad graph-no-longer-assigned"},
	/* the user's word */
	{"he says yes, Graph says no", {LIST(SCEP_PROFILE("", TO_GROUP(LEAVERS)), STAFF_ROOT)}, false,
		false, ".y.", "yyu gug", "i r5", ""},
	{"he says no, Graph says yes", {{NULL, NULL}}, false, false, ".n.", "ynu gug", "n a3", ""},
	{"he skips it", {{NULL, NULL}}, false, false, "s..", "syu ugg", "i r5", ""},
	{"he does not know", {{NULL, NULL}}, false, false, "uuu", "uuu uuu", "i r5", ""},
	/* refused, missing, odd: never a yes */
	{"the user was refused", {{"user.json", "{\"error\":{\"code\":\"Forbidden\",\"message\":\"\"}}"}},
		false, false, "...", "uuu gg-", "i r5", "note graph-not-told"},
	{"the profiles were refused", {{"profiles.json",
		"{\"error\":{\"code\":\"Forbidden\",\"message\":\"\"}}"}}, false, false, "...",
		"yuu ggg", "i r5", "note graph-not-told"},
	{"the groups were refused", {{"user-groups.json",
		"{\"error\":{\"code\":\"Forbidden\",\"message\":\"\"}}"}}, false, false, "...",
		"yuu ggg", "i r5", "note graph-not-told"},
	{"the devices were refused", {{"devices.json",
		"{\"error\":{\"code\":\"Forbidden\",\"message\":\"\"}}"}}, false, false, "...",
		"uyu gg-", "i r5", "note graph-not-told"},
	{"no such user", {{"user.json", "{\"error\":{\"code\":\"Request_ResourceNotFound\","
		"\"message\":\"\"}}"}, {"user-search.json", "{\"value\":[]}"}, {"user-names.json",
		"{\"value\":[]}"}}, false, false, "...", "uuu gg-", "i r5", ""},
	{"a device without a user", {{"devices.json", "{\"value\":[]}"}, {"device-search.json",
		"{\"value\":[{\"id\":\"" PHONE "\",\"deviceName\":\"Ada's phone\",\"operatingSystem\":"
		"\"Android\"}]}"}, {"device.json", "{\"id\":\"" PHONE "\",\"deviceName\":"
		"\"Ada's phone\",\"operatingSystem\":\"Android\"}"}}, false, false, "...", "uyu gg-",
		"i r5", ""},
	/* causes */
	{"another tenant's log", {{"account.json", "{\"intuneAccountId\":\"" ROOT "\"}"}}, true, false,
		"...", "yyu ggg", "r q2", "bad graph-account"},
	{"the root goes to devices", {LIST(SCEP_PROFILE("", TO_GROUP(STAFF)),
		ROOT_PROFILE(TO_GROUP(FLEET)))}, false, false, "...", "yyu ggg", "i r5",
		"bad graph-root-assignment"},
	{"the root goes to nobody", {LIST(SCEP_PROFILE("", TO_GROUP(STAFF)), ROOT_PROFILE(""))}, false,
		false, "...", "yyu ggg", "i r5", "bad graph-root-assignment"},
	{"there is no root", {{"root-" SCEP ".json", "{\"error\":{\"code\":\"ResourceNotFound\","
		"\"message\":\"\"}}"}}, false, false, "...", "yyu ggg", "i r5",
		"bad graph-root-assignment"},
	{"a variable without a value", {LIST(SCEP_PROFILE("\"subjectNameFormatString\":"
		"\"CN={{IMEINumber}},O={{MEID}}\",", TO_GROUP(STAFF)), STAFF_ROOT)}, false, false,
		"...", "yyu ggg", "i r5", "bad graph-variable"},
	{"a disabled account", {USER(",\"accountEnabled\":false")}, false, false, "...", "yyu ggg",
		"i r5", "bad graph-user"},
	{"a guest", {USER(",\"userType\":\"Guest\"")}, false, false, "...", "yyu ggg", "i r5",
		"bad graph-user"},
	{"no licence", {USER(",\"assignedPlans\":[]")}, false, false, "...", "yyu ggg", "i r5",
		"bad graph-user"},
	{"co-managed", {DEVICE(",\"managementAgent\":\"configurationManagerClientMdm\","
		"\"configurationManagerClientEnabledFeatures\":{\"resourceAccess\":false}")}, false,
		false, "...", "yyu ggg", "i r5", "bad graph-co-management"},
	{"for another kind of enrolment", {DEVICE(",\"managedDeviceOwnerType\":\"company\","
		"\"managementAgent\":\"googleCloudDevicePolicyController\"")}, false, false, "...",
		"yyu ggg", "i r5", "bad graph-profile-type"},
	{"Intune reports an error", {{"states.json", "{\"value\":[{\"id\":\"" SCEP "_3\",\"state\":"
		"\"error\"}]}"}}, false, false, "...", "yyu ggg", "i r5", "bad graph-state"},
	{"plain http", {LIST(SCEP_PROFILE("\"scepServerUrls\":[\"http://x/certsrv\"],",
		TO_GROUP(STAFF)), STAFF_ROOT)}, false, false, "...", "yyu ggg", "i r5",
		"bad graph-plain-http"},
	{"valid for ever", {LIST(SCEP_PROFILE("\"certificateValidityPeriodValue\":9,"
		"\"certificateValidityPeriodScale\":\"years\",", TO_GROUP(STAFF)), STAFF_ROOT)}, false,
		false, "...", "yyu ggg", "i r5", "bad graph-validity"},
};

static struct diagnosis *made(void **state, const struct row *row)
{
	struct diagnosis *d = begin(state, PLATFORM_ANDROID);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	if (row->assigned)
		assigned(d);
	if (row->delivered)
		add_server(&log, 60, "7", "2", COMMAND("Add", "6", NODE(L1, "5")));
	else
		add_line(&log, 60, "INFO", "nothing to see");
	read_made(d, &log);
	for (int i = 0; i < CHECK_COUNT; i++) {
		const char *at = strchr("uyns", row->answers[i]);
		if (at && row->answers[i] != '.')
			diagnosis_answer(d, (enum check_id)i, (enum check_outcome)(at - "uyns"), NULL);
	}
	return d;
}

static void tell_checks(const struct diagnosis *d, char out[static 8])
{
	for (int i = 0; i < CHECK_COUNT; i++) {
		out[i] = "uyns"[d->checks[i].outcome];
		out[4 + i] = "-ulgi"[d->checks[i].origin];
	}
	out[3] = ' ';
	out[7] = '\0';
}

static bool has_finding(const struct diagnosis *d, struct sv wanted)
{
	struct sv rest = wanted, outcome;
	sv_cut(&rest, ' ', &outcome);
	for (size_t i = 0; i < d->findings_count; i++)
		if (finding_of_graph(&d->findings[i]) && sv_eq(rest, sv_str(d->findings[i].check)) &&
		    sv_eq(outcome, sv_str(finding_outcome_id(d->findings[i].outcome))) &&
		    d->findings[i].origin == ORIGIN_GRAPH)
			return true;
	return false;
}

static void expect_row_of(struct diagnosis *d, const struct row *row)
{
	char checks[8];
	struct sv rest = sv_str(row->findings), wanted;
	expect_in(d, row->name, row->verdict);
	tell_checks(d, checks);
	if (strcmp(checks, row->checks) != 0)
		fail_msg("%s: checks %s, not %s", row->name, checks, row->checks);
	while (rest.len && sv_cut(&rest, ',', &wanted))
		if (!has_finding(d, wanted))
			fail_msg("%s: not found: " SV_FMT, row->name, SV_ARG(wanted));
}

static void test_rows(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct diagnosis *d = made(state, &rows[i]);
		struct answers answers = answers_of(tenant, rows[i].instead);
		struct graph_facts *facts = facts_from(&answers, &of_ada);
		diagnosis_set_graph(d, facts, ORIGIN_GRAPH);
		expect_row_of(d, &rows[i]);
		diagnosis_destroy(d);
		graph_facts_destroy(facts);
		answers_finish(&answers);
	}
}

static bool replaces(const struct row *row, const char *name)
{
	return answers_find(row->instead, name) != NULL;
}

/* What the checks are with these answers. */
static void judged(void **state, const struct told *told, const struct told *instead,
	enum check_outcome ret[static CHECK_COUNT])
{
	struct diagnosis *d = begin(state, PLATFORM_ANDROID);
	struct answers answers = answers_of(told, instead);
	struct graph_facts *facts = facts_from(&answers, &of_ada);
	assigned(d);
	diagnosis_set_graph(d, facts, ORIGIN_GRAPH);
	diagnosis_judge(d);
	for (int i = 0; i < CHECK_COUNT; i++)
		ret[i] = d->checks[i].outcome;
	diagnosis_destroy(d);
	graph_facts_destroy(facts);
	answers_finish(&answers);
}

/* One answer less, whichever it is and however it is missing. */
static void expect_no_more(void **state, const struct row *row, const char *name)
{
	static const char *const less[] = {"{\"error\":{\"code\":\"Forbidden\",\"message\":\"\"}}",
		"{\"error\":{\"code\":\"Request_ResourceNotFound\",\"message\":\"\"}}", "{}",
		"{\"value\":[]}", "{\"value\":[],\"@odata.nextLink\":\"https://x\"}"};
	enum check_outcome full[CHECK_COUNT], fewer[CHECK_COUNT];
	judged(state, tenant, row->instead, full);
	for (size_t l = 0; l < ARRAY_LEN(less); l++) {
		struct told instead[6] = {{name, less[l]}};
		for (size_t i = 0; i < ARRAY_LEN(row->instead) && row->instead[i].name; i++)
			instead[i + 1] = row->instead[i];
		judged(state, tenant, instead, fewer);
		for (int i = 0; i < CHECK_COUNT; i++)
			if (fewer[i] == CHECK_GOOD && full[i] != CHECK_GOOD)
				fail_msg("%s, without %s (%s): check %d is yes", row->name, name, less[l], i);
	}
}

/* Whatever is missing, no check becomes a yes by it. */
static void test_less_is_never_more(void **state)
{
	for (size_t r = 0; r < ARRAY_LEN(rows); r++)
		for (size_t k = 0; tenant[k].name; k++)
			if (!replaces(&rows[r], tenant[k].name))
				expect_no_more(state, &rows[r], tenant[k].name);
}

static void test_contradiction_is_told(void **state)
{
	struct diagnosis *d = made(state, &rows[9]);
	struct answers answers = answers_of(tenant, NULL);
	struct graph_facts *facts = facts_from(&answers, &of_ada);
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	diagnosis_set_graph(d, facts, ORIGIN_GRAPH);
	diagnosis_judge(d);
	assert_true(diagnosis_contradicted(d, CHECK_GROUP));
	assert_true(summary_has(d, "Microsoft Graph contradicts the answer"));
	diagnosis_check_text(d, CHECK_GROUP, &text);
	assert_true(sv_has(strbuf_sv(&text), SV("Microsoft Graph says otherwise")));
	diagnosis_accept(d, CHECK_GROUP);
	diagnosis_judge(d);
	assert_int_equal(d->checks[CHECK_GROUP].outcome, CHECK_GOOD);
	assert_int_equal(d->checks[CHECK_GROUP].origin, ORIGIN_GRAPH);
	diagnosis_set_graph(d, NULL, ORIGIN_NONE); /* as if it had never been asked */
	diagnosis_judge(d);
	assert_int_equal(d->checks[CHECK_GROUP].origin, ORIGIN_NONE);
	diagnosis_destroy(d);
	graph_facts_destroy(facts);
	answers_finish(&answers);
}

/* The only device of the platform may be another than the log's, until the user says that it is
 * not, or the log names it. */
static void test_device_not_sure(void **state)
{
	const struct graph_subject subject = {"ada@example.org", "", "", "", GRAPH_ANDROID};
	struct diagnosis *d = made(state, &rows[3]);
	struct answers answers = answers_of(tenant, rows[3].instead);
	struct graph_facts *facts = facts_from(&answers, &subject);
	diagnosis_set_graph(d, facts, ORIGIN_GRAPH);
	diagnosis_judge(d);
	assert_int_equal(d->checks[CHECK_TARGET_USER].outcome, CHECK_UNKNOWN);
	assert_int_equal(d->checks[CHECK_LAST_CHECK_IN].outcome, CHECK_UNKNOWN);
	diagnosis_answer(d, CHECK_TARGET_USER, CHECK_GOOD, NULL);
	diagnosis_judge(d);
	assert_int_equal(d->checks[CHECK_LAST_CHECK_IN].outcome, CHECK_BAD);
	diagnosis_destroy(d);
	graph_facts_destroy(facts);
	answers_finish(&answers);
}

/* Graph's clock is a lower bound: told, and not used by the clock rules. */
static void test_clock_is_not_used(void **state)
{
	struct diagnosis *d = made(state, &rows[0]);
	struct answers answers = answers_of(tenant, NULL);
	struct graph_facts *facts = facts_from(&answers, &of_ada);
	diagnosis_set_graph(d, facts, ORIGIN_GRAPH);
	diagnosis_judge(d);
	assert_true(d->options.assigned_at == TIME_NONE);
	assert_int_equal(d->checks[CHECK_LAST_CHECK_IN].outcome, CHECK_UNKNOWN);
	for (size_t i = 0; i < d->findings_count; i++)
		if (finding_of_graph(&d->findings[i]) &&
		    !strcmp(d->findings[i].check, "graph-changed"))
			assert_string_equal(d->findings[i].at.text, "2024-08-20T08:00:00.123456Z");
	diagnosis_destroy(d);
	graph_facts_destroy(facts);
	answers_finish(&answers);
}

static void test_names(void **state)
{
	struct diagnosis *d = made(state, &rows[0]);
	struct answers answers = answers_of(tenant, NULL);
	struct graph_facts *facts = facts_from(&answers, &of_ada);
	diagnosis_judge(d);
	assert_null(d->profiles[0].name);
	diagnosis_set_graph(d, facts, ORIGIN_GRAPH);
	diagnosis_judge(d);
	assert_string_equal(d->profiles[0].name, "Wi-Fi certificate");
	assert_true(summary_has(d, "profile “Wi-Fi certificate” (" P1 ")"));
	diagnosis_destroy(d);
	graph_facts_destroy(facts);
	answers_finish(&answers);
}

/* ---- live and saved ---- */

static void report_of(void **state, const struct row *row, enum finding_origin origin,
	struct strbuf *out)
{
	struct diagnosis *d = made(state, row);
	struct answers answers = answers_of(tenant, row->instead);
	answers.source.live = origin == ORIGIN_GRAPH;
	struct graph_facts *facts = facts_from(&answers, &of_ada);
	diagnosis_set_graph(d, facts, origin);
	diagnosis_judge(d);
	report_write(d, &(struct report_options){.format = REPORT_JSON, .redacted = true}, out);
	diagnosis_destroy(d);
	graph_facts_destroy(facts);
	answers_finish(&answers);
}

static void replace(struct strbuf *out, struct sv text, struct sv from, struct sv to)
{
	for (size_t at; (at = sv_find(text, from)) != SV_NPOS; text = sv_from(text, at + from.len)) {
		strbuf_add(out, sv_sub(text, 0, at));
		strbuf_add(out, to);
	}
	strbuf_add(out, text);
}

static void test_import_equals_live(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		autostrbuf live, saved, told;
		strbuf_init(&live, STRBUF_REPORT);
		strbuf_init(&saved, STRBUF_REPORT);
		strbuf_init(&told, STRBUF_REPORT);
		report_of(state, &rows[i], ORIGIN_GRAPH, &live);
		report_of(state, &rows[i], ORIGIN_IMPORT, &saved);
		assert_true(sv_has(strbuf_sv(&saved), SV("\"origin\": \"import\"")));
		replace(&told, strbuf_sv(&live), SV("\"origin\": \"graph\""), SV("\"origin\": \"import\""));
		assert_string_equal(told.ptr, saved.ptr);
	}
}

/* Whom Graph named is not in a report that leaves the house. */
static void test_redacted(void **state)
{
	autostrbuf out;
	strbuf_init(&out, STRBUF_REPORT);
	report_of(state, &rows[5], ORIGIN_GRAPH, &out);
	static const char *const names[] = {"ada@example.org", "bob@example.org", "Ada's phone"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_false(sv_has(strbuf_sv(&out), sv_str(names[i])));
	assert_true(sv_has(strbuf_sv(&out), SV("user-")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_less_is_never_more),
		cmocka_unit_test(test_contradiction_is_told),
		cmocka_unit_test(test_device_not_sure),
		cmocka_unit_test(test_clock_is_not_used),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_import_equals_live),
		cmocka_unit_test(test_redacted),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
