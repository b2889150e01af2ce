/* Whatever a file holds: no crash, no end without a reason, and what comes out is bounded
 * UTF-8 text on one line. A file that is cut is never called sound. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "../unit/evtx_agree.h"

#define MOST_BYTES ((1u << 20) + 64) /* an event, and the remark that it is damaged */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct image {
	const uint8_t *bytes;
	size_t size;
};

static size_t read_image(void *data, uint64_t offset, void *buf, size_t len)
{
	const struct image *image = data;
	size_t left = offset < image->size ? image->size - (size_t)offset : 0;
	len = len < left ? len : left;
	if (len)
		memcpy(buf, image->bytes + offset, len);
	return len;
}

static void require(bool fine)
{
	if (!fine)
		abort();
}

static void check_text(struct sv text)
{
	require(utf8_valid(text) && text.len <= MOST_BYTES);
}

static bool check_record(struct evtx *evtx, uint64_t n, struct evtx_record *record)
{
	struct err err = {0};
	bool readable = evtx_read(evtx, n, record, &err);
	require(readable == !err.kind);
	check_text(record->provider);
	check_text(record->time);
	for (size_t i = 0; i < record->data_count; i++) {
		check_text(record->data[i].name);
		check_text(record->data[i].value);
	}
	return readable;
}

static void check_xml(struct evtx *evtx, uint64_t n, bool readable)
{
	autostrbuf xml;
	strbuf_init(&xml, MOST_BYTES);
	require(evtx_xml(evtx, n, &xml, NULL) == readable);
	check_text(strbuf_sv(&xml));
	require(!xml.full && !memchr(strbuf_sv(&xml).ptr, '\n', xml.len));
}

static void check_outlines(struct evtx *evtx)
{
	struct agreement *agreement = agreement_create();
	for (uint64_t n = 0; n < evtx_count(evtx); n++)
		require(!agreement_check(agreement, evtx, n));
	agreement_destroy(agreement);
}

static void check_recovered(struct evtx *evtx)
{
	struct evtx_record record;
	evtx_record_init(&record);
	for (uint64_t n = 0; n < evtx_recovered(evtx); n++)
		require(check_record(evtx, evtx_count(evtx) + n, &record));
	evtx_record_finish(&record);
}

static void check_records(struct evtx *evtx)
{
	struct evtx_record record;
	uint64_t count = evtx_count(evtx), unreadable = 0, partial = 0;
	evtx_record_init(&record);
	for (uint64_t n = 0; n < count; n++) {
		bool readable = check_record(evtx, n, &record);
		check_xml(evtx, n, readable);
		unreadable += !readable;
		partial += readable && record.partial;
	}
	for (uint64_t n = count; n > 0 && count - n < 8; n--)
		check_record(evtx, n - 1, &record);
	/* indexing may give up on a chunk that is too much work, reading does not */
	require(unreadable <= evtx_stats(evtx)->bad_records);
	require(unreadable + partial <=
		evtx_stats(evtx)->bad_records + evtx_stats(evtx)->partial_records);
	evtx_record_finish(&record);
}

static size_t check_damage(const struct evtx *evtx)
{
	size_t count = 0;
	autostrbuf text;
	strbuf_init(&text, STRBUF_LINE);
	while (strbuf_reset(&text), evtx_damage(evtx, count, &text)) {
		require(text.len > 0 && ++count < 40);
		check_text(strbuf_sv(&text));
	}
	return count;
}

static void check_file(const uint8_t *data, size_t size)
{
	struct image image = {data, size};
	struct evtx_source source = {&image, size, read_image};
	struct evtx *evtx = evtx_open(&source, NULL);
	if (!evtx)
		return;
	evtx_recover(evtx);
	while (evtx_step(evtx))
		;
	check_records(evtx);
	check_outlines(evtx);
	check_recovered(evtx);
	size_t damage = check_damage(evtx);
	const struct evtx_stats *stats = evtx_stats(evtx);
	require(damage || !(stats->cut_bytes || stats->gaps || stats->bad_records));
	evtx_close(evtx);
}

static void put32(uint8_t *at, size_t value)
{
	for (size_t i = 0; i < 4; i++, value >>= 8)
		at[i] = (uint8_t)value;
}

/* The bytes as the BinXML of the only record of a file without checksums: what a fuzzer
 * would otherwise need years to reach. */
static void check_body(const uint8_t *data, size_t size)
{
	enum { CHUNK = 4096, RECORD = CHUNK + 512, BODY = RECORD + 24, MOST = 32768 };
	size = size < MOST ? size : MOST;
	uint8_t *file = calloc(1, BODY + size + 4);
	if (!file)
		abort();
	memcpy(file, "ElfFile", 8);
	memcpy(file + CHUNK, "ElfChnk", 8);
	put32(file + 120, 4);
	put32(file + CHUNK + 48, 512 + 24 + size + 4);
	put32(file + RECORD, 0x2a2a);
	put32(file + RECORD + 4, 24 + size + 4);
	memcpy(file + BODY, data, size);
	put32(file + BODY + size, 24 + size + 4);
	check_file(file, BODY + size + 4);
	free(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (evtx_probe((struct sv){(const char *)data, size}))
		check_file(data, size);
	else if (size)
		check_body(data, size);
	return 0;
}
