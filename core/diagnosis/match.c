#include "match.h"

#include "base/loop.h"
#include "base/utf8.h"
#include "kin.h"
#include "standing.h"
#include "tie.h"

#define EXCERPT_MAX 400

struct match *match_create(struct diagnosis *diagnosis, size_t log)
{
	struct match *match = xcalloc(1, sizeof(*match));
	match->diagnosis = diagnosis;
	match->log = log;
	match->strange = !guide_reads(diagnosis->guide,
		log_info(diagnosis->logs[log].log)->platform);
	match->nodes = node_memo_create(diagnosis->guide);
	match->needs = mark_needs_create(diagnosis->guide);
	strbuf_init(&match->excerpt, STRBUF_LINE);
	log_entry_init(&match->entry);
	log_entry_init(&match->whole);
	return match;
}

struct match *match_copy(const struct match *match)
{
	struct match *copy = xcalloc(1, sizeof(*copy));
	*copy = *match;
	log_entry_init(&copy->entry);
	log_entry_init(&copy->whole);
	copy->time_text = NULL;
	copy->standing = NULL;
	strbuf_init(&copy->excerpt, match->excerpt.max);
	copy->nodes = node_memo_create(match->diagnosis->guide);
	copy->needs = mark_needs_create(match->diagnosis->guide);
	sent_copy(&copy->sent, &match->sent);
	return copy;
}

struct standing *match_take_standing(struct match *match)
{
	struct standing *standing = match->standing ? match->standing : standing_take(match);
	match->standing = NULL;
	return standing;
}

void match_destroy(struct match *match)
{
	if (!match)
		return;
	standing_destroy(match->standing);
	node_memo_destroy(match->nodes);
	sent_finish(&match->sent);
	mark_needs_destroy(match->needs);
	strbuf_finish(&match->excerpt);
	log_entry_finish(&match->entry);
	log_entry_finish(&match->whole);
	free(match);
}

_Static_assert(GUIDE_LITERALS_MAX < LOG_LITERALS_MAX, "room for SyncML besides the guide's");

size_t match_literals(const struct guide *guide, enum log_platform platform,
	struct sv out[static LOG_LITERALS_MAX])
{
	if (platform != LOG_WINDOWS && !guide_reads(guide, platform)) {
		out[0] = SV("ModelName");
		return 1;
	}
	size_t count = platform == LOG_WINDOWS ? 0 : guide_literals(guide, out);
	if (count && platform == LOG_ANDROID)
		out[count++] = SV("<SyncML");
	return count;
}

/* One entry may give many findings: its time is kept once. */
static struct moment moment_of(struct match *match)
{
	const struct log_time *time = &match->entry.time;
	if (!match->time_text && time->text.len)
		match->time_text = arena_sv(&match->diagnosis->texts, time->text).ptr;
	return (struct moment){time->us, match->time_text, time->zone};
}

/* The same nodes are asked for again and again: what was quoted lately is not kept twice. */
static const char *keep_excerpt(struct match *match, struct sv text)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.ptr[i]) * 16777619u;
	const char **kept = &match->quoted[hash % MATCH_QUOTED];
	if (!*kept || !sv_eq(sv_str(*kept), text))
		*kept = arena_sv(&match->diagnosis->texts, text).ptr;
	return *kept;
}

static const char *excerpt_of(struct match *match, struct sv text)
{
	struct sv cut = utf8_cut(text, EXCERPT_MAX);
	if (cut.len == text.len && utf8_valid(text))
		return keep_excerpt(match, text);
	autostrbuf out;
	strbuf_init(&out, 4 * EXCERPT_MAX);
	utf8_repair(&out, cut);
	if (text.len > EXCERPT_MAX)
		strbuf_str(&out, "…");
	return keep_excerpt(match, strbuf_sv(&out));
}

static enum finding_outcome outcome_of(const struct guide_key_entry *key)
{
	switch (key->role) {
	case ROLE_PROOF:
		return key->breaks ? FINDING_BAD : FINDING_GOOD;
	case ROLE_GOOD:
		return FINDING_GOOD;
	case ROLE_REFUSAL:
	case ROLE_REMOVAL:
	case ROLE_BAD:
		return FINDING_BAD;
	default:
		return FINDING_NOTE;
	}
}

static void take_mark(struct diagnosis *d, struct finding *finding, const struct guide_mark *mark,
	const struct pattern_match *found)
{
	struct sv text = found->group[found->group[1].len ? 1 : 0];
	vec_push(finding, marks, mark->id);
	if (mark->joins)
		tie_add(d, finding, mark->id, text);
	if (mark->code && !finding->has_code)
		finding->has_code = codes_parse(d->library->codes, text, &finding->code);
}

/* The entry's text; once it is read in full, for all marks. Records have none of their own. */
static struct sv whole_text(struct match *match)
{
	struct log *log = match->diagnosis->logs[match->log].log;
	const struct log_entry *entry = &match->entry, *whole = match->brief ? &match->whole : entry;
	if (entry->there.len)
		return entry->there;
	if (match->brief && (whole->n != entry->n || !whole->raw.len))
		log_read(log, entry->n, &match->whole);
	return whole->raw.len ? strbuf_sv(&whole->raw) : whole->text;
}

/* What is quoted of a record joins and tells codes. */
static bool find_mark(struct match *match, const struct guide_key_entry *key, size_t i,
	struct sv excerpt, struct pattern_match *ret)
{
	const struct guide_mark *mark = &key->marks[i];
	struct sv front = match->entry.front;
	if (front.len && pattern_search_front(mark->pattern, front, ret))
		return true;
	struct sv text = whole_text(match);
	text = text.len || !(mark->joins || mark->code) ? text : excerpt;
	if (!mark_needs_met(match->needs, key, i, text))
		return false;
	return match->entry.there.len ? pattern_search_utf8(mark->pattern, text, ret)
		: pattern_search(mark->pattern, text, 0, ret);
}

static void find_marks(struct match *match, struct finding *finding, struct sv excerpt)
{
	struct pattern_match found;
	for (size_t i = 0; i < finding->key->marks_count; i++)
		if (find_mark(match, finding->key, i, excerpt, &found))
			take_mark(match->diagnosis, finding, &finding->key->marks[i], &found);
}

/* Notes decide nothing and may come by the hundred thousand; those of check-ins are quoted. */
static bool note_has_room(const struct diagnosis *d, const struct guide_key_entry *key)
{
	size_t most = key->check_in == CHECK_IN_NONE ? FINDINGS_NOTES_MAX : FINDINGS_MAX / 2;
	return key->role != ROLE_NOTE || d->notes_count < most;
}

static void count_only(struct match *match, const struct guide_key_entry *key)
{
	const struct guide *guide = match->diagnosis->guide;
	struct case_log *log = &match->diagnosis->logs[match->log];
	if (!log->unkept)
		log->unkept = xcalloc(guide->entries_count, sizeof(*log->unkept));
	log->unkept[key - guide->entries]++;
}

/* One entry may be several findings, and is one key entry. */
static void count_entry(struct match *match)
{
	bool same = match->counted && match->last_counted == match->entry.n;
	match->counted = true;
	match->last_counted = match->entry.n;
	match->diagnosis->logs[match->log].key_entries += !same;
}

bool match_admits(struct match *match, const struct guide_key_entry *key)
{
	struct diagnosis *d = match->diagnosis;
	match->found = true;
	if (match->tells)
		return false;
	diagnosis_drop_checks(d);
	if (d->findings_count >= FINDINGS_MAX) {
		d->overflow = true;
		return false;
	}
	count_entry(match);
	if (note_has_room(d, key))
		return true;
	count_only(match, key);
	return false;
}

struct finding *match_keep(struct match *match, const struct guide_key_entry *key,
	struct sv excerpt)
{
	struct diagnosis *d = match->diagnosis;
	const struct log_entry *entry = &match->entry;
	struct finding finding;
	d->notes_count += key->role == ROLE_NOTE;
	finding_init(&finding);
	finding.key = key;
	finding.stage = key->stage;
	finding.outcome = outcome_of(key);
	finding.origin = ORIGIN_LOG;
	finding.at = moment_of(match);
	finding.evidence = (struct evidence){match->log, entry->n, entry->offset, entry->length,
		entry->line, entry->record, excerpt_of(match, excerpt), (uint32_t)entry->part,
		entry->has_record};
	find_marks(match, &finding, excerpt);
	vec_push(d, findings, finding);
	return &d->findings[d->findings_count - 1];
}

struct finding *match_add(struct match *match, const struct guide_key_entry *key,
	struct sv excerpt)
{
	return match_admits(match, key) ? match_keep(match, key, excerpt) : NULL;
}

bool match_names(char *const *list, size_t count, struct sv name)
{
	for (size_t i = 0; i < count; i++)
		if (sv_ieq(sv_str(list[i]), name))
			return true;
	return count == 0;
}

bool match_needs_id(const struct guide_key_entry *key)
{
	return key->role == ROLE_PROOF || key->role == ROLE_REFUSAL || key->role == ROLE_REMOVAL;
}

void match_keep_id(struct match *match, struct finding *finding, const struct scep_id *id)
{
	struct scep_id *kept = arena_alloc(&match->diagnosis->texts, sizeof(*kept));
	*kept = *id;
	finding->id = kept;
}

void match_set_id(struct match *match, struct finding *finding, struct sv text)
{
	struct scep_id id;
	if (scep_id_find(text, 0, &id))
		match_keep_id(match, finding, &id);
}

#define COMPUTERS_MAX 64

static void note_computer(struct diagnosis *d, struct sv name)
{
	if (!name.len || d->computers_count >= COMPUTERS_MAX)
		return;
	for (size_t i = 0; i < d->computers_count; i++)
		if (sv_eq(sv_str(d->computers[i]), name))
			return;
	vec_push(d, computers, sv_dup(name));
}

static void note_ids(struct match *match, struct sv text)
{
	struct scep_id id = {.to = 0};
	while (scep_id_find(text, id.to, &id))
		kin_note(match->diagnosis, match->log, &id);
}

static void match_strange(struct match *match)
{
	note_ids(match, match->entry.text);
	for (size_t i = 0; i < match->entry.fields_count; i++)
		note_ids(match, match->entry.fields[i].value);
}

static void match_read(struct match *match)
{
	match->time_text = NULL;
	note_computer(match->diagnosis, match->entry.computer);
	if (match->strange) {
		match_strange(match);
		return;
	}
	switch (log_info(match->diagnosis->logs[match->log].log)->platform) {
	case LOG_WINDOWS:
		match_event(match);
		break;
	case LOG_ANDROID:
		match_syncml(match);
		match_text(match);
		break;
	default:
		match_text(match);
		break;
	}
}

/* False: it took no time to speak of, for it was dull or had briefly. */
static bool match_entry(struct match *match, uint64_t n)
{
	struct log *log = match->diagnosis->logs[match->log].log;
	bool windows = match->diagnosis->guide->platform == PLATFORM_WINDOWS;
	if (windows && match_event_dull(match, n))
		return false;
	match->brief = windows && !match->strange && match_event_settled(match, n) &&
		log_brief(log, n, &match->entry);
	if (!match->brief)
		log_read(log, n, &match->entry);
	match_read(match);
	return !match->brief;
}

#define QUICK_MOST 8 /* entries between two looks at the clock */

enum match_told match_tell(struct match *match, const struct log_entry *entry, bool alone)
{
	struct log_entry own = match->entry;
	match->entry = *entry;
	match->tells = true;
	match->alone = alone;
	match->found = match->if_first = match->if_sent = false;
	match_read(match);
	match->entry = own;
	if (match->found)
		return TOLD_KEY;
	return match->if_sent ? TOLD_IF_SENT : match->if_first ? TOLD_IF_FIRST : TOLD_NO;
}

bool match_has_session(const struct match *match)
{
	return match->has_session;
}

void match_forget_session(struct match *match)
{
	match->has_session = false;
}

/* The entry in hand may still change: it is to be taken again, too. */
static void stand(struct match *match)
{
	match->cursor--;
	match->standing = standing_take(match);
	match->cursor++;
}

bool match_step(struct match *match, int64_t until_us)
{
	struct log *log = match->diagnosis->logs[match->log].log;
	uint64_t n;
	for (unsigned quick = 0; log_next_hit(log, &match->cursor, &n);) {
		if (!match->standing && n >= log_settled(log))
			stand(match);
		quick = match_entry(match, n) ? QUICK_MOST : quick + 1;
		if (quick < QUICK_MOST)
			continue;
		quick = 0;
		if (loop_now_us() >= until_us)
			return true;
	}
	return false;
}

double match_progress(const struct match *match)
{
	uint64_t entries = log_info(match->diagnosis->logs[match->log].log)->entries;
	return entries ? (double)match->cursor / (double)entries : 1.0;
}
