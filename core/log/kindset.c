#include "kindset.h"

#include <assert.h>
#include <string.h>

#define SLOTS 2048u /* a power of two, so that half of them are free at least */

static_assert(LOG_KINDS_MAX < SLOTS / 2, "there is always a free slot");

struct kindset {
	struct log_kind kinds[LOG_KINDS_MAX];
	uint32_t count;
	uint16_t slots[SLOTS]; /* numbers; 0: free */
	struct arena texts;
};

struct kindset *kindset_create(void)
{
	struct kindset *kinds = xcalloc(1, sizeof(*kinds));
	arena_init(&kinds->texts);
	return kinds;
}

void kindset_destroy(struct kindset *kinds)
{
	if (!kinds)
		return;
	arena_finish(&kinds->texts);
	free(kinds);
}

void kindset_reset(struct kindset *kinds)
{
	if (kinds->count)
		memset(kinds->slots, 0, sizeof(kinds->slots));
	kinds->count = 0;
	arena_reset(&kinds->texts);
}

/* A name says most with its length and its last letters. */
static uint32_t hash_of(const struct log_kind *kind)
{
	uint32_t hash = (uint32_t)kind->event_id * 31 + kind->fields;
	for (size_t i = 0; i < ARRAY_LEN(kind->names); i++) {
		struct sv name = kind->names[i];
		uint32_t last = 0;
		if (name.len >= sizeof(last))
			memcpy(&last, name.ptr + name.len - sizeof(last), sizeof(last));
		hash = (hash ^ last ^ (uint32_t)name.len) * 2654435761u;
	}
	return hash >> 21;
}

static bool equal(const struct log_kind *a, const struct log_kind *b)
{
	if (a->event_id != b->event_id || a->fields != b->fields)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(a->names); i++)
		if (!sv_eq(a->names[i], b->names[i]))
			return false;
	return true;
}

uint32_t kindset_number(struct kindset *kinds, const struct log_kind *kind)
{
	uint32_t slot = hash_of(kind);
	for (; kinds->slots[slot]; slot = (slot + 1) % SLOTS)
		if (equal(&kinds->kinds[kinds->slots[slot] - 1], kind))
			return kinds->slots[slot];
	if (kinds->count == LOG_KINDS_MAX)
		return 0;
	struct log_kind *kept = &kinds->kinds[kinds->count++];
	*kept = *kind;
	for (size_t i = 0; i < ARRAY_LEN(kept->names); i++)
		kept->names[i] = arena_sv(&kinds->texts, kind->names[i]);
	kinds->slots[slot] = (uint16_t)kinds->count;
	return kinds->count;
}

uint32_t kindset_count(const struct kindset *kinds)
{
	return kinds->count;
}

const struct log_kind *kindset_at(const struct kindset *kinds, uint32_t number)
{
	return &kinds->kinds[number - 1];
}
