#include "joined.h"

#include <string.h>

#define BLOCK (64u << 10)

struct part {
	struct source *source;
	uint64_t start, skip; /* where it begins in the whole; its bytes that are left out */
	uint64_t len;         /* of its own bytes that are in it; a line feed may follow */
	uint64_t lines;       /* line feeds before it, once counted */
};

struct joined {
	struct part *parts;
	size_t count;
	uint64_t size;
	bool counted;
};

static bool ends_line(struct source *source)
{
	char last = '\n';
	uint64_t size = source_size(source);
	return !size || source_read(source, size - 1, &last, 1) == 0 || last == '\n';
}

struct joined *joined_create(struct source *const *parts, size_t count)
{
	struct joined *j = xcalloc(1, sizeof(*j));
	j->parts = xcalloc(count, sizeof(*j->parts));
	j->count = count;
	for (size_t i = 0; i < count; i++) {
		struct part *part = &j->parts[i];
		part->source = parts[i];
		part->start = j->size;
		part->skip = i ? source_mark_size(parts[i]) : 0;
		part->len = source_size(parts[i]) - part->skip;
		j->size += part->len + (i + 1 < count && !ends_line(parts[i]));
	}
	return j;
}

void joined_destroy(struct joined *j)
{
	if (!j)
		return;
	for (size_t i = 0; i < j->count; i++)
		source_close(j->parts[i].source);
	free(j->parts);
	free(j);
}

uint64_t joined_size(const struct joined *j)
{
	return j->size;
}

size_t joined_parts(const struct joined *j)
{
	return j->count;
}

struct source *joined_part(const struct joined *j, size_t part)
{
	return j->parts[part].source;
}

/* The last part that begins at offset or before; what is empty holds nothing. */
static size_t part_at(const struct joined *j, uint64_t offset)
{
	size_t at = 0;
	for (size_t i = 1; i < j->count; i++)
		if (j->parts[i].start <= offset && offset < j->size)
			at = i;
	return at;
}

/* What one part gives of it; *ret_whole: as much as it has there. */
static size_t read_part(const struct joined *j, size_t at, uint64_t within, char *buf,
	size_t len, bool *ret_whole)
{
	const struct part *part = &j->parts[at];
	uint64_t end = at + 1 < j->count ? j->parts[at + 1].start : j->size;
	size_t want = within >= part->len ? 0
		: part->len - within < len ? (size_t)(part->len - within) : len;
	size_t got = want ? source_read(part->source, part->skip + within, buf, want) : 0;
	*ret_whole = got == want;
	if (got == want && got < len && part->start + part->len < end)
		buf[got++] = '\n';
	return got;
}

size_t joined_read(struct joined *j, uint64_t offset, void *buf, size_t len)
{
	size_t done = 0;
	bool whole = true;
	while (whole && done < len && offset + done < j->size) {
		size_t at = part_at(j, offset + done);
		size_t got = read_part(j, at, offset + done - j->parts[at].start,
			(char *)buf + done, len - done, &whole);
		if (!got)
			break;
		done += got;
	}
	return done;
}

static uint64_t lines_between(struct joined *j, uint64_t from, uint64_t to)
{
	autofree char *block = xmalloc(BLOCK);
	uint64_t lines = 0;
	while (from < to) {
		size_t want = to - from < BLOCK ? (size_t)(to - from) : BLOCK;
		size_t got = joined_read(j, from, block, want);
		for (const char *p = block; (p = memchr(p, '\n', got - (size_t)(p - block)));
		     p++)
			lines++;
		if (!got)
			break;
		from += got;
	}
	return lines;
}

static void count_lines(struct joined *j)
{
	for (size_t i = 1; i < j->count; i++)
		j->parts[i].lines = j->parts[i - 1].lines +
			lines_between(j, j->parts[i - 1].start, j->parts[i].start);
	j->counted = true;
}

size_t joined_place(struct joined *j, uint64_t *offset, uint64_t *line)
{
	size_t at = part_at(j, *offset);
	const struct part *part = &j->parts[at];
	if (*line && at && !j->counted)
		count_lines(j);
	if (*line > part->lines)
		*line -= part->lines;
	*offset = *offset - part->start + part->skip;
	return at;
}

const char *joined_trouble(const struct joined *j)
{
	const char *trouble = NULL;
	for (size_t i = 0; i < j->count && !trouble; i++)
		trouble = source_trouble(j->parts[i].source);
	return trouble;
}
