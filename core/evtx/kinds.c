#include "kinds.h"

#include "bytes.h"

static uint64_t mixed(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

static uint64_t hash_of(const struct kind *kind)
{
	uint64_t hash = mixed(kind->id, kind->fields);
	for (size_t i = 0; i < KIND_TEXTS; i++) {
		const struct sv *text = &kind->texts[i];
		hash = mixed(hash, text->len);
		const unsigned char *at = (const unsigned char *)text->ptr;
		size_t left = text->len;
		for (; left >= 8; left -= 8, at += 8)
			hash = mixed(hash, le64(at));
		for (; left; left--, at++)
			hash = mixed(hash, *at);
	}
	return hash;
}

static bool same(const struct kind *a, const struct kind *b)
{
	bool ret = a->id == b->id && a->fields == b->fields;
	for (size_t i = 0; ret && i < KIND_TEXTS; i++)
		ret = sv_eq(a->texts[i], b->texts[i]);
	return ret;
}

static uint16_t add(struct kinds *kinds, const struct kind *kind)
{
	if (kinds->count == KINDS_MAX)
		return 0;
	struct kind *kept = &kinds->kinds[++kinds->count];
	*kept = *kind;
	for (size_t i = 0; i < KIND_TEXTS; i++)
		kept->texts[i] = arena_sv(&kinds->arena, kind->texts[i]);
	return kinds->count;
}

uint16_t kinds_number(struct kinds *kinds, const struct kind *kind)
{
	size_t at = hash_of(kind) % ARRAY_LEN(kinds->slots);
	while (kinds->slots[at]) {
		if (same(&kinds->kinds[kinds->slots[at]], kind))
			return kinds->slots[at];
		at = (at + 1) % ARRAY_LEN(kinds->slots);
	}
	return kinds->slots[at] = add(kinds, kind);
}
