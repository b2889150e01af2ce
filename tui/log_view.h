/* The log view's own state, for the two files that make it: what it draws (log_panes.c) and what
 * the keys do (view_log.c). */
#ifndef TUI_LOG_VIEW_H
#define TUI_LOG_VIEW_H

#include "entry_page.h"
#include "log_place.h"
#include "log_row.h"
#include "split.h"
#include "view.h"

struct log_view {
	struct view view;
	struct log_place place;
	struct log_row row;
	struct page page;       /* of the selected entry */
	struct list lines;
	struct log_entry entry;
	bool on_entry, zoom;    /* focus on the entry's pane; one pane only */
	/* what the page shows: it is made anew only when that has changed */
	struct spot shown;
	unsigned shown_revision, shown_case;
	size_t shown_findings;
	int shown_width;
	bool shown_raw;
};

void log_panes_draw(struct log_view *v, struct canvas canvas);
/* Is there room for one pane only? */
bool log_panes_single(const struct log_view *v);
/* Would the panes lie otherwise with this ratio? */
bool log_panes_differ(const struct log_view *v, unsigned ratio);
/* What the entry's page is about. */
struct entry_page log_panes_page(struct log_view *v, uint64_t entry);

#endif
