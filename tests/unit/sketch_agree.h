/* What is known of entries at one look is what reading them says: a log that is sketched while it is
 * scanned, beside the same log that is only decoded. For the unit test and the fuzzer. */
#ifndef SKETCH_AGREE_H
#define SKETCH_AGREE_H

#include <string.h>

#include "base/utf8.h"
#include "log/format.h"

static uint64_t sketch_briefs; /* entries that were had without a copy */

/* The first entry that was met of a kind. */
struct sketched {
	struct log *quick, *slow;
	struct log_entry a, b;
	char *kinds[LOG_KINDS_MAX + 1];
	uint64_t outlined;
	const char *wrong; /* NULL: nothing */
};

static inline char *sketch_kind_text(const struct log_entry *entry)
{
	autostrbuf text;
	strbuf_init(&text, STRBUF_RECORD);
	const struct sv names[] = {entry->origin, entry->provider_guid, entry->channel, entry->computer};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		strbuf_addf(&text, "%zu:", names[i].len);
		strbuf_add(&text, names[i]);
	}
	strbuf_addf(&text, "%d %zu", (int)entry->event_id, entry->fields_count);
	return strbuf_steal(&text);
}

static inline bool sketch_same_kind(struct sketched *s, uint32_t kind, const struct log_entry *entry)
{
	char *text = sketch_kind_text(entry);
	if (!s->kinds[kind]) {
		s->kinds[kind] = text;
		return true;
	}
	bool same = !strcmp(s->kinds[kind], text);
	free(text);
	return same;
}

static inline bool sketch_same_fields(const struct log_entry *a, const struct log_entry *b)
{
	bool same = a->fields_count == b->fields_count;
	for (size_t i = 0; same && i < a->fields_count; i++)
		same = sv_eq(a->fields[i].name, b->fields[i].name) &&
			sv_eq(a->fields[i].value, b->fields[i].value);
	return same;
}

static inline bool sketch_same_entry(const struct log_entry *a, const struct log_entry *b)
{
	return a->offset == b->offset && a->length == b->length && a->line == b->line &&
		sv_eq(strbuf_sv(&a->raw), strbuf_sv(&b->raw)) && a->damaged == b->damaged &&
		a->has_record == b->has_record && a->record == b->record &&
		a->time.us == b->time.us && a->event_id == b->event_id && a->cut == b->cut &&
		sv_eq(a->text, b->text) && sv_eq(a->origin, b->origin) && sketch_same_fields(a, b);
}

/* What can be had without a copy is the same, as long as the block is at hand. */
static inline bool sketch_same_briefly(struct sketched *s, uint64_t n)
{
	const struct log_entry *a = &s->a, *b = &s->b;
	if (!log_brief(s->quick, n, &s->a))
		return true;
	sketch_briefs++;
	return a->offset == b->offset && a->length == b->length && a->line == b->line &&
		a->n == b->n && a->part == b->part && a->exact && b->exact && !b->damaged && !b->cut &&
		a->has_record == b->has_record && a->record == b->record &&
		a->time.us == b->time.us && a->time.zone == b->time.zone &&
		sv_eq(a->time.text, b->time.text) && a->event_id == b->event_id &&
		sv_eq(a->origin, b->origin) && sv_eq(a->provider_guid, b->provider_guid) &&
		sv_eq(a->channel, b->channel) && sv_eq(a->computer, b->computer) &&
		sv_eq(a->user, b->user) && sketch_same_fields(a, b) &&
		(!a->there.len || (sv_eq(a->there, strbuf_sv(&b->raw)) && utf8_valid(a->there)));
}

static inline const char *sketch_check(struct sketched *s, uint64_t n)
{
	struct log_outline outline;
	const struct log_entry *entry = &s->b;
	bool there = log_read(s->slow, n, &s->b);
	if (log_read(s->quick, n, &s->a) != there || !sketch_same_entry(&s->a, &s->b))
		return "another entry is read";
	if (!sketch_same_briefly(s, n))
		return "another entry is had briefly";
	if (!log_outline(s->quick, n, &outline))
		return NULL;
	s->outlined++;
	if (entry->damaged || !entry->exact || !entry->has_record || entry->time.us == TIME_NONE)
		return "outlined, but not whole";
	if (entry->record != outline.record || entry->time.us != outline.us)
		return "another record or time";
	return sketch_same_kind(s, outline.kind, entry) ? NULL : "another kind";
}

/* All the way, as the matcher does: entries as soon as they are there. */
static inline void sketch_walk(struct sketched *s)
{
	uint64_t n = 0;
	bool more;
	while (log_step(s->slow, 0))
		;
	do {
		more = log_step(s->quick, 0);
		for (; !s->wrong && n < log_info(s->quick)->entries; n++)
			s->wrong = sketch_check(s, n);
	} while (more && !s->wrong);
	if (!s->wrong && log_info(s->quick)->entries != log_info(s->slow)->entries)
		s->wrong = "another number of entries";
}

static inline struct log *sketch_open(struct sv text, unsigned threads, bool slow)
{
	static const struct sv nothing = {"\x01\x02\x03\x04", 4};
	struct log_options options = {.platform = LOG_WINDOWS, .threads = threads,
		.literals = &nothing, .literals_count = slow};
	return log_open(source_memory("a.xml", sv_dup(text), text.len), &options, NULL);
}

/* NULL: they agree. Adds to *outlined how many entries were. */
static inline const char *sketches_agree(struct sv text, unsigned threads, uint64_t *outlined)
{
	struct sketched s = {.quick = sketch_open(text, threads, false),
		.slow = sketch_open(text, 0, true)};
	log_entry_init(&s.a);
	log_entry_init(&s.b);
	if (s.quick && s.slow)
		sketch_walk(&s);
	log_entry_finish(&s.a);
	log_entry_finish(&s.b);
	for (size_t i = 0; i < ARRAY_LEN(s.kinds); i++)
		free(s.kinds[i]);
	log_close(s.quick);
	log_close(s.slow);
	*outlined += s.outlined;
	return s.wrong;
}

#endif
