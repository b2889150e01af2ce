#include "keymap.h"

#include <string.h>

#include "base/utf8.h"
#include "base/wrap.h"

/* What is in every full view. */
#define VIEW (SCOPE_ANY | SCOPE_MOVE | SCOPE_STEP)

const unsigned keymap_places[PLACE_COUNT] = {
	[PLACE_START] = VIEW | SCOPE_START,
	[PLACE_CHECK] = VIEW | SCOPE_CHECK,
	[PLACE_COLLECT] = VIEW | SCOPE_COLLECT,
	[PLACE_LOG] = VIEW | SCOPE_LOG,
	[PLACE_VERDICT] = VIEW,
	[PLACE_REPORT] = VIEW | SCOPE_REPORT,
	[PLACE_OVERLAY] = SCOPE_OVERLAY | SCOPE_MOVE,
	[PLACE_FIELD] = SCOPE_FIELD,
};

struct binding {
	enum action action;
	const char *path;
	unsigned line;
};

static bool meet(enum action a, enum action b)
{
	unsigned of_a = action_info(a)->scopes, of_b = action_info(b)->scopes;
	for (size_t i = 0; i < PLACE_COUNT; i++)
		if ((of_a & keymap_places[i]) && (of_b & keymap_places[i]))
			return true;
	return false;
}

static bool has_key(const struct keymap *keymap, enum action action, int key)
{
	for (size_t i = 0; i < KEYMAP_KEYS_MAX; i++)
		if (key != K_NONE && keymap->keys[action][i] == key)
			return true;
	return false;
}

/* Who else answers this key where the action counts. */
static enum action rival(const struct keymap *keymap, enum action action, int key)
{
	for (enum action other = ACTION_NONE + 1; other < ACTION_COUNT; other++)
		if (other != action && has_key(keymap, other, key) && meet(action, other))
			return other;
	return ACTION_NONE;
}

static bool is_text(int key)
{
	return key == K_BACKSPACE || (key >= ' ' && key < K_UP);
}

static bool check_key(const struct keymap *keymap, const struct binding *at, struct sv word,
	int *ret, struct err *err)
{
	const char *name = action_info(at->action)->name;
	struct sv shown = utf8_cut(word, 40);
	if (!key_by_name(word, ret))
		return err_set(err, ERR_FORMAT, _("%s:%u: %s: unknown key \"%.*s\"; expected "
			"one character, or a name such as Up, PgDn, F5, Ctrl-L, Space, Enter"),
			at->path, at->line, name, SV_ARG(shown));
	if ((action_info(at->action)->scopes & SCOPE_FIELD) && is_text(*ret))
		return err_set(err, ERR_FORMAT, _("%s:%u: %s: \"%.*s\" is needed for typing; "
			"expected a key that is no text, such as F5 or Ctrl-L"), at->path,
			at->line, name, SV_ARG(shown));
	enum action other = rival(keymap, at->action, *ret);
	return other == ACTION_NONE || err_set(err, ERR_FORMAT, _("%s:%u: %s: \"%.*s\" already "
		"is the key of \"%s\"; expected one that is free, or another for \"%s\""),
		at->path, at->line, name, SV_ARG(shown), action_info(other)->name,
		action_info(other)->name);
}

static bool check_keys(const struct keymap *keymap, const struct binding *at, struct sv keys,
	int ret[static KEYMAP_KEYS_MAX], struct err *err)
{
	struct sv word;
	size_t count = 0;
	while (sv_word(&keys, &word)) {
		if (count == KEYMAP_KEYS_MAX)
			return err_set(err, ERR_FORMAT, _("%s:%u: %s: too many keys; expected "
				"at most %d"), at->path, at->line, action_info(at->action)->name,
				KEYMAP_KEYS_MAX);
		if (!check_key(keymap, at, word, &ret[count++], err))
			return false;
	}
	return count > 0 || err_set(err, ERR_FORMAT, _("%s:%u: %s: no key; expected at least "
		"one, as in \"%s\""), at->path, at->line, action_info(at->action)->name,
		action_info(at->action)->keys);
}

/* The rows of action.h are right (a test sees to it), so they need no check. */
void keymap_init(struct keymap *keymap)
{
	*keymap = (struct keymap){0};
	for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
		struct sv keys = sv_str(action_info(action)->keys), word;
		for (size_t i = 0; i < KEYMAP_KEYS_MAX && sv_word(&keys, &word); i++)
			key_by_name(word, &keymap->keys[action][i]);
	}
}

void keymap_clear(struct keymap *keymap, enum action action)
{
	memset(keymap->keys[action], 0, sizeof(keymap->keys[action]));
}

bool keymap_bind(struct keymap *keymap, enum action action, struct sv keys, const char *path,
	unsigned line, struct err *err)
{
	int wanted[KEYMAP_KEYS_MAX] = {K_NONE};
	struct binding at = {action, path, line};
	if (!check_keys(keymap, &at, keys, wanted, err))
		return false;
	memcpy(keymap->keys[action], wanted, sizeof(wanted));
	return true;
}

enum action keymap_action(const struct keymap *keymap, unsigned scopes, int key)
{
	for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++)
		if ((action_info(action)->scopes & scopes) && has_key(keymap, action, key))
			return action;
	return ACTION_NONE;
}

bool keymap_conflict(const struct keymap *keymap, enum action *ret_a, enum action *ret_b)
{
	for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
		for (size_t i = 0; i < KEYMAP_KEYS_MAX; i++) {
			enum action b = rival(keymap, a, keymap->keys[a][i]);
			if (b == ACTION_NONE)
				continue;
			*ret_a = a;
			*ret_b = b;
			return true;
		}
	}
	return false;
}

void keymap_keys(const struct keymap *keymap, enum action action, struct strbuf *out)
{
	char name[KEY_NAME_MAX];
	for (size_t i = 0; i < KEYMAP_KEYS_MAX && keymap->keys[action][i] != K_NONE; i++) {
		strbuf_str(out, i ? " " : "");
		strbuf_str(out, key_label(keymap->keys[action][i], name));
	}
}

static void cell(struct strbuf *out, struct sv text, size_t width)
{
	strbuf_add(out, text);
	for (size_t n = columns_of(text); n < width; n++)
		strbuf_char(out, ' ');
	strbuf_str(out, "  ");
}

void keymap_print(const struct keymap *keymap, struct strbuf *out)
{
	for (enum action action = ACTION_NONE + 1; action < ACTION_COUNT; action++) {
		autostrbuf keys;
		strbuf_init(&keys, STRBUF_LINE);
		keymap_keys(keymap, action, &keys);
		cell(out, sv_str(action_info(action)->name), 18);
		cell(out, strbuf_sv(&keys), 18);
		strbuf_addf(out, "%s\n", _(action_info(action)->help));
	}
}
