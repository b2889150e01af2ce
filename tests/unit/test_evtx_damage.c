/* The reader of event logs against one file damaged in every way that is known. */
#include "test_evtx_image.h"

typedef void damage_fn(struct image *image, size_t record);

static struct evtx *damaged(struct image *image, damage_fn *damage, size_t n)
{
	*image = load("scep_ok.evtx");
	damage(image, offset_of(image, n));
	return indexed(image);
}

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_lost_record),
		cmocka_unit_test(test_one_bad_record),
		cmocka_unit_test(test_one_bad_size),
		cmocka_unit_test(test_partial),
		cmocka_unit_test(test_truncation),
		cmocka_unit_test(test_truncation_named),
		cmocka_unit_test(test_chunk_magic),
		cmocka_unit_test(test_checksums),
		cmocka_unit_test(test_many_sentences),
		cmocka_unit_test(test_odd_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
