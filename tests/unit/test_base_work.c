/* Files written whole or not at all, and the loop. */
#include "testing.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/loop.h"

/* ---- files ---- */

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/scepwiz-base-XXXXXX");
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void assert_file(const char *path, const char *text)
{
	struct err err = {0};
	autostrbuf buf;
	strbuf_init(&buf, 1000);
	assert_true(file_read(path, &buf, &err));
	assert_sv(strbuf_sv(&buf), text);
}

static void files_are_written_whole(void **state)
{
	(void)state;
	struct err err = {0};
	struct stat st;
	assert_true(file_write("one", SV("first"), false, &err));
	assert_file("one", "first");
	assert_int_equal(stat("one", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_nlink, 1);
	assert_false(file_write("one", SV("second"), false, &err));
	assert_int_equal(err.kind, ERR_OUTPUT);
	assert_true(sv_starts(sv_str(err.text), SV("one: ")));
	assert_true(sv_has(sv_str(err.text), SV("--force")));
	assert_file("one", "first");
	assert_true(file_write("one", SV("third"), true, &err));
	assert_file("one", "third");
	assert_true(file_write("two", SV_EMPTY, true, &err));
	assert_file("two", "");
	assert_int_equal(unlink("one"), 0);
	assert_int_equal(unlink("two"), 0); /* the folder must be empty at the end */
}

static void names_in_the_way_are_kept(void **state)
{
	(void)state;
	struct err err = {0};
	struct stat st;
	assert_int_equal(symlink("nowhere", "link"), 0);
	assert_false(file_write("link", SV("x"), false, &err));
	assert_true(sv_has(sv_str(err.text), SV("--force")));
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(unlink("link"), 0);
	assert_int_equal(mkdir("dir", 0700), 0);
	assert_false(file_write("dir", SV("x"), true, &err));
	assert_int_equal(rmdir("dir"), 0);
}

static void a_failed_write_leaves_nothing(void **state)
{
	(void)state;
	struct err err = {0};
	char name[5000];
	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_false(file_write("absent/file", SV("x"), false, &err));
	assert_string_equal(err.text, "absent/file: No such file or directory");
	assert_false(file_write(name, SV("x"), true, &err));
	assert_true(sv_ends(sv_str(err.text), SV("a")) || sv_has(sv_str(err.text), SV("too long")));
	name[300] = '\0';
	assert_false(file_write(name, SV("x"), true, &err));
	assert_true(sv_has(sv_str(err.text), SV("too long")));
	assert_false(file_write("", SV("x"), false, &err));
}

static void files_are_read_within_limits(void **state)
{
	(void)state;
	struct err err = {0};
	autostrbuf buf;
	strbuf_init(&buf, 4);
	assert_true(file_write("five", SV("12345"), false, &err));
	assert_false(file_read("five", &buf, &err));
	assert_string_equal(err.text, "five: larger than 4 bytes");
	assert_int_equal(unlink("five"), 0);
	static const char *const others[] = {"/dev/zero", ".", "absent", "fifo"};
	assert_int_equal(mkfifo("fifo", 0600), 0);
	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		strbuf_reset(&buf);
		assert_false(file_read(others[i], &buf, &err));
		assert_int_equal(err.kind, ERR_INPUT);
		assert_true(sv_starts(sv_str(err.text), sv_str(others[i])));
	}
	assert_int_equal(unlink("fifo"), 0);
}

static void data_lies_where_it_is_told(void **state)
{
	(void)state;
	assert_int_equal(setenv("SCEPWIZ_DATA_DIR", "/some/where", 1), 0);
	autofree char *told = file_data_dir("wizards");
	assert_string_equal(told, "/some/where/wizards");
	assert_int_equal(unsetenv("SCEPWIZ_DATA_DIR"), 0);
	autofree char *own = file_data_dir("wizards"); /* run from its build folder */
	assert_string_equal(own, SOURCE_ROOT "/wizards");
}

/* ---- the loop ---- */

struct notes {
	struct loop *loop;
	struct strbuf text;
	int fd, other, rounds;
	uint64_t timer, job;
};

static void notes_init(struct notes *notes)
{
	*notes = (struct notes){.loop = loop_create()};
	strbuf_init(&notes->text, STRBUF_LINE);
}

static void notes_finish(struct notes *notes)
{
	loop_destroy(notes->loop);
	strbuf_finish(&notes->text);
}

static void note_a(void *data)
{
	strbuf_char(&((struct notes *)data)->text, 'a');
}

static void note_b(void *data)
{
	strbuf_char(&((struct notes *)data)->text, 'b');
}

static void note_c(void *data)
{
	strbuf_char(&((struct notes *)data)->text, 'c');
}

static void timers_come_in_order(void **state)
{
	(void)state;
	struct notes notes;
	notes_init(&notes);
	loop_timer(notes.loop, 300, note_c, &notes);
	uint64_t gone = loop_timer(notes.loop, 50, note_c, &notes);
	loop_timer(notes.loop, 100, note_a, &notes);
	loop_timer(notes.loop, 200, note_b, &notes);
	loop_cancel_timer(notes.loop, gone);
	loop_cancel_timer(notes.loop, gone);
	loop_timer(notes.loop, INT64_C(1000000) * 86400, note_a, &notes);
	usleep(1000); /* all of them late: still the first first */
	loop_turn(notes.loop, 0);
	assert_sv(strbuf_sv(&notes.text), "abc");
	loop_turn(notes.loop, 0);
	assert_int_equal(notes.text.len, 3); /* each once */
	notes_finish(&notes);
}

static void again(void *data)
{
	struct notes *notes = data;
	notes->rounds++;
	notes->timer = loop_timer(notes->loop, 0, again, notes);
}

static void a_timer_set_from_a_timer_waits_a_turn(void **state)
{
	(void)state;
	struct notes notes;
	notes_init(&notes);
	loop_timer(notes.loop, 0, again, &notes);
	for (int turn = 1; turn <= 50; turn++) {
		loop_turn(notes.loop, 1000000);
		assert_int_equal(notes.rounds, turn);
	}
	notes_finish(&notes);
}

static void a_turn_waits_no_longer_than_needed(void **state)
{
	(void)state;
	struct notes notes;
	notes_init(&notes);
	int64_t began = loop_now_us();
	loop_turn(notes.loop, 20000);
	assert_true(loop_now_us() - began >= 20000);
	loop_timer(notes.loop, 20000, note_a, &notes);
	began = loop_now_us();
	while (!notes.text.len)
		loop_turn(notes.loop, -1);
	assert_true(loop_now_us() - began >= 20000);
	notes_finish(&notes);
}

static void read_one(void *data, int fd, short revents)
{
	struct notes *notes = data;
	char c;
	assert_true(revents & POLLIN);
	assert_int_equal(read(fd, &c, 1), 1);
	strbuf_char(&notes->text, c);
	if (c == 'x') /* this one ends the other's watch, though it is ready, too */
		loop_unwatch(notes->loop, fd == notes->fd ? notes->other : notes->fd);
	if (c == 'w')
		loop_watch(notes->loop, fd, POLLIN, read_one, notes);
}

static void descriptors_are_served(void **state)
{
	(void)state;
	struct notes notes;
	int one[2], two[2];
	notes_init(&notes);
	assert_int_equal(pipe(one) | pipe(two), 0);
	notes.fd = one[0];
	notes.other = two[0];
	loop_watch(notes.loop, one[0], POLLIN, read_one, &notes);
	loop_watch(notes.loop, two[0], POLLIN, read_one, &notes);
	loop_turn(notes.loop, 0);
	assert_int_equal(notes.text.len, 0);
	assert_int_equal(write(one[1], "abwx", 4) + write(two[1], "123", 3), 7);
	for (int turn = 0; turn < 10; turn++)
		loop_turn(notes.loop, 0);
	assert_sv(strbuf_sv(&notes.text), "a1b2w3x");
	assert_int_equal(write(two[1], "4", 1), 1);
	loop_turn(notes.loop, 0);
	assert_sv(strbuf_sv(&notes.text), "a1b2w3x");
	loop_unwatch(notes.loop, one[0]);
	loop_unwatch(notes.loop, one[0]);
	for (int i = 0; i < 2; i++) {
		close(one[i]);
		close(two[i]);
	}
	loop_turn(notes.loop, 0);
	notes_finish(&notes);
}

static bool work_three(void *data, int64_t until_us)
{
	struct notes *notes = data;
	assert_true(until_us > loop_now_us() - LOOP_SLICE_US);
	strbuf_char(&notes->text, 'j');
	return ++notes->rounds < 3;
}

static bool work_once(void *data, int64_t until_us)
{
	struct notes *notes = data;
	(void)until_us;
	strbuf_char(&notes->text, 'k');
	loop_cancel_job(notes->loop, notes->job);
	loop_job(notes->loop, work_three, notes);
	return false;
}

struct resting {
	struct loop *loop;
	uint64_t job;
	int ends[2], turns;
};

/* Rests at once, and is done when there was something to read. */
static bool rest_once(void *data, int64_t until_us)
{
	struct resting *r = data;
	char byte;
	(void)until_us;
	r->turns++;
	if (read(r->ends[0], &byte, 1) == 1)
		return false;
	loop_rest(r->loop, r->job, r->ends[0]);
	return true;
}

static void ring_late(void *data)
{
	const struct resting *r = data;
	assert_int_equal(r->turns, 1);
	assert_int_equal(write(r->ends[1], "x", 1), 1);
}

/* Nobody asks it meanwhile; and it is asked again some time even if nothing comes. */
static void a_job_rests(void **state)
{
	struct resting r = {.loop = loop_create()};
	(void)state;
	assert_int_equal(pipe2(r.ends, O_NONBLOCK), 0);
	r.job = loop_job(r.loop, rest_once, &r);
	loop_timer(r.loop, LOOP_REST_US / 5, ring_late, &r);
	loop_finish_jobs(r.loop);
	assert_int_equal(r.turns, 2);
	r.job = loop_job(r.loop, rest_once, &r);
	int64_t begin = loop_now_us();
	while (r.turns < 4)
		loop_turn(r.loop, -1);
	assert_in_range(loop_now_us() - begin, LOOP_REST_US, INT64_MAX);
	close(r.ends[0]);
	close(r.ends[1]);
	loop_destroy(r.loop);
}

static void jobs_take_turns(void **state)
{
	(void)state;
	struct notes notes;
	notes_init(&notes);
	assert_false(loop_busy(notes.loop));
	loop_job(notes.loop, work_three, &notes);
	loop_timer(notes.loop, 0, note_a, &notes);
	assert_true(loop_busy(notes.loop));
	loop_turn(notes.loop, -1); /* a job at work: no waiting */
	assert_sv(strbuf_sv(&notes.text), "aj");
	loop_finish_jobs(notes.loop);
	assert_sv(strbuf_sv(&notes.text), "ajjj");
	assert_false(loop_busy(notes.loop));
	notes.rounds = 0;
	strbuf_reset(&notes.text);
	loop_job(notes.loop, work_once, &notes);
	notes.job = loop_job(notes.loop, work_three, &notes); /* cancelled before its turn */
	loop_finish_jobs(notes.loop);
	assert_sv(strbuf_sv(&notes.text), "kjjj");
	notes_finish(&notes);
	loop_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(files_are_written_whole, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(names_in_the_way_are_kept, make_folder,
			remove_folder),
		cmocka_unit_test_setup_teardown(a_failed_write_leaves_nothing, make_folder,
			remove_folder),
		cmocka_unit_test_setup_teardown(files_are_read_within_limits, make_folder,
			remove_folder),
		cmocka_unit_test(data_lies_where_it_is_told),
		cmocka_unit_test(timers_come_in_order),
		cmocka_unit_test(a_timer_set_from_a_timer_waits_a_turn),
		cmocka_unit_test(a_turn_waits_no_longer_than_needed),
		cmocka_unit_test(descriptors_are_served),
		cmocka_unit_test(jobs_take_turns),
		cmocka_unit_test(a_job_rests),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
