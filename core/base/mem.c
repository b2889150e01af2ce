#include "mem.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void *checked(void *ptr)
{
	if (ptr)
		return ptr;
	fputs("scepwiz: out of memory\n", stderr);
	exit(70);
}

void *xmalloc(size_t size)
{
	return checked(malloc(size ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
	return checked(calloc(count ? count : 1, size ? size : 1));
}

void *xrealloc(void *ptr, size_t size)
{
	return checked(realloc(ptr, size ? size : 1));
}

void *xmalloc_aligned(size_t size)
{
	const size_t page = 4096;
	return checked(aligned_alloc(page, (size + page - 1) / page * page));
}

char *xstrdup(const char *text)
{
	return text ? checked(strdup(text)) : NULL;
}

void *vec_grow(void *items, size_t *cap, size_t count, size_t item_size)
{
	if (count < *cap)
		return items;
	size_t bigger = *cap ? *cap * 2 : 8;
	if (bigger > SIZE_MAX / item_size)
		checked(NULL);
	*cap = bigger;
	return xrealloc(items, bigger * item_size);
}

void free_pointer(void *ptr_to_ptr)
{
	free(*(void **)ptr_to_ptr);
}

#define BLOCK_SIZE 4096
#define BLOCK_MOST (64u << 10) /* of an arena that grows large: each block is twice the one before */

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	_Alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena)
{
	arena->blocks = NULL;
}

void arena_finish(struct arena *arena)
{
	while (arena->blocks) {
		struct arena_block *next = arena->blocks->next;
		free(arena->blocks);
		arena->blocks = next;
	}
}

void arena_reset(struct arena *arena)
{
	struct arena_block *keep = arena->blocks;
	if (!keep)
		return;
	arena->blocks = keep->next;
	arena_finish(arena);
	keep->next = NULL;
	keep->used = 0;
	arena->blocks = keep;
}

struct arena_mark arena_mark(const struct arena *arena)
{
	return (struct arena_mark){arena->blocks, arena->blocks ? arena->blocks->used : 0};
}

void arena_go_back(struct arena *arena, struct arena_mark mark)
{
	while (arena->blocks && arena->blocks != mark.block) {
		struct arena_block *next = arena->blocks->next;
		free(arena->blocks);
		arena->blocks = next;
	}
	if (arena->blocks)
		arena->blocks->used = mark.used;
}

static size_t next_size(const struct arena_block *last)
{
	size_t size = last ? 2 * last->size : BLOCK_SIZE;
	return size < BLOCK_MOST ? size : BLOCK_MOST;
}

static char *take(struct arena *arena, size_t size, size_t align)
{
	struct arena_block *block = arena->blocks;
	size_t at = block ? (block->used + align - 1) / align * align : 0;
	if (!block || at > block->size || block->size - at < size) {
		size_t room = next_size(block);
		room = size > room ? size : room;
		if (room > SIZE_MAX - sizeof(*block))
			checked(NULL);
		block = xmalloc(sizeof(*block) + room);
		*block = (struct arena_block){.next = arena->blocks, .size = room};
		arena->blocks = block;
		at = 0;
	}
	block->used = at + size;
	return block->bytes + at;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(take(arena, size, _Alignof(max_align_t)), 0, size);
}

char *arena_chars(struct arena *arena, size_t count)
{
	return take(arena, count, 1);
}
