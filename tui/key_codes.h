/* What curses and terminals call the keys, and what we call them. Only for keys.c. */
#ifndef TUI_KEY_CODES_H
#define TUI_KEY_CODES_H

#include "screen.h"

static const struct { int code, key; } curses_keys[] = {
	{KEY_UP, K_UP}, {KEY_DOWN, K_DOWN}, {KEY_LEFT, K_LEFT}, {KEY_RIGHT, K_RIGHT},
	{KEY_HOME, K_HOME}, {KEY_A1, K_HOME}, {KEY_FIND, K_HOME}, {KEY_END, K_END},
	{KEY_C1, K_END}, {KEY_SELECT, K_END}, {KEY_PPAGE, K_PAGE_UP}, {KEY_A3, K_PAGE_UP},
	{KEY_NPAGE, K_PAGE_DOWN}, {KEY_C3, K_PAGE_DOWN}, {KEY_IC, K_INSERT}, {KEY_DC, K_DELETE},
	{KEY_BTAB, K_SHIFT_TAB}, {KEY_ENTER, K_ENTER}, {KEY_BACKSPACE, K_BACKSPACE},
	{KEY_F(15), K_SHIFT_F3},
};

/* Terminfo's names for keys that curses has no code for. */
static const struct { const char *name; int key; } named_keys[] = {
	{"kUP5", K_CTRL_UP}, {"kDN5", K_CTRL_DOWN}, {"kLFT5", K_CTRL_LEFT},
	{"kRIT5", K_CTRL_RIGHT}, {"PS", K_PASTE_BEGIN}, {"PE", K_PASTE_END},
};

/* What terminals send though their description does not say so; the description wins. */
static const struct { const char *bytes; int key; } usual_keys[] = {
	{"\033[A", K_UP}, {"\033[B", K_DOWN}, {"\033[C", K_RIGHT}, {"\033[D", K_LEFT},
	{"\033OA", K_UP}, {"\033OB", K_DOWN}, {"\033OC", K_RIGHT}, {"\033OD", K_LEFT},
	{"\033[H", K_HOME}, {"\033[F", K_END}, {"\033OH", K_HOME}, {"\033OF", K_END},
	{"\033[1~", K_HOME}, {"\033[4~", K_END}, {"\033[7~", K_HOME}, {"\033[8~", K_END},
	{"\033[2~", K_INSERT}, {"\033[3~", K_DELETE}, {"\033[5~", K_PAGE_UP},
	{"\033[6~", K_PAGE_DOWN}, {"\033[Z", K_SHIFT_TAB}, {"\033OM", K_ENTER},
	{"\033[1;5A", K_CTRL_UP}, {"\033[1;5B", K_CTRL_DOWN}, {"\033[1;5C", K_CTRL_RIGHT},
	{"\033[1;5D", K_CTRL_LEFT}, {"\033Oa", K_CTRL_UP}, {"\033Ob", K_CTRL_DOWN},
	{"\033Oc", K_CTRL_RIGHT}, {"\033Od", K_CTRL_LEFT}, {"\033[1;2R", K_SHIFT_F3},
	{"\033[25~", K_SHIFT_F3}, {"\033OP", K_F1}, {"\033OQ", K_F1 + 1}, {"\033OR", K_F1 + 2},
	{"\033OS", K_F1 + 3}, {"\033[11~", K_F1}, {"\033[12~", K_F1 + 1}, {"\033[13~", K_F1 + 2},
	{"\033[14~", K_F1 + 3}, {"\033[15~", K_F1 + 4}, {"\033[17~", K_F1 + 5},
	{"\033[18~", K_F1 + 6}, {"\033[19~", K_F1 + 7}, {"\033[20~", K_F1 + 8},
	{"\033[21~", K_F1 + 9}, {"\033[23~", K_F1 + 10}, {"\033[24~", K_F12},
	{"\033[200~", K_PASTE_BEGIN}, {"\033[201~", K_PASTE_END},
};

#endif
