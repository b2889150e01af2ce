#include "events.h"

#include <string.h>

#include "base/i18n.h"
#include "events_table.h"
#include "identity.h"

static void info_finish(struct event_info *info)
{
	for (size_t i = 0; i < info->fields_count; i++) {
		free(info->fields[i].name);
		free(info->fields[i].as);
	}
	free(info->fields);
	free(info->sentence);
	free(info->meaning);
}

static void labels_destroy(struct event_labels *set)
{
	for (size_t i = 0; i < set->labels_count; i++)
		free(set->labels[i].text);
	free(set->labels);
	free(set->name);
	free(set);
}

static void events_finish(struct events *events)
{
	for (size_t i = 0; i < events->infos_count; i++)
		info_finish(&events->infos[i]);
	for (size_t i = 0; i < events->sets_count; i++)
		labels_destroy(events->sets[i]);
	for (size_t i = 0; i < events->providers_count; i++) {
		free(events->providers[i].name);
		free(events->providers[i].guid);
		free(events->providers[i].channel);
	}
	free(events->infos);
	free(events->sets);
	free(events->by_id);
	free(events->providers);
}

void events_destroy(struct events *events)
{
	if (!events)
		return;
	if (!events->ready)
		events_finish(events);
	arena_finish(&events->arena);
	free(events);
}

/* ---- which event it is ---- */

static bool provider_agrees(const struct event_info *info, struct sv name)
{
	const struct sv vendor = SV("Microsoft-Windows-");
	struct sv own = sv_str(info->provider);
	if (sv_istarts(own, vendor))
		own = sv_from(own, vendor.len);
	if (sv_istarts(name, vendor))
		name = sv_from(name, vendor.len);
	return sv_ieq(own, name);
}

static bool guid_agrees(const struct event_info *info, struct sv text)
{
	char own[SCEP_GUID_MAX], other[SCEP_GUID_MAX];
	return scep_guid(text, other) && scep_guid(sv_str(info->provider_guid), own) &&
	       !strcmp(own, other);
}

static bool identity_agrees(const struct event_info *info,
	const struct event_identity *identity)
{
	if (identity->id >= 0 && identity->id != info->id)
		return false;
	if (identity->channel.len && !sv_ieq(identity->channel, sv_str(info->channel)))
		return false;
	if (identity->provider.len && !provider_agrees(info, identity->provider))
		return false;
	return !identity->provider_guid.len || guid_agrees(info, identity->provider_guid);
}

static bool sentence_fits(const struct event_info *info, struct sv sentence)
{
	struct event_value values[100];
	return sentence.len && info->fields_count <= ARRAY_LEN(values) &&
	       event_parse(info, sentence, values);
}

/* The first place by id that is not below id. */
static size_t place_of(const struct events *events, int32_t id)
{
	size_t low = 0, high = events->infos_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (events->infos[events->by_id[middle]].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct event_info *events_find(const struct events *events,
	const struct event_identity *identity, size_t field_count, struct sv sentence)
{
	bool named = identity->provider.len || identity->provider_guid.len;
	named = named && identity->id >= 0;
	const struct event_info *first = NULL;
	events_filled(events);
	for (size_t i = place_of(events, identity->id); i < events->infos_count; i++) {
		const struct event_info *info = &events->infos[events->by_id[i]];
		if (identity->id >= 0 && info->id != identity->id)
			break;
		if (!identity_agrees(info, identity))
			continue;
		if (sentence_fits(info, sentence) ||
		    (named && info->fields_count == field_count))
			return info;
		if (!first)
			first = info;
	}
	return named ? first : NULL;
}

bool events_settled(const struct events *events, const struct event_identity *identity,
	size_t field_count)
{
	size_t agreeing = 0;
	if (identity->id < 0 || !(identity->provider.len || identity->provider_guid.len))
		return false;
	for (size_t i = place_of(events, identity->id); i < events->infos_count; i++) {
		const struct event_info *info = &events->infos[events->by_id[i]];
		if (info->id != identity->id)
			break;
		if (!identity_agrees(info, identity))
			continue;
		if (!agreeing++ && info->fields_count == field_count)
			return true; /* the first is it at once */
	}
	return agreeing <= 1;
}

const char *event_level_name(int level)
{
	static const char *const names[] = {N_("Always"), N_("Critical"), N_("Error"),
		N_("Warning"), N_("Information"), N_("Verbose")};
	return level >= 0 && level < (int)ARRAY_LEN(names) ? _(names[level]) : "";
}

size_t events_count(const struct events *events)
{
	return events_filled(events)->infos_count;
}

const struct event_info *events_at(const struct events *events, size_t i)
{
	return &events_filled(events)->infos[i];
}

/* ---- fields whose numbers have words ---- */

const char *event_field_label(const struct event_field *field, int64_t number)
{
	const struct event_labels *set = field->labels;
	for (size_t i = 0; set && i < set->labels_count; i++)
		if (set->labels[i].number == number)
			return set->labels[i].text;
	return NULL;
}

static bool label_says(const char *label, struct sv value)
{
	struct sv whole = sv_str(label), word = whole;
	size_t colon = sv_chr(whole, ':');
	if (colon != SV_NPOS)
		word = sv_sub(whole, 0, colon);
	return sv_ieq(value, whole) || sv_ieq(value, word);
}

bool event_field_number(const struct event_field *field, struct sv value, int64_t *ret)
{
	uint64_t number;
	const struct sv prefix = SV("CmdType_");
	value = sv_trim(value);
	if (sv_to_number(value, &number) && number <= INT64_MAX) {
		*ret = (int64_t)number;
		return true;
	}
	if (sv_istarts(value, prefix))
		value = sv_from(value, prefix.len);
	const struct event_labels *set = field->labels;
	for (size_t i = 0; set && i < set->labels_count; i++)
		if (label_says(set->labels[i].text, value)) {
			*ret = set->labels[i].number;
			return true;
		}
	return false;
}
