/* Android and iOS: key entries by what their message says. */
#include "match.h"

#include "base/utf8.h"
#include "scep/readings.h"

#define CODE_WITHIN 4096 /* bytes of a message in which its number is looked for */
#define AHEAD 40 /* bytes of an excerpt before the part that was found */

/* A text on which the pattern gives up was not read: this log can't prove a silence then. */
static bool pattern_holds(struct match *match, const struct pattern *pattern, struct sv text)
{
	struct pattern_match found;
	bool holds = pattern_search(pattern, text, 0, &found);
	if (found.too_complex)
		match->diagnosis->logs[match->log].coverage.broken = true;
	return holds;
}

static bool text_holds(struct match *match, const struct guide_match *wanted)
{
	const struct log_entry *entry = &match->entry;
	if (wanted->kind != MATCH_TEXT)
		return false;
	if (wanted->process && entry->origin.len &&
	    !sv_eq(entry->origin, sv_str(wanted->process)))
		return false;
	for (size_t i = 0; i < wanted->contains_count; i++)
		if (!sv_has(entry->text, sv_str(wanted->contains[i])))
			return false;
	for (size_t i = 0; i < wanted->wheres_count; i++)
		if (!match_where(match->diagnosis->library, &wanted->wheres[i],
			log_entry_field(entry, sv_str(wanted->wheres[i].field))))
			return false;
	return !wanted->pattern || pattern_holds(match, wanted->pattern, entry->text);
}

static const struct guide_match *first_match(struct match *match,
	const struct guide_key_entry *key)
{
	for (size_t i = 0; i < key->matches_count; i++)
		if (text_holds(match, &key->matches[i]))
			return &key->matches[i];
	return NULL;
}

/* The whole message if it is short, else from a little before what was found. */
static struct sv excerpt_of(const struct guide_match *found, struct sv text)
{
	size_t at = found->contains_count ? sv_find(text, sv_str(found->contains[0])) : 0;
	return at == SV_NPOS || at < 4 * AHEAD ? text : sv_from(text, at - AHEAD);
}

/* A failure names its number, if it names one that the tables know. */
static void set_code(struct match *match, struct finding *finding)
{
	const struct codes *codes = match->diagnosis->library->codes;
	struct sv text = utf8_cut(match->entry.text, CODE_WITHIN);
	struct code code;
	size_t from, to = 0;
	while (finding->key->role == ROLE_BAD && !finding->has_code &&
	       readings_next(codes, text, to, &code, &from, &to)) {
		finding->has_code = !code.success && code.value >> 31;
		finding->code = code.value;
	}
}

void match_text(struct match *match)
{
	const struct guide *guide = match->diagnosis->guide;
	const struct log_entry *entry = &match->entry;
	struct scep_id id;
	if (entry->damaged || sv_has(entry->text, SV("<SyncML")))
		return; /* a SyncML message is judged by its commands, not by its words */
	bool has_id = scep_id_find(entry->text, 0, &id);
	for (size_t i = 0; i < guide->entries_count; i++) {
		const struct guide_key_entry *key = &guide->entries[i];
		const struct guide_match *found = first_match(match, key);
		if (!found || (match_needs_id(key) && !has_id))
			continue;
		struct finding *finding = match_add(match, key, excerpt_of(found, entry->text));
		if (finding && has_id && !key->neighbour)
			match_keep_id(match, finding, &id);
		if (finding)
			set_code(match, finding);
		return;
	}
}
