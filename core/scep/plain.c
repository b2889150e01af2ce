#include "plain.h"

#include "base/plainxml.h"

/* Where the visitor stands. */
struct tour {
	const struct walk_visitor *visitor;
	struct walk at;
	struct sv text; /* since the last tag */
	struct strbuf path, decoded;
};

static void tell_start(struct tour *tour, const struct plainxml *p)
{
	if (tour->path.len)
		strbuf_char(&tour->path, '/');
	strbuf_add(&tour->path, p->name);
	tour->at.path = strbuf_sv(&tour->path);
	tour->at.text = tour->text = SV_EMPTY;
	tour->at.attributes = p->attributes;
	if (tour->visitor->start)
		tour->visitor->start(tour->visitor->data, &tour->at);
}

static void tell_end(struct tour *tour)
{
	tour->at.path = strbuf_sv(&tour->path);
	tour->at.text = tour->text;
	if (tour->visitor->end)
		tour->visitor->end(tour->visitor->data, &tour->at);
	size_t slash = tour->path.len;
	while (slash && tour->path.ptr[slash - 1] != '/')
		slash--;
	tour->path.len = slash ? slash - 1 : 0;
	tour->text = SV_EMPTY;
}

static void keep_text(struct tour *tour, const struct plainxml *p)
{
	tour->text = p->text;
	if (!p->coded)
		return;
	strbuf_reset(&tour->decoded);
	plainxml_decode(p->text, &tour->decoded);
	tour->text = strbuf_sv(&tour->decoded);
}

static void tell_token(struct tour *tour, const struct plainxml *p, enum plainxml_token token)
{
	if (token == PLAINXML_TEXT)
		keep_text(tour, p);
	if (token == PLAINXML_START || token == PLAINXML_EMPTY)
		tell_start(tour, p);
	if (token == PLAINXML_END || token == PLAINXML_EMPTY)
		tell_end(tour);
}

/* Takes its nodes from *nodes. False: it is not plain, or there are not so many. */
static bool tell(struct tour *tour, struct sv text, size_t *nodes)
{
	struct plainxml p = {.rest = text};
	enum plainxml_token token;
	while ((token = plainxml_next(&p)) != PLAINXML_DONE) {
		if (token == PLAINXML_STRANGE || !*nodes)
			return false;
		--*nodes;
		tell_token(tour, &p, token);
	}
	return true;
}

static bool walk(struct sv text, size_t *nodes, const struct walk_visitor *visitor)
{
	struct tour tour = {.visitor = visitor, .text = SV_EMPTY, .at.by_hand = true};
	strbuf_init(&tour.path, PLAINXML_DEPTH_MAX * (PLAINXML_NAME_MAX + 1));
	strbuf_init(&tour.decoded, STRBUF_RECORD);
	bool plain = tell(&tour, text, nodes);
	strbuf_finish(&tour.path);
	strbuf_finish(&tour.decoded);
	return plain;
}

/* Once to see whether it is plain, which is quick, and only then for the visitor. */
bool plain_walk(struct sv text, struct walk_budget *budget, const struct walk_visitor *visitor)
{
	size_t nodes;
	if (!plainxml_is(text, &nodes) || nodes > budget->nodes)
		return false;
	budget->nodes -= nodes;
	return walk(text, &nodes, visitor);
}

bool plain_walk_at_once(struct sv text, struct walk_budget *budget,
	const struct walk_visitor *visitor)
{
	return walk(text, &budget->nodes, visitor);
}
