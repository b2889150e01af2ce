/* The loop of the screen: keys and signals in, drawings out. */
#include "app.h"

#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "wizard_graph.h"

#define REDRAW_EVERY_US 250000 /* while something is at work */
#define BURST_MAX 4096
#define PASTE_MIN 24   /* so much text at once is no typing … */
#define PASTE_LETTERS 8 /* … if it is more than a few keys held down */
#define PASTE_PAUSE_US 300000 /* what comes without a pause behind it belongs to it */

static bool is_paste(const int *keys, size_t count)
{
	bool seen[128] = {false};
	size_t text = 0, letters = 0;
	for (size_t i = 0; i < count; i++) {
		if (keys[i] < ' ' || keys[i] >= K_UP || keys[i] == K_BACKSPACE)
			continue;
		text++;
		letters += !seen[keys[i] % 128];
		seen[keys[i] % 128] = true;
	}
	return text >= PASTE_MIN && letters >= PASTE_LETTERS;
}

static void take_keys(struct app *app)
{
	int keys[BURST_MAX], key;
	size_t count = 0;
	while (count < BURST_MAX && term_key(app->term, &key)) {
		if (key == K_NONE) { /* the terminal is gone, as at a hang-up */
			wizard_save(&app->wizard, true);
			app_leave(app, 128 + SIGHUP);
			return;
		}
		keys[count++] = key;
	}
	bool goes_on = app->pasted_us && loop_now_us() - app->pasted_us < PASTE_PAUSE_US;
	if (!app->field.open && (goes_on || is_paste(keys, count))) {
		app->pasted_us = loop_now_us(); /* pasted text is never commands */
		app_message(app, LOOK_MESSAGE, _("That looked like pasted text; nothing was done"));
		app->dirty = true;
		return;
	}
	for (size_t i = 0; i < count && !app->leaving; i++)
		app_key(app, keys[i]);
}

static void on_keys(void *data, int fd, short revents)
{
	(void)fd;
	(void)revents;
	take_keys(data);
}

static void on_signal(void *data, int fd, short revents)
{
	struct app *app = data;
	struct signalfd_siginfo info;
	(void)revents;
	while (read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		app->dirty = true;
		if (info.ssi_signo == SIGWINCH) {
			term_resize(app->term);
			continue;
		}
		wizard_save(&app->wizard, true);
		app_leave(app, 128 + (int)info.ssi_signo);
	}
}

static int watch_signals(struct app *app)
{
	static const int signals[] = {SIGHUP, SIGINT, SIGTERM, SIGQUIT, SIGWINCH};
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++)
		sigaddset(&set, signals[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	loop_watch(app->loop, fd, POLLIN, on_signal, app);
	return fd;
}

/* Gives whether it did. */
static bool draw_if_due(struct app *app)
{
	/* soon when something begins, then four times a second */
	int64_t pause = 8 * (app->drawn_us - app->wizard.began_us);
	pause = pause < REDRAW_EVERY_US ? pause : REDRAW_EVERY_US;
	bool due = loop_busy(app->loop) && loop_now_us() - app->drawn_us >= pause;
	bool needed = app->dirty || due || app->wizard.trouble.kind != ERR_NONE ||
		app->generation != app->wizard.generation ||
		app->graph_revision != wizard_graph_revision(&app->wizard);
	if (needed)
		app_draw(app);
	return needed;
}

int app_run(struct app *app)
{
	int signals = watch_signals(app);
	loop_watch(app->loop, term_fd(app->term), POLLIN, on_keys, app);
	loop_work(app->loop, 0); /* so that the first drawing has rows, and comes at once */
	while (!app->leaving) {
		if (draw_if_due(app) && loop_busy(app->loop))
			sched_yield(); /* the kernel passes what was written on from this processor */
		bool busy = loop_busy(app->loop);
		loop_turn(app->loop, -1);
		app->dirty |= busy && !loop_busy(app->loop);
	}
	loop_unwatch(app->loop, term_fd(app->term));
	loop_unwatch(app->loop, signals);
	close(signals);
	return app->exit_code;
}
