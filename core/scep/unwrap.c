#include "unwrap.h"

#include <string.h>

#include "base/path.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "walk.h"

#define NAME_MAX_BYTES 128
#define TRIES_MAX 32 /* tags that could begin a document; each costs a look at all behind it */

/* One document on its way out. An element is told when it is known whether it holds elements:
 * at the start of its first child, or at its end. */
struct layer {
	unwrap_fn *fn;
	void *data;
	struct walk_budget *budget;
	unsigned depth; /* of its root */
	bool pending;
	char name[NAME_MAX_BYTES];
	unsigned pending_depth;
	bool secret_follows; /* a node or a key named the challenge; its value comes next */
};

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '_' || c == '-' || c == '.' || c == ':';
}

static struct sv name_of_tag(struct sv tag)
{
	size_t len = 0;
	tag = sv_from(tag, 1);
	while (len < tag.len && len < NAME_MAX_BYTES && name_char(tag.ptr[len]))
		len++;
	return sv_sub(tag, 0, len);
}

/* The last "</name" in text; SV_NPOS: none. */
static size_t last_close(struct sv text, struct sv name)
{
	size_t found = SV_NPOS, from = 0;
	for (size_t hit; (hit = sv_find(sv_from(text, from), SV("</"))) != SV_NPOS;) {
		from += hit + 2;
		if (sv_starts(sv_from(text, from), name))
			found = from - 2;
	}
	return found;
}

/* Ids are printed as <LogicalName> where they are masked: only what is closed again, or is a
 * SyncML message cut short, counts as XML. */
static bool find_document(struct sv text, size_t *ret_from, size_t *ret_to)
{
	size_t from = 0;
	unsigned tries = 0;
	for (size_t hit; (hit = sv_chr(sv_from(text, from), '<')) != SV_NPOS; from++) {
		from += hit;
		struct sv rest = sv_from(text, from), name = name_of_tag(rest);
		if (!name.len)
			continue;
		if (tries++ == TRIES_MAX)
			return false;
		size_t close = last_close(rest, name);
		if (close == SV_NPOS && !sv_eq(name, SV("SyncML")))
			continue;
		size_t end = close == SV_NPOS ? close : sv_chr(sv_from(rest, close), '>');
		*ret_from = from;
		*ret_to = end == SV_NPOS ? text.len : from + close + end + 1;
		return true;
	}
	return false;
}

/* The token holds the challenge, too, in base64. */
static bool is_secret(struct sv name)
{
	return sv_istarts(name, SV("Challenge")) ||
		sv_ifind(name, SV("RequestToken")) != SV_NPOS;
}

/* Windows and Apple name the challenge in one element and tell it in another. */
static void note_secret(struct layer *layer, struct sv name, struct sv text)
{
	if (sv_eq(name, SV("LocURI")))
		layer->secret_follows = sv_ifind(text, SV("/Challenge")) != SV_NPOS;
	else if (sv_eq(name, SV("key")))
		layer->secret_follows = sv_istarts(text, SV("Challenge"));
}

static bool is_value(struct sv name)
{
	return sv_eq(name, SV("Data")) || sv_eq(name, SV("string")) || sv_eq(name, SV("data"));
}

static void tell(struct layer *layer, unsigned depth, struct sv name, struct sv text,
	bool inner)
{
	note_secret(layer, name, text);
	bool value = is_value(name) && layer->secret_follows;
	if ((is_secret(name) || value) && text.len)
		text = SV("(masked)");
	layer->secret_follows = layer->secret_follows && !value;
	layer->fn(layer->data, &(struct unwrapped){depth, name, text, inner});
}

static unsigned depth_of(const struct layer *layer, const struct walk *at)
{
	unsigned depth = layer->depth;
	for (size_t i = 0; i < at->path.len; i++)
		depth += at->path.ptr[i] == '/';
	return depth;
}

static void tell_pending(struct layer *layer)
{
	if (layer->pending)
		tell(layer, layer->pending_depth, sv_str(layer->name), SV_EMPTY, false);
	layer->pending = false;
}

static void at_start(void *data, struct walk *at)
{
	struct layer *layer = data;
	struct sv name = sv_sub(path_name(at->path), 0, NAME_MAX_BYTES - 1);
	tell_pending(layer);
	layer->pending = true;
	layer->pending_depth = depth_of(layer, at);
	memcpy(layer->name, name.ptr, name.len);
	layer->name[name.len] = '\0';
}

static void walk_layer(struct sv text, unsigned depth, struct walk_budget *budget,
	unwrap_fn *fn, void *data, struct err *err);

static bool holds_xml(struct sv text)
{
	size_t from, to;
	text = sv_trim(text);
	return sv_starts(text, SV("<")) && find_document(text, &from, &to);
}

static void at_end(void *data, struct walk *at)
{
	struct layer *layer = data;
	if (!layer->pending) /* its elements were told */
		return;
	layer->pending = false;
	bool inner = layer->budget->levels && !is_secret(path_name(at->path)) &&
		!layer->secret_follows && holds_xml(at->text);
	tell(layer, layer->pending_depth, path_name(at->path), inner ? SV_EMPTY : sv_trim(at->text),
		inner);
	if (!inner)
		return;
	struct err err = {0};
	autofree char *copy = sv_dup(at->text); /* the walk's own buffer is used again */
	walk_layer(sv_str(copy), layer->pending_depth + 1, layer->budget, layer->fn,
		layer->data, &err);
}

static void walk_layer(struct sv text, unsigned depth, struct walk_budget *budget,
	unwrap_fn *fn, void *data, struct err *err)
{
	size_t from, to;
	if (!find_document(text, &from, &to))
		return;
	struct layer layer = {.fn = fn, .data = data, .budget = budget, .depth = depth};
	struct walk_visitor visitor = {at_start, at_end, &layer};
	walk_xml(sv_sub(text, from, to - from), budget, &visitor, err);
}

bool unwrap(struct sv text, size_t *ret_from, size_t *ret_to, unwrap_fn *fn, void *data,
	struct err *err)
{
	struct walk_budget budget = WALK_BUDGET;
	autostrbuf repaired;
	strbuf_init(&repaired, STRBUF_RECORD);
	*err = (struct err){0};
	if (!find_document(text, ret_from, ret_to))
		return false;
	struct sv document = sv_sub(text, *ret_from, *ret_to - *ret_from);
	if (!utf8_valid(document)) {
		utf8_repair(&repaired, document);
		document = strbuf_sv(&repaired);
	}
	walk_layer(document, 0, &budget, fn, data, err);
	return true;
}
