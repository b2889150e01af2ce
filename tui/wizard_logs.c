#include "wizard_logs.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "log/gather.h"
#include "wizard_graph.h"

#define FOLLOW_EVERY_US 50000
#define GROWTH_SLICE_US 8000
#define FOLLOW_PAUSE 1 /* times as long as the last reading took: a huge log is not read without end */

static void forget_log(struct watched *log)
{
	free(log->path);
	free(log->typed);
}

static void forget_others(struct wizard *w)
{
	for (size_t i = 0; i < w->others_count; i++) {
		free(w->others[i].spelled);
		free(w->others[i].member);
	}
	free(w->others_in);
	w->others_in = NULL;
	w->others_count = 0;
}

void logs_forget(struct wizard *w)
{
	forget_others(w);
	for (size_t i = 0; i < w->logs_count; i++)
		forget_log(&w->logs[i]);
	w->logs_count = w->logs_read = 0;
}

void logs_stop(struct wizard *w)
{
	if (w->job)
		loop_cancel_job(w->loop, w->job);
	w->job = 0;
}

void logs_let_go(struct wizard *w)
{
	if (w->letting_go && w->diagnosis)
		w->letting_go(w->letting_go_data);
	diagnosis_destroy(w->diagnosis);
	w->diagnosis = NULL;
}

static struct diagnosis *at_work(const struct wizard *w)
{
	return w->fresh ? w->fresh : w->diagnosis;
}

static void add_file(struct watched *log, const struct stat *st)
{
	int64_t changed_us = st->st_mtim.tv_sec * TIME_SECOND + st->st_mtim.tv_nsec / 1000;
	log->size += (uint64_t)st->st_size;
	log->inode += (uint64_t)st->st_ino;
	log->changed_us = changed_us > log->changed_us ? changed_us : log->changed_us;
}

/* "FOLDER/OMADMLog_*": a rotated log changes with each of its parts. */
static void add_parts(struct watched *log, const char *folder, const char *name)
{
	size_t common = strcspn(name, "*");
	const struct dirent *entry;
	struct stat st;
	DIR *dir = name[common] ? opendir(folder) : NULL;
	while (dir && (entry = readdir(dir)))
		if (!strncmp(entry->d_name, name, common) &&
		    fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(st.st_mode))
			add_file(log, &st);
	if (dir)
		closedir(dir);
}

/* What lies in a bundle changes with the bundle. */
static void add_whole(struct watched *log)
{
	struct stat st;
	autofree char *path = xstrdup(log->path);
	for (char *slash; (slash = strrchr(path, '/')) && slash != path;) {
		*slash = '\0';
		if (stat(path, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode))
			add_parts(log, path, slash + 1);
		else
			add_file(log, &st);
		return;
	}
}

static void look_at_file(struct watched *log)
{
	struct stat st;
	struct watched now = {log->path, log->typed};
	if (stat(log->path, &st) == 0)
		add_file(&now, &st);
	else
		add_whole(&now);
	if (now.inode) /* what is gone is worth what is known of it */
		*log = now;
}

static void replace_diagnosis(struct wizard *w)
{
	logs_let_go(w);
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
	if (!guide_reads(d->guide, info->platform))
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

/* Of a folder with logs of several platforms rather those of the diagnosis. */
static enum log_platform wanted(const struct wizard *w)
{
	return w->diagnosis ? guide_log_platform(w->diagnosis->guide) : LOG_NO_PLATFORM;
}

/* The next log that waits; one that can't be opened is told and left out. When the logs are read
 * again and one is gone, what is known of it is worth more than nothing. */
static bool begin_next(struct wizard *w)
{
	while (w->logs_read < w->logs_count) {
		struct watched *log = &w->logs[w->logs_read];
		look_at_file(log); /* first: what comes while it is opened is told then as a change */
		struct source *source = gather_source(log->typed, wanted(w), &w->trouble);
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
	w->growing = false;
	w->began_us = loop_now_us();
	w->job = loop_job(w->loop, read_step, w);
}

void logs_begin(struct wizard *w)
{
	if (begin_next(w))
		start_reading(w);
}

/* Than what was saved: a log may grow twenty times a second, and mostly that changes nothing. */
static bool is_other_outcome(const struct wizard *w)
{
	const struct profile_verdict *verdict = &w->diagnosis->verdict;
	return strcmp(w->saved.outcome, verdict->rule ? verdict_outcome_id(verdict->outcome) : "");
}

int wizard_waits_for(const struct wizard *w)
{
	return at_work(w) ? diagnosis_waits_for(at_work(w)) : -1;
}

static bool read_step(void *data, int64_t until_us)
{
	struct wizard *w = data;
	if (diagnosis_log_step(at_work(w), until_us)) {
		loop_rest(w->loop, w->job, wizard_waits_for(w));
		return true;
	}
	w->logs_read++;
	diagnosis_judge(at_work(w));
	if (begin_next(w))
		return true;
	w->job = 0;
	w->took_us = loop_now_us() - w->began_us;
	if (w->fresh)
		replace_diagnosis(w);
	else
		w->generation += w->growing;
	wizard_graph_log_read(w);
	if (!w->growing || is_other_outcome(w))
		wizard_save(w, false);
	if (w->reread_due)
		wizard_reread(w);
	return false;
}

static const struct guide *guide_of_content(struct wizard *w, struct source *source,
	struct err *err)
{
	enum log_platform content;
	if (!log_sniff(source, &content, err))
		return NULL;
	const struct guide *guide = library_guide_for(w->library, content);
	if (!guide)
		err_set(err, ERR_INPUT, _("no guide for this platform was found; is the program "
			"fully installed?"));
	return guide;
}

/* What lies within a bundle has no path that the system knows. */
static char *absolute(const char *path)
{
	char here[PATH_MAX];
	autostrbuf whole;
	strbuf_init(&whole, STRBUF_LINE);
	if (*path != '/' && strcmp(path, "-") != 0 && getcwd(here, sizeof(here)))
		strbuf_addf(&whole, "%s/", here);
	strbuf_str(&whole, path);
	return strbuf_steal(&whole);
}

static void add_log(struct wizard *w, const char *path)
{
	struct watched log = {.typed = xstrdup(path)};
	log.path = strcmp(path, "-") != 0 ? realpath(path, NULL) : NULL;
	if (!log.path)
		log.path = absolute(path);
	look_at_file(&log);
	vec_push(w, logs, log);
}

/* For the user to pick from: they are chosen by their names and heads, and people know better. */
static void keep_others(struct wizard *w, const struct gather *g)
{
	if (g->picked)
		return;
	forget_others(w);
	for (size_t i = g->chosen; i < g->logs_count; i++) {
		const struct gather_log *log = &g->logs[i];
		vec_push(w, others, ((struct other_log){xstrdup(log->spelled),
			xstrdup(log->member ? log->member : g->path), log->title, log->size}));
	}
	w->others_in = w->others_count ? xstrdup(g->path) : NULL;
}

/* Of a bundle or folder: what was read, what else is in it, what could not be. */
static void tell_choice(struct wizard *w, const struct gather *g)
{
	const char *note = gather_note(g, 0);
	struct strbuf text;
	strbuf_init(&text, sizeof(w->told) - 1);
	for (size_t i = 0; i < g->chosen; i++)
		strbuf_addf(&text, _("Read: %s. "), g->logs[i].member ? g->logs[i].member : g->path);
	if (g->chosen < g->logs_count && !g->picked)
		strbuf_addf(&text, P_("%zu other log is in it; \"%s\" lists it. ",
			"%zu other logs are in it; \"%s\" lists them. ",
			(unsigned long)(g->logs_count - g->chosen)), g->logs_count - g->chosen,
			wizard_step_title(w, STEP_COLLECT));
	if (note)
		strbuf_str(&text, note);
	snprintf(w->told, sizeof(w->told), "%s", text.ptr ? text.ptr : "");
	strbuf_finish(&text);
}

/* One log of what was named: read at once, or after the one at work. */
static bool open_one(struct wizard *w, struct gather *g, size_t i, struct err *err)
{
	if (w->job) {
		add_log(w, g->logs[i].spelled);
		return true;
	}
	struct source *source = gather_open(g, i, err);
	if (!source)
		return false;
	const struct guide *guide = w->diagnosis ? w->diagnosis->guide
		: guide_of_content(w, source, err);
	if (!guide) {
		source_close(source);
		return false;
	}
	if (!w->diagnosis)
		wizard_choose(w, guide);
	if (!diagnosis_open_log(w->diagnosis, source, err))
		return false;
	say_platform(w);
	add_log(w, g->logs[i].spelled);
	start_reading(w);
	return true;
}

bool wizard_open(struct wizard *w, const char *path, struct err *err)
{
	struct gather g;
	bool any = false;
	if (gather_find(&g, path, wanted(w), err))
		for (size_t i = 0; i < g.logs_count && (i < g.chosen || !i); i++)
			any = open_one(w, &g, i, err) || any;
	if (any && !g.is_file) {
		keep_others(w, &g);
		tell_choice(w, &g);
	}
	gather_finish(&g);
	return any;
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
	logs_stop(w);
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

/* Itself, or a member of the bundle that it is. */
static bool is_standard_input(const struct watched *log)
{
	return log->typed[0] == '-' && (!log->typed[1] || log->typed[1] == '/');
}

bool wizard_can_reread(const struct wizard *w)
{
	for (size_t i = 0; i < w->logs_count; i++)
		if (is_standard_input(&w->logs[i]))
			return false;
	return true;
}

static bool can_reread(const struct wizard *w, struct err *err)
{
	if (!wizard_can_reread(w))
		return err_set(err, ERR_INPUT, _("-: standard input can't be read twice; "
			"save the log as a file and open that"));
	return true;
}

void wizard_reread(struct wizard *w)
{
	struct saved_case said;
	w->reread_due = w->job != 0;
	if (!w->diagnosis || !w->logs_count || w->job)
		return;
	if (!can_reread(w, &w->trouble))
		return;
	saved_init(&said);
	saved_take(&said, w->diagnosis);
	w->fresh = diagnosis_create(w->library, w->diagnosis->guide);
	w->fresh->background = true;
	saved_give(&said, w->fresh);
	wizard_graph_give(w, w->fresh);
	saved_finish(&said);
	w->logs_read = 0;
	logs_begin(w);
}

bool wizard_go_on(struct wizard *w, const struct guide *guide, struct err *err)
{
	struct case_options options = w->diagnosis->options;
	const struct diagnosis *d = w->diagnosis;
	if (w->job)
		return err_set(err, ERR_USAGE, _("The log is still being read; the verdict follows."));
	if (!can_reread(w, err))
		return false;
	if (d->deciding != PROFILE_NONE && d->profiles[d->deciding].complete)
		strcpy(options.profile, d->profiles[d->deciding].profile);
	struct watched *logs = w->logs;
	size_t count = w->logs_count;
	w->logs = NULL;
	w->logs_count = w->logs_cap = w->logs_read = 0;
	wizard_choose(w, guide);
	w->logs = logs;
	w->logs_count = w->logs_cap = count;
	wizard_set_options(w, &options);
	logs_begin(w);
	return true;
}

/* *ret: what it looks like now. */
static bool has_changed(const struct watched *log, struct watched *ret)
{
	*ret = *log;
	look_at_file(ret);
	return ret->size != log->size || ret->inode != log->inode ||
		ret->changed_us != log->changed_us;
}

static int64_t follow_pause(const struct wizard *w)
{
	int64_t pause = FOLLOW_PAUSE * w->took_us;
	return pause > FOLLOW_EVERY_US ? pause : FOLLOW_EVERY_US;
}

/* What was appended to the last log. Mostly that is read before anything is drawn again; what
 * takes longer becomes a job, as any reading. */
static bool read_on(struct wizard *w, const struct watched *now)
{
	enum source_change change = diagnosis_grow(w->diagnosis);
	if (change == SOURCE_OTHER)
		return false;
	w->logs[w->logs_count - 1] = *now;
	if (change == SOURCE_SAME)
		return true;
	w->growing = true;
	w->began_us = loop_now_us();
	w->logs_read = w->logs_count - 1;
	if (!read_step(w, w->began_us + GROWTH_SLICE_US))
		return true;
	diagnosis_judge(w->diagnosis);
	w->generation++;
	w->job = loop_job(w->loop, read_step, w);
	return true;
}

void wizard_look(struct wizard *w)
{
	struct watched now;
	size_t last = w->logs_count - 1, changed = w->logs_count;
	if (!w->diagnosis || w->job)
		return;
	for (size_t i = w->logs_count; i-- > 0;)
		if (has_changed(&w->logs[i], &now))
			changed = i;
	if (changed == w->logs_count)
		return;
	if (changed != last || w->logs_count != w->diagnosis->logs_count ||
	    !has_changed(&w->logs[last], &now) || !read_on(w, &now))
		wizard_reread(w);
}

static void look_for_changes(void *data)
{
	struct wizard *w = data;
	wizard_look(w);
	w->timer = loop_timer(w->loop, follow_pause(w), look_for_changes, w);
}

void wizard_set_follow(struct wizard *w, bool follow)
{
	if (w->timer)
		loop_cancel_timer(w->loop, w->timer);
	w->timer = follow ? loop_timer(w->loop, FOLLOW_EVERY_US, look_for_changes, w) : 0;
	w->follow = follow;
}
