/* The reader of event logs against records built by hand, token by token. */
#include "test_evtx_image.h"

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
		cmocka_unit_test(test_without_template),
		cmocka_unit_test(test_value_types),
		cmocka_unit_test(test_arrays),
		cmocka_unit_test(test_links_to_themselves),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_work),
		cmocka_unit_test(test_optional_elements),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
