/* The verdict and its reasons as sentences for people. */
#include "diagnosis.h"

#include <string.h>

#include "base/i18n.h"

/* ---- the summary ---- */

static void add_profile(const struct diagnosis *d, struct strbuf *out)
{
	const struct case_profile *row = d->deciding == PROFILE_NONE ? NULL
		: &d->profiles[d->deciding];
	if (!row)
		strbuf_str(out, _("a SCEP profile"));
	else if (!row->profile[0])
		strbuf_str(out, _("the profile (its id is not printed in the log)"));
	else
		strbuf_addf(out, _("profile %s"), row->profile);
}

/* "(record 3, 2024-08-20T09:41:04.11Z)" */
static void add_place(const struct diagnosis *d, const struct finding *f, struct strbuf *out)
{
	const char *member = diagnosis_member(d, &f->evidence, true);
	char time[TIME_TEXT_MAX];
	if (f->evidence.has_record)
		strbuf_addf(out, _("record %llu"), (unsigned long long)f->evidence.record);
	else
		strbuf_addf(out, _("line %llu, offset %llu"),
			(unsigned long long)f->evidence.line,
			(unsigned long long)f->evidence.offset);
	if (member)
		strbuf_addf(out, _(" of %s"), member);
	if (f->at.us != TIME_NONE)
		strbuf_addf(out, ", %s", time_rfc3339(f->at.us, time));
	else if (f->at.text)
		strbuf_addf(out, ", %s", f->at.text);
}

static void add_quote(const struct diagnosis *d, size_t finding, struct strbuf *out)
{
	if (finding >= d->findings_count)
		return;
	strbuf_str(out, " (");
	add_place(d, &d->findings[finding], out);
	strbuf_str(out, ")");
}

static void add_later_stage(const struct diagnosis *d, struct strbuf *out)
{
	enum guide_stage stage = d->verdict.stage;
	if (stage == STAGE_NONE) {
		strbuf_str(out, " ");
		strbuf_str(out, _("The certificate was requested, issued and installed."));
		return;
	}
	strbuf_str(out, " ");
	if (d->verdict.stages[stage] == STAGE_BROKEN)
		strbuf_addf(out, _("After that something failed: %s"),
			guide_text(d->guide->stages[stage].if_broken
				? d->guide->stages[stage].if_broken
				: d->guide->stages[stage].title));
	else
		strbuf_addf(out, _("Not seen after that: “%s”."),
			guide_text(d->guide->stages[stage].title));
}

static void sum_reached(const struct diagnosis *d, struct strbuf *out)
{
	strbuf_str(out, _("Reached: "));
	add_profile(d, out);
	strbuf_str(out, _(" was delivered to this device"));
	add_quote(d, d->verdict.decisive, out);
	strbuf_char(out, '.');
	add_later_stage(d, out);
}

static void add_bad_checks(const struct diagnosis *d, struct strbuf *out)
{
	bool first = true;
	for (int i = 0; i < CHECK_COUNT; i++) {
		if (d->checks[i].outcome != CHECK_BAD)
			continue;
		strbuf_str(out, first ? "" : " ");
		diagnosis_check_text(d, (enum check_id)i, out);
		first = false;
	}
}

static void sum_not_reached(const struct diagnosis *d, struct strbuf *out)
{
	if (d->deciding == PROFILE_NONE && d->verdict.rule == 4) {
		strbuf_str(out, _("Not reached: no SCEP profile arrived. The log covers a whole "
			"check-in after the assignment and has no delivery."));
		return;
	}
	strbuf_str(out, _("Not reached: "));
	add_profile(d, out);
	strbuf_char(out, ' ');
	if (d->verdict.rule == 1) {
		strbuf_str(out, _("arrived on this device and was refused"));
		add_quote(d, d->verdict.decisive, out);
		strbuf_char(out, '.');
	} else if (d->verdict.rule == 3) {
		strbuf_str(out, _("did not get to this device, and a check says why: "));
		add_bad_checks(d, out);
	} else {
		strbuf_str(out, _("did not arrive: the log covers a whole check-in after the "
			"assignment and has no delivery."));
	}
}

static void sum_inconclusive(const struct diagnosis *d, struct strbuf *out)
{
	strbuf_str(out, _("Inconclusive: "));
	if (d->verdict.removal != VERDICT_NO_FINDING) {
		add_profile(d, out);
		strbuf_str(out, _(" was delivered"));
		add_quote(d, d->verdict.decisive, out);
		strbuf_str(out, _(" and removed again later"));
		add_quote(d, d->verdict.removal, out);
		strbuf_char(out, '.');
		return;
	}
	strbuf_str(out, _("this evidence can neither show nor rule out that "));
	add_profile(d, out);
	strbuf_str(out, _(" reached this device."));
}

static void add_older_proof(const struct diagnosis *d, struct strbuf *out)
{
	if (d->verdict.older_proof >= d->findings_count)
		return;
	bool dated = d->findings[d->verdict.older_proof].at.us != TIME_NONE;
	strbuf_char(out, ' ');
	strbuf_str(out, dated ? _("An older delivery, from before the assignment, is there")
			      : _("A delivery without a usable time is there"));
	add_quote(d, d->verdict.older_proof, out);
	strbuf_char(out, '.');
}

static void add_contradictions(const struct diagnosis *d, struct strbuf *out)
{
	if (d->verdict.outcome != REACHED)
		return;
	for (int i = 0; i < CHECK_COUNT; i++) {
		if (d->checks[i].outcome != CHECK_BAD)
			continue;
		const struct guide_check *check = guide_check(d->guide,
			check_id_text((enum check_id)i));
		strbuf_char(out, ' ');
		strbuf_addf(out, _("This contradicts the check “%s”, which says no."),
			check ? guide_text(check->title) : check_id_text((enum check_id)i));
	}
}

static void add_not_printed(const struct diagnosis *d, struct strbuf *out)
{
	if (!guide_is_delivery(d->guide))
		return;
	if (d->deciding == PROFILE_NONE || d->profiles[d->deciding].complete)
		return;
	strbuf_char(out, ' ');
	strbuf_str(out, _("The id is not fully printed in this log."));
}

static void add_not_checked(const struct diagnosis *d, struct strbuf *out)
{
	bool any = false;
	for (int i = 0; i < CHECK_COUNT && d->guide->checks_count; i++) {
		enum check_outcome outcome = d->checks[i].outcome;
		if (outcome == CHECK_GOOD || outcome == CHECK_BAD)
			continue;
		const struct guide_check *check = guide_check(d->guide,
			check_id_text((enum check_id)i));
		strbuf_str(out, any ? ", " : " ");
		if (!any)
			strbuf_str(out, _("Not checked: "));
		strbuf_str(out, check ? guide_text(check->title) : "");
		any = true;
	}
	if (any)
		strbuf_char(out, '.');
}

static void add_several(const struct diagnosis *d, struct strbuf *out)
{
	if (d->profiles_count < 2)
		return;
	strbuf_char(out, ' ');
	strbuf_addf(out, P_("%zu profile is named in the log; the worst result counts.",
		"%zu profiles are named in the log; the worst result counts.",
		d->profiles_count), d->profiles_count);
}

static void add_stopped(const struct diagnosis *d, struct strbuf *out)
{
	size_t stopped = 0;
	for (size_t i = 0; i < d->logs_count; i++)
		stopped += log_info(d->logs[i].log)->stopped;
	if (!stopped)
		return;
	strbuf_char(out, ' ');
	strbuf_addf(out, P_("%zu log was not read to its end: what the rest says is not known.",
		"%zu logs were not read to their ends: what the rest says is not known.",
		stopped), stopped);
}

/* ---- of a guide with a later goal ---- */

/* Server logs tell of many devices, and most of their lines name none. */
static void add_whose(const struct diagnosis *d, struct strbuf *out)
{
	const struct case_profile *row = d->deciding == PROFILE_NONE ? NULL
		: &d->profiles[d->deciding];
	strbuf_char(out, ' ');
	if (!row || !row->profile[0])
		strbuf_str(out, _("These records do not say for which device and profile."));
	else if (d->findings[d->verdict.decisive].joined == JOINED_BY_TIME)
		strbuf_addf(out, _("Only its time joins this record to profile %s: another device "
			"may have asked in the same minutes."), row->profile);
	else
		strbuf_addf(out, _("It is about profile %s."), row->profile);
}

static void sum_contrary(const struct diagnosis *d, struct strbuf *out)
{
	strbuf_str(out, _("some requests got through"));
	add_quote(d, d->findings[d->verdict.decisive].key->passes ? d->verdict.decisive
		: d->verdict.contrary, out);
	strbuf_str(out, _(" and others failed"));
	add_quote(d, d->findings[d->verdict.decisive].key->passes ? d->verdict.contrary
		: d->verdict.decisive, out);
	strbuf_str(out, _(", and nothing says that they are of one device. Give the log of the device "
		"besides."));
}

static void sum_goal(const struct diagnosis *d, struct strbuf *out)
{
	enum verdict_outcome outcome = d->verdict.outcome;
	enum guide_stage stage = outcome == NOT_REACHED ? d->verdict.stage : d->guide->goal;
	const struct guide_stage_text *text = &d->guide->stages[stage];
	bool silent = d->verdict.decisive == VERDICT_NO_FINDING;
	strbuf_str(out, outcome == REACHED ? _("Reached: ")
		: outcome == NOT_REACHED ? _("Not reached: ") : _("Inconclusive: "));
	if (outcome == INCONCLUSIVE && d->verdict.contrary != VERDICT_NO_FINDING) {
		sum_contrary(d, out);
	} else if (outcome == INCONCLUSIVE) {
		strbuf_addf(out, _("these logs neither show nor rule out: “%s”. Silence proves "
			"nothing here."), guide_text(text->title));
	} else {
		strbuf_str(out, guide_text(outcome == NOT_REACHED && text->if_broken
			? text->if_broken : text->title));
		add_quote(d, d->verdict.decisive, out);
	}
	if (!silent)
		add_whose(d, out);
}

void diagnosis_summary(const struct diagnosis *d, struct strbuf *out)
{
	if (!guide_is_delivery(d->guide))
		sum_goal(d, out);
	else if (d->verdict.outcome == REACHED)
		sum_reached(d, out);
	else if (d->verdict.outcome == NOT_REACHED)
		sum_not_reached(d, out);
	else
		sum_inconclusive(d, out);
	add_stopped(d, out);
	add_older_proof(d, out);
	add_contradictions(d, out);
	add_several(d, out);
	add_not_printed(d, out);
	add_not_checked(d, out);
}

/* ---- one check ---- */

static void add_check_in(const struct diagnosis *d, const struct case_check *check,
	struct strbuf *out)
{
	char at[TIME_TEXT_MAX], assigned[TIME_TEXT_MAX];
	time_rfc3339(check->at_us, at);
	time_rfc3339(d->options.assigned_at, assigned);
	if (check->outcome == CHECK_BAD)
		strbuf_addf(out, _("The last check-in (%s) is before the assignment (%s)."), at,
			assigned);
	else if (check->outcome == CHECK_GOOD)
		strbuf_addf(out, _("The last check-in (%s) is after the assignment (%s)."), at,
			assigned);
	else
		strbuf_addf(out, _("The last check-in was at %s; the time of the assignment is "
			"not given, so it cannot be compared."), at);
}

static const char *answer_text(enum check_id id, enum check_outcome outcome)
{
	static const char *const yes[] = {
		N_("The intended user is the one enrolled on this device."),
		N_("The user or device is in an assigned group and in no excluded one."),
		N_("The device checked in after the assignment."),
	};
	static const char *const no[] = {
		N_("The intended user is not the one enrolled on this device."),
		N_("The user or device is in no assigned group, or in an excluded one."),
		N_("The device has not checked in since the assignment."),
	};
	if (outcome == CHECK_GOOD)
		return _(yes[id]);
	if (outcome == CHECK_BAD)
		return _(no[id]);
	return outcome == CHECK_SKIPPED ? _("Skipped: not checked.") : _("Not known: not checked.");
}

void diagnosis_check_text(const struct diagnosis *d, enum check_id id, struct strbuf *out)
{
	const struct case_check *check = &d->checks[id];
	if (check->at_us != TIME_NONE)
		add_check_in(d, check, out);
	else if (check->origin == ORIGIN_NONE)
		strbuf_str(out, _("Not checked."));
	else
		strbuf_str(out, answer_text(id, check->outcome));
	if (check->note)
		strbuf_addf(out, " (%s)", check->note);
}

void diagnosis_finding_text(const struct diagnosis *d, size_t finding, struct strbuf *out)
{
	const struct finding *f = &d->findings[finding];
	enum check_id check;
	if (f->check && check_by_id(sv_str(f->check), &check))
		diagnosis_check_text(d, check, out);
	else
		finding_text(f, d->library->codes, out);
}

/* ---- advice ---- */

/* The row's own stage matters for what comes next; a piece of advice for any stage always
 * fits. */
static bool advice_fits(const struct diagnosis *d, const struct guide_advice *advice)
{
	if (strcmp(advice->outcome, verdict_outcome_id(d->verdict.outcome)) != 0)
		return false;
	return advice->any_stage || advice->stage == d->verdict.stage;
}

/* The guide that a piece of advice goes on with, if it is there. */
static const struct guide *next_guide(const struct diagnosis *d, const struct guide_advice *advice)
{
	return advice->guide ? guide_by_id(&d->library->guides, sv_str(advice->guide)) : NULL;
}

static bool take(size_t *i)
{
	return (*i)-- == 0;
}

static bool missing_advice(const struct diagnosis *d, size_t *i, struct strbuf *out)
{
	unsigned missing = diagnosis_missing(d);
	for (int what = 0; what < MISSING_COUNT; what++) {
		if (!(missing >> what & 1) || !take(i))
			continue;
		missing_text(d, (enum missing)what, out);
		return true;
	}
	return false;
}

static bool check_advice(const struct diagnosis *d, size_t *i, struct strbuf *out,
	const char **ret_link)
{
	for (int id = 0; id < CHECK_COUNT; id++) {
		const struct guide_check *check = guide_check(d->guide,
			check_id_text((enum check_id)id));
		if (d->checks[id].outcome != CHECK_BAD || !check || !check->if_no || !take(i))
			continue;
		strbuf_str(out, guide_text(check->if_no));
		*ret_link = check->link;
		return true;
	}
	return false;
}

/* The record that says why it stops: the refusal, or the last failure of a later stage. */
static const struct finding *stopping_record(const struct diagnosis *d)
{
	enum guide_stage stage = d->verdict.stage;
	bool stopped = d->verdict.rule == 1 ||
		(d->verdict.rule == 0 && d->verdict.outcome == NOT_REACHED);
	if (stopped && d->verdict.decisive < d->findings_count)
		return &d->findings[d->verdict.decisive];
	if (d->verdict.outcome != REACHED || stage == STAGE_NONE ||
	    d->verdict.stages[stage] != STAGE_BROKEN)
		return NULL;
	for (size_t i = d->findings_count; i-- > 0;) {
		const struct finding *f = &d->findings[i];
		if (f->key && f->profile == d->deciding && f->has_code &&
		    (f->key->breaks >> stage & 1))
			return f;
	}
	return NULL;
}

/* What that record asks for: its code's cause and action, the key entry's next step. */
static bool record_advice(const struct diagnosis *d, size_t *i, struct strbuf *out,
	const char **ret_link)
{
	const struct finding *f = stopping_record(d);
	struct code code = {.action = "", .cause = ""};
	if (!f)
		return false;
	if (f->has_code && !f->code_is_syncml)
		codes_explain(d->library->codes, f->code, &code);
	if (*code.action && take(i)) {
		strbuf_addf(out, "%s %s %s", code.spelled,
			*code.cause ? guide_text(code.cause) : "", guide_text(code.action));
		return true;
	}
	if (f->key->next && take(i)) {
		strbuf_str(out, guide_text(f->key->next));
		*ret_link = f->key->link;
		return true;
	}
	return false;
}

bool diagnosis_next(const struct diagnosis *d, size_t i, struct strbuf *out,
	const char **ret_link)
{
	*ret_link = NULL;
	if (check_advice(d, &i, out, ret_link) || record_advice(d, &i, out, ret_link))
		return true;
	for (size_t k = 0; k < d->guide->advices_count; k++) {
		const struct guide_advice *advice = &d->guide->advices[k];
		if (!advice_fits(d, advice) || !take(&i))
			continue;
		strbuf_str(out, guide_text(advice->text));
		if (next_guide(d, advice))
			strbuf_addf(out, _(" Go on: scepwiz check --guide %s LOG…"),
				advice->guide);
		*ret_link = advice->link;
		return true;
	}
	return false;
}

const struct guide *diagnosis_next_guide(const struct diagnosis *d)
{
	const struct guide *guide = NULL;
	for (size_t i = 0; !guide && i < d->guide->advices_count; i++)
		if (advice_fits(d, &d->guide->advices[i]))
			guide = next_guide(d, &d->guide->advices[i]);
	return guide;
}

bool diagnosis_advice(const struct diagnosis *d, size_t i, struct strbuf *out,
	const char **ret_link)
{
	*ret_link = NULL;
	if (d->verdict.outcome == INCONCLUSIVE && missing_advice(d, &i, out))
		return true;
	return diagnosis_next(d, i, out, ret_link);
}

/* ---- because ---- */

bool diagnosis_speaks_of(const struct diagnosis *d, size_t finding, enum guide_stage stage)
{
	const struct finding *f = &d->findings[finding];
	if (!f->key || f->key->role == ROLE_NOTE || f->profile != d->deciding)
		return false;
	return f->stage == stage || ((f->key->passes | f->key->breaks) >> stage & 1);
}

static size_t bad_check_finding(const struct diagnosis *d, size_t i)
{
	for (int id = 0; id < CHECK_COUNT; id++)
		if (d->checks[id].outcome == CHECK_BAD && d->checks[id].finding != SIZE_MAX &&
		    take(&i))
			return d->checks[id].finding;
	return SIZE_MAX;
}

/* A silence is proved by the check-in in which the delivery should have been. */
static size_t check_in_finding(const struct diagnosis *d, size_t i)
{
	for (size_t k = 0; k < d->findings_count; k++) {
		const struct finding *f = &d->findings[k];
		if (f->key && f->key->check_in != CHECK_IN_NONE && f->at.us != TIME_NONE &&
		    f->at.us >= d->options.assigned_at && take(&i))
			return k;
	}
	return SIZE_MAX;
}

size_t diagnosis_because(const struct diagnosis *d, size_t row, size_t i)
{
	const struct profile_verdict *v = row == PROFILE_NONE ? &d->verdict
		: &d->profiles[row].verdict;
	if (v->decisive != VERDICT_NO_FINDING && take(&i))
		return v->decisive;
	if (v->removal != VERDICT_NO_FINDING && take(&i))
		return v->removal;
	if (v->contrary != VERDICT_NO_FINDING && take(&i))
		return v->contrary;
	if (v->rule == 3)
		return bad_check_finding(d, i);
	if (v->rule == 4)
		return i < 8 ? check_in_finding(d, i) : SIZE_MAX;
	if (v->older_proof != VERDICT_NO_FINDING && take(&i))
		return v->older_proof;
	return SIZE_MAX;
}
