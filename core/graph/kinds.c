#include "kinds.h"

#include "base/i18n.h"

static const struct graph_type types[] = {
	{"windows81SCEPCertificateProfile", KIND_SCEP, GRAPH_WINDOWS, ENROLMENT_ANY,
		"windows81SCEPCertificateProfile", false},
	{"iosScepCertificateProfile", KIND_SCEP, GRAPH_IOS, ENROLMENT_ANY,
		"iosScepCertificateProfile", true},
	{"macOSScepCertificateProfile", KIND_SCEP, GRAPH_MACOS, ENROLMENT_ANY,
		"macOSScepCertificateProfile", true},
	{"androidDeviceOwnerScepCertificateProfile", KIND_SCEP, GRAPH_ANDROID,
		ENROLMENT_DEVICE_OWNER, "androidDeviceOwnerCertificateProfileBase", false},
	{"androidWorkProfileScepCertificateProfile", KIND_SCEP, GRAPH_ANDROID,
		ENROLMENT_WORK_PROFILE, "androidWorkProfileCertificateProfileBase", true},
	{"androidForWorkScepCertificateProfile", KIND_SCEP, GRAPH_ANDROID,
		ENROLMENT_WORK_PROFILE, "androidForWorkCertificateProfileBase", true},
	{"androidScepCertificateProfile", KIND_SCEP, GRAPH_ANDROID, ENROLMENT_ADMINISTRATOR,
		"androidCertificateProfileBase", true},
	{"aospDeviceOwnerScepCertificateProfile", KIND_SCEP, GRAPH_ANDROID, ENROLMENT_AOSP,
		"aospDeviceOwnerCertificateProfileBase", true},
	{"windows81TrustedRootCertificate", KIND_ROOT, GRAPH_WINDOWS, ENROLMENT_ANY, NULL, false},
	{"iosTrustedRootCertificate", KIND_ROOT, GRAPH_IOS, ENROLMENT_ANY, NULL, false},
	{"macOSTrustedRootCertificate", KIND_ROOT, GRAPH_MACOS, ENROLMENT_ANY, NULL, false},
	{"androidDeviceOwnerTrustedRootCertificate", KIND_ROOT, GRAPH_ANDROID,
		ENROLMENT_DEVICE_OWNER, NULL, false},
	{"androidWorkProfileTrustedRootCertificate", KIND_ROOT, GRAPH_ANDROID,
		ENROLMENT_WORK_PROFILE, NULL, false},
	{"androidForWorkTrustedRootCertificate", KIND_ROOT, GRAPH_ANDROID,
		ENROLMENT_WORK_PROFILE, NULL, false},
	{"androidTrustedRootCertificate", KIND_ROOT, GRAPH_ANDROID, ENROLMENT_ADMINISTRATOR, NULL,
		false},
	{"aospDeviceOwnerTrustedRootCertificate", KIND_ROOT, GRAPH_ANDROID, ENROLMENT_AOSP, NULL,
		false},
};

static const struct graph_type other = {"", KIND_OTHER, GRAPH_PLATFORM_NONE, ENROLMENT_ANY, NULL,
	false};

const struct graph_type *graph_type_of(struct sv name)
{
	const struct sv prefix = SV("#microsoft.graph.");
	if (sv_starts(name, prefix))
		name = sv_from(name, prefix.len);
	/* Graph writes SCEP in the Windows names and Scep elsewhere; nobody should have to know */
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (sv_ieq(name, sv_str(types[i].name)))
			return &types[i];
	return &other;
}

enum graph_platform graph_platform_of(struct sv system)
{
	static const struct { const char *begins; enum graph_platform platform; } systems[] = {
		{"android", GRAPH_ANDROID}, {"ios", GRAPH_IOS}, {"ipados", GRAPH_IOS},
		{"macos", GRAPH_MACOS}, {"windows", GRAPH_WINDOWS},
	};
	for (size_t i = 0; i < ARRAY_LEN(systems); i++)
		if (sv_istarts(system, sv_str(systems[i].begins)))
			return systems[i].platform;
	return GRAPH_PLATFORM_NONE;
}

const char *graph_enrolment_title(enum graph_enrolment enrolment)
{
	static const char *const titles[] = {NULL,
		N_("personally owned work profile"),
		N_("fully managed, dedicated or corporate-owned work profile"),
		N_("device administrator"),
		N_("AOSP")};
	return titles[enrolment] ? _(titles[enrolment]) : "";
}
