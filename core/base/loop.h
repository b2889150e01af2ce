/* One loop, one thread: file descriptors, timers, and jobs that work in slices of a few
 * milliseconds so that nothing else waits for them. */
#ifndef BASE_LOOP_H
#define BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct loop;

#define LOOP_SLICE_US 8000

struct loop *loop_create(void);
void loop_destroy(struct loop *loop);

int64_t loop_now_us(void); /* monotonic; never the wall clock */

typedef void loop_fd_fn(void *data, int fd, short revents);
typedef void loop_timer_fn(void *data);
/* Works until loop_now_us() passes until_us, or less. False: done, not called again. */
typedef bool loop_job_fn(void *data, int64_t until_us);

/* events as for poll(2). One watch per descriptor. Callbacks may add and remove. */
void loop_watch(struct loop *loop, int fd, short events, loop_fd_fn *fn, void *data);
void loop_unwatch(struct loop *loop, int fd);

/* Once, after delay_us. Gives an id for loop_cancel_timer; ids are not reused. */
uint64_t loop_timer(struct loop *loop, int64_t delay_us, loop_timer_fn *fn, void *data);
void loop_cancel_timer(struct loop *loop, uint64_t id);

uint64_t loop_job(struct loop *loop, loop_job_fn *fn, void *data);
void loop_cancel_job(struct loop *loop, uint64_t id);
bool loop_busy(const struct loop *loop); /* a job is still at work */

/* One turn: waits for descriptors and timers (not at all while a job is at work, else at
 * most max_wait_us, -1 for ever), calls them, then gives each job a slice. */
void loop_turn(struct loop *loop, int64_t max_wait_us);
/* Gives each job a slice of that length, 0 for as little as it can do; looks at nothing else. */
void loop_work(struct loop *loop, int64_t slice_us);
/* Turns until no job is left. */
void loop_finish_jobs(struct loop *loop);

#endif
