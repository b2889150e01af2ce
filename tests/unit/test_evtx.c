/* The reader of event logs against sound files: full, empty, old, and written round. */
#include "test_evtx_image.h"

static struct sv field(const struct evtx_record *record, const char *name)
{
	for (size_t i = 0; i < record->data_count; i++)
		if (sv_eq(record->data[i].name, sv_str(name)))
			return record->data[i].value;
	return sv_str("(none)");
}

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound_file),
		cmocka_unit_test(test_exact_values),
		cmocka_unit_test(test_order_of_reading),
		cmocka_unit_test(test_old_dirty_file),
		cmocka_unit_test(test_xml),
		cmocka_unit_test(test_not_a_log),
		cmocka_unit_test(test_slack),
		cmocka_unit_test(test_empty_log),
		cmocka_unit_test(test_ring),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
