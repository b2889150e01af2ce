/* What a report or a saved diagnosis tells, and what changed from one to another. */
#include "testing.h"

#include "report/difference.h"

#define TIME(time) "{\"time\":" time ",\"time_text\":\"09:41\",\"zone\":\"utc\"}"
#define FINDING(key, time, outcome, code)                                                     \
	"{\"id\":\"f1\",\"key\":\"" key "\",\"profile\":\"39907e78\",\"text\":\"what it is\","     \
	"\"outcome\":\"" outcome "\",\"at\":" TIME(time) ",\"code\":" code "}"
#define PROFILE(id, outcome, hash)                                                            \
	"{\"profile\":" id ",\"outcome\":\"" outcome "\",\"stage\":null,\"name\":null,\"hash\":"     \
	hash "}"
#define REPORT(outcome, requested, profiles, logs, findings)                                  \
	"{\"schema\":\"scepwiz-report\",\"version\":1,\"guide\":\"scep-windows\","                 \
	"\"verdict\":{\"outcome\":\"" outcome "\",\"stage\":null,\"summary\":\"s\"},"                \
	"\"stages\":[{\"id\":\"requested\",\"title\":\"t\",\"outcome\":\"" requested "\"}],"         \
	"\"checks\":[{\"id\":\"target-user\",\"outcome\":\"good\",\"text\":\"t\"}],"               \
	"\"profiles\":[" profiles "],\"logs\":[" logs "],\"findings\":[" findings "]}"
#define LOG(entries) "{\"path\":\"a.evtx\",\"member\":null,\"sha256\":null,\"entries\":" entries "}"
#define T1 "\"2024-08-20T09:41:04Z\""
#define T2 "\"2024-08-20T09:42:00Z\""
#define OK FINDING("scep-accepted", T1, "good", "{\"value\":\"0x2ab0003\"}")
#define BAD FINDING("enrolment-failed", T2, "bad", "{\"value\":\"0x80091007\"}")
#define P1 "\"39907e78-e61b-4730-b9fa-d44a53e4111c\""

#define BASE REPORT("reached", "passed", PROFILE(P1, "reached", "5"), LOG("7"), OK)
#define SAVED                                                                                 \
	"{\"scepwiz-diagnosis\":1,\"saved\":\"2024-08-20T09:00:00Z\",\"guide\":\"scep-windows\","  \
	"\"outcome\":\"inconclusive\",\"options\":{\"assigned_at\":\"2024-08-20T09:00:00Z\"},"     \
	"\"checks\":{\"target-user\":{\"outcome\":\"bad\"}},\"logs\":[\"/l/a.evtx\"],"             \
	"\"view\":{\"log\":0,\"entry\":0}}"

static const struct {
	const char *before, *after;
	const char *changes; /* "what id before>after;" each, "" for what is not there */
} rows[] = {
	{BASE, BASE, ""},
	{BASE, REPORT("not-reached", "passed", PROFILE(P1, "reached", "5"), LOG("7"), OK),
		"verdict outcome reached>not-reached;"},
	{BASE, REPORT("reached", "broken", PROFILE(P1, "reached", "5"), LOG("9"), OK "," BAD),
		"stage requested passed>broken;log a.evtx 7>9;"
		"finding 2024-08-20T09:42:00Z enrolment-failed 39907e78 >bad 0x80091007;"},
	{BASE, REPORT("reached", "passed", PROFILE(P1, "reached", "-9"), LOG("7"), OK),
		"hash 39907e78-e61b-4730-b9fa-d44a53e4111c 5>-9;"},
	{BASE, REPORT("reached", "passed", "", LOG("7"), OK),
		"profile 39907e78-e61b-4730-b9fa-d44a53e4111c reached>;"
		"hash 39907e78-e61b-4730-b9fa-d44a53e4111c 5>;"},
	{BASE, REPORT("reached", "passed", PROFILE(P1, "reached", "5") "," PROFILE("null",
		"inconclusive", "null"), LOG("7"), OK), "profile ? >inconclusive;"},
	/* the same record twice is one more of it */
	{BASE, REPORT("reached", "passed", PROFILE(P1, "reached", "5"), LOG("7"), OK "," OK),
		"finding 2024-08-20T09:41:04Z scep-accepted 39907e78 >good 0x2ab0003;"},
	/* without a time, what is printed stands for it; and a code that is null is none */
	{REPORT("reached", "passed", "", "", FINDING("k", "null", "note", "null")),
		REPORT("reached", "passed", "", "", ""), "finding 09:41 k 39907e78 note>;"},
	/* only what both tell */
	{SAVED, REPORT("inconclusive", "passed", "", "", OK),
		"check group-membership unknown>;check last-check-in unknown>;"
		"check target-user bad>good;log /l/a.evtx >;"},
	{SAVED, SAVED, ""},
};

static void add_changes(const struct difference *d, struct strbuf *out)
{
	for (size_t i = 0; i < d->changes_count; i++) {
		const struct change *change = &d->changes[i];
		const struct told_fact *any = change->after ? change->after : change->before;
		strbuf_addf(out, "%s %s %s>%s;", told_what_id(change->what), any->id,
			change->before ? change->before->value : "",
			change->after ? change->after->value : "");
	}
}

static void what_changed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct told a, b;
		struct err err = {0};
		struct difference difference;
		autostrbuf out;
		strbuf_init(&out, STRBUF_LINE);
		strbuf_str(&out, "");
		if (!told_parse(&a, "a", sv_str(rows[i].before), &err) ||
		    !told_parse(&b, "b", sv_str(rows[i].after), &err))
			fail_msg("row %zu: %s", i, err.text);
		difference_of(&a, &b, &difference);
		add_changes(&difference, &out);
		if (!sv_eq(strbuf_sv(&out), sv_str(rows[i].changes)))
			fail_msg("row %zu gave %s", i, out.ptr);
		difference_finish(&difference);
		told_finish(&a);
		told_finish(&b);
	}
}

static void other_files_are_refused(void **state)
{
	(void)state;
	static const struct {
		const char *text, *says;
	} bad[] = {
		{"", "x:"}, {"[]", "neither"}, {"{}", "neither"}, {"null", "x:1"},
		{"{\"schema\":\"other\"}", "neither"}, {"{\"schema\":5}", "neither"},
		{"{\"schema\":\"scepwiz-report\"}", "\"version\""},
		{"{\"schema\":\"scepwiz-report\",\"version\":2}", "newer"},
		{"{\"schema\":\"scepwiz-report\",\"version\":1,\"guide\":7}", "\"guide\""},
		{"{\"schema\":\"scepwiz-report\",\"version\":1,\"guide\":\"g\",\"verdict\":[]}",
			"\"verdict\""},
		{REPORT("r", "p", "7", "", ""), "\"profiles\""},
		{REPORT("r", "p", PROFILE("{}", "reached", "1"), "", ""), "\"profile\""},
		{REPORT("r", "p", PROFILE(P1, "reached", "1.5"), "", ""), "\"hash\""},
		{REPORT("r", "p", "", "null", ""), "\"logs\""},
		{REPORT("r", "p", "", LOG("\"7\""), ""), "\"logs\""},
		{REPORT("r", "p", "", "", "[]"), "\"findings\""},
		{REPORT("r", "p", "", "", FINDING("k", "7", "note", "null")), "\"time\""},
		{REPORT("r", "p", "", "", FINDING("k", T1, "note", "7")), "\"code\""},
		{"{\"scepwiz-diagnosis\":1}", "x:"},
		{"{\"schema\":\"scepwiz-report\",\"schema\":\"scepwiz-report\"}", "x:1"},
	};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct told told;
		struct err err = {0};
		assert_false(told_parse(&told, "x", sv_str(bad[i].text), &err));
		if (!strstr(err.text, bad[i].says))
			fail_msg("row %zu: %s", i, err.text);
		assert_null(told.guide);
		assert_int_equal(told.facts_count, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_changed),
		cmocka_unit_test(other_files_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
