/* A small tree of named values: what a payload says, what an event carries. The report
 * writes it, redaction walks it, nobody needs to know what is in it. */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H

#include "sv.h"

enum value_kind { VALUE_TEXT, VALUE_INT, VALUE_LIST, VALUE_MAP };

struct value {
	enum value_kind kind;
	char *name;  /* within a map, else NULL */
	char *text;  /* VALUE_TEXT */
	int64_t number; /* VALUE_INT */
	struct value **items; /* VALUE_LIST, VALUE_MAP, in the order they were added */
	size_t items_count, items_cap;
};

struct value *value_map(void);
struct value *value_list(void);
void value_destroy(struct value *value); /* NULL is fine */
struct value *value_clone(const struct value *value); /* NULL gives NULL */

/* name is NULL within a list. Each gives what it added, borrowed. Text is copied. */
struct value *value_add_text(struct value *into, const char *name, struct sv text);
struct value *value_add_int(struct value *into, const char *name, int64_t number);
struct value *value_add(struct value *into, const char *name, struct value *owned);

const struct value *value_get(const struct value *map, const char *name); /* NULL: absent */
struct sv value_get_text(const struct value *map, const char *name); /* "" if absent */

#endif
