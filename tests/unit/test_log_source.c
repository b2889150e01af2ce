/* Where logs come from: files that change while they are read, pipes, and what is no log. */
#include "testing.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "logs.h"

#define ENTRY "2024-04-17T19:15:23.2350000\tINFO\tTag\t10824\t    2\t"

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/scepwiz-log-XXXXXX");
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

/* Entries of 100 bytes each. */
static void write_entries(const char *path, const char *mode, size_t count)
{
	FILE *file = fopen(path, mode);
	assert_non_null(file);
	for (size_t i = 0; i < count; i++)
		fprintf(file, ENTRY "%0*zu\n", (int)(99 - strlen(ENTRY)), i);
	assert_int_equal(fclose(file), 0);
}

static struct log *open_path(const char *path, struct err *err)
{
	static const struct log_options none;
	struct source *source = source_open(path, err);
	return source ? log_open(source, &none, err) : NULL;
}

static void finish(struct log *log)
{
	while (log_step(log, 0))
		;
}

static struct log *open_whole(const char *path)
{
	struct err err = {0};
	struct log *log = open_path(path, &err);
	assert_string_equal(err.text, "");
	finish(log);
	return log;
}

static bool has_damage(const struct log *log, const char *text)
{
	autostrbuf damage;
	strbuf_init(&damage, STRBUF_LINE);
	bool any = log_damage(log, 0, &damage);
	assert_int_equal(any, damage.len > 0);
	assert_false(log_damage(log, 1, &damage));
	return any && sv_has(strbuf_sv(&damage), sv_str(text));
}

/* ---- files that change ---- */

static void work_is_done_in_slices(void **state)
{
	(void)state;
	struct err err = {0};
	write_entries("log", "w", 20000);
	struct log *log = open_path("log", &err);
	double progress = log_progress(log);
	unsigned steps = 1;
	assert_true(progress >= 0.0 && progress < 0.1);
	for (; log_step(log, 0); steps++) {
		assert_true(log_progress(log) > progress && log_progress(log) <= 1.0);
		progress = log_progress(log);
	}
	assert_true(steps >= 3);
	assert_true(log_progress(log) >= 1.0);
	assert_false(log_step(log, INT64_MAX));
	assert_int_equal(log_info(log)->entries, 20000);
	assert_false(has_damage(log, ""));
	log_close(log);
	assert_int_equal(unlink("log"), 0);
}

static void shorter_before_it_is_read(void **state)
{
	(void)state;
	struct err err = {0};
	struct log_entry entry;
	write_entries("log", "w", 20000);
	struct log *log = open_path("log", &err);
	assert_int_equal(truncate("log", 700050), 0);
	finish(log);
	assert_int_equal(log_info(log)->entries, 7001);
	assert_true(has_damage(log, "shorter"));
	log_entry_init(&entry);
	assert_true(log_read(log, 6999, &entry));
	assert_int_equal(entry.offset + entry.length, 699999);
	assert_false(entry.damaged);
	assert_true(log_read(log, 7000, &entry)); /* half of it is left */
	assert_int_equal(entry.length, 50);
	assert_true(entry.damaged);
	log_entry_finish(&entry);
	log_close(log);
	assert_int_equal(unlink("log"), 0);
}

static void shorter_after_it_was_read(void **state)
{
	(void)state;
	struct log_entry entry;
	write_entries("log", "w", 20000);
	struct log *log = open_whole("log");
	assert_false(has_damage(log, ""));
	log_entry_init(&entry);
	static const off_t sizes[] = {1999950, 1999900, 1000000, 50, 0};
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		assert_int_equal(truncate("log", sizes[i]), 0);
		bool there = log_read(log, 19999, &entry);
		assert_int_equal(there, i == 0);
		assert_true(entry.damaged);
		assert_true(entry.damage.len > 0);
		assert_int_equal(log_read(log, 500, &entry), i < 3);
		assert_int_equal(entry.damaged, i >= 3);
		assert_true(has_damage(log, "shorter"));
	}
	assert_int_equal(log_info(log)->entries, 20000);
	log_entry_finish(&entry);
	log_close(log);
	assert_int_equal(unlink("log"), 0);
}

static void what_is_added_is_not_read(void **state)
{
	(void)state;
	struct err err = {0};
	struct log_entry entry;
	write_entries("log", "w", 10);
	struct log *log = open_path("log", &err);
	write_entries("log", "a", 10);
	finish(log);
	write_entries("log", "a", 10);
	log_entry_init(&entry);
	assert_int_equal(log_info(log)->entries, 10);
	assert_int_equal(log_info(log)->size, 1000);
	assert_true(log_read(log, 9, &entry));
	assert_int_equal(entry.offset, 900);
	assert_int_equal(entry.length, 99);
	assert_false(log_read(log, 10, &entry));
	assert_false(has_damage(log, ""));
	assert_int_equal(unlink("log"), 0); /* and one that is removed can still be read */
	assert_true(log_read(log, 0, &entry));
	assert_false(entry.damaged);
	log_entry_finish(&entry);
	log_close(log);
}

/* ---- pipes ---- */

/* As in "scepwiz check <(adb …)": the path is a pipe, and its writer takes its time. */
static void a_pipe_is_read_to_its_end(void **state)
{
	(void)state;
	int ends[2], status;
	char path[32];
	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	if (pid == 0) {
		for (int i = 0; i < 20; i++) {
			usleep(1000);
			dprintf(ends[1], ENTRY "one\n" ENTRY "two\n");
		}
		_exit(0);
	}
	close(ends[1]);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	struct log *log = open_whole(path);
	assert_int_equal(log_info(log)->entries, 40);
	assert_int_equal(log_info(log)->size, 40 * strlen(ENTRY "one\n"));
	log_close(log);
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
}

static void standard_input_is_a_dash(void **state)
{
	(void)state;
	int ends[2], before = dup(STDIN_FILENO);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], ENTRY "one\n", strlen(ENTRY "one\n")),
		strlen(ENTRY "one\n"));
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	struct log *log = open_whole("-");
	assert_int_equal(log_info(log)->entries, 1);
	assert_string_equal(log_info(log)->path, "-");
	log_close(log);
	if (before >= 0) {
		dup2(before, STDIN_FILENO);
		close(before);
	}
}

/* ---- what is no log ---- */

static void make_socket(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	strcpy(address.sun_path, path);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
}

/* Each names the file, says why, and what to do. */
static const struct { const char *path, *why, *what_to_do; } no_logs[] = {
	{"absent", "no such file", "check the path"},
	{"absent/log", "no such file", "check the path"},
	{"plain/log", "no such file", "check the path"},
	{"dir", "a folder", "name the log file in it"},
	{"secret", "may not read", "copy the log"},
	{"socket", "a socket", "name a log file"},
	{"loop", "symbolic links", "copy the log"},
	{"fifo", "empty", "collect the log again"},
	{"empty", "empty", "collect the log again"},
	{"/dev/null", "empty", "collect the log again"},
	{"/dev/zero", "more than 48 MB", "save it as a file"},
	{"/proc/self/status", "not a log known here", "expected an OMADM log"},
	{"plain", "not a log known here", "expected an OMADM log"},
	{"zeros", "not a log known here", "expected an OMADM log"},
	{"", "no such file", "check the path"},
};

static void make_no_logs(void)
{
	write_entries("empty", "w", 0);
	write_entries("secret", "w", 10);
	assert_int_equal(chmod("secret", 0), 0);
	assert_int_equal(mkdir("dir", 0700), 0);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	make_socket("socket");
	FILE *file = fopen("plain", "w");
	assert_true(fputs("hello\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	write_entries("zeros", "w", 0);
	assert_int_equal(truncate("zeros", 1 << 20), 0);
}

static void remove_no_logs(void)
{
	static const char *const names[] = {"empty", "secret", "dir", "fifo", "loop", "socket",
		"plain", "zeros"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_int_equal(remove(names[i]), 0);
}

static void what_is_no_log_is_said(void **state)
{
	(void)state;
	make_no_logs();
	for (size_t i = 0; i < ARRAY_LEN(no_logs); i++) {
		struct err err = {0};
		if (!strcmp(no_logs[i].path, "secret") && access("secret", R_OK) == 0)
			continue; /* root may read anything */
		assert_null(open_path(no_logs[i].path, &err));
		assert_int_equal(err.kind, ERR_INPUT);
		struct sv text = sv_str(err.text);
		assert_true(sv_starts(text, sv_str(no_logs[i].path)));
		if (!sv_has(text, sv_str(no_logs[i].why)) ||
		    !sv_has(text, sv_str(no_logs[i].what_to_do)))
			fail_msg("%s", err.text);
	}
	remove_no_logs();
}

/* What is counted while a log is read can be read, and stays what it is. */
static void entries_come_while_it_is_read(void **state)
{
	struct log_entry entry;
	(void)state;
	write_entries("growing.log", "w", 20000);
	struct log *log = open_path("growing.log", NULL);
	assert_non_null(log);
	assert_true(log_info(log)->steady);
	assert_int_equal(log_info(log)->entries, 0);
	log_entry_init(&entry);
	assert_true(log_step(log, 0));
	uint64_t first = log_info(log)->entries;
	assert_true(first > 100 && first < 1000); /* a screen waits for them */
	assert_true(log_read(log, first - 1, &entry));
	assert_int_equal(entry.offset, (first - 1) * 100);
	assert_int_equal(entry.length, 99);
	uint64_t cursor = first - 1, n;
	assert_true(log_next_hit(log, &cursor, &n));
	assert_false(log_next_hit(log, &cursor, &n));
	finish(log);
	assert_true(log_next_hit(log, &cursor, &n));
	assert_int_equal(n, first);
	assert_int_equal(log_info(log)->entries, 20000);
	log_entry_finish(&entry);
	log_close(log);
	unlink("growing.log");
}

static void a_log_can_be_stopped(void **state)
{
	struct log_entry entry;
	autostrbuf damage;
	(void)state;
	strbuf_init(&damage, STRBUF_LINE);
	write_entries("long.log", "w", 20000);
	struct log *log = open_path("long.log", NULL);
	assert_true(log_step(log, 0));
	assert_true(log_step(log, 0));
	assert_false(log_damage(log, 0, &damage));
	log_stop(log, log_progress(log));
	const struct log_info *info = log_info(log);
	assert_true(info->stopped && info->overflow);
	assert_false(log_step(log, 0));
	assert_true(log_progress(log) >= 1.0);
	assert_true(info->entries > 1000 && info->entries < 10000);
	log_entry_init(&entry);
	assert_true(log_read(log, info->entries - 1, &entry));
	assert_int_equal(entry.length, 99);
	assert_false(log_read(log, info->entries, &entry));
	assert_sv(info->last.text, "2024-04-17T19:15:23.2350000");
	assert_true(log_damage(log, 0, &damage));
	assert_sv(strbuf_sv(&damage), "reading was stopped by the user at 29 %");
	assert_false(log_damage(log, 1, &damage));
	log_entry_finish(&entry);
	log_close(log);
	unlink("long.log");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(work_is_done_in_slices, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(shorter_before_it_is_read, make_folder,
			remove_folder),
		cmocka_unit_test_setup_teardown(shorter_after_it_was_read, make_folder,
			remove_folder),
		cmocka_unit_test_setup_teardown(what_is_added_is_not_read, make_folder,
			remove_folder),
		cmocka_unit_test_setup_teardown(a_pipe_is_read_to_its_end, make_folder,
			remove_folder),
		cmocka_unit_test_setup_teardown(standard_input_is_a_dash, make_folder,
			remove_folder),
		cmocka_unit_test_setup_teardown(entries_come_while_it_is_read, make_folder,
			remove_folder),
		cmocka_unit_test_setup_teardown(a_log_can_be_stopped, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(what_is_no_log_is_said, make_folder,
			remove_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
