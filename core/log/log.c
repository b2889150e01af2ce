#include "log.h"

#include <string.h>

#include "base/i18n.h"
#include "base/loop.h"
#include "base/sha256.h"
#include "converted.h"
#include "opened.h"
#include "sniff.h"

/* What is no UTF-8 is read as such, once; of bytes that are nearly UTF-8 the scanner can do
 * without, if there are too many. */
static bool convert(struct log *log, enum encoding encoding, struct err *err)
{
	bool plain = encoding_is_utf8(encoding) || (encoding_is_8bit(encoding) &&
		source_size(log->source) > CONVERTED_MAX);
	log->text = log->source;
	if (plain)
		return true;
	if (encoding_is_utf16(encoding) && log->format->ascii &&
	    source_size(log->source) > CONVERTED_MAX) {
		log->wide = (struct wide){log->source, encoding};
		log->text = wide_narrowed(&log->wide);
		return true;
	}
	log->converted = converted_create(log->source, encoding, err);
	if (log->converted)
		log->text = converted_text(log->converted);
	return log->converted != NULL;
}

/* Where the text stands with escapes, only letters that never need one can be looked for;
 * for others every entry is decoded. */
static void keep_literals(struct log_options *options)
{
	for (size_t i = 0; i < options->literals_count; i++)
		for (size_t j = 0; j < options->literals[i].len; j++) {
			unsigned char c = (unsigned char)options->literals[i].ptr[j];
			if (c < ' ' || c > '~' || strchr("\"\\/", c)) {
				options->literals_count = 0;
				return;
			}
		}
}

static bool choose(struct log *log, struct err *err)
{
	log->format = sniff(log->source, log->options.platform, &log->encoding, err);
	if (!log->format || !convert(log, log->encoding, err))
		return false;
	if (!log->format->binary)
		log->info.encoding = encoding_name(log->encoding);
	if (log->format->open) {
		log->state = log->format->open(log->text, &log->options, err);
		return log->state != NULL;
	}
	if (log->format->escaped)
		keep_literals(&log->options);
	log->start.off = log->converted || log->wide.source ? 0 : encoding_mark_size(log->encoding);
	log->scan = scan_create(log->text, log->format, log->start, &log->options);
	if (log->wide.source)
		scan_set_narrowed(log->scan);
	return true;
}

struct log *log_open(struct source *owned, const struct log_options *options, struct err *err)
{
	struct log *log = xcalloc(1, sizeof(*log));
	log->source = owned;
	log->options = *options;
	arena_init(&log->arena);
	source_seal(owned);
	if (!choose(log, err)) {
		log_close(log);
		return NULL;
	}
	log->info.path = source_path(owned);
	log->info.member = source_member(owned);
	log->info.format = log->format->name;
	log->info.format_title = log->format->title;
	log->info.platform = log->format->platform;
	log->info.partial = log->format->partial;
	log->info.size = source_size(owned);
	log->info.steady = log->scan ||
		(log->format->steady && log->format->steady(log->state));
	log->info.first.us = log->info.last.us = TIME_NONE;
	if (!log->info.encoding)
		log->info.encoding = "binary";
	return log;
}

void log_close(struct log *log)
{
	if (!log)
		return;
	if (log->state)
		log->format->close(log->state);
	scan_destroy(log->scan);
	if (log->memo)
		log->format->memo_destroy(log->memo);
	converted_destroy(log->converted);
	if (log->wide.source)
		source_close(log->text);
	source_close(log->source);
	arena_finish(&log->arena);
	free(log);
}

static uint64_t entry_count(const struct log *log)
{
	return log->scan ? scan_count(log->scan) : log->format->count(log->state);
}

static struct log_time keep_time(struct log *log, const struct log_time *time)
{
	return (struct log_time){time->us, arena_sv(&log->arena, time->text), time->zone};
}

#define TIMELESS_MAX 64 /* entries without a time that are passed over at either end */

static struct log_time find_time(struct log *log, bool from_end)
{
	struct log_entry entry;
	struct log_time found = {.us = TIME_NONE, .text = SV_EMPTY};
	uint64_t count = log->info.entries;
	log_entry_init(&entry);
	for (uint64_t i = 0; i < count && i < TIMELESS_MAX; i++) {
		log_read(log, from_end ? count - 1 - i : i, &entry);
		if (!entry.time.text.len)
			continue;
		found = keep_time(log, &entry.time);
		break;
	}
	log_entry_finish(&entry);
	return found;
}

/* The last entry found so far may go on; records may still be numbered anew. */
static void note_entries(struct log *log)
{
	uint64_t count = entry_count(log);
	if (!log->done && log->scan)
		count = count ? count - 1 : 0;
	log->info.entries = log->done || log->info.steady ? count : 0;
	if (!log->scan)
		return;
	log->info.saw_debug = scan_saw_debug(log->scan);
	log->info.overflow = scan_overflow(log->scan);
}

static void finish_index(struct log *log)
{
	log->done = true;
	note_entries(log);
	if (log->format->recovered)
		log->info.recovered = log->format->recovered(log->state);
	if (log->format->wholeness)
		log->format->wholeness(log->state, &log->info);
	log->info.first = find_time(log, false);
	log->info.last = find_time(log, true);
	source_seal(log->source);
}

bool log_step(struct log *log, int64_t until_us)
{
	if (log->done)
		return false;
	do {
		bool more = log->scan ? scan_step(log->scan) : log->format->step(log->state);
		log->steps++;
		if (!more) {
			finish_index(log);
			return false;
		}
		note_entries(log);
	} while (log_waits_for(log) < 0 && loop_now_us() < until_us);
	return true;
}

int log_waits_for(const struct log *log)
{
	return log->scan ? scan_waits_for(log->scan) : -1;
}

void log_stop(struct log *log, double part)
{
	if (!log->done)
		finish_index(log);
	log->info.overflow = log->info.stopped = true;
	log->stopped_percent = part < 0.99 ? (unsigned)(part * 100) : 99;
}

/* Would it be read the same way if it were opened now? */
static bool looks_alike(const struct log *log)
{
	enum encoding encoding;
	const struct log_format *format = sniff(log->source, log->options.platform, &encoding, NULL);
	return format == log->format && encoding == log->encoding;
}

enum source_change log_grow(struct log *log)
{
	uint64_t old = source_size(log->source), size;
	enum source_change change = source_growth(log->source, &size);
	if (change != SOURCE_GROWN)
		return change;
	if (!log->scan || log->text != log->source || !log->done || log->info.stopped)
		return SOURCE_OTHER;
	source_set_size(log->source, size);
	if (old < LOG_PROBE_MAX && !looks_alike(log)) {
		source_set_size(log->source, old);
		return SOURCE_OTHER;
	}
	scan_grow(log->scan);
	arena_reset(&log->arena);
	log->done = false;
	log->info.size = size;
	log->info.first = log->info.last = (struct log_time){.us = TIME_NONE};
	log->info.growths++;
	note_entries(log);
	return SOURCE_GROWN;
}

uint64_t log_settled(const struct log *log)
{
	return log->scan ? scan_settled(log->scan) : 0;
}

double log_progress(const struct log *log)
{
	uint64_t all = source_size(log->text), size = all ? all : 1;
	uint64_t at = log->scan ? scan_position(log->scan)
		: log->steps * log->format->stride;
	return log->done || at > size ? 1.0 : (double)at / (double)size;
}

const struct log_info *log_info(const struct log *log)
{
	return &log->info;
}

static bool take(bool there, size_t *i)
{
	return there && (*i)-- == 0;
}

bool log_damage(const struct log *log, size_t i, struct strbuf *out)
{
	const char *trouble = source_trouble(log->source);
	if (take(trouble, &i))
		strbuf_addf(out, _("reading stopped: %s"), trouble);
	else if (take(log->info.stopped, &i))
		strbuf_addf(out, _("reading was stopped by the user at %u %%"),
			log->stopped_percent);
	else
		return log->format->damage && log->format->damage(log->state, i, out);
	return true;
}

/* From a place in the converted text to the file's own bytes. */
static void to_raw(const struct log *log, struct log_entry *ret)
{
	if (log->wide.source)
		wide_to_raw(&log->wide, ret);
	if (!log->converted)
		return;
	uint64_t end = converted_raw(log->converted, ret->offset + ret->length);
	ret->offset = converted_raw(log->converted, ret->offset);
	ret->length = end - ret->offset;
}

/* False: it is shorter by now. What was scanned just now need not be read again, unless it was
 * narrowed and is not ASCII. */
static bool read_raw(struct log *log, const struct scan_place *place, struct log_entry *ret)
{
	struct sv recent = scan_bytes(log->scan, place->off, place->end);
	if (log->wide.source && (!recent.len || !wide_is_exact(recent)))
		return wide_read_entry(&log->wide, ret, place->off, place->end);
	if (!recent.len)
		return log_entry_read_raw(ret, log->text, place->off, place->end);
	log_entry_set_raw(ret, recent, place->off, recent.len);
	return true;
}

static bool read_text_entry(struct log *log, uint64_t n, struct log_entry *ret)
{
	struct scan_place place;
	bool there = scan_place(log->scan, n, &place);
	bool complete = there && read_raw(log, &place, ret);
	if (!there || (!complete && !ret->raw.len)) { /* the log has shrunk since */
		if (n < scan_count(log->scan))
			log_entry_mark_short(ret, log->source);
		return false;
	}
	ret->line = place.line;
	if (!log->memo && log->format->memo_create)
		log->memo = log->format->memo_create();
	struct log_context context = {&log->options, scan_midnights(log->scan, n), log->memo};
	log->format->decode(&context, ret);
	if (!complete)
		log_entry_mark_short(ret, log->source);
	to_raw(log, ret);
	ret->part = source_place(log->source, &ret->offset, &ret->line);
	return true;
}

bool log_read(struct log *log, uint64_t n, struct log_entry *ret)
{
	log_entry_reset(ret, n);
	if (log->scan)
		return read_text_entry(log, n, ret);
	bool read = log->format->read(log->state, n, ret);
	to_raw(log, ret);
	return read;
}

/* The entry's own bytes, if they are those of the file. */
static void point_to(const struct log *log, struct sv text, struct log_entry *ret)
{
	ret->length = text.len;
	if (log->wide.source)
		wide_place(&log->wide, ret);
	else
		to_raw(log, ret);
	if (!log->wide.source)
		ret->there = text;
	else
		ret->front = wide_front(text);
	ret->part = source_place(log->source, &ret->offset, &ret->line);
}

/* What is in its sketch. */
static void set_sketched(const struct scan_sketched *sketched, struct log_entry *ret)
{
	const struct log_kind *kind = sketched->kind;
	ret->offset = sketched->off;
	ret->line = sketched->line;
	ret->time.us = sketched->us;
	ret->record = sketched->record;
	ret->has_record = true;
	ret->event_id = kind->event_id;
	ret->origin = kind->names[0];
	ret->provider_guid = kind->names[1];
	ret->channel = kind->names[2];
	ret->computer = kind->names[3];
}

bool log_brief(struct log *log, uint64_t n, struct log_entry *ret)
{
	struct scan_sketched sketched;
	size_t len;
	if (!log->scan || !log->format->brief || !scan_sketched(log->scan, n, &sketched))
		return false;
	log_entry_reset(ret, n);
	if (!log->format->brief(sketched.text, sketched.notes, log->wide.source, ret, &len))
		return false;
	set_sketched(&sketched, ret);
	point_to(log, sv_sub(sketched.text, 0, len), ret);
	return true;
}

bool log_has_xml(const struct log *log, struct err *err)
{
	return log->format->xml || err_set(err, ERR_INPUT,
		_("%s: only an event log file (.evtx) can be printed as XML"), log->info.path);
}

bool log_xml(struct log *log, uint64_t n, struct strbuf *out)
{
	return log->format->xml && log->format->xml(log->state, n, out);
}

bool log_outline(struct log *log, uint64_t n, struct log_outline *ret)
{
	if (log->scan)
		return scan_outline(log->scan, n, ret);
	return log->format->outline && log->format->outline(log->state, n, ret);
}

bool log_next_hit(const struct log *log, uint64_t *cursor, uint64_t *ret_n)
{
	bool every = !log->scan || !log->options.literals_count;
	if (!every && *cursor >= scan_hits(log->scan))
		return false;
	uint64_t n = every ? *cursor : scan_hit(log->scan, *cursor);
	if (n >= log->info.entries)
		return false;
	if (!every) {
		struct scan_place place = scan_hit_place(log->scan, *cursor);
		scan_set_near(log->scan, n, &place);
	}
	*ret_n = n;
	++*cursor;
	return true;
}

uint32_t log_hit_texts(const struct log *log, uint64_t cursor)
{
	bool every = !log->scan || !log->options.literals_count;
	return every ? UINT32_MAX : scan_hit_texts(log->scan, cursor);
}

const char *log_part_member(const struct log *log, size_t part)
{
	const struct source *source = source_part(log->source, part);
	return source ? source_member(source) : NULL;
}

static void hash_source(struct sha256 *hash, struct source *source)
{
	autofree char *block = xmalloc(LOG_PROBE_MAX);
	uint64_t offset = 0;
	size_t got;
	while ((got = source_read(source, offset, block, LOG_PROBE_MAX)) > 0) {
		sha256_add(hash, block, got);
		offset += got;
	}
}

void log_hash(struct log *log, char ret[65])
{
	struct sha256 *hash = sha256_create();
	for (size_t i = 0; i < source_parts(log->source); i++)
		hash_source(hash, source_part(log->source, i));
	sha256_finish(hash, ret);
}

const char *log_platform_id(enum log_platform platform)
{
	static const char *const ids[] = {"", "android", "ios", "windows", "server"};
	return ids[platform];
}

const char *log_level_id(enum log_level level)
{
	static const char *const ids[] = {"", "debug", "info", "warning", "error"};
	return ids[level];
}
