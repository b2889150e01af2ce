#include "entry_page.h"

#include <string.h>

#include "base/utf8.h"
#include "base/wrap.h"
#include "frame.h"
#include "diagnosis/event.h"
#include "entry_words.h"
#include "scep/unwrap.h"
#include "spots.h"

#define RAW_SHOWN (64u << 10)
#define SPANS_MAX 64

/* ---- the parts of a text that the guide marks ---- */

struct span {
	size_t from, to;
};

struct marks {
	struct span spans[SPANS_MAX];
	size_t count;
};

static void add_span(struct marks *marks, size_t from, size_t to)
{
	size_t at = marks->count;
	if (at == SPANS_MAX || from >= to)
		return;
	while (at && marks->spans[at - 1].from > from) {
		marks->spans[at] = marks->spans[at - 1];
		at--;
	}
	marks->spans[at] = (struct span){from, to};
	marks->count++;
}

static void find_marks(const struct diagnosis *d, size_t from, size_t count, struct sv text,
	struct marks *marks)
{
	struct pattern_match match;
	marks->count = 0;
	for (size_t i = from; i < from + count; i++) {
		const struct guide_key_entry *key = d->findings[i].key;
		for (size_t m = 0; m < key->marks_count; m++)
			for (size_t at = 0; pattern_search(key->marks[m].pattern, text, at, &match);
			     at = match.to + (match.to == match.from))
				add_span(marks, match.from, match.to);
	}
}

/* The part of text from skip on; marked parts in their role. */
static void add_marked(struct page *page, enum look_role role, struct sv text, size_t skip,
	const struct marks *marks, bool raw)
{
	void (*add)(struct page *, enum look_role, struct sv) = raw ? page_raw : page_add;
	size_t at = skip;
	for (size_t i = 0; i < marks->count; i++) {
		const struct span *span = &marks->spans[i];
		if (span->to <= at || span->from >= text.len)
			continue;
		size_t from = span->from > at ? span->from : at;
		add(page, role, sv_sub(text, at, from - at));
		add(page, LOOK_MARK, sv_sub(text, from, span->to - from));
		at = span->to;
	}
	add(page, role, sv_from(text, at));
}

/* ---- what it means ---- */

static void add_title(const struct entry_page *what, struct page *page, size_t i)
{
	const struct guide_key_entry *key = what->app->wizard.diagnosis->findings[i].key;
	enum look_role role = frame_key_role(key->role);
	page_line(page, 0, 2);
	page_add(page, role, draw_glyph(what->app->term,
		key->role == ROLE_NOTE ? GLYPH_NOTE : GLYPH_KEY));
	page_addf(page, role, " %s", guide_text(key->title));
}

/* The one that says most is explained; what else the entry is, is named. */
static void add_findings(const struct entry_page *what, struct page *page, size_t from,
	size_t count)
{
	const struct diagnosis *d = what->app->wizard.diagnosis;
	size_t main = spots_main(d, from, count);
	if (!count)
		return;
	add_title(what, page, main);
	if (d->findings[main].key->meaning) {
		page_line(page, 2, 2);
		page_add(page, LOOK_PLAIN, sv_str(guide_text(d->findings[main].key->meaning)));
	}
	for (size_t i = from; i < from + count; i++)
		if (i != main && d->findings[i].key != d->findings[main].key)
			add_title(what, page, i);
}

static void add_codes(const struct entry_page *what, const struct log_entry *entry,
	struct page *page, size_t from, size_t count)
{
	const struct diagnosis *d = what->app->wizard.diagnosis;
	struct code code;
	bool told = false;
	for (size_t i = from; i < from + count; i++) {
		const struct finding *f = &d->findings[i];
		if (!f->has_code)
			continue;
		if (f->code_is_syncml)
			codes_explain_syncml(d->library->codes, f->code, &code);
		else
			codes_explain(d->library->codes, f->code, &code);
		words_code(page, &code);
		told = true;
	}
	if (!told)
		words_codes_in(d->library, entry, page);
}

/* ---- its fields ---- */

static void add_fields(const struct entry_page *what, const struct log_entry *entry,
	struct page *page, size_t from, size_t count)
{
	const struct diagnosis *d = what->app->wizard.diagnosis;
	bool told = entry->event_id >= 0 && words_event(d->library, entry, page);
	for (size_t i = 0; !told && i < entry->fields_count; i++) {
		page_line(page, 2, 4);
		page_addf(page, LOOK_LABEL, SV_FMT ": ", SV_ARG(entry->fields[i].name));
		page_add(page, LOOK_PLAIN, entry->fields[i].value);
	}
	for (size_t i = from; i < from + count; i++)
		told = words_request(d, i, page) || told;
	if (!told)
		words_found_request(d->library, entry->text, page);
}

/* ---- the text, and the XML in it ---- */

struct tree {
	const struct entry_page *what;
	struct page *page;
	size_t from, count; /* findings */
	struct marks marks;
	bool begun;
};

/* Marks are patterns over the XML as it stands: they are looked for in "Name>value". */
static void add_node(void *data, const struct unwrapped *node)
{
	struct tree *tree = data;
	int indent = 2 + 2 * (int)node->depth;
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	strbuf_addf(&text, SV_FMT ">", SV_ARG(node->name));
	size_t skip = text.len;
	one_line(&text, node->text);
	if (!tree->begun)
		page_blank(tree->page);
	tree->begun = true;
	page_line(tree->page, indent, indent + 2);
	page_add(tree->page, LOOK_XML_NAME, node->name);
	if (node->layer)
		page_addf(tree->page, LOOK_DIM, "  %s", _("(XML within)"));
	if (!node->text.len)
		return;
	page_add(tree->page, LOOK_XML_NAME, SV(": "));
	find_marks(tree->what->app->wizard.diagnosis, tree->from, tree->count,
		strbuf_sv(&text), &tree->marks);
	add_marked(tree->page, LOOK_XML_VALUE, strbuf_sv(&text), skip, &tree->marks, false);
}

static void add_text(const struct entry_page *what, struct page *page, struct sv text,
	size_t from, size_t count, bool raw)
{
	struct marks marks;
	autostrbuf masked, tidy;
	strbuf_init(&masked, STRBUF_RECORD);
	strbuf_init(&tidy, STRBUF_RECORD);
	redact(what->mask, utf8_cut(text, RAW_SHOWN), raw ? &masked : &tidy);
	if (!raw)
		one_line(&masked, strbuf_sv(&tidy));
	find_marks(what->app->wizard.diagnosis, from, count, strbuf_sv(&masked), &marks);
	page_line(page, raw ? 0 : 2, raw ? 0 : 2);
	add_marked(page, LOOK_PLAIN, strbuf_sv(&masked), 0, &marks, raw);
	if (text.len <= RAW_SHOWN)
		return;
	autostrbuf rest;
	strbuf_init(&rest, STRBUF_LINE);
	frame_size(text.len - RAW_SHOWN, &rest);
	page_line(page, 0, 0);
	page_addf(page, LOOK_DIM, _("… %s more; search and report see all of it"), rest.ptr);
}

static void add_unwrapped(const struct entry_page *what, struct page *page, struct sv text,
	size_t from, size_t count)
{
	struct tree tree = {.what = what, .page = page, .from = from, .count = count};
	struct err err;
	size_t begin, end;
	if (!unwrap(text, &begin, &end, add_node, &tree, &err)) {
		add_text(what, page, text, from, count, false);
		return;
	}
	if (err.kind != ERR_NONE) {
		page_line(page, 2, 2);
		page_addf(page, LOOK_ERROR, "%s", err.text);
	}
	if (sv_trim(sv_from(text, end)).len)
		add_text(what, page, sv_trim(sv_from(text, end)), from, count, false);
}

/* What a record form holds has no bytes a person could read: its canonical fields stand for
 * them. */
static void add_raw(const struct entry_page *what, const struct log_entry *entry,
	struct page *page, size_t from, size_t count)
{
	autostrbuf canonical;
	strbuf_init(&canonical, STRBUF_RECORD);
	if (entry->raw.len) {
		add_text(what, page, strbuf_sv(&entry->raw), from, count, true);
		return;
	}
	entry_canonical(entry, &canonical);
	add_text(what, page, strbuf_sv(&canonical), from, count, true);
}

/* ---- the whole ---- */

/* "…05.4800000Z" says no more than "…05.48Z". */
static bool is_printed_so(struct sv printed, struct sv known)
{
	if (!sv_ends(printed, SV("Z")) || !sv_ends(known, SV("Z")))
		return sv_eq(printed, known);
	printed = sv_sub(printed, 0, printed.len - 1);
	known = sv_sub(known, 0, known.len - 1);
	while (sv_has(printed, SV(".")) && (sv_ends(printed, SV("0")) || sv_ends(printed, SV("."))))
		printed = sv_sub(printed, 0, printed.len - 1);
	return sv_eq(printed, known);
}

static void add_place(const struct log_entry *entry, struct page *page)
{
	char text[TIME_TEXT_MAX];
	const char *time = entry->time.us == TIME_NONE ? "" : time_rfc3339(entry->time.us, text);
	page_line(page, 0, 2);
	if (entry->has_record)
		page_addf(page, LOOK_DIM, _("Record %llu"), (unsigned long long)entry->record);
	else
		page_addf(page, LOOK_DIM, _("Line %llu"), (unsigned long long)entry->line);
	page_addf(page, LOOK_DIM, _(", offset %llu, %llu bytes"),
		(unsigned long long)entry->offset, (unsigned long long)entry->length);
	if (*time)
		page_addf(page, LOOK_DIM, ", %s", time);
	if (entry->time.text.len && !is_printed_so(entry->time.text, sv_str(time)))
		page_addf(page, LOOK_DIM, _(", printed as %.*s"), SV_ARG(entry->time.text));
	if (entry->origin.len)
		page_addf(page, LOOK_DIM, ", " SV_FMT, SV_ARG(entry->origin));
	if (entry->damaged) {
		page_line(page, 0, 2);
		page_addf(page, LOOK_ERROR, SV_FMT, SV_ARG(entry->damage));
	}
}

static void add_next(const struct entry_page *what, struct page *page, size_t from,
	size_t count)
{
	const struct diagnosis *d = what->app->wizard.diagnosis;
	size_t main = spots_main(d, from, count);
	char key[KEY_NAME_MAX];
	if (!count)
		return;
	if (d->findings[main].key->next) {
		words_labelled(page, 0, _("What should follow:"),
			sv_str(guide_text(d->findings[main].key->next)));
		if (spots_following(d, main) != SPOT_NONE)
			page_addf(page, LOOK_DIM, _(" (%s goes there)"),
				key_label(what->app->keymap.keys[ACTION_EXPECTED][0], key));
	}
	if (d->findings[main].key->link) {
		page_line(page, 0, 0);
		page_add(page, LOOK_LINK, sv_str(d->findings[main].key->link));
	}
}

/* Only an event's sentence is more than the text that is shown below anyway. */
static void add_sentence(const struct entry_page *what, const struct log_entry *entry,
	struct page *page, size_t from, size_t count)
{
	struct marks marks;
	autostrbuf said, raw;
	strbuf_init(&said, STRBUF_RECORD);
	strbuf_init(&raw, STRBUF_RECORD);
	if (entry->event_id < 0)
		return;
	entry_sentence(what->app->wizard.diagnosis->library, entry, true, &raw);
	one_line(&said, strbuf_sv(&raw));
	find_marks(what->app->wizard.diagnosis, from, count, strbuf_sv(&said), &marks);
	page_line(page, 2, 2);
	page_addf(page, LOOK_LABEL, "%d ", (int)entry->event_id);
	add_marked(page, LOOK_PLAIN, strbuf_sv(&said), 0, &marks, false);
}

void entry_page_fill(const struct entry_page *what, struct log_entry *entry,
	struct page *page)
{
	const struct diagnosis *d = what->app->wizard.diagnosis;
	size_t from, count = spots_of(d, what->log, what->n, &from);
	log_read(d->logs[what->log].log, what->n, entry);
	page_clear(page, page->width, app_ascii(what->app));
	if (what->raw) {
		add_place(entry, page);
		add_raw(what, entry, page, from, count);
		return;
	}
	add_findings(what, page, from, count);
	add_sentence(what, entry, page, from, count);
	if (!count)
		words_meaning(what->app->wizard.diagnosis->library, entry, page);
	add_codes(what, entry, page, from, count);
	add_fields(what, entry, page, from, count);
	add_next(what, page, from, count);
	if (entry->event_id < 0)
		add_unwrapped(what, page, entry->text, from, count);
	add_place(entry, page);
}

void entry_page_text(const struct entry_page *what, struct log_entry *entry, bool all,
	struct strbuf *out)
{
	struct page page;
	if (!all) {
		const struct diagnosis *d = what->app->wizard.diagnosis;
		log_read(d->logs[what->log].log, what->n, entry);
		if (entry->raw.len)
			strbuf_add(out, strbuf_sv(&entry->raw));
		else
			entry_canonical(entry, out);
		return;
	}
	page_init(&page);
	page.width = 100;
	entry_page_fill(what, entry, &page);
	page_print(&page, out);
	page_finish(&page);
}
