/* One row of the list of entries: time, level, sign, sentence. */
#ifndef TUI_LOG_ROW_H
#define TUI_LOG_ROW_H

#include "app.h"
#include "log_find.h"
#include "report/redact.h"

#define ROWS_KEPT 128 /* a screen of them, and more */

/* What a row says, so that a step draws a screen without reading its entries again. */
struct kept_row {
	bool there;
	uint64_t n;
	size_t from, count; /* its findings */
	enum log_level level;
	int columns;        /* of the sentence */
	struct strbuf sentence, clock, day; /* clock: without the date */
};

struct log_row {
	struct app *app;
	size_t log;
	struct log_entry entry;      /* what was read last; borrowed by nobody for long */
	struct kept_row kept[ROWS_KEPT];
	size_t kept_log;             /* whose they are … */
	unsigned kept_generation;    /* … and of which reading */
	struct redactor *mask;       /* hides a request's challenge, and nothing else */
	const struct search *search; /* to highlight hits; NULL */
	int skip;                    /* columns scrolled to the right */
	int beyond;                  /* how far it makes sense to: the longest of the rows drawn */
};

void log_row_init(struct log_row *row, struct app *app);
void log_row_finish(struct log_row *row);
/* Entry n on row y of the canvas. marked: by the user. */
void log_row_draw(struct log_row *row, struct canvas canvas, int y, uint64_t n, bool selected,
	bool focused, bool marked);

#endif
