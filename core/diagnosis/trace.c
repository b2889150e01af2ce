#include "trace.h"

#include <string.h>

struct proofs { /* all of them, and by user */
	struct latest all, *users;
	size_t users_count, users_cap;
};

/* One entry can tell several things, such as a Delete and an Add in one message: what was
 * found first stands first. */
static int compare_place(const struct trace *a, const struct trace *b)
{
	if (a->log != b->log)
		return a->log < b->log ? -1 : 1;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return (a->finding > b->finding) - (a->finding < b->finding);
}

static int compare_timed(const void *left, const void *right)
{
	const struct trace *a = *(const struct trace *const *)left;
	const struct trace *b = *(const struct trace *const *)right;
	if (a->us != b->us)
		return a->us < b->us ? -1 : 1;
	return compare_place(a, b);
}

static int compare_untimed(const void *left, const void *right)
{
	return compare_place(*(const struct trace *const *)left,
		*(const struct trace *const *)right);
}

struct order order_of(const struct verdict_facts *facts)
{
	struct order order = {.count = facts->traces_count, .timed = true};
	order.traces = xcalloc(order.count, sizeof(struct trace *));
	for (size_t i = 0; i < order.count; i++) {
		order.traces[i] = &facts->traces[i];
		order.timed = order.timed && facts->traces[i].us != TIME_NONE;
	}
	if (order.count)
		qsort(order.traces, order.count, sizeof(struct trace *),
			order.timed ? compare_timed : compare_untimed);
	return order;
}

/* Two known times always decide between two records, even where a third has none. */
static bool is_later(const struct trace *a, const struct trace *b)
{
	bool timed = a->us != TIME_NONE && b->us != TIME_NONE;
	return (timed ? compare_timed(&a, &b) : compare_place(a, b)) > 0;
}

static void keep_latest(struct latest *latest, const struct trace *trace)
{
	const struct trace **own = trace->us != TIME_NONE ? &latest->timed : &latest->untimed;
	if (!*own || is_later(trace, *own))
		*own = trace;
	if (!latest->placed || compare_place(trace, latest->placed) > 0)
		latest->placed = trace;
}

const struct trace *later_of(const struct latest *latest, const struct trace *trace)
{
	bool timed = trace->us != TIME_NONE;
	if (timed && latest->timed && is_later(latest->timed, trace))
		return latest->timed;
	const struct trace *other = timed ? latest->untimed : latest->placed;
	return other && is_later(other, trace) ? other : NULL;
}

struct latest latest_of(const struct order *order, enum guide_role role)
{
	struct latest latest = {0};
	for (size_t i = 0; i < order->count; i++)
		if (order->traces[i]->role == role)
			keep_latest(&latest, order->traces[i]);
	return latest;
}

static int compare_user(const void *left, const void *right)
{
	const char *a = ((const struct latest *)left)->user;
	const char *b = ((const struct latest *)right)->user;
	return strcmp(a ? a : "", b ? b : "");
}

static void proofs_of(const struct order *order, struct proofs *ret)
{
	*ret = (struct proofs){.all = latest_of(order, ROLE_PROOF)};
	for (size_t i = 0; i < order->count; i++) {
		struct latest one = {.user = order->traces[i]->user};
		keep_latest(&one, order->traces[i]);
		if (order->traces[i]->role == ROLE_PROOF)
			vec_push(ret, users, one);
	}
	size_t kept = 0;
	if (ret->users_count)
		qsort(ret->users, ret->users_count, sizeof(*ret->users), compare_user);
	for (size_t i = 1; i < ret->users_count; i++) {
		if (compare_user(&ret->users[kept], &ret->users[i]) != 0)
			ret->users[++kept] = ret->users[i];
		else
			keep_latest(&ret->users[kept], ret->users[i].placed);
	}
	ret->users_count = ret->users_count ? kept + 1 : 0;
}

static bool cleared_by(const struct proofs *proofs, const char *user,
	const struct trace *refusal)
{
	struct latest wanted = {.user = user};
	const struct latest *found = proofs->users_count ? bsearch(&wanted, proofs->users,
		proofs->users_count, sizeof(wanted), compare_user) : NULL;
	return found && later_of(found, refusal);
}

/* By a later proof of the same user; a user that is not told may be any. */
static bool is_cleared(const struct proofs *proofs, const struct trace *refusal)
{
	if (!refusal->user)
		return later_of(&proofs->all, refusal) != NULL;
	return cleared_by(proofs, refusal->user, refusal) || cleared_by(proofs, NULL, refusal);
}

const struct trace *standing_refusal(const struct order *order)
{
	const struct trace *found = NULL;
	struct proofs proofs;
	proofs_of(order, &proofs);
	for (size_t i = order->count; !found && i-- > 0;)
		if (order->traces[i]->role == ROLE_REFUSAL &&
		    !is_cleared(&proofs, order->traces[i]))
			found = order->traces[i];
	free(proofs.users);
	return found;
}
