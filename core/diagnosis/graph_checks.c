#include "graph_checks.h"

#include "base/i18n.h"
#include "graph_words.h"

#define NAMES_SHOWN 5

bool graph_checks_sure(const struct diagnosis *d)
{
	const struct case_check *said = &d->checks[CHECK_TARGET_USER];
	bool confirmed = said->origin == ORIGIN_USER && said->outcome == CHECK_GOOD;
	return graph_device_sure(d->graph) ||
		(confirmed && graph_device_of(d->graph) != GRAPH_NONE);
}

static const struct graph_device *device_of(const struct graph_facts *f)
{
	size_t i = graph_device_of(f);
	return i == GRAPH_NONE ? NULL : &f->devices[i];
}

/* ---- 1: is the intended user the one enrolled? ---- */

static void add_candidates(const struct graph_facts *f, struct strbuf *out)
{
	for (size_t i = 0; i < f->candidates_count && i < NAMES_SHOWN; i++)
		strbuf_addf(out, "%s%s", i ? ", " : "", graph_user_name(&f->candidates[i]));
	if (f->candidates_count > NAMES_SHOWN)
		strbuf_str(out, ", …");
}

static void tell_no_user(const struct graph_facts *f, struct strbuf *out)
{
	const struct graph_step *search = graph_step_of(f, ASK_USER_SEARCH, f->subject.user);
	const struct graph_step *first = graph_step_of(f, ASK_USER, f->subject.user);
	if (f->candidates_count > 1 && !graph_step_of(f, ASK_USER_NAMES, f->subject.user)) {
		strbuf_addf(out, _("Several users are called “%s”; name one by its user principal "
			"name: "), f->subject.user);
		add_candidates(f, out);
	} else if (search && search->answered && search->status == GRAPH_OK) {
		strbuf_addf(out, _("There is no user “%s” in this tenant."), f->subject.user);
		if (f->candidates_count) {
			strbuf_str(out, _(" Similar: "));
			add_candidates(f, out);
		}
	} else {
		graph_untold(search ? search : first, out);
	}
}

static size_t count_devices(const struct graph_facts *f, struct strbuf *names)
{
	size_t count = 0;
	for (size_t i = 0; i < f->devices_count; i++) {
		if (!graph_fits_platform(f, f->devices[i].platform))
			continue;
		if (count < NAMES_SHOWN)
			strbuf_addf(names, "%s“%s”", count ? ", " : "",
				graph_name(f->devices[i].name, f->devices[i].id));
		count++;
	}
	return count;
}

static void tell_no_device(const struct graph_facts *f, struct strbuf *out)
{
	autostrbuf names;
	strbuf_init(&names, STRBUF_LINE);
	size_t count = count_devices(f, &names);
	const char *platform = graph_platform_title(f->subject.platform);
	if (*f->subject.device)
		strbuf_addf(out, _("Intune shows no device “%s”, or several."), f->subject.device);
	else if (count > 1)
		strbuf_addf(out, _("%s has several devices of this platform (%s); say which one the "
			"log is from (--device, or :device)."), graph_user_name(&f->user), names.ptr);
	else if (f->devices_complete)
		strbuf_addf(out, _("Intune shows no %s device of %s: not enrolled, enrolled by "
			"somebody else, or not shown to this administrator."), platform,
			graph_user_name(&f->user));
	else
		graph_untold(graph_step_of(f, ASK_DEVICES, f->user.id), out);
}

static enum check_outcome user_of_device(const struct diagnosis *d,
	const struct graph_device *device, struct strbuf *out)
{
	const struct graph_facts *f = d->graph;
	const char *name = graph_name(device->name, device->id);
	if (!*device->user_id) {
		strbuf_addf(out, _("Intune knows no user of the device “%s”: shared or dedicated, or "
			"not told."), name);
		return CHECK_UNKNOWN;
	}
	if (!*f->user.id || !*f->subject.user) {
		strbuf_addf(out, _("The device “%s” is enrolled by %s. Is that the intended user?"),
			name, *device->upn ? device->upn : graph_user_name(&f->user));
		return CHECK_UNKNOWN;
	}
	if (!sv_eq(sv_str(device->user_id), sv_str(f->user.id))) {
		strbuf_addf(out, _("The device “%s” is enrolled by %s, not by %s."), name,
			*device->upn ? device->upn : device->user_id, graph_user_name(&f->user));
		return CHECK_BAD;
	}
	if (graph_device_sure(f)) {
		strbuf_addf(out, _("The device “%s” is enrolled by %s."), name,
			graph_user_name(&f->user));
		return CHECK_GOOD;
	}
	strbuf_addf(out, _("%s has one device of this platform, “%s”. If the log is from it, answer "
		"yes, or name it (--device, or :device)."), graph_user_name(&f->user), name);
	return CHECK_UNKNOWN;
}

static enum check_outcome ask_user(const struct diagnosis *d, struct strbuf *out)
{
	const struct graph_facts *f = d->graph;
	const struct graph_device *device = device_of(f);
	if (*f->subject.user && !*f->user.id)
		tell_no_user(f, out);
	else if (device)
		return user_of_device(d, device, out);
	else if (*f->subject.user || *f->subject.device)
		tell_no_device(f, out);
	return CHECK_UNKNOWN;
}

/* ---- 2: is it assigned to the user or the device? ---- */

static enum check_outcome outcome_of(enum targeting_outcome outcome)
{
	static const enum check_outcome outcomes[] = {CHECK_UNKNOWN, CHECK_GOOD, CHECK_BAD,
		CHECK_BAD};
	return outcomes[outcome];
}

static void tell_targeting(const struct graph_facts *f, const struct graph_profile *p,
	const struct targeting *t, struct strbuf *out)
{
	static const char *const texts[] = {
		N_("Whether “%s” reaches this user and device is not known."),
		N_("“%s” reaches this user or device."),
		N_("“%s” does not reach this user or device: excluded."),
		N_("“%s” does not reach this user or device."),
	};
	strbuf_str(out, out->len ? " " : "");
	graph_sentence(out, _(texts[t->outcome]), graph_name(p->name, p->id), "");
	strbuf_char(out, ' ');
	graph_reasons(f, t, out);
}

/* Of several: the one that reaches them counts; a no takes a certain no of all of them. */
static enum check_outcome combined(enum check_outcome so_far, enum check_outcome next)
{
	if (so_far == CHECK_GOOD || next == CHECK_GOOD)
		return CHECK_GOOD;
	return so_far == CHECK_UNKNOWN || next == CHECK_UNKNOWN ? CHECK_UNKNOWN : CHECK_BAD;
}

static void tell_no_profile(const struct graph_facts *f, struct strbuf *out)
{
	if (!f->profiles_complete)
		graph_untold(graph_step_of(f, ASK_PROFILES, ""), out);
	else if (*f->subject.profile)
		strbuf_addf(out, _("Graph shows no SCEP profile “%s” for this platform: deleted, for "
			"another platform, or not shown to this administrator."), f->subject.profile);
	else
		strbuf_str(out, _("Graph shows no SCEP profile for this platform."));
}

static enum check_outcome ask_group(const struct diagnosis *d, struct strbuf *out)
{
	const struct graph_facts *f = d->graph;
	enum check_outcome outcome = CHECK_BAD;
	size_t profile, count = 0;
	if (!*f->subject.user && !*f->subject.device && graph_device_of(f) == GRAPH_NONE)
		return CHECK_UNKNOWN; /* nobody said about whom */
	for (; (profile = graph_scep_profile(f, count)) != GRAPH_NONE; count++) {
		struct targeting t = graph_targeting(f, profile, graph_checks_sure(d));
		outcome = combined(outcome, outcome_of(t.outcome));
		tell_targeting(f, &f->profiles[profile], &t, out);
		targeting_finish(&t);
	}
	if (!count)
		tell_no_profile(f, out);
	if (!count || (outcome == CHECK_BAD && !f->profiles_complete && !*f->subject.profile))
		return CHECK_UNKNOWN;
	return outcome;
}

/* ---- 3: the last check-in ---- */

static enum check_outcome compared(const struct diagnosis *d, int64_t at_us)
{
	if (d->options.assigned_at == TIME_NONE)
		return CHECK_UNKNOWN;
	return at_us < d->options.assigned_at ? CHECK_BAD : CHECK_GOOD;
}

static enum check_outcome ask_check_in(const struct diagnosis *d, int64_t *ret_at_us,
	struct strbuf *out)
{
	const struct graph_device *device = device_of(d->graph);
	if (!device)
		return CHECK_UNKNOWN;
	const char *name = graph_name(device->name, device->id);
	if (device->never_synced) {
		strbuf_addf(out, _("The device “%s” has never checked in."), name);
		return graph_checks_sure(d) ? CHECK_BAD : CHECK_UNKNOWN;
	}
	if (device->last_sync == TIME_NONE)
		return CHECK_UNKNOWN;
	char at[TIME_TEXT_MAX];
	strbuf_addf(out, _("“%s” checked in last at %s."), name,
		time_rfc3339(device->last_sync, at));
	if (!graph_checks_sure(d)) {
		strbuf_char(out, ' ');
		strbuf_str(out, _("It is not sure that the log is from this device."));
		return CHECK_UNKNOWN;
	}
	*ret_at_us = device->last_sync;
	return compared(d, device->last_sync);
}

/* ---- together ---- */

static void ask(struct diagnosis *d, enum check_id id)
{
	struct graph_check *asked = &d->asked[id];
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	*asked = (struct graph_check){.at_us = TIME_NONE, .text = ""};
	if (id == CHECK_TARGET_USER)
		asked->outcome = ask_user(d, &text);
	else if (id == CHECK_GROUP)
		asked->outcome = ask_group(d, &text);
	else
		asked->outcome = ask_check_in(d, &asked->at_us, &text);
	asked->answered = text.len > 0;
	asked->text = arena_sv(&d->graph_texts, strbuf_sv(&text)).ptr;
}

void graph_checks_judge(struct diagnosis *d)
{
	arena_reset(&d->graph_texts);
	for (int id = 0; id < CHECK_COUNT; id++) {
		if (d->graph)
			ask(d, (enum check_id)id);
		else
			d->asked[id] = (struct graph_check){.at_us = TIME_NONE, .text = ""};
	}
}

/* ---- for the fronts ---- */

void diagnosis_accept(struct diagnosis *d, enum check_id check)
{
	free(d->checks[check].note);
	d->checks[check] = (struct case_check){.at_us = TIME_NONE, .finding = SIZE_MAX};
	d->revision++;
}

void diagnosis_set_graph(struct diagnosis *d, const struct graph_facts *facts,
	enum finding_origin origin)
{
	d->graph = facts;
	d->graph_origin = origin;
	d->revision++;
}

enum graph_platform guide_graph_platform(const struct guide *guide)
{
	static const enum graph_platform platforms[] = {GRAPH_PLATFORM_NONE, GRAPH_ANDROID,
		GRAPH_IOS, GRAPH_WINDOWS, GRAPH_PLATFORM_NONE};
	return platforms[guide->platform];
}

bool diagnosis_contradicted(const struct diagnosis *d, enum check_id id)
{
	const struct case_check *check = &d->checks[id];
	enum check_outcome asked = d->asked[id].outcome;
	return check->origin == ORIGIN_USER && d->asked[id].answered &&
		((check->outcome == CHECK_GOOD && asked == CHECK_BAD) ||
		(check->outcome == CHECK_BAD && asked == CHECK_GOOD));
}
