/* Events of an XML export that are known at one look, held against reading each of them. */
#include "testing.h"

#include "log/wide.h"
#include "sketch_agree.h"
#include "windows_rows.h"

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static const char *const heads[] = {
	"<Event xmlns='" NS "'>", "<Event xmlns=\"" NS "\">", "<Event>", "<Event\n xmlns='x' >",
};
static const char *const systems[] = {
	"<Provider Name='P' Guid=\"{3da494e4-0fe2-415c-b895-fb5265c5c83b}\"/>", "<Provider Guid='{g}' Name='Q'></Provider>",
	"<Provider Name='P'/>", "<EventID Qualifiers=''>306</EventID>", "<EventID>0x132</EventID>",
	"<EventID>307</EventID>", "<Level>2</Level>", "<Level>5</Level>", "<Correlation/>",
	"<TimeCreated SystemTime='2024-01-01T00:00:16.382541000Z'/>", "<EventRecordID>7</EventRecordID>",
	"<TimeCreated SystemTime=\"2024-01-02 01:00:16\"></TimeCreated>", "<Channel>C</Channel>",
	"<EventRecordID> 8\n</EventRecordID>", "<Channel>C&amp;D</Channel>", "<Computer>\xc3\xa9</Computer>",
	"<Computer>PC</Computer>", "<Security UserID='S-1'/>", "<System/>", "\n ", "<a><b>1</b></a>",
};
static const char *const tails[] = {
	"<EventData/>", "<EventData><Data Name='a'>1</Data><Data>2</Data></EventData>",
	"<EventData><Data Name='a'>&lt;\xc3\xa9&gt;\r\nx</Data><Binary/></EventData>",
	"<UserData><X xmlns='y'><b>1</b><c/></X></UserData>", "<Event/>", "<Event ><EventID>9</EventID></Event>",
	"<RenderingInfo Culture='fr'><Message>SCEP : \xc3\xa9v\xc3\xa9nement\n306</Message></RenderingInfo>",
	"<EventData><Data><![CDATA[<Event >x</Event>]]></Data></EventData>", "<!-- <Event > -->",
	"<p:EventData xmlns:p='u'/>", "<RenderingInfo><Level>\xe9</Level></RenderingInfo>", "x", "&#65;", "&x;",
};
static const char *const betweens[] = {"", "", "\r\n", "\n\n", "</Events><Events>", "<!--x-->", " y ",
	"<Events>", "</Event>", "<Event", "\x1a"};

#define PICK(list) list[next_random(random) % ARRAY_LEN(list)]

/* What nearly all events have, mostly; and what comes in any order. */
static void add_event(struct strbuf *out, uint64_t *random)
{
	strbuf_str(out, PICK(heads));
	strbuf_str(out, "<System>");
	static const unsigned usual[] = {0, 3, 6, 9, 10, 12, 16};
	for (size_t i = 0; i < ARRAY_LEN(usual); i++)
		strbuf_str(out, next_random(random) % 16 ? systems[usual[i]] : PICK(systems));
	for (uint64_t more = next_random(random) % 3; more; more--)
		strbuf_str(out, PICK(systems));
	strbuf_str(out, "</System>");
	for (uint64_t more = next_random(random) % 3; more; more--)
		strbuf_str(out, tails[next_random(random) % (next_random(random) % 4 ? 4 : ARRAY_LEN(tails))]);
	strbuf_str(out, next_random(random) % 40 ? "</Event>" : "</Event >");
	strbuf_str(out, betweens[next_random(random) % (next_random(random) % 4 ? 3 : ARRAY_LEN(betweens))]);
}

static void make_export(struct strbuf *out, uint64_t events, uint64_t *random)
{
	strbuf_str(out, next_random(random) % 2 ? "<?xml version='1.0'?>\r\n<Events>" : "");
	for (; events; events--)
		add_event(out, random);
	strbuf_str(out, next_random(random) % 2 ? "</Events>" : "");
}

/* Bytes lost, doubled, or replaced by what means something. */
static void damage(struct strbuf *text, uint64_t *random)
{
	static const char marks[] = "<>/&'\"= \n\r\x1a\x01\xe9xE";
	for (uint64_t left = next_random(random) % 6; left && text->len > 100; left--) {
		size_t at = next_random(random) % (text->len - 60), size = next_random(random) % 50;
		if (next_random(random) % 2) {
			text->ptr[at] = marks[next_random(random) % (sizeof(marks) - 1)];
		} else {
			memmove(text->ptr + at, text->ptr + at + size, text->len - at - size);
			text->len -= size;
		}
	}
}

static void a_sketch_says_what_reading_says(void **state)
{
	(void)state;
	uint64_t random = 306, outlined = 0, events = 0;
	for (int round = 0; round < 1500; round++) {
		autostrbuf text;
		strbuf_init(&text, STRBUF_RECORD);
		uint64_t count = 1 + next_random(&random) % 8;
		make_export(&text, count, &random);
		damage(&text, &random);
		const char *wrong = sketches_agree(strbuf_sv(&text), 0, &outlined);
		if (wrong)
			fail_msg("%s:\n" SV_FMT, wrong, SV_ARG(strbuf_sv(&text)));
		events += count;
	}
	assert_true(outlined > events / 4); /* else nothing was tested */
}

/* Longer than several blocks, so that events lie across them; with threads, too. */
static void over_blocks(void **state)
{
	(void)state;
	uint64_t random = 307, outlined = 0;
	for (unsigned threads = 0; threads < 3; threads++) {
		autostrbuf text;
		strbuf_init(&text, STRBUF_RECORD);
		make_export(&text, 6000, &random);
		for (int i = 0; i < 20; i++)
			damage(&text, &random);
		const char *wrong = sketches_agree(strbuf_sv(&text), threads, &outlined);
		if (wrong)
			fail_msg("%s", wrong);
	}
	assert_true(outlined > 6000);
	assert_true(sketch_briefs > 1000);
}

/* ---- narrowed ---- */

static void add_unit(struct strbuf *out, unsigned unit)
{
	strbuf_char(out, (char)(unit & 0xff));
	strbuf_char(out, (char)(unit >> 8));
}

static void widen(struct sv text, uint64_t *random, struct strbuf *out)
{
	static const unsigned odd[] = {0x1a, 0xfffe, 0xffff, 0xd800, 0xdc00, 0xfeff, 0, 0x20ac, 0x430};
	for (size_t i = 0; i < text.len; i++) {
		add_unit(out, (unsigned char)text.ptr[i]);
		if (next_random(random) % 2000 == 0)
			add_unit(out, odd[next_random(random) % ARRAY_LEN(odd)]);
	}
}

extern const struct log_format fmt_winxml;

/* True: it was sketched. */
static bool check_narrowed(const struct wide *wide, struct sv narrow, size_t at, size_t end, void *memo)
{
	struct log_sketch sketch;
	const struct log_context context = {0};
	struct log_entry entry;
	if (!fmt_winxml.sketch(sv_sub(narrow, at, end - at), true, memo, &sketch))
		return false;
	log_entry_init(&entry);
	assert_true(wide_read_entry(wide, &entry, at, at + sketch.len));
	if (wide_is_exact(sv_sub(narrow, at, sketch.len)))
		assert_true(sv_eq(strbuf_sv(&entry.raw), sv_sub(narrow, at, sketch.len)));
	fmt_winxml.decode(&context, &entry);
	assert_true(entry.exact && !entry.damaged && entry.has_record);
	assert_int_equal(entry.record, sketch.record);
	assert_true(entry.time.us == sketch.us);
	assert_int_equal(entry.event_id, sketch.kind.event_id);
	assert_int_equal(entry.fields_count, sketch.kind.fields);
	const struct sv names[] = {entry.origin, entry.provider_guid, entry.channel, entry.computer};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_true(sv_eq(names[i], sketch.kind.names[i]));
	log_entry_finish(&entry);
	return true;
}

static size_t check_wide(struct sv raw, void *memo)
{
	struct source *source = source_memory("a.xml", sv_dup(raw), raw.len);
	struct wide wide = {source, ENCODING_UTF16LE};
	autofree char *bytes = xmalloc(raw.len / 2 + 1);
	struct sv narrow = {bytes, wide_read(&wide, 0, bytes, raw.len / 2)};
	size_t sketched = 0, next;
	for (size_t at = sv_find(narrow, SV("<Event")); at < narrow.len; at = next) {
		size_t step = sv_find(sv_from(narrow, at + 1), SV("<Event"));
		next = step == SV_NPOS ? narrow.len : at + 1 + step;
		if (fmt_winxml.starts(sv_from(narrow, at), SV_EMPTY))
			sketched += check_narrowed(&wide, narrow, at, narrow.len, memo);
	}
	source_close(source);
	return sketched;
}

static void a_narrowed_text_is_no_other(void **state)
{
	(void)state;
	uint64_t random = 308, sketched = 0;
	void *memo = fmt_winxml.memo_create();
	for (int round = 0; round < 300; round++) {
		autostrbuf text, wide;
		strbuf_init(&text, STRBUF_RECORD);
		strbuf_init(&wide, STRBUF_RECORD);
		make_export(&text, 6, &random);
		damage(&text, &random);
		widen(strbuf_sv(&text), &random, &wide);
		sketched += check_wide(strbuf_sv(&wide), memo);
	}
	fmt_winxml.memo_destroy(memo);
	assert_true(sketched > 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sketch_says_what_reading_says),
		cmocka_unit_test(over_blocks),
		cmocka_unit_test(a_narrowed_text_is_no_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
