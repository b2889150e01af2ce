#include "guardian.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0 /* else the sanitizer's own handlers stay, for its reports */
#endif

#define EXIT_FAULT 70
#define RESTORE_MAX 1024
#define HANDLER_STACK (64u << 10)

enum screen { SCREEN_FREE, SCREEN_TAKEN, SCREEN_GIVEN_BACK };

/* Seen by both processes: the child writes it, the parent reads it once the child is dead. */
struct shared {
	volatile sig_atomic_t screen;
	volatile sig_atomic_t len;
	char bytes[RESTORE_MAX];
};

/* The one writable global of the program, for a signal handler has no other way to know its
 * terminal. Set by guardian_start(), before anything else runs. */
static struct {
	struct shared *shared; /* NULL: no guardian */
	int terminal;
	bool has_settings;
	struct termios settings;
} guard;

static void write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		bytes += n;
		len -= (size_t)n;
	}
}

/* Async-signal-safe. The settings only while the terminal is ours: a shell that took it back
 * has its own by then, and to set them would stop us. */
static void give_back(void)
{
	struct shared *shared = guard.shared;
	if (!shared || shared->screen != SCREEN_TAKEN)
		return;
	write_all(guard.terminal, shared->bytes, (size_t)shared->len);
	if (guard.has_settings && tcgetpgrp(guard.terminal) == getpgrp())
		tcsetattr(guard.terminal, TCSANOW, &guard.settings);
	shared->screen = SCREEN_GIVEN_BACK;
}

static bool is_fault(int number)
{
	return number == SIGSEGV || number == SIGABRT || number == SIGBUS ||
		number == SIGFPE || number == SIGILL || number == SIGSYS;
}

static void on_fault(int number)
{
	give_back();
	raise(number); /* its default action: SA_RESETHAND */
}

/* On a stack of their own, or an overflow of the stack would leave them none. */
static void handle_faults(void)
{
	static const int faults[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
	stack_t stack = {.ss_size = HANDLER_STACK};
	if (SANITIZED)
		return;
	stack.ss_sp = mmap(NULL, HANDLER_STACK, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (stack.ss_sp == MAP_FAILED || sigaltstack(&stack, NULL) < 0)
		return;
	struct sigaction action = {.sa_handler = on_fault,
		.sa_flags = SA_ONSTACK | SA_RESETHAND | SA_NODEFER};
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(faults); i++)
		sigaction(faults[i], &action, NULL);
}

/* The parent's end is told to the child as a request to end. */
static void follow(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent) /* already dead: nobody told us */
		_exit(128 + SIGTERM);
	handle_faults();
}

_Noreturn static void end_as(int status)
{
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	bool seen = guard.shared->screen != SCREEN_FREE;
	give_back();
	if (number && (seen || is_fault(number)))
		fprintf(stderr, _("scepwiz ended unexpectedly (signal %d). What you answered is "
			"saved; start it again to go on.\n"), number);
	_exit(!number ? WEXITSTATUS(status) : is_fault(number) ? EXIT_FAULT : 128 + number);
}

static void watched_signals(sigset_t *set)
{
	static const int watched[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGCHLD};
	sigemptyset(set);
	for (size_t i = 0; i < ARRAY_LEN(watched); i++)
		sigaddset(set, watched[i]);
}

/* Signals are taken one by one rather than by handlers, so none can hit a child that is gone
 * and no state is shared with a handler. Ctrl-Z stops the whole group, this process too. */
_Noreturn static void watch(pid_t child)
{
	sigset_t watched;
	watched_signals(&watched);
	signal(SIGPIPE, SIG_IGN);
	for (;;) {
		siginfo_t info;
		int number = sigwaitinfo(&watched, &info), status;
		if (number > 0 && number != SIGCHLD)
			kill(child, number);
		pid_t dead = waitpid(child, &status, WNOHANG);
		if (dead == child)
			end_as(status);
		if (dead < 0 && errno == ECHILD)
			_exit(EXIT_FAULT); /* somebody else's doing: nothing left to guard */
	}
}

static bool prepare(int terminal)
{
	void *page = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED)
		return false;
	guard.shared = page;
	guard.terminal = terminal;
	guard.has_settings = tcgetattr(terminal, &guard.settings) == 0;
	return true;
}

void guardian_start(int terminal)
{
	if (!prepare(terminal))
		return;
	sigset_t watched, before;
	watched_signals(&watched);
	fflush(NULL); /* or what is buffered would be written twice */
	sigprocmask(SIG_BLOCK, &watched, &before);
	void (*on_child)(int) = signal(SIGCHLD, SIG_DFL); /* ignored, no child can be waited for */
	pid_t parent = getpid(), child = fork();
	if (child > 0)
		watch(child);
	signal(SIGCHLD, on_child);
	if (child == 0)
		follow(parent);
	else
		handle_faults(); /* no second process to be had: the handlers alone */
	sigprocmask(SIG_SETMASK, &before, NULL);
}

void guardian_set_restore(const char *bytes, unsigned len)
{
	if (!guard.shared)
		return;
	guard.shared->len = 0; /* nothing rather than half of each, should we die just now */
	unsigned kept = len > RESTORE_MAX ? 0 : len;
	memcpy(guard.shared->bytes, bytes, kept);
	guard.shared->len = (sig_atomic_t)kept;
}

void guardian_screen(bool taken)
{
	if (guard.shared)
		guard.shared->screen = taken ? SCREEN_TAKEN : SCREEN_FREE;
}
