#include "questions.h"

#include <string.h>

#include "base/i18n.h"

#define USER_FIELDS "id,displayName,userPrincipalName,mail,accountEnabled,userType,assignedPlans"
#define GROUP_FIELDS "id,displayName,groupTypes,membershipRuleProcessingState,visibility"
#define DEVICE_FIELDS "id,deviceName,operatingSystem,osVersion,lastSyncDateTime,managementAgent," \
	"deviceEnrollmentType,managedDeviceOwnerType,userId,userPrincipalName,emailAddress," \
	"azureADDeviceId,serialNumber,imei,meid"
#define CONFIGURATIONS "/deviceManagement/deviceConfigurations"

#define USER_READ "User.Read.All"
#define GROUP_READ "GroupMember.Read.All"
#define DEVICE_READ "Device.Read.All"
#define INTUNE_DEVICES "DeviceManagementManagedDevices.Read.All"
#define INTUNE_PROFILES "DeviceManagementConfiguration.Read.All"

static const struct question_info table[QUESTION_COUNT] = {
	[ASK_ACCOUNT] = {"account", "v1.0", "/deviceManagement?$select=id,intuneAccountId",
		INTUNE_PROFILES, N_("the tenant's Intune account: is the log from this tenant?"),
		NULL, false, false, false},
	[ASK_USER] = {"user", "v1.0", "/users/{}?$select=" USER_FIELDS, USER_READ,
		N_("check 1: the user; enabled, licensed, a guest?"), "USER", false, false, false},
	[ASK_USER_SEARCH] = {"user-search", "v1.0",
		"/users?$filter=userPrincipalName%20eq%20{quoted}%20or%20mail%20eq%20{quoted}"
		"%20or%20displayName%20eq%20{quoted}&$select=" USER_FIELDS "&$top=25", USER_READ,
		N_("only if there is no user of this name: by mail address or displayed name"),
		"USER", false, true, false},
	[ASK_USER_NAMES] = {"user-names", "v1.0",
		"/users?$search=%22displayName:{}%22%20OR%20%22userPrincipalName:{}%22&$count=true"
		"&$top=25&$select=id,displayName,userPrincipalName,mail&$orderby=displayName",
		USER_READ, N_("only if that finds nobody: users with a similar name"), "USER", false,
		true, true},
	[ASK_PROFILES] = {"profiles", "beta", CONFIGURATIONS "?$expand=assignments&$top=200",
		INTUNE_PROFILES, N_("check 2: the SCEP and trusted root profiles, and to whom they "
		"are assigned (SCEP types exist in beta only)"), NULL, false, true, false},
	[ASK_ASSIGNMENTS] = {"assignments", "beta", CONFIGURATIONS "/{}/assignments",
		INTUNE_PROFILES, N_("check 2: to whom a SCEP profile is assigned, where the list did "
		"not say so"), "PROFILE", true, true, false},
	[ASK_DEVICES] = {"devices", "v1.0", "/users/{}/managedDevices?$select=" DEVICE_FIELDS
		"&$top=100", INTUNE_DEVICES, N_("check 3: the user's devices and their last "
		"check-ins"), "USER-ID", false, true, false},
	[ASK_DEVICE_SEARCH] = {"device-search", "v1.0",
		"/deviceManagement/managedDevices?$filter=deviceName%20eq%20{quoted}&$select="
		DEVICE_FIELDS "&$top=50", INTUNE_DEVICES,
		N_("check 3: the device by its name, where the user's list does not have it"), "NAME", false, true,
		false},
	[ASK_DEVICE] = {"device", "v1.0", "/deviceManagement/managedDevices/{}", INTUNE_DEVICES,
		N_("check 3: the device; its last check-in, management, numbers for the subject"),
		"DEVICE-ID", false, false, false},
	[ASK_USER_GROUPS] = {"user-groups", "v1.0",
		"/users/{}/transitiveMemberOf/microsoft.graph.group?$select=" GROUP_FIELDS
		"&$top=999", GROUP_READ, N_("check 2: the user's groups, nested ones included"),
		"USER-ID", false, true, false},
	[ASK_ENTRA_DEVICE] = {"entra-device", "v1.0",
		"/devices(deviceId={quoted})?$select=id,deviceId,displayName", DEVICE_READ,
		N_("check 2: the device in Microsoft Entra"), "ENTRA-DEVICE-ID", false, false, false},
	[ASK_DEVICE_GROUPS] = {"device-groups", "v1.0",
		"/devices/{}/transitiveMemberOf/microsoft.graph.group?$select=" GROUP_FIELDS
		"&$top=999", DEVICE_READ, N_("check 2: the device's groups, nested ones included"),
		"OBJECT-ID", false, true, false},
	[ASK_GROUP] = {"group", "v1.0", "/groups/{}?$select=" GROUP_FIELDS, GROUP_READ,
		N_("check 2: the name of an assigned group, and whether its members are shown"),
		"GROUP", true, false, false},
	[ASK_FILTER] = {"filter", "beta", "/deviceManagement/assignmentFilters/{}",
		INTUNE_PROFILES, N_("check 2: the rule of an assignment filter"), "FILTER", true,
		false, false},
	[ASK_ROOT] = {"root", "beta", CONFIGURATIONS "/{}/microsoft.graph.{root}/rootCertificate",
		INTUNE_PROFILES, N_("the trusted root profile of a SCEP profile"), "PROFILE", true,
		false, false},
	[ASK_ROOT_ASSIGNMENTS] = {"root-assignments", "beta", CONFIGURATIONS "/{}/assignments",
		INTUNE_PROFILES, N_("to whom a trusted root profile is assigned, where the list did "
		"not say so"), "ROOT-PROFILE", true, true, false},
	[ASK_STATES] = {"states", "beta",
		"/deviceManagement/managedDevices/{}/deviceConfigurationStates", INTUNE_DEVICES,
		N_("how Intune says that the profiles stand on the device"), "DEVICE-ID", false,
		true, false},
	[ASK_CERTIFICATES] = {"certificates", "beta",
		CONFIGURATIONS "/{}/microsoft.graph.{type}/managedDeviceCertificateStates?$top=100",
		INTUNE_PROFILES, N_("which certificates Intune says were issued; often hours late"),
		"PROFILE", true, true, false},
};

const struct question_info *question_info(enum question question)
{
	return &table[question];
}

/* ---- about what ---- */

#define ROWS_ASKED_MAX 20 /* SCEP profiles; a tenant with more names the one it means */

static const char *only(size_t i, const char *key)
{
	return i == 0 && *key ? key : NULL;
}

static bool went(const struct graph_facts *f, enum question question, const char *key,
	enum graph_status status)
{
	const struct graph_step *step = graph_step_of(f, question, key);
	return step && step->answered && step->status == status;
}

static const struct graph_device *device_of(const struct graph_facts *f)
{
	size_t i = graph_device_of(f);
	return i == GRAPH_NONE ? NULL : &f->devices[i];
}

/* An id of Intune, rather than a device's name. */
static bool is_guid(const char *text)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	if (strlen(text) != strlen(shape))
		return false;
	for (size_t i = 0; text[i]; i++)
		if (shape[i] == '-' ? text[i] != '-' : !strchr("0123456789abcdefABCDEF", text[i]))
			return false;
	return true;
}

/* The user who was named, else the one whom the device belongs to. */
static const char *user_key(const struct graph_facts *f, size_t i)
{
	const struct graph_device *device = device_of(f);
	if (*f->subject.user)
		return only(i, f->subject.user);
	return device ? only(i, device->user_id) : NULL;
}

static const char *user_search_key(const struct graph_facts *f, size_t i)
{
	const char *asked = f->subject.user;
	bool gone = *asked && (went(f, ASK_USER, asked, GRAPH_NOT_FOUND) ||
		went(f, ASK_USER, asked, GRAPH_REFUSED));
	return gone ? only(i, asked) : NULL;
}

static const char *user_names_key(const struct graph_facts *f, size_t i)
{
	bool nobody = went(f, ASK_USER_SEARCH, f->subject.user, GRAPH_OK) &&
		!f->candidates_count && !strpbrk(f->subject.user, "\"\\");
	return nobody ? only(i, f->subject.user) : NULL;
}

/* The i-th SCEP profile whose assignments the list of profiles did not bring. */
static const char *assignments_key(const struct graph_facts *f, size_t i)
{
	size_t p;
	for (size_t k = 0; k < ROWS_ASKED_MAX && (p = graph_scep_profile(f, k)) != GRAPH_NONE; k++) {
		bool asked = graph_step_of(f, ASK_ASSIGNMENTS, f->profiles[p].id);
		if ((asked || !f->profiles[p].assigned_complete) && i-- == 0)
			return f->profiles[p].id;
	}
	return NULL;
}

static const char *root_assignments_key(const struct graph_facts *f, size_t i)
{
	size_t p;
	for (size_t k = 0; k < ROWS_ASKED_MAX && (p = graph_scep_profile(f, k)) != GRAPH_NONE; k++) {
		size_t root = graph_profile_by_id(f, f->profiles[p].root);
		if (root == GRAPH_NONE)
			continue;
		bool asked = graph_step_of(f, ASK_ROOT_ASSIGNMENTS, f->profiles[root].id);
		if ((asked || !f->profiles[root].assigned_complete) && i-- == 0)
			return f->profiles[root].id;
	}
	return NULL;
}

static const char *device_search_key(const struct graph_facts *f, size_t i)
{
	const char *asked = f->subject.device;
	if (!*asked || is_guid(asked))
		return NULL;
	/* the user's list tells more; it lacks the device if that is somebody else's */
	bool needed = !*f->user.id || graph_step_of(f, ASK_DEVICE_SEARCH, asked) ||
		(f->devices_known && !device_of(f));
	return needed ? only(i, asked) : NULL;
}

static const char *device_key(const struct graph_facts *f, size_t i)
{
	const struct graph_device *device = device_of(f);
	if (is_guid(f->subject.device))
		return only(i, f->subject.device);
	return device ? only(i, device->id) : NULL;
}

static const char *entra_key(const struct graph_facts *f, size_t i)
{
	const struct graph_device *device = device_of(f);
	return device ? only(i, device->entra_id) : NULL;
}

static const char *states_key(const struct graph_facts *f, size_t i)
{
	const struct graph_device *device = device_of(f);
	return device ? only(i, device->id) : NULL;
}

/* The i-th group or filter that the assignments of the SCEP profiles and of their roots name. */
struct wanted {
	bool filter;
	size_t i;
};

static const char *in_assignments(const struct graph_profile *p, struct wanted *wanted)
{
	for (size_t k = 0; k < p->assignments_count; k++) {
		const struct graph_assignment *a = &p->assignments[k];
		const char *id = wanted->filter ? a->filter : a->group;
		if (*id && wanted->i-- == 0)
			return id;
	}
	return NULL;
}

static const char *in_profiles(const struct graph_facts *f, struct wanted wanted)
{
	size_t p;
	for (size_t k = 0; k < ROWS_ASKED_MAX && (p = graph_scep_profile(f, k)) != GRAPH_NONE; k++) {
		size_t root = graph_profile_by_id(f, f->profiles[p].root);
		const char *id = in_assignments(&f->profiles[p], &wanted);
		if (!id && root != GRAPH_NONE)
			id = in_assignments(&f->profiles[root], &wanted);
		if (id)
			return id;
	}
	return NULL;
}

static const char *scep_key(const struct graph_facts *f, size_t i, bool reporting)
{
	size_t p;
	for (size_t k = 0; k < ROWS_ASKED_MAX && (p = graph_scep_profile(f, k)) != GRAPH_NONE; k++)
		if ((!reporting || f->profiles[p].type->reports) && i-- == 0)
			return f->profiles[p].id;
	return NULL;
}

const char *question_key(const struct graph_facts *f, enum question question, size_t i)
{
	switch (question) {
	case ASK_ACCOUNT:
	case ASK_PROFILES:
		return i == 0 ? "" : NULL;
	case ASK_USER:
		return user_key(f, i);
	case ASK_USER_SEARCH:
		return user_search_key(f, i);
	case ASK_USER_NAMES:
		return user_names_key(f, i);
	case ASK_ASSIGNMENTS:
		return assignments_key(f, i);
	case ASK_ROOT_ASSIGNMENTS:
		return root_assignments_key(f, i);
	case ASK_DEVICES:
	case ASK_USER_GROUPS:
		return only(i, f->user.id);
	case ASK_DEVICE_SEARCH:
		return device_search_key(f, i);
	case ASK_DEVICE:
		return device_key(f, i);
	case ASK_ENTRA_DEVICE:
		return entra_key(f, i);
	case ASK_DEVICE_GROUPS:
		return only(i, f->entra_object);
	case ASK_GROUP:
		return in_profiles(f, (struct wanted){false, i});
	case ASK_FILTER:
		return in_profiles(f, (struct wanted){true, i});
	case ASK_ROOT:
		return scep_key(f, i, false);
	case ASK_STATES:
		return states_key(f, i);
	case ASK_CERTIFICATES:
		return device_of(f) ? scep_key(f, i, true) : NULL;
	case QUESTION_COUNT:
		break;
	}
	return NULL;
}

bool question_next(const struct graph_facts *f, enum question *ret, const char **ret_key)
{
	if (f->steps_count >= GRAPH_STEPS_MAX)
		return false;
	for (int q = 0; q < QUESTION_COUNT; q++) {
		const char *key;
		for (size_t i = 0; (key = question_key(f, (enum question)q, i)); i++) {
			if (graph_step_of(f, (enum question)q, key))
				continue;
			*ret = (enum question)q;
			*ret_key = key;
			return true;
		}
	}
	return false;
}

/* ---- how it is asked ---- */

void graph_encode(struct strbuf *out, struct sv text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789-._~";
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c && strchr(plain, c))
			strbuf_char(out, c);
		else
			strbuf_addf(out, "%%%02X", (unsigned char)c);
	}
}

/* A text literal of OData: a quote in it is doubled. */
static void add_quoted(struct strbuf *out, const char *text)
{
	strbuf_char(out, '\'');
	for (struct sv rest = sv_str(text); rest.len; rest = sv_from(rest, 1)) {
		graph_encode(out, sv_sub(rest, 0, 1));
		if (rest.ptr[0] == '\'')
			graph_encode(out, sv_sub(rest, 0, 1));
	}
	strbuf_char(out, '\'');
}

static void add_type(struct strbuf *out, const struct graph_facts *f, const char *key, bool root)
{
	size_t p = key ? graph_profile_by_id(f, key) : GRAPH_NONE;
	const struct graph_type *type = p == GRAPH_NONE ? NULL : f->profiles[p].type;
	if (!type)
		strbuf_str(out, root ? "ROOT-TYPE" : "SCEP-TYPE");
	else
		strbuf_str(out, root && type->root_cast ? type->root_cast : type->name);
}

static void add_word(struct strbuf *out, const struct graph_facts *f, struct sv word,
	const struct question_info *info, const char *key)
{
	if (sv_eq(word, SV("root")) || sv_eq(word, SV("type")))
		add_type(out, f, key, sv_eq(word, SV("root")));
	else if (sv_eq(word, SV("quoted")) && key)
		add_quoted(out, key);
	else if (sv_eq(word, SV("quoted")))
		strbuf_addf(out, "'%s'", info->about);
	else if (key)
		graph_encode(out, sv_str(key));
	else
		strbuf_str(out, info->about);
}

void question_path(const struct graph_facts *f, enum question question, const char *key,
	struct strbuf *out)
{
	const struct question_info *info = &table[question];
	struct sv rest = sv_str(info->path);
	while (rest.len) {
		size_t open = sv_chr(rest, '{'), close = sv_chr(rest, '}');
		if (open == SV_NPOS || close == SV_NPOS || close < open) {
			strbuf_add(out, rest);
			return;
		}
		strbuf_add(out, sv_sub(rest, 0, open));
		add_word(out, f, sv_sub(rest, open + 1, close - open - 1), info, key);
		rest = sv_from(rest, close + 1);
	}
}

void question_file(enum question question, const char *key, struct strbuf *out)
{
	const struct question_info *info = &table[question];
	strbuf_str(out, info->id);
	if (info->keyed)
		strbuf_addf(out, "-%s", key ? key : info->about);
	strbuf_str(out, ".json");
}
