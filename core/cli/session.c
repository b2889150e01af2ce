#include "session.h"

#include "args_graph.h"
#include "base/i18n.h"
#include "base/loop.h"
#include "log/gather.h"
#include "output.h"

#define PROGRESS_AFTER_US 1000000
#define PROGRESS_EVERY_US 250000

static void complain(void *data, const struct err *err)
{
	err_textf(data, "scepwiz: %s\n", err->text);
}

struct library *session_library(const struct front *front, struct err *err)
{
	/* complain() only writes through front; it does not change it */
	return library_create(NULL, complain, (void *)(uintptr_t)front, err);
}

/* The job of reading one log, and what it shows meanwhile. */
struct reading {
	struct diagnosis *diagnosis;
	const struct front *front;
	int64_t started_us, shown_us;
	bool shown;
};

static void show_progress(struct reading *r)
{
	int64_t now = loop_now_us();
	if (!r->front->err_terminal || now - r->started_us < PROGRESS_AFTER_US ||
	    now - r->shown_us < PROGRESS_EVERY_US)
		return;
	r->shown_us = now;
	r->shown = true;
	fprintf(r->front->err, "\r%3d %%", (int)(diagnosis_log_progress(r->diagnosis) * 100));
	fflush(r->front->err);
}

static bool read_step(void *data, int64_t until_us)
{
	struct reading *r = data;
	bool more = diagnosis_log_step(r->diagnosis, until_us);
	if (more)
		show_progress(r);
	else if (r->shown)
		fputs("\r     \r", r->front->err);
	return more;
}

static void read_log(struct diagnosis *diagnosis, const struct front *front)
{
	struct reading reading = {.diagnosis = diagnosis, .front = front,
		.started_us = loop_now_us()};
	struct loop *loop = loop_create();
	loop_job(loop, read_step, &reading);
	loop_finish_jobs(loop);
	loop_destroy(loop);
}

static const struct guide *guide_for(const struct library *library, enum log_platform platform,
	struct err *err)
{
	const struct guide *guide = library_guide_for(library, platform);
	if (!guide)
		err_set(err, ERR_INPUT, _("no guide for this platform was found; is the program "
			"fully installed?"));
	return guide;
}

const struct guide *session_guide(struct library *library, const struct args *args,
	struct err *err)
{
	if (!args->guide)
		return args->platform == PLATFORM_NONE ? NULL
			: guide_for(library, args->options.log.platform, err);
	return library_guide(library, args->guide, err);
}

void session_say(struct diagnosis *diagnosis, const struct args *args)
{
	diagnosis_set_options(diagnosis, &args->options);
	for (int i = 0; i < CHECK_COUNT; i++)
		if (args->answers[i].given)
			diagnosis_answer(diagnosis, args->answers[i].check,
				args->answers[i].outcome, args->answers[i].note);
}

static bool start(struct session *s, const struct args *args, enum log_platform content,
	struct err *err)
{
	const struct guide *guide = session_guide(s->library, args, err);
	if (!guide && !err->kind)
		guide = guide_for(s->library, content, err);
	if (!guide)
		return false;
	s->diagnosis = diagnosis_create(s->library, guide);
	session_say(s->diagnosis, args);
	return true;
}

/* ---- what a path holds ---- */

#define LEFT_SHOWN 5 /* logs that were not chosen, by name */

static void say_form(const struct front *front, const struct gather *g, size_t i)
{
	const struct gather_log *log = &g->logs[i];
	err_textf(front, "%s%s%s%s\n", log->member, log->title ? " (" : "",
		log->title ? guide_text(log->title) : "", log->title ? ")" : "");
}

static void say_left(const struct front *front, const struct gather *g)
{
	size_t left = g->logs_count - g->chosen;
	for (size_t i = 0; i < left && i < LEFT_SHOWN; i++) {
		err_textf(front, _("scepwiz: %s: not read: "), g->path);
		say_form(front, g, g->chosen + i);
	}
	if (left > LEFT_SHOWN)
		err_textf(front, P_("scepwiz: %s: not read: %zu more\n",
			"scepwiz: %s: not read: %zu more\n", (unsigned long)(left - LEFT_SHOWN)),
			g->path, left - LEFT_SHOWN);
	if (left)
		err_textf(front, _("scepwiz: to read one of these, name it: %s\n"),
			g->logs[g->chosen].spelled);
}

static void say_notes(const struct front *front, const struct gather *g, size_t from)
{
	const char *note;
	for (size_t i = from; (note = gather_note(g, i)); i++)
		err_textf(front, "scepwiz: %s: %s\n", g->path, note);
}

/* The first log that can be read chooses the guide. */
static bool open_log(struct session *s, const struct args *args, const struct front *front,
	struct gather *g, size_t i, struct err *err)
{
	enum log_platform content;
	struct source *source = gather_open(g, i, err);
	if (!source)
		return false;
	if (!s->diagnosis && (!log_sniff(source, &content, err) ||
	    !start(s, args, content, err))) {
		source_close(source);
		return false;
	}
	if (!(s->reading ? s->reading->open(s->reading->data, source, err)
		: diagnosis_open_log(s->diagnosis, source, err)))
		return false;
	s->opened++;
	if (!g->is_file) {
		err_textf(front, _("scepwiz: %s: reading "), g->path);
		say_form(front, g, i);
	}
	if (s->reading)
		s->reading->read(s->reading->data);
	else
		read_log(s->diagnosis, front);
	return true;
}

/* The chosen logs; if none of them can be read, the next best one, unless one was asked for. */
static bool open_logs(struct session *s, const struct args *args, const struct front *front,
	struct gather *g, struct err *err)
{
	size_t opened = 0;
	struct err trouble = {0};
	for (size_t i = 0; i < g->logs_count && (i < g->chosen || (!opened && !g->picked)); i++) {
		if (trouble.kind)
			err_textf(front, "scepwiz: %s\n", trouble.text);
		trouble = (struct err){0};
		opened += open_log(s, args, front, g, i, &trouble);
		if (trouble.kind == ERR_USAGE)
			break;
	}
	if (opened && trouble.kind && trouble.kind != ERR_USAGE)
		err_textf(front, "scepwiz: %s\n", trouble.text);
	*err = trouble;
	return opened && trouble.kind != ERR_USAGE;
}

static bool read_gathered(struct session *s, const struct args *args,
	const struct front *front, struct gather *g, bool found, struct err *err)
{
	bool opened = found && open_logs(s, args, front, g, err);
	/* where there is no log at all, the first note is in the error already */
	say_notes(front, g, g->logs_count ? 0 : 1);
	if (opened && !g->picked)
		say_left(front, g);
	gather_finish(g);
	return opened;
}

static bool open_path(struct session *s, const struct args *args, const struct front *front,
	const char *path, struct err *err)
{
	struct gather g;
	enum log_platform want = s->diagnosis ? guide_log_platform(s->diagnosis->guide)
		: args->options.log.platform;
	bool found = gather_find(&g, path, want, err);
	return read_gathered(s, args, front, &g, found, err);
}

bool session_read_log(struct session *s, const struct args *args, const struct front *front,
	const char *path, struct err *err)
{
	if (!open_path(s, args, front, path, err))
		return false;
	diagnosis_judge(s->diagnosis);
	return true;
}

/* The next path, or all that are parts of one rotated log with it. */
static bool open_next(struct session *s, const struct args *args, const struct front *front,
	char **paths, size_t count, bool *taken, struct err *err)
{
	struct gather g;
	if (gather_find_set(&g, paths, count, taken))
		return read_gathered(s, args, front, &g, true, err);
	return open_path(s, args, front, paths[0], err);
}

/* False: the options contradict. */
static bool open_paths(struct session *s, const struct args *args, const struct front *front,
	char **paths, int count, struct err *err)
{
	autofree bool *taken = xcalloc((size_t)count, sizeof(*taken));
	for (int i = 0; i < count; i++) {
		if (taken[i] || open_next(s, args, front, paths + i, (size_t)(count - i),
			taken + i, err))
			continue;
		if (err->kind == ERR_USAGE)
			return false;
		s->unreadable++;
		if (count > 1)
			err_textf(front, "scepwiz: %s\n", err->text);
	}
	return true;
}

bool session_ask_graph(struct session *s, const struct args *args, const struct front *front,
	struct err *err)
{
	const struct diagnosis *d = s->diagnosis;
	*err = (struct err){0};
	if (!args_has_graph(args))
		return true;
	asking_finish(&s->asking);
	return asking_run(&s->asking, args, front, guide_graph_platform(d->guide),
			d->computers_count == 1 ? d->computers[0] : "", err) &&
		asking_give(&s->asking, args, s->diagnosis, err);
}

bool session_open(struct session *s, const struct args *args, const struct front *front,
	char **paths, int count, enum cli_exit *ret_exit, struct err *err)
{
	*ret_exit = EXIT_INPUT;
	s->shared = s->library != NULL;
	if (!s->shared)
		s->library = session_library(front, err);
	if (!s->library)
		return false;
	if (!open_paths(s, args, front, paths, count, err)) {
		*ret_exit = EXIT_USAGE;
		return false;
	}
	if (!s->opened) {
		if (count > 1)
			err_set(err, ERR_INPUT, _("none of the %d logs could be read"), count);
		return false;
	}
	if (!session_ask_graph(s, args, front, err)) {
		*ret_exit = err->kind == ERR_USAGE ? EXIT_USAGE
			: err->kind == ERR_GRAPH ? EXIT_GRAPH : EXIT_INPUT;
		return false;
	}
	diagnosis_judge(s->diagnosis);
	return true;
}

void session_close(struct session *s)
{
	diagnosis_destroy(s->diagnosis);
	asking_finish(&s->asking);
	if (!s->shared)
		library_destroy(s->library);
	*s = (struct session){0};
}
