/* Bundles: what is in them, what is refused, and that a member comes out as it went in. */
#include "testing.h"

#include "log/bundle.h"
#include "logs.h"

#define ADMIN "microsoft-windows-devicemanagement-enterprise-diagnostics-provider-admin.evtx"
#define MEMBERS_MAX 16

struct list {
	struct bundle_member members[MEMBERS_MAX];
	char *names[MEMBERS_MAX];
	bool readable[MEMBERS_MAX];
	size_t count;
	struct source *source;
	struct bundle *bundle;
	bool listed;
	struct err err;
};

static bool see(void *data, const struct bundle_member *member, struct sv head, bool readable)
{
	struct list *list = data;
	(void)head;
	assert_true(list->count < MEMBERS_MAX);
	list->members[list->count] = *member;
	list->names[list->count] = xstrdup(member->name);
	list->readable[list->count++] = readable;
	return false;
}

static void begin(struct list *list, struct sv bytes)
{
	*list = (struct list){.source = source_memory("b", sv_dup(bytes), bytes.len)};
	list->bundle = bundle_open(list->source);
	list->listed = bundle_list(list->bundle, see, list, &list->err);
}

static void begin_file(struct list *list, const char *name)
{
	autostrbuf bytes;
	strbuf_init(&bytes, STRBUF_REPORT);
	begin(list, test_file(name, &bytes));
}

static void end(struct list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->names[i]);
	bundle_close(list->bundle);
	source_close(list->source);
}

static void assert_notes(const struct list *list, const char *const *expected)
{
	for (size_t i = 0; *expected; i++, expected++) {
		const char *note = bundle_note(list->bundle, i, true);
		assert_non_null(note);
		if (!strstr(note, *expected))
			fail_msg("\"%s\" is not in \"%s\"", *expected, note);
	}
}

/* Loads member i and compares it with a file of tests/data. */
static void assert_member(struct list *list, size_t i, const char *file)
{
	struct err err = {0};
	autostrbuf bytes;
	strbuf_init(&bytes, STRBUF_REPORT);
	struct sv expected = test_file(file, &bytes);
	struct source *source = bundle_load(list->bundle, &list->members[i], &err);
	assert_string_equal(err.text, "");
	assert_int_equal(source_size(source), expected.len);
	autofree char *got = xmalloc(expected.len);
	assert_int_equal(source_read(source, 0, got, expected.len), expected.len);
	assert_memory_equal(got, expected.ptr, expected.len);
	assert_string_equal(source_member(source), list->names[i]);
	assert_string_equal(source_path(source), "b");
	source_close(source);
}

static void test_magic(void **state)
{
	static const struct { struct sv head; bool is; } rows[] = {
		{{"PK\3\4xx", 6}, true}, {{"PK\5\6", 4}, true}, {{"MSCF\0\0\0\0", 8}, true},
		{{"\x1f\x8b\x08", 3}, true}, {{"PK\7\10", 4}, false}, {{"MSCFxxxx", 8}, false},
		{{"", 0}, false}, {{"ElfFile", 7}, false},
	};
	char tar[512] = {0};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_int_equal(bundle_is(rows[i].head), rows[i].is);
	assert_false(bundle_is((struct sv){tar, sizeof(tar)}));
	memcpy(tar + 257, "ustar", 5);
	assert_true(bundle_is((struct sv){tar, sizeof(tar)}));
}

static void test_cab(void **state)
{
	struct list list;
	(void)state;
	begin_file(&list, "bundles/mdm.cab");
	assert_true(list.listed);
	assert_int_equal(list.count, 3);
	assert_string_equal(list.names[0], "MDMDiagReport.xml");
	assert_string_equal(list.names[2], ADMIN);
	assert_int_equal(list.members[2].depth, 1);
	assert_int_equal(list.members[2].size, 69632);
	assert_null(bundle_note(list.bundle, 0, true));
	assert_member(&list, 2, "evtx/scep_ok.evtx");
	assert_member(&list, 1, "negative/printservice_306.evtx");
	end(&list);
}

static void test_cab_in_zip(void **state)
{
	struct list list;
	(void)state;
	begin_file(&list, "bundles/collect.zip");
	assert_int_equal(list.count, 5);
	assert_int_equal(list.members[4].depth, 2);
	assert_non_null(strstr(list.names[4], "mdmlogs-2024-09-01-19-59-39.cab/" ADMIN));
	assert_member(&list, 4, "evtx/scep_ok.evtx");
	assert_member(&list, 1, "negative/printservice_306.evtx");
	end(&list);
}

static void test_tar_gz(void **state)
{
	struct list list;
	(void)state;
	begin_file(&list, "bundles/companyportal.tar.gz");
	assert_int_equal(list.count, 5);
	assert_string_equal(list.names[2], "Logs/OMADMLog_0.log");
	assert_int_equal(list.members[2].changed_us, INT64_C(1725221412) * TIME_SECOND);
	assert_member(&list, 0, "negative/android_no_verb.log");
	end(&list);
}

static void test_links(void **state)
{
	static const char *const notes[] = {"link.evtx and others: passed over, 3 links", NULL};
	struct list list;
	(void)state;
	begin_file(&list, "bundles/links.tar");
	assert_int_equal(list.count, 2);
	assert_string_equal(list.names[0], "../../../tmp/scepwiz-escaped.evtx");
	assert_string_equal(list.names[1], "/tmp/scepwiz-escaped-too.txt");
	assert_notes(&list, notes);
	assert_member(&list, 0, "evtx/scep_ok.evtx");
	end(&list);
}

static void test_encrypted(void **state)
{
	static const char *const notes[] = {ADMIN ": encrypted; unpack it", NULL};
	struct list list;
	(void)state;
	begin_file(&list, "bundles/encrypted.zip");
	assert_int_equal(list.count, 1);
	assert_string_equal(list.names[0], "readme.txt");
	assert_notes(&list, notes);
	end(&list);
}

static void test_checksum(void **state)
{
	static const char *const notes[] = {ADMIN ": ZIP bad CRC", NULL};
	struct err err = {0};
	struct list list;
	(void)state;
	begin_file(&list, "bundles/crc.zip");
	assert_int_equal(list.count, 2);
	assert_false(list.readable[0]);
	assert_true(list.readable[1]);
	assert_notes(&list, notes);
	assert_null(bundle_load(list.bundle, &list.members[0], &err));
	assert_non_null(strstr(err.text, "b: " ADMIN ": ZIP bad CRC"));
	end(&list);
}

static void test_no_bundle(void **state)
{
	static const struct { struct sv bytes; const char *why; } rows[] = {
		{{"", 0}, "b: "}, {{"PK\3\4", 4}, "b: "}, {{"MSCF\0\0\0\0", 8}, "b: "},
		{{"\x1f\x8b\x08\0\0\0\0\0\0\3\xcb\x48\xcd\xc9\xc9\xe7\2\0\x20\x30\x3a\x36\6\0\0\0", 26},
			"compressed with gzip, but no tar"},
	};
	struct list list;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		begin(&list, rows[i].bytes);
		assert_false(list.listed);
		assert_int_equal(list.count, 0);
		assert_int_equal(list.err.kind, ERR_INPUT);
		if (!strstr(list.err.text, rows[i].why))
			fail_msg("\"%s\": %s", rows[i].why, list.err.text);
		end(&list);
	}
}

/* A directory entry that says less than the member holds, and one that says more. */
static void test_lies(void **state)
{
	static const struct { char size; const char *why; } rows[] = {
		{5, "a.log: "}, {100, "a.log: "},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char zip[] = "PK\3\4\24\0\0\0\0\0\0\0\41\126\40\60\72\66\6\0\0\0\6\0\0\0\5\0\0\0"
			"a.loghello\n"
			"PK\1\2\24\0\24\0\0\0\0\0\0\0\41\126\40\60\72\66\6\0\0\0\6\0\0\0\5\0\0\0\0\0"
			"\0\0\0\0\0\0\0\0\0\0\0\0a.log"
			"PK\5\6\0\0\0\0\1\0\1\0\63\0\0\0\51\0\0\0\0";
		struct list list;
		struct err err = {0};
		zip[18] = zip[22] = zip[41 + 20] = zip[41 + 24] = rows[i].size;
		begin(&list, (struct sv){zip, sizeof(zip)});
		for (size_t k = 0; k < list.count; k++) {
			struct source *source = bundle_load(list.bundle, &list.members[k], &err);
			if (source)
				fail_msg("%d: read", rows[i].size);
			if (!strstr(err.text, rows[i].why))
				fail_msg("%d: %s", rows[i].size, err.text);
		}
		assert_true(list.count || list.err.kind || bundle_note(list.bundle, 0, true));
		end(&list);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_magic),
		cmocka_unit_test(test_cab),
		cmocka_unit_test(test_cab_in_zip),
		cmocka_unit_test(test_tar_gz),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_encrypted),
		cmocka_unit_test(test_checksum),
		cmocka_unit_test(test_no_bundle),
		cmocka_unit_test(test_lies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
