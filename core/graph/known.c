/* What the facts say together: which device and profiles it is about, and who gets them. */
#include "facts.h"

#include <string.h>

bool graph_same(const char *a, const char *b)
{
	return sv_ieq(sv_str(a), sv_str(b));
}

bool graph_fits_platform(const struct graph_facts *f, enum graph_platform platform)
{
	return f->subject.platform == GRAPH_PLATFORM_NONE || platform == f->subject.platform;
}

/* A log may print the full name of a computer, with its domain. */
static bool is_computer(const char *printed, const char *name)
{
	struct sv rest = sv_str(printed), host;
	return *name && sv_cut(&rest, '.', &host) &&
		(sv_ieq(host, sv_str(name)) || graph_same(printed, name));
}

enum device_rule { BY_ASKED, BY_COMPUTER, BY_PLATFORM };

static bool is_meant(const struct graph_facts *f, const struct graph_device *d,
	enum device_rule rule)
{
	if (rule == BY_ASKED)
		return graph_same(d->id, f->subject.device) ||
			graph_same(d->name, f->subject.device);
	return graph_fits_platform(f, d->platform) &&
		(rule == BY_PLATFORM || is_computer(f->subject.computer, d->name));
}

/* The only device for which the rule holds; several or none: none. */
static size_t only_device(const struct graph_facts *f, enum device_rule rule)
{
	size_t found = GRAPH_NONE;
	for (size_t i = 0; i < f->devices_count; i++) {
		if (!is_meant(f, &f->devices[i], rule))
			continue;
		if (found != GRAPH_NONE)
			return GRAPH_NONE;
		found = i;
	}
	return found;
}

size_t graph_device_of(const struct graph_facts *f)
{
	if (*f->subject.device)
		return only_device(f, BY_ASKED);
	if (*f->subject.computer) {
		size_t named = only_device(f, BY_COMPUTER);
		if (named != GRAPH_NONE)
			return named;
	}
	return f->devices_complete ? only_device(f, BY_PLATFORM) : GRAPH_NONE;
}

bool graph_device_sure(const struct graph_facts *f)
{
	size_t device = graph_device_of(f);
	return device != GRAPH_NONE &&
		(*f->subject.device || device == only_device(f, BY_COMPUTER));
}

size_t graph_profile_by_id(const struct graph_facts *f, const char *id)
{
	for (size_t i = 0; *id && i < f->profiles_count; i++)
		if (!strcmp(f->profiles[i].id, id))
			return i;
	return GRAPH_NONE;
}

static bool is_about(const struct graph_facts *f, const struct graph_profile *p)
{
	const char *asked = f->subject.profile;
	return p->type->kind == KIND_SCEP && graph_fits_platform(f, p->type->platform) &&
		(!*asked || graph_same(p->id, asked) || graph_same(p->name, asked));
}

size_t graph_scep_profile(const struct graph_facts *f, size_t i)
{
	for (size_t k = 0; k < f->profiles_count; k++)
		if (is_about(f, &f->profiles[k]) && i-- == 0)
			return k;
	return GRAPH_NONE;
}

/* ---- groups and filters ---- */

static const struct graph_group *group_in(const struct graph_groups *groups, const char *id)
{
	for (size_t i = 0; i < groups->items_count; i++)
		if (!strcmp(groups->items[i].id, id))
			return &groups->items[i];
	return NULL;
}

const struct graph_group *graph_group_of(const struct graph_facts *f, const char *id)
{
	const struct graph_group *group = group_in(&f->groups, id);
	if (!group)
		group = group_in(&f->user_groups, id);
	return group ? group : group_in(&f->device_groups, id);
}

const char *graph_group_name(const struct graph_facts *f, const char *id)
{
	const struct graph_groups *lists[] = {&f->groups, &f->user_groups, &f->device_groups};
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		const struct graph_group *group = group_in(lists[i], id);
		if (group && *group->name)
			return group->name;
	}
	return id;
}

const struct graph_filter *graph_filter_of(const struct graph_facts *f, const char *id)
{
	for (size_t i = 0; i < f->filters_count; i++)
		if (!strcmp(f->filters[i].id, id))
			return &f->filters[i];
	return NULL;
}

/* ---- targeting ---- */

struct asked_members {
	const struct graph_facts *facts;
	bool sure;
};

/* Somebody is in a group if the list says so, and not in it if the list is whole and could have
 * named it. */
static enum truth is_member(const void *data, enum side side, const char *id)
{
	const struct asked_members *asked = data;
	const struct graph_facts *f = asked->facts;
	const struct graph_groups *in = side == SIDE_USER ? &f->user_groups : &f->device_groups;
	const struct graph_group *group = graph_group_of(f, id);
	if (group && group->gone)
		return TRUTH_NO;
	if (side == SIDE_DEVICE && !asked->sure)
		return TRUTH_UNKNOWN;
	if (group_in(in, id))
		return TRUTH_YES;
	if (side == SIDE_DEVICE && f->entra_gone)
		return TRUTH_NO;
	return in->complete && group && !group->hidden ? TRUTH_NO : TRUTH_UNKNOWN;
}

/* The service evaluates a filter's rule; nothing documented tells its result. */
static enum truth matches(const void *data, const char *filter)
{
	(void)data;
	(void)filter;
	return TRUTH_UNKNOWN;
}

struct targeting graph_targeting(const struct graph_facts *f, size_t profile, bool sure)
{
	const struct asked_members asked = {f, sure};
	const struct graph_profile *p = &f->profiles[profile];
	size_t device = graph_device_of(f);
	struct targeting_facts facts = {.assignments = p->assignments,
		.count = p->assignments_count, .complete = p->assigned_complete, .data = &asked,
		.member = is_member, .matches = matches};
	facts.absent[SIDE_USER] = sure && device != GRAPH_NONE && f->devices[device].detailed &&
		!*f->devices[device].user_id && !*f->user.id;
	return targeting_of(&facts);
}
