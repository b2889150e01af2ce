#include <inttypes.h>

#include "base/i18n.h"
#include "reader.h"
#include "record.h"
#include "xml.h"

struct binxml reader_walk(const struct chunk *chunk)
{
	return (struct binxml){.bytes = chunk->bytes, .len = chunk->len};
}

uint32_t reader_from(const struct chunk_record *record)
{
	return record->pos + RECORD_HEAD;
}

uint32_t reader_to(const struct chunk_record *record)
{
	return record->pos + record->len - (record->torn ? 0 : 4);
}

bool reader_event(const struct chunk *chunk, const struct chunk_record *record,
	struct evtx_record *ret, const char **ret_why)
{
	struct binxml walk = reader_walk(chunk);
	record_reset(ret);
	bool whole = record_collect(ret, &walk, reader_from(record), reader_to(record)) &&
		!record->torn;
	ret->offset = chunk->offset + record->pos;
	ret->length = record->len;
	ret->number = record->number;
	ret->filetime = record->filetime;
	ret->partial = !whole;
	*ret_why = whole ? NULL : walk.why ? walk.why : N_("its size is wrong, so its end is not certain");
	return whole || ret->id >= 0;
}

static struct cached_chunk *oldest(struct evtx *evtx)
{
	struct cached_chunk *ret = &evtx->cache[0];
	for (size_t i = 1; i < CACHED_CHUNKS; i++)
		if (evtx->cache[i].used < ret->used)
			ret = &evtx->cache[i];
	return ret;
}

struct parsed *reader_room(struct evtx *evtx)
{
	struct cached_chunk *slot = oldest(evtx);
	if (!slot->parsed)
		slot->parsed = xcalloc(1, sizeof(*slot->parsed));
	slot->parsed->records_count = 0;
	slot->used = ++evtx->clock;
	return evtx->recent = slot->parsed;
}

static const struct parsed *cached(struct evtx *evtx, const struct chunk_entry *entry)
{
	if (evtx->recent && evtx->recent->chunk.offset == entry->offset)
		return evtx->recent;
	for (size_t i = 0; i < CACHED_CHUNKS; i++) {
		struct cached_chunk *slot = &evtx->cache[i];
		if (!slot->parsed || slot->parsed->chunk.offset != entry->offset)
			continue;
		slot->used = ++evtx->clock;
		return evtx->recent = slot->parsed;
	}
	struct parsed *parsed = reader_room(evtx);
	reader_load(evtx, entry->offset, &parsed->chunk);
	parsed_fill(parsed, entry->limit, &evtx->kinds, &evtx->familiars);
	return parsed;
}

/* Record n and the chunk that holds it. NULL: the file is not what was indexed. */
static const struct parsed_record *find(struct evtx *evtx, uint64_t n,
	const struct chunk **ret_chunk)
{
	const struct chunk_entry *entry = directory_find(&evtx->directory, n);
	const struct parsed *parsed = cached(evtx, entry);
	*ret_chunk = &parsed->chunk;
	return n - entry->start < parsed->records_count ? &parsed->records[n - entry->start]
							: NULL;
}

bool evtx_outline(struct evtx *evtx, uint64_t n, struct evtx_outline *ret)
{
	const struct chunk *chunk;
	const struct parsed_record *record = n < evtx->directory.records ? find(evtx, n, &chunk)
									 : NULL;
	if (!record || !record->kind)
		return false;
	*ret = (struct evtx_outline){record->at.number, record->created, record->kind};
	return true;
}

/* A record of the log, or behind those a recovered one. NULL: the file has changed. */
static const struct chunk_record *find_any(struct evtx *evtx, uint64_t n,
	const struct chunk **ret_chunk)
{
	if (n < evtx->directory.records) {
		const struct parsed_record *record = find(evtx, n, ret_chunk);
		return record ? &record->at : NULL;
	}
	const struct slack_record *slack = &evtx->slack.items[n - evtx->directory.records];
	const struct chunk *chunk = *ret_chunk = &cached(evtx,
		&(struct chunk_entry){.offset = slack->offset, .limit = slack->limit})->chunk;
	return slack->at.pos + slack->at.len <= chunk->len ? &slack->at : NULL;
}

static bool find_or_err(struct evtx *evtx, uint64_t n, const struct chunk **ret_chunk,
	struct chunk_record *ret, struct err *err)
{
	*ret = (struct chunk_record){0};
	if (n >= evtx->directory.records + evtx->slack.items_count)
		return err_set(err, ERR_INPUT, _("the log has no such record"));
	const struct chunk_record *record = find_any(evtx, n, ret_chunk);
	if (!record)
		return err_set(err, ERR_INPUT,
			_("the file has changed: the record is not there any more"));
	*ret = *record;
	return true;
}

static bool damaged(struct err *err, const struct evtx_record *record, const char *why)
{
	return err_set(err, ERR_INPUT, _("record %llu at offset 0x%llx is damaged: %s"),
		(unsigned long long)record->number, (unsigned long long)record->offset, _(why));
}

bool evtx_read(struct evtx *evtx, uint64_t n, struct evtx_record *ret, struct err *err)
{
	const struct chunk *chunk = NULL;
	struct chunk_record record;
	const char *why;
	record_reset(ret);
	if (!find_or_err(evtx, n, &chunk, &record, err))
		return false;
	return reader_event(chunk, &record, ret, &why) || damaged(err, ret, why);
}

static bool is_readable(const struct chunk *chunk, const struct chunk_record *record,
	struct err *err)
{
	struct evtx_record event;
	const char *why;
	evtx_record_init(&event);
	bool readable = reader_event(chunk, record, &event, &why) || damaged(err, &event, why);
	evtx_record_finish(&event);
	return readable;
}

bool evtx_xml(struct evtx *evtx, uint64_t n, struct strbuf *out, struct err *err)
{
	const struct chunk *chunk = NULL;
	struct chunk_record record;
	struct xml xml;
	autostrbuf text;
	strbuf_init(&text, XML_MAX);
	if (!find_or_err(evtx, n, &chunk, &record, err))
		return false;
	struct binxml walk = reader_walk(chunk);
	xml_init(&xml, &text);
	walk.take = xml_take;
	walk.data = &xml;
	bool whole = binxml_walk(&walk, reader_from(&record), reader_to(&record)) &&
		!record.torn;
	xml_finish(&xml);
	if (!whole && !is_readable(chunk, &record, err))
		return false;
	strbuf_add(out, strbuf_sv(&text));
	if (!whole)
		strbuf_str(out, "<!-- damaged: not all of this event could be read -->");
	return true;
}
