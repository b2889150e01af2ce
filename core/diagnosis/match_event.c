/* Windows: the guide's events, by identity and by the values of their fields. */
#include "event.h"
#include "match.h"

#include "base/i18n.h"

static bool where_is(const struct library *library, const struct guide_where *where,
	struct sv value)
{
	uint32_t number, wanted;
	bool numeric = codes_parse(library->codes, value, &number);
	for (size_t i = 0; i < where->values_count; i++) {
		struct sv text = sv_str(where->values[i]);
		if (sv_ieq(text, value))
			return true;
		if (numeric && codes_parse(library->codes, text, &wanted) && wanted == number)
			return true;
	}
	return false;
}

static bool where_contains(const struct guide_where *where, struct sv value)
{
	for (size_t i = 0; i < where->values_count; i++)
		if (sv_ifind(value, sv_str(where->values[i])) != SV_NPOS)
			return true;
	return false;
}

bool match_where(const struct library *library, const struct guide_where *where, struct sv value)
{
	uint32_t number;
	bool holds = false;
	value = sv_trim(value);
	switch (where->op) {
	case WHERE_IS:
		holds = where_is(library, where, value);
		break;
	case WHERE_CONTAINS:
		holds = where_contains(where, value);
		break;
	case WHERE_FAILURE:
		holds = codes_parse(library->codes, value, &number) && number >> 31;
		break;
	case WHERE_PRESENT:
		holds = value.len > 0;
		break;
	}
	return holds != where->negate;
}

static bool has_id(const struct guide_match *match, int32_t id)
{
	for (size_t i = 0; i < match->ids_count; i++)
		if (match->ids[i] == id)
			return true;
	return false;
}

/* Most events are none of the guide's: a look at the number alone. */
static bool is_wanted(const struct guide *guide, int32_t id)
{
	for (size_t i = 0; id >= 0 && i < guide->entries_count; i++)
		for (size_t j = 0; j < guide->entries[i].matches_count; j++)
			if (has_id(&guide->entries[i].matches[j], id))
				return true;
	return false;
}

/* An event that the reference does not know is what it says it is: both names must be there, and
 * be the guide's. */
static bool says_so(const struct guide_match *match, const struct log_entry *entry)
{
	return sv_ieq(entry->origin, sv_str(match->provider)) &&
		sv_ieq(entry->channel, sv_str(match->channel));
}

static bool is_meant(const struct guide_match *match, const struct event *event,
	const struct log_entry *entry)
{
	if (match->kind != MATCH_EVENT || !has_id(match, entry->event_id))
		return false;
	return event->info ? sv_ieq(sv_str(event->info->provider), sv_str(match->provider))
		: says_so(match, entry);
}

static bool match_holds(const struct library *library, const struct guide_match *match,
	const struct event *event, const struct log_entry *entry)
{
	if (!is_meant(match, event, entry))
		return false;
	for (size_t i = 0; i < match->wheres_count; i++)
		if (!match_where(library, &match->wheres[i],
			event_value_of(event, match->wheres[i].field)))
			return false;
	return true;
}

static bool event_id_of(const struct event *event, struct scep_id *ret)
{
	for (size_t i = 0; i < event->count; i++)
		if (scep_id_find(event->values[i].value, 0, ret))
			return true;
	return false;
}

_Static_assert(GUIDE_ENTRIES_MAX <= 32, "a bit each");

/* keys: those it can be, a bit each. */
static const struct guide_key_entry *key_of(const struct match *match,
	const struct event *event, uint32_t keys, bool has_scep_id)
{
	const struct guide *guide = match->diagnosis->guide;
	for (size_t i = 0; i < guide->entries_count; i++) {
		const struct guide_key_entry *key = &guide->entries[i];
		if (!(keys >> i & 1) || (match_needs_id(key) && !has_scep_id))
			continue;
		for (size_t j = 0; j < key->matches_count; j++)
			if (match_holds(match->diagnosis->library, &key->matches[j], event,
				&match->entry))
				return key;
	}
	return NULL;
}

static void set_code(struct finding *finding, const struct library *library,
	const struct event *event)
{
	struct sv result = sv_trim(event_value_of(event, "result"));
	uint32_t code;
	if (!result.len || !codes_parse(library->codes, result, &code))
		return;
	finding->has_code = true;
	finding->code = code;
}

/* The event of the finding before the one just added: mostly its fields have the same names. */
static const struct event_kept *like(const struct match *match)
{
	const struct diagnosis *d = match->diagnosis;
	return d->findings_count > 1 ? d->findings[d->findings_count - 2].event : NULL;
}

static void add_event(struct match *match, const struct guide_key_entry *key,
	const struct event *event, const struct scep_id *id)
{
	strbuf_reset(&match->excerpt);
	if (match->entry.exact)
		entry_canonical(&match->entry, &match->excerpt);
	else
		strbuf_add(&match->excerpt, match->entry.text);
	struct finding *finding = match_add(match, key, strbuf_sv(&match->excerpt));
	if (!finding)
		return;
	if (id && !key->neighbour)
		match_keep_id(match, finding, id);
	struct sv user = event_value_of(event, "user_sid");
	if (sv_starts(user, SV("S-1-")))
		finding->user = arena_sv(&match->diagnosis->texts, user).ptr;
	finding->event = event_keep(event, sv_str(finding->evidence.excerpt), like(match),
		&match->diagnosis->texts);
	set_code(finding, match->diagnosis->library, event);
}

static void note_check_in(struct match *match, const struct guide_key_entry *key)
{
	struct coverage *coverage = &match->diagnosis->logs[match->log].coverage;
	int64_t us = match->entry.time.us;
	if (key->check_in == CHECK_IN_BEGIN)
		coverage_windows_begin(coverage, us);
	else if (key->check_in == CHECK_IN_END)
		coverage_windows_end(coverage, us);
}

/* Is it an entry of the log the guide speaks of, whatever its id? What is not printed does
 * not speak against it, but an entry must say something. */
static bool is_ours(const struct match *match, const struct event *event)
{
	const struct log_entry *entry = &match->entry;
	const struct event_info *any = events_at(match->diagnosis->library->events, 0);
	if (event->info)
		return true;
	if (!any || (!entry->origin.len && !entry->channel.len))
		return false;
	struct sv provider = sv_str(any->provider), origin = entry->origin;
	bool right = !origin.len || sv_ieq(origin, provider) ||
		(origin.len < provider.len && sv_ends(provider, origin));
	return right && (!entry->channel.len ||
		sv_ieq(entry->channel, sv_str(any->channel)));
}

static uint32_t possible_keys(const struct match *match, const struct event *event)
{
	const struct guide *guide = match->diagnosis->guide;
	uint32_t keys = 0;
	for (size_t i = 0; i < guide->entries_count; i++)
		for (size_t j = 0; j < guide->entries[i].matches_count; j++)
			if (is_meant(&guide->entries[i].matches[j], event, &match->entry))
				keys |= 1u << i;
	return keys;
}

/* NULL: entries of its kind can't be told. */
static struct kind_known *kind_of(struct match *match, uint64_t n)
{
	struct log_outline outline;
	if (!log_outline(match->diagnosis->logs[match->log].log, n, &outline))
		return NULL;
	return &match->kinds[outline.kind];
}

static void note_kind(const struct match *match, const struct event *event,
	struct kind_known *kind)
{
	kind->keys = possible_keys(match, event);
	kind->settled = event_is_settled(match->diagnosis->library, &match->entry);
	/* what another text could make another event of is never passed over unread */
	kind->dullness = kind->keys || !kind->settled ? DULL_NOT
		: is_ours(match, event) ? DULL_OURS : DULL_FOREIGN;
	kind->info = event->info;
}

bool match_event_dull(struct match *match, uint64_t n)
{
	struct case_log *log = &match->diagnosis->logs[match->log];
	struct log_outline outline;
	if (!log_outline(log->log, n, &outline))
		return false;
	const struct kind_known *kind = &match->kinds[outline.kind];
	if (kind->dullness != DULL_OURS && kind->dullness != DULL_FOREIGN)
		return false;
	coverage_windows_record(&log->coverage, outline.record, outline.us,
		kind->dullness == DULL_OURS);
	return true;
}

bool match_event_settled(struct match *match, uint64_t n)
{
	const struct kind_known *kind = kind_of(match, n);
	return kind && kind->dullness != DULL_UNKNOWN && kind->settled;
}

/* The event, and what it can be of the guide's key entries. */
static uint32_t look_at(struct match *match, struct event *ret)
{
	const struct log_entry *entry = &match->entry;
	struct kind_known *kind = kind_of(match, entry->n);
	if (kind && kind->dullness != DULL_UNKNOWN && kind->settled) {
		event_of_info(kind->info, entry, ret);
		return kind->keys;
	}
	event_of(match->diagnosis->library, entry, ret);
	if (kind && kind->dullness == DULL_UNKNOWN)
		note_kind(match, ret, kind);
	return is_wanted(match->diagnosis->guide, entry->event_id) ? UINT32_MAX : 0;
}

void match_event(struct match *match)
{
	struct event event;
	struct scep_id id;
	const struct log_entry *entry = &match->entry;
	struct coverage *coverage = &match->diagnosis->logs[match->log].coverage;
	uint32_t keys = look_at(match, &event);
	coverage_windows_entry(coverage, entry, entry->damaged || is_ours(match, &event));
	if (!keys || entry->damaged)
		return;
	bool has_scep_id = event_id_of(&event, &id);
	const struct guide_key_entry *key = key_of(match, &event, keys, has_scep_id);
	if (!key)
		return;
	note_check_in(match, key);
	add_event(match, key, &event, has_scep_id ? &id : NULL);
}
