#include "request.h"

#define ROOTS_MAX 64
#define BESIDE_MAX 1000 /* findings looked at before and behind one: a check-in has few */

static bool is_beside(const struct diagnosis *d, size_t finding, size_t log)
{
	return d->findings[finding].key && d->findings[finding].evidence.log == log;
}

/* The findings of the same check-in of the same log: from the message that begins it to the next
 * one that begins another, or that cannot be. *ret_known: all of it is in sight. */
static void check_in_of(const struct diagnosis *d, size_t finding, size_t *ret_from,
	size_t *ret_to, bool *ret_known)
{
	size_t log = d->findings[finding].evidence.log, from = finding, to = finding + 1;
	bool begun = false;
	while (from && !begun && finding - from < BESIDE_MAX && is_beside(d, from - 1, log))
		begun = d->findings[--from].key->check_in != CHECK_IN_NONE;
	while (to < d->findings_count && to - finding < BESIDE_MAX && is_beside(d, to, log) &&
	       d->findings[to].key->check_in == CHECK_IN_NONE)
		to++;
	*ret_from = from;
	*ret_to = to;
	*ret_known = begun && to - finding < BESIDE_MAX;
}

/* Thumbprints of the trusted roots that came in it. */
static size_t roots_of(const struct diagnosis *d, size_t from, size_t to,
	struct sv roots[static ROOTS_MAX])
{
	size_t count = 0;
	for (size_t i = from; i < to && count < ROOTS_MAX; i++) {
		const struct finding *f = &d->findings[i];
		if (f->evidence.excerpt &&
		    payload_root(sv_str(f->evidence.excerpt), &roots[count]))
			count++;
	}
	return count;
}

size_t request_check(const struct diagnosis *d, size_t finding,
	struct payload_remark ret[static PAYLOAD_REMARKS_MAX])
{
	const struct finding *f = &d->findings[finding];
	struct payload_context context = {.form = PAYLOAD_ANDROID};
	struct sv roots[ROOTS_MAX];
	size_t from, to;
	if (!f->key || !f->key->payload || !finding_fields(f))
		return 0;
	check_in_of(d, finding, &from, &to, &context.roots_known);
	context.roots = roots;
	context.roots_count = roots_of(d, from, to, roots);
	context.roots_known = context.roots_known && context.roots_count < ROOTS_MAX;
	return payload_check(finding_fields(f), &context, ret);
}
