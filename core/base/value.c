#include "value.h"

#include <string.h>

static struct value *value_new(enum value_kind kind)
{
	struct value *value = xcalloc(1, sizeof(*value));
	value->kind = kind;
	return value;
}

struct value *value_map(void)
{
	return value_new(VALUE_MAP);
}

struct value *value_list(void)
{
	return value_new(VALUE_LIST);
}

void value_destroy(struct value *value)
{
	if (!value)
		return;
	for (size_t i = 0; i < value->items_count; i++)
		value_destroy(value->items[i]);
	free(value->items);
	free(value->name);
	free(value->text);
	free(value);
}

struct value *value_clone(const struct value *value)
{
	if (!value)
		return NULL;
	struct value *copy = value_new(value->kind);
	copy->name = xstrdup(value->name);
	copy->text = xstrdup(value->text);
	copy->number = value->number;
	for (size_t i = 0; i < value->items_count; i++)
		vec_push(copy, items, value_clone(value->items[i]));
	return copy;
}

struct value *value_add(struct value *into, const char *name, struct value *owned)
{
	owned->name = xstrdup(name);
	vec_push(into, items, owned);
	return owned;
}

struct value *value_add_text(struct value *into, const char *name, struct sv text)
{
	struct value *value = value_add(into, name, value_new(VALUE_TEXT));
	value->text = sv_dup(text);
	return value;
}

struct value *value_add_int(struct value *into, const char *name, int64_t number)
{
	struct value *value = value_add(into, name, value_new(VALUE_INT));
	value->number = number;
	return value;
}

const struct value *value_get(const struct value *map, const char *name)
{
	for (size_t i = 0; map && i < map->items_count; i++)
		if (map->items[i]->name && !strcmp(map->items[i]->name, name))
			return map->items[i];
	return NULL;
}

struct sv value_get_text(const struct value *map, const char *name)
{
	const struct value *value = value_get(map, name);
	return value && value->kind == VALUE_TEXT ? sv_str(value->text) : SV_EMPTY;
}
