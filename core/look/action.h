/* Everything a key can do, as one table: keys, the word in the hint bar, the sentence in help,
 * the name in settings all come from these rows. A scope is a kind of place; a view answers
 * the actions of its scopes, and no key has two actions among them (a test sees to it). */
#ifndef LOOK_ACTION_H
#define LOOK_ACTION_H

#include "base/i18n.h"
#include "base/sv.h"

enum action_scope {
	SCOPE_ANY = 1 << 0,     /* every full view */
	SCOPE_MOVE = 1 << 1,    /* whatever has lines */
	SCOPE_STEP = 1 << 2,    /* the steps of a diagnosis */
	SCOPE_START = 1 << 3,
	SCOPE_CHECK = 1 << 4,
	SCOPE_COLLECT = 1 << 5,
	SCOPE_LOG = 1 << 6,
	SCOPE_REPORT = 1 << 7,
	SCOPE_OVERLAY = 1 << 8, /* help, checklist: laid over a view */
	SCOPE_FIELD = 1 << 9,   /* a line being typed; all other keys are text */
};

/* id, name in [keys], scope, keys (blank-separated), hint, help */
#define ACTIONS(X)                                                                            \
	X(UP, "up", SCOPE_MOVE, "Up k", N_("up"), N_("one line up"))                          \
	X(DOWN, "down", SCOPE_MOVE, "Down j", N_("down"), N_("one line down"))                \
	X(PAGE_UP, "page-up", SCOPE_MOVE, "PgUp b", N_("page up"), N_("one page up"))         \
	X(PAGE_DOWN, "page-down", SCOPE_MOVE, "PgDn Space", N_("page down"),                  \
		N_("one page down"))                                                          \
	X(HALF_UP, "half-up", SCOPE_MOVE, "Ctrl-U", N_("half up"), N_("half a page up"))      \
	X(HALF_DOWN, "half-down", SCOPE_MOVE, "Ctrl-D", N_("half down"),                      \
		N_("half a page down"))                                                       \
	X(FIRST, "first", SCOPE_MOVE, "Home g", N_("first"), N_("to the first line"))         \
	X(LAST, "last", SCOPE_MOVE, "End G", N_("last"), N_("to the last line"))              \
	X(LEFT, "left", SCOPE_MOVE, "Left h", N_("left"), N_("to the left"))                  \
	X(RIGHT, "right", SCOPE_MOVE, "Right l", N_("right"), N_("to the right"))             \
	X(OPEN, "open", SCOPE_MOVE, "Enter", N_("open"),                                      \
		N_("open what is selected, or go on"))                                        \
	X(YES, "yes", SCOPE_CHECK, "y", N_("yes"), N_("answer: yes"))                         \
	X(NO, "no", SCOPE_CHECK, "n", N_("no"), N_("answer: no"))                             \
	X(UNKNOWN, "unknown", SCOPE_CHECK, "u", N_("don't know"), N_("answer: I don't know")) \
	X(SKIP, "skip", SCOPE_CHECK, "s", N_("skip"),                                         \
		N_("skip: the verdict says that it was not checked"))                         \
	X(NOTE, "note", SCOPE_CHECK, "a", N_("note"), N_("add a note to the answer"))         \
	X(TIMES, "times", SCOPE_CHECK, "t", N_("times"),                                      \
		N_("give the times of the assignment and of the last check-in"))              \
	X(GRAPH, "as-graph-says", SCOPE_CHECK, "m", N_("as Graph says"),                      \
		N_("take what Microsoft Graph says as the answer"))                           \
	X(OPEN_FILE, "open-file", SCOPE_START | SCOPE_COLLECT | SCOPE_LOG, "o",               \
		N_("open file"), N_("open a log by its name"))                                \
	X(FORGET, "forget", SCOPE_START, "d", N_("delete"),                                   \
		N_("delete the selected saved diagnosis"))                                    \
	X(NEXT_KEY, "next-key-entry", SCOPE_LOG, "e Ctrl-Down", N_("next key"),               \
		N_("next key entry (plain notes are passed over)"))                           \
	X(PREVIOUS_KEY, "previous-key-entry", SCOPE_LOG, "E Ctrl-Up", N_("previous key"),     \
		N_("previous key entry"))                                                     \
	X(SEARCH, "search", SCOPE_LOG, "/ Ctrl-F", N_("search"),                              \
		N_("search for a pattern"))                                                   \
	X(NEXT_HIT, "next-hit", SCOPE_LOG, "n F3", N_("next hit"), N_("next hit"))            \
	X(PREVIOUS_HIT, "previous-hit", SCOPE_LOG, "N Shift-F3", N_("previous hit"),          \
		N_("previous hit"))                                                           \
	X(FILTER, "filter", SCOPE_LOG, "& f", N_("filter"),                                   \
		N_("show only the entries that match a pattern; empty: all"))                 \
	X(NEXT_PANE, "next-pane", SCOPE_LOG | SCOPE_REPORT, "Tab", N_("pane"),                \
		N_("to the next pane"))                                                       \
	X(PREVIOUS_PANE, "previous-pane", SCOPE_LOG | SCOPE_REPORT, "Shift-Tab",              \
		N_("previous pane"), N_("to the previous pane"))                              \
	X(RAW, "raw", SCOPE_LOG, "P", N_("raw"), N_("the entry raw or unwrapped"))            \
	X(LAYOUT, "layout", SCOPE_LOG, "v |", N_("layout"),                                   \
		N_("panes above each other or side by side"))                                 \
	X(ZOOM, "zoom", SCOPE_LOG, "z", N_("zoom"), N_("one pane on the whole screen"))       \
	X(LARGER, "larger", SCOPE_LOG, "+", N_("larger"), N_("more room for the list"))       \
	X(SMALLER, "smaller", SCOPE_LOG, "-", N_("smaller"), N_("less room for the list"))    \
	X(FOLLOW, "follow", SCOPE_LOG, "F", N_("follow"),                                     \
		N_("follow the log while it grows"))                                          \
	X(EXPECTED, "expected", SCOPE_LOG, "x", N_("what follows"),                           \
		N_("to the next record of the same profile"))                                 \
	X(CHECKLIST, "checklist", SCOPE_LOG, "c", N_("checklist"),                            \
		N_("the key entries, seen or missing"))                                       \
	X(MARK, "mark", SCOPE_LOG, "m", N_("mark"), N_("mark the entry, or unmark it"))       \
	X(NEXT_MARK, "next-mark", SCOPE_LOG, "'", N_("next mark"), N_("to the next mark"))    \
	X(NEXT_LOG, "next-log", SCOPE_LOG, "L", N_("next log"), N_("the next open log"))      \
	X(COPY, "copy", SCOPE_LOG, "y", N_("copy"), N_("copy the entry, redacted"))           \
	X(COPY_EVIDENCE, "copy-evidence", SCOPE_LOG, "Y", N_("copy evidence"),                \
		N_("copy the entry with what it means, redacted"))                            \
	X(SAVE, "save", SCOPE_REPORT, "w", N_("save"), N_("save the report"))                 \
	X(NEXT_STEP, "next-step", SCOPE_STEP, ">", N_("next step"), N_("to the next step"))   \
	X(PREVIOUS_STEP, "previous-step", SCOPE_STEP, "<", N_("previous step"),               \
		N_("to the previous step"))                                                   \
	X(REPORT, "report", SCOPE_STEP, "r F9", N_("report"), N_("to the report"))            \
	X(BACK, "back", SCOPE_STEP, "Backspace Escape", N_("back"), N_("one step back"))      \
	X(CLOSE, "close", SCOPE_OVERLAY, "q Backspace Escape", N_("close"),                   \
		N_("back to where you were"))                                                 \
	X(HELP, "help", SCOPE_ANY, "? F1", N_("help"), N_("what the keys do here"))           \
	X(COMMAND, "command", SCOPE_ANY, ":", N_("command"),                                  \
		N_("type a command; :help lists them"))                                       \
	X(QUIT, "quit", SCOPE_ANY, "q F10", N_("quit"), N_("leave; what you said is kept"))   \
	X(QUIT_NOW, "quit-now", SCOPE_ANY, "Q", N_("quit now"), N_("leave without a question")) \
	X(CANCEL, "cancel", SCOPE_ANY | SCOPE_OVERLAY, "Ctrl-C", N_("stop"),                  \
		N_("stop what is at work; twice: leave"))                                     \
	X(SUSPEND, "suspend", SCOPE_ANY | SCOPE_OVERLAY, "Ctrl-Z", N_("suspend"),             \
		N_("back to the shell; fg returns"))                                          \
	X(REDRAW, "redraw", SCOPE_ANY | SCOPE_OVERLAY, "Ctrl-L", N_("redraw"),                \
		N_("draw the screen anew"))                                                   \
	X(ACCEPT, "accept", SCOPE_FIELD, "Enter", N_("accept"), N_("take what was typed"))    \
	X(DISMISS, "dismiss", SCOPE_FIELD, "Escape Ctrl-C", N_("cancel"),                     \
		N_("leave the field as it was"))                                              \
	X(COMPLETE, "complete", SCOPE_FIELD, "Tab", N_("complete"), N_("complete the word"))

enum action {
	ACTION_NONE,
#define X(id, name, scope, keys, hint, help) ACTION_##id,
	ACTIONS(X)
#undef X
	ACTION_COUNT,
};

struct action_info {
	const char *name;  /* in settings, in --keys */
	unsigned scopes;
	const char *keys;  /* as shipped, blank-separated names */
	const char *hint, *help; /* msgids */
};

const struct action_info *action_info(enum action action);
bool action_by_name(struct sv name, enum action *ret);
const char *action_name(size_t i); /* all names, from 0 on; NULL behind the last one */

#endif
