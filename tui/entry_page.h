/* All that is known about one entry, as a page: what it means, its named fields, the XML in it
 * unwrapped, what should follow. */
#ifndef TUI_ENTRY_PAGE_H
#define TUI_ENTRY_PAGE_H

#include "app.h"
#include "page.h"
#include "report/redact.h"

struct entry_page {
	struct app *app;
	size_t log;
	uint64_t n;
	bool raw;               /* as it stands in the log rather than unwrapped */
	struct redactor *mask;  /* hides a request's challenge */
};

/* The page keeps its width. entry is read into. */
void entry_page_fill(const struct entry_page *what, struct log_entry *entry,
	struct page *page);

/* For copying: the same as plain lines of text (not yet redacted). all: with what it means. */
void entry_page_text(const struct entry_page *what, struct log_entry *entry, bool all,
	struct strbuf *out);

#endif
