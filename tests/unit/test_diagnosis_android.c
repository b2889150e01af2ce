/* Diagnoses of OMADM logs: CONTRACT, "Proof" and "Refusal" for Android. */
#include "test_diagnosis_case.h"

#define ID1 MODEL(L1, "-1518303401")
#define ID2 MODEL(L2, "5")
#define NODE1 NODE(L1, "-1518303401")
#define NODE2 NODE(L2, "5")
#define REF1 "<TargetRef>" NODE1 "</TargetRef>"

struct trial {
	struct diagnosis *d;
	struct strbuf log;
};

static struct trial start(void **state)
{
	struct trial t = {.d = begin(state, PLATFORM_ANDROID)};
	strbuf_init(&t.log, STRBUF_RECORD);
	return t;
}

static void finish(struct trial *t)
{
	strbuf_finish(&t->log);
	diagnosis_destroy(t->d);
}

/* One message of the server, and what follows from it. */
static void expect_message(void **state, const char *body, const char *wanted, size_t rows)
{
	struct trial t = start(state);
	add_server(&t.log, 1, "7", "2", body);
	read_made(t.d, &t.log);
	expect(t.d, wanted);
	assert_int_equal(t.d->profiles_count, rows);
	finish(&t);
}

static void test_commands(void **state)
{
	expect_message(state, COMMAND("Add", "6", NODE1), "r q2", 1);
	expect_message(state, COMMAND("Replace", "6", NODE1), "r q2", 1);
	expect_message(state, "<Atomic><CmdID>5</CmdID>" COMMAND("Add", "6", NODE1) "</Atomic>",
		"r q2", 1);
	expect_message(state, COMMAND("Get", "6", NODE1), "i r5", 0);
	expect_message(state, COMMAND("Get", "6", "./Vendor/MSFT/CertificateStore/SCEP"),
		"i r5", 0);
	expect_message(state, COMMAND("Delete", "6", NODE1), "i r5", 1);
	expect_message(state, COMMAND("Exec", "6", NODE1), "i r5", 0);
	expect_message(state, COMMAND("Add", "6", "./Vendor/MSFT/CertificateStore/Root/17D4/"
		"EncodedCertificate"), "i r5", 0);
	expect_message(state, COMMAND("Add", "6", "./Vendor/MSFT/CertificateStore/Enroll/" ID1
		"/Status"), "i r5", 0);
	expect_message(state, COMMAND("Add", "6", "./Vendor/MSFT/CertificateStore/Enroll/x/"
		"Install"), "i r5", 0);
	expect_message(state, COMMAND("Replace", "6", "./Vendor/MSFT/Note") "<Data>" NODE1
		"</Data>", "i r5", 0);
}

static void test_delete(void **state)
{
	expect_message(state, COMMAND("Delete", "5", NODE1) COMMAND("Add", "6", NODE1), "r q2", 1);
	expect_message(state, COMMAND("Add", "5", NODE1) COMMAND("Delete", "6", NODE1), "i r2", 1);
	expect_message(state, COMMAND("Add", "5", NODE1) COMMAND("Delete", "6", NODE2), "i r5", 2);
}

static void test_proof(void **state)
{
	struct trial t = start(state);
	add_server(&t.log, 1, "7", "2", COMMAND("Add", "6", NODE1));
	read_made(t.d, &t.log);
	expect(t.d, "r q2");
	expect_row(t.d, P1, true, REACHED);
	const struct finding *f = find_key(t.d, "scep-profile");
	assert_int_equal(f->outcome, FINDING_GOOD);
	assert_int_equal(f->at.us, ASSIGNED + TIME_SECOND);
	assert_string_equal(f->evidence.excerpt, "<LocURI>" NODE1 "</LocURI>");
	assert_string_equal(t.d->profiles[0].account, ACCOUNT);
	assert_int_equal(t.d->profiles[0].hash, -1518303401);
	expect_missing(t.d, 0, "");
	assert_int_equal(diagnosis_because(t.d, 0, 0), (size_t)(f - t.d->findings));
	finish(&t);
}

static void test_device_message_brings_nothing(void **state)
{
	struct trial t = start(state);
	add_device(&t.log, 1, "7", "2", COMMAND("Add", "6", NODE1));
	read_made(t.d, &t.log);
	expect(t.d, "i r5");
	assert_int_equal(t.d->profiles_count, 0);
	finish(&t);
}

static void test_cut_message(void **state)
{
	struct trial t = start(state);
	add_server(&t.log, 1, "7", "2", COMMAND("Get", "5", "./DevInfo") COMMAND("Add", "6", NODE1));
	size_t inside = sv_find(strbuf_sv(&t.log), SV("</LocURI></Target><Data>x</Data></Item></Add>"));
	for (size_t cut = inside; cut < inside + 44; cut++) {
		struct diagnosis *d = begin(state, PLATFORM_ANDROID);
		read_log(d, sv_sub(strbuf_sv(&t.log), 0, cut));
		expect(d, "i r5");
		assert_int_equal(d->profiles_count, 0);
		diagnosis_destroy(d);
	}
	finish(&t);
}

static void test_two_profiles_in_a_message(void **state)
{
	struct trial t = start(state);
	add_server(&t.log, 1, "7", "2", COMMAND("Add", "6", NODE1) COMMAND("Add", "7", NODE2));
	read_made(t.d, &t.log);
	expect(t.d, "r q2");
	assert_int_equal(t.d->profiles_count, 2);
	expect_row(t.d, P1, true, REACHED);
	expect_row(t.d, P2, true, REACHED);
	add_server(&t.log, 1, "7", "2", COMMAND("Add", "6", NODE1) COMMAND("Add", "7", NODE2));
	add_device(&t.log, 2, "7", "3", STATUS("1", "2", "7", "Add", "", "500"));
	read_made(t.d, &t.log);
	expect(t.d, "n r1");
	expect_row(t.d, P1, true, REACHED);
	expect_row(t.d, P2, true, NOT_REACHED);
	assert_true(summary_has(t.d, P2));
	finish(&t);
}

/* An Add, and how the device answers it. */
static void expect_answer(void **state, const char *status, const char *wanted)
{
	struct trial t = start(state);
	add_server(&t.log, 1, "7", "2", COMMAND("Get", "5", NODE1) COMMAND("Add", "6", NODE1));
	add_device(&t.log, 2, "7", "3", status);
	read_made(t.d, &t.log);
	expect(t.d, wanted);
	finish(&t);
}

static void test_status(void **state)
{
	expect_answer(state, STATUS("1", "2", "6", "Add", REF1, "500"), "n r1");
	expect_answer(state, STATUS("1", "2", "6", "Add", "", "500"), "n r1");
	expect_answer(state, STATUS("1", "2", "6", "Add", "", "400"), "n r1");
	expect_answer(state, STATUS("1", "2", "6", "Add", "", "418"), "r q2");
	expect_answer(state, STATUS("1", "2", "6", "Add", REF1, "418"), "r q2");
	expect_answer(state, STATUS("1", "2", "6", "Add", "", "399"), "r q2");
	expect_answer(state, STATUS("1", "2", "6", "Add", "", "200"), "r q2");
	expect_answer(state, STATUS("1", "2", "5", "Get", "", "404"), "r q2");
	expect_answer(state, STATUS("1", "2", "5", "Get", REF1, "404"), "r q2");
	expect_answer(state, STATUS("1", "2", "9", "Delete", REF1, "500"), "r q2");
	expect_answer(state, STATUS("1", "9", "6", "Add", "", "500"), "r q2");
	expect_answer(state, STATUS("1", "2", "8", "Add", "", "500"), "r q2");
	expect_answer(state, STATUS("1", "2", "6", "Add",
		"<TargetRef>./Vendor/MSFT/Other</TargetRef>", "500"), "r q2");
	expect_answer(state, STATUS("1", "2", "6", "Add", "", "many"), "r q2");
}

static void test_status_of_a_whole_command(void **state)
{
	struct trial t = start(state);
	add_server(&t.log, 1, "7", "2", "<Add><CmdID>6</CmdID><Item><Target><LocURI>" NODE1
		"</LocURI></Target></Item><Item><Target><LocURI>" NODE2
		"</LocURI></Target></Item></Add>");
	add_device(&t.log, 2, "7", "3", STATUS("1", "2", "6", "Add", "", "500"));
	read_made(t.d, &t.log);
	expect(t.d, "n r1");
	expect_row(t.d, P1, true, NOT_REACHED);
	expect_row(t.d, P2, true, NOT_REACHED);
	finish(&t);
}

/* Sessions may count from one again. */
static void test_status_of_the_latest_message(void **state)
{
	struct trial t = start(state);
	add_server(&t.log, 1, "1", "2", COMMAND("Add", "6", NODE1));
	add_device(&t.log, 2, "1", "3", STATUS("1", "2", "6", "Add", "", "200"));
	add_server(&t.log, 900, "1", "2", COMMAND("Add", "6", NODE2));
	add_device(&t.log, 901, "1", "3", STATUS("1", "2", "6", "Add", "", "500"));
	add_server(&t.log, 990, "1", "4", COMMAND("Add", "6", NODE1));
	add_server(&t.log, 995, "1", "4", COMMAND("Add", "6", "./Vendor/MSFT/Other"));
	add_device(&t.log, 996, "1", "5", STATUS("1", "4", "6", "Add", "", "500"));
	read_made(t.d, &t.log);
	expect(t.d, "n r1");
	expect_row(t.d, P1, true, REACHED);
	expect_row(t.d, P2, true, NOT_REACHED);
	finish(&t);
}

static void test_refusal_then_enrolment(void **state)
{
	struct trial t = start(state);
	add_server(&t.log, 1, "7", "2", COMMAND("Add", "6", NODE1));
	add_device(&t.log, 2, "7", "3", STATUS("1", "2", "6", "Add", "", "500"));
	read_made(t.d, &t.log);
	expect(t.d, "n r1");
	const struct finding *f = find_key(t.d, "scep-refused");
	assert_true(f->has_code && f->code_is_syncml && f->code == 500);
	assert_int_equal(f->outcome, FINDING_BAD);
	add_line(&t.log, 60, "VERB", "Trying to enroll certificate request: "
		MODEL_PLAIN(L1, "-1518303401"));
	read_made(t.d, &t.log);
	expect(t.d, "r q2");
	finish(&t);
}

static void expect_line(void **state, const char *text, const char *wanted, size_t rows)
{
	struct trial t = start(state);
	add_line(&t.log, 1, "VERB", text);
	read_made(t.d, &t.log);
	expect(t.d, wanted);
	assert_int_equal(t.d->profiles_count, rows);
	finish(&t);
}

#define CERT(id, from, to) "SCEP cert '" id "' state changed from " from " to " to

static void test_lines(void **state)
{
	expect_line(state, "Trying to enroll certificate request: " ID1, "r q2", 1);
	expect_line(state, "Trying to enroll certificate request: " MODEL_PLAIN(L1, "1"),
		"r q2", 1);
	expect_line(state, "Trying to enroll certificate request: ModelName=x", "i r5", 0);
	expect_line(state, "Not trying: " ID1, "i r5", 0);
	expect_line(state, "There are 1 requests", "i r5", 0);
	expect_line(state, CERT(ID1, "CERT_ENROLLED", "CERT_INSTALL_REQUESTED"), "r i2", 1);
	expect_line(state, CERT(ID1, "CERT_INSTALL_REQUESTED", "CERT_INSTALLING"), "r q2", 1);
	expect_line(state, CERT(ID1, "CERT_ACCESS_REQUESTED", "CERT_ACCESS_GRANTED"), "r -2", 1);
	expect_line(state, CERT(ID1, "CERT_INSTALLING", "CERT_INSTALL_SUCCESS"), "r -2", 1);
	expect_line(state, "Root cert '17D4' state changed from CERT_INSTALLING to "
		"CERT_INSTALL_SUCCESS", "i r5", 0);
	expect_line(state, "Selected client cert with alias 'User1' and requestId '" ID1 "'.",
		"i r5", 0);
}

static void test_later_stages(void **state)
{
	struct trial t = start(state);
	add_line(&t.log, 1, "VERB", "Trying to enroll certificate request: " ID1);
	add_line(&t.log, 2, "VERB", "Sending GetCACert(ca) to https://ndes.contoso.com/x");
	read_made(t.d, &t.log);
	expect(t.d, "r q2");
	expect_stages(t.d, "ppmmm");
	add_line(&t.log, 1, "VERB", "Trying to enroll certificate request: " ID1);
	add_line(&t.log, 3, "VERB", "Response: CertRep[failInfo=badRequest,pkiStatus=FAILURE,]");
	read_made(t.d, &t.log);
	expect(t.d, "r q2");
	expect_stages(t.d, "ppmbm");
	add_line(&t.log, 4, "VERB", "Trying to enroll certificate request: " ID1);
	add_line(&t.log, 5, "VERB", "Response: CertRep[failInfo=<null>,pkiStatus=SUCCESS,]");
	read_made(t.d, &t.log);
	expect(t.d, "r i2");
	expect_stages(t.d, "ppppm");
	finish(&t);
}

static void test_without_verb(void **state)
{
	struct trial t = start(state);
	add_line(&t.log, 1, "INFO", "Initialized logging");
	read_made(t.d, &t.log);
	expect(t.d, "i r5");
	expect_missing(t.d, 0, "verbose-level assigned-at");
	assigned(t.d);
	expect(t.d, "i r5");
	expect_missing(t.d, 0, "verbose-level");
	finish(&t);
}

static void test_other_log(void **state)
{
	struct trial t = start(state);
	add_306(&t.log, 1, 5, UNIQUE(L1, "1"), USER1, OK306);
	read_made(t.d, &t.log);
	expect(t.d, "i r5");
	assert_int_equal(t.d->profiles_count, 0);
	expect_missing(t.d, 0, "wrong-log");
	add_line(&t.log, 1, "INFO", "Trying to enroll certificate request: " ID1);
	read_made(t.d, &t.log);
	expect(t.d, "r q2");
	expect_stages(t.d, "pp???"); /* neither log could have shown more */
	finish(&t);
}

static void test_times(void **state)
{
	struct trial t = start(state);
	assigned(t.d);
	add_line(&t.log, -301, "VERB", "Trying to enroll certificate request: " ID1);
	read_made(t.d, &t.log);
	expect(t.d, "i r5");
	assert_int_equal(t.d->verdict.older_proof, 0);
	assert_true(summary_has(t.d, "older delivery"));
	add_line(&t.log, -300, "VERB", "Trying to enroll certificate request: " ID1);
	read_made(t.d, &t.log);
	expect(t.d, "r q2");
	finish(&t);
}

static void test_no_time(void **state)
{
	struct trial t = start(state);
	strbuf_str(&t.log, "Time\tVERB\tcom.microsoft.omadm.Some\t1\t2\tTrying to enroll "
		"certificate request: " ID1 "\n");
	read_made(t.d, &t.log);
	expect(t.d, "r q2");
	assert_int_equal(t.d->findings[0].at.us, TIME_NONE);
	assigned(t.d);
	expect(t.d, "i r5");
	assert_true(summary_has(t.d, "without a usable time"));
	finish(&t);
}

/* Copies of the files in any order: the hash is that of the latest delivery. */
static void test_hash(void **state)
{
	struct trial t = start(state);
	add_server(&t.log, 500, "9", "2", COMMAND("Add", "6", NODE(L1, "77")));
	read_made(t.d, &t.log);
	add_server(&t.log, 1, "7", "2", COMMAND("Add", "6", NODE(L1, "-5")));
	read_made(t.d, &t.log);
	expect(t.d, "r q2");
	assert_int_equal(t.d->profiles_count, 1);
	assert_true(t.d->profiles[0].has_hash);
	assert_int_equal(t.d->profiles[0].hash, 77);
	finish(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_delete),
		cmocka_unit_test(test_proof),
		cmocka_unit_test(test_device_message_brings_nothing),
		cmocka_unit_test(test_cut_message),
		cmocka_unit_test(test_two_profiles_in_a_message),
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_status_of_a_whole_command),
		cmocka_unit_test(test_status_of_the_latest_message),
		cmocka_unit_test(test_refusal_then_enrolment),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_later_stages),
		cmocka_unit_test(test_without_verb),
		cmocka_unit_test(test_other_log),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_no_time),
		cmocka_unit_test(test_hash),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
