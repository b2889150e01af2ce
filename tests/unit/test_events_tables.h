/* The shipped tables of events and codes, and the sentence most tests are about. */
#ifndef TEST_EVENTS_TABLES_H
#define TEST_EVENTS_TABLES_H

#include "testing.h"

#include "scep/events.h"

#define PROVIDER "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider"
#define ADMIN PROVIDER "/Admin"
#define UNIQUE                                                                                \
	"ModelName_AC_51bad41f-3854-4eb5-a2f2-0f7a94034ee8_LogicalName_"                      \
	"39907e78_e61b_4730_b9fa_d44a53e4111c_Hash_2024051773"
#define TEXT_306                                                                              \
	"SCEP: CspExecute for UniqueId : (" UNIQUE ") InstallUserSid : (S-1-12-1-1) "         \
	"InstallLocation : (user) NodePath : (clientinstall)  KeyProtection: (0x2) "          \
	"Result : (Unknown Win32 Error code: 0x2ab0003)."

static struct codes *codes;
static struct events *events;

static inline int load(void **state)
{
	struct err err = {0};
	(void)state;
	codes = codes_load(SOURCE_ROOT "/wizards/reference/codes.xml", &err);
	events = events_load(SOURCE_ROOT "/wizards/reference/events.xml", &err);
	if (!codes || !events)
		print_error("%s\n", err.text);
	return codes && events ? 0 : -1;
}

static inline int unload(void **state)
{
	(void)state;
	codes_destroy(codes);
	events_destroy(events);
	return 0;
}

static inline const struct event_info *find(int32_t id, size_t fields)
{
	struct event_identity identity = {SV(PROVIDER), SV_EMPTY, SV(ADMIN), id};
	return events_find(events, &identity, fields, SV_EMPTY);
}

static inline struct sv field_as(const struct event_info *info,
	const struct event_value *values, const char *as)
{
	for (size_t i = 0; i < info->fields_count; i++)
		if (info->fields[i].as && !strcmp(info->fields[i].as, as))
			return values[i].value;
	return SV("(no such field)");
}

#endif
