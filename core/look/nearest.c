#include "nearest.h"

#define NAME_MAX_LEN 32 /* no name of ours is longer; what follows in the other is not read */

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Levenshtein's distance, two letters exchanged being one mistake: "blod" is near "bold". */
static size_t distance(struct sv a, struct sv b)
{
	size_t d[NAME_MAX_LEN + 1][NAME_MAX_LEN + 1];
	for (size_t i = 0; i <= a.len; i++) {
		for (size_t j = 0; j <= b.len; j++) {
			d[i][j] = i + j;
			if (!i || !j)
				continue;
			bool same = a.ptr[i - 1] == b.ptr[j - 1];
			d[i][j] = least(d[i - 1][j - 1] + !same,
				least(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
			    a.ptr[i - 2] == b.ptr[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	return d[a.len][b.len];
}

static size_t distance_of(struct sv name, const char *known)
{
	return distance(sv_sub(name, 0, NAME_MAX_LEN), sv_sub(sv_str(known), 0, NAME_MAX_LEN));
}

const char *nearest(struct sv name, nearest_fn *known)
{
	const char *best = known(0), *next;
	size_t best_distance = distance_of(name, best);
	for (size_t i = 1; (next = known(i)) != NULL; i++) {
		size_t d = distance_of(name, next);
		if (d >= best_distance)
			continue;
		best = next;
		best_distance = d;
	}
	return best;
}
