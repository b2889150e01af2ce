/* The verdict about a later stage than the arrival, as a table. */
#include "testing.h"

#include <string.h>

#include "diagnosis/verdict.h"

#define ASSIGNED (1000 * TIME_SECOND)

/* Traces: a letter for the stage (r requested, i issued, n installed, p reported), + passes it,
 * - breaks it, then @ and seconds; without @ its time is not known; ! surely the device's own,
 * ? joined to it by its time only. */
static enum guide_stage stage_of(char letter)
{
	static const char letters[] = "..rinp";
	const char *at = strchr(letters, letter);
	assert_non_null(at);
	return (enum guide_stage)(at - letters);
}

static size_t read_traces(const char *text, struct trace *traces)
{
	struct sv rest = sv_str(text), word;
	size_t count = 0;
	while (sv_word(&rest, &word)) {
		uint64_t seconds;
		unsigned bit = 1u << stage_of(word.ptr[0]);
		bool passes = word.ptr[1] == '+';
		struct trace *trace = &traces[count];
		*trace = (struct trace){.role = passes ? ROLE_GOOD : ROLE_BAD, .us = TIME_NONE,
			.order = count, .finding = count};
		*(passes ? &trace->passes : &trace->breaks) = bit;
		trace->sure = sv_ends(word, SV("!"));
		trace->by_time = sv_ends(word, SV("?"));
		word.len -= trace->sure || trace->by_time;
		if (word.len > 3 && sv_to_u64(sv_from(word, 3), &seconds))
			trace->us = (int64_t)seconds * TIME_SECOND;
		count++;
	}
	return count;
}

/* want: outcome (r i n), stage letter or -, the decisive trace or -, the contrary one or -.
 * facts: o overflow, a assigned at 1000. */
static const struct row {
	const char *traces, *facts, *want;
	enum guide_stage goal;
} rows[] = {
	{"", "", "i r--", STAGE_REQUESTED},
	{"r+@2000", "", "r -0-", STAGE_REQUESTED},
	{"i+@2000", "", "r -0-", STAGE_REQUESTED}, /* issued: then it was requested */
	{"r+@2000", "", "i i--", STAGE_ISSUED},    /* requested is not issued */
	{"r-@2000", "", "n r0-", STAGE_REQUESTED},
	{"r-@2000", "", "n r0-", STAGE_ISSUED}, /* it stopped before */
	{"i-@2000", "", "i r--", STAGE_REQUESTED}, /* what breaks later says nothing of before */
	{"r-@2000 r+@2100", "", "i r10", STAGE_REQUESTED}, /* whose? */
	{"r-@2000! r+@2100!", "", "r -10", STAGE_REQUESTED}, /* the second try got through */
	{"r+@2000! r-@2100!", "", "n r10", STAGE_REQUESTED},
	{"r-@2100! r+@2000!", "", "n r01", STAGE_REQUESTED}, /* time decides, not the place */
	{"r-@2000! r+@2100", "", "n r0-", STAGE_REQUESTED}, /* another's success is not its own */
	{"r+@2000! r-@2100", "", "r -0-", STAGE_REQUESTED},
	{"r+@2000! i-@2100 i+@2200", "", "i i21", STAGE_ISSUED}, /* nothing of its own about it */
	{"r+@2000?", "", "i r0-", STAGE_REQUESTED}, /* another's may have come in the same minutes */
	{"r-@2000?", "", "i r0-", STAGE_REQUESTED},
	{"r-@2000 r+@2100?", "", "n r0-", STAGE_REQUESTED}, /* what has a name counts more */
	{"r+@2000! r-@2100?", "", "r -0-", STAGE_REQUESTED},
	{"r+@2000? r-@2100?", "", "i r10", STAGE_REQUESTED},
	{"i+@500! i-@2000", "a", "n i1-", STAGE_ISSUED},
	{"r+@2000", "o", "i r0-", STAGE_REQUESTED},
	{"r-@2000", "o", "i r0-", STAGE_REQUESTED},
	{"r+@500", "a", "i r--", STAGE_REQUESTED},  /* before the assignment */
	{"r+@500 r-@2000", "a", "n r1-", STAGE_REQUESTED},
	{"r+", "a", "i r--", STAGE_REQUESTED},      /* no usable time */
	{"r+", "", "r -0-", STAGE_REQUESTED},
	{"p+@2000", "", "r -0-", STAGE_REPORTED},
	{"n+@2000", "", "i p--", STAGE_REPORTED},
	{"p-@2000", "", "n p0-", STAGE_REPORTED},
};

static char finding_letter(size_t finding)
{
	return finding == VERDICT_NO_FINDING ? '-' : (char)('0' + finding);
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct trace traces[8];
		char found[6] = {0};
		struct verdict_facts facts = {.traces = traces,
			.traces_count = read_traces(rows[i].traces, traces),
			.assigned_at = strchr(rows[i].facts, 'a') ? ASSIGNED : TIME_NONE,
			.overflow = strchr(rows[i].facts, 'o')};
		struct profile_verdict v = verdict_of_goal(&facts, rows[i].goal);
		found[0] = "rin"[v.outcome];
		found[1] = ' ';
		found[2] = "..rinp-"[v.stage];
		found[3] = finding_letter(v.decisive);
		found[4] = finding_letter(v.contrary);
		if (strcmp(found, rows[i].want) != 0)
			fail_msg("%s [%s]: got %s, expected %s", rows[i].traces, rows[i].facts,
				found, rows[i].want);
	}
}

/* What cannot be told apart shows no stage either. */
static void test_doubt_shows_no_stage(void **state)
{
	struct trace traces[2];
	struct verdict_facts facts = {.traces = traces,
		.traces_count = read_traces("r-@2000 i+@2100", traces), .assigned_at = TIME_NONE};
	(void)state;
	struct profile_verdict v = verdict_of_goal(&facts, STAGE_ISSUED);
	assert_int_equal(v.stages[STAGE_REQUESTED], STAGE_UNKNOWN);
	assert_int_equal(v.stages[STAGE_ISSUED], STAGE_UNKNOWN);
	traces[0].sure = traces[1].sure = true;
	v = verdict_of_goal(&facts, STAGE_ISSUED);
	assert_int_equal(v.stages[STAGE_REQUESTED], STAGE_PASSED);
	assert_int_equal(v.stages[STAGE_ISSUED], STAGE_PASSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_doubt_shows_no_stage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
