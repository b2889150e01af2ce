/* The shipped guides, and the list they make. */
#include "test_guide_data.h"

#include <stdlib.h>

#define WIZARDS SOURCE_ROOT "/wizards"

static struct guide *shipped(const char *name)
{
	struct err err = {0};
	autostrbuf path;
	strbuf_init(&path, 4096);
	strbuf_addf(&path, WIZARDS "/%s.xml", name);
	struct guide *guide = guide_load(path.ptr, &err);
	if (!guide)
		fail_msg("%s", err.text);
	return guide;
}

static bool text_fits(const struct guide_match *match, const char *line)
{
	if (match->kind != MATCH_TEXT)
		return false;
	for (size_t i = 0; i < match->contains_count; i++)
		if (!sv_has(sv_str(line), sv_str(match->contains[i])))
			return false;
	return !match->pattern || pattern_found(match->pattern, sv_str(line));
}

/* What the first entry with a match is called, "" without one. */
static const char *entry_of(const struct guide *guide, const char *line)
{
	for (size_t i = 0; i < guide->entries_count; i++)
		for (size_t k = 0; k < guide->entries[i].matches_count; k++)
			if (text_fits(&guide->entries[i].matches[k], line))
				return guide->entries[i].id;
	return "";
}

static const char *command_of(
	const struct guide *guide, enum match_kind kind, const char *command, const char *node)
{
	for (size_t i = 0; i < guide->entries_count; i++) {
		const struct guide_match *match = guide->entries[i].matches;
		for (size_t k = 0; match->kind == kind && k < match->commands_count; k++)
			if (!strcmp(match->commands[k], command) &&
				pattern_found(match->pattern, sv_str(node)))
				return guide->entries[i].id;
	}
	return "";
}

static struct sv marked(const struct guide_key_entry *entry, const char *id, const char *text,
	struct pattern_match *ret)
{
	for (size_t i = 0; i < entry->marks_count; i++)
		if (!strcmp(entry->marks[i].id, id) &&
			pattern_search(entry->marks[i].pattern, sv_str(text), 0, ret))
			return ret->group[0];
	return SV_EMPTY;
}

#define MODEL                                                                                  \
	"ModelName=AC_51bad41f-3854-4eb5-a2f2-0f7a94034ee8%2FLogicalName_39907e78_e61b_4730_"  \
	"b9fa_d44a53e4111c%3BHash=-1518303401"
#define ENROLL "./Vendor/MSFT/CertificateStore/Enroll/"

static void test_every_guide_is_whole(void **state)
{
	static const char *const names[] = {"scep-android", "scep-ios", "scep-windows"};
	(void)state;
	for (size_t n = 0; n < ARRAY_LEN(names); n++) {
		struct guide *guide = shipped(names[n]);
		assert_string_equal(guide->id, names[n]);
		assert_in_range(guide->entries_count, 1, GUIDE_ENTRIES_MAX);
		assert_int_equal(guide->checks_count, 3);
		assert_non_null(guide_check(guide, "target-user"));
		assert_non_null(guide_check(guide, "group-membership"));
		assert_non_null(guide_check(guide, "last-check-in"));
		assert_non_null(guide_recipe(guide, "window"));
		assert_non_null(guide_recipe(guide, "check-in"));
		assert_non_null(guide_recipe(guide, "wrong-log"));
		assert_non_null(guide_recipe(guide, "assigned-at"));
		assert_non_null(guide->log_title);
		assert_true(guide->steps_count >= 4);
		guide_destroy(guide);
	}
}

/* The scanner finds literals fast; a text without one would slow it down. */
static void test_every_text_has_a_literal(void **state)
{
	(void)state;
	struct guide_list list;
	guide_list_load(&list, WIZARDS, NULL, NULL, NULL);
	assert_int_equal(list.guides_count, 7);
	for (size_t g = 0; g < list.guides_count; g++)
		for (size_t i = 0; i < list.guides[g]->entries_count; i++) {
			const struct guide_key_entry *e = &list.guides[g]->entries[i];
			for (size_t k = 0; k < e->matches_count; k++)
				if (e->matches[k].kind == MATCH_TEXT)
					assert_true(strlen(e->matches[k].contains[0]) >= 8);
		}
	guide_list_finish(&list);
}

static void assert_advice(const struct guide *guide, const char *outcome,
	enum guide_stage stage, const char *page)
{
	for (size_t i = 0; i < guide->advices_count; i++) {
		const struct guide_advice *advice = &guide->advices[i];
		if (!strcmp(advice->outcome, outcome) && advice->stage == stage &&
			sv_has(sv_str(advice->link), sv_str(page)))
			return;
	}
	fail_msg("%s: no advice for %s, %s", guide->id, outcome, guide_stage_id(stage));
}

static void test_advice_hands_over_to_the_next_step(void **state)
{
	(void)state;
	struct guide_list list;
	guide_list_load(&list, WIZARDS, NULL, NULL, NULL);
	for (size_t g = 0; g < list.guides_count; g++) {
		const struct guide *guide = list.guides[g];
		for (size_t i = 0; i < guide->advices_count; i++)
			if (guide->advices[i].guide)
				assert_non_null(guide_by_id(&list, sv_str(guide->advices[i].guide)));
		if (!guide_is_delivery(guide))
			continue;
		assert_advice(guide, "reached", STAGE_NONE, "scep-certificate-device-to-ndes");
		assert_advice(
			guide, "reached", STAGE_REQUESTED, "scep-certificate-device-to-ndes");
		assert_advice(guide, "not-reached", STAGE_ASSIGNED, "learn.microsoft.com");
		assert_advice(guide, "not-reached", STAGE_RECEIVED, "learn.microsoft.com");
		assert_advice(guide, "inconclusive", STAGE_RECEIVED, "");
	}
	guide_list_finish(&list);
}

static void test_android_commands(void **state)
{
	(void)state;
	struct guide *guide = shipped("scep-android");
	const enum match_kind sent = MATCH_SYNCML, answered = MATCH_STATUS;
	const char *install = ENROLL MODEL "/Install";
	assert_string_equal(command_of(guide, sent, "Add", install), "scep-profile");
	assert_string_equal(command_of(guide, sent, "Replace", install), "scep-profile");
	assert_string_equal(command_of(guide, sent, "Get", install), "scep-asked");
	assert_string_equal(command_of(guide, sent, "Delete", install), "scep-removed");
	assert_string_equal(command_of(guide, sent, "Delete", ENROLL MODEL), "scep-removed");
	assert_string_equal(
		command_of(guide, sent, "Get", "./Vendor/MSFT/CertificateStore/SCEP"),
		"scep-asked");
	assert_string_equal(
		command_of(guide, sent, "Add",
			"./Vendor/MSFT/CertificateStore/Root/{GUID}/EncodedCertificate"),
		"root-received");
	assert_string_equal(command_of(guide, sent, "Add", "./Vendor/MSFT/GCM"), "");
	assert_string_equal(command_of(guide, answered, "Add", install), "scep-refused");
	assert_string_equal(command_of(guide, answered, "Get", install), "");
	guide_destroy(guide);
}

static void test_android_profile(void **state)
{
	struct pattern_match m;
	(void)state;
	struct guide *guide = shipped("scep-android");
	const struct guide_key_entry *e = entry(guide, "scep-profile");
	assert_int_equal(e->role, ROLE_PROOF);
	assert_int_equal(e->stage, STAGE_RECEIVED);
	assert_int_equal(e->passes, 1u << STAGE_RECEIVED);
	assert_true(e->payload && e->expected);
	assert_int_equal(e->marks_count, 2);
	assert_sv(marked(e, "model-name", "<LocURI>" ENROLL MODEL "/Install</LocURI>", &m),
		MODEL);
	assert_sv(marked(e, "ndes-url",
			  "NDESUrls&amp;gt;&amp;lt;NDESUrl&amp;gt;https://<server>-contoso."
			  "msappproxy.net/certsrv/mscep/mscep.dll&amp;lt;/NDESUrl&amp;gt;",
			  &m),
		"NDESUrls&amp;gt;&amp;lt;NDESUrl&amp;gt;https://"
		"<server>-contoso.msappproxy.net/"
		"certsrv/mscep/mscep.dll");
	assert_sv(marked(e, "ndes-url", "x&lt;NDESUrl&gt;https://n/mscep.dll&lt;/NDESUrl", &m),
		"NDESUrl&gt;https://n/mscep.dll");
	assert_sv(marked(e, "ndes-url", "<NDESUrl>https://n/mscep.dll</NDESUrl>", &m),
		"NDESUrl>https://n/mscep.dll");
	e = entry(guide, "scep-refused");
	assert_int_equal(e->role, ROLE_REFUSAL);
	assert_int_equal(e->matches[0].status_from, 400);
	assert_int_equal(e->matches[0].status_to, 999);
	assert_int_equal(e->matches[0].status_except, 418);
	guide_destroy(guide);
}

static void test_lines(void **state)
{
	struct guide_list list;
	autostrbuf table;
	char *name;
	int count = 0;
	(void)state;
	guide_list_load(&list, WIZARDS, NULL, NULL, NULL);
	read_data(&table, GUIDE_DATA "/lines.txt");
	struct sv rest = strbuf_sv(&table);
	for (; (name = take_labelled(&rest, "guide: ")); count++) {
		autofree char *text = take_labelled(&rest, "text: ");
		autofree char *expected = take_labelled(&rest, "entry: ");
		const char *id = entry_of(guide_by_id(&list, sv_str(name)), text);
		if (strcmp(*id ? id : "none", expected) != 0)
			fail_msg("%s: \"%s\" instead of \"%s\": %s", name, id, expected, text);
		free(name);
	}
	assert_true(count >= 40);
	guide_list_finish(&list);
}

#define DEPENDENT                                                                              \
	"Adding dependent ModelName=AC_51bad41f.../LogicalName_1892fe4c...;Hash=-912418295 "   \
	"to "                                                                                  \
	"parent 636572740000000000000012 in domain PayloadDependencyDomainCertificate to "     \
	"system"

static void test_ios_roles(void **state)
{
	struct pattern_match m;
	(void)state;
	struct guide *guide = shipped("scep-ios");
	const struct guide_key_entry *e = entry(guide, "scep-dependent");
	assert_int_equal(e->role, ROLE_PROOF);
	assert_int_equal(e->passes, 1u << STAGE_RECEIVED | 1u << STAGE_REQUESTED);
	assert_int_equal(e->anchor, ANCHOR_BEGIN);
	assert_int_equal(e->marks_count, 2);
	assert_sv(marked(e, "model-name", DEPENDENT, &m),
		"ModelName=AC_51bad41f.../LogicalName_1892fe4c...;Hash=-912418295");
	assert_sv(marked(e, "certificate-domain", DEPENDENT, &m),
		"PayloadDependencyDomainCertificate");
	e = entry(guide, "scep-installed");
	assert_int_equal(e->anchor, ANCHOR_END);
	assert_int_equal(e->passes, 1u << STAGE_RECEIVED | 1u << STAGE_REQUESTED |
					    1u << STAGE_ISSUED | 1u << STAGE_INSTALLED);
	assert_int_equal(entry(guide, "scep-removed")->role, ROLE_REMOVAL);
	assert_int_equal(entry(guide, "scep-failed")->role, ROLE_BAD);
	assert_int_equal(entry(guide, "scep-failed")->breaks, 1u << STAGE_REQUESTED);
	assert_non_null(guide_recipe(guide, "debug-level"));
	assert_null(guide_recipe(guide, "records"));
	guide_destroy(guide);
}

static const struct windows_row {
	const char *id;
	int event;
	enum guide_role role;
	enum guide_stage stage;
	enum guide_anchor anchor;
	bool neighbour, expected;
} windows_rows[] = {
	{"scep-accepted", 306, ROLE_PROOF, STAGE_RECEIVED, ANCHOR_BEGIN, false, true},
	{"scep-refused", 306, ROLE_REFUSAL, STAGE_RECEIVED, ANCHOR_BEGIN, false, false},
	{"scep-unclear", 306, ROLE_NOTE, STAGE_RECEIVED, ANCHOR_BEGIN, false, false},
	{"scep-installed", 309, ROLE_PROOF, STAGE_RECEIVED, ANCHOR_END, false, true},
	{"scep-failed", 309, ROLE_PROOF, STAGE_RECEIVED, ANCHOR_END, false, false},
	{"scep-pending", 309, ROLE_PROOF, STAGE_RECEIVED, ANCHOR_END, false, false},
	{"node-refused", 301, ROLE_REFUSAL, STAGE_RECEIVED, ANCHOR_NONE, false, false},
	{"node-asked", 304, ROLE_NOTE, STAGE_RECEIVED, ANCHOR_NONE, false, false},
	{"command-refused", 404, ROLE_REFUSAL, STAGE_RECEIVED, ANCHOR_NONE, false, false},
	{"command-note", 400, ROLE_NOTE, STAGE_RECEIVED, ANCHOR_NONE, false, false},
	{"request-made", 36, ROLE_GOOD, STAGE_REQUESTED, ANCHOR_NONE, true, true},
	{"request-sent", 37, ROLE_GOOD, STAGE_REQUESTED, ANCHOR_NONE, true, false},
	{"response-received", 38, ROLE_GOOD, STAGE_ISSUED, ANCHOR_NONE, true, false},
	{"certificate-installed", 39, ROLE_GOOD, STAGE_INSTALLED, ANCHOR_NONE, true, true},
	{"enrolment-failed", 32, ROLE_BAD, STAGE_REQUESTED, ANCHOR_NONE, true, false},
	{"enrolment-error", 307, ROLE_BAD, STAGE_REQUESTED, ANCHOR_NONE, true, false},
	{"server-unreachable", 308, ROLE_BAD, STAGE_REQUESTED, ANCHOR_NONE, true, false},
	{"session-begins", 208, ROLE_NOTE, STAGE_ASSIGNED, ANCHOR_NONE, false, false},
	{"unenrolled", 74, ROLE_NOTE, STAGE_ASSIGNED, ANCHOR_NONE, false, false},
};

static bool has_id(const struct guide_match *match, int id)
{
	for (size_t i = 0; i < match->ids_count; i++)
		if (match->ids[i] == id)
			return true;
	return false;
}

static void test_windows_roles(void **state)
{
	(void)state;
	struct guide *guide = shipped("scep-windows");
	for (size_t i = 0; i < ARRAY_LEN(windows_rows); i++) {
		const struct windows_row *row = &windows_rows[i];
		const struct guide_key_entry *e = entry(guide, row->id);
		assert_int_equal(e->matches[0].kind, MATCH_EVENT);
		assert_true(has_id(&e->matches[0], row->event));
		assert_int_equal(e->role, row->role);
		assert_int_equal(e->stage, row->stage);
		assert_int_equal(e->anchor, row->anchor);
		assert_int_equal(e->neighbour, row->neighbour);
		assert_int_equal(e->expected, row->expected);
		assert_string_equal(e->matches[0].provider,
			"Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider");
	}
	assert_int_equal(entry(guide, "scep-failed")->breaks, 1u << STAGE_REQUESTED);
	assert_int_equal(entry(guide, "scep-failed")->passes, 1u << STAGE_RECEIVED);
	assert_int_equal(entry(guide, "session-begins")->check_in, CHECK_IN_BEGIN);
	assert_int_equal(entry(guide, "session-ends")->check_in, CHECK_IN_END);
	guide_destroy(guide);
}

/* 306: the code of success is asked for before the failures, and everything else last. */
static void test_windows_conditions(void **state)
{
	(void)state;
	struct guide *guide = shipped("scep-windows");
	const struct guide_key_entry *e = entry(guide, "scep-accepted");
	assert_true(e < entry(guide, "scep-refused"));
	assert_true(entry(guide, "scep-refused") < entry(guide, "scep-unclear"));
	const struct guide_where *where = e->matches[0].wheres;
	assert_string_equal(where->field, "result");
	assert_int_equal(where->op, WHERE_IS);
	assert_int_equal(where->values_count, 2);
	assert_string_equal(where->values[0], "0x2ab0003");
	where = entry(guide, "scep-refused")->matches[0].wheres;
	assert_int_equal(where->op, WHERE_FAILURE);
	assert_false(where->negate);
	assert_int_equal(entry(guide, "scep-unclear")->matches[0].wheres_count, 0);
	e = entry(guide, "command-refused");
	assert_int_equal(e->matches_count, 2);
	assert_int_equal(e->matches[0].wheres[0].op, WHERE_CONTAINS);
	assert_string_equal(
		e->matches[0].wheres[0].values[0], "ClientCertificateInstall/SCEP/");
	assert_int_equal(e->matches[0].wheres[1].values_count, 3);
	guide_destroy(guide);
}

/* The list */

static void count_complaint(void *data, const struct err *err)
{
	assert_true(strlen(err->text) > 0);
	++*(int *)data;
}

static void test_list(void **state)
{
	struct guide_list list;
	int complaints = 0;
	(void)state;
	guide_list_load(&list, WIZARDS, NULL, count_complaint, &complaints);
	assert_int_equal(complaints, 0);
	assert_int_equal(list.guides_count, 7);
	assert_string_equal(list.guides[0]->id, "scep-android");
	assert_string_equal(list.guides[2]->id, "scep-windows");
	assert_string_equal(guide_by_id(&list, SV("scep-ios"))->id, "scep-ios");
	assert_null(guide_by_id(&list, SV("scep")));
	assert_string_equal(guide_by_platform(&list, PLATFORM_IOS)->id, "scep-ios");
	assert_null(guide_by_platform(&list, PLATFORM_NONE));
	guide_list_finish(&list);
	guide_list_load(&list, GUIDE_DATA "/strict", NULL, count_complaint, &complaints);
	assert_int_equal(list.guides_count, 0);
	assert_int_equal(complaints, 1);
	guide_list_finish(&list);
	guide_list_load(&list, GUIDE_DATA "/nowhere", NULL, count_complaint, &complaints);
	assert_int_equal(complaints, 2);
	guide_list_finish(&list);
}

static void test_names(void **state)
{
	enum guide_stage stage;
	enum guide_platform platform;
	(void)state;
	assert_true(guide_stage_by_id(SV("issued"), &stage));
	assert_int_equal(stage, STAGE_ISSUED);
	assert_false(guide_stage_by_id(SV("none"), &stage));
	assert_string_equal(guide_stage_id(STAGE_INSTALLED), "installed");
	assert_string_equal(guide_role_id(ROLE_REMOVAL), "removal");
	assert_true(guide_platform_by_id(SV("ios"), &platform));
	assert_int_equal(platform, PLATFORM_IOS);
	assert_false(guide_platform_by_id(SV("macos"), &platform));
	assert_string_equal(guide_platform_id(PLATFORM_ANDROID), "android");
	assert_string_equal(guide_platform_title(PLATFORM_IOS), "iOS/iPadOS");
	assert_string_equal(guide_text(NULL), "");
	assert_string_equal(guide_text(""), "");
	assert_string_equal(guide_text("no such msgid"), "no such msgid");
}

int main(void)
{
	setenv("SCEPWIZ_DATA_DIR", SOURCE_ROOT, 1);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_guide_is_whole),
		cmocka_unit_test(test_every_text_has_a_literal),
		cmocka_unit_test(test_advice_hands_over_to_the_next_step),
		cmocka_unit_test(test_android_commands),
		cmocka_unit_test(test_android_profile),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_ios_roles),
		cmocka_unit_test(test_windows_roles),
		cmocka_unit_test(test_windows_conditions),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
