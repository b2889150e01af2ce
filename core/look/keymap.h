/* Which key does what: the shipped keys of the actions, with those of the user's settings in
 * their place. The only way from a key to an action; hints and help read it too. */
#ifndef LOOK_KEYMAP_H
#define LOOK_KEYMAP_H

#include "action.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "key.h"

#define KEYMAP_KEYS_MAX 6 /* of one action */

/* Where a key can be pressed. A place answers the actions of several scopes at once, so each
 * key has to be told apart within a place. */
enum place { PLACE_START, PLACE_CHECK, PLACE_COLLECT, PLACE_LOG, PLACE_VERDICT, PLACE_REPORT,
	PLACE_OVERLAY, PLACE_FIELD, PLACE_COUNT };
extern const unsigned keymap_places[PLACE_COUNT]; /* the scopes that count there */

struct keymap {
	int keys[ACTION_COUNT][KEYMAP_KEYS_MAX]; /* K_NONE: no more; the first is shown in hints */
};

void keymap_init(struct keymap *keymap);

/* No key for this action until it is bound: so that two actions can exchange theirs. */
void keymap_clear(struct keymap *keymap, enum action action);

/* "next-hit = n F3": these keys in place of those it has. path, line: for messages. Wrong:
 * no key, an unknown key, too many, one that has another action in the same place, or, where
 * something is typed, one that is text. On failure nothing has changed. */
bool keymap_bind(struct keymap *keymap, enum action action, struct sv keys, const char *path,
	unsigned line, struct err *err);

/* What key does where these scopes count; ACTION_NONE: nothing. */
enum action keymap_action(const struct keymap *keymap, unsigned scopes, int key);

/* Two actions whose scopes meet and that share a key; false if there are none. */
bool keymap_conflict(const struct keymap *keymap, enum action *ret_a, enum action *ret_b);

/* Adds the names of an action's keys, blank-separated: "Up k". */
void keymap_keys(const struct keymap *keymap, enum action action, struct strbuf *out);

/* "action  keys  what it does", a line each (scepwiz --keys). */
void keymap_print(const struct keymap *keymap, struct strbuf *out);

#endif
