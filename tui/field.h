/* A line being typed on the last row: a path, a pattern, a command. Takes all keys while it is
 * open. */
#ifndef TUI_FIELD_H
#define TUI_FIELD_H

#include "line_edit.h"
#include "look/action.h"

struct app;

enum field_kind { FIELD_PATH, FIELD_SEARCH, FIELD_FILTER, FIELD_COMMAND, FIELD_OTHER,
	FIELD_KINDS };
#define FIELD_HISTORY 20

/* What was typed. False: it can't be taken (the message says why), the field stays open. */
typedef bool field_fn(struct app *app, void *data, const char *text);

struct field_request {
	enum field_kind kind; /* fields of a kind share what was typed before */
	const char *prompt;
	const char *text;     /* to begin with; NULL: nothing */
	field_fn *done;
	void *data;
};

struct field {
	bool open;
	bool pasting; /* between the marks of a bracketed paste: Enter is text */
	struct field_request request;
	struct line_edit edit;
	char *history[FIELD_KINDS][FIELD_HISTORY]; /* the newest first */
	int recalled;                              /* -1: none */
};

void field_finish(struct field *field);
void field_open(struct field *field, const struct field_request *request);
void field_remember(struct field *field);
/* Up and down: what was typed before. */
void field_recall(struct field *field, int older);
/* Tab: as much of a path or a command as is certain; the candidates go to out, blank-separated,
 * if there are several. */
void field_complete(struct field *field, struct strbuf *out);
void field_draw(struct field *field, struct canvas canvas, int y);

#endif
