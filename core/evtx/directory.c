#include "directory.h"

void directory_add(struct directory *directory, struct chunk_entry entry)
{
	entry.start = directory->records;
	directory->records += entry.count;
	vec_push(directory, items, entry);
}

void directory_copy(struct directory *ret, const struct directory *directory)
{
	*ret = (struct directory){0};
	for (size_t i = 0; i < directory->items_count; i++)
		directory_add(ret, directory->items[i]);
}

static int by_number(const void *left, const void *right)
{
	const struct chunk_entry *a = left, *b = right;
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return (a->offset > b->offset) - (a->offset < b->offset);
}

void directory_sort(struct directory *directory)
{
	uint64_t start = 0;
	if (directory->items_count)
		qsort(directory->items, directory->items_count, sizeof(*directory->items),
			by_number);
	for (size_t i = 0; i < directory->items_count; i++) {
		directory->items[i].start = start;
		start += directory->items[i].count;
	}
}

static size_t find(const struct directory *directory, uint64_t n)
{
	size_t low = 0, high = directory->items_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (directory->items[middle].start <= n)
			low = middle;
		else
			high = middle;
	}
	return low;
}

const struct chunk_entry *directory_find(struct directory *directory, uint64_t n)
{
	const struct chunk_entry *near = &directory->items[directory->near];
	if (n < near->start || n - near->start >= near->count) {
		directory->near = find(directory, n);
		near = &directory->items[directory->near];
	}
	return near;
}
