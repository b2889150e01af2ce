#include "missing.h"

#include <string.h>

#include "base/i18n.h"

#define BIT(what) (1u << (what))

static bool speaks(const struct finding *f, size_t log)
{
	return f->key && f->evidence.log == log && f->profile != PROFILE_NONE &&
		(f->key->role == ROLE_PROOF || f->key->role == ROLE_REFUSAL);
}

/* Is a profile left of which no log tells? */
static bool is_open(const struct diagnosis *d)
{
	for (size_t i = 0; i < d->profiles_count; i++)
		if (d->profiles[i].verdict.rule == 5)
			return true;
	return false;
}

/* Does this log carry a proof or refusal that counts? undated: one that the clock rules
 * can't use. */
static bool decides(const struct diagnosis *d, size_t log, bool *ret_undated)
{
	int64_t assigned = d->options.assigned_at;
	bool decides = false;
	*ret_undated = false;
	for (size_t i = 0; i < d->findings_count; i++) {
		const struct finding *f = &d->findings[i];
		if (!speaks(f, log))
			continue;
		bool dated = f->at.us != TIME_NONE;
		if (f->key->role == ROLE_REFUSAL || assigned == TIME_NONE ||
		    (dated && f->at.us >= assigned - VERDICT_TOLERANCE))
			decides = true;
		else if (!dated)
			*ret_undated = true;
	}
	return decides;
}

/* Console prints a zone and no date, other forms of iOS neither, or a date alone. */
static unsigned clock_missing(const struct log_info *info)
{
	struct sv time = info->first.text;
	if (info->platform != LOG_IOS || (time.len > 4 && time.ptr[4] == '-'))
		return BIT(MISSING_ZONE);
	bool zone = !strcmp(info->format, "ios-console") || info->first.zone != ZONE_UNKNOWN;
	return BIT(MISSING_DATE) | (zone ? 0 : BIT(MISSING_ZONE));
}

/* Forms that could prove a silence, and what keeps this one from it. */
static unsigned silence_missing(const struct diagnosis *d, const struct case_log *log)
{
	const struct coverage *c = &log->coverage;
	int64_t assigned = d->options.assigned_at;
	unsigned missing = 0;
	if (assigned == TIME_NONE)
		return BIT(MISSING_ASSIGNED_AT) | (c->broken ? BIT(MISSING_RECORDS) : 0);
	if (c->first_us == TIME_NONE || c->first_us > assigned)
		missing |= BIT(MISSING_WINDOW);
	const struct check_in *check_in = coverage_check_in(c, assigned);
	if (!check_in)
		missing |= BIT(MISSING_CHECK_IN);
	if (!coverage_whole(c, assigned, check_in ? check_in->end_us : c->last_us))
		missing |= BIT(MISSING_RECORDS);
	return missing;
}

static unsigned windows_missing(const struct diagnosis *d, const struct case_log *log)
{
	const struct log_info *info = log_info(log->log);
	if (info->entries && !log->coverage.saw_entries)
		return BIT(MISSING_WRONG_LOG);
	if (log->coverage.exact_form)
		return silence_missing(d, log) |
			(log->coverage.wrong_channel ? BIT(MISSING_RECORDS) : 0);
	unsigned zone = info->first.us == TIME_NONE ? BIT(MISSING_ZONE) : 0;
	return BIT(MISSING_RECORDS) | (d->options.assigned_at == TIME_NONE
		? BIT(MISSING_ASSIGNED_AT) : zone);
}

static unsigned android_missing(const struct diagnosis *d, const struct case_log *log)
{
	if (log_info(log->log)->partial)
		return BIT(MISSING_WRONG_LOG);
	if (!log_info(log->log)->saw_debug)
		return BIT(MISSING_VERBOSE) | (d->options.assigned_at == TIME_NONE
			? BIT(MISSING_ASSIGNED_AT) : 0);
	return silence_missing(d, log) |
		(log->coverage.saw_entries ? 0 : BIT(MISSING_CHECK_IN));
}

static unsigned ios_missing(const struct diagnosis *d, const struct case_log *log)
{
	unsigned assigned = d->options.assigned_at == TIME_NONE ? BIT(MISSING_ASSIGNED_AT) : 0;
	return assigned | (log_info(log->log)->saw_debug ? BIT(MISSING_WINDOW)
		: BIT(MISSING_DEBUG));
}

/* Of a guide with a later goal: silence proves nothing there, so all that a log can lack is the
 * record itself. */
static unsigned step_missing(const struct diagnosis *d, const struct case_log *log)
{
	if (d->overflow || log_info(log->log)->overflow)
		return BIT(MISSING_RECORDS);
	return d->verdict.outcome == INCONCLUSIVE && d->verdict.decisive == VERDICT_NO_FINDING
		? BIT(MISSING_WINDOW) : 0;
}

static unsigned missing_of(const struct diagnosis *d, size_t i)
{
	const struct case_log *log = &d->logs[i];
	bool undated;
	if (!guide_reads(d->guide, log_info(log->log)->platform))
		return BIT(MISSING_WRONG_LOG);
	if (!guide_is_delivery(d->guide))
		return step_missing(d, log);
	if (decides(d, i, &undated) && !is_open(d))
		return d->overflow || log_info(log->log)->overflow ? BIT(MISSING_RECORDS) : 0;
	if (undated)
		return clock_missing(log_info(log->log));
	if (coverage_complete(&log->coverage, d->options.assigned_at))
		return 0;
	switch (d->guide->platform) {
	case PLATFORM_WINDOWS:
		return windows_missing(d, log);
	case PLATFORM_ANDROID:
		return android_missing(d, log);
	default:
		return ios_missing(d, log);
	}
}

void missing_judge(struct diagnosis *d)
{
	for (size_t i = 0; i < d->logs_count; i++) {
		d->logs[i].missing = missing_of(d, i);
		d->logs[i].sufficient = !d->logs[i].missing;
	}
}

unsigned diagnosis_missing(const struct diagnosis *d)
{
	unsigned missing = 0;
	for (size_t i = 0; i < d->logs_count; i++)
		missing |= d->logs[i].missing;
	return missing;
}

const char *missing_id(enum missing missing)
{
	static const char *const ids[] = {"debug-level", "verbose-level", "window", "check-in",
		"wrong-log", "records", "zone", "date", "assigned-at"};
	return ids[missing];
}

/* For a guide that has no recipe of its own. */
static const char *plain_text(enum missing missing)
{
	static const char *const texts[] = {
		N_("The log has no debug messages."),
		N_("The log has no verbose messages."),
		N_("The log does not reach back to the assignment."),
		N_("The log shows no finished check-in after the assignment."),
		N_("This is not the log the guide asks for."),
		N_("Entries are missing or damaged, or this form cannot show that none is missing."),
		N_("The times have no zone; give it with --log-zone."),
		N_("The times have no date; give it with --log-date."),
		N_("Say when the profile was assigned or last changed (--assigned-at)."),
	};
	return _(texts[missing]);
}

void missing_text(const struct diagnosis *d, enum missing missing, struct strbuf *out)
{
	const char *recipe = guide_recipe(d->guide, missing_id(missing));
	strbuf_str(out, recipe ? guide_text(recipe) : plain_text(missing));
}
