/* Logs that are only searched: the hits of a search in a log that was read, and the key entries of
 * a diagnosis of all of it. */
#include "test_diagnosis_case.h"

#include "diagnosis/key_entries.h"
#include "diagnosis/search.h"
#include "logs.h"

#define NODE1 NODE(L1, "-1518303401")
#define NODE2 NODE(L2, "5")

static uint64_t step(uint64_t *random, uint64_t below)
{
	*random = *random * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (*random >> 33) % below;
}

static void add_body(struct strbuf *body, uint64_t *random)
{
	static const char *const parts[] = {COMMAND("Add", "6", NODE1), COMMAND("Add", "7", NODE2),
		COMMAND("Replace", "5", "./Vendor/MSFT/Note"), COMMAND("Get", "8", "./DevInfo/DevId"),
		COMMAND("Get", "9", "./Vendor/MSFT/CertificateStore/SCEP"), COMMAND("Delete", "4", NODE1),
		COMMAND("Add", "3", "./Vendor/MSFT/CertificateStore/Root/AB/EncodedCertificate"),
		STATUS("1", "2", "6", "Add", "", "500"), STATUS("1", "2", "7", "Add", "", "200"),
		STATUS("1", "1", "6", "Add", "<TargetRef>" NODE2 "</TargetRef>", "500"),
		"<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>6</CmdRef><Data>405</Data></Status>",
		"<Atomic>", "&bad;"};
	for (uint64_t i = step(random, 4); i; i--)
		strbuf_str(body, parts[step(random, step(random, 8) ? 11 : ARRAY_LEN(parts))]);
}

static void add_message(struct strbuf *log, int second, uint64_t *random)
{
	static const char *const numbers[] = {"1", "2", "3"};
	const char *session = numbers[step(random, 3)], *message = numbers[step(random, 2)];
	autostrbuf body;
	strbuf_init(&body, STRBUF_RECORD);
	strbuf_str(&body, "");
	add_body(&body, random);
	if (step(random, 3))
		add_server(log, second, session, message, body.ptr);
	else
		add_device(log, second, session, message, body.ptr);
}

static void make_log(struct strbuf *log, uint64_t *random)
{
	static const char *const lines[] = {"Trying to enroll certificate request: "
		MODEL_PLAIN(L1, "-1518303401"), "Sending PKIOperation", "nothing 500", "There are 2 requests",
		"SCEP cert '" MODEL_PLAIN(L2, "5") "' state changed from CERT_ENROLLED to CERT_INSTALLING",
		"nothing\nat all", "Status 500 <SyncML", "Received '500 Error' when sending GetCACert"};
	for (int second = 0; second < 120; second++) {
		if (step(random, 2))
			add_message(log, second, random);
		else
			add_line(log, second, "VERB", lines[step(random, ARRAY_LEN(lines))]);
	}
}

static bool is_key(const struct diagnosis *d, uint64_t n)
{
	for (size_t i = 0; i < d->findings_count; i++)
		if (d->findings[i].key && d->findings[i].evidence.entry == n)
			return true;
	return false;
}

/* Gives how many of the hits are key entries. */
static size_t check_pattern(const struct diagnosis *d, struct sv text, enum log_platform platform,
	const char *pattern)
{
	struct sv texts[LOG_LITERALS_MAX];
	struct log_options options = {.literals = texts};
	options.literals_count = key_entries_texts(d->guide, platform, texts);
	struct search *search = search_open(d->library, source_memory("a.log", sv_dup(text), text.len),
		&options, sv_str(pattern), NULL);
	struct search *wanted = search_create(d->library, d->logs[0].log, sv_str(pattern), 0, NULL);
	assert_true(search && wanted && !search_step(wanted, INT64_MAX));
	struct key_entries *keys = key_entries_create(d->library, d->guide, search_log(search));
	uint64_t printed = 0, keys_count = 0;
	for (bool more = true; more;) {
		more = search_step(search, 0);
		if (search_count(search) == printed)
			continue;
		assert_int_equal(search_count(search), printed + 1);
		uint64_t n = search_entry(search)->n;
		assert_int_equal(n, search_at(wanted, printed++));
		bool key = key_entries_has(keys, search_entry(search));
		if (key != is_key(d, n))
			fail_msg("%s, entry %u:\n" SV_FMT, pattern, (unsigned)n, SV_ARG(text));
		keys_count += key;
	}
	assert_int_equal(printed, search_count(wanted));
	key_entries_destroy(keys);
	search_destroy(search);
	search_destroy(wanted);
	return keys_count;
}

static void each_pattern(void **state, struct sv text, enum guide_platform guide, bool has_keys)
{
	static const char *const patterns[] = {"Enroll/ModelName", "500|405", "status", ".", "SyncML",
		"Sending|There are", "\\bEvent\\b", "nothing at all like it"};
	struct diagnosis *d = begin(state, guide);
	size_t count = 0;
	read_log(d, text);
	for (size_t i = 0; i < ARRAY_LEN(patterns); i++)
		count += check_pattern(d, text, log_info(d->logs[0].log)->platform, patterns[i]);
	assert_int_equal(count > 0, has_keys);
	diagnosis_destroy(d);
}

static void messages_and_lines(void **state)
{
	uint64_t random = 306;
	for (int round = 0; round < 60; round++) {
		autostrbuf log;
		strbuf_init(&log, STRBUF_RECORD);
		make_log(&log, &random);
		each_pattern(state, strbuf_sv(&log), PLATFORM_ANDROID, true);
	}
}

/* Between them lie more blocks than one, so that a message goes on in the next. */
static void blocks(void **state)
{
	uint64_t random = 306;
	autostrbuf log, data;
	strbuf_init(&log, STRBUF_REPORT), strbuf_init(&data, STRBUF_RECORD);
	strbuf_str(&data, "<Add><CmdID>2</CmdID><Item><Data>");
	while (data.len < 100000)
		strbuf_str(&data, "QUJD");
	strbuf_str(&data, "</Data></Item></Add>" COMMAND("Add", "6", NODE1));
	for (int i = 0; i < 60; i++) {
		add_server(&log, i, i % 3 ? "1" : "2", "1", data.ptr);
		add_message(&log, i, &random);
	}
	each_pattern(state, strbuf_sv(&log), PLATFORM_ANDROID, true);
}

static void events_and_strangers(void **state)
{
	autostrbuf log;
	strbuf_init(&log, STRBUF_RECORD);
	strbuf_str(&log, "<Events>");
	for (int i = 0; i < 40; i++) {
		add_306(&log, 100 + 3 * i, i, UNIQUE(L1, "5"), USER1, i % 2 ? OK306 : "0x80070005");
		add_208(&log, 101 + 3 * i, i);
		add_event_of(&log, "Another", "Another", 306, 102 + 3 * i, i, "Message1=Event status 500");
	}
	strbuf_str(&log, "</Events>");
	each_pattern(state, strbuf_sv(&log), PLATFORM_WINDOWS, true);
	each_pattern(state, strbuf_sv(&log), PLATFORM_ANDROID, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_and_lines),
		cmocka_unit_test(blocks),
		cmocka_unit_test(events_and_strangers),
	};
	return cmocka_run_group_tests(tests, library_begin, library_end);
}
