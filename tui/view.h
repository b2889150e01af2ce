/* A view: one of the things the screen can show. Draws what it reads from the wizard and steers
 * it; decides nothing. */
#ifndef TUI_VIEW_H
#define TUI_VIEW_H

#include "app.h"

struct view {
	const struct view_ops *ops;
	struct app *app; /* borrowed */
};

struct view_ops {
	const char *name;   /* for tests: "log" */
	const char *about;  /* msgid: what the view is for, in help */
	enum place place;  /* whose actions it answers */
	/* Hints, in order of importance, ended by ACTION_NONE; those that can't be done right
	 * now are left out. */
	const enum action *hints;
	/* Draws the whole canvas, and places the cursor on what has the focus. */
	void (*draw)(struct view *view, struct canvas canvas);
	/* Would this action do anything now? Asked only for actions of its scopes; those of the
	 * frame (help, quit …) are answered by the frame. */
	bool (*can)(struct view *view, enum action action);
	/* Only called if it can. */
	void (*act)(struct view *view, enum action action);
	/* The way to here, for the top row; NULL: the frame's own words. */
	void (*title)(struct view *view, struct strbuf *out);
	/* The diagnosis is another one, or it has been shown after something else; NULL: does not
	 * matter. */
	void (*enter)(struct view *view);
	/* The diagnosis is about to go: jobs and whatever else borrows from it must, too. NULL:
	 * nothing does. */
	void (*let_go)(struct view *view);
	void (*destroy)(struct view *view);
};

/* One for each step; theirs is what they keep between two visits. */
struct view *view_start_create(struct app *app);
struct view *view_check_create(struct app *app, enum step step);
struct view *view_collect_create(struct app *app);
struct view *view_log_create(struct app *app);
struct view *view_verdict_create(struct app *app);
struct view *view_report_create(struct app *app);
/* Laid over a view until closed. */
struct view *view_help_create(struct app *app);
struct view *view_checklist_create(struct app *app);
struct view *view_signin_create(struct app *app);

/* For the views: to a record of a log, in the log view. */
void view_log_show(struct app *app, size_t log, uint64_t entry);

/* Moving in a page or list: what every view answers alike. */
static inline bool action_moves(enum action action)
{
	return action != ACTION_OPEN && action_info(action)->scopes == SCOPE_MOVE;
}

#endif
