#include "xmlshape.h"

#include <string.h>

#include "plainxml.h"
#include "xmlrun.h"

#define NODES_MAX 2000
#define SIBLINGS_MAX 40
#define BYTES_MAX (48u << 10)

/* Shapes that begin alike share their nodes: a tree, in which a document goes from the root to an
 * end. */
struct node {
	uint32_t at, len;        /* of the markup in front of the slot */
	uint16_t child, sibling; /* 0: none */
	uint8_t kind, meaning;
};
#define END 255 /* instead of a slot */

struct xmlshapes {
	struct node nodes[NODES_MAX]; /* 0 stands for the root's parent */
	size_t nodes_count, bytes_count;
	char bytes[BYTES_MAX];
};

struct xmlshapes *xmlshapes_create(void)
{
	struct xmlshapes *shapes = xcalloc(1, sizeof(*shapes));
	shapes->nodes_count = 1;
	return shapes;
}

void xmlshapes_destroy(struct xmlshapes *shapes)
{
	free(shapes);
}

/* ---- to match ---- */

static inline const struct node *next_node(const struct xmlshapes *shapes, const struct node *parent,
	struct sv rest)
{
	for (size_t i = parent->child; i; i = shapes->nodes[i].sibling) {
		const struct node *node = &shapes->nodes[i];
		if (node->len <= rest.len &&
		    memcmp(shapes->bytes + node->at, rest.ptr, node->len) == 0)
			return node;
	}
	return NULL;
}

/* False: there is no such slot at the beginning of rest. */
static inline bool take_slot(const struct node *node, struct sv rest, bool narrowed,
	struct xmlshape_slot *ret)
{
	unsigned kinds = 0;
	char quote = node->kind == XMLSHAPE_SINGLE ? '\'' : '"';
	size_t len = node->kind == XMLSHAPE_TEXT ? xmlrun_text(rest, &kinds)
		: node->kind == XMLSHAPE_NOTHING ? 0 : xmlrun_value(rest, quote);
	*ret = (struct xmlshape_slot){{rest.ptr, len}, node->kind, node->meaning,
		kinds & XMLRUN_CODED};
	if (node->kind == XMLSHAPE_TEXT)
		return len < rest.len && plainxml_text_is(ret->text, kinds, narrowed);
	return node->kind == XMLSHAPE_NOTHING ||
		(len < rest.len && rest.ptr[len] == quote && len <= XMLSHAPE_VALUE_MAX);
}

bool xmlshapes_match(const struct xmlshapes *shapes, struct sv text, bool narrowed,
	struct xmlshape_path *ret, size_t *ret_len)
{
	const struct node *node = &shapes->nodes[0];
	struct sv rest = text;
	ret->count = 0;
	ret->lost = false;
	while ((node = next_node(shapes, node, rest))) {
		rest = (struct sv){rest.ptr + node->len, rest.len - node->len};
		*ret_len = text.len - rest.len;
		if (node->kind == END)
			return true;
		struct xmlshape_slot *slot = &ret->slots[ret->count++];
		if (!take_slot(node, rest, narrowed, slot))
			return false;
		rest = (struct sv){rest.ptr + slot->text.len, rest.len - slot->text.len};
	}
	return false;
}

/* ---- to learn ---- */

void xmlshape_add(struct xmlshape_path *path, enum xmlshape_kind kind, struct sv text)
{
	path->lost |= path->count == XMLSHAPE_SLOTS_MAX;
	if (!path->lost)
		path->slots[path->count++] = (struct xmlshape_slot){.text = text, .kind = (uint8_t)kind};
}

bool xmlshape_mean(struct xmlshape_path *path, struct sv text, uint8_t meaning)
{
	for (size_t i = path->count; i-- > 0;)
		if (path->slots[i].text.ptr == text.ptr) {
			path->slots[i].meaning = meaning;
			return true;
		}
	return false;
}

static uint16_t *sibling_of(struct xmlshapes *shapes, struct node *parent, struct sv markup,
	const struct node *like, size_t *ret_before)
{
	uint16_t *link = &parent->child;
	for (*ret_before = 0; *link; ++*ret_before) {
		struct node *node = &shapes->nodes[*link];
		if (node->kind == like->kind && node->meaning == like->meaning &&
		    sv_eq((struct sv){shapes->bytes + node->at, node->len}, markup))
			break;
		link = &node->sibling;
	}
	return link;
}

/* The child of parent with that markup and slot; NULL: there is no room for one. */
static struct node *child_of(struct xmlshapes *shapes, struct node *parent, struct sv markup,
	const struct node *like)
{
	size_t before;
	uint16_t *link = sibling_of(shapes, parent, markup, like, &before);
	if (*link)
		return &shapes->nodes[*link];
	if (before == SIBLINGS_MAX || shapes->nodes_count == NODES_MAX ||
	    markup.len > BYTES_MAX - shapes->bytes_count)
		return NULL;
	struct node *node = &shapes->nodes[shapes->nodes_count];
	*node = *like;
	node->at = (uint32_t)shapes->bytes_count;
	node->len = (uint32_t)markup.len;
	memcpy(shapes->bytes + node->at, markup.ptr, markup.len);
	shapes->bytes_count += markup.len;
	*link = (uint16_t)shapes->nodes_count++;
	return node;
}

void xmlshapes_learn(struct xmlshapes *shapes, struct sv document,
	const struct xmlshape_path *path)
{
	struct node *node = &shapes->nodes[0];
	const char *from = document.ptr, *end = document.ptr + document.len;
	for (size_t i = 0; node && !path->lost && i < path->count; i++) {
		const struct xmlshape_slot *slot = &path->slots[i];
		const struct node like = {.kind = slot->kind, .meaning = slot->meaning};
		if (slot->kind == XMLSHAPE_NOTHING && !slot->meaning)
			continue;
		struct sv markup = {from, (size_t)(slot->text.ptr - from)};
		node = child_of(shapes, node, markup, &like);
		from = slot->text.ptr + slot->text.len;
	}
	if (node && !path->lost)
		child_of(shapes, node, (struct sv){from, (size_t)(end - from)},
			&(struct node){.kind = END});
}
