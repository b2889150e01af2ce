/* The terminal as a pseudo-terminal: what it sends becomes keys, and it is left as it was. */
#include "unit/testing.h"

#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "look/key.h"
#include "tui/draw.h"
#include "tui/term.h"

struct line {
	int master;
	FILE *tty;
	struct termios before;
	struct term *term;
};

static void open_line(struct line *line, struct winsize size, bool stay)
{
	int slave = -1;
	struct err err = {0};
	assert_int_equal(openpty(&line->master, &slave, NULL, NULL, &size), 0);
	line->tty = fdopen(slave, "r+");
	assert_int_equal(tcgetattr(slave, &line->before), 0);
	struct term_options options = {.in = line->tty, .out = line->tty, .stay = stay,
		.type = "xterm-256color", .colour = true};
	line->term = term_open(&options, &err);
	assert_non_null(line->term);
}

static int start(void **state)
{
	static struct line line;
	setenv("ESCDELAY", "30", 1);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	open_line(&line, (struct winsize){.ws_row = 3, .ws_col = 12}, false);
	*state = &line;
	return 0;
}

static void close_line(struct line *line)
{
	term_close(line->term);
	fclose(line->tty);
	close(line->master);
}

static int stop(void **state)
{
	close_line(*state);
	return 0;
}

static void type_bytes(const struct line *line, const char *bytes, size_t len)
{
	assert_int_equal(write(line->master, bytes, len), len);
}

static int only_key(const struct line *line)
{
	int key = -1, more = -1;
	bool any = term_key(line->term, &key);
	assert_false(term_key(line->term, &more));
	assert_true(any ? key != K_NONE : key == K_NONE);
	return key;
}

static void test_keys(void **state)
{
	static const struct { const char *bytes; int key; } keys[] = {
		{"a", 'a'}, {"Z", 'Z'}, {" ", ' '}, {"\r", K_ENTER}, {"\n", K_ENTER}, {"\t", K_TAB},
		{"\x7f", K_BACKSPACE}, {"\b", K_BACKSPACE}, {"\x03", K_CTRL('C')},
		{"\x1a", K_CTRL('Z')}, {"\x13", K_CTRL('S')}, {"\x1c", K_CTRL('\\')},
		{"é", 0xe9}, {"漢", 0x6f22}, {"😀", 0x1f600}, {"\033", K_ESCAPE},
		{"\033OA", K_UP}, {"\033[A", K_UP}, {"\033[B", K_DOWN}, {"\033OC", K_RIGHT},
		{"\033OD", K_LEFT}, {"\033OH", K_HOME}, {"\033[F", K_END}, {"\033[1~", K_HOME},
		{"\033[5~", K_PAGE_UP}, {"\033[6~", K_PAGE_DOWN}, {"\033[2~", K_INSERT},
		{"\033[3~", K_DELETE}, {"\033[Z", K_SHIFT_TAB}, {"\033OM", K_ENTER},
		{"\033[1;5A", K_CTRL_UP}, {"\033[1;5B", K_CTRL_DOWN}, {"\033[1;5D", K_CTRL_LEFT},
		{"\033[1;5C", K_CTRL_RIGHT}, {"\033OP", K_F1}, {"\033OR", K_F1 + 2},
		{"\033[15~", K_F1 + 4}, {"\033[24~", K_F12}, {"\033[1;2R", K_SHIFT_F3},
		{"\033[200~", K_PASTE_BEGIN}, {"\033[201~", K_PASTE_END},
	};
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		type_bytes(*state, keys[i].bytes, strlen(keys[i].bytes));
		assert_int_equal(only_key(*state), keys[i].key);
	}
}

/* What no key is known for is no key, and none of its bytes is one either. */
static void test_no_keys(void **state)
{
	static const struct { const char *bytes; size_t len; } none[] = {
		{"", 0}, {"\0", 1}, {"\xff", 1}, {"\x9b", 1}, {"\xc2\x9b", 2}, {"\033[1;3A", 6},
		{"\033[<0;3;4M", 9}, {"\033[?1;2c", 7}, {"\033[I", 3}, {"\033Oz", 3},
		{"\033[999;999;999;999~", 18}, {"\xed\xa0\x80", 3},
	};
	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		type_bytes(*state, none[i].bytes, none[i].len);
		assert_int_equal(only_key(*state), K_NONE);
	}
	type_bytes(*state, "x", 1);
	assert_int_equal(only_key(*state), 'x');
}

static void test_a_character_in_pieces(void **state)
{
	for (const char *byte = "\xe6\xbc"; *byte; byte++) {
		type_bytes(*state, byte, 1);
		assert_int_equal(only_key(*state), K_NONE);
	}
	type_bytes(*state, "\xa2", 1);
	assert_int_equal(only_key(*state), 0x6f22);
	type_bytes(*state, "\xe6", 1);
	assert_int_equal(only_key(*state), K_NONE);
	type_bytes(*state, "b", 1); /* the piece is given up for what comes instead */
	assert_int_equal(only_key(*state), 'b');
}

static void test_escape_and_a_letter(void **state)
{
	static const int expected[] = {K_ESCAPE, 'x', K_ESCAPE, '['};
	const struct line *line = *state;
	int key;
	type_bytes(line, "\033x", 2);
	for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
		if (i == 2)
			type_bytes(line, "\033[", 2);
		assert_true(term_key(line->term, &key));
		assert_int_equal(key, expected[i]);
	}
	assert_false(term_key(line->term, &key));
}

static void test_size(void **state)
{
	const struct line *line = *state;
	static const struct { struct winsize size; int height, width; } sizes[] = {
		{{.ws_row = 5, .ws_col = 30}, 5, 30}, {{.ws_row = 1, .ws_col = 1}, 1, 1},
		{{.ws_row = 0, .ws_col = 0}, 1, 1}, {{.ws_row = 9, .ws_col = 0}, 9, 1},
	};
	int height, width;
	term_size(line->term, &height, &width);
	assert_true(height == 3 && width == 12);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		ioctl(line->master, TIOCSWINSZ, &sizes[i].size);
		term_resize(line->term);
		term_size(line->term, &height, &width);
		assert_true(height == sizes[i].height && width == sizes[i].width);
	}
	ioctl(line->master, TIOCSWINSZ, &(struct winsize){0});
	setenv("LINES", "7", 1);
	setenv("COLUMNS", "99999999", 1);
	term_resize(line->term);
	term_size(line->term, &height, &width);
	assert_true(height == 7 && width == 1);
	unsetenv("LINES");
	unsetenv("COLUMNS");
}

static bool same_settings(const struct termios *a, const struct termios *b)
{
	return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag &&
		a->c_cflag == b->c_cflag && a->c_lflag == b->c_lflag;
}

static void test_settings_come_back(void **state)
{
	struct line *line = *state;
	struct termios now;
	tcgetattr(line->master, &now);
	assert_false(now.c_lflag & (ICANON | ECHO | ISIG));
	term_close(line->term);
	line->term = NULL;
	tcgetattr(line->master, &now);
	assert_true(same_settings(&now, &line->before));
}

static void test_hang_up(void **state)
{
	struct line *line = *state;
	int key = 1;
	assert_false(term_key(line->term, &key));
	close(line->master);
	line->master = -1;
	assert_true(term_key(line->term, &key));
	assert_int_equal(key, K_NONE);
}

/* All that was sent; a pseudo-terminal hands it on in pieces, some of them later. */
static void read_sent(const struct line *line, char *out, size_t size)
{
	struct pollfd master = {.fd = line->master, .events = POLLIN};
	size_t len = 0;
	while (len < size - 1 && poll(&master, 1, 200) > 0 && (master.revents & POLLIN)) {
		ssize_t n = read(line->master, out + len, size - 1 - len);
		assert_true(n > 0);
		len += (size_t)n;
	}
	out[len] = '\0';
}

static void test_the_screen_that_stays(void **state)
{
	(void)state;
	struct line line;
	char sent[4096];
	open_line(&line, (struct winsize){.ws_row = 2, .ws_col = 8}, true);
	draw_begin(line.term);
	draw_text(draw_canvas(line.term), 0, 0, LOOK_PLAIN, SV("here"));
	draw_end(line.term);
	term_close(line.term);
	read_sent(&line, sent, sizeof(sent));
	assert_non_null(strstr(sent, "here"));
	assert_null(strstr(sent, "[?1049"));
	line.term = NULL;
	close_line(&line);
}

static void test_paste_and_clipboard(void **state)
{
	struct line *line = *state;
	char sent[4096];
	term_paste(line->term, true);
	term_paste(line->term, true);
	term_clipboard(line->term, SV("a\033]52;\nb"));
	term_paste(line->term, false);
	read_sent(line, sent, sizeof(sent));
	assert_non_null(strstr(sent, "\033[?2004h\033]52;c;YV5bXTUyOwpi\a\033[?2004l"));
}

int main(void)
{
	if (!setlocale(LC_CTYPE, "C.UTF-8") && !setlocale(LC_CTYPE, "en_US.UTF-8"))
		return 77; /* skipped: no locale with UTF-8 here */
#define ON_LINE(test) cmocka_unit_test_setup_teardown(test, start, stop)
	const struct CMUnitTest tests[] = {
		ON_LINE(test_keys), ON_LINE(test_no_keys), ON_LINE(test_a_character_in_pieces),
		ON_LINE(test_escape_and_a_letter), ON_LINE(test_size),
		ON_LINE(test_settings_come_back), ON_LINE(test_hang_up),
		ON_LINE(test_paste_and_clipboard),
		cmocka_unit_test(test_the_screen_that_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
