#include "collected.h"

#include <string.h>

#include "base/mem.h"
#include "json_text.h"

#define NEXT "@odata.nextLink"

void collected_finish(struct collected *collected)
{
	json_decref(collected->json);
	for (size_t i = 0; i < collected->links_count; i++)
		free(collected->links[i]);
	free(collected->links);
	*collected = (struct collected){0};
}

static bool was_followed(const struct collected *c, const char *link)
{
	for (size_t i = 0; i < c->links_count; i++)
		if (!strcmp(c->links[i], link))
			return true;
	return false;
}

static void add_rows(struct collected *c, json_t *page)
{
	json_t *all = json_object_get(c->json, "value"), *rows = json_object_get(page, "value");
	if (all != rows)
		json_array_extend(all, rows);
	while (json_array_size(all) > COLLECTED_ITEMS_MAX) {
		c->incomplete = true;
		json_array_remove(all, json_array_size(all) - 1);
	}
}

/* A link that may not be followed any more, or never, ends the list early. */
static char *next_of(struct collected *c, const struct graph_origin *origin, const json_t *page)
{
	const json_t *link = json_object_get(page, NEXT);
	if (!link || json_is_null(link))
		return NULL;
	char *url = json_is_string(link) ? origin_next(origin, json_string_value(link)) : NULL;
	bool fine = url && !was_followed(c, url) && !c->incomplete &&
		c->links_count + 1 < COLLECTED_PAGES_MAX && c->bytes < COLLECTED_BYTES_MAX &&
		json_array_size(json_object_get(c->json, "value")) < COLLECTED_ITEMS_MAX;
	if (!fine) {
		c->incomplete = true;
		free(url);
		return NULL;
	}
	vec_push(c, links, xstrdup(url));
	return url;
}

bool collected_add(struct collected *c, const struct graph_origin *origin, json_t *page,
	size_t bytes, char **ret_next)
{
	*ret_next = NULL;
	if (!json_is_array(json_object_get(page, "value"))) {
		json_decref(page);
		return false;
	}
	if (!c->json)
		c->json = json_incref(page);
	c->bytes += bytes;
	add_rows(c, page);
	*ret_next = next_of(c, origin, page);
	json_decref(page);
	json_object_del(c->json, NEXT);
	return true;
}
