/* How things look, by what they mean: a theme gives each role its colours and attributes. Read
 * from themes/NAME.theme:
 *
 *   # a comment
 *   title = white on blue bold | white on blue bold
 *
 * Left of the bar for terminals with 256 colours (a number 0–255, or a name), right of it for
 * those with 8 or 16; without a bar both are the same. Names: default black red green yellow
 * blue magenta cyan white, and bright-…; attributes: bold dim reverse underline. A role that
 * is not named looks plain. */
#ifndef LOOK_THEME_H
#define LOOK_THEME_H

#include "base/err.h"
#include "base/strbuf.h"

#define LOOK_ROLES(X)                                                                              \
	X(PLAIN, "plain")                                                                     \
	X(TITLE, "title")                   /* the top row */                                 \
	X(HINT, "hint")                     /* the bottom row */                              \
	X(HINT_KEY, "hint.key")                                                               \
	X(BORDER, "border")                                                                   \
	X(HEADING, "heading")                                                                 \
	X(LABEL, "label")                   /* what a value is called */                      \
	X(DIM, "dim")                       /* beside the point: times, gutters */            \
	X(LINK, "link")                                                                       \
	X(SELECTED, "selected")             /* the row with the focus, or what leads it */     \
	X(SELECTED_BLURRED, "selected.blurred") /* the same in a pane without it */           \
	X(FIELD, "field")                   /* where something is typed */                    \
	X(ERROR, "error")                                                                     \
	X(MESSAGE, "message")                                                                 \
	X(PROGRESS, "progress")                                                               \
	X(STEP_DONE, "step.done")                                                             \
	X(STEP_NOW, "step.now")                                                               \
	X(STEP_TODO, "step.todo")                                                             \
	X(REACHED, "outcome.reached")                                                         \
	X(NOT_REACHED, "outcome.not-reached")                                                 \
	X(INCONCLUSIVE, "outcome.inconclusive")                                               \
	X(STAGE_PASSED, "stage.passed")                                                       \
	X(STAGE_BROKEN, "stage.broken")                                                       \
	X(STAGE_MISSING, "stage.missing")                                                     \
	X(STAGE_UNKNOWN, "stage.unknown")                                                     \
	X(KEY_PROOF, "key.proof")           /* key entries, by the guide's roles */           \
	X(KEY_REFUSAL, "key.refusal")                                                         \
	X(KEY_REMOVAL, "key.removal")                                                         \
	X(KEY_GOOD, "key.good")                                                               \
	X(KEY_BAD, "key.bad")                                                                 \
	X(KEY_NOTE, "key.note")                                                               \
	X(MARK, "mark")                     /* the part of an entry that the guide marks */   \
	X(HIT, "hit")                       /* what the search found */                       \
	X(LEVEL_ERROR, "level.error")                                                         \
	X(LEVEL_WARNING, "level.warning")                                                     \
	X(LEVEL_DEBUG, "level.debug")                                                         \
	X(XML_NAME, "xml.name")                                                               \
	X(XML_VALUE, "xml.value")

enum look_role {
#define X(id, name) LOOK_##id,
	LOOK_ROLES(X)
#undef X
	LOOK_COUNT,
};

enum look_attribute { LOOK_ATTR_BOLD = 1, LOOK_ATTR_DIM = 2, LOOK_ATTR_REVERSE = 4,
	LOOK_ATTR_UNDERLINE = 8 };

struct look {
	int16_t front, back; /* 0–255; -1: the terminal's own */
	uint16_t attributes;
};

struct theme {
	char name[32];
	struct look rich[LOOK_COUNT];  /* 256 colours */
	struct look basic[LOOK_COUNT]; /* 8 or 16 */
};

/* Reads one theme's text. path is for messages: "path:line: what, and what was expected". */
bool theme_read(struct theme *theme, const char *path, struct sv text, struct err *err);
/* A shipped theme by its name, or a file by its path (a name with a slash in it; ~/ is home). */
bool theme_load(struct theme *theme, const char *name, struct err *err);
/* The names of the shipped themes, one a call; NULL when there is no more. */
const char *theme_shipped(size_t i);

bool theme_is_shipped(struct sv name);

const char *look_role_name(enum look_role role);

#endif
