#include "mark_needs.h"

#include "literals.h"

struct mark_needs {
	const struct guide *guide;
	struct literals *of[GUIDE_ENTRIES_MAX]; /* one a mark */
};

struct mark_needs *mark_needs_create(const struct guide *guide)
{
	struct mark_needs *needs = xcalloc(1, sizeof(*needs));
	needs->guide = guide;
	for (size_t i = 0; i < guide->entries_count; i++) {
		const struct guide_key_entry *key = &guide->entries[i];
		needs->of[i] = xcalloc(key->marks_count, sizeof(**needs->of));
		for (size_t j = 0; j < key->marks_count; j++)
			literals_of(sv_str(pattern_text(key->marks[j].pattern)), false, &needs->of[i][j]);
	}
	return needs;
}

void mark_needs_destroy(struct mark_needs *needs)
{
	if (!needs)
		return;
	for (size_t i = 0; i < needs->guide->entries_count; i++) {
		for (size_t j = 0; j < needs->guide->entries[i].marks_count; j++)
			literals_finish(&needs->of[i][j]);
		free(needs->of[i]);
	}
	free(needs);
}

bool mark_needs_met(const struct mark_needs *needs, const struct guide_key_entry *key, size_t mark,
	struct sv text)
{
	const struct literals *literals = &needs->of[key - needs->guide->entries][mark];
	for (size_t i = 0; i < literals->count; i++)
		if (sv_has(text, literals->texts[i]))
			return true;
	return literals->count == 0;
}
