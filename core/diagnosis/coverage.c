#include "coverage.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

#define CHECK_INS_MAX 100000
#define BREACHES_MAX 10000
/* An OMADM session is over when the log goes on this long without it (CONTRACT). */
#define SESSION_OVER (60 * TIME_SECOND)

void coverage_init(struct coverage *coverage)
{
	*coverage = (struct coverage){.first_us = TIME_NONE, .last_us = TIME_NONE,
		.known_us = TIME_NONE};
}

void coverage_finish(struct coverage *coverage)
{
	free(coverage->check_ins);
	free(coverage->breaches);
	free(coverage->gaps);
	coverage_init(coverage);
}

struct coverage_mark coverage_mark(const struct coverage *c)
{
	struct coverage_mark mark = {.then = *c};
	if (c->check_ins_count)
		mark.check_in = c->check_ins[c->check_ins_count - 1];
	if (c->breaches_count)
		mark.breach = c->breaches[c->breaches_count - 1];
	return mark;
}

void coverage_go_back(struct coverage *c, const struct coverage_mark *mark)
{
	struct coverage now = *c;
	*c = mark->then;
	c->check_ins = now.check_ins;
	c->check_ins_cap = now.check_ins_cap;
	c->breaches = now.breaches;
	c->breaches_cap = now.breaches_cap;
	c->gaps = now.gaps;
	c->gaps_cap = now.gaps_cap;
	if (c->check_ins_count)
		c->check_ins[c->check_ins_count - 1] = mark->check_in;
	if (c->breaches_count)
		c->breaches[c->breaches_count - 1] = mark->breach;
}

static void add_breach(struct coverage *c, int64_t after, int64_t before)
{
	if (c->breaches_count < BREACHES_MAX)
		vec_push(c, breaches, ((struct breach){after, before}));
	else
		c->broken = true;
}

static void note_time(struct coverage *c, int64_t us)
{
	if (us == TIME_NONE)
		return;
	if (c->open_breach)
		c->breaches[c->breaches_count - 1].before_us = us;
	c->open_breach = false;
	c->known_us = us;
}

/* From the last known time on, until the next one. */
static void open_breach(struct coverage *c)
{
	if (c->open_breach)
		return;
	size_t count = c->breaches_count;
	add_breach(c, c->known_us, TIME_NONE);
	c->open_breach = c->breaches_count > count;
}

#define GAPS_MAX 16 /* kept to be told; each is a breach all the same */

static void note_ours(struct coverage *c, bool ours)
{
	c->saw_entries |= ours;
	c->wrong_channel |= !ours;
}

static void note_record(struct coverage *c, uint64_t record)
{
	if (c->has_record && record != c->last_record + 1)
		open_breach(c);
	if (!c->has_record)
		c->first_record = record;
	else if (record > c->last_record + 1 && c->gaps_count < GAPS_MAX)
		vec_push(c, gaps, ((struct record_gap){c->last_record + 1, record - 1}));
	c->last_record = record;
	c->has_record = true;
}

static void add_gap(const struct record_gap *gap, struct strbuf *out)
{
	if (gap->from == gap->to)
		strbuf_addf(out, _("Record %llu is missing."), (unsigned long long)gap->from);
	else
		strbuf_addf(out, _("Records %llu to %llu are missing."),
			(unsigned long long)gap->from, (unsigned long long)gap->to);
	strbuf_str(out, _(" What they said cannot be known."));
}

bool coverage_remark(const struct coverage *c, size_t i, struct strbuf *out)
{
	if (i < c->gaps_count) {
		add_gap(&c->gaps[i], out);
		return true;
	}
	if (i > c->gaps_count || !c->has_record || c->first_record <= 1)
		return false;
	strbuf_addf(out, _("The log begins with record %llu: what was before it was overwritten or "
		"cleared, or is not in this export."), (unsigned long long)c->first_record);
	return true;
}

void coverage_windows_record(struct coverage *c, uint64_t record, int64_t us, bool ours)
{
	note_ours(c, ours);
	note_record(c, record);
	note_time(c, us);
}

void coverage_windows_entry(struct coverage *c, const struct log_entry *entry, bool ours)
{
	if (entry->has_record && !entry->damaged) {
		coverage_windows_record(c, entry->record, entry->time.us, ours);
		return;
	}
	note_ours(c, ours);
	open_breach(c);
	if (entry->has_record)
		note_record(c, entry->record);
	if (!entry->damaged)
		note_time(c, entry->time.us);
}

static void add_check_in(struct coverage *c, const struct check_in *check_in)
{
	if (c->check_ins_count < CHECK_INS_MAX)
		vec_push(c, check_ins, *check_in);
	else
		c->broken = true;
}

static struct check_in *last_of(struct coverage *c)
{
	return c->check_ins_count ? &c->check_ins[c->check_ins_count - 1] : NULL;
}

void coverage_windows_begin(struct coverage *c, int64_t us)
{
	struct check_in check_in = {.begin_us = us, .end_us = TIME_NONE};
	add_check_in(c, &check_in);
}

void coverage_windows_end(struct coverage *c, int64_t us)
{
	struct check_in *last = last_of(c);
	if (!last || last->closed)
		return; /* an end without its beginning proves nothing */
	last->end_us = us;
	last->closed = last->finished = true;
}

void coverage_syncml(struct coverage *c, struct sv session, int64_t us, bool from_server,
	bool verbose, bool cut)
{
	struct check_in *last = last_of(c);
	char id[sizeof(last->session)];
	snprintf(id, sizeof(id), SV_FMT, SV_ARG(session));
	c->saw_entries = true;
	if (cut)
		add_breach(c, us, us);
	if (!session.len) { /* whose it is stays open: it ends nobody's session */
		if (last)
			last->end_us = us;
		return;
	}
	if (!last || strcmp(last->session, id)) {
		struct check_in check_in = {.begin_us = us, .end_us = us};
		snprintf(check_in.session, sizeof(check_in.session), "%s", id);
		if (last)
			last->closed = true;
		add_check_in(c, &check_in);
		last = last_of(c);
	}
	last->end_us = us;
	last->answered |= from_server && verbose;
}

static void close_android(struct coverage *c)
{
	struct check_in *last = last_of(c);
	if (last && last->end_us != TIME_NONE && c->last_us != TIME_NONE &&
	    c->last_us - last->end_us >= SESSION_OVER)
		last->closed = true;
	for (size_t i = 0; i < c->check_ins_count; i++)
		c->check_ins[i].finished = c->check_ins[i].closed && c->check_ins[i].answered;
}

void coverage_close(struct coverage *c, const struct log_info *info)
{
	c->platform = info->platform;
	c->first_us = info->first.us;
	c->last_us = info->last.us;
	c->saw_debug = info->saw_debug;
	c->broken |= info->overflow || info->unplaced_damage;
	if (c->platform == LOG_ANDROID)
		close_android(c);
	c->exact_form = !info->partial && (!strcmp(info->format, "evtx") ||
		!strcmp(info->format, "event-xml") || !strcmp(info->format, "omadm"));
}

static bool after(int64_t us, int64_t assigned_at)
{
	return us != TIME_NONE && us >= assigned_at;
}

const struct check_in *coverage_check_in(const struct coverage *c, int64_t assigned_at)
{
	for (size_t i = 0; i < c->check_ins_count; i++)
		if (c->check_ins[i].finished && after(c->check_ins[i].begin_us, assigned_at) &&
		    after(c->check_ins[i].end_us, assigned_at))
			return &c->check_ins[i];
	return NULL;
}

static bool touches(const struct breach *breach, int64_t from_us, int64_t to_us)
{
	int64_t low = breach->after_us, high = breach->before_us;
	if (low != TIME_NONE && high != TIME_NONE && low > high) { /* the clock was set back */
		low = breach->before_us;
		high = breach->after_us;
	}
	if (high != TIME_NONE && high < from_us)
		return false;
	return low == TIME_NONE || low < to_us || (low == to_us && high == to_us);
}

bool coverage_whole(const struct coverage *c, int64_t from_us, int64_t to_us)
{
	if (c->broken)
		return false;
	for (size_t i = 0; i < c->breaches_count; i++)
		if (touches(&c->breaches[i], from_us, to_us))
			return false;
	return true;
}

bool coverage_complete(const struct coverage *c, int64_t assigned_at)
{
	if (!c->exact_form || c->wrong_channel || !c->saw_entries || assigned_at == TIME_NONE)
		return false;
	if (c->first_us == TIME_NONE || c->first_us > assigned_at)
		return false;
	const struct check_in *check_in = coverage_check_in(c, assigned_at);
	return check_in && coverage_whole(c, assigned_at, check_in->end_us);
}

/* Android: does the log end within a session that goes on after the assignment? */
static bool is_at_work(const struct coverage *c, int64_t assigned_at)
{
	const struct check_in *last = c->check_ins_count ? &c->check_ins[c->check_ins_count - 1]
							 : NULL;
	return c->platform == LOG_ANDROID && last && !last->closed &&
		after(last->end_us, assigned_at);
}

int64_t coverage_last_check_in(const struct coverage *c, int64_t assigned_at)
{
	int64_t last = TIME_NONE;
	if (c->wrong_channel || !c->exact_form || assigned_at == TIME_NONE)
		return TIME_NONE;
	if (!after(c->last_us, assigned_at) || !coverage_whole(c, assigned_at, c->last_us))
		return TIME_NONE;
	if (is_at_work(c, assigned_at))
		return TIME_NONE;
	for (size_t i = 0; i < c->check_ins_count; i++)
		if (c->check_ins[i].finished && c->check_ins[i].end_us > last)
			last = c->check_ins[i].end_us;
	return last;
}
