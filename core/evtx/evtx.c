#include "evtx.h"

#include <string.h>

#include "base/i18n.h"
#include "bytes.h"
#include "reader.h"

#define HEAD_USED 128u
#define FLAG_DIRTY 1u
#define FLAG_NO_SUMS 4u

static const char magic[8] = "ElfFile";

bool evtx_probe(struct sv head)
{
	return head.len >= sizeof(magic) && !memcmp(head.ptr, magic, sizeof(magic));
}

static bool file_sum_bad(const struct evtx *evtx, const unsigned char *head, size_t len)
{
	return evtx->with_sums && len == HEAD_USED &&
		crc_add(&evtx->crc, 0, head, 120) != le32(head + 124);
}

static void read_head(struct evtx *evtx, const unsigned char *head, size_t len)
{
	struct claims *claims = &evtx->damage.claims;
	uint64_t size = evtx->source.size, body = size > FILE_HEAD ? size - FILE_HEAD : 0;
	uint32_t flags = le32(head + 120);
	evtx->with_sums = !(flags & FLAG_NO_SUMS);
	evtx->stats = (struct evtx_stats){.minor = le16(head + 36), .major = le16(head + 38),
		.dirty = flags & FLAG_DIRTY, .chunks_claimed = le16(head + 42)};
	*claims = (struct claims){.size = size, .next_number = le64(head + 24),
		.slots = body / CHUNK_SIZE + (body % CHUNK_SIZE != 0),
		.head_sum_bad = file_sum_bad(evtx, head, len)};
	if (size < FILE_HEAD + CHUNK_SIZE)
		evtx->stats.cut_bytes = FILE_HEAD + CHUNK_SIZE - size;
	evtx->stats.bad_checksums = claims->head_sum_bad;
}

static uint64_t first_number(void *data, uint64_t slot)
{
	unsigned char head[16] = {0};
	struct evtx *evtx = data;
	evtx->source.read(evtx->source.data, FILE_HEAD + slot * CHUNK_SIZE, head, sizeof(head));
	return memcmp(head, "ElfChnk", 8) ? 0 : le64(head + 8);
}

struct evtx *evtx_open(const struct evtx_source *source, struct err *err)
{
	unsigned char head[HEAD_USED] = {0};
	size_t len = source->read(source->data, 0, head, sizeof(head));
	if (!evtx_probe((struct sv){(const char *)head, len})) {
		err_set(err, ERR_INPUT, _("not a Windows event log: it does not begin with ElfFile"));
		return NULL;
	}
	struct evtx *evtx = xcalloc(1, sizeof(*evtx));
	evtx->source = *source;
	crc_init(&evtx->crc);
	arena_init(&evtx->kinds.arena);
	read_head(evtx, head, len);
	order_find(&evtx->order, evtx->damage.claims.slots, first_number, evtx);
	return evtx;
}

void evtx_close(struct evtx *evtx)
{
	if (!evtx)
		return;
	for (size_t i = 0; i < CACHED_CHUNKS; i++)
		if (evtx->cache[i].parsed) {
			parsed_finish(evtx->cache[i].parsed);
			free(evtx->cache[i].parsed);
		}
	arena_finish(&evtx->kinds.arena);
	familiars_finish(&evtx->familiars);
	slack_finish(&evtx->slack);
	free(evtx->directory.items);
	free(evtx);
}

void reader_load(struct evtx *evtx, uint64_t offset, struct chunk *ret)
{
	uint64_t left = offset < evtx->source.size ? evtx->source.size - offset : 0;
	size_t want = left < CHUNK_SIZE ? (size_t)left : CHUNK_SIZE;
	ret->offset = offset;
	ret->len = (uint32_t)evtx->source.read(evtx->source.data, offset, ret->bytes, want);
}

uint64_t evtx_count(const struct evtx *evtx)
{
	return evtx->directory.records;
}

void evtx_recover(struct evtx *evtx)
{
	evtx->recovers = true;
}

uint64_t evtx_recovered(const struct evtx *evtx)
{
	return evtx->slack.items_count;
}

bool evtx_steady(const struct evtx *evtx)
{
	return order_is_final(&evtx->order);
}

const struct evtx_stats *evtx_stats(const struct evtx *evtx)
{
	return &evtx->stats;
}

bool evtx_damage(const struct evtx *evtx, size_t i, struct strbuf *out)
{
	return damage_sentence(&evtx->damage, &evtx->stats, i, out);
}
