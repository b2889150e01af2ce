/* A key as the program knows it, whatever the terminal sends for it: a code point, a control
 * character, or one of the named keys. Names are those of hints, help and settings. */
#ifndef LOOK_KEY_H
#define LOOK_KEY_H

#include "base/sv.h"

#define K_CTRL(letter) ((letter) & 0x1f)

enum key {
	K_NONE = 0,
	K_TAB = 9,
	K_ENTER = 13,
	K_ESCAPE = 27,
	K_BACKSPACE = 127,
	K_UP = 0x110000, /* behind the last code point */
	K_DOWN,
	K_LEFT,
	K_RIGHT,
	K_HOME,
	K_END,
	K_PAGE_UP,
	K_PAGE_DOWN,
	K_INSERT,
	K_DELETE,
	K_SHIFT_TAB,
	K_CTRL_UP,
	K_CTRL_DOWN,
	K_CTRL_LEFT,
	K_CTRL_RIGHT,
	K_F1, /* … K_F1 + 11 is F12 */
	K_F12 = K_F1 + 11,
	K_SHIFT_F3,
	K_PASTE_BEGIN, /* bracketed paste: what follows is text, not commands */
	K_PASTE_END,
};

/* "Up", "PgDn", "F1", "Ctrl-L", "Space", "Enter", "Shift-Tab", or one character. Letters of
 * the names in any case; a single character is itself ("n" is not "N"). */
bool key_by_name(struct sv name, int *ret);

#define KEY_NAME_MAX 16
/* Gives buf. */
const char *key_label(int key, char buf[static KEY_NAME_MAX]);

#endif
