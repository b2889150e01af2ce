/* A guide with mistakes, and what is said about each. */
#include "test_guide_data.h"

#include <stdlib.h>

static struct guide *load_text(struct sv text, struct err *err)
{
	struct guide_source source = {.path = "g.xml", .folder = GUIDE_DATA};
	return guide_load_text(&source, text, err);
}

static void good_text(struct strbuf *text)
{
	read_data(text, GUIDE_DATA "/good.xml");
}

static void test_good_text(void **state)
{
	struct err err = {0};
	autostrbuf text;
	(void)state;
	good_text(&text);
	struct guide *guide = load_text(strbuf_sv(&text), &err);
	if (!guide)
		fail_msg("%s", err.text);
	assert_string_equal(guide->title, "A guide in two lines");
	assert_string_equal(guide->checks[0].link, "https://example.org/user");
	assert_string_equal(guide->steps[0].link, "https://example.org/step");
	const struct guide_key_entry *one = entry(guide, "one");
	assert_int_equal(one->line, 20);
	assert_string_equal(one->matches[0].provider, "Provider");
	assert_string_equal(one->matches[1].channel, "Other/Admin");
	assert_int_equal(one->matches[1].wheres[0].op, WHERE_FAILURE);
	assert_true(one->matches[1].wheres[0].negate);
	const struct guide_match *two = entry(guide, "two")->matches;
	assert_int_equal(two->contains_count, 2);
	assert_string_equal(two->contains[1], "second");
	assert_string_equal(two->process, "profiled");
	assert_false(guide->advices[0].any_stage);
	assert_int_equal(guide->advices[0].stage, STAGE_NONE);
	assert_true(guide->advices[1].any_stage);
	guide_destroy(guide);
}

static void replaced(struct strbuf *out, struct sv text, const char *right, const char *wrong)
{
	size_t at = sv_find(text, sv_str(right));
	if (at == SV_NPOS)
		fail_msg("good.xml has no %s", right);
	strbuf_init(out, 1u << 20);
	strbuf_add(out, sv_sub(text, 0, at));
	strbuf_str(out, wrong);
	strbuf_add(out, sv_from(text, at + strlen(right)));
}

struct fault {
	char *right, *wrong, *says; /* words of good.xml, what replaces them, the message */
};

static bool take_fault(struct sv *rest, struct fault *ret)
{
	ret->right = take_labelled(rest, "right: ");
	ret->wrong = take_labelled(rest, "wrong: ");
	ret->says = take_labelled(rest, "says: ");
	return ret->right && ret->wrong && ret->says;
}

/* The message without the folder that included files are named with. */
static void said(struct strbuf *out, const struct err *err)
{
	struct sv text = sv_str(err->text), folder = SV(GUIDE_DATA "/");
	size_t at = sv_find(text, folder);
	strbuf_init(out, STRBUF_LINE);
	strbuf_add(out, at == SV_NPOS ? text : sv_sub(text, 0, at));
	strbuf_add(out, at == SV_NPOS ? SV_EMPTY : sv_from(text, at + folder.len));
}

static bool fault_is_told(struct sv good, const struct fault *fault)
{
	struct err err = {0};
	autostrbuf bad, words;
	replaced(&bad, good, fault->right, fault->wrong);
	struct guide *guide = load_text(strbuf_sv(&bad), &err);
	said(&words, &err);
	bool told = !guide && err.kind == ERR_FORMAT && !strcmp(words.ptr, fault->says);
	if (!told)
		print_error("wrong: %s\nsays: %s\nnot:  %s\n", fault->wrong, words.ptr,
			fault->says);
	guide_destroy(guide);
	return told;
}

static void test_faults(void **state)
{
	struct fault fault = {0};
	autostrbuf good, table;
	(void)state;
	good_text(&good);
	read_data(&table, GUIDE_DATA "/faults.txt");
	struct sv rest = strbuf_sv(&table);
	int count = 0, told = 0;
	for (; take_fault(&rest, &fault); count++) {
		told += fault_is_told(strbuf_sv(&good), &fault);
		free(fault.right);
		free(fault.wrong);
		free(fault.says);
	}
	assert_null(fault.right);
	assert_int_equal(told, count);
	assert_true(count >= 60);
}

static void test_too_many_entries(void **state)
{
	struct err err = {0};
	autostrbuf good, more, bad;
	(void)state;
	good_text(&good);
	strbuf_init(&more, 1u << 20);
	for (int i = 0; i < GUIDE_ENTRIES_MAX - 5; i++)
		strbuf_addf(&more,
			"<key-entry id=\"n%d\" stage=\"issued\" role=\"note\"><title>t</title>"
			"<event ids=\"1\"/><meaning>m</meaning></key-entry>",
			i);
	strbuf_str(&more, "</key-entries>");
	replaced(&bad, strbuf_sv(&good), "</key-entries>", more.ptr);
	struct guide *guide = load_text(strbuf_sv(&bad), &err);
	assert_non_null(guide);
	assert_int_equal(guide->entries_count, GUIDE_ENTRIES_MAX);
	guide_destroy(guide);
	strbuf_finish(&bad);
	strbuf_finish(&good);
	good_text(&good);
	more.len -= strlen("</key-entries>");
	strbuf_str(&more,
		"\n<key-entry id=\"last\" stage=\"issued\" role=\"note\"><title>t</title>"
		"<event ids=\"1\"/><meaning>m</meaning></key-entry></key-entries>");
	replaced(&bad, strbuf_sv(&good), "</key-entries>", more.ptr);
	assert_null(load_text(strbuf_sv(&bad), &err));
	assert_string_equal(
		err.text, "g.xml:48: more than 32 key entries; expected at most that many");
}

static void test_size_is_capped(void **state)
{
	struct err err = {0};
	(void)state;
	size_t size = (1u << 20) + 1;
	char *text = malloc(size);
	assert_non_null(text);
	memset(text, ' ', size);
	assert_null(load_text((struct sv){text, size}, &err));
	assert_string_equal(err.text, "g.xml: larger than 1048576 bytes");
	free(text);
}

static void test_grammar_is_the_last_net(void **state)
{
	struct err err = {0};
	(void)state;
	assert_null(guide_load(GUIDE_DATA "/strict/good.xml", &err));
	assert_int_equal(err.kind, ERR_FORMAT);
	assert_true(sv_has(sv_str(err.text), SV("strict/good.xml:")));
	assert_true(sv_has(sv_str(err.text), SV("against guide.rng: ")));
}

static void test_missing_file(void **state)
{
	struct err err = {0};
	(void)state;
	assert_null(guide_load(GUIDE_DATA "/nowhere.xml", &err));
	assert_int_equal(err.kind, ERR_INPUT);
	assert_string_equal(err.text, GUIDE_DATA "/nowhere.xml: No such file or directory");
}

int main(void)
{
	setenv("SCEPWIZ_DATA_DIR", SOURCE_ROOT, 1);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_text),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_too_many_entries),
		cmocka_unit_test(test_size_is_capped),
		cmocka_unit_test(test_grammar_is_the_last_net),
		cmocka_unit_test(test_missing_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
