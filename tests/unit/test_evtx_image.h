/* An event log in memory, to be read, damaged or made anew. */
#ifndef TEST_EVTX_IMAGE_H
#define TEST_EVTX_IMAGE_H

#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "evtx/crc.h"
#include "evtx/evtx.h"

#define HEAD 4096u
#define CHUNK 65536u
#define ONE (HEAD + CHUNK)
#define FIRST (HEAD + 512u)
#define RECORDS 7 /* in scep_ok.evtx */

struct image {
	unsigned char *bytes;
	size_t size;
};

static inline void put(unsigned char *at, uint64_t value, size_t len)
{
	for (size_t i = 0; i < len; i++, value >>= 8)
		at[i] = (unsigned char)value;
}

static inline uint64_t get(const unsigned char *at, size_t len)
{
	uint64_t value = 0;
	for (size_t i = len; i > 0; i--)
		value = value << 8 | at[i - 1];
	return value;
}

static inline size_t read_image(void *data, uint64_t offset, void *buf, size_t len)
{
	const struct image *image = data;
	size_t left = offset < image->size ? image->size - (size_t)offset : 0;
	len = len < left ? len : left;
	memcpy(buf, image->bytes + (left ? offset : 0), len);
	return len;
}

static inline struct image load(const char *name)
{
	char path[400];
	struct strbuf buf;
	snprintf(path, sizeof(path), "%s/evtx/%s", TEST_DATA, name);
	strbuf_init(&buf, STRBUF_RECORD);
	assert_true(file_read(path, &buf, NULL));
	struct image image = {calloc(1, 4 * CHUNK), buf.len};
	assert_non_null(image.bytes);
	memcpy(image.bytes, buf.ptr, buf.len);
	strbuf_finish(&buf);
	return image;
}

static inline void sum_again(struct image *image, size_t chunk)
{
	struct crc crc;
	unsigned char *at = image->bytes + HEAD + chunk * CHUNK;
	crc_init(&crc);
	put(image->bytes + 124, crc_add(&crc, 0, image->bytes, 120), 4);
	put(at + 52, crc_add(&crc, 0, at + 512, get(at + 48, 4) - 512), 4);
	put(at + 124, crc_add(&crc, crc_add(&crc, 0, at, 120), at + 128, 384), 4);
}

static inline struct evtx *indexed(struct image *image)
{
	struct evtx_source source = {image, image->size, read_image};
	struct evtx *evtx = evtx_open(&source, NULL);
	assert_non_null(evtx);
	while (evtx_step(evtx))
		;
	return evtx;
}

static inline uint64_t readable(struct evtx *evtx)
{
	uint64_t count = 0;
	struct evtx_record record;
	evtx_record_init(&record);
	for (uint64_t n = 0; n < evtx_count(evtx); n++)
		count += evtx_read(evtx, n, &record, NULL);
	evtx_record_finish(&record);
	return count;
}

static inline bool has_damage(const struct evtx *evtx, const char *part)
{
	bool found = false;
	struct strbuf text;
	strbuf_init(&text, STRBUF_LINE);
	for (size_t i = 0; strbuf_reset(&text), evtx_damage(evtx, i, &text); i++) {
		assert_true(text.len > 0 && i < 40);
		found = found || strstr(text.ptr, part);
	}
	strbuf_finish(&text);
	return found;
}

static inline size_t offset_of(const struct image *image, size_t n)
{
	size_t pos = FIRST;
	while (n--)
		pos += get(image->bytes + pos + 4, 4);
	return pos;
}

/* Appends the first chunk once more, with other record numbers. */
static inline void add_chunk(struct image *image, uint64_t first)
{
	size_t at = image->size, chunk = (at - HEAD) / CHUNK;
	memcpy(image->bytes + at, image->bytes + HEAD, CHUNK);
	image->size += CHUNK;
	for (size_t n = 0; n < RECORDS; n++)
		put(image->bytes + at + offset_of(image, n) - HEAD + 8, first + n, 8);
	sum_again(image, chunk);
}

static inline void close_both(struct evtx *evtx, struct image *image)
{
	evtx_close(evtx);
	free(image->bytes);
}

#endif
