#include "standing.h"

#include <string.h>

struct standing {
	struct match *match;
	struct coverage_mark coverage;
	struct arena_mark texts;
	size_t findings, notes, computers, strangers;
	uint64_t key_entries;
	size_t *unkept; /* NULL: none */
	bool overflow;
};

static size_t *copy_counts(const struct diagnosis *d, const size_t *counts)
{
	size_t count = d->guide->entries_count;
	size_t *copy = counts ? xcalloc(count, sizeof(*copy)) : NULL;
	if (copy)
		memcpy(copy, counts, count * sizeof(*copy));
	return copy;
}

/* Those of logs come first: what the checks and Graph added is no part of it. */
static size_t log_findings(const struct diagnosis *d)
{
	size_t count = d->findings_count;
	while (count && !d->findings[count - 1].key)
		count--;
	return count;
}

struct standing *standing_take(const struct match *match)
{
	const struct diagnosis *d = match->diagnosis;
	const struct case_log *log = &d->logs[match->log];
	struct standing *standing = xcalloc(1, sizeof(*standing));
	*standing = (struct standing){.match = match_copy(match),
		.coverage = coverage_mark(&log->coverage), .texts = arena_mark(&d->texts),
		.findings = log_findings(d), .notes = d->notes_count,
		.computers = d->computers_count, .strangers = d->strangers_count,
		.key_entries = log->key_entries, .unkept = copy_counts(d, log->unkept),
		.overflow = d->overflow};
	return standing;
}

void standing_destroy(struct standing *standing)
{
	if (!standing)
		return;
	match_destroy(standing->match);
	free(standing->unkept);
	free(standing);
}

struct match *standing_go_back(struct standing *standing)
{
	struct match *match = standing->match;
	struct diagnosis *d = match->diagnosis;
	struct case_log *log = &d->logs[match->log];
	diagnosis_drop_checks(d);
	diagnosis_drop_findings(d, standing->findings);
	arena_go_back(&d->texts, standing->texts);
	coverage_go_back(&log->coverage, &standing->coverage);
	while (d->computers_count > standing->computers)
		free(d->computers[--d->computers_count]);
	d->notes_count = standing->notes;
	d->strangers_count = standing->strangers;
	d->overflow = standing->overflow;
	log->key_entries = standing->key_entries;
	free(log->unkept);
	log->unkept = standing->unkept;
	free(standing);
	return match;
}
