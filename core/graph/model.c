#include "model.h"

#include <string.h>

#include "base/thumbprint.h"

#define TEXT_MAX 4096
#define ID_MAX 128
#define ASSIGNMENTS_MAX 2000

const char *graph_text(struct arena *arena, const json_t *json, const char *key)
{
	const json_t *member = json_object_get(json, key);
	size_t len = json_string_length(member);
	if (!json_is_string(member) || len > TEXT_MAX)
		return "";
	return arena_sv(arena, (struct sv){json_string_value(member), len}).ptr;
}

static bool is_id_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

static const char *id_of_text(struct arena *arena, struct sv text)
{
	char id[ID_MAX + 1];
	if (text.len > ID_MAX)
		return "";
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		id[i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
		if (!is_id_char(id[i]))
			return "";
	}
	return arena_sv(arena, (struct sv){id, text.len}).ptr;
}

const char *graph_id(struct arena *arena, const json_t *json, const char *key)
{
	return id_of_text(arena, sv_str(json_string_value(json_object_get(json, key))));
}

static bool text_is(const json_t *json, const char *key, const char *expected)
{
	return sv_ieq(sv_str(json_string_value(json_object_get(json, key))), sv_str(expected));
}

static enum truth truth_of(const json_t *json, const char *key)
{
	const json_t *member = json_object_get(json, key);
	return json_is_true(member) ? TRUTH_YES : json_is_false(member) ? TRUTH_NO : TRUTH_UNKNOWN;
}

/* Graph writes "never" as the first day of the year 1. */
static int64_t time_of(const json_t *json, const char *key, bool *ret_never)
{
	struct sv text = sv_str(json_string_value(json_object_get(json, key)));
	int64_t us;
	*ret_never = sv_starts(text, SV("0001-01-01"));
	return !*ret_never && time_parse_rfc3339(text, &us) ? us : TIME_NONE;
}

/* ---- people and groups ---- */

/* Any of these lets a user's devices be managed by Intune. */
static const char *const intune_plans[] = {
	"c1ec4a95-1f05-45b3-a911-aa3fa01094f5", /* INTUNE_A */
	"da24caf9-af8e-485c-b7c8-e73336da2693", /* INTUNE_EDU */
	"d216f254-796f-4dab-bbfa-710686e646b9", /* INTUNE_A_GOV */
	"3e170737-c728-4eae-bbb9-3f3360f7184c", /* INTUNE_A_VL */
	"2b317a4a-77a6-4188-9437-b68a77b4e2c6", /* INTUNE_A_D */
};

static bool is_intune_plan(const json_t *plan)
{
	for (size_t i = 0; i < ARRAY_LEN(intune_plans); i++)
		if (text_is(plan, "servicePlanId", intune_plans[i]))
			return true;
	return false;
}

static enum truth licensed(const json_t *json)
{
	const json_t *plans = json_object_get(json, "assignedPlans"), *plan;
	size_t i;
	if (!json_is_array(plans))
		return TRUTH_UNKNOWN;
	json_array_foreach(plans, i, plan)
		if (is_intune_plan(plan) && (text_is(plan, "capabilityStatus", "Enabled") ||
		    text_is(plan, "capabilityStatus", "Warning")))
			return TRUTH_YES;
	return TRUTH_NO;
}

bool graph_read_user(struct arena *arena, const json_t *json, struct graph_user *ret)
{
	*ret = (struct graph_user){.id = graph_id(arena, json, "id"),
		.name = graph_text(arena, json, "displayName"),
		.upn = graph_text(arena, json, "userPrincipalName"),
		.mail = graph_text(arena, json, "mail"),
		.enabled = truth_of(json, "accountEnabled"), .licensed = licensed(json)};
	ret->guest = text_is(json, "userType", "Guest") ? TRUTH_YES
		: text_is(json, "userType", "Member") ? TRUTH_NO : TRUTH_UNKNOWN;
	return *ret->id != '\0';
}

static bool array_has(const json_t *array, const char *text)
{
	const json_t *item;
	size_t i;
	json_array_foreach(array, i, item)
		if (sv_ieq(sv_str(json_string_value(item)), sv_str(text)))
			return true;
	return false;
}

bool graph_read_group(struct arena *arena, const json_t *json, struct graph_group *ret)
{
	*ret = (struct graph_group){.id = graph_id(arena, json, "id"),
		.name = graph_text(arena, json, "displayName"),
		.dynamic = array_has(json_object_get(json, "groupTypes"), "DynamicMembership"),
		.paused = text_is(json, "membershipRuleProcessingState", "Paused"),
		.hidden = text_is(json, "visibility", "HiddenMembership")};
	return *ret->id != '\0';
}

/* ---- devices ---- */

static const char *entra_id(struct arena *arena, const json_t *json)
{
	const char *id = graph_id(arena, json, "azureADDeviceId");
	return strcmp(id, "00000000-0000-0000-0000-000000000000") != 0 ? id : "";
}

bool graph_read_device(struct arena *arena, const json_t *json, struct graph_device *ret)
{
	*ret = (struct graph_device){.id = graph_id(arena, json, "id"),
		.entra_id = entra_id(arena, json),
		.name = graph_text(arena, json, "deviceName"),
		.system = graph_text(arena, json, "operatingSystem"),
		.version = graph_text(arena, json, "osVersion"),
		.user_id = graph_id(arena, json, "userId"),
		.upn = graph_text(arena, json, "userPrincipalName"),
		.mail = graph_text(arena, json, "emailAddress"),
		.agent = graph_text(arena, json, "managementAgent"),
		.enrolment = graph_text(arena, json, "deviceEnrollmentType"),
		.owner = graph_text(arena, json, "managedDeviceOwnerType"),
		.serial = graph_text(arena, json, "serialNumber"),
		.imei = graph_text(arena, json, "imei"), .meid = graph_text(arena, json, "meid"),
		.resource_access = truth_of(json_object_get(json,
			"configurationManagerClientEnabledFeatures"), "resourceAccess")};
	ret->last_sync = time_of(json, "lastSyncDateTime", &ret->never_synced);
	ret->platform = graph_platform_of(sv_str(ret->system));
	return *ret->id != '\0';
}

/* ---- profiles ---- */

static enum target_kind target_kind(const json_t *target)
{
	static const struct { const char *type; enum target_kind kind; } kinds[] = {
		{"groupAssignmentTarget", TARGET_GROUP},
		{"exclusionGroupAssignmentTarget", TARGET_EXCLUDED_GROUP},
		{"allLicensedUsersAssignmentTarget", TARGET_ALL_USERS},
		{"allDevicesAssignmentTarget", TARGET_ALL_DEVICES},
		{"configurationManagerCollectionAssignmentTarget", TARGET_COLLECTION},
	};
	struct sv type = sv_str(json_string_value(json_object_get(target, "@odata.type")));
	const struct sv prefix = SV("#microsoft.graph.");
	if (sv_starts(type, prefix))
		type = sv_from(type, prefix.len);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (sv_ieq(type, sv_str(kinds[i].type)))
			return kinds[i].kind;
	return TARGET_UNKNOWN_KIND;
}

static struct graph_assignment assignment_of(struct arena *arena, const json_t *json)
{
	static const char mode[] = "deviceAndAppManagementAssignmentFilterType";
	const json_t *target = json_object_get(json, "target");
	struct graph_assignment a = {.kind = target_kind(target),
		.group = graph_id(arena, target, "groupId"),
		.filter = graph_id(arena, target, "deviceAndAppManagementAssignmentFilterId"),
		.remove = text_is(json, "intent", "remove")};
	bool grouped = a.kind == TARGET_GROUP || a.kind == TARGET_EXCLUDED_GROUP;
	if (grouped && !*a.group)
		a.kind = TARGET_UNKNOWN_KIND;
	if (*a.filter)
		a.filter_mode = text_is(target, mode, "exclude") ? FILTER_EXCLUDE
			: text_is(target, mode, "none") ? FILTER_NONE : FILTER_INCLUDE;
	return a;
}

void graph_read_assignments(struct arena *arena, const json_t *value, bool complete,
	struct graph_profile *ret)
{
	const json_t *item;
	size_t i;
	ret->assignments_count = 0;
	ret->assigned_known = json_is_array(value);
	ret->assigned_complete = ret->assigned_known && complete &&
		json_array_size(value) <= ASSIGNMENTS_MAX;
	json_array_foreach(value, i, item)
		if (i < ASSIGNMENTS_MAX)
			vec_push(ret, assignments, assignment_of(arena, item));
}

static void add_format(struct arena *arena, const json_t *json, const char *key,
	struct graph_profile *ret)
{
	const char *format = graph_text(arena, json, key);
	if (*format && ret->formats_count < SUBJECT_FORMATS_MAX)
		ret->formats[ret->formats_count++] = format;
}

static void read_formats(struct arena *arena, const json_t *json, struct graph_profile *ret)
{
	const json_t *names = json_object_get(json, "customSubjectAlternativeNames"), *name;
	size_t i;
	add_format(arena, json, "subjectNameFormatString", ret);
	add_format(arena, json, "subjectAlternativeNameFormatString", ret);
	json_array_foreach(names, i, name)
		add_format(arena, name, "name", ret);
}

static bool plain_http(const json_t *urls)
{
	const json_t *url;
	size_t i;
	json_array_foreach(urls, i, url)
		if (sv_istarts(sv_str(json_string_value(url)), SV("http:")))
			return true;
	return false;
}

static int validity_days(const json_t *json)
{
	static const struct { const char *scale; int days; } scales[] = {
		{"days", 1}, {"months", 30}, {"years", 365}};
	json_int_t value = json_integer_value(json_object_get(json,
		"certificateValidityPeriodValue"));
	for (size_t i = 0; i < ARRAY_LEN(scales) && value > 0 && value < 10000; i++)
		if (text_is(json, "certificateValidityPeriodScale", scales[i].scale))
			return (int)value * scales[i].days;
	return 0;
}

static bool has_rules(const json_t *json)
{
	return json_is_object(json_object_get(json, "deviceManagementApplicabilityRuleOsEdition")) ||
		json_is_object(json_object_get(json, "deviceManagementApplicabilityRuleOsVersion")) ||
		json_is_object(json_object_get(json, "deviceManagementApplicabilityRuleDeviceMode"));
}

bool graph_read_profile(struct arena *arena, const json_t *json, struct graph_profile *ret)
{
	bool never;
	*ret = (struct graph_profile){.id = graph_id(arena, json, "id"),
		.name = graph_text(arena, json, "displayName"),
		.type = graph_type_of(sv_str(json_string_value(json_object_get(json,
			"@odata.type")))),
		.modified = time_of(json, "lastModifiedDateTime", &never),
		.has_rules = has_rules(json), .root = "",
		.subject_kind = graph_text(arena, json, "subjectNameFormat"),
		.store = graph_text(arena, json, "certificateStore"),
		.plain_http = plain_http(json_object_get(json, "scepServerUrls")),
		.validity_days = validity_days(json)};
	read_formats(arena, json, ret);
	thumbprint_of_base64(sv_str(json_string_value(json_object_get(json,
		"trustedRootCertificate"))), ret->thumbprint);
	const json_t *assignments = json_object_get(json, "assignments");
	if (assignments)
		graph_read_assignments(arena, assignments,
			!json_object_get(json, "assignments@odata.nextLink"), ret);
	return *ret->id != '\0';
}

void graph_profile_finish(struct graph_profile *profile)
{
	free(profile->assignments);
	profile->assignments = NULL;
	profile->assignments_count = profile->assignments_cap = 0;
}

/* ---- what Intune reports ---- */

bool graph_read_filter(struct arena *arena, const json_t *json, struct graph_filter *ret)
{
	*ret = (struct graph_filter){.id = graph_id(arena, json, "id"),
		.name = graph_text(arena, json, "displayName"),
		.rule = graph_text(arena, json, "rule")};
	return *ret->id != '\0';
}

/* The id of a row begins with that of its profile, an underscore behind it. */
static const char *profile_of_row(struct arena *arena, const json_t *json)
{
	struct sv rest = sv_str(graph_id(arena, json, "id")), profile;
	return sv_cut(&rest, '_', &profile) ? arena_sv(arena, profile).ptr : "";
}

bool graph_read_state(struct arena *arena, const json_t *json, struct graph_state *ret)
{
	*ret = (struct graph_state){.profile = profile_of_row(arena, json),
		.user_id = graph_id(arena, json, "userId"),
		.state = graph_text(arena, json, "state")};
	return *ret->profile && *ret->state;
}

bool graph_read_certificate(struct arena *arena, const json_t *json,
	struct graph_certificate *ret)
{
	bool never;
	*ret = (struct graph_certificate){.profile = profile_of_row(arena, json),
		.device = graph_text(arena, json, "deviceDisplayName"),
		.state = graph_text(arena, json, "certificateIssuanceState"),
		.thumbprint = graph_text(arena, json, "certificateThumbprint"),
		.expires = time_of(json, "certificateExpirationDateTime", &never),
		.error = json_integer_value(json_object_get(json, "certificateErrorCode"))};
	return *ret->state != '\0';
}
