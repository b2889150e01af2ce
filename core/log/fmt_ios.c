/* iOS: what Console.app copies.
 *
 *   debug→18:30:54.638009-0500→profiled→message
 *
 * Type, time, process, message; no date. The zone stood apart until 2019. Documents retyped
 * it with blanks for tabs, capitals, a trailing backslash and \'93 quotes (TextEdit's RTF).
 * Messages of several lines are raw: a line that does not begin like this continues. */
#include "format.h"

#include "apple.h"
#include "base/i18n.h"
#include "converted.h"
#include "lines.h"
#include "shape.h"

#define PROCESS_MAX 100
#define RTF_CONTROLS_MAX 100

struct columns {
	struct sv type, time, process, message;
	int64_t clock_us, offset_us; /* clock_us -1: a stand-in such as <Time> */
};

static bool take_time(struct sv *rest, struct columns *ret, struct sv *ret_gap)
{
	struct sv at = *rest;
	struct civil civil = {.year = 1970, .month = 1, .day = 1};
	ret->clock_us = -1;
	if (sv_starts(at, SV("<Time>")))
		at = sv_from(at, 6);
	else if (!time_take_clock(&at, &civil) || !time_from_civil(&civil, &ret->clock_us))
		return false;
	at = line_skip_blanks(at);
	if (!time_take_offset(&at, &ret->offset_us) || !at.len)
		return false;
	ret->time = sv_sub(*rest, 0, (size_t)(at.ptr - rest->ptr));
	*rest = line_skip_blanks(at);
	*ret_gap = sv_sub(at, 0, at.len - rest->len);
	return ret_gap->len > 0;
}

/* A process name may hold single blanks: it ends at the same kind of gap as stands before
 * it, a tab or several blanks; with single ones only, at the first. */
static struct sv take_process(struct sv *rest, struct sv gap)
{
	struct sv name = sv_sub(*rest, 0, PROCESS_MAX);
	size_t end = SV_NPOS;
	if (sv_chr(gap, '\t') != SV_NPOS)
		end = sv_chr(name, '\t');
	else if (gap.len > 1)
		end = sv_find(name, SV("  "));
	if (end == SV_NPOS)
		end = sv_chr(*rest, ' ');
	struct sv process = sv_sub(*rest, 0, end);
	*rest = end == SV_NPOS ? SV_EMPTY : line_skip_blanks(sv_from(*rest, end));
	return process;
}

/* A file that TextEdit saved sets the font in front of the first line: "\f0\fs22 \cf0 ". */
static struct sv skip_rtf_controls(struct sv line)
{
	if (!line.len || line.ptr[0] != '\\')
		return line;
	size_t end = sv_find(sv_sub(line, 0, RTF_CONTROLS_MAX), SV("\\cf"));
	struct sv controls = end == SV_NPOS ? SV_EMPTY : sv_from(line, end);
	size_t blank = sv_chr(controls, ' ');
	return blank == SV_NPOS ? line : sv_from(controls, blank + 1);
}

static bool split(struct sv text, struct columns *ret)
{
	struct sv line = line_first(text), rest = line_skip_number(line), gap;
	rest = skip_rtf_controls(rest);
	size_t end = 0;
	while (end < rest.len && end < 8 && rest.ptr[end] != ' ' && rest.ptr[end] != '\t')
		end++;
	ret->type = sv_sub(rest, 0, end);
	if (apple_level(ret->type) == LEVEL_NONE)
		return false;
	rest = line_skip_blanks(sv_from(rest, end));
	if (!take_time(&rest, ret, &gap))
		return false;
	ret->process = take_process(&rest, gap);
	ret->message = line_and_below(text, rest);
	return true;
}

static bool is_entry(struct sv line)
{
	struct columns columns;
	return split(line, &columns);
}

static bool ios_starts(struct sv head, struct sv before)
{
	(void)before;
	return is_entry(head);
}

/* The type and its tab: their length, or 0. A literal's comparison is one or two instructions. */
static size_t glance_type(const char *at, enum log_level *ret)
{
#define TYPE(name, level)                                                                      \
	if (!memcmp(at, name "\t", sizeof(name)))                                              \
		return *ret = (level), sizeof(name)
	TYPE("default", LEVEL_INFO);
	TYPE("debug", LEVEL_DEBUG);
	TYPE("info", LEVEL_INFO);
	TYPE("error", LEVEL_ERROR);
	TYPE("fault", LEVEL_ERROR);
#undef TYPE
	return 0;
}

/* "-0500→", perhaps with a blank in front. */
static bool glance_offset(const char *at)
{
	at += at[0] == ' ';
	return (at[0] == '-' || at[0] == '+') && at[5] == '\t' && at[1] >= '0' && at[1] <= '1' &&
		at[2] >= '0' && at[2] <= '9' && at[3] >= '0' && at[3] <= '5' && at[4] >= '0' &&
		at[4] <= '9';
}

/* What nearly all lines are: "debug→18:30:54.638009-0500→profiled→". */
static enum glance ios_glance(const char *at, struct log_glance *ret)
{
	enum log_level level = LEVEL_NONE;
	size_t type = glance_type(at, &level);
	const char *time = at + type;
	if (!type || !shape_is(time, "00:00:00.000000?") || !glance_offset(time + 15))
		return GLANCE_UNSURE;
	int hour = shape_two(time), minute = shape_two(time + 3), second = shape_two(time + 6);
	int micro = shape_two(time + 9) * 10000 + shape_two(time + 11) * 100 + shape_two(time + 13);
	if (hour > 23 || minute > 59 || second > 59)
		return GLANCE_UNSURE;
	ret->debug = level == LEVEL_DEBUG;
	ret->clock_us = ((hour * 60 + minute) * 60 + second) * TIME_SECOND + micro;
	return GLANCE_ENTRY;
}

static unsigned ios_probe(struct sv head)
{
	unsigned entries = lines_count_entries(head, is_entry);
	return entries ? 80 + entries / 2 : 0;
}

static void ios_head(struct sv head, enum log_level *ret_level, int64_t *ret_clock_us)
{
	struct columns columns;
	bool ok = split(head, &columns);
	*ret_level = ok ? apple_level(columns.type) : LEVEL_NONE;
	*ret_clock_us = ok ? columns.clock_us : -1;
}

/* The line's end in a TextEdit copy: a backslash, perhaps with blanks behind it. */
static struct sv without_rtf_end(struct sv line)
{
	struct sv end = line;
	while (end.len && (end.ptr[end.len - 1] == ' ' || end.ptr[end.len - 1] == '\r'))
		end.len--;
	if (!end.len || end.ptr[end.len - 1] != '\\')
		return line;
	end.len--;
	return end;
}

/* A copy by way of RTF tells itself by its line ends or its quotes; any other text keeps
 * its backslashes. */
static bool is_rtf_body(struct sv message)
{
	struct sv line;
	if (sv_has(message, SV("\\'9")))
		return true;
	while (sv_cut(&message, '\n', &line))
		if (without_rtf_end(line).len < line.len)
			return true;
	return false;
}

static struct sv plain_message(struct log_entry *ret, struct sv message)
{
	autostrbuf out;
	strbuf_init(&out, LOG_ENTRY_MAX);
	if (!is_rtf_body(message))
		return message;
	converted_head(message, ENCODING_RTF_BODY, &out);
	return arena_sv(&ret->arena, sv_trim_end(strbuf_sv(&out)));
}

static void set_time(const struct log_context *context, const struct columns *columns,
	struct log_time *ret)
{
	int64_t midnight;
	const struct log_options *options = context->options;
	ret->text = columns->time;
	ret->zone = columns->clock_us < 0 ? ZONE_UNKNOWN : ZONE_OFFSET;
	if (!options->has_date || columns->clock_us < 0 ||
	    !time_from_civil(&options->date, &midnight))
		return;
	ret->us = midnight + context->midnights * TIME_DAY + columns->clock_us -
		columns->offset_us;
}

static void ios_decode(const struct log_context *context, struct log_entry *ret)
{
	struct columns columns;
	struct sv raw = strbuf_sv(&ret->raw);
	if (!split(raw, &columns)) {
		ret->text = plain_message(ret, raw);
		return;
	}
	set_time(context, &columns, &ret->time);
	ret->level_text = columns.type;
	ret->level = apple_level(columns.type);
	ret->origin = columns.process;
	ret->text = plain_message(ret, columns.message);
}

const struct log_format fmt_ios = {
	.name = "ios-console",
	.title = N_("Console copy (iOS/iPadOS)"),
	.platform = LOG_IOS,
	.probe = ios_probe,
	.most = 90,
	.cue = {"\n", 1},
	.starts = ios_starts,
	.glance = ios_glance,
	.head = ios_head,
	.decode = ios_decode,
	.preamble_is_entry = true,
};
