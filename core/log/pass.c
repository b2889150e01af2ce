#include "pass.h"

#include <stdlib.h>

#include "opened.h"

struct log_pass {
	struct log *log;
	struct log_options options;
	struct scan *scan;
	size_t taken;
	bool done;
	uint32_t own; /* of the log's own scan: the texts that count; 0: it is another scan */
};

bool log_pass_can(const struct log *log)
{
	return log->scan && !log->format->escaped;
}

struct log_pass *log_pass_create(struct log *log, const struct sv *texts, size_t count, bool fold,
	uint64_t from)
{
	struct log_pass *pass = xcalloc(1, sizeof(*pass));
	struct scan_from start = log->start;
	pass->log = log;
	pass->options = log->options;
	pass->options.literals = texts;
	pass->options.literals_count = count;
	pass->options.fold_literals = fold;
	if (from)
		scan_before(log->scan, from, &start);
	pass->scan = scan_create(log->text, log->format, start, &pass->options);
	return pass;
}

struct log_pass *log_pass_own(struct log *log, uint32_t texts)
{
	struct log_pass *pass = xcalloc(1, sizeof(*pass));
	pass->log = log;
	pass->scan = log->scan;
	pass->own = texts;
	return pass;
}

void log_pass_destroy(struct log_pass *pass)
{
	if (!pass)
		return;
	if (!pass->own)
		scan_destroy(pass->scan);
	free(pass);
}

bool log_pass_step(struct log_pass *pass)
{
	if (pass->own)
		return log_step(pass->log, 0);
	pass->done = pass->done || !scan_step(pass->scan);
	return !pass->done;
}

int log_pass_waits_for(const struct log_pass *pass)
{
	return scan_waits_for(pass->scan);
}

uint64_t log_pass_seen(const struct log_pass *pass)
{
	if (pass->own)
		return pass->log->info.entries;
	uint64_t count = scan_count(pass->scan);
	return pass->done ? count : count ? count - 1 : 0;
}

uint64_t log_pass_peek(struct log_pass *pass)
{
	while (pass->own && pass->taken < scan_hits(pass->scan) &&
	       scan_hit(pass->scan, pass->taken) < pass->log->info.entries && /* else more may come */
	       !(scan_hit_texts(pass->scan, pass->taken) & pass->own))
		pass->taken++;
	return pass->taken < scan_hits(pass->scan) ? scan_hit(pass->scan, pass->taken)
						   : LOG_PASS_NONE;
}

void log_pass_take(struct log_pass *pass)
{
	struct scan_place place = scan_hit_place(pass->scan, pass->taken);
	scan_set_near(pass->log->scan, scan_hit(pass->scan, pass->taken), &place);
	pass->taken++;
}
