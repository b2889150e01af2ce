/* What is read from our own files at each start, kept ready in the program: the build reads and
 * checks the file, writes what came of it as bytes, and a start takes those as long as the file is
 * still the one they came from.
 *
 * One function a struct describes its members, for both ways: writing appends them, reading fills
 * them. Numbers stand in one piece, texts in another, where repeats are kept once. */
#ifndef BASE_PACKED_H
#define BASE_PACKED_H

#include <string.h>

#include "mem.h"
#include "strbuf.h"

struct packed {
	struct strbuf *fields, *texts; /* written to; NULL: read */
	const char *at, *pool;         /* read: the next member; the texts, which stay there */
	struct arena *arena;           /* read: holds the lists that are made */
};

void packed_write(struct packed *p, const void *member, size_t size);

static inline void packed_bytes(struct packed *p, void *member, size_t size)
{
	if (p->fields) {
		packed_write(p, member, size);
		return;
	}
	memcpy(member, p->at, size);
	p->at += size;
}

/* Of any plain type. */
#define packed_value(p, member) packed_bytes((p), &(member), sizeof(member))
/* NULL stays NULL. Read: the text belongs to the program and is neither changed nor released. */
void packed_text(struct packed *p, char **text);

typedef void packed_item(struct packed *p, void *item);
/* The items of a vector (mem.h), or their new place. */
void *packed_items(struct packed *p, void *items, size_t *count, size_t size, packed_item *each);
#define packed_list(p, owner, items, each)                                                    \
	do {                                                                                  \
		(owner)->items = packed_items((p), (owner)->items, &(owner)->items##_count,   \
			sizeof(*(owner)->items), (each));                                     \
		(owner)->items##_cap = (owner)->items##_count;                                \
	} while (0)
packed_item packed_text_item; /* an item that is a char * */

/* ---- the files they came from ---- */

#define PACKED_NONE SIZE_MAX

struct packed_part {
	const char *name; /* within the folder: "reference/codes.xml" */
	uint64_t print;   /* of the file */
	size_t at;        /* in fields; PACKED_NONE: part of another one */
};

struct packed_set {
	const struct packed_part *parts;
	size_t count;
	const char *fields, *texts;
};

/* A number for a file's bytes: tells that it was changed, no more. False: it can't be read. */
bool packed_print(const char *path, uint64_t *ret);
/* Is the file of that name in this folder the one that is packed? */
bool packed_same(const struct packed_set *set, const char *folder, const char *name);
/* To read a part from; its lists will be the arena's. False: there is none of that name. */
bool packed_open(const struct packed_set *set, const char *name, struct arena *arena,
	struct packed *ret);

#endif
