/* The rule of CONTRACT, "What decides", sentence by sentence. What is expected here was read
 * there and nowhere else. */
#include "testing.h"

#include <stdio.h>

#include "diagnosis/verdict.h"

#define TRACES_MAX 12
#define ASSIGNED (INT64_C(1724140800) * TIME_SECOND)

struct row {
	const char *name;
	/* One word a record: role (P proof, R refusal, X removal, G good, B bad, N note), then
	 * @ seconds after the assignment (~ one microsecond earlier; without @: undated),
	 * : user, / log, # place in the log, + stages passed, - stages broken. */
	const char *traces;
	const char *checks; /* y n u s, in the order of check_id */
	bool assigned;
	const char *facts; /* c covered, l shows later stages, o overflow */
	const char *want;  /* outcome r i n, stage - a r q s i, rule */
	int decisive, older, removal;
	const char *stages; /* p b m u; "": not told here */
};

#define NO -1
static const struct row rows[] = {
	/* rule 1 */
	{"a refusal", "R@9", "uuu", false, "", "nr1", 0, NO, NO, ""},
	{"an undated refusal", "R", "uuu", false, "", "nr1", 0, NO, NO, ""},
	{"the later of two refusals", "R@1 R@2", "uuu", false, "", "nr1", 1, NO, NO, ""},
	{"refusal after proof", "P@1 R@2", "uuu", false, "", "nr1", 1, NO, NO, ""},
	{"refusal after proof, undated", "P R", "uuu", false, "", "nr1", 1, NO, NO, ""},
	{"refusal after a cleared one", "R@1 P@2 R@3", "uuu", false, "", "nr1", 2, NO, NO, ""},
	{"proof of another user does not clear", "R@1:a P@2:b", "uuu", false, "", "nr1", 0, NO,
		NO, ""},
	{"nor after the assignment", "R@-900:a P@2:b", "uuu", true, "", "nr1", 0, NO, NO, ""},
	{"one of two users cleared", "R@1:a R@2:b P@3:a", "uuu", false, "", "nr1", 1, NO, NO,
		""},
	{"the other of two users cleared", "R@1:a R@2:b P@3:b", "uuu", false, "", "nr1", 0, NO,
		NO, ""},
	{"refusal of a second user", "P@1:a R@2:b", "uuu", false, "", "nr1", 1, NO, NO, ""},
	{"cleared, then another user's", "R@1:a P@2:a R@3:b", "uuu", false, "", "nr1", 2, NO, NO,
		""},
	{"refusal without user after all", "P@1:a P@2:b R@3", "uuu", false, "", "nr1", 2, NO,
		NO, ""},
	{"a removal clears no refusal", "R@1 X@2", "uuu", false, "", "nr1", 0, NO, NO, ""},
	{"refusal after removal", "P@1 X@2 R@3", "uuu", false, "", "nr1", 2, NO, NO, ""},
	{"refusal before the assignment", "R@-900", "uuu", true, "", "nr1", 0, NO, NO, ""},
	{"that, with coverage", "R@-900", "uuu", true, "c", "nr1", 0, NO, NO, ""},
	{"undated refusal, assigned-at given", "R", "uuu", true, "", "nr1", 0, NO, NO, ""},
	{"fresh proof, then undated refusal", "P@9 R", "uuu", true, "", "nr1", 1, NO, NO, ""},
	{"refusal beats a check no", "R@1", "nuu", true, "", "nr1", 0, NO, NO, ""},
	{"refusal beats three yes", "R@1", "yyy", true, "", "nr1", 0, NO, NO, "pbuuu"},
	{"refusal beats coverage", "R@1", "uuu", true, "c", "nr1", 0, NO, NO, "ubuuu"},
	{"refusal with overflow", "R@1", "uuu", true, "o", "nr1", 0, NO, NO, ""},
	{"refusal by time though first in the files", "R@20/0 P@10/1", "uuu", false, "", "nr1",
		0, NO, NO, ""},
	{"that, and a note without time", "R@20/0 P@10/1 N/1", "uuu", false, "", "nr1", 0, NO,
		NO, ""},
	{"undated logs: the order of the files", "P/0 R/1", "uuu", false, "", "nr1", 1, NO, NO,
		""},
	{"at one time: by place", "P@5#1 R@5#2", "uuu", false, "", "nr1", 1, NO, NO, ""},
	{"at one time: by log", "R@5/1#1 P@5/0#9", "uuu", false, "", "nr1", 0, NO, NO, ""},
	/* rule 2 */
	{"a proof", "P@9", "uuu", false, "", "r q2", 0, NO, NO, "ppuuu"},
	{"an undated proof without assigned-at", "P", "uuu", false, "", "r q2", 0, NO, NO, ""},
	{"any proof without assigned-at", "P@-9999999", "uuu", false, "", "r q2", 0, NO, NO, ""},
	{"proof after the assignment", "P@1", "uuu", true, "", "r q2", 0, NO, NO, ""},
	{"proof at the assignment", "P@0", "uuu", true, "", "r q2", 0, NO, NO, ""},
	{"proof at the end of the tolerance", "P@-300", "uuu", true, "", "r q2", 0, NO, NO, ""},
	{"a cleared refusal", "R@1 P@2", "uuu", false, "", "r q2", 1, NO, NO, ""},
	{"cleared, undated", "R P", "uuu", false, "", "r q2", 1, NO, NO, ""},
	{"cleared by the same user", "R@1:a P@2:a", "uuu", false, "", "r q2", 1, NO, NO, ""},
	{"cleared by a proof without user", "R@1:a P@2", "uuu", false, "", "r q2", 1, NO, NO, ""},
	{"refusal without user cleared", "R@1 P@2:a", "uuu", false, "", "r q2", 1, NO, NO, ""},
	{"another user's, then the own proof", "R@1:a P@2:b P@3:a", "uuu", false, "", "r q2", 2,
		NO, NO, ""},
	{"both users cleared", "R@1:a R@2:b P@3:b P@4:a", "uuu", false, "", "r q2", 3, NO, NO,
		""},
	{"proof, refusal, proof", "P@1 R@2 P@3", "uuu", false, "", "r q2", 2, NO, NO, ""},
	{"old refusal, fresh proof", "R@-900 P@1", "uuu", true, "", "r q2", 1, NO, NO, ""},
	{"undated refusal, then fresh proof", "R P@1", "uuu", true, "", "r q2", 1, NO, NO, ""},
	{"a check no is contradicted", "P@1", "nuu", true, "", "r q2", 0, NO, NO, ""},
	{"three times no", "P@1", "nnn", true, "", "r q2", 0, NO, NO, "ppuuu"},
	{"no to the last check-in", "P@1", "uun", true, "c", "r q2", 0, NO, NO, ""},
	{"skipped checks", "P@1", "sss", true, "", "r q2", 0, NO, NO, ""},
	{"proof beats coverage", "P@1", "uuu", true, "c", "r q2", 0, NO, NO, ""},
	{"old and fresh proof", "P@-900 P@1", "uuu", true, "", "r q2", 1, NO, NO, ""},
	{"fresh proof, older one behind it in the file", "P@1 P@-900", "uuu", true, "", "r q2", 0,
		NO, NO, ""},
	{"undated and fresh proof", "P P@1", "uuu", true, "", "r q2", 1, NO, NO, ""},
	{"by time though last in the files", "P@20/0 R@10/1", "uuu", false, "", "r q2", 0, NO,
		NO, ""},
	{"that, and a note without time", "P@20/0 R@10/1 N/1", "uuu", false, "", "r q2", 0, NO,
		NO, ""},
	{"undated logs: the order of the files", "R/0 P/1", "uuu", false, "", "r q2", 1, NO, NO,
		""},
	{"at one time: by place", "R@5#1 P@5#2", "uuu", false, "", "r q2", 1, NO, NO, ""},
	{"removal, then a new proof", "P@1 X@2 P@3", "uuu", false, "", "r q2", 2, NO, NO, ""},
	{"removal before the proof", "X@1 P@2", "uuu", false, "", "r q2", 1, NO, NO, ""},
	{"removal before, undated", "X P", "uuu", false, "", "r q2", 1, NO, NO, ""},
	{"old removal, fresh proof", "X@-900 P@2", "uuu", true, "", "r q2", 1, NO, NO, ""},
	{"earlier removal behind it in the file", "P@9 X@5", "uuu", true, "", "r q2", 0, NO, NO,
		""},
	{"Delete and Add in one message", "X@5#1 P@5#1", "uuu", true, "", "r q2", 1, NO, NO, ""},
	/* rule 2, taken away */
	{"removal after the proof", "P@1 X@2", "uuu", false, "", "ir2", 0, NO, 1, ""},
	{"that, undated", "P X", "uuu", false, "", "ir2", 0, NO, 1, ""},
	{"that, whatever the checks say", "P@1 X@2", "nnn", true, "", "ir2", 0, NO, 1, ""},
	{"that, with three yes and coverage", "P@1 X@2", "yyy", true, "c", "ir2", 0, NO, 1, ""},
	{"a cleared refusal, then removal", "R@1 P@2 X@3", "uuu", false, "", "ir2", 1, NO, 2, ""},
	{"later removal before it in the file", "X@20 P@10", "uuu", true, "", "ir2", 1, NO, 0,
		""},
	{"undated removal behind a dated proof", "P@10 X", "uuu", true, "", "ir2", 0, NO, 1, ""},
	{"removal in a later log of no time", "P@10/0 X/1", "uuu", true, "", "ir2", 0, NO, 1, ""},
	{"Add and Delete in one message", "P@5#1 X@5#1", "uuu", true, "", "ir2", 0, NO, 1, ""},
	{"proof while evidence was left out", "P@1", "uuu", true, "o", "ir2", 0, NO, NO, ""},
	/* rule 3 */
	{"not the intended user", "", "nuu", false, "", "na3", NO, NO, NO, "buuuu"},
	{"not in the group", "", "unu", false, "", "na3", NO, NO, NO, ""},
	{"no check-in", "", "uun", true, "", "na3", NO, NO, NO, ""},
	{"two yes and a no", "", "yyn", true, "", "na3", NO, NO, NO, ""},
	{"a no and skipped ones", "", "sns", false, "", "na3", NO, NO, NO, ""},
	{"a no beats coverage", "", "nuu", true, "c", "na3", NO, NO, NO, "bmuuu"},
	{"a no with overflow", "", "nuu", true, "o", "na3", NO, NO, NO, ""},
	{"a no and an old proof", "P@-900", "nuu", true, "", "na3", NO, 0, NO, ""},
	{"a no and an undated proof", "P", "nuu", true, "", "na3", NO, 0, NO, ""},
	{"a no and a removal alone", "X@1", "nuu", true, "", "na3", NO, NO, NO, ""},
	/* rule 4 */
	{"covered silence", "", "uuu", true, "c", "nr4", NO, NO, NO, "umuuu"},
	{"covered, three yes", "", "yyy", true, "c", "nr4", NO, NO, NO, "pmuuu"},
	{"covered, skipped", "", "sss", true, "c", "nr4", NO, NO, NO, ""},
	{"covered, old proof", "P@-900", "uuu", true, "c", "nr4", NO, 0, NO, ""},
	{"covered, proof a microsecond too old", "P@-300~", "uuu", true, "c", "nr4", NO, 0, NO,
		""},
	{"covered, undated proof", "P", "uuu", true, "c", "nr4", NO, 0, NO, ""},
	{"covered, later stages by themselves", "G@5+qsi", "uuu", true, "c", "nr4", NO, NO, NO,
		""},
	/* rule 5 */
	{"nothing", "", "uuu", false, "", "ir5", NO, NO, NO, "uuuuu"},
	{"nothing, three yes", "", "yyy", true, "", "ir5", NO, NO, NO, "puuuu"},
	{"nothing, skipped", "", "sss", true, "", "ir5", NO, NO, NO, "uuuuu"},
	{"two yes and a skipped one", "", "yys", true, "", "ir5", NO, NO, NO, "uuuuu"},
	{"two yes and an unknown one", "", "yuy", true, "", "ir5", NO, NO, NO, "uuuuu"},
	{"proof a microsecond too old", "P@-300~", "uuu", true, "", "ir5", NO, 0, NO, ""},
	{"old proof", "P@-900", "yyy", true, "", "ir5", NO, 0, NO, ""},
	{"undated proof", "P", "uuu", true, "", "ir5", NO, 0, NO, ""},
	{"old refusal cleared by an old proof", "R@-900 P@-800", "uuu", true, "", "ir5", NO, 1,
		NO, ""},
	{"undated refusal cleared by an undated proof", "R P", "uuu", true, "", "ir5", NO, 1, NO,
		""},
	{"silence without assigned-at", "", "uuu", false, "c", "ir5", NO, NO, NO, ""},
	{"covered with overflow", "", "uuu", true, "co", "ir5", NO, NO, NO, "uuuuu"},
	{"a removal alone", "X@1", "uuu", true, "", "ir5", NO, NO, NO, ""},
	{"later stages are no arrival", "G@1+qsi", "uuu", true, "", "ir5", NO, NO, NO, ""},
	{"nor without assigned-at", "G+qsi", "uuu", false, "", "ir5", NO, NO, NO, ""},
	{"a failure is no arrival", "B@1-q", "uuu", true, "", "ir5", NO, NO, NO, ""},
	{"a note is nothing", "N@1", "uuu", true, "", "ir5", NO, NO, NO, ""},
	/* later stages */
	{"all passed", "P@1+qsi", "uuu", true, "", "r -2", 0, NO, NO, "ppppp"},
	{"nothing later could be seen", "P@1", "uuu", true, "", "r q2", 0, NO, NO, "ppuuu"},
	{"nothing later was seen", "P@1", "uuu", true, "l", "r q2", 0, NO, NO, "ppmmm"},
	{"requested", "P@1 G@2+q", "uuu", true, "l", "r s2", 0, NO, NO, "pppmm"},
	{"issued passes requested", "P@1 G@2+s", "uuu", true, "", "r i2", 0, NO, NO, "ppppu"},
	{"installed passes all", "P@1 G@2+i", "uuu", true, "l", "r -2", 0, NO, NO, "ppppp"},
	{"break after pass", "P@1 G@2+q B@3-q", "uuu", true, "l", "r q2", 0, NO, NO, "ppbmm"},
	{"pass after break", "P@1 B@2-q G@3+q", "uuu", true, "", "r s2", 0, NO, NO, "pppuu"},
	{"break of the last stage", "P@1 G@2+s B@3-i", "uuu", true, "", "r i2", 0, NO, NO,
		"ppppb"},
	{"issued broken", "P@1 G@2+q B@3-s", "uuu", true, "", "r s2", 0, NO, NO, "pppbu"},
	{"issued broken, no request seen", "P@1 B@2-s", "uuu", true, "", "r q2", 0, NO, NO,
		"ppubu"},
	{"broken wins over missing behind it", "P@1 B@2-q", "uuu", true, "l", "r q2", 0, NO, NO,
		"ppbmm"},
	{"proof that tells of a failure", "P@1-q", "uuu", true, "", "r q2", 0, NO, NO, "ppbuu"},
	{"failed, then installed", "P@1-q P@2+qsi", "uuu", true, "", "r -2", 1, NO, NO, "ppppp"},
	{"installed, then failed", "P@1+qsi P@2-q", "uuu", true, "", "r q2", 1, NO, NO, "ppbuu"},
	{"by time, not by file", "G@9+q B@5-q P@1", "uuu", true, "", "r s2", 2, NO, NO, "pppuu"},
	{"old passes do not count", "G@-900+qsi P@1", "uuu", true, "", "r q2", 1, NO, NO, "ppuuu"},
	{"nor do old breaks", "B@-900-q P@1", "uuu", true, "", "r q2", 1, NO, NO, "ppuuu"},
	{"nor undated ones", "P@1 G+qsi", "uuu", true, "", "r q2", 0, NO, NO, "ppuuu"},
	{"undated ones without assigned-at do", "P G+q", "uuu", false, "", "r s2", 0, NO, NO,
		"pppuu"},
	{"installed, then refused", "P@1+qsi R@2", "uuu", true, "", "nr1", 1, NO, NO, "ubuuu"},
	{"what was removed is not installed", "P@1+qsi X@2", "uuu", true, "", "ir2", 0, NO, 1,
		"uuuuu"},
	{"nor is what came anew", "P@1+qsi X@2 P@3", "uuu", true, "", "r q2", 2, NO, NO,
		"ppuuu"},
	{"a second user's refusal", "R@1:a P@2:b+qsi", "uuu", true, "", "nr1", 0, NO, NO,
		"ubuuu"},
};

/* ---- reading a row ---- */

static unsigned stage_bits(const char **at)
{
	static const char letters[] = "arqsi";
	unsigned bits = 0;
	for (const char *found; **at && (found = strchr(letters, **at)); ++*at)
		bits |= 1u << (found - letters);
	return bits;
}

static void take_part(struct trace *trace, const char **at)
{
	static const char *const users[] = {"S-1-5-21-1", "S-1-5-21-2"};
	char kind = *(*at)++;
	char *end;
	if (kind == '+') {
		trace->passes |= stage_bits(at);
	} else if (kind == '-') {
		trace->breaks |= stage_bits(at);
	} else if (kind == ':') {
		trace->user = users[*(*at)++ - 'a'];
	} else if (kind == '~') {
		trace->us--;
	} else {
		long number = strtol(*at, &end, 10);
		*at = end;
		if (kind == '@')
			trace->us = ASSIGNED + number * TIME_SECOND;
		else if (kind == '/')
			trace->log = (size_t)number;
		else
			trace->order = (uint64_t)number;
	}
}

static const unsigned implied[] = {[ROLE_PROOF] = 1u << STAGE_RECEIVED,
	[ROLE_REFUSAL] = 1u << STAGE_RECEIVED, [ROLE_NOTE] = 0};

static struct trace take_trace(const char **at, size_t number)
{
	static const char roles[] = "PRXGBN";
	struct trace trace = {.us = TIME_NONE, .order = number, .finding = number};
	trace.role = (enum guide_role)(strchr(roles, *(*at)++) - roles);
	if (trace.role == ROLE_PROOF)
		trace.passes = implied[ROLE_PROOF];
	else if (trace.role == ROLE_REFUSAL)
		trace.breaks = implied[ROLE_REFUSAL];
	while (**at && **at != ' ')
		take_part(&trace, at);
	return trace;
}

static size_t read_traces(const char *text, struct trace out[static TRACES_MAX])
{
	size_t count = 0;
	while (*text) {
		assert_true(count < TRACES_MAX);
		out[count] = take_trace(&text, count);
		count++;
		while (*text == ' ')
			text++;
	}
	return count;
}

static void read_checks(const char *text, enum check_outcome out[static CHECK_COUNT])
{
	static const char letters[] = "uyns";
	for (int i = 0; i < CHECK_COUNT; i++)
		out[i] = (enum check_outcome)(strchr(letters, text[i]) - letters);
}

static void spell(const struct profile_verdict *v, char want[static 5])
{
	static const char outcomes[] = "rin", stages[] = "arqsip-";
	want[0] = outcomes[v->outcome];
	want[1] = ' ';
	want[2] = stages[v->stage];
	want[3] = (char)('0' + v->rule);
	want[4] = '\0';
}

static bool same_finding(size_t found, int wanted)
{
	return wanted == NO ? found == VERDICT_NO_FINDING : found == (size_t)wanted;
}

static bool same_want(const char *found, const char *wanted)
{
	char packed[5];
	size_t n = 0;
	for (; *wanted; wanted++)
		if (*wanted != ' ')
			packed[n++] = *wanted;
	packed[n] = '\0';
	return found[0] == packed[0] && !strcmp(found + 2, packed + 1);
}

static void check_row(const struct row *row)
{
	static const char letters[] = "umpb";
	struct trace traces[TRACES_MAX];
	struct verdict_facts facts = {.traces = traces,
		.traces_count = read_traces(row->traces, traces),
		.assigned_at = row->assigned ? ASSIGNED : TIME_NONE,
		.covered = strchr(row->facts, 'c'), .shows_later = strchr(row->facts, 'l'),
		.overflow = strchr(row->facts, 'o')};
	char found[5], stages[STAGE_COUNT + 1] = "";
	read_checks(row->checks, facts.checks);
	struct profile_verdict v = verdict_of(&facts);
	spell(&v, found);
	for (int i = 0; i < STAGE_COUNT; i++)
		stages[i] = letters[v.stages[i]];
	if (same_want(found, row->want) && same_finding(v.decisive, row->decisive) &&
	    same_finding(v.older_proof, row->older) && same_finding(v.removal, row->removal) &&
	    (!*row->stages || !strcmp(stages, row->stages)))
		return;
	fail_msg("%s [%s]: got %s, decisive %d, older %d, removal %d, stages %s", row->name,
		row->traces, found, (int)v.decisive, (int)v.older_proof, (int)v.removal, stages);
}

static void test_rows(void **state)
{
	(void)state;
	assert_true(ARRAY_LEN(rows) >= 80);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		check_row(&rows[i]);
}

/* Many users, many refusals: the work stays small. */
static void test_many(void **state)
{
	enum { COUNT = 60000 };
	static char users[COUNT / 2][16];
	struct trace *traces = calloc(COUNT, sizeof(*traces));
	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		snprintf(users[i / 2], sizeof(users[0]), "S-1-5-%zu", i / 2);
		traces[i] = (struct trace){.role = i % 2 ? ROLE_PROOF : ROLE_REFUSAL,
			.us = TIME_NONE, .order = i, .user = users[i / 2], .finding = i};
	}
	struct verdict_facts facts = {.traces = traces, .traces_count = COUNT,
		.assigned_at = TIME_NONE};
	assert_int_equal(verdict_of(&facts).outcome, REACHED);
	traces[COUNT - 1].user = users[0];
	assert_int_equal(verdict_of(&facts).decisive, COUNT - 2);
	free(traces);
}

static void test_words(void **state)
{
	enum check_id id;
	(void)state;
	assert_string_equal(verdict_outcome_id(REACHED), "reached");
	assert_string_equal(verdict_outcome_id(INCONCLUSIVE), "inconclusive");
	assert_string_equal(verdict_outcome_id(NOT_REACHED), "not-reached");
	assert_string_equal(check_outcome_id(CHECK_SKIPPED), "skipped");
	assert_string_equal(stage_outcome_id(STAGE_BROKEN), "broken");
	assert_true(check_by_id(SV("group-membership"), &id));
	assert_int_equal(id, CHECK_GROUP);
	assert_false(check_by_id(SV("group"), &id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
