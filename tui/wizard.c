#include "wizard.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "log/source.h"

#define FOLLOW_EVERY_US 250000
#define FOLLOW_PAUSE 4 /* times as long as the last reading took: a huge log is not read without end */

static const char *const step_ids[STEP_COUNT] = {"start", "target-user", "group-membership",
	"last-check-in", "collect", "log", "verdict", "report"};

void wizard_init(struct wizard *w, struct loop *loop, struct library *library, bool keep)
{
	*w = (struct wizard){.loop = loop, .library = library, .lock = -1};
	saved_init(&w->saved);
	w->folder = keep ? saved_folder() : NULL;
}

static void forget_log(struct watched *log)
{
	free(log->path);
	free(log->typed);
}

static void forget_logs(struct wizard *w)
{
	for (size_t i = 0; i < w->logs_count; i++)
		forget_log(&w->logs[i]);
	w->logs_count = w->logs_read = 0;
}

static void stop_job(struct wizard *w)
{
	if (w->job)
		loop_cancel_job(w->loop, w->job);
	w->job = 0;
}

void wizard_finish(struct wizard *w)
{
	stop_job(w);
	wizard_set_follow(w, false);
	diagnosis_destroy(w->fresh);
	diagnosis_destroy(w->diagnosis);
	forget_logs(w);
	free(w->logs);
	saved_finish(&w->saved);
	free(w->folder);
	if (w->lock >= 0)
		close(w->lock);
}

static void let_go(struct wizard *w)
{
	if (w->letting_go && w->diagnosis)
		w->letting_go(w->letting_go_data);
	diagnosis_destroy(w->diagnosis);
	w->diagnosis = NULL;
}

static void begin_case(struct wizard *w, const struct guide *guide)
{
	stop_job(w);
	wizard_set_follow(w, false);
	diagnosis_destroy(w->fresh);
	w->fresh = NULL;
	let_go(w);
	w->diagnosis = diagnosis_create(w->library, guide);
	diagnosis_judge(w->diagnosis);
	forget_logs(w);
	if (w->lock >= 0)
		close(w->lock);
	w->lock = -1;
	w->kept = w->resumed = false;
	w->generation++;
	w->cases++;
}

void wizard_choose(struct wizard *w, const struct guide *guide)
{
	begin_case(w, guide);
	saved_finish(&w->saved);
	saved_init(&w->saved);
}

/* ---- reading ---- */

static struct diagnosis *at_work(const struct wizard *w)
{
	return w->fresh ? w->fresh : w->diagnosis;
}

static void look_at_file(struct watched *log)
{
	struct stat st;
	if (stat(log->path, &st) != 0)
		return;
	log->size = (uint64_t)st.st_size;
	log->inode = (uint64_t)st.st_ino;
	log->changed_us = st.st_mtim.tv_sec * TIME_SECOND + st.st_mtim.tv_nsec / 1000;
}

static void replace_diagnosis(struct wizard *w)
{
	let_go(w);
	w->diagnosis = w->fresh;
	w->fresh = NULL;
	w->generation++;
}

static bool read_step(void *data, int64_t until_us);

/* A log of another platform can be read, but proves nothing here. */
static void say_platform(struct wizard *w)
{
	const struct diagnosis *d = at_work(w);
	const struct log_info *info = log_info(d->logs[d->logs_count - 1].log);
	const char *platform = guide_platform_id(d->guide->platform);
	if (strcmp(log_platform_id(info->platform), platform) != 0)
		err_set(&w->trouble, ERR_INPUT, _("%s is not for %s (%s): it proves nothing here; "
			":start begins another diagnosis"), info->path,
			guide_platform_title(d->guide->platform), guide_text(info->format_title));
}

static void drop_waiting(struct wizard *w)
{
	struct watched *log = &w->logs[w->logs_read];
	forget_log(log);
	memmove(log, log + 1, (w->logs_count - w->logs_read - 1) * sizeof(*log));
	w->logs_count--;
}

/* What was read before stays. */
static void drop_fresh(struct wizard *w)
{
	diagnosis_destroy(w->fresh);
	w->fresh = NULL;
	w->logs_read = w->logs_count;
}

/* The next log that waits; one that can't be opened is told and left out. When the logs are read
 * again and one is gone, what is known of it is worth more than nothing. */
static bool begin_next(struct wizard *w)
{
	while (w->logs_read < w->logs_count) {
		struct watched *log = &w->logs[w->logs_read];
		struct source *source = source_open(log->typed, &w->trouble);
		look_at_file(log);
		if (source && diagnosis_open_log(at_work(w), source, &w->trouble)) {
			say_platform(w);
			return true;
		}
		if (w->fresh)
			drop_fresh(w);
		else
			drop_waiting(w);
	}
	return false;
}

static void start_reading(struct wizard *w)
{
	w->began_us = loop_now_us();
	w->job = loop_job(w->loop, read_step, w);
}

static bool read_step(void *data, int64_t until_us)
{
	struct wizard *w = data;
	if (diagnosis_log_step(at_work(w), until_us))
		return true;
	w->logs_read++;
	diagnosis_judge(at_work(w));
	if (begin_next(w))
		return true;
	w->job = 0;
	w->took_us = loop_now_us() - w->began_us;
	if (w->fresh)
		replace_diagnosis(w);
	wizard_save(w, false);
	return false;
}

static const struct guide *guide_of_content(struct wizard *w, struct source *source,
	struct err *err)
{
	static const enum guide_platform platforms[] = {PLATFORM_NONE, PLATFORM_ANDROID,
		PLATFORM_IOS, PLATFORM_WINDOWS};
	enum log_platform content;
	if (!log_sniff(source, &content, err))
		return NULL;
	const struct guide *guide = guide_by_platform(&w->library->guides, platforms[content]);
	if (!guide)
		err_set(err, ERR_INPUT, _("no guide for this platform was found; is the program "
			"fully installed?"));
	return guide;
}

static void add_log(struct wizard *w, const char *path)
{
	struct watched log = {.typed = xstrdup(path)};
	log.path = strcmp(path, "-") != 0 ? realpath(path, NULL) : NULL;
	if (!log.path)
		log.path = xstrdup(path);
	look_at_file(&log);
	vec_push(w, logs, log);
}

bool wizard_open(struct wizard *w, const char *path, struct err *err)
{
	struct source *source = source_open(path, err);
	if (!source)
		return false;
	const struct guide *guide = w->diagnosis ? w->diagnosis->guide
		: guide_of_content(w, source, err);
	if (guide && !w->diagnosis)
		wizard_choose(w, guide);
	if (!guide || w->job) {
		source_close(source);
		if (guide)
			add_log(w, path); /* it waits for its turn */
		return guide != NULL;
	}
	if (!diagnosis_open_log(w->diagnosis, source, err))
		return false;
	say_platform(w);
	add_log(w, path);
	start_reading(w);
	return true;
}

bool wizard_reading(const struct wizard *w)
{
	return w->job != 0;
}

double wizard_progress(const struct wizard *w)
{
	return w->job ? diagnosis_log_progress(at_work(w)) : 1.0;
}

void wizard_stop(struct wizard *w)
{
	if (!w->job)
		return;
	stop_job(w);
	if (w->fresh) {
		drop_fresh(w);
		return;
	}
	diagnosis_cancel_log(w->diagnosis);
	diagnosis_judge(w->diagnosis);
	for (size_t i = w->logs_read + 1; i < w->logs_count; i++)
		forget_log(&w->logs[i]);
	w->logs_count = w->logs_read = w->logs_read + 1;
}

void wizard_reread(struct wizard *w)
{
	struct saved_case said;
	if (!w->diagnosis || !w->logs_count || w->job)
		return;
	for (size_t i = 0; i < w->logs_count; i++)
		if (!strcmp(w->logs[i].path, "-")) {
			err_set(&w->trouble, ERR_INPUT, _("-: standard input can't be read twice; "
				"save the log as a file and open that"));
			return;
		}
	saved_init(&said);
	saved_take(&said, w->diagnosis);
	w->fresh = diagnosis_create(w->library, w->diagnosis->guide);
	saved_give(&said, w->fresh);
	saved_finish(&said);
	w->logs_read = 0;
	if (begin_next(w))
		start_reading(w);
}

static bool has_changed(const struct watched *log)
{
	struct watched now = *log;
	look_at_file(&now);
	return now.size != log->size || now.inode != log->inode ||
		now.changed_us != log->changed_us;
}

static int64_t follow_pause(const struct wizard *w)
{
	int64_t pause = FOLLOW_PAUSE * w->took_us;
	return pause > FOLLOW_EVERY_US ? pause : FOLLOW_EVERY_US;
}

static void look_for_changes(void *data)
{
	struct wizard *w = data;
	bool changed = false;
	for (size_t i = 0; i < w->logs_count; i++)
		changed |= has_changed(&w->logs[i]);
	if (changed && !w->job)
		wizard_reread(w);
	w->timer = loop_timer(w->loop, follow_pause(w), look_for_changes, w);
}

void wizard_set_follow(struct wizard *w, bool follow)
{
	if (w->timer)
		loop_cancel_timer(w->loop, w->timer);
	w->timer = follow ? loop_timer(w->loop, FOLLOW_EVERY_US, look_for_changes, w) : 0;
	w->follow = follow;
}

/* ---- what the user says ---- */

static void said_something(struct wizard *w)
{
	if (!w->job)
		diagnosis_judge(w->diagnosis);
	w->kept = true;
	wizard_save(w, false);
}

void wizard_answer(struct wizard *w, enum check_id check, enum check_outcome outcome,
	const char *note)
{
	diagnosis_answer(w->diagnosis, check, outcome, note);
	if (w->fresh)
		diagnosis_answer(w->fresh, check, outcome, note);
	said_something(w);
}

void wizard_set_note(struct wizard *w, enum check_id check, const char *note)
{
	const struct case_check *said = &w->diagnosis->checks[check];
	enum check_outcome outcome = said->origin == ORIGIN_USER ? said->outcome : CHECK_UNKNOWN;
	wizard_answer(w, check, outcome, note);
}

void wizard_set_options(struct wizard *w, const struct case_options *options)
{
	diagnosis_set_options(w->diagnosis, options);
	if (w->fresh)
		diagnosis_set_options(w->fresh, options);
	said_something(w);
}

bool wizard_answered(const struct wizard *w)
{
	if (!w->diagnosis)
		return false;
	const struct case_options *options = &w->diagnosis->options;
	for (int i = 0; i < CHECK_COUNT; i++)
		if (w->diagnosis->checks[i].origin == ORIGIN_USER)
			return true;
	return options->assigned_at != TIME_NONE || options->last_check_in != TIME_NONE;
}

void wizard_go(struct wizard *w, enum step step)
{
	w->step = step;
	wizard_save(w, false);
}

/* ---- keeping it ---- */

static bool take_lock(struct wizard *w)
{
	if (w->lock >= 0)
		return true;
	if (!w->saved.id[0])
		saved_new_id(w->saved.id);
	w->lock = saved_lock(w->folder, w->saved.id);
	if (w->lock < 0) { /* another program has it open: ours goes on as a copy */
		saved_new_id(w->saved.id);
		w->lock = saved_lock(w->folder, w->saved.id);
	}
	return w->lock >= 0;
}

static void take_logs(struct wizard *w)
{
	for (size_t i = 0; i < w->saved.logs_count; i++)
		free(w->saved.logs[i]);
	w->saved.logs_count = 0;
	for (size_t i = 0; i < w->logs_count && i < SAVED_LOGS_MAX; i++)
		if (strcmp(w->logs[i].path, "-") != 0)
			vec_push(&w->saved, logs, xstrdup(w->logs[i].path));
}

static int64_t wall_clock_us(const struct wizard *w)
{
	struct timespec now;
	if (w->now_us)
		return w->now_us;
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * TIME_SECOND + now.tv_nsec / 1000;
}

void wizard_save(struct wizard *w, bool force)
{
	if (!w->folder || !w->diagnosis || !(w->kept || force))
		return;
	w->kept = true;
	saved_take(&w->saved, w->diagnosis);
	take_logs(w);
	w->saved.saved_us = wall_clock_us(w);
	strcpy(w->saved.step, step_ids[w->step]);
	take_lock(w);
	saved_write(&w->saved, w->folder, &w->trouble);
}

static enum step step_by_id(const char *id)
{
	for (int i = 0; i < STEP_COUNT; i++)
		if (!strcmp(id, step_ids[i]))
			return (enum step)i;
	return STEP_FIRST;
}

bool wizard_resume(struct wizard *w, const char *id, struct err *err)
{
	struct saved_case saved;
	saved_init(&saved);
	if (!w->folder || !saved_read(&saved, w->folder, id, err)) {
		saved_finish(&saved);
		return false;
	}
	const struct guide *guide = guide_by_id(&w->library->guides, sv_str(saved.guide));
	if (!guide) {
		saved_finish(&saved);
		return err_set(err, ERR_FORMAT, _("%s: its guide is not there any more"), id);
	}
	begin_case(w, guide);
	saved_finish(&w->saved);
	w->saved = saved;
	saved_give(&w->saved, w->diagnosis);
	w->kept = w->resumed = true;
	w->step = step_by_id(w->saved.step);
	if (w->step == STEP_START)
		w->step = STEP_FIRST;
	for (size_t i = 0; i < w->saved.logs_count; i++)
		vec_push(w, logs, ((struct watched){.path = xstrdup(w->saved.logs[i]),
			.typed = xstrdup(w->saved.logs[i])}));
	if (begin_next(w))
		start_reading(w);
	diagnosis_judge(w->diagnosis);
	take_lock(w);
	return true;
}

const char *wizard_step_id(enum step step)
{
	return step_ids[step];
}

enum check_id wizard_check_id(enum step step)
{
	return (enum check_id)(step - STEP_USER);
}

const struct guide_check *wizard_check(const struct wizard *w, enum step step)
{
	if (!w->diagnosis || step < STEP_USER || step > STEP_CHECK_IN)
		return NULL;
	return guide_check(w->diagnosis->guide, check_id_text(wizard_check_id(step)));
}
