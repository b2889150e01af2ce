#include "diagnosis.h"

#include <string.h>

#include "base/loop.h"
#include "checks.h"
#include "graph_findings.h"
#include "match.h"
#include "missing.h"
#include "profiles.h"
#include "standing.h"

/* The log being read. Kept beside the public struct: nobody else has to know. */
struct working {
	struct diagnosis public;
	bool reading, indexing;
	struct match *match; /* NULL: no log at work, or none of any platform */
	struct standing *standing; /* of the last log, once it was read; or NULL */
	struct sv literals[LOG_LITERALS_MAX];
};

static struct working *working_of(struct diagnosis *d)
{
	return (struct working *)(void *)d;
}

void case_options_init(struct case_options *options)
{
	*options = (struct case_options){.assigned_at = TIME_NONE, .last_check_in = TIME_NONE};
}

struct diagnosis *diagnosis_create(const struct library *library, const struct guide *guide)
{
	struct working *w = xcalloc(1, sizeof(*w));
	struct diagnosis *d = &w->public;
	d->library = library;
	d->guide = guide;
	d->deciding = PROFILE_NONE;
	arena_init(&d->texts);
	arena_init(&d->check_texts);
	arena_init(&d->graph_texts);
	case_options_init(&d->options);
	for (int i = 0; i < CHECK_COUNT; i++)
		d->checks[i] = (struct case_check){.at_us = TIME_NONE, .finding = SIZE_MAX};
	return d;
}

void diagnosis_drop_findings(struct diagnosis *d, size_t keep)
{
	while (d->findings_count > keep)
		finding_finish(&d->findings[--d->findings_count]);
}

void diagnosis_drop_checks(struct diagnosis *d)
{
	size_t keep = d->findings_count;
	while (keep && !d->findings[keep - 1].key)
		keep--;
	diagnosis_drop_findings(d, keep);
	arena_reset(&d->check_texts);
	for (int i = 0; i < CHECK_COUNT; i++)
		d->checks[i].finding = SIZE_MAX;
}

void diagnosis_destroy(struct diagnosis *d)
{
	if (!d)
		return;
	match_destroy(working_of(d)->match);
	standing_destroy(working_of(d)->standing);
	diagnosis_drop_findings(d, 0);
	for (size_t i = 0; i < d->logs_count; i++) {
		log_close(d->logs[i].log);
		coverage_finish(&d->logs[i].coverage);
		free(d->logs[i].unkept);
	}
	for (int i = 0; i < CHECK_COUNT; i++)
		free(d->checks[i].note);
	for (size_t i = 0; i < d->computers_count; i++)
		free(d->computers[i]);
	arena_finish(&d->texts);
	arena_finish(&d->check_texts);
	arena_finish(&d->graph_texts);
	free(d->computers);
	free(d->logs);
	free(d->findings);
	free(d->profiles);
	free(d->row_slots);
	free(d->strangers);
	free(working_of(d));
}

void diagnosis_set_options(struct diagnosis *d, const struct case_options *options)
{
	d->options = *options;
	d->revision++;
}

void diagnosis_answer(struct diagnosis *d, enum check_id check, enum check_outcome outcome,
	const char *note)
{
	struct case_check *answer = &d->checks[check];
	free(answer->note);
	answer->note = note && *note ? xstrdup(note) : NULL;
	answer->outcome = outcome;
	answer->origin = ORIGIN_USER;
	answer->at_us = TIME_NONE;
	d->revision++;
}

/* ---- reading a log ---- */

bool diagnosis_open_log(struct diagnosis *d, struct source *owned, struct err *err)
{
	struct working *w = working_of(d);
	struct case_log entry = {0};
	struct log_options options = d->options.log;
	diagnosis_cancel_log(d);
	enum log_platform content = LOG_NO_PLATFORM;
	log_sniff(owned, &content, NULL);
	options.threads = log_spare_threads();
	options.background = d->background;
	options.literals = w->literals;
	options.literals_count = match_literals(d->guide, content, w->literals);
	entry.log = log_open(owned, &options, err);
	if (!entry.log)
		return false;
	coverage_init(&entry.coverage);
	vec_push(d, logs, entry);
	standing_destroy(w->standing);
	w->standing = NULL;
	w->reading = w->indexing = true;
	if (log_info(entry.log)->platform != LOG_NO_PLATFORM)
		w->match = match_create(d, d->logs_count - 1);
	return true;
}

static struct case_log *log_at_work(const struct working *w)
{
	return &w->public.logs[w->public.logs_count - 1];
}

static void end_log(struct working *w)
{
	struct case_log *log = log_at_work(w);
	w->standing = w->match ? match_take_standing(w->match) : NULL;
	match_destroy(w->match);
	w->match = NULL;
	w->reading = w->indexing = false;
	coverage_close(&log->coverage, log_info(log->log));
	w->public.revision++;
}

/* Block by block, so that what is in the first of them is there before the last is read. */
static bool work(struct working *w, int64_t until_us)
{
	do {
		if (w->match && match_step(w->match, until_us))
			return true;
		if (!w->indexing)
			return false;
		w->indexing = log_step(log_at_work(w)->log, 0);
	} while (log_waits_for(log_at_work(w)->log) < 0 && loop_now_us() < until_us);
	return true;
}

bool diagnosis_log_step(struct diagnosis *d, int64_t until_us)
{
	struct working *w = working_of(d);
	if (!w->reading)
		return false;
	uint64_t before = log_at_work(w)->key_entries;
	bool more = work(w, until_us);
	d->revision += log_at_work(w)->key_entries != before;
	if (!more)
		end_log(w);
	return more;
}

int diagnosis_waits_for(const struct diagnosis *d)
{
	const struct working *w = (const struct working *)(const void *)d;
	return w->reading ? log_waits_for(log_at_work(w)->log) : -1;
}

/* Where entries are numbered only at the end, the key entries are looked for after that. */
double diagnosis_log_progress(const struct diagnosis *d)
{
	const struct working *w = (const struct working *)(const void *)d;
	if (!w->reading)
		return 1.0;
	double indexed = log_progress(log_at_work(w)->log);
	if (!w->match || log_info(log_at_work(w)->log)->steady)
		return indexed;
	return w->indexing ? indexed / 2 : (1.0 + match_progress(w->match)) / 2;
}

bool diagnosis_reading(const struct diagnosis *d)
{
	return ((const struct working *)(const void *)d)->reading;
}

void diagnosis_cancel_log(struct diagnosis *d)
{
	struct working *w = working_of(d);
	if (!w->reading)
		return;
	log_stop(log_at_work(w)->log, diagnosis_log_progress(d));
	end_log(w);
}

enum source_change diagnosis_grow(struct diagnosis *d)
{
	struct working *w = working_of(d);
	if (!w->standing)
		return SOURCE_OTHER;
	enum source_change change = log_grow(log_at_work(w)->log);
	if (change != SOURCE_GROWN)
		return change;
	w->match = standing_go_back(w->standing);
	w->standing = NULL;
	w->reading = w->indexing = true;
	d->revision++;
	return change;
}

const char *diagnosis_member(const struct diagnosis *d, const struct evidence *evidence,
	bool joined)
{
	const struct log *log = d->logs[evidence->log].log;
	const char *member = log_part_member(log, evidence->part);
	return joined && member && !strcmp(member, log_info(log)->member) ? NULL : member;
}

void diagnosis_hash_log(struct diagnosis *d, size_t log)
{
	log_hash(d->logs[log].log, d->logs[log].sha256);
}

/* ---- judging ---- */

static bool log_shows_later(const struct diagnosis *d, const struct case_log *log)
{
	const struct log_info *info = log_info(log->log);
	if (!guide_reads(d->guide, info->platform))
		return false;
	return info->platform == LOG_WINDOWS ? log->coverage.exact_form : info->saw_debug;
}

static void fill_facts(const struct diagnosis *d, struct verdict_facts *facts)
{
	*facts = (struct verdict_facts){.assigned_at = d->options.assigned_at,
		.overflow = d->overflow || diagnosis_reading(d)};
	for (int i = 0; i < CHECK_COUNT; i++)
		facts->checks[i] = d->checks[i].outcome;
	for (size_t i = 0; i < d->logs_count; i++) {
		facts->covered |= coverage_complete(&d->logs[i].coverage,
			d->options.assigned_at);
		facts->overflow |= log_info(d->logs[i].log)->overflow;
	}
}

static struct trace trace_of(const struct finding *f, size_t number)
{
	return (struct trace){.role = f->key->role, .us = f->at.us, .log = f->evidence.log,
		.order = f->evidence.entry, .user = f->user, .passes = f->key->passes,
		.breaks = f->key->breaks, .finding = number,
		.by_time = f->joined == JOINED_BY_TIME};
}

/* Does a log that would show the later stages go on after the last proof? If it ends there,
 * nothing can be missed in it. */
static bool shows_later(const struct diagnosis *d, const struct verdict_facts *facts)
{
	for (size_t i = facts->traces_count; i-- > 0;) {
		const struct trace *trace = &facts->traces[i];
		const struct case_log *log = &d->logs[trace->log];
		if (trace->role == ROLE_PROOF)
			return log_shows_later(d, log) &&
				trace->order + 1 < log_info(log->log)->entries;
	}
	return false;
}

/* The findings of all rows, those of a row side by side and in their order: looking through all of
 * them for each row would take minutes where a log names many profiles. */
struct by_row {
	size_t *findings, *begins; /* begins: where each row's begin, and where the last one's end */
};

static bool in_row(const struct finding *finding)
{
	return finding->key && finding->profile != PROFILE_NONE;
}

static void by_row_fill(struct by_row *by, const struct diagnosis *d)
{
	by->begins = xcalloc(d->profiles_count + 2, sizeof(*by->begins));
	by->findings = xcalloc(d->findings_count, sizeof(*by->findings));
	size_t *ends = by->begins + 1; /* of the rows so far: what is counted moves one row up */
	for (size_t i = 0; i < d->findings_count; i++)
		if (in_row(&d->findings[i]))
			ends[d->findings[i].profile + 1]++;
	for (size_t row = 1; row <= d->profiles_count; row++)
		ends[row] += ends[row - 1];
	for (size_t i = 0; i < d->findings_count; i++)
		if (in_row(&d->findings[i]))
			by->findings[ends[d->findings[i].profile]++] = i;
}

static void by_row_finish(struct by_row *by)
{
	free(by->findings);
	free(by->begins);
}

/* Of a later goal: what is surely one device's own. Its log shows where a request begins; servers
 * speak of many devices, and what they say is its own if a mark joins it. */
static void mark_sure(const struct diagnosis *d, size_t row, struct trace *traces, size_t count)
{
	autofree bool *own = xcalloc(d->logs_count, sizeof(*own));
	for (size_t i = 0; i < count; i++) {
		const struct finding *f = &d->findings[traces[i].finding];
		own[f->evidence.log] |= f->id && f->key->anchor != ANCHOR_NONE;
	}
	for (size_t i = 0; i < count && row != PROFILE_NONE; i++)
		traces[i].sure = own[traces[i].log] ||
			d->findings[traces[i].finding].joined == JOINED_BY_MARK;
}

/* findings: the row's, by number. */
static struct profile_verdict judge_row(const struct diagnosis *d, size_t row,
	const size_t *findings, size_t count, struct verdict_facts *facts)
{
	autofree struct trace *traces = xcalloc(count, sizeof(*traces));
	for (size_t i = 0; i < count; i++)
		traces[i] = trace_of(&d->findings[findings[i]], findings[i]);
	facts->traces = traces;
	facts->traces_count = count;
	facts->shows_later = shows_later(d, facts);
	if (guide_is_delivery(d->guide))
		return verdict_of(facts);
	mark_sure(d, row, traces, facts->traces_count);
	return verdict_of_goal(facts, d->guide->goal);
}

static void judge_rows(struct diagnosis *d)
{
	struct verdict_facts facts;
	struct by_row by;
	fill_facts(d, &facts);
	by_row_fill(&by, d);
	d->deciding = PROFILE_NONE;
	for (size_t i = 0; i < d->profiles_count; i++) {
		d->profiles[i].verdict = judge_row(d, i, by.findings + by.begins[i],
			by.begins[i + 1] - by.begins[i], &facts);
		if (d->deciding == PROFILE_NONE || d->profiles[i].verdict.outcome >
		    d->profiles[d->deciding].verdict.outcome)
			d->deciding = i;
	}
	by_row_finish(&by);
	d->verdict = d->deciding == PROFILE_NONE ? judge_row(d, PROFILE_NONE, NULL, 0, &facts)
		: d->profiles[d->deciding].verdict;
}

void diagnosis_judge(struct diagnosis *d)
{
	diagnosis_drop_checks(d);
	checks_judge(d);
	profiles_build(d);
	judge_rows(d);
	graph_findings_add(d);
	missing_judge(d);
}

void diagnosis_counts(const struct diagnosis *d, size_t log,
	size_t ret[static GUIDE_ENTRIES_MAX])
{
	const struct guide_key_entry *keys = d->guide->entries;
	memset(ret, 0, GUIDE_ENTRIES_MAX * sizeof(*ret));
	for (size_t i = 0; i < d->findings_count; i++) {
		const struct finding *f = &d->findings[i];
		if (f->key && (log == SIZE_MAX || f->evidence.log == log))
			ret[f->key - keys]++;
	}
	for (size_t i = 0; i < d->logs_count; i++)
		for (size_t j = 0; d->logs[i].unkept && j < d->guide->entries_count; j++)
			ret[j] += log == SIZE_MAX || log == i ? d->logs[i].unkept[j] : 0;
}

size_t diagnosis_count(const struct diagnosis *d, size_t log,
	const struct guide_key_entry *key)
{
	size_t counts[GUIDE_ENTRIES_MAX];
	diagnosis_counts(d, log, counts);
	return counts[key - d->guide->entries];
}

size_t diagnosis_unkept(const struct diagnosis *d, size_t log)
{
	size_t count = 0;
	for (size_t i = 0; d->logs[log].unkept && i < d->guide->entries_count; i++)
		count += d->logs[log].unkept[i];
	return count;
}
