#include "bundle.h"

#include <string.h>

#include "base/i18n.h"
#include "log.h"
#include "notes.h"
#include "unpack.h"

struct bundle {
	struct source *source;
	struct unpack_cost cost; /* held: of members given out or gone through */
	size_t members, special;
	char *first_special;
	struct notes notes; /* minor: about a member of no use */
	bool stopped;
};

bool bundle_is(struct sv head)
{
	return sv_starts(head, SV("PK\003\004")) || sv_starts(head, SV("PK\005\006")) ||
		sv_starts(head, (struct sv){"MSCF\0\0\0\0", 8}) ||
		sv_starts(head, SV("\x1f\x8b")) ||
		sv_starts(sv_from(head, 257), SV("ustar"));
}

struct bundle *bundle_open(struct source *source)
{
	struct bundle *bundle = xcalloc(1, sizeof(*bundle));
	bundle->source = source;
	return bundle;
}

void bundle_close(struct bundle *bundle)
{
	if (!bundle)
		return;
	notes_finish(&bundle->notes);
	free(bundle->first_special);
	free(bundle);
}

size_t bundle_members(const struct bundle *bundle)
{
	return bundle->members;
}

const char *bundle_note(const struct bundle *bundle, size_t i, bool all)
{
	return notes_at(&bundle->notes, i, all);
}

/* ---- the list ---- */

struct pass {
	struct bundle *bundle;
	bundle_seen_fn *seen;
	void *data;
	char *head; /* LOG_PROBE_MAX bytes */
	struct bundle_member outer; /* the places above this level */
};

static bool list_level(struct pass *pass, struct source *source, const char *prefix,
	unsigned depth, struct err *err);

static void warn_ratio(struct pass *pass, const struct item *item, uint64_t ratio)
{
	if (ratio >= BUNDLE_RATIO_MAX)
		notes_add(&pass->bundle->notes, false, _("%s: unpacks to %llu times the size of its bundle"),
			item->name, (unsigned long long)ratio);
}

/* A bundle in the bundle: taken into memory, gone through, let go. */
static void list_inner(struct pass *pass, struct unpack *u, const struct item *item,
	struct sv head, unsigned depth)
{
	struct bundle *bundle = pass->bundle;
	struct err err = {0};
	size_t len = 0;
	if (depth >= BUNDLE_DEPTH_MAX) {
		notes_add(&bundle->notes, false, _("%s: a bundle in a bundle in a bundle; unpack the outer "
			"ones and name this one"), item->name);
		return;
	}
	char *bytes = unpack_fits(u, item, &err)
		? unpack_whole(u, item, head, &len, &err) : NULL;
	if (!bytes) {
		notes_add(&bundle->notes, false, "%s", err.text);
		return;
	}
	struct bundle_member above = pass->outer;
	struct source *inner = source_memory(item->name, bytes, len);
	pass->outer.place[depth - 1] = item->member.place[depth - 1];
	bundle->cost.held += len;
	if (!list_level(pass, inner, item->name, depth + 1, &err))
		notes_add(&bundle->notes, false, "%s", err.text);
	bundle->cost.held -= len;
	pass->outer = above;
	source_close(inner);
}

static void list_file(struct pass *pass, struct unpack *u, struct item *item, unsigned depth)
{
	struct bundle *bundle = pass->bundle;
	struct err err = {0};
	size_t got;
	if (item->encrypted) {
		unpack_fits(u, item, &err);
		notes_add(&bundle->notes, false, "%s", err.text);
		return;
	}
	bool whole = unpack_bytes(u, pass->head, LOG_PROBE_MAX, &got);
	/* the words are the archive's, and gone with the next call */
	autofree char *why = whole ? NULL : xstrdup(unpack_why(u));
	struct sv head = {pass->head, got};
	warn_ratio(pass, item, unpack_ratio(u, item));
	if (whole && bundle_is(head)) {
		list_inner(pass, u, item, head, depth);
		return;
	}
	bool fit = whole && unpack_fits(u, item, &err);
	if (!fit && !whole)
		err_set(&err, ERR_INPUT, "%s: %s", item->name, why);
	bool useful = pass->seen(pass->data, &item->member, head, fit);
	if (!fit)
		notes_add(&bundle->notes, !useful, "%s", err.text);
}

/* True: go on with the next one. */
static bool list_entry(struct pass *pass, struct unpack *u, struct item *item, unsigned depth,
	size_t index)
{
	struct bundle *bundle = pass->bundle;
	if (item->folder)
		return true;
	if (bundle->members >= BUNDLE_MEMBERS_MAX) {
		notes_add(&bundle->notes, false, _("more than %u members; those from %s on were not looked "
			"at"), BUNDLE_MEMBERS_MAX, item->name);
		return false;
	}
	bundle->members++;
	memcpy(item->member.place, pass->outer.place, sizeof(item->member.place));
	item->member.place[depth - 1] = index;
	item->member.depth = depth;
	if (item->regular) {
		list_file(pass, u, item, depth);
	} else if (!bundle->special++) {
		bundle->first_special = xstrdup(item->name);
	}
	if (bundle->stopped || unpack_pass_over(u, item))
		return !bundle->stopped;
	notes_add(&bundle->notes, false, _("%s: unpacks to more than %llu GB; what follows was not looked "
		"at"), item->name, BUNDLE_WORK_MAX >> 30);
	return false;
}

/* False: nothing of it could be read. Members beyond a limit end the whole pass. */
static bool list_level(struct pass *pass, struct source *source, const char *prefix,
	unsigned depth, struct err *err)
{
	struct bundle *bundle = pass->bundle;
	struct item item;
	const char *why = NULL;
	size_t index = 0;
	struct unpack *u = unpack_open(source, &bundle->cost);
	while (!bundle->stopped && unpack_next(u, prefix, &item, &why))
		bundle->stopped = !list_entry(pass, u, &item, depth, index++);
	if (why && !index)
		err_set(err, ERR_INPUT, "%s: %s", source_path(source),
			unpack_why_nothing(u, why));
	else if (why)
		notes_add(&bundle->notes, false, _("%s%sreading stopped behind its first %zu members: %s"),
			prefix, *prefix ? ": " : "", index, why);
	unpack_close(u);
	return index || !why;
}

bool bundle_list(struct bundle *bundle, bundle_seen_fn *seen, void *data, struct err *err)
{
	struct pass pass = {.bundle = bundle, .seen = seen, .data = data,
		.head = xmalloc(LOG_PROBE_MAX)};
	bundle->cost.work = 0;
	bool listed = list_level(&pass, bundle->source, "", 1, err);
	if (bundle->special)
		notes_add(&bundle->notes, false, P_("%s: passed over, %zu link or device",
			"%s and others: passed over, %zu links or devices",
			(unsigned long)bundle->special), bundle->first_special, bundle->special);
	free(pass.head);
	return listed;
}

/* ---- one member ---- */

/* Goes to the member with this index and reads it whole. NULL: err says why. */
static char *load_index(struct bundle *bundle, struct source *source, size_t index,
	const char *prefix, struct item *ret, size_t *ret_len, struct err *err)
{
	const char *why = NULL;
	char *bytes = NULL;
	bool there = true;
	struct unpack *u = unpack_open(source, &bundle->cost);
	for (size_t i = 0; there && (there = unpack_next(u, prefix, ret, &why)); i++) {
		if (i == index)
			break;
		there = unpack_pass_over(u, ret);
	}
	if (!there)
		err_set(err, ERR_INPUT, "%s: %s", source_path(source), why ? why : unpack_why(u));
	else if (unpack_fits(u, ret, err))
		bytes = unpack_whole(u, ret, SV_EMPTY, ret_len, err);
	unpack_close(u);
	return bytes;
}

static struct source *load(struct bundle *bundle, const struct bundle_member *member,
	struct err *err)
{
	struct item item = {.name = ""};
	struct source *at = bundle->source, *inner = NULL;
	char *bytes = NULL;
	size_t len = 0;
	bundle->cost.work = 0;
	for (unsigned depth = 0; depth < member->depth; depth++) {
		autofree char *prefix = xstrdup(item.name);
		bytes = load_index(bundle, at, member->place[depth], prefix, &item, &len, err);
		if (inner)
			bundle->cost.held -= source_size(inner);
		source_close(inner);
		if (!bytes)
			return NULL;
		bundle->cost.held += len;
		if (depth + 1 < member->depth)
			at = inner = source_memory(item.name, bytes, len);
	}
	struct source *source = source_memory(source_path(bundle->source), bytes, len);
	source_set_member(source, item.name);
	return source;
}

struct source *bundle_load(struct bundle *bundle, const struct bundle_member *member,
	struct err *err)
{
	struct err within = {0};
	struct source *source = load(bundle, member, &within);
	if (!source)
		err_set(err, ERR_INPUT, "%s: %s", source_path(bundle->source), within.text);
	return source;
}
