#include "session.h"

#include "base/i18n.h"
#include "base/loop.h"
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

static enum guide_platform platform_of(enum log_platform platform)
{
	static const enum guide_platform platforms[] = {PLATFORM_NONE, PLATFORM_ANDROID,
		PLATFORM_IOS, PLATFORM_WINDOWS};
	return platforms[platform];
}

static const struct guide *choose_guide(const struct library *library,
	const struct args *args, enum log_platform content, struct err *err)
{
	const struct guide *guide;
	if (args->guide) {
		guide = guide_by_id(&library->guides, sv_str(args->guide));
		if (!guide)
			err_set(err, ERR_USAGE, _("--guide: there is no guide \"%s\"; scepwiz "
				"guides lists them"), args->guide);
		return guide;
	}
	guide = guide_by_platform(&library->guides,
		args->platform != PLATFORM_NONE ? args->platform : platform_of(content));
	if (!guide)
		err_set(err, ERR_INPUT, _("no guide for this platform was found; is the program "
			"fully installed?"));
	return guide;
}

static bool start(struct session *s, const struct args *args, enum log_platform content,
	struct err *err)
{
	const struct guide *guide = choose_guide(s->library, args, content, err);
	if (!guide)
		return false;
	s->diagnosis = diagnosis_create(s->library, guide);
	struct case_options options = args->options;
	if (!args->platform)
		options.log.platform = LOG_NO_PLATFORM;
	diagnosis_set_options(s->diagnosis, &options);
	for (int i = 0; i < CHECK_COUNT; i++)
		if (args->answers[i].given)
			diagnosis_answer(s->diagnosis, args->answers[i].check,
				args->answers[i].outcome, args->answers[i].note);
	return true;
}

/* The first log that can be read chooses the guide. */
static bool open_log(struct session *s, const struct args *args, const struct front *front,
	const char *path, struct err *err)
{
	enum log_platform content;
	struct source *source = source_open(path, err);
	if (!source)
		return false;
	if (!log_sniff(source, &content, err) ||
	    (!s->diagnosis && !start(s, args, content, err))) {
		source_close(source);
		return false;
	}
	if (!diagnosis_open_log(s->diagnosis, source, err))
		return false;
	read_log(s->diagnosis, front);
	return true;
}

bool session_read_log(struct session *s, const struct front *front, const char *path,
	struct err *err)
{
	struct source *source = source_open(path, err);
	if (!source || !diagnosis_open_log(s->diagnosis, source, err))
		return false;
	read_log(s->diagnosis, front);
	diagnosis_judge(s->diagnosis);
	return true;
}

bool session_open(struct session *s, const struct args *args, const struct front *front,
	char **paths, int count, enum cli_exit *ret_exit, struct err *err)
{
	*s = (struct session){0};
	*ret_exit = EXIT_INPUT;
	s->library = session_library(front, err);
	if (!s->library)
		return false;
	for (int i = 0; i < count; i++) {
		if (open_log(s, args, front, paths[i], err))
			continue;
		if (err->kind == ERR_USAGE) {
			*ret_exit = EXIT_USAGE;
			return false;
		}
		s->unreadable++;
		if (count > 1)
			err_textf(front, "scepwiz: %s\n", err->text);
	}
	if (!s->diagnosis || !s->diagnosis->logs_count) {
		if (count > 1)
			err_set(err, ERR_INPUT, _("none of the %d logs could be read"), count);
		return false;
	}
	diagnosis_judge(s->diagnosis);
	return true;
}

void session_close(struct session *s)
{
	diagnosis_destroy(s->diagnosis);
	library_destroy(s->library);
	*s = (struct session){0};
}
