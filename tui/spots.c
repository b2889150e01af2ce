#include "spots.h"

/* Is finding i of this log at or behind entry n? Findings about checks come last. */
static bool is_behind(const struct finding *f, size_t log, uint64_t n)
{
	if (!f->key)
		return true;
	return f->evidence.log != log ? f->evidence.log > log : f->evidence.entry >= n;
}

static size_t lower_bound(const struct diagnosis *d, size_t log, uint64_t n)
{
	size_t low = 0, high = d->findings_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (is_behind(&d->findings[middle], log, n))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static bool is_of(const struct diagnosis *d, size_t i, size_t log)
{
	return i < d->findings_count && d->findings[i].key && d->findings[i].evidence.log == log;
}

size_t spots_of(const struct diagnosis *d, size_t log, uint64_t n, size_t *ret_from)
{
	size_t at = lower_bound(d, log, n), count = 0;
	*ret_from = at;
	while (is_of(d, at + count, log) && d->findings[at + count].evidence.entry == n)
		count++;
	return count;
}

/* Proofs and refusals say more than later stages, these more than notes. */
static int weight(const struct finding *f)
{
	static const int weights[] = {[ROLE_PROOF] = 4, [ROLE_REFUSAL] = 5, [ROLE_REMOVAL] = 4,
		[ROLE_GOOD] = 2, [ROLE_BAD] = 3, [ROLE_NOTE] = 1};
	return weights[f->key->role];
}

size_t spots_main(const struct diagnosis *d, size_t from, size_t count)
{
	size_t best = from;
	for (size_t i = from + 1; i < from + count; i++)
		if (weight(&d->findings[i]) > weight(&d->findings[best]))
			best = i;
	return best;
}

static bool tells(const struct diagnosis *d, size_t i, bool notes)
{
	return notes || d->findings[i].key->role != ROLE_NOTE;
}

static size_t scan(const struct diagnosis *d, size_t log, uint64_t n, bool back, bool notes)
{
	if (back) {
		for (size_t i = lower_bound(d, log, n); i-- > 0 && is_of(d, i, log);)
			if (tells(d, i, notes))
				return i;
		return SPOT_NONE;
	}
	for (size_t i = lower_bound(d, log, n + 1); is_of(d, i, log); i++)
		if (tells(d, i, notes))
			return i;
	return SPOT_NONE;
}

static size_t first(const struct diagnosis *d, size_t log, bool notes)
{
	for (size_t i = lower_bound(d, log, 0); is_of(d, i, log); i++)
		if (tells(d, i, notes))
			return i;
	return SPOT_NONE;
}

size_t spots_first(const struct diagnosis *d, size_t log)
{
	size_t found = first(d, log, false);
	return found != SPOT_NONE || diagnosis_reading(d) ? found : first(d, log, true);
}

size_t spots_next(const struct diagnosis *d, size_t log, uint64_t n, bool back)
{
	return scan(d, log, n, back, first(d, log, false) == SPOT_NONE);
}

size_t spots_following(const struct diagnosis *d, size_t finding)
{
	const struct finding *from = &d->findings[finding];
	for (size_t i = finding + 1; i < d->findings_count; i++) {
		const struct finding *f = &d->findings[i];
		if (f->key && f->profile == from->profile && f->key->role != ROLE_NOTE &&
		    (f->evidence.log != from->evidence.log ||
		     f->evidence.entry != from->evidence.entry))
			return i;
	}
	return SPOT_NONE;
}
