/* The reader of event logs against a sound file, the same file damaged in every way that is
 * known, and records built by hand. */
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

/* --- a file in memory ------------------------------------------------------------------ */

struct image {
	unsigned char *bytes;
	size_t size;
};

static void put(unsigned char *at, uint64_t value, size_t len)
{
	for (size_t i = 0; i < len; i++, value >>= 8)
		at[i] = (unsigned char)value;
}

static uint64_t get(const unsigned char *at, size_t len)
{
	uint64_t value = 0;
	for (size_t i = len; i > 0; i--)
		value = value << 8 | at[i - 1];
	return value;
}

static size_t read_image(void *data, uint64_t offset, void *buf, size_t len)
{
	const struct image *image = data;
	size_t left = offset < image->size ? image->size - (size_t)offset : 0;
	len = len < left ? len : left;
	memcpy(buf, image->bytes + (left ? offset : 0), len);
	return len;
}

static struct image load(const char *name)
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

static void sum_again(struct image *image, size_t chunk)
{
	struct crc crc;
	unsigned char *at = image->bytes + HEAD + chunk * CHUNK;
	crc_init(&crc);
	put(image->bytes + 124, crc_add(&crc, 0, image->bytes, 120), 4);
	put(at + 52, crc_add(&crc, 0, at + 512, get(at + 48, 4) - 512), 4);
	put(at + 124, crc_add(&crc, crc_add(&crc, 0, at, 120), at + 128, 384), 4);
}

static struct evtx *indexed(struct image *image)
{
	struct evtx_source source = {image, image->size, read_image};
	struct evtx *evtx = evtx_open(&source, NULL);
	assert_non_null(evtx);
	while (evtx_step(evtx))
		;
	return evtx;
}

static uint64_t readable(struct evtx *evtx)
{
	uint64_t count = 0;
	struct evtx_record record;
	evtx_record_init(&record);
	for (uint64_t n = 0; n < evtx_count(evtx); n++)
		count += evtx_read(evtx, n, &record, NULL);
	evtx_record_finish(&record);
	return count;
}

static bool has_damage(const struct evtx *evtx, const char *part)
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

static size_t offset_of(const struct image *image, size_t n)
{
	size_t pos = FIRST;
	while (n--)
		pos += get(image->bytes + pos + 4, 4);
	return pos;
}

typedef void damage_fn(struct image *image, size_t record);

static struct evtx *damaged(struct image *image, damage_fn *damage, size_t n)
{
	*image = load("scep_ok.evtx");
	damage(image, offset_of(image, n));
	return indexed(image);
}

static void close_both(struct evtx *evtx, struct image *image)
{
	evtx_close(evtx);
	free(image->bytes);
}

static struct sv field(const struct evtx_record *record, const char *name)
{
	for (size_t i = 0; i < record->data_count; i++)
		if (sv_eq(record->data[i].name, sv_str(name)))
			return record->data[i].value;
	return sv_str("(none)");
}

/* --- sound files ------------------------------------------------------------------------ */

static void test_sound_file(void **state)
{
	(void)state;
	struct image image = load("scep_ok.evtx");
	struct evtx *evtx = indexed(&image);
	assert_int_equal(evtx_count(evtx), RECORDS);
	assert_int_equal(readable(evtx), RECORDS);
	assert_int_equal(evtx_stats(evtx)->chunks, 1);
	assert_int_equal(evtx_stats(evtx)->major * 10 + evtx_stats(evtx)->minor, 32);
	assert_int_equal(evtx_stats(evtx)->bad_checksums, 0);
	assert_false(has_damage(evtx, ""));
	close_both(evtx, &image);
}

static void test_exact_values(void **state)
{
	(void)state;
	struct image image = load("scep_ok.evtx");
	struct evtx *evtx = indexed(&image);
	struct evtx_record r;
	evtx_record_init(&r);
	assert_true(evtx_read(evtx, 2, &r, NULL));
	assert_int_equal(r.offset, 0x1fb0);
	assert_int_equal(r.length, 1200);
	assert_int_equal(r.number, 3);
	assert_int_equal(r.id, 306);
	assert_int_equal(r.level, 4);
	assert_int_equal(r.version, 0);
	assert_sv(r.provider, "Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider");
	assert_sv(r.provider_guid, "{3da494e4-0fe2-415c-b895-fb5265c5c83b}");
	assert_sv(r.channel,
		"Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin");
	assert_sv(r.computer, "DESKTOP-7Q2K1LM");
	assert_sv(r.user, "S-1-5-18");
	assert_sv(r.time, "2024-08-20T09:41:04.1100000Z");
	assert_int_equal(r.filetime, UINT64_C(133686204641100000));
	assert_int_equal(r.data_count, 6);
	assert_sv(r.data[0].name, "Message1");
	assert_sv(r.data[3].value, "clientinstall");
	assert_sv(r.data[5].name, "HexInt3");
	assert_sv(r.data[5].value, "0x2ab0003");
	assert_false(r.partial);
	assert_false(evtx_read(evtx, RECORDS, &r, NULL));
	evtx_record_finish(&r);
	close_both(evtx, &image);
}

static void test_order_of_reading(void **state)
{
	(void)state;
	static const uint64_t order[] = {6, 0, 3, 3, 4, 2, 6, 5, 1};
	struct image image = load("scep_ok.evtx");
	struct evtx *evtx = indexed(&image);
	struct evtx_record r;
	evtx_record_init(&r);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		assert_true(evtx_read(evtx, order[i], &r, NULL));
		assert_int_equal(r.number, order[i] + 1);
	}
	evtx_record_finish(&r);
	close_both(evtx, &image);
}

static void test_old_dirty_file(void **state)
{
	(void)state;
	struct image image = load("old.evtx");
	struct evtx *evtx = indexed(&image);
	struct evtx_record r;
	evtx_record_init(&r);
	assert_int_equal(evtx_count(evtx), 4);
	assert_int_equal(evtx_stats(evtx)->minor, 1);
	assert_true(evtx_stats(evtx)->dirty);
	assert_true(has_damage(evtx, "newest records may be missing"));
	assert_int_equal(evtx_stats(evtx)->gaps, 1);
	assert_int_equal(evtx_stats(evtx)->missing, 6);
	assert_true(has_damage(evtx, "record numbers 4,004–4,009 are missing"));
	assert_true(evtx_read(evtx, 0, &r, NULL));
	assert_sv(r.computer, "PC-ÉTÉ");
	assert_sv(field(&r, "Message1"), "café €");
	assert_sv(field(&r, "Flag"), "true");
	assert_true(evtx_read(evtx, 1, &r, NULL));
	assert_int_equal(r.id, 307); /* its payload is NULL, the event is still there */
	assert_int_equal(r.data_count, 0);
	assert_true(evtx_read(evtx, 2, &r, NULL));
	assert_int_equal(r.data_count, 0);
	evtx_record_finish(&r);
	close_both(evtx, &image);
}

static void test_xml(void **state)
{
	(void)state;
	struct image image = load("old.evtx");
	struct evtx *evtx = indexed(&image);
	struct strbuf xml;
	strbuf_init(&xml, STRBUF_RECORD);
	assert_true(evtx_xml(evtx, 3, &xml, NULL));
	assert_non_null(strstr(xml.ptr, "<Event xmlns='http://schemas.microsoft.com/win/2004/08/"
					"events/event'><System><Provider Name='Microsoft-"));
	assert_non_null(strstr(xml.ptr, "<EventID>309</EventID><Version>0</Version>"));
	assert_non_null(strstr(xml.ptr, "<Correlation/><Execution ProcessID='2248' ThreadID='1972'/>"));
	assert_non_null(strstr(xml.ptr, "<Data Name='Message1'>&lt;&amp;&gt;'\" \xef\xbf\xbd&#10;"
					"&#133; \xf0\x9f\x98\x80</Data>"));
	assert_null(strchr(xml.ptr, '\n'));
	strbuf_reset(&xml);
	assert_true(evtx_xml(evtx, 2, &xml, NULL));
	assert_non_null(strstr(xml.ptr, "</System><EventData></EventData></Event>"));
	strbuf_finish(&xml);
	close_both(evtx, &image);
}

/* --- damage ----------------------------------------------------------------------------- */

static void break_magic(struct image *image, size_t record)
{
	image->bytes[record] = 0;
}

static void break_size(struct image *image, size_t record)
{
	put(image->bytes + record + 4, 0xfffffff0, 4);
}

static void break_both_sizes(struct image *image, size_t record)
{
	size_t size = get(image->bytes + record + 4, 4);
	put(image->bytes + record + 4, 3, 4);
	put(image->bytes + record + size - 4, 0, 4);
}

static void break_fragment(struct image *image, size_t record)
{
	image->bytes[record + 24] = 0xee;
}

static void break_template(struct image *image, size_t record)
{
	put(image->bytes + record + 24 + 10, 0xfffffff0, 4);
}

static void test_one_lost_record(void **state)
{
	(void)state;
	for (size_t n = 0; n < RECORDS; n++) {
		struct image image;
		struct evtx *evtx = damaged(&image, break_magic, n);
		assert_int_equal(evtx_count(evtx), RECORDS - 1);
		assert_int_equal(readable(evtx), RECORDS - 1);
		assert_int_equal(evtx_stats(evtx)->bad_checksums, 1);
		assert_int_equal(evtx_stats(evtx)->gaps, n > 0 && n < RECORDS - 1);
		assert_true(evtx_stats(evtx)->lost_bytes >= 520);
		assert_true(has_damage(evtx, "are not a record"));
		assert_true(has_damage(evtx, "its header speaks of 7 records, 6 were found"));
		close_both(evtx, &image);
	}
}

static void check_one_bad(damage_fn *damage, size_t n, const char *why)
{
	struct image image;
	struct err err;
	struct evtx_record r;
	struct evtx *evtx = damaged(&image, damage, n);
	evtx_record_init(&r);
	assert_int_equal(evtx_count(evtx), RECORDS);
	assert_int_equal(readable(evtx), RECORDS - 1);
	assert_int_equal(evtx_stats(evtx)->bad_records, 1);
	assert_int_equal(evtx_stats(evtx)->gaps, 0);
	assert_true(has_damage(evtx, why));
	assert_false(evtx_read(evtx, n, &r, &err));
	assert_int_equal(r.number, n + 1);
	assert_int_equal(r.offset, offset_of(&image, n));
	assert_int_equal(err.kind, ERR_INPUT);
	assert_non_null(strstr(err.text, why));
	evtx_record_finish(&r);
	close_both(evtx, &image);
}

static void test_one_bad_record(void **state)
{
	(void)state;
	for (size_t n = 0; n < RECORDS; n++) {
		check_one_bad(break_fragment, n, "it holds a token that does not exist");
		check_one_bad(break_template, n, "its template lies outside its chunk");
	}
}

static void test_one_bad_size(void **state)
{
	(void)state;
	for (size_t n = 0; n < RECORDS; n++) {
		struct image image;
		struct evtx *evtx = damaged(&image, break_size, n);
		assert_int_equal(readable(evtx), RECORDS);
		assert_int_equal(evtx_stats(evtx)->bad_records + evtx_stats(evtx)->partial_records, 0);
		assert_true(has_damage(evtx, "its size is wrong; it could be read all the same"));
		close_both(evtx, &image);
		evtx = damaged(&image, break_both_sizes, n);
		assert_int_equal(readable(evtx), RECORDS);
		assert_int_equal(evtx_stats(evtx)->partial_records, 1);
		assert_true(has_damage(evtx, "its end is not certain"));
		close_both(evtx, &image);
	}
}

static void test_partial(void **state)
{
	(void)state;
	struct image image = load("scep_ok.evtx");
	struct evtx_record r;
	struct strbuf xml;
	size_t payload = 0, record = offset_of(&image, 2), end = offset_of(&image, 3);
	for (size_t i = record + 100; i + 4 < end; i++)
		if (!memcmp(image.bytes + i, "\x0f\x01\x01\x00", 4))
			payload = i; /* the last one: the template of EventData */
	assert_true(payload > 0);
	image.bytes[payload + 4] = 0xee;
	struct evtx *evtx = indexed(&image);
	evtx_record_init(&r);
	strbuf_init(&xml, STRBUF_RECORD);
	assert_int_equal(evtx_stats(evtx)->partial_records, 1);
	assert_true(has_damage(evtx, "record 3 at offset 0x1fb0: it can be read only in part"));
	assert_true(evtx_read(evtx, 2, &r, NULL));
	assert_true(r.partial);
	assert_int_equal(r.id, 306);
	assert_int_equal(r.data_count, 0);
	assert_true(evtx_xml(evtx, 2, &xml, NULL));
	assert_non_null(strstr(xml.ptr, "</System></Event><!-- damaged"));
	strbuf_finish(&xml);
	evtx_record_finish(&r);
	close_both(evtx, &image);
}

static void test_truncation(void **state)
{
	(void)state;
	struct image image = load("scep_ok.evtx");
	uint64_t before = 0;
	for (size_t size = 8; size < ONE; size += 64) {
		image.size = size;
		struct evtx *evtx = indexed(&image);
		uint64_t now = readable(evtx);
		assert_true(now >= before);
		assert_true(has_damage(evtx, "file ends"));
		assert_true(evtx_stats(evtx)->cut_bytes > 0);
		before = now;
		evtx_close(evtx);
	}
	assert_int_equal(before, RECORDS);
	free(image.bytes);
}

static void test_truncation_named(void **state)
{
	(void)state;
	struct image image = load("scep_ok.evtx");
	image.size = HEAD + 12345;
	struct evtx *evtx = indexed(&image);
	assert_true(has_damage(evtx,
		"the file ends in the middle of chunk 1 (12,345 of 65,536 bytes)"));
	assert_int_equal(evtx_stats(evtx)->cut_bytes, CHUNK - 12345);
	evtx_close(evtx);
	image.size = HEAD;
	evtx = indexed(&image);
	assert_int_equal(evtx_count(evtx), 0);
	assert_true(has_damage(evtx, "the file ends after its header"));
	assert_true(has_damage(evtx, "speaks of 1 chunks, the file has room for 0"));
	assert_true(has_damage(evtx, "should have number 7, none was found"));
	close_both(evtx, &image);
}

static void test_not_a_log(void **state)
{
	(void)state;
	struct image image = load("scep_ok.evtx");
	struct evtx_source source = {&image, 0, read_image};
	struct err err;
	for (image.size = 0; image.size < 8; image.size++) {
		source.size = image.size;
		assert_null(evtx_open(&source, &err));
		assert_int_equal(err.kind, ERR_INPUT);
	}
	assert_true(evtx_probe((struct sv){(char *)image.bytes, 8}));
	assert_false(evtx_probe(SV("ElfChnk")));
	free(image.bytes);
}

static void test_chunk_magic(void **state)
{
	(void)state;
	struct image image = load("scep_ok.evtx");
	memset(image.bytes + HEAD, 0, 128);
	struct evtx *evtx = indexed(&image);
	assert_int_equal(readable(evtx), RECORDS);
	assert_int_equal(evtx_stats(evtx)->bad_chunks, 1);
	assert_int_equal(evtx_stats(evtx)->lost_bytes, 0);
	assert_true(has_damage(evtx, "its header is unusable; a search found 7 records"));
	close_both(evtx, &image);
}

static void test_checksums(void **state)
{
	(void)state;
	struct image image = load("scep_ok.evtx");
	image.bytes[124]++;
	image.bytes[HEAD + 52]++;
	struct evtx *evtx = indexed(&image);
	/* the record area's sum lies in the header of the chunk, so that is wrong as well */
	assert_int_equal(evtx_stats(evtx)->bad_checksums, 3);
	assert_int_equal(evtx_stats(evtx)->bad_chunks, 0);
	assert_int_equal(readable(evtx), RECORDS);
	assert_true(has_damage(evtx, "the checksum of the file header does not match"));
	assert_true(has_damage(evtx, "the checksum of its header does not match"));
	assert_true(has_damage(evtx, "the checksum of its records does not match"));
	evtx_close(evtx);
	image.bytes[120] = 4; /* no checksums */
	evtx = indexed(&image);
	assert_int_equal(evtx_stats(evtx)->bad_checksums, 0);
	assert_false(has_damage(evtx, ""));
	close_both(evtx, &image);
}

/* Records behind the end of the others are left from an earlier round. */
static void test_slack(void **state)
{
	(void)state;
	struct image image = load("scep_ok.evtx");
	put(image.bytes + HEAD + 48, offset_of(&image, 4) - HEAD, 4);
	put(image.bytes + HEAD + 16, 4, 8);
	put(image.bytes + 24, 5, 8);
	sum_again(&image, 0);
	struct evtx *evtx = indexed(&image);
	assert_int_equal(evtx_count(evtx), 4);
	assert_false(has_damage(evtx, ""));
	evtx_close(evtx);
	put(image.bytes + HEAD + 48, 0x7fffffff, 4); /* nobody knows where the records end */
	evtx = indexed(&image);
	assert_int_equal(evtx_count(evtx), RECORDS);
	assert_int_equal(evtx_stats(evtx)->bad_chunks, 1);
	evtx_close(evtx);
	put(image.bytes + HEAD + 48, offset_of(&image, 4) - HEAD + 100, 4);
	evtx = indexed(&image); /* within a record, and the header's sum is wrong */
	assert_int_equal(evtx_count(evtx), RECORDS);
	close_both(evtx, &image);
}

static void test_empty_log(void **state)
{
	(void)state;
	struct image image = load("scep_ok.evtx");
	put(image.bytes + 24, 1, 8);
	sum_again(&image, 0);
	memset(image.bytes + HEAD, 0, CHUNK);
	struct evtx *evtx = indexed(&image);
	assert_int_equal(evtx_count(evtx), 0);
	assert_int_equal(evtx_stats(evtx)->chunks, 0);
	assert_false(has_damage(evtx, ""));
	close_both(evtx, &image);
}

/* Appends the first chunk once more, with other record numbers. */
static void add_chunk(struct image *image, uint64_t first)
{
	size_t at = image->size, chunk = (at - HEAD) / CHUNK;
	memcpy(image->bytes + at, image->bytes + HEAD, CHUNK);
	image->size += CHUNK;
	for (size_t n = 0; n < RECORDS; n++)
		put(image->bytes + at + offset_of(image, n) - HEAD + 8, first + n, 8);
	sum_again(image, chunk);
}

static void test_ring(void **state)
{
	(void)state;
	static const uint64_t numbers[] = {1, 2, 3, 4, 5, 6, 7, 101, 102, 103, 104, 105, 106, 107,
		108, 109, 110, 111, 112, 113, 114};
	struct image image = load("scep_ok.evtx");
	struct evtx_record r;
	add_chunk(&image, 108);
	add_chunk(&image, 101);
	memmove(image.bytes + HEAD + CHUNK, image.bytes + HEAD, 2 * CHUNK);
	memcpy(image.bytes + HEAD, image.bytes + HEAD + 2 * CHUNK, CHUNK);
	image.size = HEAD + 2 * CHUNK;
	add_chunk(&image, 101); /* 108… 1… 101… */
	struct evtx *evtx = indexed(&image);
	evtx_record_init(&r);
	assert_int_equal(evtx_count(evtx), 21);
	for (size_t n = 0; n < 21; n++) {
		assert_true(evtx_read(evtx, n, &r, NULL));
		assert_int_equal(r.number, numbers[n]);
	}
	assert_int_equal(evtx_stats(evtx)->gaps, 1);
	assert_int_equal(evtx_stats(evtx)->missing, 93);
	assert_true(has_damage(evtx, "record numbers 8–100 are missing"));
	evtx_record_finish(&r);
	close_both(evtx, &image);
}

static void test_many_sentences(void **state)
{
	(void)state;
	struct image image = load("scep_ok.evtx");
	add_chunk(&image, 201);
	add_chunk(&image, 101);
	for (size_t chunk = 0; chunk < 3; chunk++)
		for (size_t n = 0; n < RECORDS; n++)
			break_fragment(&image, offset_of(&image, n) + chunk * CHUNK);
	struct evtx *evtx = indexed(&image);
	assert_int_equal(evtx_stats(evtx)->bad_records, 21);
	assert_true(has_damage(evtx, "… and 1"));
	close_both(evtx, &image);
}

/* A single record number out of line is a damaged number, not ten thousand lost records. */
static void test_odd_number(void **state)
{
	(void)state;
	struct image image = load("scep_ok.evtx");
	put(image.bytes + offset_of(&image, 3) + 8, 10000, 8);
	struct evtx *evtx = indexed(&image);
	assert_int_equal(evtx_count(evtx), RECORDS);
	assert_int_equal(evtx_stats(evtx)->missing, 1);
	close_both(evtx, &image);
}

/* --- records built by hand -------------------------------------------------------------- */

/* Makes the file hold one record, written by the put_… functions below. */
struct maker {
	struct image image;
	size_t at; /* the next byte, in the file */
};

static struct maker make(void)
{
	struct maker m = {load("scep_ok.evtx"), FIRST + 24};
	memset(m.image.bytes + HEAD + 128, 0, CHUNK - 128);
	put(m.image.bytes + FIRST, 0x2a2a, 4);
	put(m.image.bytes + FIRST + 8, 1, 8);
	return m;
}

static void add(struct maker *m, uint64_t value, size_t len)
{
	put(m->image.bytes + m->at, value, len);
	m->at += len;
}

static uint32_t here(const struct maker *m)
{
	return (uint32_t)(m->at - HEAD);
}

static void add_utf16(struct maker *m, const char *text)
{
	for (; *text; text++)
		add(m, (unsigned char)*text, 2);
}

static void add_name(struct maker *m, const char *name)
{
	add(m, here(m) + 4, 4);
	add(m, 0, 6);
	add(m, strlen(name), 2);
	add_utf16(m, name);
	add(m, 0, 2);
}

static void add_element(struct maker *m, unsigned token, int depends, const char *name)
{
	add(m, token, 1);
	if (depends >= 0)
		add(m, (unsigned)depends, 2);
	add(m, 0, 4);
	add_name(m, name);
	if (token & 0x40)
		add(m, 0, 4);
}

static void add_string(struct maker *m, const char *text)
{
	add(m, 0x0105, 2);
	add(m, strlen(text), 2);
	add_utf16(m, text);
}

static void add_attribute(struct maker *m, const char *name, const char *value)
{
	add(m, 0x06, 1);
	add_name(m, name);
	add_string(m, value);
}

/* <Event><System><EventID>7</EventID></System><EventData>, without a template */
static void begin_event(struct maker *m)
{
	add(m, 0x0001010f, 4);
	add_element(m, 0x01, -1, "Event");
	add(m, 0x02, 1);
	add_element(m, 0x01, -1, "System");
	add(m, 0x02, 1);
	add_element(m, 0x01, -1, "EventID");
	add(m, 0x02, 1);
	add_string(m, "7");
	add(m, 0x0404, 2);
	add_element(m, 0x01, -1, "EventData");
	add(m, 0x02, 1);
}

static struct evtx *finish(struct maker *m)
{
	m->at = (m->at + 7 + 4) / 8 * 8;
	size_t size = m->at + 8 - FIRST;
	put(m->image.bytes + FIRST + 4, size, 4);
	put(m->image.bytes + FIRST + size - 4, size, 4);
	put(m->image.bytes + HEAD + 48, 512 + size, 4);
	put(m->image.bytes + HEAD + 16, 1, 8);
	put(m->image.bytes + 24, 2, 8);
	sum_again(&m->image, 0);
	return indexed(&m->image);
}

static void check_xml(struct maker *m, const char *expected)
{
	struct evtx *evtx = finish(m);
	struct strbuf xml;
	strbuf_init(&xml, STRBUF_RECORD);
	assert_int_equal(evtx_count(evtx), 1);
	assert_true(evtx_xml(evtx, 0, &xml, NULL));
	assert_string_equal(xml.ptr, expected);
	strbuf_finish(&xml);
	close_both(evtx, &m->image);
}

#define EVENT "<Event><System><EventID>7</EventID></System><EventData>"
#define TNEVE "</EventData></Event>"

static void test_without_template(void **state)
{
	(void)state;
	struct maker m = make();
	begin_event(&m);
	add_element(&m, 0x41, -1, "Data");
	add_attribute(&m, "Name", "a'<b");
	add(&m, 0x02, 1);
	add(&m, 0x0007, 1); /* CDATA */
	add(&m, 3, 2);
	add_utf16(&m, "x<y");
	add(&m, 0x08, 1); /* a character by number */
	add(&m, 0xe9, 2);
	add(&m, 0x09, 1); /* an entity */
	add_name(&m, "amp");
	add(&m, 0x04, 1);
	add(&m, 0x0a, 1); /* an instruction */
	add_name(&m, "go");
	add(&m, 0x0b, 1);
	add(&m, 2, 2);
	add_utf16(&m, "?>");
	add_element(&m, 0x01, -1, "b<d");
	add(&m, 0x03, 1);
	add(&m, 0x0404, 2);
	check_xml(&m, EVENT "<Data Name='a&apos;&lt;b'>x&lt;yé&amp;</Data><?go ?&gt;?><b_d/>" TNEVE);
}

struct typed {
	uint8_t type;
	const char *bytes;
	size_t len;
	const char *printed;
};

#define BYTES(text) text, sizeof(text) - 1

static const struct typed values[] = {
	{EVTX_NULL, BYTES(""), ""},
	{EVTX_STRING, BYTES("a\0\x3d\xd8\x00\xde\x00\xd8!\0\0\0"), "a😀\xef\xbf\xbd!"},
	{EVTX_ANSI, BYTES("\x80\xe9\0\0"), "€é"},
	{EVTX_INT8, BYTES("\xff"), "-1"},
	{EVTX_UINT8, BYTES("\xff"), "255"},
	{EVTX_INT16, BYTES("\x00\x80"), "-32768"},
	{EVTX_UINT16, BYTES("\x00\x80"), "32768"},
	{EVTX_INT32, BYTES("\xfe\xff\xff\xff"), "-2"},
	{EVTX_UINT32, BYTES("\xfe\xff\xff\xff"), "4294967294"},
	{EVTX_INT64, BYTES("\0\0\0\0\0\0\0\x80"), "-9223372036854775808"},
	{EVTX_UINT64, BYTES("\xff\xff\xff\xff\xff\xff\xff\xff"), "18446744073709551615"},
	{EVTX_REAL32, BYTES("\xcd\xcc\xcc\x3d"), "0.1"},
	{EVTX_REAL64, BYTES("\x9a\x99\x99\x99\x99\x99\xb9\xbf"), "-0.1"},
	{EVTX_REAL64, BYTES("\0\0\0\0\0\0\xf0\x7f"), "INF"},
	{EVTX_BOOL, BYTES("\x01\0\0\0"), "true"},
	{EVTX_BOOL, BYTES("\0\0\0\0"), "false"},
	{EVTX_BOOL, BYTES("\x10"), "true"},
	{EVTX_BINARY, BYTES("\x00\xab\x0f"), "00AB0F"},
	{EVTX_GUID, BYTES("\xe4\x94\xa4\x3d\xe2\x0f\x5c\x41\xb8\x95\xfb\x52\x65\xc5\xc8\x3b"),
		"{3da494e4-0fe2-415c-b895-fb5265c5c83b}"},
	{EVTX_GUID, BYTES("\xe4\x94"), "E494"},
	{EVTX_SIZE, BYTES("\x34\x12\0\0"), "0x1234"},
	{EVTX_SIZE, BYTES("\x34\x12\0\0\x01\0\0\0"), "0x100001234"},
	{EVTX_FILETIME, BYTES("\x01\x80\x3e\xd5\xde\xb1\x9d\x01"), "1970-01-01T00:00:00.0000001Z"},
	{EVTX_FILETIME, BYTES("\0\0\0\0\0\0\0\0"), "1601-01-01T00:00:00.0000000Z"},
	{EVTX_FILETIME, BYTES("\xff\xff\xff\xff\xff\xff\xff\xff"), "18446744073709551615"},
	{EVTX_SYSTIME, BYTES("\xe8\x07\x08\0\x02\0\x14\0\x09\0\x29\0\x04\0\x6e\0"),
		"2024-08-20T09:41:04.1100000Z"},
	{EVTX_SID, BYTES("\x01\x02\0\0\0\0\0\x05\x20\0\0\0\x20\x02\0\0"), "S-1-5-32-544"},
	{EVTX_SID, BYTES("\x01\x09\0\0\0\0\0\x05"), "0109000000000005"},
	{EVTX_HEX32, BYTES("\x03\0\xab\x02"), "0x2ab0003"},
	{EVTX_HEX32, BYTES("\0\0\0\0"), "0x0"},
	{EVTX_HEX64, BYTES("\0\0\0\0\0\0\0\x80"), "0x8000000000000000"},
	{0x77, BYTES("\x01"), "01"},
};

/* A template with one Data for each value; its definition stands where it is used. */
static void add_template(struct maker *m, size_t count, unsigned type, bool joined)
{
	add(m, 0x010c, 2);
	add(m, 0, 4);
	add(m, here(m) + 4, 4);
	add(m, 0, 20);
	size_t size_at = m->at, start = m->at + 4;
	add(m, 0, 4);
	add_element(m, 0x01, 0xffff, "Payload");
	add(m, 0x02, 1);
	for (size_t i = 0; i < count; i++) {
		add_element(m, 0x01, 0xffff, "Data");
		add(m, 0x02, 1);
		if (joined)
			add_string(m, "");
		add(m, 0x0d, 1);
		add(m, i, 2);
		add(m, type, 1);
		add(m, 0x04, 1);
	}
	add(m, 0x0004, 2);
	put(m->image.bytes + size_at, m->at - start, 4);
}

static void add_values(struct maker *m, const struct typed *list, size_t count)
{
	add(m, count, 4);
	for (size_t i = 0; i < count; i++) {
		add(m, list[i].len, 2);
		add(m, list[i].type, 2);
	}
	for (size_t i = 0; i < count; i++)
		for (size_t byte = 0; byte < list[i].len; byte++)
			add(m, (unsigned char)list[i].bytes[byte], 1);
}

static void test_value_types(void **state)
{
	(void)state;
	size_t count = sizeof(values) / sizeof(values[0]);
	struct maker m = make();
	struct evtx_record r;
	begin_event(&m);
	add_template(&m, count, 0, false);
	add_values(&m, values, count);
	add(&m, 0x0404, 2);
	struct evtx *evtx = finish(&m);
	evtx_record_init(&r);
	assert_true(evtx_read(evtx, 0, &r, NULL));
	assert_false(r.partial);
	assert_int_equal(r.id, 7);
	assert_int_equal(r.data_count, count);
	for (size_t i = 0; i < count; i++)
		assert_sv(r.data[i].value, values[i].printed);
	assert_sv(r.data[1].name, "Data2");
	evtx_record_finish(&r);
	close_both(evtx, &m.image);
}

static void test_arrays(void **state)
{
	(void)state;
	static const struct typed arrays[] = {
		{EVTX_ARRAY | EVTX_STRING, BYTES("a\0\0\0\0\0b\0\0\0"), ""},
		{EVTX_ARRAY | EVTX_UINT16, BYTES("\x01\0\x02\x01\x03"), ""},
		{EVTX_ARRAY | EVTX_SID, BYTES("\1\1\0\0\0\0\0\5\x12\0\0\0\1\1\0\0\0\0\0\5\x13\0\0\0"), ""},
		{EVTX_ARRAY | EVTX_HEX64, BYTES(""), ""},
	};
	struct maker m = make();
	begin_event(&m);
	add_template(&m, 4, 0x81, false);
	add_values(&m, arrays, 4);
	add(&m, 0x0404, 2);
	check_xml(&m, EVENT "<Payload><Data>a</Data><Data></Data><Data>b</Data><Data>1</Data>"
		"<Data>258</Data><Data>3</Data><Data>S-1-5-18</Data><Data>S-1-5-19</Data>"
		"<Data></Data></Payload>" TNEVE);
	m = make();
	begin_event(&m);
	add_template(&m, 3, 0x81, true);
	add_values(&m, arrays, 3);
	add(&m, 0x0404, 2);
	check_xml(&m, EVENT "<Payload><Data>a, , b</Data><Data>1, 258, 3</Data>"
		"<Data>S-1-5-18, S-1-5-19</Data></Payload>" TNEVE);
}

static void check_bad(struct maker *m, const char *why)
{
	struct evtx *evtx = finish(m);
	assert_int_equal(evtx_count(evtx), 1);
	assert_true(has_damage(evtx, why));
	assert_int_equal(readable(evtx), evtx_stats(evtx)->partial_records);
	close_both(evtx, &m->image);
}

static void test_links_to_themselves(void **state)
{
	(void)state;
	struct maker m = make();
	begin_event(&m);
	size_t body = m.at + 10 + 24;
	add_template(&m, 0, 0, false);
	add_values(&m, values, 0);
	put(m.image.bytes + body, 0x010c, 2); /* the template holds itself */
	put(m.image.bytes + body + 6, body - 24 - HEAD, 4);
	put(m.image.bytes + body + 10, 0, 4);
	check_bad(&m, "its templates are nested too deeply");
	m = make();
	begin_event(&m);
	size_t element = m.at + 5;
	add_element(&m, 0x01, -1, "Data");
	put(m.image.bytes + element + 4, element + 4 - HEAD, 4); /* a name that comes after itself */
	add(&m, 0x03, 1);
	add(&m, 0x0404, 2);
	check_xml(&m, EVENT "<Data/>" TNEVE);
	m = make();
	begin_event(&m);
	add_element(&m, 0x01, -1, "Data");
	put(m.image.bytes + m.at - 20, CHUNK - 4, 4);
	check_bad(&m, "a name points outside its chunk");
}

static void test_depth(void **state)
{
	(void)state;
	struct maker m = make();
	begin_event(&m);
	for (size_t i = 0; i < 40; i++) {
		add_element(&m, 0x01, -1, "Data");
		add(&m, 0x02, 1);
	}
	check_bad(&m, "its elements are nested too deeply");
}

/* Few bytes that ask for much: one value of 20 kB, placed 500 times. */
static void test_work(void **state)
{
	(void)state;
	struct maker m = make();
	struct evtx_record r;
	begin_event(&m);
	size_t body = m.at + 10 + 24;
	add_template(&m, 500, EVTX_BINARY, false);
	for (size_t i = body; i < m.at - 4; i++)
		if (!memcmp(m.image.bytes + i, "\x02\x0d", 2))
			put(m.image.bytes + i + 2, 0, 2);
	add(&m, 1, 4);
	add(&m, 20000, 2);
	add(&m, EVTX_BINARY, 2);
	m.at += 20000;
	add(&m, 0x0404, 2);
	struct evtx *evtx = finish(&m);
	evtx_record_init(&r);
	assert_true(evtx_read(evtx, 0, &r, NULL));
	assert_true(r.partial);
	assert_true(has_damage(evtx, "it is larger than an event can be"));
	evtx_record_finish(&r);
	close_both(evtx, &m.image);
}

static void test_optional_elements(void **state)
{
	(void)state;
	static const struct typed list[] = {{EVTX_NULL, BYTES(""), ""}, {EVTX_UINT8, BYTES("\5"), ""}};
	struct maker m = make();
	begin_event(&m);
	size_t body = m.at + 10 + 24;
	add_template(&m, 2, 0, false);
	for (size_t i = body, n = 0; i < m.at - 4; i++)
		if (!memcmp(m.image.bytes + i, "\x01\xff\xff", 3) && i > body + 4)
			put(m.image.bytes + i + 1, n++, 2);
	add_values(&m, list, 2);
	add(&m, 0x0404, 2);
	check_xml(&m, EVENT "<Payload><Data>5</Data></Payload>" TNEVE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound_file), cmocka_unit_test(test_exact_values),
		cmocka_unit_test(test_order_of_reading), cmocka_unit_test(test_old_dirty_file),
		cmocka_unit_test(test_xml), cmocka_unit_test(test_one_lost_record),
		cmocka_unit_test(test_one_bad_record), cmocka_unit_test(test_one_bad_size),
		cmocka_unit_test(test_partial), cmocka_unit_test(test_truncation),
		cmocka_unit_test(test_truncation_named), cmocka_unit_test(test_not_a_log),
		cmocka_unit_test(test_chunk_magic), cmocka_unit_test(test_checksums),
		cmocka_unit_test(test_slack), cmocka_unit_test(test_empty_log),
		cmocka_unit_test(test_ring), cmocka_unit_test(test_many_sentences),
		cmocka_unit_test(test_odd_number), cmocka_unit_test(test_without_template),
		cmocka_unit_test(test_value_types), cmocka_unit_test(test_arrays),
		cmocka_unit_test(test_links_to_themselves), cmocka_unit_test(test_depth),
		cmocka_unit_test(test_work), cmocka_unit_test(test_optional_elements),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
