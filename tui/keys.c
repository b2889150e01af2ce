#include "keys.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "capability.h"
#include "key_codes.h"

#define ESCAPE_MS 50 /* how long bytes after an escape may take to be one key with it */
#define ESCAPE_SSH_MS 150
#define SEQUENCE_MAX 64
#define CODE_FIRST 0x1000 /* what our own key definitions give, beyond curses's codes */

/* Control characters mean themselves, even if the description has a key for one (the Linux
 * console's says that Ctrl-Z is "Suspend"). The mouse is never turned on, and what starts its
 * sequence would else be a key, the rest of it letters. */
static void forget_keys(void)
{
	for (char c = 1; c < ' '; c++)
		define_key((char[]){c, '\0'}, 0);
	define_key("\177", 0);
	if (*capability("kmous"))
		define_key(capability("kmous"), 0);
}

static void define_keys(void)
{
	forget_keys();
	for (size_t i = 0; i < ARRAY_LEN(named_keys); i++) {
		const char *bytes = capability(named_keys[i].name);
		if (*bytes)
			define_key(bytes, CODE_FIRST + named_keys[i].key - K_UP);
	}
	for (size_t i = 0; i < ARRAY_LEN(usual_keys); i++)
		if (key_defined(usual_keys[i].bytes) == 0)
			define_key(usual_keys[i].bytes, CODE_FIRST + usual_keys[i].key - K_UP);
}

void keys_prepare(struct term *term)
{
	if (!term->played) {
		raw();
		noecho();
		nonl();
	}
	if (!getenv("ESCDELAY"))
		set_escdelay(getenv("SSH_CONNECTION") ? ESCAPE_SSH_MS : ESCAPE_MS);
	term->keys = newpad(1, 1);
	keypad(term->keys, TRUE);
	nodelay(term->keys, TRUE);
	typeahead(-1);
	define_keys();
}

/* curses tells an end from a pause by nothing. */
static bool terminal_gone(const struct term *term)
{
	struct pollfd poll_fd = {.fd = term->in_fd, .events = POLLIN};
	int waiting = 0;
	if (term->played || poll(&poll_fd, 1, 0) <= 0)
		return false;
	if (poll_fd.revents & (POLLHUP | POLLERR | POLLNVAL))
		return true;
	return ioctl(term->in_fd, FIONREAD, &waiting) < 0 || waiting == 0;
}

/* Bytes in the locale's encoding; a piece of a character waits for the rest of it. */
static int key_of_byte(struct term *term, int code)
{
	char byte = (char)code;
	wchar_t wide = 0;
	bool fresh = mbsinit(&term->partial);
	size_t n = mbrtowc(&wide, &byte, 1, &term->partial);
	if (n == (size_t)-2)
		return K_NONE;
	if (n == (size_t)-1) {
		term->partial = (mbstate_t){0};
		return fresh ? K_NONE : key_of_byte(term, code);
	}
	if (wide == '\n')
		return K_ENTER;
	if (wide == K_CTRL('H'))
		return K_BACKSPACE;
	return wide >= 0x80 && wide < 0xa0 ? K_NONE : (int)wide;
}

/* An escape alone is a key. One that begins a sequence nobody has defined is no key at all:
 * the rest of it must not be taken for letters. */
static int key_of_escape(struct term *term)
{
	int next = wgetch(term->keys), after = ERR;
	if (next == '[' || next == 'O')
		after = wgetch(term->keys);
	if (after == ERR) {
		if (next != ERR)
			ungetch(next);
		return K_ESCAPE;
	}
	for (int i = 0; next == '[' && i < SEQUENCE_MAX && after >= 0x20 && after < 0x40; i++)
		after = wgetch(term->keys);
	return K_NONE;
}

static int key_of(struct term *term, int code)
{
	if (code >= 0 && code < KEY_MIN)
		return code == K_ESCAPE ? key_of_escape(term) : key_of_byte(term, code);
	term->partial = (mbstate_t){0};
	if (code >= CODE_FIRST)
		return K_UP + code - CODE_FIRST;
	if (code >= KEY_F(1) && code <= KEY_F(12))
		return K_F1 + code - KEY_F(1);
	for (size_t i = 0; i < ARRAY_LEN(curses_keys); i++)
		if (curses_keys[i].code == code)
			return curses_keys[i].key;
	return K_NONE;
}

bool term_key(struct term *term, int *ret)
{
	for (;;) {
		int code = wgetch(term->keys);
		*ret = code == ERR ? K_NONE : key_of(term, code);
		if (code == ERR)
			return terminal_gone(term);
		if (*ret != K_NONE)
			return true;
	}
}
