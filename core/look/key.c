#include "key.h"

#include <stdio.h>

#include "base/sanitise.h"
#include "base/utf8.h"

/* The first name of a key is the one that is shown. */
static const struct {
	const char *name;
	int key;
} named[] = {
	{"Tab", K_TAB}, {"Enter", K_ENTER}, {"Return", K_ENTER}, {"Escape", K_ESCAPE},
	{"Esc", K_ESCAPE}, {"Backspace", K_BACKSPACE}, {"Space", ' '}, {"Up", K_UP},
	{"Down", K_DOWN}, {"Left", K_LEFT}, {"Right", K_RIGHT}, {"Home", K_HOME},
	{"End", K_END}, {"PgUp", K_PAGE_UP}, {"PageUp", K_PAGE_UP}, {"PgDn", K_PAGE_DOWN},
	{"PageDown", K_PAGE_DOWN}, {"Insert", K_INSERT}, {"Ins", K_INSERT},
	{"Delete", K_DELETE}, {"Del", K_DELETE}, {"Shift-Tab", K_SHIFT_TAB},
	{"Ctrl-Up", K_CTRL_UP}, {"Ctrl-Down", K_CTRL_DOWN}, {"Ctrl-Left", K_CTRL_LEFT},
	{"Ctrl-Right", K_CTRL_RIGHT}, {"Shift-F3", K_SHIFT_F3},
};

static bool ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool control_by_name(struct sv name, int *ret)
{
	if (!sv_istarts(name, SV("Ctrl-")) || name.len != 6 || !ascii_letter(name.ptr[5]))
		return false;
	*ret = K_CTRL(name.ptr[5]);
	return true;
}

static bool function_by_name(struct sv name, int *ret)
{
	uint64_t n;
	if (!sv_istarts(name, SV("F")) || !sv_to_u64(sv_from(name, 1), &n) || n < 1 || n > 12)
		return false;
	*ret = K_F1 + (int)n - 1;
	return true;
}

/* One character that can be seen: what the sanitiser would have to spell out is no key. */
static bool character_by_name(struct sv name, int *ret)
{
	struct sv rest = name;
	if (!name.len)
		return false;
	uint32_t c = utf8_take(&rest);
	if (rest.len || c == UTF8_BAD)
		return false;
	autostrbuf shown;
	strbuf_init(&shown, STRBUF_LINE);
	sanitise(&shown, name, SANITISE_LINE);
	*ret = (int)c;
	return c != ' ' && sv_eq(strbuf_sv(&shown), name);
}

bool key_by_name(struct sv name, int *ret)
{
	for (size_t i = 0; i < ARRAY_LEN(named); i++) {
		if (!sv_ieq(name, sv_str(named[i].name)))
			continue;
		*ret = named[i].key;
		return true;
	}
	int key;
	if (!control_by_name(name, &key) && !function_by_name(name, &key) &&
	    !character_by_name(name, &key))
		return false;
	*ret = key;
	return true;
}

static const char *character_name(int key, char buf[static KEY_NAME_MAX])
{
	autostrbuf text;
	strbuf_init(&text, KEY_NAME_MAX - 1);
	strbuf_utf8(&text, (uint32_t)key);
	snprintf(buf, KEY_NAME_MAX, "%s", text.len ? text.ptr : "");
	return buf;
}

const char *key_label(int key, char buf[static KEY_NAME_MAX])
{
	for (size_t i = 0; i < ARRAY_LEN(named); i++) {
		if (named[i].key != key)
			continue;
		snprintf(buf, KEY_NAME_MAX, "%s", named[i].name);
		return buf;
	}
	if (key > K_NONE && key < ' ')
		snprintf(buf, KEY_NAME_MAX, "Ctrl-%c", key + 0x40);
	else if (key >= K_F1 && key <= K_F12)
		snprintf(buf, KEY_NAME_MAX, "F%d", key - K_F1 + 1);
	else if (key > ' ' && key < K_UP)
		return character_name(key, buf);
	else
		buf[0] = '\0';
	return buf;
}
