#include "events.h"

#include <string.h>

#include "base/i18n.h"
#include "identity.h"
#include "reference.h"

struct event_label {
	int64_t number;
	char *text;
};

struct event_labels {
	char *name;
	struct event_label *labels;
	size_t labels_count, labels_cap;
};

struct provider {
	char *name, *guid, *channel;
};

struct events {
	struct event_info *infos;
	size_t infos_count, infos_cap;
	struct provider *providers;
	size_t providers_count, providers_cap;
	struct event_labels **sets;
	size_t sets_count, sets_cap;
};

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

void events_destroy(struct events *events)
{
	if (!events)
		return;
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
	free(events->providers);
	free(events);
}

/* ---- reading events.xml ---- */

static bool read_labels(struct events *events, const struct reference *ref,
	const xmlNode *node, struct err *err)
{
	struct event_labels *set = xcalloc(1, sizeof(*set));
	vec_push(events, sets, set);
	set->name = reference_attr(node, "name");
	if (!set->name)
		return reference_wrong(ref, node, err, _("an attribute \"name\""));
	const xmlNode *child = reference_element(node->children);
	for (; child; child = reference_element(child->next)) {
		struct event_label label;
		if (!reference_is(child, "label"))
			return reference_wrong(ref, child, err, "<label>");
		if (!reference_number(ref, child, "number", &label.number, err))
			return false;
		label.text = reference_text(child, true);
		vec_push(set, labels, label);
	}
	return true;
}

static const struct event_labels *find_labels(const struct events *events, const char *name)
{
	for (size_t i = 0; i < events->sets_count; i++)
		if (!strcmp(events->sets[i]->name, name))
			return events->sets[i];
	return NULL;
}

static bool read_type(const struct reference *ref, const xmlNode *node,
	enum event_field_type *ret, struct err *err)
{
	static const char *const names[] = {
		[EVENT_TEXT] = "text",
		[EVENT_NUMBER] = "number",
		[EVENT_HEX] = "hex",
		[EVENT_RESULT] = "result",
		[EVENT_SID] = "sid",
	};
	autofree char *type = reference_attr(node, "type");
	for (size_t i = 0; type && i < ARRAY_LEN(names); i++)
		if (!strcmp(type, names[i])) {
			*ret = (enum event_field_type)i;
			return true;
		}
	return reference_wrong(ref, node, err,
		_("a type: text, number, hex, result or sid"));
}

static bool read_field(const struct events *events, struct event_info *info,
	const struct reference *ref, const xmlNode *node, struct err *err)
{
	struct event_field field = {0};
	if (!read_type(ref, node, &field.type, err))
		return false;
	autofree char *labels = reference_attr(node, "labels");
	field.labels = labels ? find_labels(events, labels) : NULL;
	if (labels && !field.labels)
		return reference_wrong(ref, node, err, _("labels that stand above"));
	field.name = reference_attr(node, "name");
	if (!field.name)
		return reference_wrong(ref, node, err, _("an attribute \"name\""));
	field.as = reference_attr(node, "as");
	vec_push(info, fields, field);
	return true;
}

static bool read_part(const struct events *events, struct event_info *info,
	const struct reference *ref, const xmlNode *node, struct err *err)
{
	if (reference_is(node, "field"))
		return read_field(events, info, ref, node, err);
	if (reference_is(node, "sentence") && !info->sentence)
		info->sentence = reference_text(node, false);
	else if (reference_is(node, "meaning") && !info->meaning)
		info->meaning = reference_text(node, true);
	else
		return reference_wrong(ref, node, err,
			_("<field>, or <sentence> and <meaning> once each"));
	return true;
}

/* The highest %1…%99 of the sentence. */
static size_t highest_place(struct sv sentence)
{
	size_t highest = 0, number = 0;
	bool within = false;
	for (size_t i = 0; i < sentence.len; i++) {
		char c = sentence.ptr[i];
		if (within && c >= '0' && c <= '9' && number < 10)
			number = number * 10 + (size_t)(c - '0');
		else
			within = c == '%', number = 0;
		if (number > highest)
			highest = number;
	}
	return highest;
}

static bool read_info(const struct events *events, struct event_info *info,
	const struct reference *ref, const xmlNode *node, struct err *err)
{
	int64_t id, level;
	if (!reference_is(node, "event"))
		return reference_wrong(ref, node, err, "<event>");
	if (!reference_number(ref, node, "id", &id, err) ||
	    !reference_number(ref, node, "level", &level, err))
		return false;
	if (id < 0 || id > 65535 || level < 0 || level > 5)
		return reference_wrong(ref, node, err, _("an id to 65535 and a level to 5"));
	info->id = (int32_t)id;
	info->level = (int)level;
	const xmlNode *child = reference_element(node->children);
	for (; child; child = reference_element(child->next))
		if (!read_part(events, info, ref, child, err))
			return false;
	info->sentence = info->sentence ? info->sentence : xstrdup("");
	info->meaning = info->meaning ? info->meaning : xstrdup("");
	if (highest_place(sv_str(info->sentence)) > info->fields_count)
		return reference_wrong(ref, node, err,
			_("a field for each place of its sentence"));
	return true;
}

static bool read_infos(struct events *events, const struct reference *ref,
	const xmlNode *node, struct err *err)
{
	const struct provider *provider = &events->providers[events->providers_count - 1];
	const xmlNode *child = reference_element(node->children);
	for (; child; child = reference_element(child->next)) {
		struct event_info info = {
			.provider = provider->name,
			.provider_guid = provider->guid,
			.channel = provider->channel,
		};
		bool ok = read_info(events, &info, ref, child, err);
		vec_push(events, infos, info);
		if (!ok)
			return false;
	}
	return true;
}

static bool read_provider(struct events *events, const struct reference *ref,
	const xmlNode *node, struct err *err)
{
	struct provider provider = {
		reference_attr(node, "name"),
		reference_attr(node, "guid"),
		reference_attr(node, "channel"),
	};
	vec_push(events, providers, provider);
	char guid[SCEP_GUID_MAX];
	if (!provider.name || !provider.channel || !scep_guid(sv_str(provider.guid), guid))
		return reference_wrong(ref, node, err, _("a name, a guid and a channel"));
	return read_infos(events, ref, node, err);
}

static bool read_top(struct events *events, const struct reference *ref, const xmlNode *node,
	struct err *err)
{
	if (reference_is(node, "labels"))
		return read_labels(events, ref, node, err);
	if (reference_is(node, "provider"))
		return read_provider(events, ref, node, err);
	return reference_wrong(ref, node, err, _("<labels> or <provider>"));
}

struct events *events_load(const char *path, struct err *err)
{
	struct reference ref;
	if (!reference_open(&ref, path, "events", err))
		return NULL;
	struct events *events = xcalloc(1, sizeof(*events));
	const xmlNode *node = reference_element(xmlDocGetRootElement(ref.doc)->children);
	while (node && read_top(events, &ref, node, err))
		node = reference_element(node->next);
	reference_close(&ref);
	if (!node)
		return events;
	events_destroy(events);
	return NULL;
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

const struct event_info *events_find(const struct events *events,
	const struct event_identity *identity, size_t field_count, struct sv sentence)
{
	bool named = identity->provider.len || identity->provider_guid.len;
	named = named && identity->id >= 0;
	const struct event_info *first = NULL;
	for (size_t i = 0; i < events->infos_count; i++) {
		const struct event_info *info = &events->infos[i];
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

size_t events_count(const struct events *events)
{
	return events->infos_count;
}

const struct event_info *events_at(const struct events *events, size_t i)
{
	return &events->infos[i];
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
