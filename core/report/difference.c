#include "difference.h"

#include <string.h>

void difference_finish(struct difference *difference)
{
	free(difference->changes);
	*difference = (struct difference){0};
}

static int compare(const struct told_fact *a, const struct told_fact *b)
{
	if (a->what != b->what)
		return a->what < b->what ? -1 : 1;
	return strcmp(a->id, b->id);
}

static void add(struct difference *d, const struct told_fact *before,
	const struct told_fact *after)
{
	struct change change = {(before ? before : after)->what, before, after};
	if (d->compared >> change.what & 1)
		vec_push(d, changes, change);
}

/* The facts that follow first and are about the same as it. */
static size_t run_of(const struct told *told, size_t first)
{
	size_t end = first;
	while (end < told->facts_count &&
	       !compare(&told->facts[first], &told->facts[end]))
		end++;
	return end;
}

/* One that tells nothing has no facts to point into. */
static const struct told_fact *from(const struct told *told, size_t i)
{
	return i < told->facts_count ? &told->facts[i] : NULL;
}

/* Facts of one id on both sides: what is the same on both goes; of the rest, pairs changed, and
 * what is left over is new or gone. Both runs are sorted by value. */
static void compare_runs(struct difference *d, const struct told_fact *a, size_t a_count,
	const struct told_fact *b, size_t b_count)
{
	const struct told_fact **only_a = xcalloc(a_count, sizeof(*only_a));
	const struct told_fact **only_b = xcalloc(b_count, sizeof(*only_b));
	size_t i = 0, j = 0, in_a = 0, in_b = 0;
	while (i < a_count || j < b_count) {
		int order = i == a_count ? 1 : j == b_count ? -1 : strcmp(a[i].value, b[j].value);
		if (order < 0)
			only_a[in_a++] = &a[i];
		else if (order > 0)
			only_b[in_b++] = &b[j];
		i += order <= 0;
		j += order >= 0;
	}
	for (size_t k = 0; k < in_a || k < in_b; k++)
		add(d, k < in_a ? only_a[k] : NULL, k < in_b ? only_b[k] : NULL);
	free(only_a);
	free(only_b);
}

void difference_of(const struct told *a, const struct told *b, struct difference *ret)
{
	size_t i = 0, j = 0;
	*ret = (struct difference){.compared = a->whats & b->whats};
	while (i < a->facts_count || j < b->facts_count) {
		int order = i == a->facts_count ? 1 : j == b->facts_count ? -1
			: compare(&a->facts[i], &b->facts[j]);
		size_t i_end = order <= 0 ? run_of(a, i) : i;
		size_t j_end = order >= 0 ? run_of(b, j) : j;
		compare_runs(ret, from(a, i), i_end - i, from(b, j), j_end - j);
		i = i_end;
		j = j_end;
	}
}
