/* The files behind the table of events: events.xml, and events-more.xml beside it. */
#include <string.h>

#include "base/i18n.h"
#include "events_table.h"
#include "identity.h"
#include "reference.h"

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

static bool type_by_name(struct sv name, enum event_field_type *ret)
{
	static const char *const names[] = {
		[EVENT_TEXT] = "text",
		[EVENT_NUMBER] = "number",
		[EVENT_HEX] = "hex",
		[EVENT_RESULT] = "result",
		[EVENT_SID] = "sid",
	};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (sv_eq(name, sv_str(names[i]))) {
			*ret = (enum event_field_type)i;
			return true;
		}
	return false;
}

static bool read_type(const struct reference *ref, const xmlNode *node,
	enum event_field_type *ret, struct err *err)
{
	autofree char *type = reference_attr(node, "type");
	return type_by_name(sv_str(type), ret) ||
		reference_wrong(ref, node, err, _("a type: text, number, hex, result or sid"));
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

static bool read_numbers(struct event_info *info, const struct reference *ref,
	const xmlNode *node, struct err *err)
{
	int64_t id, level;
	if (!reference_number(ref, node, "id", &id, err) ||
	    !reference_number(ref, node, "level", &level, err))
		return false;
	if (id < 0 || id > 65535 || level < 0 || level > 5)
		return reference_wrong(ref, node, err, _("an id to 65535 and a level to 5"));
	info->id = (int32_t)id;
	info->level = (int)level;
	return true;
}

static bool check_places(const struct event_info *info, const struct reference *ref,
	const xmlNode *node, struct err *err)
{
	return highest_place(sv_str(info->sentence)) <= info->fields_count ||
		reference_wrong(ref, node, err, _("a field for each place of its sentence"));
}

static bool read_info(const struct events *events, struct event_info *info,
	const struct reference *ref, const xmlNode *node, struct err *err)
{
	if (!reference_is(node, "event"))
		return reference_wrong(ref, node, err, "<event>");
	if (!read_numbers(info, ref, node, err))
		return false;
	const xmlNode *child = reference_element(node->children);
	for (; child; child = reference_element(child->next))
		if (!read_part(events, info, ref, child, err))
			return false;
	info->sentence = info->sentence ? info->sentence : xstrdup("");
	info->meaning = info->meaning ? info->meaning : xstrdup("");
	return check_places(info, ref, node, err);
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

static int compare_places(const void *left, const void *right, void *data)
{
	const struct event_info *infos = data;
	size_t a = *(const size_t *)left, b = *(const size_t *)right;
	if (infos[a].id != infos[b].id)
		return infos[a].id < infos[b].id ? -1 : 1;
	return (a > b) - (a < b);
}

static void sort_by_id(struct events *events)
{
	events->by_id = xrealloc(events->by_id, (events->infos_count + 1) * sizeof(size_t));
	for (size_t i = 0; i < events->infos_count; i++)
		events->by_id[i] = i;
	qsort_r(events->by_id, events->infos_count, sizeof(size_t), compare_places,
		events->infos);
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
	if (node) {
		events_destroy(events);
		return NULL;
	}
	sort_by_id(events);
	return events;
}

/* ---- events-more.xml: many events, a line each ---- */

/* "result:HRESULT": a type and EventData's name, which may be unknown. */
static bool add_field_word(struct event_info *info, struct sv word)
{
	struct event_field field = {0};
	struct sv type;
	sv_cut(&word, ':', &type);
	if (!word.ptr || !type_by_name(type, &field.type))
		return false;
	field.name = sv_dup(word);
	field.as = field.type == EVENT_RESULT ? xstrdup("result") : NULL;
	vec_push(info, fields, field);
	return true;
}

static bool read_line_fields(struct event_info *info, const struct reference *ref,
	const xmlNode *node, struct err *err)
{
	autofree char *fields = reference_attr(node, "fields");
	struct sv rest = sv_str(fields), word;
	while (sv_word(&rest, &word))
		if (!add_field_word(info, word))
			return reference_wrong(ref, node, err,
				_("fields as type:name with a type text, number, hex, result or sid"));
	return true;
}

static bool read_line(struct event_info *info, const struct reference *ref,
	const xmlNode *node, const char *meaning, struct err *err)
{
	if (!reference_is(node, "event"))
		return reference_wrong(ref, node, err, "<event>");
	if (!read_numbers(info, ref, node, err) || !read_line_fields(info, ref, node, err))
		return false;
	info->sentence = reference_attr(node, "text");
	info->sentence = info->sentence ? info->sentence : xstrdup("");
	info->meaning = xstrdup(meaning);
	info->by_family = true;
	return check_places(info, ref, node, err);
}

static bool read_family(struct events *events, const struct provider *provider,
	const struct reference *ref, const xmlNode *node, struct err *err)
{
	const xmlNode *child = reference_element(node->children);
	if (!reference_is(node, "family") || !reference_is(child, "meaning"))
		return reference_wrong(ref, node, err, _("<family> that begins with <meaning>"));
	autofree char *meaning = reference_text(child, true);
	while ((child = reference_element(child->next))) {
		struct event_info info = {
			.provider = provider->name,
			.provider_guid = provider->guid,
			.channel = provider->channel,
		};
		bool ok = read_line(&info, ref, child, meaning, err);
		vec_push(events, infos, info);
		if (!ok)
			return false;
	}
	return true;
}

static const struct provider *provider_of(const struct events *events, const char *name)
{
	for (size_t i = 0; name && i < events->providers_count; i++)
		if (!strcmp(events->providers[i].name, name))
			return &events->providers[i];
	return NULL;
}

static bool read_families(struct events *events, const struct reference *ref, struct err *err)
{
	const xmlNode *root = xmlDocGetRootElement(ref->doc);
	autofree char *name = reference_attr(root, "provider");
	const struct provider *provider = provider_of(events, name);
	if (!provider)
		return reference_wrong(ref, root, err, _("a provider that events.xml has"));
	const xmlNode *node = reference_element(root->children);
	for (; node; node = reference_element(node->next))
		if (!read_family(events, provider, ref, node, err))
			return false;
	return true;
}

bool events_add(struct events *events, const char *path, struct err *err)
{
	struct reference ref;
	if (!reference_open(&ref, path, "more-events", err))
		return false;
	bool ok = read_families(events, &ref, err);
	reference_close(&ref);
	sort_by_id(events);
	return ok;
}
