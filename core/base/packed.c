#include "packed.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define BLOCK (16u << 10)
#define REPEATS_WITHIN (16u << 10) /* equal texts stand close to one another */

void packed_write(struct packed *p, const void *member, size_t size)
{
	strbuf_add(p->fields, (struct sv){member, size});
}

/* Where text stands among the last ones, or now stands. */
static uint32_t keep_text(struct strbuf *texts, const char *text)
{
	size_t size = strlen(text) + 1;
	size_t from = texts->len > REPEATS_WITHIN ? texts->len - REPEATS_WITHIN : 0;
	const char *same = texts->len ? memmem(texts->ptr + from, texts->len - from, text, size)
		: NULL;
	if (same)
		return (uint32_t)(same - texts->ptr);
	strbuf_add(texts, (struct sv){text, size});
	return (uint32_t)(texts->len - size);
}

void packed_text(struct packed *p, char **text)
{
	uint32_t at = UINT32_MAX;
	if (p->fields && *text)
		at = keep_text(p->texts, *text);
	packed_value(p, at);
	if (!p->fields)
		*text = at == UINT32_MAX ? NULL : (char *)(uintptr_t)(p->pool + at);
}

void packed_text_item(struct packed *p, void *item)
{
	packed_text(p, item);
}

void *packed_items(struct packed *p, void *items, size_t *count, size_t size, packed_item *each)
{
	packed_value(p, *count);
	if (!p->fields)
		items = *count ? arena_alloc(p->arena, *count * size) : NULL;
	for (size_t i = 0; i < *count; i++)
		each(p, (char *)items + i * size);
	return items;
}

/* ---- the files they came from ---- */

#define LANES 4 /* at work side by side: each waits for its own multiplication only */

static uint64_t mixed(uint64_t print, uint64_t word)
{
	print = (print ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return print ^ print >> 29;
}

static inline void add_words(uint64_t lanes[static LANES], const char *bytes)
{
	uint64_t words[LANES];
	memcpy(words, bytes, sizeof(words));
	lanes[0] = mixed(lanes[0], words[0]);
	lanes[1] = mixed(lanes[1], words[1]);
	lanes[2] = mixed(lanes[2], words[2]);
	lanes[3] = mixed(lanes[3], words[3]);
}

/* The last words are filled up with zeros; the length tells them from others. */
static uint64_t add_block(uint64_t print, const char *block, size_t len)
{
	uint64_t lanes[LANES] = {1, 2, 3, 4};
	char last[sizeof(lanes)] = {0};
	size_t whole = len - len % sizeof(lanes);
	for (size_t i = 0; i < whole; i += sizeof(lanes))
		add_words(lanes, block + i);
	memcpy(last, block + whole, len - whole);
	add_words(lanes, last);
	for (size_t lane = 0; lane < LANES; lane++)
		print = mixed(print, lanes[lane]);
	return mixed(print, len);
}

/* The whole block, unless the file ends in it; -1: it can't be read. */
static ssize_t read_block(int fd, char *block)
{
	size_t len = 0;
	ssize_t got = 1;
	while (len < BLOCK && (got = read(fd, block + len, BLOCK - len)) > 0)
		len += (size_t)got;
	return got < 0 ? -1 : (ssize_t)len;
}

bool packed_print(const char *path, uint64_t *ret)
{
	char block[BLOCK];
	ssize_t len = BLOCK;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	*ret = 0;
	if (fd < 0)
		return false;
	while (len == BLOCK && (len = read_block(fd, block)) > 0)
		*ret = add_block(*ret, block, (size_t)len);
	close(fd);
	return len >= 0;
}

static const struct packed_part *find(const struct packed_set *set, const char *name)
{
	for (size_t i = 0; i < set->count; i++)
		if (!strcmp(set->parts[i].name, name))
			return &set->parts[i];
	return NULL;
}

bool packed_same(const struct packed_set *set, const char *folder, const char *name)
{
	const struct packed_part *part = find(set, name);
	uint64_t print;
	autostrbuf path;
	strbuf_init(&path, PATH_MAX);
	strbuf_addf(&path, "%s/%s", folder, name);
	return part && packed_print(path.ptr, &print) && print == part->print;
}

bool packed_open(const struct packed_set *set, const char *name, struct arena *arena,
	struct packed *ret)
{
	const struct packed_part *part = find(set, name);
	if (!part || part->at == PACKED_NONE)
		return false;
	*ret = (struct packed){.at = set->fields + part->at, .pool = set->texts, .arena = arena};
	return true;
}
