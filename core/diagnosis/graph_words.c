#include "graph_words.h"

#include "base/i18n.h"
#include "graph/questions.h"

const char *graph_name(const char *name, const char *id)
{
	return *name ? name : id;
}

const char *graph_user_name(const struct graph_user *user)
{
	return *user->upn ? user->upn : graph_name(user->name, user->id);
}

const char *graph_platform_title(enum graph_platform platform)
{
	static const char *const titles[] = {"", "Android", "iOS/iPadOS", "macOS", "Windows"};
	return titles[platform];
}

void graph_sentence(struct strbuf *out, const char *text, const char *first, const char *second)
{
	struct sv rest = sv_str(text);
	const char *names[] = {first, second};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		size_t at = sv_find(rest, SV("%s"));
		if (at == SV_NPOS)
			break;
		strbuf_add(out, sv_sub(rest, 0, at));
		strbuf_str(out, names[i]);
		rest = sv_from(rest, at + 2);
	}
	strbuf_add(out, rest);
}

/* ---- reasons ---- */

/* Sentences with a group's name; the second one where it is the device rather than the user. */
static const struct {
	const char *text, *device;
} with_group[] = {
	[WHY_MEMBER] = {N_("The user is in the assigned group “%s”."),
		N_("The device is in the assigned group “%s”.")},
	[WHY_NOT_MEMBER] = {N_("Neither user nor device is in the assigned group “%s”."), NULL},
	[WHY_MEMBER_UNKNOWN] = {N_("Who is in the assigned group “%s” could not be found out."), NULL},
	[WHY_EXCLUDED] = {N_("The user is in the excluded group “%s”."),
		N_("The device is in the excluded group “%s”.")},
	[WHY_NOT_EXCLUDED] = {N_("Not in the excluded group “%s”."), NULL},
	[WHY_EXCLUSION_UNKNOWN] = {N_("Who is in the excluded group “%s” could not be found out."),
		NULL},
	[WHY_OTHER_KIND] = {N_("The user is in the excluded group “%s”, which does not count: no "
		"assignment reaches the user. Microsoft does not support mixing users and "
		"devices this way."),
		N_("The device is in the excluded group “%s”, which does not count: no assignment "
		"reaches the device. Microsoft does not support mixing users and devices this "
		"way.")},
};

static const char *const plain[] = {
	[WHY_ALL_USERS] = N_("It is assigned to all users."),
	[WHY_ALL_DEVICES] = N_("It is assigned to all devices."),
	[WHY_NO_USER] = N_("It is assigned to all users, but this device has no user."),
	[WHY_COLLECTION] = N_("It is assigned to a collection of Configuration Manager, which cannot be "
		"judged from here."),
	[WHY_REMOVE] = N_("One assignment takes the profile away; which devices that means is not "
		"judged here."),
	[WHY_STRANGE] = N_("It has an assignment of a kind that this program does not know."),
	[WHY_NOTHING] = N_("It is assigned to nobody."),
	[WHY_INCOMPLETE] = N_("Graph did not give all its assignments."),
};

/* The members of a dynamic group follow a rule, and not at once. */
static void add_dynamic(const struct graph_group *group, struct strbuf *out)
{
	if (!group || !group->dynamic)
		return;
	strbuf_char(out, ' ');
	strbuf_str(out, group->paused
		? _("Its members are computed from a rule, and that is paused: changes do not count.")
		: _("Its members are computed from a rule: a recent change can take hours to count."));
}

static void add_group_reason(const struct graph_facts *facts, const struct targeting_reason *reason,
	struct strbuf *out)
{
	const char *id = reason->assignment->group;
	const struct graph_group *group = graph_group_of(facts, id);
	const char *device = with_group[reason->why].device;
	const char *text = device && reason->side == SIDE_DEVICE ? device
		: with_group[reason->why].text;
	graph_sentence(out, _(text), graph_group_name(facts, id), "");
	if (group && group->gone) {
		strbuf_char(out, ' ');
		strbuf_str(out, _("This group does not exist any more."));
	}
	if (reason->why == WHY_NOT_MEMBER)
		add_dynamic(group, out);
}

static void add_filter_reason(const struct graph_facts *facts,
	const struct targeting_reason *reason, struct strbuf *out)
{
	const struct graph_assignment *a = reason->assignment;
	const struct graph_filter *filter = graph_filter_of(facts, a->filter);
	const char *name = filter ? graph_name(filter->name, filter->id) : a->filter;
	if (reason->why == WHY_FILTERED)
		strbuf_addf(out, _("The filter “%s” keeps this device out."), name);
	else if (a->filter_mode == FILTER_INCLUDE)
		strbuf_addf(out, _("The assignment counts only if the filter “%s” matches; Intune "
			"alone evaluates it."), name);
	else
		strbuf_addf(out, _("The assignment does not count if the filter “%s” matches; "
			"Intune alone evaluates it."), name);
	if (filter && *filter->rule)
		strbuf_addf(out, _(" Its rule: %s"), filter->rule);
}

void graph_reasons(const struct graph_facts *facts, const struct targeting *t,
	struct strbuf *out)
{
	for (size_t i = 0; i < t->reasons_count; i++) {
		const struct targeting_reason *reason = &t->reasons[i];
		strbuf_str(out, i ? " " : "");
		if (reason->why == WHY_FILTERED || reason->why == WHY_FILTER_UNKNOWN)
			add_filter_reason(facts, reason, out);
		else if (reason->why < ARRAY_LEN(with_group) && with_group[reason->why].text)
			add_group_reason(facts, reason, out);
		else
			strbuf_str(out, _(plain[reason->why]));
	}
}

/* ---- what was not told ---- */

void graph_untold(const struct graph_step *step, struct strbuf *out)
{
	const struct question_info *info = step ? question_info(step->question) : NULL;
	if (!step || (step->answered && step->status == GRAPH_OK && !step->incomplete))
		return;
	if (!step->answered)
		strbuf_addf(out, _("Graph has not answered yet (%s)."), _(info->purpose));
	else if (step->status == GRAPH_OK)
		strbuf_addf(out, _("Graph's answer is not complete (%s)."), _(info->purpose));
	else if (step->status == GRAPH_NOT_ASKED)
		strbuf_addf(out, _("This answer was not saved (%s)."), _(info->purpose));
	else if (step->status == GRAPH_NOT_FOUND)
		strbuf_addf(out, _("Graph does not know it (%s)."), _(info->purpose));
	else if (step->status == GRAPH_DENIED)
		strbuf_addf(out, _("Graph refused to tell (%s); it takes the permission %s, and an "
			"Intune role that may read it."), _(info->purpose), info->permission);
	else
		strbuf_addf(out, _("Graph did not tell (%s)."), _(info->purpose));
	/* a saved refusal has no status of HTTP: the rest is said alike, wherever it came from */
	if (*step->error && (step->status == GRAPH_TROUBLE || step->status == GRAPH_SIGN_IN))
		strbuf_addf(out, " %s", step->error);
}
