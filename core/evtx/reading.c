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

static const struct chunk *cached(struct evtx *evtx, uint64_t offset)
{
	struct cached_chunk *slot = NULL;
	for (size_t i = 0; i < CACHED_CHUNKS; i++)
		if (evtx->cache[i].chunk && evtx->cache[i].chunk->offset == offset)
			slot = &evtx->cache[i];
	if (!slot) {
		slot = oldest(evtx);
		if (!slot->chunk)
			slot->chunk = xcalloc(1, sizeof(*slot->chunk));
		reader_load(evtx, offset, slot->chunk);
	}
	slot->used = ++evtx->clock;
	return slot->chunk;
}

/* Record n and the chunk that holds it. False: the file is not what was indexed. */
static bool find(struct evtx *evtx, uint64_t n, const struct chunk **ret_chunk,
	struct chunk_record *ret)
{
	struct position *position = &evtx->position;
	const struct chunk_entry *entry = directory_find(&evtx->directory, n);
	uint32_t i = (uint32_t)(n - entry->start);
	const struct chunk *chunk = *ret_chunk = cached(evtx, entry->offset);
	if (position->entry != entry || position->i > i)
		*position = (struct position){entry, 0, chunk_start(entry->limit)};
	bool found = false;
	do
		found = chunk_next(chunk, &position->cursor, ret);
	while (found && position->i++ < i);
	if (!found)
		position->entry = NULL;
	return found;
}

static bool find_or_err(struct evtx *evtx, uint64_t n, const struct chunk **ret_chunk,
	struct chunk_record *ret, struct err *err)
{
	*ret = (struct chunk_record){0};
	if (n >= evtx->directory.records)
		return err_set(err, ERR_INPUT, _("the log has no such record"));
	return find(evtx, n, ret_chunk, ret) ||
		err_set(err, ERR_INPUT, _("the file has changed: the record is not there any more"));
}

static bool damaged(struct err *err, const struct evtx_record *record, const char *why)
{
	return err_set(err, ERR_INPUT, _("record %llu at offset 0x%llx is damaged: %s"),
		(unsigned long long)record->number, (unsigned long long)record->offset, _(why));
}

bool evtx_read(struct evtx *evtx, uint64_t n, struct evtx_record *ret, struct err *err)
{
	const struct chunk *chunk;
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
	const struct chunk *chunk;
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
