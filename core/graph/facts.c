#include "facts.h"

#include <string.h>

#define PROFILES_MAX 2000
#define DEVICES_MAX 2000
#define GROUPS_MAX 12000
#define ROWS_MAX 2000

static const char *keep(struct graph_facts *f, const char *text)
{
	return arena_sv(&f->texts, sv_str(text)).ptr;
}

struct graph_facts *graph_facts_create(const struct graph_subject *subject)
{
	struct graph_facts *f = xcalloc(1, sizeof(*f));
	arena_init(&f->texts);
	f->subject = (struct graph_subject){keep(f, subject->user), keep(f, subject->device),
		keep(f, subject->computer), keep(f, subject->profile), subject->platform};
	f->user = (struct graph_user){.id = "", .name = "", .upn = "", .mail = ""};
	f->account = xstrdup("");
	f->entra_object = "";
	return f;
}

void graph_facts_destroy(struct graph_facts *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->profiles_count; i++)
		graph_profile_finish(&f->profiles[i]);
	free(f->account);
	free(f->candidates);
	free(f->profiles);
	free(f->devices);
	free(f->user_groups.items);
	free(f->device_groups.items);
	free(f->groups.items);
	free(f->filters);
	free(f->states);
	free(f->certificates);
	free(f->steps);
	arena_finish(&f->texts);
	free(f);
}

/* ---- questions asked ---- */

size_t graph_facts_ask(struct graph_facts *f, enum question question, const char *key)
{
	vec_push(f, steps, ((struct graph_step){.question = question, .key = keep(f, key),
		.status = GRAPH_NOT_ASKED, .error = ""}));
	f->revision++;
	return f->steps_count - 1;
}

const struct graph_step *graph_step_of(const struct graph_facts *f, enum question question,
	const char *key)
{
	for (size_t i = 0; i < f->steps_count; i++)
		if (f->steps[i].question == question && !strcmp(f->steps[i].key, key))
			return &f->steps[i];
	return NULL;
}

/* ---- what the answers say ---- */

static bool same(const char *a, const char *b)
{
	return sv_ieq(sv_str(a), sv_str(b));
}

static const json_t *rows(const json_t *json)
{
	return json_object_get(json, "value");
}

static bool whole(const struct graph_answer *answer, size_t max)
{
	return !answer->incomplete && json_is_array(rows(answer->json)) &&
		json_array_size(rows(answer->json)) <= max;
}

static void take_account(struct graph_facts *f, const json_t *json)
{
	free(f->account);
	f->account = xstrdup(graph_id(&f->texts, json, "intuneAccountId"));
}

/* Is this the person who was asked for? Never trust the service's filter. */
static bool is_asked(const struct graph_facts *f, const struct graph_user *user)
{
	const char *asked = f->subject.user;
	return same(user->upn, asked) || same(user->mail, asked) || same(user->name, asked) ||
		same(user->id, asked);
}

static void take_users(struct graph_facts *f, const struct graph_answer *answer, bool exact)
{
	const json_t *row;
	size_t i;
	json_array_foreach(rows(answer->json), i, row) {
		struct graph_user user;
		if (i < ROWS_MAX && graph_read_user(&f->texts, row, &user) &&
		    (!exact || is_asked(f, &user)))
			vec_push(f, candidates, user);
	}
	if (f->candidates_count == 1 && exact && whole(answer, ROWS_MAX))
		f->user = f->candidates[0];
}

static void take_profiles(struct graph_facts *f, const struct graph_answer *answer)
{
	const json_t *row;
	size_t i;
	f->profiles_known = true;
	f->profiles_complete = whole(answer, PROFILES_MAX);
	json_array_foreach(rows(answer->json), i, row) {
		struct graph_profile profile;
		if (i >= PROFILES_MAX)
			break;
		if (graph_read_profile(&f->texts, row, &profile) &&
		    profile.type->kind != KIND_OTHER)
			vec_push(f, profiles, profile);
		else
			graph_profile_finish(&profile);
	}
}

static void take_assignments(struct graph_facts *f, const char *profile,
	const struct graph_answer *answer)
{
	size_t i = graph_profile_by_id(f, profile);
	if (i != GRAPH_NONE)
		graph_read_assignments(&f->texts, rows(answer->json), !answer->incomplete,
			&f->profiles[i]);
}

/* Is it one that was asked for: the user's, or of that name? */
static bool wanted(const struct graph_facts *f, const struct graph_device *device, bool of_user)
{
	if (of_user)
		return *device->user_id ? same(device->user_id, f->user.id)
			: same(device->upn, f->user.upn);
	return same(device->name, f->subject.device) || same(device->id, f->subject.device);
}

static size_t device_by_id(const struct graph_facts *f, const char *id)
{
	for (size_t i = 0; i < f->devices_count; i++)
		if (!strcmp(f->devices[i].id, id))
			return i;
	return GRAPH_NONE;
}

static void take_devices(struct graph_facts *f, const struct graph_answer *answer, bool of_user)
{
	const json_t *row;
	size_t i;
	if (of_user) {
		f->devices_known = true;
		f->devices_complete = whole(answer, DEVICES_MAX);
	}
	json_array_foreach(rows(answer->json), i, row) {
		struct graph_device device;
		if (i >= DEVICES_MAX)
			break;
		if (!graph_read_device(&f->texts, row, &device))
			continue;
		if (!wanted(f, &device, of_user))
			f->foreign_devices++;
		else if (device_by_id(f, device.id) == GRAPH_NONE)
			vec_push(f, devices, device);
	}
}

/* What the device says by itself takes the place of its row in a list. */
static void take_device(struct graph_facts *f, const char *id, const json_t *json)
{
	struct graph_device device;
	if (!graph_read_device(&f->texts, json, &device) || !same(device.id, id))
		return;
	size_t at = device_by_id(f, device.id);
	device.detailed = true;
	if (at == GRAPH_NONE)
		vec_push(f, devices, device);
	else
		f->devices[at] = device;
}

static void take_groups(struct graph_facts *f, const struct graph_answer *answer,
	struct graph_groups *into)
{
	const json_t *row;
	size_t i;
	into->known = true;
	into->complete = whole(answer, GROUPS_MAX);
	json_array_foreach(rows(answer->json), i, row) {
		struct graph_group group;
		if (i < GROUPS_MAX && graph_read_group(&f->texts, row, &group))
			vec_push(into, items, group);
	}
}

static void take_group(struct graph_facts *f, const char *id, const struct graph_answer *answer)
{
	struct graph_group group = {.id = id, .name = ""};
	if (answer->status == GRAPH_NOT_FOUND)
		group.gone = true;
	else if (!graph_read_group(&f->texts, answer->json, &group) || !same(group.id, id))
		return;
	vec_push(&f->groups, items, group);
}

static void take_entra(struct graph_facts *f, const char *entra_id, const json_t *json)
{
	if (same(graph_id(&f->texts, json, "deviceId"), entra_id))
		f->entra_object = graph_id(&f->texts, json, "id");
}

static void take_filter(struct graph_facts *f, const json_t *json)
{
	struct graph_filter filter;
	if (graph_read_filter(&f->texts, json, &filter))
		vec_push(f, filters, filter);
}

/* The root profile is in the list as well, with its assignments; it may also be one that the
 * list lacks. */
static void take_root(struct graph_facts *f, const char *scep, const struct graph_answer *answer)
{
	size_t i = graph_profile_by_id(f, scep), at;
	struct graph_profile root;
	if (i == GRAPH_NONE)
		return;
	f->profiles[i].no_root = answer->status == GRAPH_NOT_FOUND;
	if (f->profiles[i].no_root || !graph_read_profile(&f->texts, answer->json, &root))
		return;
	f->profiles[i].root = root.id;
	at = graph_profile_by_id(f, root.id);
	if (at == GRAPH_NONE) {
		vec_push(f, profiles, root);
		return;
	}
	if (!*f->profiles[at].thumbprint)
		memcpy(f->profiles[at].thumbprint, root.thumbprint, sizeof(root.thumbprint));
	graph_profile_finish(&root);
}

static void take_states(struct graph_facts *f, const struct graph_answer *answer)
{
	const json_t *row;
	size_t i;
	f->states_known = whole(answer, ROWS_MAX);
	json_array_foreach(rows(answer->json), i, row) {
		struct graph_state state;
		if (i < ROWS_MAX && graph_read_state(&f->texts, row, &state))
			vec_push(f, states, state);
	}
}

static void take_certificates(struct graph_facts *f, const char *profile, const json_t *json)
{
	const json_t *row;
	size_t i, device = graph_device_of(f);
	json_array_foreach(rows(json), i, row) {
		struct graph_certificate certificate;
		if (i >= ROWS_MAX || device == GRAPH_NONE ||
		    !graph_read_certificate(&f->texts, row, &certificate) ||
		    !same(certificate.device, f->devices[device].name))
			continue;
		certificate.profile = keep(f, profile);
		vec_push(f, certificates, certificate);
	}
}

static void take(struct graph_facts *f, const struct graph_step *step,
	const struct graph_answer *answer)
{
	switch (step->question) {
	case ASK_ACCOUNT:
		take_account(f, answer->json);
		break;
	case ASK_USER:
		graph_read_user(&f->texts, answer->json, &f->user);
		break;
	case ASK_USER_SEARCH:
	case ASK_USER_NAMES:
		take_users(f, answer, step->question == ASK_USER_SEARCH);
		break;
	case ASK_PROFILES:
		take_profiles(f, answer);
		break;
	case ASK_ASSIGNMENTS:
	case ASK_ROOT_ASSIGNMENTS:
		take_assignments(f, step->key, answer);
		break;
	case ASK_DEVICES:
	case ASK_DEVICE_SEARCH:
		take_devices(f, answer, step->question == ASK_DEVICES);
		break;
	case ASK_DEVICE:
		take_device(f, step->key, answer->json);
		break;
	case ASK_USER_GROUPS:
		take_groups(f, answer, &f->user_groups);
		break;
	case ASK_DEVICE_GROUPS:
		take_groups(f, answer, &f->device_groups);
		break;
	case ASK_ENTRA_DEVICE:
		take_entra(f, step->key, answer->json);
		break;
	case ASK_GROUP:
		take_group(f, step->key, answer);
		break;
	case ASK_FILTER:
		take_filter(f, answer->json);
		break;
	case ASK_ROOT:
		take_root(f, step->key, answer);
		break;
	case ASK_STATES:
		take_states(f, answer);
		break;
	case ASK_CERTIFICATES:
		take_certificates(f, step->key, answer->json);
		break;
	case QUESTION_COUNT:
		break;
	}
}

/* "There is none" is an answer to these, too. */
static void take_not_found(struct graph_facts *f, const struct graph_step *step,
	const struct graph_answer *answer)
{
	if (step->question == ASK_GROUP)
		take_group(f, step->key, answer);
	else if (step->question == ASK_ROOT)
		take_root(f, step->key, answer);
	else if (step->question == ASK_ENTRA_DEVICE)
		f->entra_gone = true;
}

void graph_facts_answer(struct graph_facts *f, size_t number, const struct graph_answer *answer)
{
	struct graph_step *step = &f->steps[number];
	step->answered = true;
	step->status = answer->status;
	step->incomplete = answer->incomplete;
	step->error = keep(f, answer->error);
	f->revision++;
	if (answer->status == GRAPH_OK && answer->json)
		take(f, step, answer);
	else if (answer->status == GRAPH_NOT_FOUND)
		take_not_found(f, step, answer);
}

/* ---- which one it is about ---- */

bool graph_fits_platform(const struct graph_facts *f, enum graph_platform platform)
{
	return f->subject.platform == GRAPH_PLATFORM_NONE || platform == f->subject.platform;
}

/* A log may print the full name of a computer, with its domain. */
static bool is_computer(const char *printed, const char *name)
{
	struct sv rest = sv_str(printed), host;
	return *name && sv_cut(&rest, '.', &host) &&
		(sv_ieq(host, sv_str(name)) || same(printed, name));
}

enum device_rule { BY_ASKED, BY_COMPUTER, BY_PLATFORM };

static bool is_meant(const struct graph_facts *f, const struct graph_device *d,
	enum device_rule rule)
{
	if (rule == BY_ASKED)
		return same(d->id, f->subject.device) || same(d->name, f->subject.device);
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
		(!*asked || same(p->id, asked) || same(p->name, asked));
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
