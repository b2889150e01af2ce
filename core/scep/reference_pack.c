/* The tables of codes and events as the program keeps them ready (base/packed.h). */
#include "reference_pack.h"

#include "codes_table.h"
#include "events_table.h"

static void pack_row(struct packed *p, void *item)
{
	struct row *row = item;
	packed_value(p, row->value);
	packed_value(p, row->failure);
	packed_value(p, row->system);
	packed_text(p, &row->symbol);
	packed_text(p, &row->also);
	packed_text(p, &row->text);
	packed_text(p, &row->meaning);
	packed_text(p, &row->cause);
	packed_text(p, &row->action);
	packed_list(p, row, printed, packed_text_item);
}

void codes_pack(struct packed *p, struct codes *codes)
{
	for (size_t i = 0; i < VOCABULARIES; i++)
		packed_list(p, &codes->lists[i], rows, pack_row);
}

struct codes *codes_unpack(const struct packed_set *set, const char *name)
{
	struct codes *codes = xcalloc(1, sizeof(*codes));
	codes->ready = packed_open(set, name, &codes->arena, &codes->packed);
	if (codes->ready)
		return codes;
	free(codes);
	return NULL;
}

const struct row_list *codes_rows(const struct codes *codes, enum vocabulary vocabulary)
{
	if (codes->packed.at) {
		/* to all who ask it was so from the start */
		struct codes *own = (struct codes *)(uintptr_t)codes;
		struct packed p = own->packed;
		own->packed.at = NULL;
		codes_pack(&p, own);
	}
	return &codes->lists[vocabulary];
}

/* ---- events ---- */

static void pack_label(struct packed *p, void *item)
{
	struct event_label *label = item;
	packed_value(p, label->number);
	packed_text(p, &label->text);
}

static void pack_set(struct packed *p, void *item)
{
	struct event_labels **set = item;
	if (!p->fields)
		*set = arena_alloc(p->arena, sizeof(**set));
	packed_text(p, &(*set)->name);
	packed_list(p, *set, labels, pack_label);
}

static void pack_provider(struct packed *p, void *item)
{
	struct provider *provider = item;
	packed_text(p, &provider->name);
	packed_text(p, &provider->guid);
	packed_text(p, &provider->channel);
}

static void pack_field(struct packed *p, void *item)
{
	struct event_field *field = item;
	packed_text(p, &field->name);
	packed_text(p, &field->as);
	packed_value(p, field->type);
}

static void pack_info(struct packed *p, void *item)
{
	struct event_info *info = item;
	packed_value(p, info->id);
	packed_text(p, &info->sentence);
	packed_text(p, &info->meaning);
	packed_value(p, info->level);
	packed_value(p, info->by_family);
	packed_list(p, info, fields, pack_field);
}

/* What an event points to within the table is packed as its place there, once all is there. */
static size_t provider_place(const struct events *events, const struct event_info *info)
{
	size_t i = 0;
	while (i + 1 < events->providers_count && (events->providers[i].name != info->provider ||
	       events->providers[i].channel != info->channel))
		i++;
	return i;
}

/* The count of all: it has none. */
static size_t labels_place(const struct events *events, const struct event_labels *labels)
{
	size_t i = 0;
	while (i < events->sets_count && events->sets[i] != labels)
		i++;
	return i;
}

static void pack_labels_of(struct packed *p, struct events *events, struct event_field *field)
{
	uint16_t place = p->fields ? (uint16_t)labels_place(events, field->labels) : 0;
	packed_value(p, place);
	if (!p->fields)
		field->labels = place < events->sets_count ? events->sets[place] : NULL;
}

static void pack_provider_of(struct packed *p, struct events *events, struct event_info *info)
{
	uint16_t place = p->fields ? (uint16_t)provider_place(events, info) : 0;
	packed_value(p, place);
	if (p->fields)
		return;
	const struct provider *provider = &events->providers[place];
	info->provider = provider->name;
	info->provider_guid = provider->guid;
	info->channel = provider->channel;
}

static void pack_place(struct packed *p, void *item)
{
	packed_bytes(p, item, sizeof(size_t));
}

void events_pack(struct packed *p, struct events *events)
{
	size_t count = events->infos_count;
	packed_list(p, events, providers, pack_provider);
	packed_list(p, events, sets, pack_set);
	packed_list(p, events, infos, pack_info);
	for (size_t i = 0; i < events->infos_count; i++) {
		struct event_info *info = &events->infos[i];
		pack_provider_of(p, events, info);
		for (size_t j = 0; j < info->fields_count; j++)
			pack_labels_of(p, events, &info->fields[j]);
	}
	events->by_id = packed_items(p, events->by_id, &count, sizeof(size_t), pack_place);
}

struct events *events_unpack(const struct packed_set *set, const char *name)
{
	struct events *events = xcalloc(1, sizeof(*events));
	events->ready = packed_open(set, name, &events->arena, &events->packed);
	if (events->ready)
		return events;
	free(events);
	return NULL;
}

const struct events *events_filled(const struct events *events)
{
	if (events->packed.at) {
		struct events *own = (struct events *)(uintptr_t)events; /* likewise */
		struct packed p = own->packed;
		own->packed.at = NULL;
		events_pack(&p, own);
	}
	return events;
}
