/* The causes that Graph can see by itself: the device, its user, the profile, what is reported. */
#include "graph_findings.h"

#include <string.h>

#include "base/i18n.h"
#include "graph_checks.h"
#include "graph_telling.h"
#include "graph_words.h"
#include "subject.h"

/* ---- the device and its user ---- */

static void tell_co_managed(struct telling *t)
{
	if (!t->device || t->device->resource_access != TRUTH_NO ||
	    !sv_has(sv_str(t->device->agent), SV("configurationManager")))
		return;
	strbuf_addf(&t->text, _("“%s” is co-managed, and the workload “Resource access” is Configuration "
		"Manager's: SCEP profiles of Intune stay pending."), t->device->name);
	tell(t, TOPIC_CO_MANAGED, FINDING_BAD, PROFILE_NONE);
}

static void tell_user(struct telling *t)
{
	const struct graph_user *user = &t->f->user;
	static const char *const texts[] = {
		N_("The account %s is disabled."),
		N_("%s is a guest: Intune does not manage guests' devices in the tenant they visit."),
		N_("%s has no Intune licence in force. That is fine only for device licences and some "
			"administrators."),
	};
	const bool said[] = {user->enabled == TRUTH_NO, user->guest == TRUTH_YES,
		user->licensed == TRUTH_NO};
	for (size_t i = 0; *user->id && i < ARRAY_LEN(texts); i++) {
		if (!said[i])
			continue;
		graph_sentence(&t->text, _(texts[i]), graph_user_name(user), "");
		tell(t, TOPIC_USER, FINDING_BAD, PROFILE_NONE);
	}
}

static void tell_type(struct telling *t)
{
	const struct graph_profile *p;
	bool known = t->device && t->device->platform != GRAPH_PLATFORM_NONE;
	for (size_t i = 0; known && (p = tell_about(t, i)); i++) {
		enum graph_enrolment want = subject_enrolment(t->device);
		if (p->type->platform == t->device->platform && (want == ENROLMENT_ANY ||
		    p->type->enrolment == ENROLMENT_ANY || want == p->type->enrolment))
			continue;
		const char *kind = graph_enrolment_title(p->type->enrolment);
		strbuf_addf(&t->text, _("“%s” is for %s %s, and Intune shows “%s” as %s %s: probably not "
			"applicable."), tell_name(p), graph_platform_title(p->type->platform), kind,
			t->device->name, t->device->system, graph_enrolment_title(want));
		tell(t, TOPIC_TYPE, FINDING_BAD, tell_row(t, p->id));
	}
}

static void tell_administrator(struct telling *t)
{
	const struct graph_profile *p;
	struct sv rest = t->device ? sv_str(t->device->version) : SV_EMPTY, major;
	uint64_t version = 0;
	if (!sv_cut(&rest, '.', &major) || !sv_to_u64(major, &version) || version < 11)
		return;
	for (size_t i = 0; (p = tell_about(t, i)); i++) {
		if (p->type->enrolment != ENROLMENT_ADMINISTRATOR)
			continue;
		strbuf_addf(&t->text, _("“%s” is for device administrators: since Android 11 these can not "
			"get the trusted root (Samsung Knox can), and without it no certificate."),
			tell_name(p));
		tell(t, TOPIC_ADMINISTRATOR, FINDING_BAD, tell_row(t, p->id));
	}
}

static void tell_variables(struct telling *t)
{
	const struct graph_profile *p;
	for (size_t i = 0; t->device && (p = tell_about(t, i)); i++) {
		struct sv variable;
		for (size_t k = 0; subject_unfilled(p, t->device, &t->f->user, k, &variable); k++) {
			autofree char *name = sv_dup(variable);
			strbuf_addf(&t->text, _("“%s” asks for {{%s}}, which this device cannot fill: the "
				"profile fails before it is sent."), tell_name(p), name);
			tell(t, TOPIC_VARIABLE, FINDING_BAD, tell_row(t, p->id));
		}
	}
}

/* ---- the profile itself ---- */

static void tell_profile(struct telling *t)
{
	const struct graph_profile *p;
	for (size_t i = 0; (p = tell_about(t, i)); i++) {
		size_t row = tell_row(t, p->id);
		if (p->has_rules) {
			strbuf_addf(&t->text, _("“%s” has applicability rules: on a device that does not "
				"fit them it is not applicable."), tell_name(p));
			tell(t, TOPIC_RULES, FINDING_NOTE, row);
		}
		if (p->validity_days && (p->validity_days < 5 || p->validity_days > 730)) {
			strbuf_addf(&t->text, _("“%s” asks for a validity of %d days; less than 5 days or "
				"more than 24 months is rejected or shortened."), tell_name(p),
				p->validity_days);
			tell(t, TOPIC_VALIDITY, FINDING_BAD, row);
		}
		if (p->plain_http && p->type->platform == GRAPH_ANDROID) {
			strbuf_addf(&t->text, _("“%s” has a server address without https: Android does not "
				"enrol over it."), tell_name(p));
			tell(t, TOPIC_HTTP, FINDING_BAD, row);
		}
	}
}

/* ---- what Intune reports ---- */

static enum finding_outcome state_outcome(const char *state)
{
	static const struct { const char *state; enum finding_outcome outcome; } states[] = {
		{"compliant", FINDING_GOOD}, {"remediated", FINDING_GOOD},
		{"nonCompliant", FINDING_BAD}, {"error", FINDING_BAD}, {"conflict", FINDING_BAD},
		{"notApplicable", FINDING_BAD},
	};
	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (sv_ieq(sv_str(state), sv_str(states[i].state)))
			return states[i].outcome;
	return FINDING_NOTE;
}

static void tell_states(struct telling *t)
{
	const struct graph_profile *p;
	for (size_t i = 0; t->device && (p = tell_about(t, i)); i++) {
		size_t told = 0;
		for (size_t k = 0; k < t->f->states_count; k++) {
			const struct graph_state *state = &t->f->states[k];
			if (strcmp(state->profile, p->id) != 0)
				continue;
			strbuf_addf(&t->text, _("Intune reports “%s” on “%s” as: %s. A report can be "
				"hours old; what the device's log says is nearer."), tell_name(p),
				t->device->name, state->state);
			tell(t, TOPIC_STATE, state_outcome(state->state), tell_row(t, p->id));
			told++;
		}
		if (told || !t->f->states_known)
			continue;
		strbuf_addf(&t->text, _("Intune has no report about “%s” on “%s”."), tell_name(p),
			t->device->name);
		tell(t, TOPIC_STATE, FINDING_NOTE, tell_row(t, p->id));
	}
}

static void tell_certificates(struct telling *t)
{
	for (size_t i = 0; i < t->f->certificates_count; i++) {
		const struct graph_certificate *c = &t->f->certificates[i];
		char time[TIME_TEXT_MAX];
		strbuf_addf(&t->text, _("Intune reports a certificate: %s."), c->state);
		if (*c->thumbprint)
			strbuf_addf(&t->text, _(" Its thumbprint is %s."), c->thumbprint);
		if (c->expires != TIME_NONE)
			strbuf_addf(&t->text, _(" It expires at %s."), time_rfc3339(c->expires, time));
		tell(t, TOPIC_CERTIFICATE, FINDING_NOTE, tell_row(t, c->profile));
	}
}

static void tell_untold(struct telling *t)
{
	if (t->f->foreign_devices) {
		strbuf_addf(&t->text, P_("Graph ignored a filter and gave %zu device of somebody else; it "
			"was left out.", "Graph ignored a filter and gave %zu devices of others; they were "
			"left out.", t->f->foreign_devices), t->f->foreign_devices);
		tell(t, TOPIC_FOREIGN, FINDING_NOTE, PROFILE_NONE);
	}
	for (size_t i = 0; i < t->f->steps_count; i++) {
		const struct graph_step *step = &t->f->steps[i];
		if (step->status == GRAPH_NOT_FOUND || step->status == GRAPH_NOT_ASKED)
			continue;
		graph_untold(step, &t->text);
		if (t->text.len)
			tell(t, TOPIC_UNTOLD, FINDING_NOTE, PROFILE_NONE);
	}
}

/* By how often each is the cause in real life. */
void graph_findings_add(struct diagnosis *d)
{
	static void (*const tellers[])(struct telling *) = {tell_account, tell_matrix, tell_changed,
		tell_assigned, tell_type, tell_co_managed, tell_variables, tell_user, tell_thumbprint,
		tell_several, tell_administrator, tell_profile, tell_gone, tell_states,
		tell_certificates, tell_untold};
	if (!d->graph)
		return;
	size_t device = graph_device_of(d->graph);
	struct telling t = {.d = d, .f = d->graph,
		.device = device == GRAPH_NONE ? NULL : &d->graph->devices[device],
		.sure = graph_checks_sure(d)};
	tell_begin(&t);
	for (size_t i = 0; i < ARRAY_LEN(tellers); i++)
		tellers[i](&t);
	tell_finish(&t);
}
