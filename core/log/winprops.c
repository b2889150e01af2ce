#include "winprops.h"

#include "windows.h"

static const struct { const char *name; enum winprop property; } names[] = {
	{"Id", WINPROP_ID}, {"EventID", WINPROP_ID}, {"TimeCreated", WINPROP_TIME},
	{"TimeGenerated", WINPROP_TIME}, {"ProviderName", WINPROP_PROVIDER},
	{"Source", WINPROP_PROVIDER}, {"ProviderId", WINPROP_PROVIDER_ID},
	{"Level", WINPROP_LEVEL}, {"LevelDisplayName", WINPROP_LEVEL_NAME},
	{"EntryType", WINPROP_LEVEL_NAME}, {"LogName", WINPROP_LOG},
	{"MachineName", WINPROP_COMPUTER}, {"UserId", WINPROP_USER},
	{"RecordId", WINPROP_RECORD}, {"Message", WINPROP_MESSAGE},
	{"Version", WINPROP_OTHER}, {"Qualifiers", WINPROP_OTHER}, {"Task", WINPROP_OTHER},
	{"Opcode", WINPROP_OTHER}, {"Keywords", WINPROP_OTHER}, {"ProcessId", WINPROP_OTHER},
	{"ThreadId", WINPROP_OTHER}, {"ActivityId", WINPROP_OTHER},
	{"RelatedActivityId", WINPROP_OTHER}, {"ContainerLog", WINPROP_OTHER},
	{"MatchedQueryIds", WINPROP_OTHER}, {"Bookmark", WINPROP_OTHER},
	{"OpcodeDisplayName", WINPROP_OTHER}, {"TaskDisplayName", WINPROP_OTHER},
	{"KeywordsDisplayNames", WINPROP_OTHER}, {"Properties", WINPROP_OTHER},
	{"PSComputerName", WINPROP_OTHER}, {"RunspaceId", WINPROP_OTHER},
	{"PSShowComputerName", WINPROP_OTHER}, {"Index", WINPROP_OTHER},
	{"InstanceId", WINPROP_OTHER}, {"TimeWritten", WINPROP_OTHER},
	{"UserName", WINPROP_OTHER}, {"Category", WINPROP_OTHER},
	{"CategoryNumber", WINPROP_OTHER}, {"ReplacementStrings", WINPROP_OTHER},
	{"Data", WINPROP_OTHER}, {"Site", WINPROP_OTHER}, {"Container", WINPROP_OTHER},
};

/* Its first letter, whatever its case, spares most comparisons. */
enum winprop winprop_of(struct sv name)
{
	for (size_t i = 0; name.len && i < ARRAY_LEN(names); i++)
		if ((name.ptr[0] | 0x20) == (names[i].name[0] | 0x20) &&
		    sv_ieq(name, sv_str(names[i].name)))
			return names[i].property;
	return WINPROP_NONE;
}

static void set_level(struct sv value, struct log_entry *ret)
{
	int32_t number;
	enum log_level named = windows_level_by_name(value);
	if (!windows_id(value, &number)) {
		ret->level_text = value;
		ret->level = named != LEVEL_NONE ? named : ret->level;
		return;
	}
	ret->level = windows_level(number);
	if (!ret->level_text.len)
		ret->level_text = sv_str(windows_level_text(number));
}

void winprop_set(const struct log_options *options, enum winprop property, struct sv value,
	struct log_entry *ret)
{
	struct sv *texts[] = {[WINPROP_PROVIDER] = &ret->origin, [WINPROP_LOG] = &ret->channel,
		[WINPROP_PROVIDER_ID] = &ret->provider_guid, [WINPROP_USER] = &ret->user,
		[WINPROP_COMPUTER] = &ret->computer, [WINPROP_MESSAGE] = &ret->text};
	value = sv_trim(value);
	if (!value.len)
		return;
	if (property == WINPROP_TIME)
		windows_local_time(options, value, &ret->time);
	else if (property == WINPROP_ID)
		windows_id(value, &ret->event_id);
	else if (property == WINPROP_LEVEL || property == WINPROP_LEVEL_NAME)
		set_level(value, ret);
	else if (property == WINPROP_RECORD)
		ret->has_record = sv_to_u64(value, &ret->record);
	else if (property < ARRAY_LEN(texts) && texts[property])
		*texts[property] = value;
}

bool winprops_tell(unsigned seen)
{
	static const enum winprop others[] = {WINPROP_TIME, WINPROP_PROVIDER, WINPROP_LEVEL_NAME,
		WINPROP_LOG, WINPROP_COMPUTER};
	unsigned beside = 0;
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		beside += seen >> others[i] & 1;
	bool message = seen >> WINPROP_MESSAGE & 1;
	return (seen >> WINPROP_ID & 1) && (message || beside >= 2);
}
