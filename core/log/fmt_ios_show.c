/* iOS: what `log show` and `log stream` print on a Mac, of a sysdiagnose or a device.
 *
 *   2024-08-20 18:30:54.638009-0500 0x44cc2  Debug  0x0  98  0  profiled: (Sender) [sub:cat] text
 *   2026-09-21 14:17:29.460 Df profiled[46391:278dbb] [sub:cat] text            (compact)
 *   2018-05-23 14:15:42.123456-0700  localhost profiled[150]: (Sender) text     (syslog)
 *
 * Time, thread, type, activity, process number, time to live, process; a heading first, and
 * perhaps "Filtering the log data using …". Compact has no zone, syslog no type. A line that
 * does not begin like this continues the message. Copies may have single blanks. */
#include "format.h"

#include "apple.h"
#include "base/i18n.h"
#include "lines.h"

#define NAME_MAX_BYTES 100

struct columns {
	struct civil civil;
	int64_t offset_us;
	bool has_offset;
	struct sv time, type, process, message;
};

static bool is_hex(struct sv word)
{
	uint64_t number;
	return sv_starts(word, SV("0x")) && sv_hex_to_u64(sv_from(word, 2), &number);
}

static bool is_type(struct sv word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!((word.ptr[i] | 32) >= 'a' && (word.ptr[i] | 32) <= 'z'))
			return false;
	return word.len > 0;
}

/* With at least milliseconds: other programs' times have less, or a comma. */
static bool take_time(struct sv *rest, struct columns *ret)
{
	struct sv at = *rest;
	if (!time_take_iso(&at, &ret->civil) || rest->ptr[10] != ' ' ||
	    (size_t)(at.ptr - rest->ptr) < 23)
		return false;
	ret->has_offset = time_take_offset(&at, &ret->offset_us);
	ret->time = sv_sub(*rest, 0, rest->len - at.len);
	*rest = at;
	return at.len && (at.ptr[0] == ' ' || at.ptr[0] == '\t');
}

/* "profiled: ", at most after a number: older systems have no time to live. */
static bool take_named(struct sv *rest, struct sv *ret_name)
{
	struct sv after = *rest, word;
	uint64_t number;
	if (sv_word(&after, &word) && sv_to_u64(word, &number))
		*rest = after;
	*rest = line_skip_blanks(*rest);
	struct sv near = sv_sub(*rest, 0, NAME_MAX_BYTES);
	size_t colon = sv_chr(near, ':');
	if (colon == SV_NPOS || !colon)
		return false;
	*ret_name = sv_sub(near, 0, colon);
	*rest = sv_from(*rest, colon + 1);
	return true;
}

static bool split_default(struct sv *rest, struct columns *ret)
{
	struct sv thread, activity, pid;
	uint64_t number;
	return sv_word(rest, &thread) && is_hex(thread) && sv_word(rest, &ret->type) &&
		is_type(ret->type) && sv_word(rest, &activity) && is_hex(activity) &&
		sv_word(rest, &pid) && sv_to_u64(pid, &number) &&
		take_named(rest, &ret->process);
}

static bool split_syslog(struct sv *rest, struct columns *ret)
{
	struct sv host;
	if (!sv_word(rest, &host) || sv_chr(host, '[') != SV_NPOS ||
	    !apple_take_process(rest, &ret->process))
		return false;
	if (sv_starts(*rest, SV(" <"))) { /* some versions print a level */
		size_t end = sv_find(sv_sub(*rest, 0, 20), SV(">:"));
		if (end == SV_NPOS)
			return false;
		ret->type = sv_sub(*rest, 2, end - 2);
		*rest = sv_from(*rest, end + 1);
	}
	bool ends = sv_starts(*rest, SV(":"));
	*rest = sv_from(*rest, 1);
	return ends;
}

static bool split_compact(struct sv *rest, struct columns *ret)
{
	return sv_word(rest, &ret->type) && ret->type.len <= 2 && is_type(ret->type) &&
		apple_take_process(rest, &ret->process) &&
		(!rest->len || rest->ptr[0] == ' ' || rest->ptr[0] == '\t' ||
		 rest->ptr[0] == ':');
}

static bool split_any(struct sv *rest, struct columns *ret)
{
	struct sv again = *rest;
	if (!ret->has_offset)
		return split_compact(rest, ret);
	if (split_default(rest, ret))
		return true;
	ret->type = SV_EMPTY;
	*rest = again;
	return split_syslog(rest, ret);
}

static bool split(struct sv text, struct columns *ret)
{
	struct sv line = line_skip_number(line_first(text));
	*ret = (struct columns){0};
	if (!take_time(&line, ret))
		return false;
	if (!split_any(&line, ret))
		return false;
	ret->message = apple_message(line_and_below(text, line_skip_blanks(line)));
	return true;
}

static bool is_entry(struct sv line)
{
	struct columns columns;
	return split(line, &columns);
}

static bool show_starts(struct sv head, struct sv before)
{
	(void)before;
	return is_entry(head);
}

static bool show_is_heading(struct sv line)
{
	return sv_starts(line, SV("Filtering the log data")) || sv_starts(line, SV("Timestamp ")) ||
		sv_starts(line, SV("Skipping ")) || sv_starts(line, SV("=====")); /* --info notes */
}

static unsigned show_probe(struct sv head)
{
	unsigned entries = lines_count_entries(head, is_entry);
	return entries ? 80 + entries / 2 : 0;
}

static void show_head(struct sv head, enum log_level *ret_level, int64_t *ret_clock_us)
{
	struct columns columns;
	*ret_clock_us = -1;
	*ret_level = split(head, &columns) ? apple_level(columns.type) : LEVEL_NONE;
}

static void show_decode(const struct log_context *context, struct log_entry *ret)
{
	struct columns columns;
	struct sv raw = strbuf_sv(&ret->raw);
	if (!split(raw, &columns)) {
		ret->text = raw;
		return;
	}
	ret->time.text = columns.time;
	apple_set_time(context->options, &columns.civil,
		columns.has_offset ? &columns.offset_us : NULL, &ret->time);
	ret->level_text = columns.type;
	ret->level = apple_level(columns.type);
	ret->origin = columns.process;
	ret->text = columns.message;
}

const struct log_format fmt_ios_show = {
	.name = "ios-log-show",
	.title = N_("log show (iOS/iPadOS)"),
	.platform = LOG_IOS,
	.probe = show_probe,
	.most = 90,
	.cue = {"\n", 1},
	.starts = show_starts,
	.head = show_head,
	.decode = show_decode,
	.preamble_is_entry = true,
	.is_heading = show_is_heading,
};
