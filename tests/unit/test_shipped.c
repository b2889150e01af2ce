/* What is built in is what its files say, and gives way as soon as one of them is another. */
#include "testing.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "diagnosis/library.h"
#include "diagnosis/shipped.h"
#include "guide/guide_pack.h"
#include "scep/reference_pack.h"

#define WIZARDS SOURCE_ROOT "/wizards"

/* Fresh pieces to write to, so that equal contents become equal bytes. */
struct pieces {
	struct strbuf fields, texts;
	struct packed p;
};

static void pieces_init(struct pieces *pieces)
{
	strbuf_init(&pieces->fields, 16u << 20);
	strbuf_init(&pieces->texts, 16u << 20);
	pieces->p = (struct packed){.fields = &pieces->fields, .texts = &pieces->texts};
}

static void assert_same(struct pieces *a, struct pieces *b)
{
	assert_true(a->fields.len > 100 && a->texts.len > 100);
	assert_int_equal(a->fields.len, b->fields.len);
	assert_int_equal(a->texts.len, b->texts.len);
	assert_memory_equal(a->fields.ptr, b->fields.ptr, a->fields.len);
	assert_memory_equal(a->texts.ptr, b->texts.ptr, a->texts.len);
	strbuf_finish(&a->fields);
	strbuf_finish(&a->texts);
	strbuf_finish(&b->fields);
	strbuf_finish(&b->texts);
}

/* True if it is a guide. */
static bool compare_guide(const char *name)
{
	struct err err = {0};
	char path[4096];
	struct pieces built_in, read;
	snprintf(path, sizeof(path), "%s/%s", WIZARDS, name);
	struct guide *ready = guide_unpack(&shipped, name, path);
	if (!ready)
		return false;
	struct guide *guide = guide_load(path, &err);
	assert_non_null(guide);
	assert_string_equal(ready->path, guide->path);
	pieces_init(&built_in);
	pieces_init(&read);
	guide_pack(&built_in.p, ready);
	guide_pack(&read.p, guide);
	assert_same(&built_in, &read);
	guide_destroy(guide);
	guide_destroy(ready);
	return true;
}

static void guides_are_as_read(void **state)
{
	size_t guides = 0;
	(void)state;
	for (size_t i = 0; i < shipped.count; i++)
		if (!sv_has(sv_str(shipped.parts[i].name), SV("/")))
			guides += compare_guide(shipped.parts[i].name);
	assert_int_equal(guides, 7);
}

static void nothing_is_left_out(void **state)
{
	static const char *const patterns[] = {"/*.xml", "/*.rng", "/*/*.xml"};
	size_t files = 0;
	glob_t found;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
		char pattern[4096];
		snprintf(pattern, sizeof(pattern), "%s%s", WIZARDS, patterns[i]);
		assert_int_equal(glob(pattern, 0, NULL, &found), 0);
		for (size_t j = 0; j < found.gl_pathc; j++)
			assert_true(packed_same(&shipped, WIZARDS,
				found.gl_pathv[j] + strlen(WIZARDS "/")));
		files += found.gl_pathc;
		globfree(&found);
	}
	assert_int_equal(files, shipped.count);
}

static void codes_are_as_read(void **state)
{
	(void)state;
	struct pieces built_in, read;
	struct codes *ready = codes_unpack(&shipped, "reference/codes.xml");
	struct codes *codes = codes_load(WIZARDS "/reference/codes.xml", NULL);
	pieces_init(&built_in);
	pieces_init(&read);
	assert_int_equal(codes_count(ready), codes_count(codes));
	codes_pack(&built_in.p, ready);
	codes_pack(&read.p, codes);
	assert_same(&built_in, &read);
	codes_destroy(codes);
	codes_destroy(ready);
}

static void events_are_as_read(void **state)
{
	(void)state;
	struct pieces built_in, read;
	struct events *ready = events_unpack(&shipped, "reference/events.xml");
	struct events *events = events_load(WIZARDS "/reference/events.xml", NULL);
	assert_true(events_add(events, WIZARDS "/reference/events-more.xml", NULL));
	assert_int_equal(events_count(ready), events_count(events));
	for (size_t i = 0; i < events_count(events); i++) {
		const struct event_info *a = events_at(ready, i), *b = events_at(events, i);
		assert_string_equal(a->provider, b->provider);
		assert_string_equal(a->provider_guid, b->provider_guid);
		assert_string_equal(a->channel, b->channel);
	}
	pieces_init(&built_in);
	pieces_init(&read);
	events_pack(&built_in.p, ready);
	events_pack(&read.p, events);
	assert_same(&built_in, &read);
	events_destroy(events);
	events_destroy(ready);
}

/* ---- files that were changed ---- */

static char folder[] = "/tmp/scepwiz-shipped-XXXXXX";

static int copy_wizards(void **state)
{
	char command[4096];
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/scepwiz-shipped-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(command, sizeof(command), "cp -r '%s/.' '%s'", WIZARDS, folder);
	return system(command);
}

static int remove_copy(void **state)
{
	char command[4096];
	(void)state;
	snprintf(command, sizeof(command), "rm -r '%s'", folder);
	return system(command);
}

/* The first place of old in that file is replaced. */
static void change(const char *name, const char *old, const char *new)
{
	char path[4096];
	struct strbuf text, changed;
	struct err err = {0};
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	strbuf_init(&text, 1u << 20);
	strbuf_init(&changed, 1u << 20);
	assert_true(file_read(path, &text, &err));
	size_t at = sv_find(strbuf_sv(&text), sv_str(old));
	assert_int_not_equal(at, SV_NPOS);
	strbuf_add(&changed, sv_sub(strbuf_sv(&text), 0, at));
	strbuf_str(&changed, new);
	strbuf_add(&changed, sv_from(strbuf_sv(&text), at + strlen(old)));
	assert_true(file_write(path, strbuf_sv(&changed), true, &err));
	strbuf_finish(&text);
	strbuf_finish(&changed);
}

static void count_complaint(void *data, const struct err *err)
{
	assert_true(sv_has(sv_str(err->text), SV("scep-ios.xml:")));
	++*(int *)data;
}

static struct library *load(int *complaints, struct err *err)
{
	*complaints = 0;
	return library_create(folder, count_complaint, complaints, err);
}

static void untouched_files_are_not_read(void **state)
{
	(void)state;
	int complaints;
	struct library *library = load(&complaints, NULL);
	assert_int_equal(library->guides.guides_count, 7);
	for (size_t i = 0; i < library->guides.guides_count; i++)
		assert_true(library->guides.guides[i]->ready);
	library_destroy(library);
}

static void a_changed_guide_is_read(void **state)
{
	(void)state;
	int complaints;
	change("scep-ios.xml", "<title>", "<title>Another ");
	struct library *library = load(&complaints, NULL);
	const struct guide *guide = guide_by_id(&library->guides, SV("scep-ios"));
	assert_true(sv_starts(sv_str(guide->title), SV("Another ")));
	assert_int_equal(complaints, 0);
	library_destroy(library);
	change("scep-ios.xml", "<title>", "<titel>");
	library = load(&complaints, NULL);
	assert_int_equal(complaints, 1);
	assert_null(guide_by_id(&library->guides, SV("scep-ios")));
	assert_int_equal(library->guides.guides_count, 6);
	library_destroy(library);
}

static void a_changed_part_is_read(void **state)
{
	(void)state;
	int complaints;
	change("shared/checks.xml", "<question>", "<question>Now, ");
	struct library *library = load(&complaints, NULL);
	const struct guide *guide = guide_by_id(&library->guides, SV("scep-ios"));
	assert_true(sv_starts(sv_str(guide->checks[0].question), SV("Now, ")));
	library_destroy(library);
}

static void changed_tables_are_read(void **state)
{
	(void)state;
	int complaints;
	struct err err = {0};
	struct code code;
	change("reference/codes.xml", "<meaning>", "<meaning>Changed: ");
	change("reference/events-more.xml", "<meaning>", "<meaning>Changed: ");
	struct library *library = load(&complaints, &err);
	size_t codes = 0, events = 0;
	for (size_t i = 0; i < codes_count(library->codes); i++) {
		codes_at(library->codes, i, &code);
		codes += sv_starts(sv_str(code.meaning), SV("Changed: "));
	}
	for (size_t i = 0; i < events_count(library->events); i++)
		events += sv_starts(sv_str(events_at(library->events, i)->meaning),
			SV("Changed: "));
	assert_int_equal(codes, 1);
	assert_true(events > 0);
	library_destroy(library);
	change("reference/events.xml", "<events", "<event");
	assert_null(load(&complaints, &err));
	assert_true(sv_has(sv_str(err.text), SV("events.xml:")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(guides_are_as_read),
		cmocka_unit_test(nothing_is_left_out),
		cmocka_unit_test(codes_are_as_read),
		cmocka_unit_test(events_are_as_read),
		cmocka_unit_test_setup_teardown(untouched_files_are_not_read, copy_wizards,
			remove_copy),
		cmocka_unit_test_setup_teardown(a_changed_guide_is_read, copy_wizards, remove_copy),
		cmocka_unit_test_setup_teardown(a_changed_part_is_read, copy_wizards, remove_copy),
		cmocka_unit_test_setup_teardown(changed_tables_are_read, copy_wizards, remove_copy),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
