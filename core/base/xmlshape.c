#include "xmlshape.h"

#include <string.h>

#include "plainxml.h"
#include "xmlrun.h"

#define NODES_MAX 2000
#define SIBLINGS_MAX 40
#define BYTES_MAX (48u << 10)
#define EXPRESS_MAX 4
#define EXPRESS_BYTES 4096

/* Shapes that begin alike share their nodes: a tree, in which a document goes from the root to an
 * end. */
struct node {
	uint32_t at, len;        /* of the markup in front of the slot */
	uint16_t child, sibling; /* 0: none */
	uint8_t kind, meaning;
};
#define END 255 /* instead of a slot */

/* A document of a shape as one stood, and which of its slots others had otherwise: all between two of
 * those is compared at once, for most values are the same in all documents. */
struct express {
	uint16_t end; /* the last node of its path; 0: it is free */
	bool narrowed;
	uint16_t slots_count, len;
	struct stop {
		uint16_t node, at, len; /* of the value, in bytes */
		uint8_t kind, meaning;
		bool coded, varies;
	} stops[XMLSHAPE_SLOTS_MAX];
	char bytes[EXPRESS_BYTES];
};

struct xmlshapes {
	struct node nodes[NODES_MAX]; /* 0 stands for the root's parent */
	struct express expresses[EXPRESS_MAX];
	size_t express, express_next; /* the last one that fitted; the next to be made anew */
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

/* As far as a document has been matched. */
struct walk {
	const struct node *node;
	struct sv rest;
	bool narrowed;
	struct xmlshape_path *path;
	uint16_t nodes[XMLSHAPE_SLOTS_MAX]; /* of its slots */
};

static inline void go_on(struct walk *walk, size_t len)
{
	walk->rest = (struct sv){walk->rest.ptr + len, walk->rest.len - len};
}

/* The slot behind the node. False: there is none like that. */
static inline bool walk_slot(const struct xmlshapes *shapes, struct walk *walk)
{
	struct xmlshape_slot *slot = &walk->path->slots[walk->path->count];
	walk->nodes[walk->path->count++] = (uint16_t)(walk->node - shapes->nodes);
	if (!take_slot(walk->node, walk->rest, walk->narrowed, slot))
		return false;
	go_on(walk, slot->text.len);
	return true;
}

/* To the end. False: it is of no known shape from there on. */
static bool walk_tree(const struct xmlshapes *shapes, struct walk *walk)
{
	while ((walk->node = next_node(shapes, walk->node, walk->rest))) {
		go_on(walk, walk->node->len);
		if (walk->node->kind == END)
			return true;
		if (!walk_slot(shapes, walk))
			return false;
	}
	return false;
}

/* The slots of a run, which are as they were; from: where it begins in the express. */
static inline void fill_run(const struct express *e, size_t from, size_t to_slot,
	struct walk *walk)
{
	for (size_t i = walk->path->count; i < to_slot; i++) {
		const struct stop *stop = &e->stops[i];
		walk->nodes[i] = stop->node;
		walk->path->slots[i] = (struct xmlshape_slot){
			{walk->rest.ptr + (stop->at - from), stop->len}, stop->kind,
			stop->meaning, stop->coded};
	}
	walk->path->count = to_slot;
}

static inline bool take_run(const struct express *e, size_t from, size_t to, size_t to_slot,
	struct walk *walk)
{
	if (walk->rest.len < to - from || memcmp(e->bytes + from, walk->rest.ptr, to - from) != 0)
		return false;
	fill_run(e, from, to_slot, walk);
	go_on(walk, to - from);
	return true;
}

enum went { WENT_ALL, WENT_SO_FAR, WENT_WRONG };

/* As far as it goes without a look at the tree. */
static enum went walk_express(const struct xmlshapes *shapes, const struct express *e,
	struct walk *walk)
{
	size_t from = 0;
	for (size_t i = 0; i < e->slots_count; i++) {
		const struct stop *stop = &e->stops[i];
		if (!stop->varies)
			continue;
		if (!take_run(e, from, stop->at, i, walk))
			return WENT_SO_FAR;
		walk->node = &shapes->nodes[stop->node];
		if (!walk_slot(shapes, walk))
			return WENT_WRONG;
		from = stop->at + stop->len;
	}
	return take_run(e, from, e->len, e->slots_count, walk) ? WENT_ALL : WENT_SO_FAR;
}

/* The express for the path that was walked; it has to be filled if it is new. */
static struct express *express_of(struct xmlshapes *shapes, const struct walk *walk)
{
	uint16_t end = (uint16_t)(walk->node - shapes->nodes);
	for (size_t i = 0; i < EXPRESS_MAX; i++)
		if (shapes->expresses[i].end == end) {
			shapes->express = i;
			return &shapes->expresses[i];
		}
	shapes->express = shapes->express_next++ % EXPRESS_MAX;
	struct express *e = &shapes->expresses[shapes->express];
	e->end = end;
	e->slots_count = 0;
	return e;
}

static bool add_bytes(struct express *e, const char *ptr, size_t len)
{
	if (len > sizeof(e->bytes) - e->len)
		return false;
	memcpy(e->bytes + e->len, ptr, len);
	e->len += (uint16_t)len;
	return true;
}

/* What is long differs. */
#define LONG 128

static bool add_stop(const struct xmlshapes *shapes, struct express *e, const struct walk *walk,
	size_t i)
{
	const struct xmlshape_slot *slot = &walk->path->slots[i];
	const struct node *node = &shapes->nodes[walk->nodes[i]];
	size_t len = slot->text.len < LONG ? slot->text.len : 0;
	if (!add_bytes(e, shapes->bytes + node->at, node->len))
		return false;
	e->stops[e->slots_count++] = (struct stop){walk->nodes[i], e->len, (uint16_t)len,
		node->kind, node->meaning, slot->coded, slot->text.len != len};
	return add_bytes(e, slot->text.ptr, len);
}

static void fill_express(const struct xmlshapes *shapes, struct express *e, const struct walk *walk)
{
	e->narrowed = walk->narrowed;
	e->len = 0;
	for (size_t i = 0; i < walk->path->count; i++)
		if (!add_stop(shapes, e, walk, i)) {
			e->end = 0;
			return;
		}
	if (!add_bytes(e, shapes->bytes + walk->node->at, walk->node->len))
		e->end = 0;
}

/* What has been walked through the tree teaches what varies. */
static void note_express(struct xmlshapes *shapes, const struct walk *walk)
{
	struct express *e = express_of(shapes, walk);
	if (e->slots_count != walk->path->count || e->narrowed != walk->narrowed) {
		e->slots_count = 0;
		fill_express(shapes, e, walk);
		return;
	}
	for (size_t i = 0; i < e->slots_count; i++) {
		struct stop *stop = &e->stops[i];
		stop->varies = stop->varies || walk->nodes[i] != stop->node ||
			!sv_eq(walk->path->slots[i].text, (struct sv){e->bytes + stop->at, stop->len});
	}
}

static bool walk_all(struct xmlshapes *shapes, struct walk *walk)
{
	const struct express *e = &shapes->expresses[shapes->express];
	enum went went = WENT_SO_FAR;
	if (e->end && e->narrowed == walk->narrowed)
		went = walk_express(shapes, e, walk);
	if (went != WENT_SO_FAR)
		return went == WENT_ALL;
	if (!walk_tree(shapes, walk))
		return false;
	note_express(shapes, walk);
	return true;
}

bool xmlshapes_match(struct xmlshapes *shapes, struct sv text, bool narrowed,
	struct xmlshape_path *ret, size_t *ret_len)
{
	struct walk walk; /* large: what is not counted is not set */
	walk.node = &shapes->nodes[0];
	walk.rest = text;
	walk.narrowed = narrowed;
	walk.path = ret;
	ret->count = 0;
	ret->lost = false;
	bool matched = walk_all(shapes, &walk);
	*ret_len = text.len - walk.rest.len;
	return matched;
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
