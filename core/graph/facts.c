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
	return graph_same(user->upn, asked) || graph_same(user->mail, asked) ||
		graph_same(user->name, asked) || graph_same(user->id, asked);
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
		return *device->user_id ? graph_same(device->user_id, f->user.id)
			: graph_same(device->upn, f->user.upn);
	return graph_same(device->name, f->subject.device) ||
		graph_same(device->id, f->subject.device);
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
	if (!graph_read_device(&f->texts, json, &device) || !graph_same(device.id, id))
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
	else if (!graph_read_group(&f->texts, answer->json, &group) || !graph_same(group.id, id))
		return;
	vec_push(&f->groups, items, group);
}

static void take_entra(struct graph_facts *f, const char *entra_id, const json_t *json)
{
	if (graph_same(graph_id(&f->texts, json, "deviceId"), entra_id))
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
		    !graph_same(certificate.device, f->devices[device].name))
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
