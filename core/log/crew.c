#include "crew.h"

#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define THREADS_MAX 8
#define SLOTS 8 /* blocks scanned or being scanned that were not taken yet */
#define SLOTS_SKETCHED 3 /* those keep their bytes, which are to stay in the processor's cache */

/* Block number n goes into slot n % depth. */
struct slot {
	struct block block;
	bool done;
};

struct crew {
	const struct block_plan *plan;
	unsigned depth; /* slots in use */
	uint64_t from;
	size_t size;
	struct block_before first;  /* what threads begin with: never changed */
	struct block_before before; /* the asking thread's own */
	bool helps;
	char *buf; /* of the asking thread */
	bool waits; /* it has asked in vain */
	pthread_t threads[THREADS_MAX];
	unsigned threads_count;

	/* shared: only with the lock */
	pthread_mutex_t lock;
	pthread_cond_t progress; /* a block is done, or a slot is free, or all is over */
	struct slot slots[SLOTS];
	uint64_t taken, claimed; /* numbers of blocks: released; being scanned or done */
	bool over;               /* no block behind those claimed, or nobody wants one */
	bool wanted;             /* somebody waits for the next block at the bell */
	int bell;                /* of a crew that does not help; -1: none */
};

bool crew_can(const struct block_plan *plan, const struct block_before *before)
{
	return !plan->format->looks_above && !before->fresh && !before->preamble;
}

/* With the lock. */
static bool may_claim(const struct crew *crew)
{
	return !crew->over && crew->claimed - crew->taken < crew->depth;
}

/* With the lock. */
static void ring(struct crew *crew)
{
	crew->wanted = eventfd_write(crew->bell, 1) != 0;
}

/* With the lock, which is free while it scans. */
static void scan_one(struct crew *crew, struct block_before *before, char *buf)
{
	uint64_t number = crew->claimed++;
	struct slot *slot = &crew->slots[number % crew->depth];
	slot->done = false;
	pthread_mutex_unlock(&crew->lock);
	block_scan(crew->plan, crew->from + number * crew->size, crew->size, before, buf,
		&slot->block);
	pthread_mutex_lock(&crew->lock);
	slot->done = true;
	crew->over |= slot->block.size < crew->size;
	pthread_cond_broadcast(&crew->progress);
	if (crew->wanted && number == crew->taken)
		ring(crew);
}

static void *work(void *data)
{
	struct crew *crew = data;
	struct block_before before = crew->first;
	char *buf = xmalloc_aligned(BLOCK_BUFFER);
	pthread_mutex_lock(&crew->lock);
	while (!crew->over) {
		if (may_claim(crew))
			scan_one(crew, &before, buf);
		else
			pthread_cond_wait(&crew->progress, &crew->lock);
	}
	pthread_mutex_unlock(&crew->lock);
	free(buf);
	return NULL;
}

/* Signals are for the thread that has the terminal. */
static void start_threads(struct crew *crew, unsigned threads)
{
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	while (crew->threads_count < threads && crew->threads_count < THREADS_MAX &&
	       !pthread_create(&crew->threads[crew->threads_count], NULL, work, crew))
		crew->threads_count++;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

struct crew *crew_create(const struct block_plan *plan, uint64_t from, size_t size,
	const struct block_before *before, unsigned threads, bool helps)
{
	struct crew *crew = xcalloc(1, sizeof(*crew));
	crew->plan = plan;
	crew->depth = plan->sketch ? SLOTS_SKETCHED : SLOTS;
	crew->from = from;
	crew->size = size;
	crew->first = crew->before = *before;
	pthread_mutex_init(&crew->lock, NULL);
	pthread_cond_init(&crew->progress, NULL);
	crew->bell = helps ? -1 : eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	start_threads(crew, threads);
	crew->helps = crew->bell < 0 || !crew->threads_count;
	if (crew->helps)
		crew->buf = xmalloc_aligned(BLOCK_BUFFER);
	return crew;
}

void crew_destroy(struct crew *crew)
{
	if (!crew)
		return;
	pthread_mutex_lock(&crew->lock);
	crew->over = true;
	pthread_cond_broadcast(&crew->progress);
	pthread_mutex_unlock(&crew->lock);
	for (unsigned i = 0; i < crew->threads_count; i++)
		pthread_join(crew->threads[i], NULL);
	for (size_t i = 0; i < SLOTS; i++)
		block_finish(crew->plan, &crew->slots[i].block);
	pthread_cond_destroy(&crew->progress);
	pthread_mutex_destroy(&crew->lock);
	if (crew->bell >= 0)
		close(crew->bell);
	free(crew->buf);
	free(crew);
}

/* With the lock. */
static bool has_next(const struct crew *crew)
{
	return crew->claimed > crew->taken && crew->slots[crew->taken % crew->depth].done;
}

/* With the lock. */
static void help(struct crew *crew)
{
	while (!has_next(crew))
		if (may_claim(crew))
			scan_one(crew, &crew->before, crew->buf);
		else
			pthread_cond_wait(&crew->progress, &crew->lock);
}

const struct block *crew_next(struct crew *crew)
{
	eventfd_t rung;
	pthread_mutex_lock(&crew->lock);
	if (crew->helps)
		help(crew);
	else
		eventfd_read(crew->bell, &rung);
	bool there = has_next(crew);
	crew->wanted = crew->waits = !there;
	pthread_mutex_unlock(&crew->lock);
	return there ? &crew->slots[crew->taken % crew->depth].block : NULL;
}

int crew_waits_for(const struct crew *crew)
{
	return crew->waits ? crew->bell : -1;
}

void crew_release(struct crew *crew)
{
	pthread_mutex_lock(&crew->lock);
	crew->taken++;
	pthread_cond_broadcast(&crew->progress);
	pthread_mutex_unlock(&crew->lock);
}

void crew_keep(struct crew *crew, struct block *kept)
{
	struct block *block = &crew->slots[crew->taken % crew->depth].block, used = *kept;
	*kept = *block;
	*block = used;
	crew_release(crew);
}

const struct block_before *crew_before(const struct crew *crew)
{
	return &crew->before;
}

/* One thread more than ours is worth it: two read a log as fast as memory gives it. */
unsigned log_spare_threads(void)
{
	return sysconf(_SC_NPROCESSORS_ONLN) > 1 ? 1 : 0;
}
