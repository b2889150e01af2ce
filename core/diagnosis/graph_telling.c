#include "graph_telling.h"

#include <string.h>

#include "base/i18n.h"
#include "graph_findings.h"
#include "graph_words.h"
#include "profiles.h"

static const struct {
	const char *id;     /* as in reports */
	const char *action; /* where it is bad; msgid */
	bool arrived;       /* matters also where the profile has reached the device */
} topics[] = {
	[TOPIC_ACCOUNT] = {"graph-account", N_("Take the log from a device of this tenant, or sign in "
		"to the tenant that the device belongs to."), true},
	[TOPIC_MATRIX] = {"graph-root-assignment", N_("Assign the trusted root profile and the SCEP "
		"profile to the same group.")},
	[TOPIC_CHANGED] = {"graph-changed", N_("Sync the device, wait a few minutes, and take its log "
		"again.")},
	[TOPIC_NOT_ASSIGNED] = {"graph-no-longer-assigned", N_("If the device should keep the "
		"profile, assign it again; otherwise Intune removes it at a coming check-in."), true},
	[TOPIC_NOT_SEEN] = {"graph-not-delivered", NULL},
	[TOPIC_TYPE] = {"graph-profile-type", N_("Make a SCEP profile of the type that fits how this "
		"device is enrolled, and assign it.")},
	[TOPIC_CO_MANAGED] = {"graph-co-management", N_("In Configuration Manager, move the workload "
		"“Resource access” to Intune (or to the pilot that this device is in).")},
	[TOPIC_VARIABLE] = {"graph-variable", N_("Take the variable out of the profile's subject or "
		"alternative names, or fill in what it stands for.")},
	[TOPIC_USER] = {"graph-user", N_("Enable the user, and give an Intune licence.")},
	[TOPIC_RULES] = {"graph-applicability-rules", NULL},
	[TOPIC_THUMBPRINT] = {"graph-root-thumbprint", N_("Choose the root certificate of the CA "
		"that issues, and update the SCEP profile's trusted root profile."), true},
	[TOPIC_SEVERAL] = {"graph-several-profiles", N_("Take the assignment of the profile that is "
		"not meant away.")},
	[TOPIC_ADMINISTRATOR] = {"graph-device-administrator", N_("Enrol the device with Android "
		"Enterprise.")},
	[TOPIC_VALIDITY] = {"graph-validity", N_("Choose a validity between 5 days and 24 months, "
		"not longer than the template's.")},
	[TOPIC_HTTP] = {"graph-plain-http", N_("Use an address that begins with https://.")},
	[TOPIC_STATE] = {"graph-state", N_("Open the profile's state of this device in the portal, "
		"down to the setting that failed.")},
	[TOPIC_CERTIFICATE] = {"graph-certificate", NULL},
	[TOPIC_GONE] = {"graph-unknown-profile", NULL},
	[TOPIC_FOREIGN] = {"graph-ignored-filter", NULL},
	[TOPIC_UNTOLD] = {"graph-not-told", NULL},
};

struct finding *tell(struct telling *t, enum topic topic, enum finding_outcome outcome,
	size_t row)
{
	struct finding finding;
	finding_init(&finding);
	finding.check = topics[topic].id;
	finding.stage = STAGE_ASSIGNED;
	finding.outcome = outcome;
	finding.origin = t->d->graph_origin;
	finding.profile = row;
	finding.note = arena_sv(&t->d->check_texts, strbuf_sv(&t->text)).ptr;
	strbuf_reset(&t->text);
	vec_push(t->d, findings, finding);
	return &t->d->findings[t->d->findings_count - 1];
}

const char *tell_name(const struct graph_profile *p)
{
	return graph_name(p->name, p->id);
}

size_t tell_row(const struct telling *t, const char *profile)
{
	size_t wanted = graph_profile_by_id(t->f, profile);
	for (size_t i = 0; wanted != GRAPH_NONE && i < t->d->profiles_count; i++)
		if (profiles_in_graph(t->d, &t->d->profiles[i]) == wanted)
			return i;
	return PROFILE_NONE;
}

struct targeting tell_targeting(const struct telling *t, const struct graph_profile *p)
{
	return graph_targeting(t->f, (size_t)(p - t->f->profiles), t->sure);
}

/* A tenant has many profiles: which of them matter here? The one asked for, the only one, those
 * that the log names, those that are assigned. */
static bool concerns(const struct telling *t, const struct graph_profile *p)
{
	if (*t->f->subject.profile || graph_scep_profile(t->f, 1) == GRAPH_NONE ||
	    tell_row(t, p->id) != PROFILE_NONE)
		return true;
	struct targeting targeting = tell_targeting(t, p);
	bool included = targeting.outcome == TARGETING_INCLUDED;
	targeting_finish(&targeting);
	return included;
}

void tell_begin(struct telling *t)
{
	size_t profile;
	strbuf_init(&t->text, STRBUF_LINE);
	for (size_t k = 0; (profile = graph_scep_profile(t->f, k)) != GRAPH_NONE; k++)
		if (concerns(t, &t->f->profiles[profile]))
			vec_push(t, about, &t->f->profiles[profile]);
}

void tell_finish(struct telling *t)
{
	free(t->about);
	strbuf_finish(&t->text);
}

const struct graph_profile *tell_about(const struct telling *t, size_t i)
{
	return i < t->about_count ? t->about[i] : NULL;
}

bool finding_of_graph(const struct finding *finding)
{
	enum check_id check;
	return !finding->key && !check_by_id(sv_str(finding->check), &check);
}

static size_t topic_of(const struct finding *finding)
{
	size_t topic = 0;
	while (topic < ARRAY_LEN(topics) &&
	       (finding->key || strcmp(finding->check, topics[topic].id) != 0))
		topic++;
	return topic;
}

const struct finding *graph_cause(const struct diagnosis *d, size_t i, const char **ret_action)
{
	bool told[ARRAY_LEN(topics)] = {false};
	for (size_t k = 0; k < d->findings_count; k++) {
		const struct finding *f = &d->findings[k];
		size_t topic = topic_of(f);
		if (topic == ARRAY_LEN(topics) || f->outcome != FINDING_BAD || told[topic] ||
		    (d->verdict.outcome == REACHED && !topics[topic].arrived))
			continue;
		told[topic] = true;
		if (i-- > 0)
			continue;
		*ret_action = topics[topic].action;
		return f;
	}
	return NULL;
}
