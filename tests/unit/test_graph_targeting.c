/* Who gets a profile: Intune's rules of assignment, as a table, and Microsoft's matrix of SCEP
 * profile × trusted root profile. What is not known is never an inclusion: a second test puts a
 * question mark in every place of every row. */
#include "testing.h"

#include <stdio.h>

#include "graph/targeting.h"

#define ASSIGNMENTS_MAX 8

struct row {
	const char *name;
	/* + included, - excluded, ! removing: a group's letter, "users", "devices", "collection",
	 * "strange"; then /f with a filter that includes, %f with one that excludes */
	const char *assignments;
	/* The groups somebody is in, nested ones included; ? at the end: perhaps in others, too;
	 * "none": there is nobody */
	const char *user, *device;
	const char *filters; /* those whose rule matches; f? not known; others do not match */
	/* included, excluded, not assigned, unknown; then by user, by device: y n u */
	const char *want;
	const char *why; /* the reasons, in order */
};

static const struct row rows[] = {
	/* groups */
	{"user in the group", "+A", "A", "", "", "included yn", "member:u"},
	{"device in the group", "+A", "", "A", "", "included ny", "member:d"},
	{"both in the group", "+A", "A", "A", "", "included yy", "member:u member:d"},
	{"neither in it", "+A", "B", "C", "", "not-assigned nn", "not-member"},
	{"in one of two groups", "+A +B", "B", "", "", "included yn", "not-member member:u"},
	{"in both groups", "+A +B", "A B", "", "", "included yn", "member:u member:u"},
	{"user in one, device in the other", "+A +B", "A", "B", "", "included yy",
		"member:u member:d"},
	{"nested: the list names the outer group", "+P", "C P", "", "", "included yn", "member:u"},
	{"nested device", "+P", "", "C P", "", "included ny", "member:d"},
	{"assigned to nobody", "", "A", "B", "", "not-assigned nn", "nothing"},
	/* groups that are not known */
	{"the user's groups are not known", "+A", "?", "", "", "unknown un", "member-unknown"},
	{"the device's groups are not known", "+A", "", "?", "", "unknown nu", "member-unknown"},
	{"neither is known", "+A", "?", "?", "", "unknown uu", "member-unknown"},
	{"the user is in it, the device unknown", "+A", "A", "?", "", "included yu", "member:u"},
	{"the device is in it, the user unknown", "+A", "?", "A", "", "included uy", "member:d"},
	{"in another group, the list is cut", "+A", "B ?", "", "", "unknown un", "member-unknown"},
	/* everyone */
	{"all users", "+users", "", "", "", "included yn", "all-users"},
	{"all users, groups unknown", "+users", "?", "?", "", "included yn", "all-users"},
	{"all devices", "+devices", "", "", "", "included ny", "all-devices"},
	{"all users and all devices", "+users +devices", "", "", "", "included yy",
		"all-users all-devices"},
	{"all users, a device without a user", "+users", "none", "", "", "not-assigned nn", "no-user"},
	{"all devices, a device without a user", "+devices", "none", "", "", "included ny",
		"all-devices"},
	{"user group, a device without a user", "+A", "none", "", "", "not-assigned nn",
		"not-member"},
	{"device group, a device without a user", "+A", "none", "A", "", "included ny", "member:d"},
	/* exclusions of the same kind */
	{"user in both groups", "+A -B", "A B", "", "", "excluded nn", "member:u excluded:u"},
	{"device in both groups", "+A -B", "", "A B", "", "excluded nn", "member:d excluded:d"},
	{"included and excluded by one group", "+A -A", "A", "", "", "excluded nn",
		"member:u excluded:u"},
	{"the order does not matter", "-B +A", "A B", "", "", "excluded nn", "excluded:u member:u"},
	{"not in the excluded group", "+A -B", "A", "", "", "included yn", "member:u not-excluded"},
	{"all users minus a user group, in it", "+users -B", "B", "", "", "excluded nn",
		"all-users excluded:u"},
	{"all users minus a user group, not in it", "+users -B", "A", "", "", "included yn",
		"all-users not-excluded"},
	{"all devices minus a device group, in it", "+devices -B", "", "B", "", "excluded nn",
		"all-devices excluded:d"},
	{"all devices minus a device group, not in it", "+devices -B", "", "A", "", "included ny",
		"all-devices not-excluded"},
	{"two exclusions, in the second", "+A -B -C", "A C", "", "", "excluded nn",
		"member:u not-excluded excluded:u"},
	{"nested exclusion", "+A -P", "A C P", "", "", "excluded nn", "member:u excluded:u"},
	{"two inclusions do not outvote an exclusion", "+A +C -B", "A B C", "", "", "excluded nn",
		"member:u member:u excluded:u"},
	{"only an exclusion", "-B", "B", "", "", "not-assigned nn", "other-kind:u"},
	{"only an exclusion, not in it", "-B", "", "", "", "not-assigned nn", "not-excluded"},
	/* exclusions of the other kind */
	{"user group minus the device's group", "+A -B", "A", "B", "", "included yn",
		"member:u other-kind:d"},
	{"device group minus the user's group", "+A -B", "B", "A", "", "included ny",
		"member:d other-kind:u"},
	{"all users minus a device group", "+users -B", "", "B", "", "included yn",
		"all-users other-kind:d"},
	{"all devices minus a user group", "+devices -B", "B", "", "", "included ny",
		"all-devices other-kind:u"},
	{"both included, the user excluded", "+A +B -C", "A C", "B", "", "included ny",
		"member:u member:d excluded:u"},
	{"both included, the device excluded", "+A +B -C", "A", "B C", "", "included yn",
		"member:u member:d excluded:d"},
	{"both included, both excluded", "+A +B -C", "A C", "B C", "", "excluded nn",
		"member:u member:d excluded:u excluded:d"},
	{"user in the device's inclusion, excluded", "+devices -B", "B", "B", "", "excluded nn",
		"all-devices other-kind:u excluded:d"},
	{"an excluded device group unknown, all users", "+users -B", "", "?", "", "included yn",
		"all-users not-excluded"},
	/* exclusions that are not known */
	{"perhaps in the excluded group", "+A -B", "A ?", "", "", "unknown un",
		"member:u exclusion-unknown"},
	{"all users, perhaps excluded", "+users -B", "?", "", "", "unknown un",
		"all-users exclusion-unknown"},
	{"all devices, perhaps excluded", "+devices -B", "", "?", "", "unknown nu",
		"all-devices exclusion-unknown"},
	{"in the excluded group, perhaps in the included one", "+A -B", "B ?", "", "",
		"excluded nn", "member-unknown excluded:u"},
	{"one side unknown, the other certain", "+A +devices -B", "A ?", "", "", "included uy",
		"member:u all-devices exclusion-unknown"},
	/* filters */
	{"an including filter matches", "+A/f", "A", "", "f", "included yn", "member:u"},
	{"an including filter does not match", "+A/f", "A", "", "", "not-assigned nn", "filtered:u"},
	{"an including filter, result unknown", "+A/f", "A", "", "f?", "unknown un",
		"filter-unknown:u"},
	{"an excluding filter matches", "+A%f", "A", "", "f", "not-assigned nn", "filtered:u"},
	{"an excluding filter does not match", "+A%f", "A", "", "", "included yn", "member:u"},
	{"an excluding filter, result unknown", "+A%f", "A", "", "f?", "unknown un",
		"filter-unknown:u"},
	{"all devices, filtered out", "+devices/f", "", "", "", "not-assigned nn", "filtered:d"},
	{"all devices, filter unknown", "+devices/f", "", "", "f?", "unknown nu",
		"filter-unknown:d"},
	{"all users, filter matches", "+users/f", "", "", "f", "included yn", "all-users"},
	{"all users, filter unknown", "+users/f", "", "", "f?", "unknown un", "filter-unknown:u"},
	{"not in the group, filter unknown", "+A/f", "", "", "f?", "not-assigned nn", "not-member"},
	{"group unknown, filter does not match", "+A/f", "?", "", "", "not-assigned nn",
		"member-unknown"},
	{"filtered out of one, in the other", "+A/f +B", "A B", "", "", "included yn",
		"filtered:u member:u"},
	{"filter unknown, but excluded", "+A/f -B", "A B", "", "f?", "excluded nn",
		"filter-unknown:u excluded:u"},
	/* what can't be told from here */
	{"a collection of Configuration Manager", "+collection", "A", "A", "", "unknown uu",
		"collection"},
	{"a collection, and a group", "+collection +A", "A", "", "", "included yu",
		"collection member:u"},
	{"a kind we don't know", "+strange", "A", "A", "", "unknown uu", "strange"},
	{"an assignment that removes", "!A", "A", "", "", "unknown un", "remove"},
	{"it removes from others", "!A", "B", "", "", "not-assigned nn", "remove"},
	{"the list of assignments is cut", "+A ...", "A", "", "", "unknown uu", "member:u incomplete"},
	{"nothing was said about assignments", "...", "A", "", "", "unknown uu", "incomplete"},
};

/* ---- a row as facts ---- */

struct scene {
	struct graph_assignment assignments[ASSIGNMENTS_MAX];
	size_t count;
	bool complete;
	char groups[ASSIGNMENTS_MAX][2], filters[ASSIGNMENTS_MAX][2];
	const struct row *row;
	struct targeting_facts facts;
};

static bool has_word(const char *words, struct sv wanted)
{
	struct sv rest = sv_str(words), word;
	while (sv_word(&rest, &word))
		if (sv_eq(word, wanted))
			return true;
	return false;
}

static enum truth member(const void *data, enum side side, const char *group)
{
	const struct scene *scene = data;
	const char *in = side == SIDE_USER ? scene->row->user : scene->row->device;
	if (has_word(in, sv_str(group)))
		return TRUTH_YES;
	return has_word(in, SV("?")) ? TRUTH_UNKNOWN : TRUTH_NO;
}

static enum truth matches(const void *data, const char *filter)
{
	const struct scene *scene = data;
	char unknown[3] = {filter[0], '?', '\0'};
	if (has_word(scene->row->filters, sv_str(filter)))
		return TRUTH_YES;
	return has_word(scene->row->filters, sv_str(unknown)) ? TRUTH_UNKNOWN : TRUTH_NO;
}

static enum target_kind kind_of(char sign, struct sv target)
{
	static const struct { const char *word; enum target_kind kind; } kinds[] = {
		{"users", TARGET_ALL_USERS}, {"devices", TARGET_ALL_DEVICES},
		{"collection", TARGET_COLLECTION}, {"strange", TARGET_UNKNOWN_KIND}};
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (sv_eq(target, sv_str(kinds[i].word)))
			return kinds[i].kind;
	assert_int_equal(target.len, 1);
	return sign == '-' ? TARGET_EXCLUDED_GROUP : TARGET_GROUP;
}

static void add_assignment(struct scene *scene, struct sv word)
{
	struct graph_assignment *a = &scene->assignments[scene->count];
	struct sv target = sv_from(word, 1);
	size_t at = sv_chr(target, '/');
	bool includes = at != SV_NPOS;
	if (!includes)
		at = sv_chr(target, '%');
	*a = (struct graph_assignment){.group = scene->groups[scene->count],
		.filter = scene->filters[scene->count], .remove = word.ptr[0] == '!'};
	if (at != SV_NPOS) {
		scene->filters[scene->count][0] = target.ptr[at + 1];
		a->filter_mode = includes ? FILTER_INCLUDE : FILTER_EXCLUDE;
		target = sv_sub(target, 0, at);
	}
	a->kind = kind_of(word.ptr[0], target);
	if (a->kind == TARGET_GROUP || a->kind == TARGET_EXCLUDED_GROUP)
		scene->groups[scene->count][0] = target.ptr[0];
	scene->count++;
}

static void set_scene(struct scene *scene, const struct row *row)
{
	struct sv rest = sv_str(row->assignments), word;
	*scene = (struct scene){.row = row, .complete = true};
	while (sv_word(&rest, &word)) {
		if (sv_eq(word, SV("...")))
			scene->complete = false;
		else
			add_assignment(scene, word);
	}
	scene->facts = (struct targeting_facts){.assignments = scene->assignments,
		.count = scene->count, .complete = scene->complete, .data = scene,
		.member = member, .matches = matches};
	scene->facts.absent[SIDE_USER] = !strcmp(row->user, "none");
}

/* ---- an answer as text ---- */

static void tell(const struct targeting *t, char want[static 256], char why[static 256])
{
	static const char *const outcomes[] = {"unknown", "included", "excluded", "not-assigned"};
	static const char *const words[] = {"member", "not-member", "member-unknown", "all-users",
		"all-devices", "no-user", "excluded", "not-excluded", "exclusion-unknown",
		"other-kind", "filtered", "filter-unknown", "collection", "remove", "strange",
		"nothing", "incomplete"};
	static const bool sided[ARRAY_LEN(words)] = {[WHY_MEMBER] = true, [WHY_EXCLUDED] = true,
		[WHY_OTHER_KIND] = true, [WHY_FILTERED] = true, [WHY_FILTER_UNKNOWN] = true};
	size_t len = 0;
	snprintf(want, 256, "%s %c%c", outcomes[t->outcome], "uny"[t->sides[SIDE_USER]],
		"uny"[t->sides[SIDE_DEVICE]]);
	why[0] = '\0';
	for (size_t i = 0; i < t->reasons_count; i++)
		len += (size_t)snprintf(why + len, 256 - len, "%s%s%s", i ? " " : "",
			words[t->reasons[i].why], !sided[t->reasons[i].why] ? ""
			: t->reasons[i].side == SIDE_USER ? ":u" : ":d");
}

static void test_rows(void **state)
{
	(void)state;
	int wrong = 0;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct scene scene;
		char want[256], why[256];
		set_scene(&scene, &rows[i]);
		struct targeting t = targeting_of(&scene.facts);
		tell(&t, want, why);
		targeting_finish(&t);
		if (!strcmp(want, rows[i].want) && !strcmp(why, rows[i].why))
			continue;
		print_message("%s: %s (%s), not %s (%s)\n", rows[i].name, want, why, rows[i].want,
			rows[i].why);
		wrong++;
	}
	assert_int_equal(wrong, 0);
	assert_true(ARRAY_LEN(rows) >= 60);
}

/* Whatever becomes unknown, a profile that does not reach them is never said to reach them, and
 * one that does is never said not to. */
static void test_unknown_is_never_included(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		for (unsigned hidden = 1; hidden < 8; hidden++) {
			struct row row = rows[i];
			struct scene scene;
			if ((hidden & 1) && strcmp(row.user, "none") != 0)
				row.user = "?";
			if (hidden & 2)
				row.device = "?";
			if (hidden & 4)
				row.filters = "f?";
			set_scene(&scene, &rows[i]);
			struct targeting known = targeting_of(&scene.facts);
			set_scene(&scene, &row);
			struct targeting blurred = targeting_of(&scene.facts);
			if (blurred.outcome == TARGETING_INCLUDED)
				assert_int_equal(known.outcome, TARGETING_INCLUDED);
			if (known.outcome == TARGETING_INCLUDED)
				assert_true(blurred.outcome == TARGETING_INCLUDED ||
					blurred.outcome == TARGETING_UNKNOWN);
			targeting_finish(&known);
			targeting_finish(&blurred);
		}
	}
}

/* The article's table: rows are the SCEP profile, columns its trusted root profile. */
static void test_nine_cells(void **state)
{
	(void)state;
	static const enum truth kinds[][SIDE_COUNT] = {{TRUTH_YES, TRUTH_NO},
		{TRUTH_NO, TRUTH_YES}, {TRUTH_YES, TRUTH_YES}}; /* user, device, both */
	static const bool works[3][3] = {{true, false, true}, {false, true, true},
		{true, true, true}};
	for (int scep = 0; scep < 3; scep++)
		for (int root = 0; root < 3; root++)
			assert_int_equal(matrix_of(kinds[scep], kinds[root]),
				works[scep][root] ? MATRIX_WORKS : MATRIX_FAILS);
}

static void test_cells_not_known(void **state)
{
	(void)state;
	static const struct {
		enum truth scep[SIDE_COUNT], root[SIDE_COUNT];
		enum matrix want;
	} cells[] = {
		{{TRUTH_YES, TRUTH_NO}, {TRUTH_NO, TRUTH_NO}, MATRIX_FAILS},
		{{TRUTH_YES, TRUTH_NO}, {TRUTH_UNKNOWN, TRUTH_NO}, MATRIX_UNKNOWN},
		{{TRUTH_YES, TRUTH_NO}, {TRUTH_NO, TRUTH_UNKNOWN}, MATRIX_FAILS},
		{{TRUTH_YES, TRUTH_UNKNOWN}, {TRUTH_NO, TRUTH_YES}, MATRIX_UNKNOWN},
		{{TRUTH_YES, TRUTH_UNKNOWN}, {TRUTH_YES, TRUTH_UNKNOWN}, MATRIX_WORKS},
		{{TRUTH_UNKNOWN, TRUTH_UNKNOWN}, {TRUTH_YES, TRUTH_YES}, MATRIX_UNKNOWN},
	};
	for (size_t i = 0; i < ARRAY_LEN(cells); i++)
		assert_int_equal(matrix_of(cells[i].scep, cells[i].root), cells[i].want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_unknown_is_never_included),
		cmocka_unit_test(test_nine_cells),
		cmocka_unit_test(test_cells_not_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
