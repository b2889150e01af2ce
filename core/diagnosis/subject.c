#include "subject.h"

/* Where a variable's value comes from. Those that are not here are always filled, or nobody
 * outside can tell. */
enum source { FROM_IMEI, FROM_SERIAL, FROM_MEID, FROM_ENTRA_ID, FROM_USER, FROM_MAIL };

static const struct {
	const char *name;
	enum source source;
} variables[] = {
	{"IMEINumber", FROM_IMEI},
	{"IMEI", FROM_IMEI},
	{"SerialNumber", FROM_SERIAL},
	{"MEID", FROM_MEID},
	{"AAD_Device_ID", FROM_ENTRA_ID},
	{"AzureADDeviceId", FROM_ENTRA_ID},
	{"UserPrincipalName", FROM_USER},
	{"UserName", FROM_USER},
	{"OnPrem_Distinguished_Name", FROM_USER},
	{"OnPremisesSamAccountName", FROM_USER},
	{"EmailAddress", FROM_MAIL},
};

/* subjectNameFormat may name one without writing it as a variable. */
static const struct {
	const char *kind, *variable;
} kinds[] = {
	{"commonNameAsIMEI", "IMEINumber"},
	{"commonNameAsSerialNumber", "SerialNumber"},
	{"commonNameAsAadDeviceId", "AAD_Device_ID"},
	{"commonNameAsEmail", "EmailAddress"},
	{"commonNameIncludingEmail", "EmailAddress"},
};

/* Only what a device says by itself counts: a list leaves numbers out. */
static bool lacks(const struct graph_device *device, const struct graph_user *user,
	enum source source)
{
	bool userless = device->detailed && !*device->user_id && !*device->upn;
	switch (source) {
	case FROM_IMEI:
		return device->detailed && !*device->imei;
	case FROM_SERIAL:
		return device->detailed && !*device->serial;
	case FROM_MEID:
		return device->detailed && !*device->meid;
	case FROM_ENTRA_ID:
		return device->detailed && !*device->entra_id;
	case FROM_USER:
		return userless;
	case FROM_MAIL:
		return userless || (*user->id && !*user->mail && !*device->mail);
	}
	return false;
}

static bool is_unfilled(struct sv name, const struct graph_device *device,
	const struct graph_user *user)
{
	for (size_t i = 0; i < ARRAY_LEN(variables); i++)
		if (sv_ieq(name, sv_str(variables[i].name)))
			return lacks(device, user, variables[i].source);
	return false;
}

/* The next {{variable}} of a text. */
static bool take_variable(struct sv *rest, struct sv *ret)
{
	size_t open = sv_find(*rest, SV("{{"));
	if (open == SV_NPOS)
		return false;
	struct sv inside = sv_from(*rest, open + 2);
	size_t close = sv_find(inside, SV("}}"));
	if (close == SV_NPOS)
		return false;
	*ret = sv_trim(sv_sub(inside, 0, close));
	*rest = sv_from(inside, close + 2);
	return true;
}

bool subject_unfilled(const struct graph_profile *profile, const struct graph_device *device,
	const struct graph_user *user, size_t i, struct sv *ret)
{
	for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
		*ret = sv_str(kinds[k].variable);
		if (sv_ieq(sv_str(profile->subject_kind), sv_str(kinds[k].kind)) &&
		    is_unfilled(*ret, device, user) && i-- == 0)
			return true;
	}
	for (size_t k = 0; k < profile->formats_count; k++) {
		struct sv rest = sv_str(profile->formats[k]);
		while (take_variable(&rest, ret))
			if (is_unfilled(*ret, device, user) && i-- == 0)
				return true;
	}
	return false;
}

static bool says(const char *text, const char *word)
{
	return sv_ifind(sv_str(text), sv_str(word)) != SV_NPOS;
}

enum graph_enrolment subject_enrolment(const struct graph_device *device)
{
	if (device->platform != GRAPH_ANDROID)
		return ENROLMENT_ANY;
	if (says(device->enrolment, "AOSP") || says(device->agent, "intuneAosp"))
		return ENROLMENT_AOSP;
	if (says(device->enrolment, "androidEnterprise") || (says(device->owner, "company") &&
	    says(device->agent, "googleCloudDevicePolicyController")))
		return ENROLMENT_DEVICE_OWNER;
	if (says(device->owner, "personal") && says(device->system, "AndroidForWork"))
		return ENROLMENT_WORK_PROFILE;
	return ENROLMENT_ANY;
}
