/* The frame: title row, one view, hint row; keys to actions; the loop. */
#ifndef TUI_APP_H
#define TUI_APP_H

#include "draw.h"
#include "field.h"
#include "look/habits.h"
#include "look/keymap.h"
#include "look/settings.h"
#include "progress.h"
#include "signing.h"
#include "term.h"
#include "wizard.h"

struct view;

struct app_options {
	const struct settings *settings; /* borrowed */
	const struct guide *guide;       /* chosen beforehand; NULL */
	struct library *library;         /* borrowed */
	const struct saved_case *said;   /* borrowed: times and answers of the command line; NULL */
	char **paths;                    /* logs to open */
	int paths_count;
	const char *graph_import, *user, *device; /* saved answers of Graph, and whom they are about; NULL */
	const struct graph_options *graph; /* borrowed: where to sign in; NULL: the usual places */
	unsigned reveal;                 /* not redacted in what is saved and copied */
	bool keep;                       /* saves sessions and habits */
	const char *folder;              /* where logs are looked for; NULL: the current one */
	int64_t now_us;                  /* tests: the wall clock stands here; 0: it goes */
};

#define APP_MESSAGE_MAX 512

struct app {
	struct term *term;
	struct loop *loop;
	struct app_options options;
	struct keymap keymap;
	struct theme theme;
	struct habits habits;
	struct wizard wizard;
	struct signing signing;
	struct view *views[STEP_COUNT];
	struct view *overlay;      /* laid over the view; or NULL */
	struct field field;        /* a line being typed */
	char message[APP_MESSAGE_MAX];
	enum look_role message_role;
	unsigned generation;       /* of the wizard, when the views were last told */
	bool dirty, leaving, asked_to_leave, stopped_once;
	int exit_code;
	int64_t drawn_us;
	struct progress progress;
	unsigned graph_revision;   /* of what Graph said, when it was last drawn */
	int64_t pasted_us;         /* when pasted text was last thrown away; 0: never */
};

/* What options borrow, and the terminal, have to outlive it. */
void app_init(struct app *app, const struct app_options *options);
void app_finish(struct app *app);
/* Opens what the options name: logs, a guide; else the start view. False: none of the logs
 * could be opened; err says why. Needs no terminal, so that this can be said without a screen. */
bool app_begin(struct app *app, struct err *err);
/* Answers of Graph that were saved in a folder. False: it can't be read; err says why. */
bool app_import(struct app *app, const char *folder, struct err *err);
/* From here on it can draw. */
void app_take_terminal(struct app *app, struct term *term);
/* Until the user leaves or a signal ends it. Gives the exit code. */
int app_run(struct app *app);

/* The parts of it, for tests: a key as if typed, all work done, the screen drawn. */
void app_key(struct app *app, int key);
void app_settle(struct app *app);
void app_draw(struct app *app);

/* ---- for the views ---- */

struct view *app_view(struct app *app); /* the one the keys go to */
void app_go(struct app *app, enum step step);
void app_overlay(struct app *app, struct view *owned); /* NULL: closes it */
void app_leave(struct app *app, int exit_code);
/* A sentence on the last row until the next key. */
void app_message(struct app *app, enum look_role role, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Asks for a line; see field.h. */
void app_ask(struct app *app, const struct field_request *request);
/* Can the action be done now, by view or frame? */
bool app_can(struct app *app, enum action action);
void app_act(struct app *app, enum action action);
/* Opens a log and goes to it. False: the message says why not. */
bool app_open(struct app *app, const char *path);
void app_open_file(struct app *app); /* asks for a name and opens it */
bool app_ascii(const struct app *app);

#endif
