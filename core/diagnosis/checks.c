#include "checks.h"

#include "graph_checks.h"

static int64_t check_in_of_logs(const struct diagnosis *d)
{
	int64_t last = TIME_NONE;
	for (size_t i = 0; i < d->logs_count; i++) {
		int64_t us = coverage_last_check_in(&d->logs[i].coverage, d->options.assigned_at);
		if (us > last)
			last = us;
	}
	return last;
}

static void set_check_in(struct diagnosis *d, int64_t us, enum finding_origin origin)
{
	struct case_check *check = &d->checks[CHECK_LAST_CHECK_IN];
	check->at_us = us;
	check->origin = origin;
	check->outcome = d->options.assigned_at == TIME_NONE ? CHECK_UNKNOWN
		: us < d->options.assigned_at ? CHECK_BAD : CHECK_GOOD;
}

/* What Graph answers holds unless the user has answered. */
static void take_asked(struct diagnosis *d, enum check_id id)
{
	struct case_check *check = &d->checks[id];
	if (check->origin == ORIGIN_USER && check->at_us == TIME_NONE)
		return;
	*check = (struct case_check){.at_us = TIME_NONE, .finding = SIZE_MAX, .note = check->note};
	if (!d->asked[id].answered)
		return;
	check->outcome = d->asked[id].outcome;
	check->at_us = d->asked[id].at_us;
	check->origin = d->graph_origin;
}

/* --last-check-in, then an answer, then Graph, then the log's own (CONTRACT, in this order); but a
 * check-in that a log shows is not undone by an older one of Graph's. */
static void judge_check_in(struct diagnosis *d)
{
	struct case_check *check = &d->checks[CHECK_LAST_CHECK_IN];
	int64_t of_logs = check_in_of_logs(d);
	if (d->options.last_check_in != TIME_NONE) {
		set_check_in(d, d->options.last_check_in, ORIGIN_USER);
		return;
	}
	take_asked(d, CHECK_LAST_CHECK_IN);
	if (check->origin != ORIGIN_USER && of_logs != TIME_NONE && of_logs > check->at_us)
		set_check_in(d, of_logs, ORIGIN_LOG);
}

/* The record that shows the check-in a log was asked for: the last one not behind it. */
static const struct finding *check_in_record(const struct diagnosis *d, int64_t us)
{
	const struct finding *found = NULL;
	for (size_t i = 0; i < d->findings_count; i++) {
		const struct finding *f = &d->findings[i];
		bool ends = f->key && (f->key->check_in == CHECK_IN_END ||
			f->key->check_in == CHECK_IN_MESSAGE);
		if (ends && f->at.us != TIME_NONE && f->at.us <= us &&
		    (!found || f->at.us >= found->at.us))
			found = f;
	}
	return found;
}

static void quote_check_in(const struct diagnosis *d, int64_t us, struct finding *finding)
{
	const struct finding *record = check_in_record(d, us);
	if (record)
		finding->evidence = record->evidence;
}

static void add_check_finding(struct diagnosis *d, enum check_id id)
{
	struct case_check *check = &d->checks[id];
	struct finding finding;
	char text[TIME_TEXT_MAX];
	check->finding = SIZE_MAX;
	if (check->origin == ORIGIN_NONE)
		return;
	finding_init(&finding);
	finding.check = check_id_text(id);
	finding.stage = STAGE_ASSIGNED;
	finding.origin = check->origin;
	finding.outcome = check->outcome == CHECK_GOOD ? FINDING_GOOD
		: check->outcome == CHECK_BAD ? FINDING_BAD : FINDING_NOTE;
	if (check->at_us != TIME_NONE)
		finding.at = (struct moment){check->at_us,
			arena_sv(&d->check_texts, sv_str(time_rfc3339(check->at_us, text))).ptr,
			ZONE_UTC};
	if (check->origin == ORIGIN_LOG)
		quote_check_in(d, check->at_us, &finding);
	check->finding = d->findings_count;
	vec_push(d, findings, finding);
}

void checks_judge(struct diagnosis *d)
{
	graph_checks_judge(d);
	take_asked(d, CHECK_TARGET_USER);
	take_asked(d, CHECK_GROUP);
	judge_check_in(d);
	for (int i = 0; i < CHECK_COUNT; i++)
		add_check_finding(d, (enum check_id)i);
}
