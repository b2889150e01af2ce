/* Memory that ends the program rather than fail: running out of it is not an answer
 * any caller could give better. Sizes that come from outside are capped before they
 * get here; nothing in this program allocates what a file merely claims. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>
#include <stdlib.h>

/* All of these give memory that is the caller's, to be released with free(). */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *ptr, size_t size);
void *xmalloc_aligned(size_t size); /* at a page's beginning: for what is copied into fast */
char *xstrdup(const char *text); /* NULL gives NULL */

/* Grows *items so that at least one more fits; count is how many are in use. */
void *vec_grow(void *items, size_t *cap, size_t count, size_t item_size);

/* A vector is three members of its owner: items, item_count, item_cap. */
#define vec_push(owner, items, value)                                                         \
	do {                                                                                  \
		(owner)->items = vec_grow((owner)->items, &(owner)->items##_cap,              \
			(owner)->items##_count, sizeof(*(owner)->items));                     \
		(owner)->items[(owner)->items##_count++] = (value);                           \
	} while (0)

#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

void free_pointer(void *ptr_to_ptr);
/* The local's memory dies with the function. */
#define autofree __attribute__((cleanup(free_pointer)))

/* Strings and small records that live and die together, such as the fields of one log
 * entry. Nothing in it is released alone. */
struct arena {
	struct arena_block *blocks;
};
void arena_init(struct arena *arena);
void arena_finish(struct arena *arena);
void arena_reset(struct arena *arena); /* empties it, keeps one block for reuse */
void *arena_alloc(struct arena *arena, size_t size); /* zeroed, aligned for any type */
char *arena_chars(struct arena *arena, size_t count); /* neither; texts lie side by side */
/* What was taken since the mark goes, and only that; not across a reset. */
struct arena_mark {
	const struct arena_block *block;
	size_t used;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_go_back(struct arena *arena, struct arena_mark mark);

#endif
