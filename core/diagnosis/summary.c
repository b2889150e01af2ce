/* The verdict and its reasons as sentences for people. */
#include "diagnosis.h"

#include <string.h>

#include "base/i18n.h"
#include "graph_findings.h"

/* ---- the summary ---- */

static void add_profile(const struct diagnosis *d, struct strbuf *out)
{
	const struct case_profile *row = d->deciding == PROFILE_NONE ? NULL
		: &d->profiles[d->deciding];
	if (!row)
		strbuf_str(out, _("a SCEP profile"));
	else if (!row->profile[0])
		strbuf_str(out, _("the profile (its id is not printed in the log)"));
	else if (row->name)
		strbuf_addf(out, _("profile “%s” (%s)"), row->name, row->profile);
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

/* What the user answered holds, but Graph says the opposite. */
static void add_contradicted(const struct diagnosis *d, struct strbuf *out)
{
	for (int i = 0; i < CHECK_COUNT; i++) {
		const struct guide_check *check = guide_check(d->guide,
			check_id_text((enum check_id)i));
		if (!diagnosis_contradicted(d, (enum check_id)i))
			continue;
		strbuf_char(out, ' ');
		strbuf_addf(out, _("Microsoft Graph contradicts the answer to “%s”."),
			check ? guide_text(check->title) : check_id_text((enum check_id)i));
	}
}

static void add_cause(const struct diagnosis *d, struct strbuf *out)
{
	const char *action;
	const struct finding *cause = d->verdict.outcome == REACHED ? NULL
		: graph_cause(d, 0, &action);
	if (!cause)
		return;
	strbuf_char(out, ' ');
	strbuf_addf(out, _("Microsoft Graph shows a likely cause: %s"), cause->note);
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

static bool is_by_time(const struct diagnosis *d)
{
	return d->verdict.decisive != VERDICT_NO_FINDING &&
		d->findings[d->verdict.decisive].joined == JOINED_BY_TIME;
}

/* Server logs tell of many devices, and most of their lines name none. */
static void add_whose(const struct diagnosis *d, struct strbuf *out)
{
	const struct case_profile *row = d->deciding == PROFILE_NONE ? NULL
		: &d->profiles[d->deciding];
	strbuf_char(out, ' ');
	if (!row || !row->profile[0])
		strbuf_str(out, _("These records do not say for which device and profile."));
	else if (is_by_time(d))
		strbuf_addf(out, _("Only its time joins this record to profile %s: another device "
			"may have asked in the same minutes. The client's address in it may tell."),
			row->profile);
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
	} else if (outcome == INCONCLUSIVE && is_by_time(d)) {
		strbuf_str(out, _("perhaps not of this device: "));
		diagnosis_finding_text(d, d->verdict.decisive, out);
		add_quote(d, d->verdict.decisive, out);
		strbuf_char(out, '.');
	} else if (outcome == INCONCLUSIVE) {
		strbuf_addf(out, _("these logs neither show nor rule out: “%s”. Silence proves "
			"nothing here."), guide_text(text->title));
	} else {
		strbuf_addf(out, _("“%s”: "), guide_text(text->title));
		diagnosis_finding_text(d, d->verdict.decisive, out);
		add_quote(d, d->verdict.decisive, out);
		strbuf_char(out, '.');
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
	add_cause(d, out);
	add_contradictions(d, out);
	add_contradicted(d, out);
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
	else if (check->origin == ORIGIN_USER)
		strbuf_str(out, answer_text(id, check->outcome));
	else
		strbuf_str(out, d->asked[id].text);
	if (diagnosis_contradicted(d, id))
		strbuf_addf(out, _(" Microsoft Graph says otherwise: %s"), d->asked[id].text);
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
