#include "log_place.h"

#include <string.h>

#include "spots.h"

#define MARKS_MAX 1000

void place_init(struct log_place *p, struct app *app)
{
	*p = (struct log_place){.app = app, .cases = app->wizard.cases - 1,
		.wanted = SEARCH_NONE};
	log_find_finish(&p->search);
	log_find_finish(&p->filter);
}

void place_finish(struct log_place *p)
{
	log_find_finish(&p->search);
	log_find_finish(&p->filter);
	free(p->marks);
}

void place_let_go(struct log_place *p)
{
	log_find_let_go(&p->search);
	log_find_let_go(&p->filter);
}

static struct wizard *wizard_of(const struct log_place *p)
{
	return &p->app->wizard;
}

struct log *place_log(const struct log_place *p)
{
	return wizard_of(p)->diagnosis->logs[p->log].log;
}

uint64_t place_count(const struct log_place *p)
{
	return log_info(place_log(p))->entries;
}

bool place_filtered(const struct log_place *p)
{
	return p->filter.search != NULL;
}

static uint64_t rows(const struct log_place *p)
{
	return place_filtered(p) ? search_count(p->filter.search) : place_count(p);
}

uint64_t place_at(const struct log_place *p, uint64_t row)
{
	return place_filtered(p) ? search_at(p->filter.search, row) : row;
}

bool place_entry(const struct log_place *p, uint64_t *ret)
{
	*ret = place_at(p, p->list.selected);
	return p->list.count > 0 && *ret < place_count(p);
}

void place_select(struct log_place *p, uint64_t entry)
{
	p->wanted = SEARCH_NONE;
	uint64_t row = place_filtered(p) ? search_rank(p->filter.search, entry) : entry;
	list_set_count(&p->list, rows(p));
	list_select(&p->list, row);
	p->moved = true;
}

void place_jump(struct log_place *p, uint64_t entry)
{
	if (place_filtered(p) && !search_is_hit(p->filter.search, entry))
		log_find_finish(&p->filter);
	place_select(p, entry);
}

void place_remember(struct log_place *p)
{
	struct saved_case *saved = &wizard_of(p)->saved;
	uint64_t entry;
	if (p->resuming)
		return;
	saved->log = p->log;
	saved->entry = p->wanted != SEARCH_NONE ? p->wanted : place_entry(p, &entry) ? entry : 0;
	free(saved->filter);
	saved->filter = place_filtered(p) ? xstrdup(search_pattern(p->filter.search)) : NULL;
}

void place_show_log(struct log_place *p, size_t log)
{
	if (log != p->log) {
		log_find_finish(&p->search);
		log_find_finish(&p->filter);
		p->list = (struct list){0};
		p->last = 0;
		p->moved = false;
	}
	p->log = log;
}

/* ---- another diagnosis, or the same read again ---- */

static void begin_case(struct log_place *p)
{
	log_find_finish(&p->search);
	log_find_finish(&p->filter);
	p->log = 0;
	p->list = (struct list){0};
	p->marks_count = p->logs_seen = 0;
	p->last = 0;
	p->moved = false;
	p->wanted = SEARCH_NONE;
	p->cases = wizard_of(p)->cases;
	p->resuming = wizard_of(p)->resumed;
}

/* Its log may have to wait for others to be read, or not be there any more. */
static void resume(struct log_place *p)
{
	const struct saved_case *saved = &wizard_of(p)->saved;
	if (saved->log < wizard_of(p)->diagnosis->logs_count) {
		p->log = saved->log;
		p->wanted = saved->entry;
		p->moved = true;
		if (saved->filter)
			log_find_begin(&p->filter, p->app, place_log(p), sv_str(saved->filter), 0);
		p->resuming = false;
	}
	p->resuming &= wizard_reading(wizard_of(p));
}

static void read_again(struct log_place *p)
{
	bool at_end = p->list.selected + 1 >= p->list.count;
	if (p->log >= wizard_of(p)->diagnosis->logs_count)
		place_show_log(p, 0);
	log_find_renew(&p->search, place_log(p));
	log_find_renew(&p->filter, place_log(p));
	if (at_end && !place_filtered(p))
		place_select(p, place_count(p));
}

void place_catch_up(struct log_place *p)
{
	if (p->cases != wizard_of(p)->cases)
		begin_case(p);
	else if (p->generation != wizard_of(p)->generation)
		read_again(p);
	p->generation = wizard_of(p)->generation;
}

/* ---- catching up with what was read ---- */

/* Until the user moves, the first key entry is selected as soon as it is found. */
static void select_first(struct log_place *p)
{
	const struct diagnosis *d = wizard_of(p)->diagnosis;
	size_t first = p->moved ? SPOT_NONE : spots_first(d, p->log);
	if (first == SPOT_NONE)
		return;
	place_select(p, d->findings[first].evidence.entry);
	p->moved = !wizard_reading(wizard_of(p));
}

/* A log that the reader has just asked for comes into view. */
static void show_newest(struct log_place *p)
{
	size_t count = wizard_of(p)->diagnosis->logs_count;
	if (wizard_of(p)->show_newest && count > p->logs_seen) {
		place_show_log(p, count - 1);
		wizard_of(p)->show_newest = false;
	}
	p->logs_seen = count;
}

void place_update(struct log_place *p)
{
	show_newest(p);
	if (p->resuming)
		resume(p);
	list_set_count(&p->list, rows(p));
	select_first(p);
	if (p->wanted < place_count(p) && !log_find_busy(&p->filter))
		place_select(p, p->wanted);
	if (p->search.search && !p->search.jump && p->search.found != SEARCH_NONE) {
		place_jump(p, p->search.found);
		p->search.found = SEARCH_NONE;
	}
	uint64_t entry;
	if (place_entry(p, &entry))
		p->last = entry;
}

/* ---- going somewhere ---- */

bool place_marked(const struct log_place *p, uint64_t entry, size_t *ret)
{
	for (size_t i = 0; i < p->marks_count; i++)
		if (p->marks[i].log == p->log && p->marks[i].entry == entry) {
			*ret = i;
			return true;
		}
	return false;
}

void place_toggle_mark(struct log_place *p)
{
	size_t i;
	uint64_t entry;
	if (!place_entry(p, &entry))
		return;
	if (place_marked(p, entry, &i))
		p->marks[i] = p->marks[--p->marks_count];
	else if (p->marks_count < MARKS_MAX)
		vec_push(p, marks, ((struct spot){p->log, entry}));
}

size_t place_finding(const struct log_place *p)
{
	size_t from, count;
	uint64_t entry;
	if (!place_entry(p, &entry))
		return SPOT_NONE;
	count = spots_of(wizard_of(p)->diagnosis, p->log, entry, &from);
	return count ? spots_main(wizard_of(p)->diagnosis, from, count) : SPOT_NONE;
}

size_t place_key(const struct log_place *p, bool back)
{
	uint64_t entry;
	return place_entry(p, &entry)
		? spots_next(wizard_of(p)->diagnosis, p->log, entry, back) : SPOT_NONE;
}

size_t place_expected(const struct log_place *p)
{
	size_t here = place_finding(p);
	return here == SPOT_NONE ? here : spots_following(wizard_of(p)->diagnosis, here);
}

bool place_next_mark(const struct log_place *p, struct spot *ret)
{
	uint64_t entry, best = UINT64_MAX, first = UINT64_MAX;
	if (!place_entry(p, &entry))
		return false;
	for (size_t i = 0; i < p->marks_count; i++) {
		if (p->marks[i].log != p->log)
			continue;
		uint64_t at = p->marks[i].entry;
		best = at > entry && at < best ? at : best;
		first = at < first ? at : first;
	}
	*ret = (struct spot){p->log, best != UINT64_MAX ? best : first};
	return ret->entry != UINT64_MAX && ret->entry != entry;
}

void place_go(struct log_place *p, size_t finding)
{
	const struct finding *f = &wizard_of(p)->diagnosis->findings[finding];
	place_show_log(p, f->evidence.log);
	place_jump(p, f->evidence.entry);
}

void place_next_hit(struct log_place *p, bool back)
{
	uint64_t entry;
	if (!place_entry(p, &entry))
		return;
	uint64_t hit = log_find_next(&p->search, entry, back);
	if (hit != SEARCH_NONE && hit != entry) {
		place_jump(p, hit);
	} else if (log_find_busy(&p->search)) {
		p->search.jump = true;
		p->search.back = back;
		p->search.from = entry;
	} else {
		app_message(p->app, LOOK_MESSAGE, hit == entry
			? _("This is the only hit") : _("Nothing was found"));
	}
}

