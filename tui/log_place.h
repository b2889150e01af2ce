/* Where the reader stands in the logs: which log, which entry, what he looks for, what he has
 * marked. Draws nothing. */
#ifndef TUI_LOG_PLACE_H
#define TUI_LOG_PLACE_H

#include "list.h"
#include "log_find.h"

struct spot { /* in one of the logs */
	size_t log;
	uint64_t entry;
};

struct log_place {
	struct app *app;     /* borrowed */
	size_t log;          /* the one in view */
	struct list list;    /* its rows: entries, or the filter's hits */
	struct log_find search, filter;
	bool resuming;       /* the place it was saved with is still to be found */
	bool moved;          /* the reader chose an entry; until then the first key entry is */
	size_t logs_seen;    /* of the wizard's */
	uint64_t last;       /* the entry selected last: where a filter without hits leads back to */
	uint64_t wanted;     /* to be selected once it has been read; SEARCH_NONE */
	struct spot *marks;
	size_t marks_count, marks_cap;
	unsigned cases, generation; /* of the wizard, as last seen */
};

void place_init(struct log_place *place, struct app *app);
void place_finish(struct log_place *place);

/* Another diagnosis begins anew (a resumed one where its user stood); the same one read again
 * keeps the place, and at the end of the log follows it. */
void place_catch_up(struct log_place *place);
/* The diagnosis is about to go. */
void place_let_go(struct log_place *place);
/* Before drawing: what was read or found meanwhile. */
void place_update(struct log_place *place);
/* Into what is saved of the diagnosis. */
void place_remember(struct log_place *place);

struct log *place_log(const struct log_place *place);
uint64_t place_count(const struct log_place *place); /* entries read so far */
bool place_filtered(const struct log_place *place);
/* The selected entry; false: there is none. */
bool place_entry(const struct log_place *place, uint64_t *ret);
/* The entry on a row of the list. */
uint64_t place_at(const struct log_place *place, uint64_t row);

void place_select(struct log_place *place, uint64_t entry);
/* The same even if the filter hides it: then the filter ends. */
void place_jump(struct log_place *place, uint64_t entry);
void place_show_log(struct log_place *place, size_t log);
void place_go(struct log_place *place, size_t finding);

/* Findings seen from here, SPOT_NONE where there is none (spots.h): the entry's own, the next
 * key entry, the next record of the same profile. */
size_t place_finding(const struct log_place *place);
size_t place_key(const struct log_place *place, bool back);
size_t place_expected(const struct log_place *place);
/* n and N: to the next hit known; if the search has not got there yet, as soon as it does. */
void place_next_hit(struct log_place *place, bool back);

bool place_marked(const struct log_place *place, uint64_t entry, size_t *ret);
void place_toggle_mark(struct log_place *place);
bool place_next_mark(const struct log_place *place, struct spot *ret);

#endif
