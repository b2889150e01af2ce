/* Windows: the event log file. The reading is core/evtx; this puts it into entries. */
#include "format.h"

#include <assert.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "evtx/evtx.h"
#include "windows.h"

/* Later times are no times, and are not printed as such. */
#define FILETIME_PRINTED UINT64_C(2650467743990000000) /* the last second of the year 9999 */

static_assert(EVTX_KINDS_MAX == LOG_KINDS_MAX, "a kind of records is a kind of entries");

struct state {
	struct evtx *evtx;
	struct evtx_record record; /* the one read last; entries borrow nothing from it */
};

static unsigned evtx_format_probe(struct sv head)
{
	return evtx_probe(head) ? 100 : 0;
}

static size_t read_source(void *data, uint64_t offset, void *buf, size_t len)
{
	return source_read(data, offset, buf, len);
}

static void *evtx_format_open(struct source *source, const struct log_options *options,
	struct err *err)
{
	struct evtx_source from = {source, source_size(source), read_source};
	struct evtx *evtx = evtx_open(&from, err);
	if (!evtx)
		return NULL;
	struct state *state = xcalloc(1, sizeof(*state));
	state->evtx = evtx;
	if (options->recover)
		evtx_recover(evtx);
	evtx_record_init(&state->record);
	return state;
}

static void evtx_format_close(void *data)
{
	struct state *state = data;
	evtx_record_finish(&state->record);
	evtx_close(state->evtx);
	free(state);
}

static bool evtx_format_step(void *data)
{
	return evtx_step(((struct state *)data)->evtx);
}

static uint64_t evtx_format_count(const void *data)
{
	return evtx_count(((const struct state *)data)->evtx);
}

static void set_time(const struct evtx_record *record, struct log_entry *ret)
{
	char text[TIME_TEXT_MAX];
	ret->time.zone = ZONE_UTC;
	ret->time.us = time_from_filetime(record->filetime);
	if (record->time.len && windows_time(record->time, &ret->time))
		ret->time.text = arena_sv(&ret->arena, record->time);
	else
		ret->time.text = arena_sv(&ret->arena,
			sv_str(time_rfc3339(ret->time.us, text)));
}

static void copy_fields(const struct evtx_record *record, struct log_entry *ret)
{
	for (size_t i = 0; i < record->data_count; i++)
		log_entry_add_field(ret, arena_sv(&ret->arena, record->data[i].name),
			arena_sv(&ret->arena, record->data[i].value));
}

static void copy_record(const struct evtx_record *record, struct log_entry *ret)
{
	struct arena *arena = &ret->arena;
	ret->origin = arena_sv(arena, record->provider);
	ret->provider_guid = arena_sv(arena, record->provider_guid);
	ret->channel = arena_sv(arena, record->channel);
	ret->computer = arena_sv(arena, record->computer);
	ret->user = arena_sv(arena, record->user);
	ret->event_id = record->id;
	ret->level = windows_level(record->level);
	ret->level_text = sv_str(windows_level_text(record->level));
	ret->exact = true;
	copy_fields(record, ret);
}

static bool evtx_format_read(void *data, uint64_t n, struct log_entry *ret)
{
	struct state *state = data;
	struct err err = {0};
	bool ok = evtx_read(state->evtx, n, &state->record, &err);
	ret->offset = state->record.offset;
	ret->length = state->record.length;
	ret->record = state->record.number;
	ret->has_record = true;
	set_time(&state->record, ret);
	if (ok)
		copy_record(&state->record, ret);
	ret->recovered = n >= evtx_count(state->evtx);
	ret->damaged = !ok || state->record.partial;
	ret->damage = !ret->damaged ? SV_EMPTY
		: arena_sv(&ret->arena, sv_str(*err.text ? err.text
			: _("a part of this record could not be read")));
	return ok;
}

static uint64_t evtx_format_recovered(const void *data)
{
	return evtx_recovered(((const struct state *)data)->evtx);
}

static bool evtx_format_xml(void *data, uint64_t n, struct strbuf *out)
{
	return evtx_xml(((struct state *)data)->evtx, n, out, NULL);
}

static bool evtx_format_outline(void *data, uint64_t n, struct log_outline *ret)
{
	struct evtx_outline outline;
	if (!evtx_outline(((struct state *)data)->evtx, n, &outline) ||
	    outline.created > FILETIME_PRINTED)
		return false;
	*ret = (struct log_outline){outline.number, time_from_filetime(outline.created),
		outline.kind};
	return true;
}

static bool evtx_format_steady(const void *data)
{
	return evtx_steady(((const struct state *)data)->evtx);
}

static bool evtx_format_damage(const void *data, size_t i, struct strbuf *out)
{
	return evtx_damage(((const struct state *)data)->evtx, i, out);
}

static void evtx_format_wholeness(const void *data, struct log_info *ret)
{
	const struct evtx_stats *stats = evtx_stats(((const struct state *)data)->evtx);
	ret->gaps = stats->gaps;
	ret->missing = stats->missing;
	ret->unplaced_damage = stats->bad_checksums || stats->bad_chunks || stats->lost_bytes;
}

const struct log_format fmt_evtx = {
	.name = "evtx",
	.title = N_("Windows event log file"),
	.platform = LOG_WINDOWS,
	.probe = evtx_format_probe,
	.most = 100,
	.binary = true,
	.open = evtx_format_open,
	.step = evtx_format_step,
	.stride = 65536, /* a chunk */
	.count = evtx_format_count,
	.read = evtx_format_read,
	.recovered = evtx_format_recovered,
	.xml = evtx_format_xml,
	.outline = evtx_format_outline,
	.steady = evtx_format_steady,
	.damage = evtx_format_damage,
	.wholeness = evtx_format_wholeness,
	.close = evtx_format_close,
};
