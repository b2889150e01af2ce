/* The program's one entry, and the only place that sees both fronts: what has no terminal
 * to draw on gets the plain one. */
#include <langinfo.h>
#include <locale.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"
#ifndef HEADLESS
#include "screen_start.h"
#endif

static unsigned columns_of(int fd)
{
	struct winsize size;
	return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/* Lists that grow large go back to the system piece by piece, and move without a copy: what is at
 * hand does not grow with the largest that ever was. Threads are few and seldom ask. */
#define LARGE (256 << 10)

/* Of small things: each piece costs a call, and its going back has every thread look at its pages. */
#define STEP (1 << 20)

static void keep_memory_small(void)
{
	mallopt(M_MMAP_THRESHOLD, LARGE);
	mallopt(M_ARENA_MAX, 1);
	mallopt(M_TOP_PAD, STEP);
	mallopt(M_TRIM_THRESHOLD, 2 * STEP);
}

int main(int argc, char **argv)
{
	umask(077);
	keep_memory_small();
	setlocale(LC_CTYPE, "");
	struct front front = {
		.in = stdin, .out = stdout, .err = stderr,
		.in_terminal = isatty(STDIN_FILENO), .out_terminal = isatty(STDOUT_FILENO),
		.err_terminal = isatty(STDERR_FILENO),
		.utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8"),
		.columns = columns_of(STDOUT_FILENO),
	};
#ifndef HEADLESS
	if (screen_possible(&front))
		front.screen = screen_start;
#endif
	return cli_run(argc, argv, &front);
}
