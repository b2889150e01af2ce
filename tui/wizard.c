#include "wizard_logs.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "wizard_graph.h"

static const char *const step_ids[STEP_COUNT] = {"start", "target-user", "group-membership",
	"last-check-in", "collect", "log", "verdict", "report"};

void wizard_init(struct wizard *w, struct loop *loop, struct library *library, bool keep)
{
	*w = (struct wizard){.loop = loop, .library = library, .lock = -1};
	saved_init(&w->saved);
	w->folder = keep ? saved_folder() : NULL;
}

void wizard_finish(struct wizard *w)
{
	logs_stop(w);
	wizard_set_follow(w, false);
	diagnosis_destroy(w->fresh);
	diagnosis_destroy(w->diagnosis);
	wizard_graph_finish(w);
	logs_forget(w);
	free(w->logs);
	free(w->others);
	saved_finish(&w->saved);
	free(w->folder);
	if (w->lock >= 0)
		close(w->lock);
}

static void begin_case(struct wizard *w, const struct guide *guide)
{
	logs_stop(w);
	wizard_set_follow(w, false);
	diagnosis_destroy(w->fresh);
	w->fresh = NULL;
	logs_let_go(w);
	w->diagnosis = diagnosis_create(w->library, guide);
	w->diagnosis->background = true;
	diagnosis_judge(w->diagnosis);
	logs_forget(w);
	if (w->lock >= 0)
		close(w->lock);
	w->lock = -1;
	w->kept = w->resumed = false;
	w->generation++;
	w->cases++;
	wizard_graph_begin(w);
}

static void said_something(struct wizard *w)
{
	if (!w->job)
		diagnosis_judge(w->diagnosis);
	w->kept = true;
	wizard_save(w, false);
}

void wizard_choose(struct wizard *w, const struct guide *guide)
{
	begin_case(w, guide);
	saved_finish(&w->saved);
	saved_init(&w->saved);
	if (!w->said)
		return;
	saved_give(w->said, w->diagnosis);
	w->said = NULL;
	said_something(w);
}

/* ---- what the user says ---- */

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
	bool answered = said->origin != ORIGIN_NONE && said->origin != ORIGIN_LOG;
	wizard_answer(w, check, answered ? said->outcome : CHECK_UNKNOWN, note);
}

void wizard_accept(struct wizard *w, enum check_id check)
{
	diagnosis_accept(w->diagnosis, check);
	if (w->fresh)
		diagnosis_accept(w->fresh, check);
	said_something(w);
}

void wizard_set_options(struct wizard *w, const struct case_options *options)
{
	diagnosis_set_options(w->diagnosis, options);
	if (w->fresh)
		diagnosis_set_options(w->fresh, options);
	said_something(w);
}

bool wizard_set_time(struct wizard *w, bool assigned, struct sv typed, struct err *err)
{
	int64_t us = TIME_NONE;
	struct case_options options = w->diagnosis->options;
	typed = sv_trim(typed);
	if (typed.len && !time_parse_rfc3339(typed, &us))
		return err_set(err, ERR_USAGE, _("Expected a time with its offset, as "
			"2024-08-20T09:41:00+02:00"));
	*(assigned ? &options.assigned_at : &options.last_check_in) = us;
	wizard_set_options(w, &options);
	return true;
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
	logs_begin(w);
	diagnosis_judge(w->diagnosis);
	take_lock(w);
	return true;
}

bool wizard_has_step(const struct wizard *w, enum step step)
{
	return step < STEP_USER || step > STEP_CHECK_IN || !w->diagnosis ||
		w->diagnosis->guide->checks_count;
}

const char *wizard_step_id(enum step step)
{
	return step_ids[step];
}

const char *wizard_step_title(const struct wizard *w, enum step step)
{
	static const char *const titles[STEP_COUNT] = {[STEP_COLLECT] = N_("Get the log"),
		[STEP_LOG] = N_("The log"), [STEP_VERDICT] = N_("Verdict"),
		[STEP_REPORT] = N_("Report")};
	const struct guide_check *check = wizard_check(w, step);
	return check ? guide_text(check->title) : titles[step] ? _(titles[step]) : "";
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
