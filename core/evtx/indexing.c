#include "base/i18n.h"
#include "bytes.h"
#include "numbers.h"
#include "reader.h"

#define AT_FIRST 8 /* counted from the first record of the log on, whatever their ids */
#define AT_LAST 16
#define CHUNK_WORK (16 * BINXML_WORK) /* more than a chunk of honest records can take */

/* The chunk being indexed. */
struct job {
	struct evtx *evtx;
	const struct parsed *parsed;
	const struct chunk *chunk;
	struct chunk_state state;
	struct chunk_entry entry;
	struct numbers numbers;
	uint32_t work;
};

static uint64_t chunk_number(uint64_t offset)
{
	return (offset - FILE_HEAD) / CHUNK_SIZE + 1;
}

static void add_place(struct job *job, struct place place)
{
	place.chunk = chunk_number(job->chunk->offset);
	place.offset += job->chunk->offset;
	damage_add_place(&job->evtx->damage, place);
}

static void add_gap(void *data, uint64_t from, uint64_t to)
{
	struct evtx *evtx = data;
	uint64_t missing = to - from + 1;
	evtx->stats.gaps++;
	evtx->stats.missing = missing > UINT64_MAX - evtx->stats.missing
		? UINT64_MAX
		: evtx->stats.missing + missing;
	damage_add_gap(&evtx->damage, (struct gap){from, to});
}

/* Is it whole? Mostly its templates tell; else one walk without looking at the values, and the
 * rare damaged ones are read. */
static bool is_whole(struct job *job, const struct parsed_record *parsed)
{
	if (parsed->whole)
		return true;
	if (!job->work)
		return false;
	const struct chunk_record *record = &parsed->at;
	struct binxml walk = reader_walk(job->chunk);
	bool whole = binxml_walk(&walk, reader_from(record), reader_to(record));
	uint32_t used = BINXML_WORK - walk.work;
	job->work = used < job->work ? job->work - used : 0;
	return whole && !record->torn;
}

/* True if its event can be read, at least in part. */
static bool check_damaged(struct job *job, const struct chunk_record *record)
{
	struct evtx_record event;
	const char *why = N_("it would take too much work to read");
	evtx_record_init(&event);
	bool readable = job->work && reader_event(job->chunk, record, &event, &why);
	evtx_record_finish(&event);
	if (readable)
		job->evtx->stats.partial_records++;
	else
		job->evtx->stats.bad_records++;
	add_place(job, (struct place){.kind = readable ? PLACE_PARTIAL : PLACE_RECORD,
		.offset = record->pos, .number = record->number, .why = why});
	return readable;
}

static void add_lost(struct job *job, uint32_t pos, uint32_t len)
{
	if (!len || !job->state.usable)
		return;
	job->evtx->stats.lost_bytes += len;
	add_place(job, (struct place){.kind = PLACE_LOST, .offset = pos, .number = len});
}

/* The number of an unreadable record counts only where it fits in. */
static void add_record(struct job *job, const struct parsed_record *parsed)
{
	const struct chunk_record *record = &parsed->at;
	bool readable = is_whole(job, parsed);
	bool whole = readable;
	if (!whole)
		readable = check_damaged(job, record);
	else if (record->resized)
		add_place(job, (struct place){.kind = PLACE_SIZE, .offset = record->pos,
			.number = record->number});
	if (readable || record->number == job->numbers.last + 1)
		numbers_add(&job->numbers, record->number);
	job->entry.count++;
}

static void add_records(struct job *job)
{
	const struct parsed *parsed = job->parsed;
	bool cut = job->state.limit == job->chunk->len && job->chunk->len < CHUNK_SIZE;
	for (size_t i = 0; i < parsed->records_count; i++) {
		const struct chunk_record *record = &parsed->records[i].at;
		add_lost(job, record->pos - record->lost, record->lost);
		add_record(job, &parsed->records[i]);
	}
	numbers_end(&job->numbers);
	if (!cut)
		add_lost(job, job->state.limit - parsed->lost_end, parsed->lost_end);
}

/* How many records the header of a chunk speaks of; an empty chunk has -1 as its last. */
static uint64_t claimed_records(const struct chunk *chunk)
{
	uint64_t first = le64(chunk->bytes + AT_FIRST), last = le64(chunk->bytes + AT_LAST);
	return last >= first && last != UINT64_MAX ? last - first + 1 : 0;
}

static void judge_chunk(struct job *job)
{
	struct evtx_stats *stats = &job->evtx->stats;
	struct place place = {.kind = PLACE_CHUNK, .number = job->entry.count};
	stats->chunks++;
	stats->bad_checksums += job->state.head_sum_bad + job->state.body_sum_bad;
	if (!job->state.usable) {
		stats->bad_chunks++;
		add_place(job, place);
		return;
	}
	if (job->state.head_sum_bad)
		add_place(job, (struct place){.kind = PLACE_HEAD_SUM});
	if (job->state.body_sum_bad)
		add_place(job, (struct place){.kind = PLACE_BODY_SUM});
	place = (struct place){.kind = PLACE_COUNT, .number = claimed_records(job->chunk),
		.other = job->entry.count};
	if (job->chunk->len == CHUNK_SIZE && place.number > place.other)
		add_place(job, place);
}

static void note_highest(struct claims *claims, const struct numbers *numbers)
{
	if (numbers->any && (!claims->any || numbers->last > claims->last_number)) {
		claims->any = true;
		claims->last_number = numbers->last;
	}
}

static void index_chunk(struct evtx *evtx, struct parsed *parsed)
{
	const struct chunk *chunk = &parsed->chunk;
	struct job job = {.evtx = evtx, .parsed = parsed, .chunk = chunk, .work = CHUNK_WORK,
		.numbers = {.gap = add_gap, .data = evtx}};
	chunk_inspect(chunk, &evtx->crc, evtx->with_sums, &job.state);
	if (job.state.blank)
		return;
	parsed_fill(parsed, job.state.limit, &evtx->kinds, &evtx->familiars);
	add_records(&job);
	judge_chunk(&job);
	note_highest(&evtx->damage.claims, &job.numbers);
	job.entry.offset = chunk->offset;
	job.entry.limit = job.state.limit;
	job.entry.first = job.numbers.first;
	job.entry.last = job.numbers.last;
	if (job.entry.count)
		directory_add(&evtx->directory, job.entry);
	if (evtx->recovers)
		slack_search(&evtx->slack, chunk, job.state.limit);
}

static void note_cut(struct evtx *evtx, const struct chunk *chunk)
{
	evtx->stats.cut_bytes = CHUNK_SIZE - chunk->len;
	evtx->damage.claims.cut_chunk = chunk_number(chunk->offset);
	evtx->damage.claims.cut_len = chunk->len;
}

/* Needs the entries in the order of their first numbers. */
static void find_gaps_between(struct evtx *evtx, const struct directory *directory)
{
	uint64_t last = directory->items_count ? directory->items[0].last : 0;
	for (size_t i = 1; i < directory->items_count; i++) {
		const struct chunk_entry *entry = &directory->items[i];
		if (entry->first > last && entry->first - last > 1)
			add_gap(evtx, last + 1, entry->first - 1);
		if (entry->last > last)
			last = entry->last;
	}
}

static void finish_index(struct evtx *evtx)
{
	struct directory sorted;
	evtx->indexed = true;
	directory_copy(&sorted, &evtx->directory);
	directory_sort(&sorted);
	find_gaps_between(evtx, &sorted);
	damage_sort_gaps(&evtx->damage);
	if (evtx_steady(evtx)) {
		free(sorted.items);
	} else {
		free(evtx->directory.items);
		evtx->directory = sorted;
	}
}

static uint64_t index_slot(struct evtx *evtx, uint64_t slot)
{
	struct parsed *parsed = reader_room(evtx);
	reader_load(evtx, FILE_HEAD + slot * CHUNK_SIZE, &parsed->chunk);
	if (parsed->chunk.len < CHUNK_SIZE && !evtx->damage.claims.cut_chunk)
		note_cut(evtx, &parsed->chunk);
	index_chunk(evtx, parsed);
	return parsed->chunk.len;
}

/* A file that shrinks while it is indexed ends where it ends now. */
bool evtx_step(struct evtx *evtx)
{
	if (evtx->indexed)
		return false;
	if (evtx->slot >= evtx->order.slots) {
		finish_index(evtx);
		return false;
	}
	const struct order *order = &evtx->order;
	uint64_t slot = order_slot(order, evtx->slot++);
	if (index_slot(evtx, slot) < CHUNK_SIZE)
		evtx->slot = slot < order->first ? order->slots : order->slots - order->first;
	return true;
}
