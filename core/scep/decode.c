#include "decode.h"

#include "base/i18n.h"

static const struct {
	const char *name, *prefix, *meaning;
} families[] = {
	[FAMILY_PLAIN] = {"plain", NULL, N_("A plain number: its meaning depends on where "
		"it was printed.")},
	[FAMILY_HRESULT] = {"hresult", NULL, N_("A Windows result (HRESULT) of a kind this "
		"program has no table for.")},
	[FAMILY_WIN32] = {"win32", "Win32", N_("A Windows system error; the low 16 bits are its "
		"number.")},
	[FAMILY_WINHTTP] = {"winhttp", "WinHTTP", N_("An error of the Windows internet "
		"functions: the device did not get a proper answer over the network.")},
	[FAMILY_HTTP] = {"http", "HTTP", N_("An HTTP status: the server was reached and "
		"answered with this number.")},
	[FAMILY_REGISTER] = {"mregister", NULL, N_("An error of device registration (Windows "
		"8.1 and later).")},
	[FAMILY_ENROLL] = {"menroll", NULL, N_("An error of device enrolment: without it "
		"no profile arrives.")},
	[FAMILY_CRYPT] = {"crypt", NULL, N_("A Windows error of cryptography, keys or "
		"certificate services.")},
	[FAMILY_CERT] = {"cert", NULL, N_("A Windows error of certificate trust or of its "
		"chain.")},
	[FAMILY_SMARTCARD] = {"smartcard", NULL, N_("A Windows error of smart cards or their "
		"key storage.")},
	[FAMILY_TPM] = {"tpm", NULL, N_("A Windows error of the TPM, the chip that keeps "
		"keys.")},
	[FAMILY_CFGMGR] = {"cfgmgr", NULL, N_("A result of the Windows configuration manager, "
		"which runs the commands of the MDM server.")},
	[FAMILY_DM] = {"dm", NULL, N_("A result of the Windows device management client.")},
	[FAMILY_SYNCML] = {"syncml", "SyncML", N_("A SyncML status: the device's answer to one "
		"command of the MDM server.")},
	[FAMILY_OMA] = {"oma", "OMA", N_("A status of the mobile device management protocol "
		"(OMA).")},
	[FAMILY_IOS] = {"ios", "iOS", N_("An error that iOS or iPadOS reported; the number is "
		"also in the device's log.")},
	[FAMILY_POLICY] = {"policy", "Intune", N_("A result of Intune's policy engine.")},
	[FAMILY_INTUNE] = {"intune", NULL, N_("A result of the Intune service.")},
};

const char *family_name(enum family family)
{
	return families[family].name;
}

const char *family_meaning(enum family family)
{
	return families[family].meaning;
}

const char *family_prefix(enum family family)
{
	return families[family].prefix;
}

static struct decoded decode_intune(unsigned low)
{
	if (low >= 100 && low <= 599)
		return (struct decoded){FAMILY_SYNCML, low};
	if (low >= 2000 && low <= 2099)
		return (struct decoded){FAMILY_OMA, low - 800};
	if (low >= 2100 && low <= 2199)
		return (struct decoded){FAMILY_OMA, low - 700};
	if (low >= 5000 && low <= 5003)
		return (struct decoded){FAMILY_IOS, low};
	if (low >= 65000 && low <= 65011)
		return (struct decoded){FAMILY_POLICY, low};
	if (low >= 10000 && low < 60000)
		return (struct decoded){FAMILY_IOS, low - 10000};
	return (struct decoded){FAMILY_INTUNE, low};
}

static struct decoded decode_failure(uint32_t value)
{
	unsigned low = value & 0xffff;
	switch (value >> 16) {
	case 0x8007:
		return (struct decoded){low >= 12001 && low <= 12190 ? FAMILY_WINHTTP
								      : FAMILY_WIN32, low};
	case 0x8009:
		return (struct decoded){FAMILY_CRYPT, low};
	case 0x800b:
		return (struct decoded){FAMILY_CERT, low};
	case 0x8010:
		return (struct decoded){FAMILY_SMARTCARD, low};
	case 0x8018:
		return (struct decoded){FAMILY_ENROLL, low};
	case 0x8019:
		return (struct decoded){low >= 100 ? FAMILY_HTTP : FAMILY_REGISTER, low};
	case 0x8028:
	case 0x8029:
		return (struct decoded){FAMILY_TPM, low};
	case 0x8600:
		return (struct decoded){FAMILY_CFGMGR, low};
	case 0x82aa:
		return (struct decoded){FAMILY_DM, low};
	case 0x87d0:
		return (struct decoded){FAMILY_INTUNE, low};
	case 0x87d1:
		return decode_intune(low);
	default:
		return (struct decoded){FAMILY_HRESULT, low};
	}
}

struct decoded decode(uint32_t value)
{
	unsigned low = value & 0xffff;
	if (value & 0x80000000)
		return decode_failure(value);
	if (value == 0)
		return (struct decoded){FAMILY_HRESULT, 0};
	if (value <= 0xffff)
		return (struct decoded){FAMILY_PLAIN, low};
	if (value >> 16 == 0x2ab)
		return (struct decoded){FAMILY_DM, low};
	if (value >> 16 == 0x600)
		return (struct decoded){FAMILY_CFGMGR, low};
	return (struct decoded){FAMILY_HRESULT, low};
}

/* Numbers that people and logs quote without their upper half, and what the whole one has
 * before them. */
static const struct {
	uint32_t first, last, base;
} quoted[] = {
	{65000, 65011, 0x87d10000},
	{22000, 22013, 0x87d10000 + 10000}, /* iOS: SCEP */
	{23000, 23002, 0x87d10000 + 10000}, /* its management client */
	{12016, 12016, 0x87d10000 + 10000}, /* its missing identity; WinINet's 12016 is no fault
					     * of a network */
	{9004, 9006, 0x87d10000 + 10000},
	{4001, 4001, 0x87d10000 + 10000},
	{4008, 4009, 0x87d10000 + 10000},
	{1009, 1009, 0x87d10000 + 10000},
	{5000, 5003, 0x87d10000},
	{1403, 1404, 0x87d10000 + 700},
	{12001, 12190, 0x80070000},
};

uint32_t decode_quoted(uint32_t number)
{
	for (size_t i = 0; i < ARRAY_LEN(quoted); i++)
		if (number >= quoted[i].first && number <= quoted[i].last)
			return quoted[i].base + number;
	return number;
}

static uint32_t whole(enum family family, uint32_t number)
{
	switch (family) {
	case FAMILY_WIN32:
	case FAMILY_WINHTTP:
		return 0x80070000 | number;
	case FAMILY_HTTP:
		return 0x80190000 | number;
	case FAMILY_OMA:
		return 0x87d10000 | (number + (number < 1400 ? 800 : 700));
	case FAMILY_IOS:
		return 0x87d10000 | (number < 5000 || number > 5003 ? number + 10000 : number);
	default:
		return 0x87d10000 | number;
	}
}

bool decode_named(struct sv name, uint32_t number, uint32_t *ret)
{
	for (size_t i = 0; i < ARRAY_LEN(families) && number <= 0xffff; i++) {
		const char *prefix = families[i].prefix;
		if (!prefix || !sv_ieq(name, sv_str(prefix)))
			continue;
		*ret = whole((enum family)i, number);
		struct decoded again = decode(*ret);
		return again.family == (enum family)i && again.number == number;
	}
	bool error = sv_ieq(name, SV("error")) || sv_ieq(name, SV("MCSCEPErrorDomain"));
	*ret = decode_quoted(number);
	return error && *ret != number;
}
