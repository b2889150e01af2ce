#include "loop.h"

#include <poll.h>
#include <time.h>

#include "mem.h"

struct watch {
	int fd; /* -1: removed, swept after the turn */
	short events;
	loop_fd_fn *fn;
	void *data;
};

struct timer {
	uint64_t id;
	int64_t due_us;
	loop_timer_fn *fn;
	void *data;
};

struct job {
	uint64_t id; /* 0: removed */
	loop_job_fn *fn;
	void *data;
};

struct loop {
	uint64_t last_id;
	struct watch *watches;
	size_t watches_count, watches_cap;
	struct timer *timers;
	size_t timers_count, timers_cap;
	struct job *jobs;
	size_t jobs_count, jobs_cap;
};

struct loop *loop_create(void)
{
	return xcalloc(1, sizeof(struct loop));
}

void loop_destroy(struct loop *loop)
{
	if (!loop)
		return;
	free(loop->watches);
	free(loop->timers);
	free(loop->jobs);
	free(loop);
}

int64_t loop_now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

void loop_watch(struct loop *loop, int fd, short events, loop_fd_fn *fn, void *data)
{
	struct watch watch = {fd, events, fn, data};
	loop_unwatch(loop, fd);
	vec_push(loop, watches, watch);
}

void loop_unwatch(struct loop *loop, int fd)
{
	for (size_t i = 0; i < loop->watches_count; i++)
		if (loop->watches[i].fd == fd)
			loop->watches[i].fd = -1;
}

uint64_t loop_timer(struct loop *loop, int64_t delay_us, loop_timer_fn *fn, void *data)
{
	struct timer timer = {++loop->last_id, loop_now_us() + delay_us, fn, data};
	vec_push(loop, timers, timer);
	return timer.id;
}

void loop_cancel_timer(struct loop *loop, uint64_t id)
{
	for (size_t i = 0; i < loop->timers_count; i++) {
		if (loop->timers[i].id != id)
			continue;
		loop->timers[i] = loop->timers[--loop->timers_count];
		return;
	}
}

uint64_t loop_job(struct loop *loop, loop_job_fn *fn, void *data)
{
	struct job job = {++loop->last_id, fn, data};
	vec_push(loop, jobs, job);
	return job.id;
}

void loop_cancel_job(struct loop *loop, uint64_t id)
{
	for (size_t i = 0; i < loop->jobs_count; i++)
		if (loop->jobs[i].id == id)
			loop->jobs[i].id = 0;
}

bool loop_busy(const struct loop *loop)
{
	for (size_t i = 0; i < loop->jobs_count; i++)
		if (loop->jobs[i].id)
			return true;
	return false;
}

static int64_t wait_us(const struct loop *loop, int64_t max_wait_us)
{
	if (loop_busy(loop))
		return 0;
	int64_t wait = max_wait_us, now = loop_now_us();
	for (size_t i = 0; i < loop->timers_count; i++) {
		int64_t left = loop->timers[i].due_us - now;
		left = left < 0 ? 0 : left;
		if (wait < 0 || left < wait)
			wait = left;
	}
	return wait;
}

static void sweep(struct loop *loop)
{
	size_t kept = 0;
	for (size_t i = 0; i < loop->watches_count; i++)
		if (loop->watches[i].fd >= 0)
			loop->watches[kept++] = loop->watches[i];
	loop->watches_count = kept;
	kept = 0;
	for (size_t i = 0; i < loop->jobs_count; i++)
		if (loop->jobs[i].id)
			loop->jobs[kept++] = loop->jobs[i];
	loop->jobs_count = kept;
}

static void serve_descriptors(struct loop *loop, int64_t wait)
{
	size_t count = loop->watches_count;
	autofree struct pollfd *fds = xcalloc(count, sizeof(*fds));
	for (size_t i = 0; i < count; i++)
		fds[i] = (struct pollfd){.fd = loop->watches[i].fd,
			.events = loop->watches[i].events};
	struct timespec ts = {wait / 1000000, wait % 1000000 * 1000};
	if (ppoll(fds, count, wait < 0 ? NULL : &ts, NULL) <= 0)
		return;
	for (size_t i = 0; i < count; i++) {
		struct watch watch = loop->watches[i];
		if (fds[i].revents && watch.fd == fds[i].fd)
			watch.fn(watch.data, watch.fd, fds[i].revents);
	}
}

static bool comes_before(const struct timer *a, const struct timer *b)
{
	return a->due_us < b->due_us || (a->due_us == b->due_us && a->id < b->id);
}

/* The earliest timer that is due; of those set at the same time, the one set first. */
static bool take_due_timer(struct loop *loop, int64_t now, uint64_t last_id,
	struct timer *ret)
{
	const struct timer *first = NULL;
	for (size_t i = 0; i < loop->timers_count; i++) {
		const struct timer *timer = &loop->timers[i];
		if (timer->due_us <= now && timer->id <= last_id &&
		    (!first || comes_before(timer, first)))
			first = timer;
	}
	if (!first)
		return false;
	*ret = *first;
	loop_cancel_timer(loop, ret->id);
	return true;
}

static void serve_timers(struct loop *loop)
{
	int64_t now = loop_now_us();
	uint64_t last_id = loop->last_id; /* a timer set from a timer waits for the next turn */
	struct timer timer;
	while (take_due_timer(loop, now, last_id, &timer))
		timer.fn(timer.data);
}

void loop_work(struct loop *loop, int64_t slice_us)
{
	size_t count = loop->jobs_count;
	for (size_t i = 0; i < count; i++) {
		struct job job = loop->jobs[i];
		if (job.id && !job.fn(job.data, loop_now_us() + slice_us))
			loop_cancel_job(loop, job.id);
	}
}

void loop_turn(struct loop *loop, int64_t max_wait_us)
{
	sweep(loop);
	serve_descriptors(loop, wait_us(loop, max_wait_us));
	serve_timers(loop);
	loop_work(loop, LOOP_SLICE_US);
	sweep(loop);
}

void loop_finish_jobs(struct loop *loop)
{
	while (loop_busy(loop))
		loop_turn(loop, 0);
}
