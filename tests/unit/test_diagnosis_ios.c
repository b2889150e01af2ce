/* Diagnoses of Console copies: CONTRACT, "Proof" for iOS; and what such a log cannot show. */
#include "test_diagnosis_case.h"

#define ID1 "ModelName=AC_" ACCOUNT "/LogicalName_" L1 ";Hash=-912418295"
#define ID2 "ModelName=AC_" ACCOUNT "/LogicalName_" L2 ";Hash=7"
#define CUT "ModelName=AC_51bad41f.../LogicalName_1892fe4c...;Hash=-912418295"
#define WWW "www.windowsintune.com.SCEP."
#define CERTIFICATE " in domain PayloadDependencyDomainCertificate to system"

static void add(struct strbuf *log, const char *type, const char *message)
{
	strbuf_addf(log, "%s\t18:30:54.638009-0500\tprofiled\t%s\n", type, message);
}

static void set_date(struct diagnosis *d)
{
	struct case_options options = d->options;
	options.log.has_date = true;
	options.log.date = (struct civil){.year = 2024, .month = 8, .day = 20};
	diagnosis_set_options(d, &options);
}

static void expect_line(void **state, const char *message, const char *wanted, size_t rows)
{
	struct diagnosis *d = begin(state, PLATFORM_IOS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add(&log, "debug", message);
	read_made(d, &log);
	expect(d, wanted);
	assert_int_equal(d->profiles_count, rows);
	diagnosis_destroy(d);
}

static void test_proof(void **state)
{
	expect_line(state, "Adding dependent " ID1 " to parent 6365" CERTIFICATE, "r s2", 1);
	expect_line(state, "Adding dependent " WWW ID1 " to parent 6365 in domain "
		"ManagingProfileToManagedProfile to system", "r q2", 1);
	expect_line(state, "Adding dependent Some to parent " WWW ID1 " in domain Other to system",
		"r q2", 1);
	expect_line(state, "Profile “" WWW ID1 "” installed.", "r -2", 1);
	expect_line(state, "Profile \\'93" WWW ID1 "\\'94 installed.", "r -2", 1);
}

static void test_decoys(void **state)
{
	expect_line(state, "Adding dependent " ID1 " to parent 6365 in domain "
		"PayloadDependencyDomainWiFi to system", "i r5", 0);
	expect_line(state, "Adding dependent ModelName=x to parent 6365" CERTIFICATE, "i r5", 0);
	expect_line(state, "Adding dependent 6365 to parent 1234" CERTIFICATE, "i r5", 0);
	expect_line(state, "Adding dependent 6365 to parent " ID1
		" in domain PayloadDependencyDomainWiFi", "i r5", 0);
	expect_line(state, "Profile “com.example.wifi” installed.", "i r5", 0);
	expect_line(state, "Profile “" WWW ID1 "” could not be installed.", "i r5", 0);
	expect_line(state, "Profile “" WWW ID1 "” is not installed.", "i r5", 0);
	expect_line(state, "Looking for " WWW ID1, "i r5", 0);
	expect_line(state, "Beginning profile installation...", "i r5", 0);
	expect_line(state, "Sending CSR via POST.", "i r5", 0);
}

static void test_removal(void **state)
{
	expect_line(state, "Removing dependent " ID1 " from parent 6365" CERTIFICATE, "i r5", 1);
	expect_line(state, "Removing dependent " WWW ID1 " from parent 6365", "i r5", 1);
	expect_line(state, "Profile “" WWW ID1 "” removed.", "i r5", 1);
	expect_line(state, "Removing dependent 6365 from parent 1234", "i r5", 0);
}

static void test_removed_after(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_IOS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add(&log, "debug", "Adding dependent " ID1 " to parent 6365" CERTIFICATE);
	add(&log, "debug", "Removing dependent " ID1 " from parent 6365" CERTIFICATE);
	add(&log, "debug", "Adding dependent " ID2 " to parent 6365" CERTIFICATE);
	read_made(d, &log);
	expect(d, "i r2");
	expect_row(d, P1, true, INCONCLUSIVE);
	expect_row(d, P2, true, REACHED);
	assert_true(summary_has(d, "removed again"));
	diagnosis_destroy(d);
}

static void test_stages(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_IOS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add(&log, "debug", "Adding dependent " ID1 " to parent 6365" CERTIFICATE);
	add(&log, "default", "Issued certificate received");
	read_made(d, &log);
	expect(d, "r i2");
	expect_stages(d, "ppppm");
	add(&log, "debug", "Adding dependent " ID1 " to parent 6365" CERTIFICATE);
	add(&log, "error", "Cannot retrieve SCEP identity: NSError:\nDesc   : The SCEP server\n"
		"Domain : MCSCEPErrorDomain\nCode   : 22013");
	read_made(d, &log);
	expect(d, "r q2");
	expect_stages(d, "ppbmm");
	diagnosis_destroy(d);
}

static void expect_pieces(void **state, const char *type, const char *plain, const char *since)
{
	struct diagnosis *d = begin(state, PLATFORM_IOS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add(&log, "default", "Beginning profile installation...");
	add(&log, type, "Something unrelated");
	read_made(d, &log);
	expect(d, "i r5");
	expect_missing(d, 0, plain);
	assigned(d);
	expect(d, "i r5");
	expect_missing(d, 0, since);
	diagnosis_destroy(d);
}

static void test_missing(void **state)
{
	expect_pieces(state, "default", "debug-level assigned-at", "debug-level");
	expect_pieces(state, "debug", "window assigned-at", "window");
}

static void test_no_date(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_IOS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add(&log, "debug", "Adding dependent " ID1 " to parent 6365" CERTIFICATE);
	assigned(d);
	read_made(d, &log);
	expect(d, "i r5");
	expect_missing(d, 0, "date");
	assert_int_equal(d->findings[0].at.us, TIME_NONE);
	assert_string_equal(d->findings[0].at.text, "18:30:54.638009-0500");
	diagnosis_destroy(d);

	d = begin(state, PLATFORM_IOS);
	add(&log, "debug", "Adding dependent " ID1 " to parent 6365" CERTIFICATE);
	assigned(d);
	set_date(d); /* 23:30:54 UTC */
	read_made(d, &log);
	expect(d, "r s2");
	expect_missing(d, 0, "");
	diagnosis_destroy(d);
}

/* However much the log holds: it is never said that the profile has not come. */
static void test_never_not_reached(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_IOS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	assigned(d);
	set_date(d);
	strbuf_str(&log, "debug\t02:00:00.000000-0500\tmdmd\tBefore the assignment\n");
	for (int i = 0; i < 200; i++)
		add(&log, "debug", "Server asked for its next command");
	read_made(d, &log);
	expect(d, "i r5");
	only_profile(d, P1);
	expect(d, "i r5");
	assert_int_equal(d->profiles_count, 1);
	diagnosis_answer(d, CHECK_LAST_CHECK_IN, CHECK_BAD, NULL);
	expect(d, "n a3");
	diagnosis_destroy(d);
}

static void test_cut_id(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_IOS);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add(&log, "debug", "Adding dependent " CUT " to parent 6365" CERTIFICATE);
	read_made(d, &log);
	expect(d, "r s2");
	expect_row(d, "1892fe4c", false, REACHED);
	assert_string_equal(d->profiles[0].account, "51bad41f");
	assert_int_equal(d->profiles[0].hash, -912418295);
	assert_true(summary_has(d, "not fully printed"));
	only_profile(d, P2);
	expect(d, "r s2");
	expect_row(d, "1892fe4c", false, REACHED);
	only_profile(d, P1);
	expect(d, "i r5");
	expect_row(d, P1, true, INCONCLUSIVE);
	assert_false(summary_has(d, "not fully printed"));
	diagnosis_destroy(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_proof),
		cmocka_unit_test(test_decoys),
		cmocka_unit_test(test_removal),
		cmocka_unit_test(test_removed_after),
		cmocka_unit_test(test_stages),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_no_date),
		cmocka_unit_test(test_never_not_reached),
		cmocka_unit_test(test_cut_id),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
