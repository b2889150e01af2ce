#include "workers.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST 64         /* at work at a time */
#define WAITING 4       /* done ones kept for their turn, for each one at work */
#define BLOCK (16u << 10)

struct slot {
	pid_t pid; /* 0: done, or empty */
	int fd;
	struct worker_done done;
};

struct workers {
	worker_fn *work;
	void *data;
	size_t most, slots_count, running;
	struct slot *slots;     /* a ring by number */
	size_t started, taken;
	int signals;            /* descriptor */
	sigset_t before;
};

static size_t cores(void)
{
	cpu_set_t set;
	int count = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
	return count < 1 ? 1 : count > MOST ? MOST : (size_t)count;
}

/* What is ignored (nohup) stays ignored. */
static void add_signal(sigset_t *set, int signal)
{
	struct sigaction action;
	if (sigaction(signal, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
		sigaddset(set, signal);
}

struct workers *workers_create(worker_fn *work, void *data)
{
	struct workers *w = xcalloc(1, sizeof(*w));
	sigset_t caught;
	*w = (struct workers){.work = work, .data = data, .most = cores()};
	w->slots_count = w->most * WAITING;
	w->slots = xcalloc(w->slots_count, sizeof(*w->slots));
	sigemptyset(&caught);
	add_signal(&caught, SIGINT);
	add_signal(&caught, SIGTERM);
	add_signal(&caught, SIGHUP);
	w->signals = signalfd(-1, &caught, SFD_CLOEXEC | SFD_NONBLOCK);
	if (w->signals < 0) {
		free(w->slots);
		free(w);
		return NULL;
	}
	sigprocmask(SIG_BLOCK, &caught, &w->before);
	return w;
}

static int wait_for(pid_t pid)
{
	int status = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static void end_slot(struct slot *slot, bool kill_it)
{
	if (kill_it)
		kill(slot->pid, SIGKILL);
	int status = wait_for(slot->pid);
	close(slot->fd);
	slot->pid = 0;
	slot->done.died = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	slot->done.whole = WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
		!slot->done.said.full;
}

void workers_destroy(struct workers *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->slots_count; i++) {
		struct slot *slot = &w->slots[i];
		if (slot->pid)
			end_slot(slot, true);
		free(slot->done.name);
		strbuf_finish(&slot->done.said);
	}
	close(w->signals);
	sigprocmask(SIG_SETMASK, &w->before, NULL);
	free(w->slots);
	free(w);
}

bool workers_can_start(const struct workers *w)
{
	return w->running < w->most && w->started - w->taken < w->slots_count;
}

bool workers_idle(const struct workers *w)
{
	return w->started == w->taken;
}

/* The child's whole life. If we die, it does: nobody would hear it. */
static void live(struct workers *w, const struct slot *slot, int fd, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	sigprocmask(SIG_SETMASK, &w->before, NULL);
	FILE *out = fdopen(fd, "w");
	if (!out)
		_exit(1);
	w->work(w->data, slot->done.n, slot->done.name, out);
	_exit(fflush(out) == 0 ? 0 : 1);
}

void workers_start(struct workers *w, char *name)
{
	struct slot *slot = &w->slots[w->started++ % w->slots_count];
	pid_t parent = getpid();
	int ends[2];
	*slot = (struct slot){.fd = -1, .done = {.n = w->started, .name = name}};
	strbuf_init(&slot->done.said, WORKERS_SAYS_MAX);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return;
	slot->pid = fork();
	if (slot->pid == 0)
		live(w, slot, ends[1], parent);
	close(ends[1]);
	slot->fd = ends[0];
	if (slot->pid > 0) {
		w->running++;
		return;
	}
	slot->pid = 0;
	close(ends[0]);
}

bool workers_take(struct workers *w, struct worker_done *ret)
{
	struct slot *slot = &w->slots[w->taken % w->slots_count];
	if (w->taken == w->started || slot->pid)
		return false;
	*ret = slot->done;
	*slot = (struct slot){0};
	w->taken++;
	return true;
}

static void hear(struct workers *w, struct slot *slot)
{
	char block[BLOCK];
	ssize_t got = read(slot->fd, block, sizeof(block));
	if (got < 0 && errno == EINTR)
		return;
	if (got > 0) {
		strbuf_add(&slot->done.said, (struct sv){block, (size_t)got});
		return;
	}
	end_slot(slot, false);
	w->running--;
}

static int signal_that_came(struct workers *w)
{
	struct signalfd_siginfo info;
	ssize_t got = read(w->signals, &info, sizeof(info));
	return got == sizeof(info) ? (int)info.ssi_signo : 0;
}

int workers_wait(struct workers *w, int fd, bool *ret_readable)
{
	struct pollfd polls[MOST + 2] = {{w->signals, POLLIN, 0}, {fd, POLLIN, 0}};
	struct slot *slots[MOST + 2] = {NULL};
	nfds_t count = 2;
	for (size_t i = 0; i < w->slots_count && count < MOST + 2; i++) {
		if (!w->slots[i].pid)
			continue;
		slots[count] = &w->slots[i];
		polls[count++] = (struct pollfd){w->slots[i].fd, POLLIN, 0};
	}
	*ret_readable = false;
	if (poll(polls, count, -1) < 0)
		return 0;
	for (nfds_t i = 2; i < count; i++)
		if (polls[i].revents)
			hear(w, slots[i]);
	*ret_readable = fd >= 0 && polls[1].revents;
	return polls[0].revents ? signal_that_came(w) : 0;
}
