#include "log_find.h"

void log_find_stop(struct log_find *find)
{
	if (find->job)
		loop_cancel_job(find->app->loop, find->job);
	find->job = 0;
	find->jump = false;
}

void log_find_finish(struct log_find *find)
{
	if (find->app)
		log_find_stop(find);
	search_destroy(find->search);
	free(find->pattern);
	*find = (struct log_find){.found = SEARCH_NONE};
}

bool log_find_busy(const struct log_find *find)
{
	return find->job != 0;
}

/* While the log is still being read there may be more to look at later. */
static bool find_step(void *data, int64_t until_us)
{
	struct log_find *find = data;
	bool more = search_step(find->search, until_us);
	if (find->jump) {
		find->found = log_find_next(find, find->from, find->back);
		find->jump = find->found == SEARCH_NONE;
		find->app->dirty |= !find->jump;
	}
	loop_rest(find->app->loop, find->job, more ? search_waits_for(find->search)
		: wizard_waits_for(&find->app->wizard));
	if (more || wizard_reading(&find->app->wizard))
		return true;
	if (find->jump)
		app_message(find->app, LOOK_MESSAGE, _("Nothing was found"));
	find->jump = false;
	find->job = 0;
	find->app->dirty = true;
	return false;
}

void log_find_go_on(struct log_find *find)
{
	if (find->search && !find->job && !search_done(find->search))
		find->job = loop_job(find->app->loop, find_step, find);
}

bool log_find_begin(struct log_find *find, struct app *app, struct log *log,
	struct sv pattern, uint64_t from)
{
	struct err err = {0};
	struct search *search = NULL;
	if (pattern.len) {
		search = search_create(app->options.library, log, pattern, from, &err);
		if (!search) {
			app_message(app, LOOK_ERROR, "%s", err.text);
			return false;
		}
	}
	log_find_finish(find);
	find->app = app;
	find->search = search;
	if (search)
		find->job = loop_job(app->loop, find_step, find);
	return true;
}

void log_find_let_go(struct log_find *find)
{
	if (!find->search)
		return;
	log_find_stop(find);
	free(find->pattern);
	find->pattern = xstrdup(search_pattern(find->search));
	search_destroy(find->search);
	find->search = NULL;
}

void log_find_renew(struct log_find *find, struct log *log)
{
	autofree char *pattern = find->pattern;
	find->pattern = NULL;
	if (pattern)
		log_find_begin(find, find->app, log, sv_str(pattern), 0);
}

uint64_t log_find_next(const struct log_find *find, uint64_t n, bool back)
{
	if (!find->search)
		return SEARCH_NONE;
	uint64_t hit = back ? search_previous(find->search, n) : search_next(find->search, n);
	if (hit != SEARCH_NONE || !search_done(find->search))
		return hit;
	uint64_t count = search_count(find->search);
	return !count ? SEARCH_NONE : search_at(find->search, back ? count - 1 : 0);
}
