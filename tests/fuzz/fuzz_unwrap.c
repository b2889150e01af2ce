/* Any text laid out as XML: what is told forms a tree, lies in the text, holds no challenge, and
 * is not more than the limits allow. */
#include <stdint.h>
#include <stdlib.h>

#include "scep/unwrap.h"

#define NODES_MAX 20000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct told {
	size_t count;
	unsigned depth;
};

static void take(void *data, const struct unwrapped *node)
{
	struct told *told = data;
	if (!node->name.len || (node->layer && node->text.len))
		abort();
	if (told->count ? node->depth == 0 || node->depth > told->depth + 1 : node->depth != 0)
		abort();
	if (sv_istarts(node->name, SV("Challenge")) && node->text.len &&
	    !sv_eq(node->text, SV("(masked)")))
		abort();
	told->depth = node->depth;
	if (++told->count > NODES_MAX)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv text = {(const char *)data, size};
	struct told told = {0};
	struct err err;
	size_t from, to;
	bool found = unwrap(text, &from, &to, take, &told, &err);
	if (found ? from >= to || to > size : told.count > 0)
		abort();
	return 0;
}
