/* Keys by name, which action they have where, and what the user may change about it. */
#include "testing.h"

#include "look/keymap.h"
#include "look/settings.h"

static int key(const char *name)
{
	int found = K_NONE;
	assert_true(key_by_name(sv_str(name), &found));
	return found;
}

static enum action action_at(const struct keymap *keymap, enum place place, const char *name)
{
	return keymap_action(keymap, keymap_places[place], key(name));
}

static void assert_round_trip(int code, const char *name)
{
	char buf[KEY_NAME_MAX];
	assert_string_equal(key_label(code, buf), name);
	assert_int_equal(key(name), code);
}

static void names_go_and_return(void **state)
{
	(void)state;
	static const struct { int code; const char *name; } rows[] = {
		{K_TAB, "Tab"}, {K_ENTER, "Enter"}, {K_ESCAPE, "Escape"}, {' ', "Space"},
		{K_BACKSPACE, "Backspace"}, {K_UP, "Up"}, {K_PAGE_DOWN, "PgDn"}, {K_F1, "F1"},
		{K_F12, "F12"}, {K_SHIFT_TAB, "Shift-Tab"}, {K_CTRL_RIGHT, "Ctrl-Right"},
		{K_SHIFT_F3, "Shift-F3"}, {K_CTRL('l'), "Ctrl-L"}, {'n', "n"}, {'N', "N"},
		{'&', "&"}, {'\'', "'"}, {'=', "="}, {0xe9, "é"}, {0x20ac, "€"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_round_trip(rows[i].code, rows[i].name);
	assert_int_equal(key("pgdn"), K_PAGE_DOWN);
	assert_int_equal(key("ctrl-l"), K_CTRL('L'));
	assert_int_equal(key("f10"), K_F1 + 9);
	assert_int_equal(key("Esc"), K_ESCAPE);
}

static void every_key_has_a_name_that_leads_back(void **state)
{
	(void)state;
	char buf[KEY_NAME_MAX];
	for (int code = K_UP; code < K_PASTE_BEGIN; code++)
		assert_int_equal(key(key_label(code, buf)), code);
	for (int code = 1; code < 0x7f; code++) {
		if ((code >= 28 && code < ' '))
			continue; /* Ctrl with a sign: no name in settings */
		assert_int_equal(key(key_label(code, buf)), code);
	}
	assert_string_equal(key_label(K_PASTE_BEGIN, buf), "");
	assert_string_equal(key_label(K_NONE, buf), "");
}

static void what_is_no_key(void **state)
{
	(void)state;
	static const char *const names[] = {"", "ab", "F0", "F13", "F1x", "Ctrl-", "Ctrl-1",
		"Ctrl-LL", "Up-", "\x01", "\xff", "\xc2\x9b", "\xe2\x80\xae", "éé"};
	int code = 'x';
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_false(key_by_name(sv_str(names[i]), &code));
	assert_int_equal(code, 'x');
}

static void shipped_keys_are_all_known(void **state)
{
	(void)state;
	struct keymap keymap;
	keymap_init(&keymap);
	for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
		autostrbuf keys;
		strbuf_init(&keys, STRBUF_LINE);
		keymap_keys(&keymap, action, &keys);
		assert_sv(strbuf_sv(&keys), action_info(action)->keys);
		assert_true(keys.len > 0);
	}
}

static void action_names_are_unique(void **state)
{
	(void)state;
	enum action found;
	for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
		assert_true(action_by_name(sv_str(action_info(action)->name), &found));
		assert_int_equal(found, action);
		assert_string_equal(action_name(action - 1), action_info(action)->name);
	}
	assert_null(action_name(ACTION_COUNT - 1));
	assert_false(action_by_name(SV_EMPTY, &found));
}

/* How many actions a key has in a place; counted here, and not by the code under test. */
static unsigned meanings(const struct keymap *keymap, enum place place, int code)
{
	unsigned count = 0;
	for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
		for (size_t i = 0; i < KEYMAP_KEYS_MAX; i++)
			count += keymap->keys[action][i] == code &&
				(action_info(action)->scopes & keymap_places[place]);
	return count;
}

static void no_key_has_two_meanings_in_a_place(void **state)
{
	(void)state;
	struct keymap keymap;
	enum action a, b;
	keymap_init(&keymap);
	assert_false(keymap_conflict(&keymap, &a, &b));
	for (enum place place = 0; place < PLACE_COUNT; place++)
		for (int code = 1; code < K_PASTE_END; code = code == 0x7f ? K_UP : code + 1)
			assert_in_range(meanings(&keymap, place, code), 0, 1);
}

static void every_action_counts_somewhere(void **state)
{
	(void)state;
	unsigned all = 0;
	for (enum place place = 0; place < PLACE_COUNT; place++)
		all |= keymap_places[place];
	for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
		assert_int_not_equal(action_info(action)->scopes, 0);
		assert_int_equal(action_info(action)->scopes & ~all, 0);
	}
}

/* On a French keyboard these need AltGr, or are dead keys. "|" may be a second key. */
static void no_shipped_key_needs_altgr(void **state)
{
	(void)state;
	struct keymap keymap;
	keymap_init(&keymap);
	for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
		for (size_t i = 0; i < KEYMAP_KEYS_MAX && keymap.keys[action][i]; i++) {
			int code = keymap.keys[action][i];
			assert_true(code >= 0x7f || !strchr("[]{}\\~@#`^", code));
			assert_true(code != '|' || i > 0);
		}
}

static void a_key_depends_on_the_place(void **state)
{
	(void)state;
	struct keymap keymap;
	keymap_init(&keymap);
	assert_int_equal(action_at(&keymap, PLACE_CHECK, "n"), ACTION_NO);
	assert_int_equal(action_at(&keymap, PLACE_LOG, "n"), ACTION_NEXT_HIT);
	assert_int_equal(action_at(&keymap, PLACE_VERDICT, "n"), ACTION_NONE);
	assert_int_equal(action_at(&keymap, PLACE_LOG, "q"), ACTION_QUIT);
	assert_int_equal(action_at(&keymap, PLACE_OVERLAY, "q"), ACTION_CLOSE);
	assert_int_equal(action_at(&keymap, PLACE_FIELD, "q"), ACTION_NONE);
	assert_int_equal(keymap_action(&keymap, keymap_places[PLACE_LOG], K_NONE), ACTION_NONE);
}

static void assert_bound(struct keymap *keymap, enum action action, const char *keys)
{
	struct err err = {0};
	if (!keymap_bind(keymap, action, sv_str(keys), "config", 7, &err))
		fail_msg("%s", err.text);
}

static void assert_refused(struct keymap *keymap, enum action action, const char *keys,
	const char *message)
{
	struct err err = {0};
	struct keymap before = *keymap;
	assert_false(keymap_bind(keymap, action, sv_str(keys), "config", 7, &err));
	assert_string_equal(err.text, message);
	assert_int_equal(err.kind, ERR_FORMAT);
	assert_memory_equal(&before, keymap, sizeof(before));
}

static void new_keys_replace_the_shipped_ones(void **state)
{
	(void)state;
	struct keymap keymap;
	keymap_init(&keymap);
	assert_bound(&keymap, ACTION_NEXT_HIT, " F4\tCtrl-N ");
	assert_int_equal(action_at(&keymap, PLACE_LOG, "F4"), ACTION_NEXT_HIT);
	assert_int_equal(action_at(&keymap, PLACE_LOG, "Ctrl-N"), ACTION_NEXT_HIT);
	assert_int_equal(action_at(&keymap, PLACE_LOG, "n"), ACTION_NONE);
	assert_int_equal(action_at(&keymap, PLACE_CHECK, "n"), ACTION_NO);
	assert_bound(&keymap, ACTION_NEXT_HIT, "n"); /* and back: its own keys are free */
	assert_bound(&keymap, ACTION_NEXT_HIT, "n F3");
}

static void wrong_bindings_say_what_is_wrong(void **state)
{
	(void)state;
	struct keymap keymap;
	keymap_init(&keymap);
	assert_refused(&keymap, ACTION_NEXT_HIT, "x",
		"config:7: next-hit: \"x\" already is the key of \"expected\"; expected one that "
		"is free, or another for \"expected\"");
	assert_refused(&keymap, ACTION_MARK, "Ctrl-O q", /* the one of every view */
		"config:7: mark: \"q\" already is the key of \"quit\"; expected one that is free, "
		"or another for \"quit\"");
	assert_refused(&keymap, ACTION_NEXT_HIT, "Pgdwn",
		"config:7: next-hit: unknown key \"Pgdwn\"; expected one character, or a name such "
		"as Up, PgDn, F5, Ctrl-L, Space, Enter");
	assert_refused(&keymap, ACTION_NEXT_HIT, "F2 F4 F5 F6 F7 F8 F11",
		"config:7: next-hit: too many keys; expected at most 6");
	assert_refused(&keymap, ACTION_NEXT_HIT, " ",
		"config:7: next-hit: no key; expected at least one, as in \"n F3\"");
	assert_refused(&keymap, ACTION_ACCEPT, "y",
		"config:7: accept: \"y\" is needed for typing; expected a key that is no text, "
		"such as F5 or Ctrl-L");
}

static void a_conflict_is_found(void **state)
{
	(void)state;
	struct keymap keymap;
	enum action a, b;
	keymap_init(&keymap);
	keymap.keys[ACTION_NEXT_MARK][1] = 'r'; /* of every step */
	assert_true(keymap_conflict(&keymap, &a, &b));
	assert_int_equal(a, ACTION_NEXT_MARK);
	assert_int_equal(b, ACTION_REPORT);
	keymap_clear(&keymap, ACTION_REPORT);
	assert_false(keymap_conflict(&keymap, &a, &b));
}

static void printed_as_a_table(void **state)
{
	(void)state;
	struct keymap keymap;
	autostrbuf out;
	keymap_init(&keymap);
	strbuf_init(&out, STRBUF_LINE);
	keymap_print(&keymap, &out);
	assert_true(sv_starts(strbuf_sv(&out),
		SV("up                  Up k                one line up\n")));
	assert_true(sv_has(strbuf_sv(&out),
		SV("\nnext-hit            n F3                next hit\n")));
	size_t lines = 0;
	for (size_t i = 0; i < out.len; i++)
		lines += out.ptr[i] == '\n';
	assert_int_equal(lines, ACTION_COUNT - 1);
}

/* ---- [keys] in settings ---- */

static void read_settings(struct settings *settings, const char *text)
{
	struct err err = {0};
	settings_init(settings);
	if (!settings_read(settings, "config", sv_str(text), NULL, NULL, &err))
		fail_msg("%s", err.text);
}

static void assert_settings_refused(const char *text, const char *message)
{
	struct err err = {0};
	struct settings settings;
	settings_init(&settings);
	assert_false(settings_read(&settings, "config", sv_str(text), NULL, NULL, &err));
	assert_string_equal(err.text, message);
}

static void settings_bind_keys(void **state)
{
	(void)state;
	struct settings settings;
	read_settings(&settings, "theme = light\nclipboard = yes\n[keys]\nfollow = F5 =\n");
	assert_string_equal(settings.theme, "light");
	assert_true(settings.clipboard);
	assert_int_equal(action_at(&settings.keymap, PLACE_LOG, "F5"), ACTION_FOLLOW);
	assert_int_equal(action_at(&settings.keymap, PLACE_LOG, "="), ACTION_FOLLOW);
	assert_int_equal(action_at(&settings.keymap, PLACE_LOG, "F"), ACTION_NONE);
}

static void settings_exchange_keys(void **state)
{
	(void)state;
	struct settings settings;
	read_settings(&settings, "[keys]\nnext-hit = e\nnext-key-entry = n\n");
	assert_int_equal(action_at(&settings.keymap, PLACE_LOG, "e"), ACTION_NEXT_HIT);
	assert_int_equal(action_at(&settings.keymap, PLACE_LOG, "n"), ACTION_NEXT_KEY);
	assert_settings_refused("[keys]\nmark = k\n\nup = k Up\n",
		"config:4: up: \"k\" already is the key of \"mark\"; expected one that is free, or "
		"another for \"mark\"");
}

static void settings_as_shipped(void **state)
{
	(void)state;
	struct settings settings;
	struct keymap keymap;
	keymap_init(&keymap);
	read_settings(&settings, "# nothing\n");
	assert_string_equal(settings.theme, "");
	assert_false(settings.clipboard);
	assert_memory_equal(&settings.keymap, &keymap, sizeof(keymap));
}

static void wrong_settings_say_what_is_wrong(void **state)
{
	(void)state;
	assert_settings_refused("[keys]\n\nnext-hits = n\n",
		"config:3: unknown action \"next-hits\"; did you mean \"next-hit\"?");
	assert_settings_refused("them = dark\n",
		"config:1: unknown setting \"them\"; did you mean \"theme\"?");
	assert_settings_refused("[key]\nmark = m\n",
		"config:2: unknown section \"key\"; did you mean \"keys\"?");
	assert_settings_refused("clipboard = on\n",
		"config:1: clipboard = \"on\"; expected one of: yes, no");
	assert_settings_refused("theme = drak\n", "config:1: theme = \"drak\"; expected one of: "
		"default, dark, light, high-contrast, mono, /PATH (63 bytes at most)");
	assert_settings_refused("[keys]\ntoken = n\n", "config:2: \"token\" is not allowed in a "
		"settings file; give --token on the command line");
}

static void a_theme_may_be_a_path(void **state)
{
	(void)state;
	struct settings settings;
	read_settings(&settings, "theme = ~/my.theme\n");
	assert_string_equal(settings.theme, "~/my.theme");
	assert_settings_refused("theme = ./my.theme", "config:1: theme = \"./my.theme\"; expected "
		"one of: default, dark, light, high-contrast, mono, /PATH (63 bytes at most)");
}

static void count_warning(void *data, const struct err *err)
{
	unsigned *count = data;
	assert_non_null(strstr(err->text, "did you mean"));
	++*count;
}

static void unknown_names_only_warn(void **state)
{
	(void)state;
	struct settings settings;
	unsigned warnings = 0;
	settings_init(&settings);
	assert_true(settings_read(&settings, "config", SV("sound = no\n[keys]\nsing = s\n"
		"follow = F5\n[later]\na = b\n"), count_warning, &warnings, NULL));
	assert_int_equal(warnings, 3);
	assert_int_equal(action_at(&settings.keymap, PLACE_LOG, "F5"), ACTION_FOLLOW);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_go_and_return),
		cmocka_unit_test(every_key_has_a_name_that_leads_back),
		cmocka_unit_test(what_is_no_key),
		cmocka_unit_test(shipped_keys_are_all_known),
		cmocka_unit_test(action_names_are_unique),
		cmocka_unit_test(no_key_has_two_meanings_in_a_place),
		cmocka_unit_test(every_action_counts_somewhere),
		cmocka_unit_test(no_shipped_key_needs_altgr),
		cmocka_unit_test(a_key_depends_on_the_place),
		cmocka_unit_test(new_keys_replace_the_shipped_ones),
		cmocka_unit_test(wrong_bindings_say_what_is_wrong),
		cmocka_unit_test(a_conflict_is_found),
		cmocka_unit_test(printed_as_a_table),
		cmocka_unit_test(settings_bind_keys),
		cmocka_unit_test(settings_exchange_keys),
		cmocka_unit_test(settings_as_shipped),
		cmocka_unit_test(wrong_settings_say_what_is_wrong),
		cmocka_unit_test(a_theme_may_be_a_path),
		cmocka_unit_test(unknown_names_only_warn),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
