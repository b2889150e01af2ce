#include "screen.h"

#include <fcntl.h>
#include <langinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termcap.h>
#include <termios.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/sanitise.h"
#include "base/utf8.h"
#include "capability.h"
#include "guardian.h"
#include "keys.h"

/* A terminal may claim any size; ours costs memory. */
#define HEIGHT_MAX 500
#define WIDTH_MAX 1000

static void send_bytes(struct term *term, const char *bytes)
{
	fputs(bytes, term->out);
	fflush(term->out);
}

/* A mode that every terminal with ECMA-48 sequences knows or ignores. */
static void send_paste(struct term *term, bool on)
{
	if (capability_ansi())
		send_bytes(term, on ? "\033[?2004h" : "\033[?2004l");
}

static void set_restore(const struct term *term)
{
	static const char *const names[] = {"cnorm", "op", "sgr0", "rmcup", "rmkx"};
	autostrbuf bytes;
	strbuf_init(&bytes, STRBUF_LINE);
	strbuf_str(&bytes, capability_ansi() ? "\033[?2004l" : "");
	if (term->stay) {
		capability_add(&bytes, tparm(capability("cup"), getmaxy(term->window) - 1, 0));
		strbuf_str(&bytes, "\r\n");
	}
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		capability_add(&bytes, capability(names[i]));
	if (!term->played)
		guardian_set_restore(bytes.ptr, (unsigned)bytes.len);
}

/* A terminal that does not know its size (0) may have it in the environment; else it keeps
 * the one it has, which is first what curses takes from its description. */
static int size_of(unsigned told, const char *variable, int now)
{
	uint64_t n = 0;
	if (told)
		return (int)told;
	return sv_to_u64(sv_str(getenv(variable)), &n) && n && n <= INT16_MAX ? (int)n : now;
}

static int within(int n, int max)
{
	return n < 1 ? 1 : n > max ? max : n;
}

void term_resize_to(struct term *term, int height, int width)
{
	height = within(height, HEIGHT_MAX);
	width = within(width, WIDTH_MAX);
	if (height == getmaxy(term->window) && width == getmaxx(term->window))
		return;
	resize_term(height, width);
	term->window = stdscr;
	style_apply(term);
	set_restore(term);
	clearok(curscr, TRUE);
}

void term_resize(struct term *term)
{
	struct winsize size = {0};
	if (term->played)
		return;
	if (ioctl(fileno(term->out), TIOCGWINSZ, &size) < 0)
		size = (struct winsize){0};
	term_resize_to(term, size_of(size.ws_row, "LINES", getmaxy(term->window)),
		size_of(size.ws_col, "COLUMNS", getmaxx(term->window)));
}

void term_size(const struct term *term, int *ret_height, int *ret_width)
{
	*ret_height = getmaxy(term->window);
	*ret_width = getmaxx(term->window);
}

static const int curses_signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};

static void no_signal(int number)
{
	(void)number;
}

/* newterm(), but without the signal handlers that curses sets where none are: they do far
 * more than a handler may. Blocked meanwhile, no signal is lost. */
static SCREEN *newterm_without_signals(const char *type, FILE *out, FILE *in)
{
	struct sigaction none = {.sa_handler = no_signal}, before[ARRAY_LEN(curses_signals)];
	sigset_t held, mask;
	sigemptyset(&held);
	for (size_t i = 0; i < ARRAY_LEN(curses_signals); i++)
		sigaddset(&held, curses_signals[i]);
	sigprocmask(SIG_BLOCK, &held, &mask);
	for (size_t i = 0; i < ARRAY_LEN(curses_signals); i++)
		sigaction(curses_signals[i], &none, &before[i]);
	SCREEN *screen = newterm(type, out, in);
	for (size_t i = 0; i < ARRAY_LEN(curses_signals); i++)
		sigaction(curses_signals[i], &before[i], NULL);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	return screen;
}

/* No alternate screen. curses has already put smcup into its buffer, so that is emptied to
 * nowhere; what else was in it is sent again. The old screen moves to the scrollback. */
static void stay_on_screen(struct term *term)
{
	static const char *const again[] = {"sgr0", "rmir", "smam"};
	int out = fileno(term->out), terminal = dup(out), nowhere = open("/dev/null", O_WRONLY);
	if (terminal < 0 || nowhere < 0 || dup2(nowhere, out) < 0)
		abort(); /* out of descriptors before anything is open */
	curs_set(1);
	dup2(terminal, out);
	close(terminal);
	close(nowhere);
	capability_blank("smcup");
	capability_blank("rmcup");
	autostrbuf bytes;
	strbuf_init(&bytes, STRBUF_LINE);
	for (size_t i = 0; i < ARRAY_LEN(again); i++)
		capability_add(&bytes, capability(again[i]));
	for (int i = 0; i < getmaxy(stdscr); i++)
		strbuf_char(&bytes, '\n');
	send_bytes(term, bytes.ptr);
}

/* curses sends every move of the cursor by itself, a hundred writes for a screen, until it has been
 * left and come back to once. So it is, unseen: neither way changes the screen. */
static void come_back_once(void)
{
	char leave = capability_swap_first("rmcup", '\0');
	endwin();
	capability_swap_first("rmcup", leave);
	char enter = capability_swap_first("smcup", '\0');
	doupdate();
	capability_swap_first("smcup", enter);
}

static bool start_screen(struct term *term, const char *type, const struct term_options *options)
{
	int fd = dup(options->out ? fileno(options->out) : -1);
	term->out = options->played ? fopen("/dev/null", "w") : fd < 0 ? NULL : fdopen(fd, "w");
	FILE *in = options->played ? term->out : options->in;
	if (fd >= 0 && options->played)
		close(fd);
	if (!term->out)
		return false;
	term->screen = newterm_without_signals(type, term->out, in);
	if (!term->screen)
		return false;
	term->window = stdscr;
	term->in_fd = fileno(in);
	return true;
}

/* Asked first, for newterm() loses memory when it fails. */
static bool is_known(const char *type)
{
	return *type && tgetent(NULL, type) == 1 && *capability("cup");
}

/* Where lines are characters like others, nobody ever leaves the terminal's usual set; an xterm's
 * description goes back to it with each change of attributes. */
static void keep_charset(const struct term *term)
{
	wchar_t wide[CCHARW_MAX + 1] = {0};
	attr_t bits = A_ALTCHARSET;
	short pair = 0;
	getcchar(WACS_HLINE, wide, &bits, &pair, NULL);
	if (bits & A_ALTCHARSET || term->vt_lines)
		return;
	capability_drop_lead("sgr", "%?%p9%t\033(0%e\033(B%;");
	capability_drop_lead("sgr0", "\033(B");
}

static void start_colours(struct term *term, bool wanted)
{
	term->colours = wanted && has_colors() && start_color() == OK;
	term->default_colours = term->colours && use_default_colors() == OK;
}

/* Fonts of the Linux console lack what is beyond Latin and lines; a real VT has its lines in
 * another character set. */
static void choose_signs(struct term *term, const char *type, bool ascii)
{
	term->ascii = ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	term->vt_lines = !strncmp(type, "vt", 2);
	term->plain_signs = term->ascii || term->vt_lines ||
		!strncmp(type, "linux", strlen("linux"));
}

static struct term *open_failed(struct term *term, const char *type, struct err *err)
{
	if (term->out)
		fclose(term->out);
	if (!term->played)
		guardian_screen(false);
	free(term);
	err_set(err, ERR_USAGE, _("The terminal \"%s\" is not known here, or can't show a screen."),
		type);
	return NULL;
}

struct term *term_open(const struct term_options *options, struct err *err)
{
	const char *type = options->type ? options->type : getenv("TERM");
	type = type ? type : options->played ? "xterm-256color" : "";
	struct term *term = xcalloc(1, sizeof(*term));
	term->played = options->played;
	term->theme = options->theme;
	if (!term->played)
		guardian_screen(true);
	if (!is_known(type) || !start_screen(term, type, options))
		return open_failed(term, type, err);
	term->stay = !term->played && (options->stay || !*capability("rmcup"));
	set_restore(term); /* before the first byte is sent */
	choose_signs(term, type, options->ascii);
	keep_charset(term);
	if (term->stay)
		stay_on_screen(term);
	capability_blank("oc"); /* we change no palette, so there's none to put back */
	if (!term->played)
		come_back_once();
	keys_prepare(term);
	start_colours(term, options->colour);
	style_apply(term);
	if (term->played)
		term_resize_to(term, options->height, options->width);
	else
		term_resize(term);
	return term;
}

/* Where the screen stays, what comes next belongs below it. */
static void leave_screen(struct term *term)
{
	endwin();
	if (term->stay)
		send_bytes(term, "\n");
}

void term_close(struct term *term)
{
	if (!term)
		return;
	term_paste(term, false);
	leave_screen(term);
	delwin(term->keys);
	delscreen(term->screen);
	fclose(term->out);
	if (!term->played)
		guardian_screen(false);
	free(term);
}

int term_fd(const struct term *term)
{
	return term->in_fd;
}

bool term_colours(const struct term *term)
{
	return term->colours;
}

bool term_ascii(const struct term *term)
{
	return term->ascii;
}

void term_set_theme(struct term *term, const struct theme *theme)
{
	term->theme = theme;
	style_apply(term);
	term_redraw(term);
}

void term_paste(struct term *term, bool on)
{
	if (term->paste == on)
		return;
	term->paste = on;
	send_paste(term, on);
}

/* What stops is the whole job, so that the shell that started it gets the terminal. */
static void stop_group(void)
{
	struct sigaction stop = {.sa_handler = SIG_DFL}, before;
	sigset_t set, mask;
	sigemptyset(&set);
	sigaddset(&set, SIGTSTP);
	sigaction(SIGTSTP, &stop, &before);
	sigprocmask(SIG_UNBLOCK, &set, &mask);
	kill(0, SIGTSTP);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	sigaction(SIGTSTP, &before, NULL);
}

void term_suspend(struct term *term)
{
	if (term->played)
		return;
	if (term->paste)
		send_paste(term, false);
	leave_screen(term);
	guardian_screen(false);
	stop_group();
	guardian_screen(true);
	term_resize(term);
	term_redraw(term);
	doupdate();
	keypad(term->keys, TRUE); /* curses would only do so when asked for a key */
	if (term->paste)
		send_paste(term, true);
}

void term_redraw(struct term *term)
{
	(void)term;
	clearok(curscr, TRUE);
}

static void add_base64(struct strbuf *out, struct sv bytes)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < bytes.len; i += 3) {
		size_t n = bytes.len - i < 3 ? bytes.len - i : 3;
		uint32_t group = 0;
		for (size_t k = 0; k < 3; k++)
			group = group << 8 | (k < n ? (unsigned char)bytes.ptr[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			strbuf_char(out, k > n ? '=' : digits[group >> (18 - 6 * k) & 63]);
	}
}

void term_clipboard(struct term *term, struct sv text)
{
	autostrbuf clean, out;
	strbuf_init(&clean, STRBUF_RECORD);
	strbuf_init(&out, STRBUF_RECORD);
	sanitise(&clean, utf8_cut(text, TERM_CLIPBOARD_MAX), SANITISE_LINES);
	strbuf_str(&out, "\033]52;c;");
	add_base64(&out, utf8_cut(strbuf_sv(&clean), TERM_CLIPBOARD_MAX));
	strbuf_char(&out, '\a');
	if (capability_ansi() && !term->played)
		send_bytes(term, out.ptr);
}
