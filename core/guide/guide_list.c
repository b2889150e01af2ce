#include "guide.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "guide_pack.h"

#define FILES_MAX 200

struct listing {
	struct guide_list *list;
	const struct packed_set *known; /* NULL: none, or files were changed */
	void (*complain)(void *data, const struct err *err);
	void *data;
};

static int is_guide_name(const struct dirent *entry)
{
	struct sv name = sv_str(entry->d_name);
	return name.ptr[0] != '.' && sv_ends(name, SV(".xml"));
}

static void complain(const struct listing *listing, const struct err *err)
{
	if (listing->complain)
		listing->complain(listing->data, err);
}

/* All of them or none: a guide takes parts of others, and the grammar is one of them, too. */
static bool all_same(const struct packed_set *set, const char *folder)
{
	for (size_t i = 0; i < set->count; i++) {
		struct sv name = sv_str(set->parts[i].name);
		bool other_room = sv_starts(name, SV("reference/"));
		if (!other_room && !packed_same(set, folder, name.ptr))
			return false;
	}
	return true;
}

static struct guide *read_file(const struct listing *listing, const char *name, const char *path,
	struct err *err)
{
	struct guide *ready = listing->known ? guide_unpack(listing->known, name, path) : NULL;
	return ready ? ready : guide_load(path, err);
}

static void add_file(const struct listing *listing, const char *folder, const char *name)
{
	struct err err = {0};
	autostrbuf path;
	strbuf_init(&path, PATH_MAX);
	strbuf_addf(&path, "%s/%s", folder, name);
	struct guide *guide = read_file(listing, name, path.ptr, &err);
	const struct guide *same = guide ? guide_by_id(listing->list, sv_str(guide->id)) : NULL;
	if (!guide) {
		complain(listing, &err);
	} else if (same) {
		err_set(&err, ERR_FORMAT,
			_("%s:1: guide id \"%s\" is that of %s; expected another"), path.ptr,
			guide->id, same->path);
		complain(listing, &err);
		guide_destroy(guide);
	} else {
		vec_push(listing->list, guides, guide);
	}
}

static int by_id(const void *a, const void *b)
{
	const struct guide *const *left = a, *const *right = b;
	return strcmp((*left)->id, (*right)->id);
}

void guide_list_load(struct guide_list *list, const char *folder, const struct packed_set *known,
	void (*complain_fn)(void *data, const struct err *err), void *data)
{
	struct listing listing = {list, known && all_same(known, folder) ? known : NULL,
		complain_fn, data};
	struct dirent **names;
	*list = (struct guide_list){0};
	int count = scandir(folder, &names, is_guide_name, alphasort);
	if (count < 0) {
		struct err err = {0};
		err_set(&err, ERR_INPUT, _("%s: no folder with guides"), folder);
		complain(&listing, &err);
		return;
	}
	for (int i = 0; i < count; i++) {
		if (i < FILES_MAX)
			add_file(&listing, folder, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	if (list->guides_count)
		qsort(list->guides, list->guides_count, sizeof(*list->guides), by_id);
}

void guide_list_finish(struct guide_list *list)
{
	for (size_t i = 0; i < list->guides_count; i++)
		guide_destroy(list->guides[i]);
	free(list->guides);
	*list = (struct guide_list){0};
}

const struct guide *guide_by_id(const struct guide_list *list, struct sv id)
{
	for (size_t i = 0; i < list->guides_count; i++)
		if (sv_eq(sv_str(list->guides[i]->id), id))
			return list->guides[i];
	return NULL;
}

const struct guide *guide_by_platform(
	const struct guide_list *list, enum guide_platform platform)
{
	autostrbuf own;
	strbuf_init(&own, STRBUF_LINE);
	strbuf_addf(&own, "scep-%s", guide_platform_id(platform));
	const struct guide *guide = guide_by_id(list, strbuf_sv(&own));
	if (guide && guide->platform == platform)
		return guide;
	const enum guide_platform order[] = {platform, PLATFORM_ANY};
	for (size_t k = 0; platform != PLATFORM_NONE && k < ARRAY_LEN(order); k++)
		for (size_t i = 0; i < list->guides_count; i++)
			if (list->guides[i]->platform == order[k])
				return list->guides[i];
	return NULL;
}
