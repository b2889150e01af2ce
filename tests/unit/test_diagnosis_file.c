/* Saved diagnoses: what comes back, what is refused, and what happens in the folder. */
#include "test_diagnosis_case.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "diagnosis/diagnosis_file.h"

static char folder[64]; /* of the test that runs */
static const char parent[] = "/tmp/scepwiz-saved-XXXXXX";

static int begin_folder(void **state)
{
	(void)state;
	strcpy(folder, parent);
	return mkdtemp(folder) ? 0 : -1;
}

static int end_folder(void **state)
{
	char command[200];
	(void)state;
	snprintf(command, sizeof(command), "chmod -R u+w '%s'; rm -rf '%s'", folder, folder);
	return system(command);
}

static const char *path_in(const char *name)
{
	static char path[200];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void put(const char *name, const char *text)
{
	assert_true(file_write(path_in(name), sv_str(text), true, NULL));
}

/* ---- round trips ---- */

static void same_text(const char *a, const char *b)
{
	assert_int_equal(!a, !b);
	if (a)
		assert_string_equal(a, b);
}

static void same_options(const struct case_options *a, const struct case_options *b)
{
	assert_int_equal(a->assigned_at, b->assigned_at);
	assert_int_equal(a->last_check_in, b->last_check_in);
	assert_string_equal(a->profile, b->profile);
	assert_int_equal(a->log.platform, b->log.platform);
	assert_int_equal(a->log.has_zone, b->log.has_zone);
	assert_int_equal(a->log.zone_us, b->log.zone_us);
	assert_int_equal(a->log.has_date, b->log.has_date);
	assert_memory_equal(&a->log.date, &b->log.date, sizeof(a->log.date));
}

static void same_case(const struct saved_case *a, const struct saved_case *b)
{
	assert_int_equal(a->saved_us, b->saved_us);
	assert_string_equal(a->guide, b->guide);
	assert_string_equal(a->step, b->step);
	assert_string_equal(a->outcome, b->outcome);
	same_options(&a->options, &b->options);
	for (int i = 0; i < CHECK_COUNT; i++) {
		assert_int_equal(a->checks[i].given, b->checks[i].given);
		assert_int_equal(a->checks[i].outcome, b->checks[i].outcome);
		same_text(a->checks[i].note, b->checks[i].note);
	}
	assert_int_equal(a->logs_count, b->logs_count);
	for (size_t i = 0; i < a->logs_count; i++)
		assert_string_equal(a->logs[i], b->logs[i]);
	assert_int_equal(a->log, b->log);
	assert_true(a->entry == b->entry);
	same_text(a->filter, b->filter);
}

static uint64_t next(uint64_t *seed, uint64_t below)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (*seed >> 33) % below;
}

/* Any bytes but NUL; valid: UTF-8 only. */
static char *random_text(uint64_t *seed, const char *begin, bool valid)
{
	static const char *const parts[] = {"a", "Z9", " ", "\n", "\"", "\\", "%", "%41", "é",
		"\xf0\x9f\x98\x80", "\x01", "\x7f", "/", "\xff", "\xc3", "\xed\xa0\x80", "\x80"};
	struct strbuf text;
	strbuf_init(&text, STRBUF_LINE);
	strbuf_str(&text, begin);
	for (uint64_t i = 1 + next(seed, 12); i > 0; i--)
		strbuf_str(&text, parts[next(seed, valid ? 13 : ARRAY_LEN(parts))]);
	return strbuf_steal(&text);
}

static int64_t random_time(uint64_t *seed)
{
	int64_t us = (int64_t)next(seed, UINT32_MAX) * TIME_SECOND * 10 - 100 * TIME_DAY;
	return us + (int64_t)next(seed, 1000000);
}

static void random_options(uint64_t *seed, struct case_options *options)
{
	case_options_init(options);
	if (next(seed, 2))
		options->assigned_at = random_time(seed);
	if (next(seed, 2))
		options->last_check_in = random_time(seed);
	if (next(seed, 2))
		strcpy(options->profile, P1);
	options->log.platform = (enum log_platform)next(seed, 4);
	options->log.has_zone = next(seed, 2);
	if (options->log.has_zone)
		options->log.zone_us = ((int64_t)next(seed, 2879) - 1439) * 60 * TIME_SECOND;
	options->log.has_date = next(seed, 2);
	if (options->log.has_date)
		options->log.date = (struct civil){.year = 1 + (int)next(seed, 9999),
			.month = 1 + (int)next(seed, 12), .day = 1 + (int)next(seed, 28)};
}

static void random_case(uint64_t *seed, struct saved_case *saved)
{
	saved_init(saved);
	saved->saved_us = random_time(seed);
	saved->guide = random_text(seed, "scep-", true);
	snprintf(saved->step, sizeof(saved->step), "%.*s", (int)next(seed, 32),
		"0123456789-abcdefghij-0123456789");
	if (next(seed, 2))
		strcpy(saved->outcome, verdict_outcome_id((enum verdict_outcome)next(seed, 3)));
	random_options(seed, &saved->options);
	for (int i = 0; i < CHECK_COUNT; i++) {
		saved->checks[i].given = next(seed, 2);
		if (!saved->checks[i].given)
			continue;
		saved->checks[i].outcome = (enum check_outcome)next(seed, 4);
		saved->checks[i].note = next(seed, 2) ? random_text(seed, "", true) : NULL;
	}
	for (uint64_t i = next(seed, 5); i > 0; i--)
		vec_push(saved, logs, random_text(seed, "/", false));
	saved->log = saved->logs_count ? next(seed, saved->logs_count) : 0;
	saved->entry = next(seed, INT64_MAX);
	saved->filter = next(seed, 2) ? random_text(seed, "", true) : NULL;
}

static void test_round_trips(void **state)
{
	uint64_t seed = 1;
	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct saved_case saved, back;
		struct err err = {0};
		autostrbuf text, again;
		strbuf_init(&text, SAVED_BYTES_MAX);
		strbuf_init(&again, SAVED_BYTES_MAX);
		random_case(&seed, &saved);
		saved_text(&saved, &text);
		if (!saved_parse(&back, "f", strbuf_sv(&text), &err))
			fail_msg("%s in %s", err.text, text.ptr);
		same_case(&saved, &back);
		saved_text(&back, &again);
		assert_sv(strbuf_sv(&again), text.ptr);
		saved_finish(&saved);
		saved_finish(&back);
	}
}

/* ---- a diagnosis ---- */

static void test_take_and_give(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	struct saved_case saved;
	char here[4096], path[5000];
	assigned(d);
	only_profile(d, P1);
	diagnosis_answer(d, CHECK_GROUP, CHECK_BAD, "in the excluded group");
	diagnosis_answer(d, CHECK_TARGET_USER, CHECK_UNKNOWN, NULL);
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	add_306(&log, 1, 5, UNIQUE(L1, "1"), USER1, OK306);
	read_made(d, &log);
	saved_init(&saved);
	saved_take(&saved, d);
	assert_string_equal(saved.outcome, "");
	diagnosis_judge(d);
	saved.log = 7;
	saved_take(&saved, d); /* again, into the same one */
	assert_string_equal(saved.outcome, "reached");
	assert_string_equal(saved.guide, "scep-windows");
	assert_int_equal(saved.logs_count, 1);
	assert_int_equal(saved.log, 0);
	snprintf(path, sizeof(path), "%s/made", getcwd(here, sizeof(here)));
	assert_string_equal(saved.logs[0], path);
	assert_true(saved.saved_us > ASSIGNED);
	diagnosis_destroy(d);
	d = begin(state, PLATFORM_WINDOWS);
	saved_give(&saved, d);
	assert_int_equal(d->options.assigned_at, ASSIGNED);
	assert_string_equal(d->options.profile, P1);
	assert_int_equal(d->checks[CHECK_GROUP].outcome, CHECK_BAD);
	assert_string_equal(d->checks[CHECK_GROUP].note, "in the excluded group");
	assert_int_equal(d->checks[CHECK_TARGET_USER].origin, ORIGIN_USER);
	assert_int_equal(d->checks[CHECK_LAST_CHECK_IN].origin, ORIGIN_NONE);
	saved_finish(&saved);
	diagnosis_destroy(d);
}

/* What --last-check-in says is an option and comes back as one, not as an answer. */
static void test_check_in_option(void **state)
{
	struct diagnosis *d = begin(state, PLATFORM_WINDOWS);
	struct case_options options = d->options;
	struct saved_case saved;
	options.assigned_at = ASSIGNED;
	options.last_check_in = ASSIGNED + TIME_SECOND;
	diagnosis_set_options(d, &options);
	diagnosis_judge(d);
	saved_init(&saved);
	saved_take(&saved, d);
	assert_false(saved.checks[CHECK_LAST_CHECK_IN].given);
	assert_int_equal(saved.options.last_check_in, ASSIGNED + TIME_SECOND);
	saved_finish(&saved);
	diagnosis_destroy(d);
}

/* ---- what is refused ---- */

#define HEAD "{\"scepwiz-diagnosis\":1,\"saved\":\"2024-08-20T09:41:04Z\",\"guide\":\"scep-ios\","
#define OPTIONS "\"options\":{},"
#define CHECKS "\"checks\":{},"
#define LOGS "\"logs\":[\"/a\"],"
#define VIEW "\"view\":{\"log\":0,\"entry\":1}}"

static void test_refused(void **state)
{
	static const struct { const char *json, *word; } cases[] = {
		{"", "f:1"},
		{"[]", "an object"},
		{"{}", "\"scepwiz-diagnosis\": expected it to be there"},
		{"{\"scepwiz-diagnosis\":2}", "newer"},
		{"{\"scepwiz-diagnosis\":1,\"scepwiz-diagnosis\":1}", "duplicate"},
		{HEAD OPTIONS CHECKS LOGS "\"view\":{\"log\":1,\"entry\":1}}", "\"log\""},
		{HEAD OPTIONS CHECKS LOGS "\"view\":{\"log\":0}}", "\"entry\""},
		{HEAD OPTIONS CHECKS LOGS "\"view\":{\"log\":0,\"entry\":-1}}", "\"entry\""},
		{HEAD OPTIONS CHECKS LOGS "\"view\":{\"log\":0,\"entry\":1.5}}", "\"entry\""},
		{HEAD OPTIONS CHECKS LOGS "\"view\":{\"log\":0,\"entry\":99999999999999999999}}",
			"too big"},
		{HEAD OPTIONS CHECKS LOGS "\"view\":{\"log\":0,\"entry\":1,\"filter\":\"\"}}",
			"\"filter\""},
		{HEAD OPTIONS CHECKS "\"logs\":[\"a\"]," VIEW, "absolute"},
		{HEAD OPTIONS CHECKS "\"logs\":[\"/%\"]," VIEW, "absolute"},
		{HEAD OPTIONS CHECKS "\"logs\":[\"/%2\"]," VIEW, "absolute"},
		{HEAD OPTIONS CHECKS "\"logs\":[\"/%00\"]," VIEW, "absolute"},
		{HEAD OPTIONS CHECKS "\"logs\":[\"/%2f\"]," VIEW, "absolute"},
		{HEAD OPTIONS CHECKS "\"logs\":[\"/a\\u0000b\"]," VIEW, "u0000"},
		{HEAD OPTIONS CHECKS "\"logs\":[null]," VIEW, "a text"},
		{HEAD OPTIONS CHECKS "\"logs\":{}," VIEW, "list"},
		{HEAD OPTIONS "\"checks\":{\"weather\":{}}," LOGS VIEW, "\"weather\""},
		{HEAD OPTIONS "\"checks\":{\"target-user\":{}}," LOGS VIEW, "\"outcome\""},
		{HEAD OPTIONS "\"checks\":{\"target-user\":{\"outcome\":\"yes\"}}," LOGS VIEW,
			"skipped"},
		{HEAD OPTIONS "\"checks\":{\"target-user\":\"good\"}," LOGS VIEW, "an object"},
		{HEAD "\"options\":{\"assigned_at\":\"yesterday\"}," CHECKS LOGS VIEW, "a time"},
		{HEAD "\"options\":{\"assigned_at\":\"2024-08-20T09:41:04\"}," CHECKS LOGS VIEW,
			"a time"},
		{HEAD "\"options\":{\"assigned_at\":1724140800}," CHECKS LOGS VIEW, "a text"},
		{HEAD "\"options\":{\"log_zone\":\"+25:00\"}," CHECKS LOGS VIEW, "offset"},
		{HEAD "\"options\":{\"log_zone\":\"+01:00x\"}," CHECKS LOGS VIEW, "offset"},
		{HEAD "\"options\":{\"log_date\":\"2024-02-30\"}," CHECKS LOGS VIEW, "a date"},
		{HEAD "\"options\":{\"platform\":\"macos\"}," CHECKS LOGS VIEW, "android"},
		{HEAD "\"options\":{\"profile\":\"" P1 "0\"}," CHECKS LOGS VIEW, "profile"},
		{HEAD "\"options\":{\"profile\":\"../x\"}," CHECKS LOGS VIEW, "profile"},
		{HEAD "\"token\":\"x\"," OPTIONS CHECKS LOGS VIEW, "nothing by this name"},
		{HEAD "\"outcome\":\"maybe\"," OPTIONS CHECKS LOGS VIEW, "inconclusive"},
		{HEAD "\"step\":\"01234567890123456789012345678901\"," OPTIONS CHECKS LOGS VIEW,
			"31 bytes"},
		{HEAD OPTIONS CHECKS LOGS VIEW "}", "f:1"},
	};
	struct saved_case saved;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err err = {0};
		if (saved_parse(&saved, "f", sv_str(cases[i].json), &err))
			fail_msg("read: %s", cases[i].json);
		if (!strstr(err.text, cases[i].word) || strncmp(err.text, "f:", 2) != 0)
			fail_msg("%s: %s", cases[i].json, err.text);
		assert_null(saved.guide);
		assert_int_equal(saved.logs_count, 0);
	}
	assert_true(saved_parse(&saved, "f", SV(HEAD OPTIONS CHECKS LOGS VIEW), NULL));
	saved_finish(&saved);
}

/* Cut anywhere it is refused; with any byte changed it is refused or means something whole. */
static void test_damage(void **state)
{
	uint64_t seed = 7;
	struct saved_case saved, back;
	autostrbuf text;
	(void)state;
	strbuf_init(&text, SAVED_BYTES_MAX);
	random_case(&seed, &saved);
	saved_text(&saved, &text);
	saved_finish(&saved);
	size_t end = text.len - 1; /* the last line feed may go */
	for (size_t i = 0; i < end; i++)
		assert_false(saved_parse(&back, "f", (struct sv){text.ptr, i}, NULL));
	static const char changes[] = {'\0', '\n', '"', '{', '}', '[', ',', ':', '0', 'x', '\\',
		'\xff', '%'};
	for (size_t i = 0; i < text.len * sizeof(changes); i++) {
		char *byte = &text.ptr[i / sizeof(changes)], was = *byte;
		autostrbuf again;
		strbuf_init(&again, SAVED_BYTES_MAX);
		*byte = changes[i % sizeof(changes)];
		if (saved_parse(&back, "f", strbuf_sv(&text), NULL)) {
			assert_non_null(back.guide);
			saved_text(&back, &again);
			assert_false(again.full);
			saved_finish(&back);
		}
		*byte = was;
	}
}

static void test_too_large(void **state)
{
	struct saved_case saved, back;
	struct err err = {0};
	autofree char *note = malloc(SAVED_BYTES_MAX + 1);
	(void)state;
	memset(note, 'n', SAVED_BYTES_MAX);
	note[SAVED_BYTES_MAX] = '\0';
	saved_init(&saved);
	strcpy(saved.id, "large");
	saved.guide = xstrdup("scep-ios");
	saved.checks[0] = (struct saved_check){true, CHECK_GOOD, xstrdup(note)};
	assert_false(saved_write(&saved, folder, &err));
	assert_int_equal(err.kind, ERR_OUTPUT);
	assert_int_not_equal(access(path_in("large.json"), F_OK), 0);
	saved_finish(&saved);
	assert_true(file_write(path_in("large.json"),
		(struct sv){note, SAVED_BYTES_MAX}, true, NULL));
	assert_false(saved_read(&back, folder, "large", NULL));
	memset(note, '[', SAVED_BYTES_MAX);
	assert_false(saved_parse(&back, "f", (struct sv){note, SAVED_BYTES_MAX}, &err));
}

/* ---- the folder ---- */

static void make_case(struct saved_case *saved, const char *id, int64_t saved_us)
{
	saved_init(saved);
	strcpy(saved->id, id);
	saved->saved_us = saved_us;
	saved->guide = xstrdup("scep-ios");
}

static void write_case(const char *id, int64_t saved_us)
{
	struct saved_case saved;
	struct err err = {0};
	make_case(&saved, id, saved_us);
	if (!saved_write(&saved, folder, &err))
		fail_msg("%s", err.text);
	saved_finish(&saved);
}

static void test_write_and_read(void **state)
{
	struct saved_case saved, back;
	struct stat st;
	char below[100];
	(void)state;
	make_case(&saved, "a-1", ASSIGNED);
	snprintf(below, sizeof(below), "%s/x/y", folder);
	assert_true(saved_write(&saved, below, NULL));
	assert_int_equal(stat(path_in("x"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(stat(path_in("x/y/a-1.json"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	saved.entry = 42;
	assert_true(saved_write(&saved, below, NULL));
	assert_true(saved_read(&back, below, "a-1", NULL));
	same_case(&saved, &back);
	assert_string_equal(back.id, "a-1");
	saved_finish(&back);
	assert_true(saved_delete(below, "a-1", NULL));
	assert_true(saved_delete(below, "a-1", NULL));
	assert_false(saved_read(&back, below, "a-1", NULL));
	saved_finish(&saved);
}

static void test_names(void **state)
{
	static const char *const bad[] = {"", ".", "..", "../x", "a/b", "a.b", "a b", "\xc3\xa9",
		"0123456789012345678901234567890123456789"};
	struct saved_case saved;
	struct err err = {0};
	(void)state;
	put("x.json", HEAD OPTIONS CHECKS LOGS VIEW);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		assert_false(saved_read(&saved, folder, bad[i], &err));
		assert_int_equal(err.kind, ERR_USAGE);
		assert_false(saved_delete(folder, bad[i], NULL));
		assert_int_equal(saved_lock(folder, bad[i]), -1);
	}
	assert_true(saved_read(&saved, folder, "x", NULL));
	saved_finish(&saved);
}

static void test_new_id(void **state)
{
	char first[SAVED_ID_MAX], second[SAVED_ID_MAX];
	(void)state;
	saved_new_id(first);
	saved_new_id(second);
	assert_string_not_equal(first, second);
	write_case(first, ASSIGNED);
	write_case(second, ASSIGNED);
}

static void test_folder_name(void **state)
{
	(void)state;
	setenv("HOME", "/home/a", 1);
	unsetenv("XDG_STATE_HOME");
	char *name = saved_folder();
	assert_string_equal(name, "/home/a/.local/state/scepwiz/sessions");
	free(name);
	setenv("XDG_STATE_HOME", "relative", 1);
	name = saved_folder();
	assert_string_equal(name, "/home/a/.local/state/scepwiz/sessions");
	free(name);
	setenv("XDG_STATE_HOME", "/s", 1);
	name = saved_folder();
	assert_string_equal(name, "/s/scepwiz/sessions");
	free(name);
	unsetenv("XDG_STATE_HOME");
	unsetenv("HOME");
	assert_null(saved_folder());
}

/* A folder that is a file: nothing can be made in it, not even by root. */
static void test_unwritable(void **state)
{
	struct saved_case saved;
	struct err err = {0};
	char below[100];
	(void)state;
	put("file", "x");
	snprintf(below, sizeof(below), "%s/file/sessions", folder);
	make_case(&saved, "a", ASSIGNED);
	assert_false(saved_write(&saved, below, &err));
	assert_int_equal(err.kind, ERR_OUTPUT);
	assert_non_null(strstr(err.text, folder));
	assert_int_equal(saved_lock(below, "a"), -1);
	assert_int_not_equal(errno, EWOULDBLOCK);
	struct saved_list list;
	saved_list_load(&list, below);
	assert_int_equal(list.cases_count, 0);
	saved_list_finish(&list);
	if (geteuid() != 0) {
		assert_int_equal(chmod(folder, 0500), 0);
		assert_false(saved_write(&saved, folder, &err));
	}
	saved_finish(&saved);
}

static void test_list(void **state)
{
	struct saved_list list;
	char outside[200];
	(void)state;
	write_case("old", ASSIGNED);
	write_case("new", ASSIGNED + 2);
	write_case("middle", ASSIGNED + 1);
	put("broken.json", "{");
	put("other.txt", HEAD OPTIONS CHECKS LOGS VIEW);
	put("no good name.json", HEAD OPTIONS CHECKS LOGS VIEW);
	assert_int_equal(mkdir(path_in("folder.json"), 0700), 0);
	assert_int_equal(mkfifo(path_in("pipe.json"), 0600), 0);
	snprintf(outside, sizeof(outside), "%s", path_in("other.txt"));
	assert_int_equal(symlink(outside, path_in("link.json")), 0);
	saved_list_load(&list, folder);
	assert_int_equal(list.cases_count, 3);
	assert_string_equal(list.cases[0].id, "new");
	assert_string_equal(list.cases[1].id, "middle");
	assert_string_equal(list.cases[2].id, "old");
	saved_list_finish(&list);
	struct saved_case saved;
	assert_false(saved_read(&saved, folder, "link", NULL));
	assert_false(saved_read(&saved, folder, "pipe", NULL));
}

static void test_many(void **state)
{
	struct saved_list list;
	char name[32];
	(void)state;
	for (int i = 0; i < 10000; i++) {
		snprintf(name, sizeof(name), "%05d.json", i);
		int fd = open(path_in(name), O_WRONLY | O_CREAT, 0600);
		assert_true(fd >= 0);
		const char *text = i % 2 ? "{" : HEAD OPTIONS CHECKS LOGS VIEW;
		assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
		close(fd);
	}
	saved_list_load(&list, folder);
	assert_true(list.cases_count > 0 && list.cases_count <= SAVED_LIST_MAX);
	saved_list_finish(&list);
}

static void test_lock(void **state)
{
	char below[100];
	(void)state;
	snprintf(below, sizeof(below), "%s/new", folder);
	int first = saved_lock(below, "a"), other = saved_lock(below, "b");
	assert_true(first >= 0 && other >= 0);
	assert_int_equal(saved_lock(below, "a"), -1);
	assert_int_equal(errno, EWOULDBLOCK);
	close(first);
	first = saved_lock(below, "a");
	assert_true(first >= 0);
	assert_true(saved_delete(below, "a", NULL)); /* its lock goes: the name is free again */
	int second = saved_lock(below, "a");
	assert_true(second >= 0);
	assert_int_equal(saved_lock(below, "a"), -1);
	close(first);
	close(second);
	close(other);
	assert_int_equal(symlink("/tmp/elsewhere", path_in("new/c.lock")), 0);
	assert_int_equal(saved_lock(below, "c"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trips),
		cmocka_unit_test(test_take_and_give),
		cmocka_unit_test(test_check_in_option),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_damage),
		cmocka_unit_test_setup_teardown(test_too_large, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_write_and_read, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_names, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_new_id, begin_folder, end_folder),
		cmocka_unit_test(test_folder_name),
		cmocka_unit_test_setup_teardown(test_unwritable, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_list, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_many, begin_folder, end_folder),
		cmocka_unit_test_setup_teardown(test_lock, begin_folder, end_folder),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
