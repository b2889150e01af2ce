/* Themes: what a file may say, what it may not, and that the shipped ones can be seen. */
#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "look/theme.h"

static void read_theme(struct theme *theme, const char *text)
{
	struct err err = {0};
	if (!theme_read(theme, "themes/own.theme", sv_str(text), &err))
		fail_msg("%s", err.text);
}

static void assert_look(struct look look, int front, int back, unsigned attributes)
{
	assert_int_equal(look.front, front);
	assert_int_equal(look.back, back);
	assert_int_equal(look.attributes, attributes);
}

static void a_look_has_colours_and_attributes(void **state)
{
	(void)state;
	struct theme theme;
	read_theme(&theme, "# own\n\ntitle = 231 on 25 bold underline | white on blue bold\n"
		"dim = bright-cyan\nhit = on 220|reverse\nmark = | dim yellow\nlink = 15 on 0\n"
		"field = default on default\nborder =\n");
	assert_string_equal(theme.name, "own");
	assert_look(theme.rich[LOOK_TITLE], 231, 25, LOOK_ATTR_BOLD | LOOK_ATTR_UNDERLINE);
	assert_look(theme.basic[LOOK_TITLE], 7, 4, LOOK_ATTR_BOLD);
	assert_look(theme.rich[LOOK_DIM], 14, -1, 0);
	assert_look(theme.basic[LOOK_DIM], 14, -1, 0);
	assert_look(theme.rich[LOOK_HIT], -1, 220, 0);
	assert_look(theme.basic[LOOK_HIT], -1, -1, LOOK_ATTR_REVERSE);
	assert_look(theme.rich[LOOK_MARK], -1, -1, 0);
	assert_look(theme.basic[LOOK_MARK], 3, -1, LOOK_ATTR_DIM);
	assert_look(theme.rich[LOOK_LINK], 15, 0, 0);
	assert_look(theme.rich[LOOK_FIELD], -1, -1, 0);
	assert_look(theme.basic[LOOK_BORDER], -1, -1, 0);
	assert_look(theme.basic[LOOK_ERROR], -1, -1, 0); /* not named: plain */
}

static void mistakes_have_a_line_and_what_was_expected(void **state)
{
	(void)state;
	static const struct { const char *text, *message; } rows[] = {
		{"# own\ntitel = red", "2: unknown role \"titel\"; did you mean \"title\"?"},
		{"stage.broke = red", "1: unknown role \"stage.broke\"; did you mean "
			"\"stage.broken\"?"},
		{"\n\ntitle = rde", "3: unknown colour or attribute \"rde\"; did you mean \"red\"?"},
		{"title = red blod", "1: unknown colour or attribute \"blod\"; did you mean "
			"\"bold\"?"},
		{"title = BOLD red", "1: unknown colour or attribute \"BOLD\"; did you mean "},
		{"title = on 256 |", "1: there is no colour 256; expected a number from 0 to 255"},
		{"title = -1", "1: unknown colour or attribute \"-1\"; did you mean "},
		{"hit = 117 bold", "1: colour 117 is only for terminals with 256; expected a name "
			"for the others, as in \"hit = 117 | cyan\""},
		{"hit = 117 | 117", "1: colour 117 is only for terminals with 256; expected a name "
			"for the others, as in \"hit = 117 | cyan\""},
		{"title = red blue", "1: \"blue\" is one colour too many; expected \"colour on "
			"colour\""},
		{"title = on red blue", "1: \"blue\" is one colour too many; expected \"colour on "
			"colour\""},
		{"title = on red on blue", "1: \"blue\" is one colour too many; expected \"colour "
			"on colour\""},
		{"title = red on", "1: expected a colour behind \"on\""},
		{"title = red | blue | cyan", "1: expected one bar: left of it what is for 256 "
			"colours, right of it what is for 8 or 16"},
		{"title = red\nhit = red\ntitle = blue", "3: \"title\" has its colours from line 1; "
			"expected each role once"},
		{"title = red\n[colours]\nhit = red", "3: a theme has no sections; expected \"role "
			"= colours\" from the first line on"},
		{"title", "1: expected \"name = value\""},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct theme theme;
		struct err err = {0};
		char begin[300];
		snprintf(begin, sizeof(begin), "own.theme:%s", rows[i].message);
		assert_false(theme_read(&theme, "own.theme", sv_str(rows[i].text), &err));
		assert_int_equal(err.kind, ERR_FORMAT);
		if (!sv_starts(sv_str(err.text), sv_str(begin)))
			fail_msg("\"%s\" for \"%s\"", err.text, begin);
	}
}

static void a_failure_changes_nothing(void **state)
{
	(void)state;
	struct theme theme;
	read_theme(&theme, "title = red\n");
	assert_false(theme_read(&theme, "other.theme", SV("title = blue\nhit = x\n"), NULL));
	assert_string_equal(theme.name, "own");
	assert_look(theme.basic[LOOK_TITLE], 1, -1, 0);
}

static void loaded_by_name_or_by_path(void **state)
{
	(void)state;
	struct theme theme;
	struct err err = {0};
	assert_true(theme_load(&theme, "dark", &err));
	assert_string_equal(theme.name, "dark");
	assert_true(theme_load(&theme, SOURCE_ROOT "/themes/light.theme", &err));
	assert_string_equal(theme.name, "light");
	assert_false(theme_load(&theme, "drak", &err));
	assert_string_equal(err.text, "there is no theme \"drak\"; expected default, dark, light, "
		"high-contrast, mono, or the path of a file");
	assert_false(theme_load(&theme, "..", &err));
	assert_false(theme_load(&theme, SOURCE_ROOT "/themes", &err));
	assert_non_null(strstr(err.text, "not a regular file"));
	assert_false(theme_load(&theme, "./there/is/none", &err));
	assert_non_null(strstr(err.text, "./there/is/none: "));
}

/* ---- the shipped ones ---- */

static void load(struct theme *theme, const char *name)
{
	struct err err = {0};
	if (!theme_load(theme, name, &err))
		fail_msg("%s", err.text);
}

static bool names_role(struct sv text, const char *role)
{
	struct sv line, name;
	while (sv_cut(&text, '\n', &line)) {
		sv_cut(&line, '=', &name);
		if (sv_eq(sv_trim(name), sv_str(role)))
			return true;
	}
	return false;
}

static void every_shipped_theme_names_every_role(void **state)
{
	(void)state;
	size_t count = 0;
	for (const char *name; (name = theme_shipped(count)) != NULL; count++) {
		autostrbuf path, text;
		strbuf_init(&path, STRBUF_LINE);
		strbuf_init(&text, STRBUF_LINE);
		strbuf_addf(&path, "%s/themes/%s.theme", SOURCE_ROOT, name);
		assert_true(file_read(path.ptr, &text, NULL));
		for (enum look_role role = 0; role < LOOK_COUNT; role++)
			if (!names_role(strbuf_sv(&text), look_role_name(role)))
				fail_msg("%s: no %s", path.ptr, look_role_name(role));
	}
	assert_int_equal(count, 5);
}

static bool same(struct look a, struct look b)
{
	return a.front == b.front && a.back == b.back && a.attributes == b.attributes;
}

/* What must be told from what on any terminal. */
static void rows_with_the_focus_stand_out(void **state)
{
	(void)state;
	static const enum look_role others[] = {LOOK_PLAIN, LOOK_SELECTED_BLURRED, LOOK_KEY_PROOF,
		LOOK_KEY_REFUSAL, LOOK_KEY_REMOVAL, LOOK_KEY_GOOD, LOOK_KEY_BAD, LOOK_KEY_NOTE};
	for (size_t i = 0; theme_shipped(i); i++) {
		struct theme theme;
		load(&theme, theme_shipped(i));
		for (size_t j = 0; j < ARRAY_LEN(others); j++) {
			enum look_role other = others[j];
			assert_false(same(theme.rich[LOOK_SELECTED], theme.rich[other]));
			assert_false(same(theme.basic[LOOK_SELECTED], theme.basic[other]));
		}
		assert_false(same(theme.rich[LOOK_PLAIN], theme.rich[LOOK_KEY_PROOF]));
		assert_false(same(theme.basic[LOOK_PLAIN], theme.basic[LOOK_KEY_PROOF]));
	}
}

static void outcomes_differ(void **state)
{
	(void)state;
	for (size_t i = 0; theme_shipped(i); i++) {
		struct theme theme;
		load(&theme, theme_shipped(i));
		for (int a = LOOK_REACHED; a < LOOK_INCONCLUSIVE; a++)
			for (int b = a + 1; b <= LOOK_INCONCLUSIVE; b++) {
				assert_false(same(theme.rich[a], theme.rich[b]));
				assert_false(same(theme.basic[a], theme.basic[b]));
			}
		assert_false(same(theme.basic[LOOK_STAGE_PASSED], theme.basic[LOOK_STAGE_BROKEN]));
		assert_false(same(theme.basic[LOOK_STAGE_PASSED], theme.basic[LOOK_STAGE_UNKNOWN]));
	}
}

static void mono_has_no_colours(void **state)
{
	(void)state;
	struct theme theme;
	load(&theme, "mono");
	for (enum look_role role = 0; role < LOOK_COUNT; role++) {
		assert_look(theme.rich[role], -1, -1, theme.basic[role].attributes);
		assert_look(theme.basic[role], -1, -1, theme.rich[role].attributes);
	}
	assert_true(theme.basic[LOOK_SELECTED].attributes & LOOK_ATTR_REVERSE);
}

/* The first 16 are the user's own in a terminal with 256, so themes keep off them. */
static void few_colours_and_none_of_the_users(void **state)
{
	(void)state;
	for (size_t i = 0; theme_shipped(i); i++) {
		struct theme theme;
		bool used[256] = {false};
		unsigned count = 0;
		load(&theme, theme_shipped(i));
		for (enum look_role role = 0; role < LOOK_COUNT; role++) {
			const int colours[] = {theme.rich[role].front, theme.rich[role].back};
			for (size_t j = 0; j < 2; j++) {
				assert_true(colours[j] == -1 || colours[j] >= 16);
				if (colours[j] >= 0)
					used[colours[j]] = true;
			}
		}
		for (size_t j = 0; j < ARRAY_LEN(used); j++)
			count += used[j];
		assert_in_range(count, 0, 16);
	}
}

/* A role without a background would punch holes into a theme that has one, and a background
 * alone would meet an unknown text colour. */
static void a_theme_with_a_background_has_it_everywhere(void **state)
{
	(void)state;
	static const char *const names[] = {"dark", "light", "high-contrast"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct theme theme;
		load(&theme, names[i]);
		for (enum look_role role = 0; role < LOOK_COUNT; role++) {
			assert_true(theme.rich[role].front >= 0 && theme.rich[role].back >= 0);
			assert_true(theme.basic[role].front >= 0 && theme.basic[role].back >= 0);
		}
	}
	struct theme theme;
	load(&theme, "default");
	assert_look(theme.rich[LOOK_PLAIN], -1, -1, 0);
	assert_look(theme.basic[LOOK_PLAIN], -1, -1, 0);
}

/* ---- contrast, as WCAG 2.1 defines it ---- */

static const uint32_t xterm_colours[16] = {0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee,
	0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff,
	0x00ffff, 0xffffff};
static const uint32_t vga_colours[16] = {0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa,
	0xaa00aa, 0x00aaaa, 0xaaaaaa, 0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff,
	0x55ffff, 0xffffff};

static uint32_t rgb(int index, const uint32_t first[16])
{
	static const uint32_t steps[] = {0, 95, 135, 175, 215, 255};
	uint32_t cube = (uint32_t)index - 16;
	if (index < 16)
		return first[index];
	if (index >= 232)
		return (8 + 10 * ((uint32_t)index - 232)) * 0x010101;
	return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6];
}

/* x to the power of 2.4, without libm: the fifth root of x * x by Newton, times x * x. */
static double power(double x)
{
	double root = 1;
	for (int i = 0; i < 60; i++)
		root -= (root - x * x / (root * root * root * root)) / 5;
	return x * x * root;
}

static double linear(uint32_t channel)
{
	double c = (channel & 0xff) / 255.0;
	return c <= 0.03928 ? c / 12.92 : power((c + 0.055) / 1.055);
}

static double luminance(uint32_t colour)
{
	return 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) +
		0.0722 * linear(colour);
}

static double contrast(int front, int back, const uint32_t first[16])
{
	double a = luminance(rgb(front, first)), b = luminance(rgb(back, first));
	return ((a > b ? a : b) + 0.05) / ((a > b ? b : a) + 0.05);
}

static void assert_contrast(const char *theme, enum look_role role, double actual, double least)
{
	if (actual < least)
		fail_msg("%s: %s has %.2f:1, less than %.2f:1", theme, look_role_name(role), actual,
			least);
}

static void assert_near(double actual, double expected)
{
	assert_in_range(actual * 1000 + 0.5, expected * 1000 - 1, expected * 1000 + 1);
}

static void contrast_is_computed_rightly(void **state)
{
	(void)state;
	assert_near(contrast(16, 231, xterm_colours), 21);
	assert_near(contrast(231, 231, xterm_colours), 1);
	assert_near(contrast(243, 231, xterm_colours), 4.542); /* #767676 on white */
	assert_near(contrast(1, 0, vga_colours), 2.709);
	assert_int_equal(rgb(117, xterm_colours), 0x87d7ff);
	assert_int_equal(rgb(235, xterm_colours), 0x262626);
}

static void high_contrast_keeps_its_word(void **state)
{
	(void)state;
	struct theme theme;
	load(&theme, "high-contrast");
	for (enum look_role role = 0; role < LOOK_COUNT; role++) {
		struct look rich = theme.rich[role], basic = theme.basic[role];
		assert_contrast("rich", role, contrast(rich.front, rich.back, xterm_colours), 7);
		assert_contrast("xterm", role, contrast(basic.front, basic.back, xterm_colours), 7);
		assert_contrast("vga", role, contrast(basic.front, basic.back, vga_colours), 7);
		assert_int_equal((rich.attributes | basic.attributes) & LOOK_ATTR_DIM, 0);
	}
}

static void dark_and_light_can_be_read(void **state)
{
	(void)state;
	static const char *const names[] = {"dark", "light"};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct theme theme;
		load(&theme, names[i]);
		for (enum look_role role = 0; role < LOOK_COUNT; role++) {
			struct look look = theme.rich[role];
			assert_contrast(names[i], role, contrast(look.front, look.back,
				xterm_colours), role == LOOK_BORDER ? 3 : 4.5);
		}
	}
}

/* What has no background of its own must do on black and on white; with few colours, where
 * even red is dark on one screen and light on another, it is red, magenta or no colour. */
static void default_can_be_read_on_black_and_on_white(void **state)
{
	(void)state;
	struct theme theme;
	load(&theme, "default");
	for (enum look_role role = 0; role < LOOK_COUNT; role++) {
		struct look rich = theme.rich[role], basic = theme.basic[role];
		int on_black = rich.back >= 0 ? rich.back : 16;
		int on_white = rich.back >= 0 ? rich.back : 231;
		assert_int_equal((rich.attributes | basic.attributes) & LOOK_ATTR_DIM, 0);
		assert_true(basic.back >= 0 || basic.front == -1 || basic.front == 1 ||
			    basic.front == 5);
		assert_true(rich.front >= 0 || rich.back == -1);
		if (rich.front < 0)
			continue;
		assert_contrast("on black", role, contrast(rich.front, on_black,
			xterm_colours), 3.8);
		assert_contrast("on white", role, contrast(rich.front, on_white,
			xterm_colours), 3.8);
	}
}

static int use_the_source_tree(void **state)
{
	(void)state;
	return setenv("SCEPWIZ_DATA_DIR", SOURCE_ROOT, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_look_has_colours_and_attributes),
		cmocka_unit_test(mistakes_have_a_line_and_what_was_expected),
		cmocka_unit_test(a_failure_changes_nothing),
		cmocka_unit_test(loaded_by_name_or_by_path),
		cmocka_unit_test(every_shipped_theme_names_every_role),
		cmocka_unit_test(rows_with_the_focus_stand_out),
		cmocka_unit_test(outcomes_differ),
		cmocka_unit_test(mono_has_no_colours),
		cmocka_unit_test(few_colours_and_none_of_the_users),
		cmocka_unit_test(a_theme_with_a_background_has_it_everywhere),
		cmocka_unit_test(contrast_is_computed_rightly),
		cmocka_unit_test(high_contrast_keeps_its_word),
		cmocka_unit_test(dark_and_light_can_be_read),
		cmocka_unit_test(default_can_be_read_on_black_and_on_white),
	};
	return cmocka_run_group_tests(tests, use_the_source_tree, NULL);
}
