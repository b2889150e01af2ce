/* Who is who across the logs of a case: versions, profiles side by side, what is left over, other
 * platforms; and what the numbers of records tell. */
#include "test_diagnosis_case.h"

#include "diagnosis/kin.h"

#define ACCOUNT2 "fd19e485-e013-44c2-b74d-633899d2861d"
#define UNIQUE_OF(account, profile, hash)                                                     \
	"ModelName_AC_" account "_LogicalName_" profile "_Hash_" hash

static void expect_remarks(struct diagnosis *d, const char *const *parts, size_t count)
{
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	diagnosis_judge(d);
	for (size_t i = 0; i < count; i++) {
		strbuf_reset(&out);
		if (!kin_remark(d, i, &out))
			fail_msg("no remark about %s", parts[i]);
		if (!strstr(out.ptr, parts[i]))
			fail_msg("\"%s\" says nothing about %s", out.ptr, parts[i]);
	}
	strbuf_reset(&out);
	if (kin_remark(d, count, &out))
		fail_msg("one too many: %s", out.ptr);
	diagnosis_destroy(d);
}

static void another_hash_is_another_version(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_306(&log, 1, 1, UNIQUE(L1, "5"), USER1, OK306);
	add_306(&log, 2, 2, UNIQUE(L1, "-7"), USER1, OK306);
	add_306(&log, 3, 3, UNIQUE(L1, "5"), USER1, OK306);
	read_made(d, &log);
	diagnosis_judge(d);
	assert_int_equal(d->profiles_count, 1);
	assert_int_equal(d->profiles[0].versions_count, 2);
	assert_int_equal(d->profiles[0].versions[0], 5);
	assert_int_equal(d->profiles[0].versions[1], -7);
	expect_remarks(d, (const char *const[]){"2 versions (hash 5, -7)"}, 1);
}

static void one_version_is_nothing_to_tell(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_306(&log, 1, 1, UNIQUE(L1, "5"), USER1, OK306);
	add_309(&log, 2, 2, UNIQUE(L1, "5"), "0x1", "0x0");
	read_made(d, &log);
	expect_remarks(d, NULL, 0);
}

/* The same profile in two logs of one platform is one row, and no duplicate. */
static void two_logs_of_one_profile_are_one_row(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_306(&log, 1, 1, UNIQUE(L1, "5"), USER1, OK306);
	read_made(d, &log);
	add_306(&log, 1, 1, UNIQUE(L1, "5"), USER1, OK306);
	read_made(d, &log);
	diagnosis_judge(d);
	assert_int_equal(d->logs_count, 2);
	assert_int_equal(d->profiles_count, 1);
	expect_remarks(d, NULL, 0);
}

static void two_profiles_at_once_are_told(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_306(&log, 1, 1, UNIQUE(L1, "5"), USER1, OK306);
	add_306(&log, 2, 2, UNIQUE(L2, "6"), USER1, OK306);
	read_made(d, &log);
	expect_remarks(d, (const char *const[]){"2 SCEP profiles are on this device at once: " P1
		", " P2}, 1);
}

/* A refused profile is not on the device. */
static void a_refused_one_is_no_duplicate(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_306(&log, 1, 1, UNIQUE(L1, "5"), USER1, OK306);
	add_306(&log, 2, 2, UNIQUE(L2, "6"), USER1, "0x80070005");
	read_made(d, &log);
	expect_remarks(d, NULL, 0);
}

static void an_older_one_beside_a_fresh_one_may_be_left_over(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	assigned(d);
	add_306(&log, 1, -3600, UNIQUE(L1, "5"), USER1, OK306);
	add_306(&log, 2, 60, UNIQUE(L2, "6"), USER1, OK306);
	read_made(d, &log);
	expect_remarks(d, (const char *const[]){"at once: " P1 ", " P2,
		P1 " was last delivered before the assignment"}, 2);
}

static void two_accounts_are_two_tenants(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_306(&log, 1, 1, UNIQUE(L1, "5"), USER1, OK306);
	add_306(&log, 2, 2, UNIQUE_OF(ACCOUNT2, L2, "6"), USER1, OK306);
	read_made(d, &log);
	expect_remarks(d, (const char *const[]){"at once", "different Intune accounts (" ACCOUNT
		" and " ACCOUNT2 ")"}, 2);
}

#define IOS_LINE(account, profile)                                                            \
	"debug\t18:30:54.638009 -0500\tprofiled\tAdding dependent ModelName=AC_" account       \
	"/LogicalName_" profile ";Hash=-912418295 to parent 636572740000000000000012 in "     \
	"domain PayloadDependencyDomainCertificate to system\n"

/* Grouped by account, and never a row of this platform. */
static void profiles_of_another_platform_go_by_their_account(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_306(&log, 1, 1, UNIQUE(L1, "5"), USER1, OK306);
	read_made(d, &log);
	read_log(d, SV(IOS_LINE(ACCOUNT, L2) IOS_LINE(ACCOUNT, L2) IOS_LINE(ACCOUNT2, L3)));
	diagnosis_judge(d);
	assert_int_equal(d->profiles_count, 1);
	assert_int_equal(d->strangers_count, 2);
	expect_remarks(d, (const char *const[]){"(iOS/iPadOS) names profile " P2 " of the same",
		P3 "; that its account is the same cannot be seen"}, 2);
}

static void kin_needs_whole_accounts(void **state)
{
	(void)state;
	assert_true(kin_of(ACCOUNT, ACCOUNT));
	assert_false(kin_of(ACCOUNT, ACCOUNT2));
	assert_false(kin_of("51bad41f", "51bad41f"));
	assert_false(kin_of("", ""));
}

static void numbers_of_records_are_told(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	autostrbuf log, out;
	strbuf_init(&log, STRBUF_RECORD);
	strbuf_init(&out, STRBUF_LINE);
	add_306(&log, 7, 1, UNIQUE(L1, "5"), USER1, OK306);
	add_306(&log, 8, 2, UNIQUE(L1, "5"), USER1, OK306);
	add_306(&log, 12, 3, UNIQUE(L1, "5"), USER1, OK306);
	add_306(&log, 14, 4, UNIQUE(L1, "5"), USER1, OK306);
	read_made(d, &log);
	const struct coverage *c = &d->logs[0].coverage;
	static const char *const says[] = {"Records 9 to 11 are missing", "Record 13 is missing",
		"begins with record 7"};
	for (size_t i = 0; i < ARRAY_LEN(says); i++) {
		strbuf_reset(&out);
		assert_true(coverage_remark(c, i, &out));
		if (!strstr(out.ptr, says[i]))
			fail_msg("%s", out.ptr);
	}
	assert_false(coverage_remark(c, ARRAY_LEN(says), &out));
	diagnosis_destroy(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_hash_is_another_version),
		cmocka_unit_test(one_version_is_nothing_to_tell),
		cmocka_unit_test(two_logs_of_one_profile_are_one_row),
		cmocka_unit_test(two_profiles_at_once_are_told),
		cmocka_unit_test(a_refused_one_is_no_duplicate),
		cmocka_unit_test(an_older_one_beside_a_fresh_one_may_be_left_over),
		cmocka_unit_test(two_accounts_are_two_tenants),
		cmocka_unit_test(profiles_of_another_platform_go_by_their_account),
		cmocka_unit_test(kin_needs_whole_accounts),
		cmocka_unit_test(numbers_of_records_are_told),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
