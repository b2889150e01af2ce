/* iOS: the live log as idevicesyslog and pymobiledevice3 print it.
 *
 *   Jun 22 10:15:32 iPhone SpringBoard(FrontBoard)[63] <Notice>: text
 *   May 23 14:15:42 -iPhone profiled[150] <Notice>: (Error) MC: text
 *   2026-09-09 00:54:19.046506 profiled{ManagedConfiguration}[2123] <DEBUG>: text
 *
 * Neither prints a zone, the first no year either. The device's name may be missing or empty.
 * Before iOS 10 profiled wrote its own level into the text. A first line "[connected]". A
 * line that does not begin like this continues the message. */
#include "format.h"

#include "apple.h"
#include "base/i18n.h"
#include "lines.h"

#define LEVEL_WORD_MAX 16

struct columns {
	struct civil civil; /* year 0: not printed */
	struct sv time, level, process, message;
};

static bool take_month(struct sv *rest, int *ret)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	for (int i = 0; i < 12; i++)
		if (sv_starts(*rest, (struct sv){months + (size_t)i * 3, 3})) {
			*ret = i + 1;
			*rest = sv_from(*rest, 3);
			return true;
		}
	return false;
}

/* "Jun 22 10:15:32"; the day may stand alone behind two blanks */
static bool take_bsd_time(struct sv *rest, struct civil *ret)
{
	struct sv at = *rest, day;
	uint64_t number;
	*ret = (struct civil){0};
	if (!take_month(&at, &ret->month) || !sv_word(&at, &day) || day.len > 2 ||
	    !sv_to_u64(day, &number))
		return false;
	ret->day = (int)number;
	at = line_skip_blanks(at);
	if (!time_take_clock(&at, ret))
		return false;
	*rest = at;
	return true;
}

/* "[63] <Notice>:" has been cut at "]" */
static bool take_level(struct sv *rest, struct sv *ret)
{
	struct sv at = line_skip_blanks(*rest);
	size_t end = sv_chr(sv_sub(at, 0, LEVEL_WORD_MAX), '>');
	if (!at.len || at.ptr[0] != '<' || end == SV_NPOS || end < 2)
		return false;
	*ret = sv_sub(at, 1, end - 1);
	at = sv_from(at, end + 1);
	*rest = sv_from(at, 1);
	return apple_level(*ret) != LEVEL_NONE && at.len && at.ptr[0] == ':';
}

/* The device's name is the first of several words. */
static struct sv without_host(struct sv name)
{
	struct sv rest = name, host;
	sv_word(&rest, &host);
	rest = sv_trim(rest);
	return rest.len ? rest : name;
}

static bool split(struct sv text, struct columns *ret)
{
	struct sv line = line_skip_number(line_first(text)), rest = line;
	bool bsd = take_bsd_time(&rest, &ret->civil);
	if (!bsd && (!time_take_iso(&rest, &ret->civil) || line.ptr[10] != ' '))
		return false;
	ret->time = sv_sub(line, 0, line.len - rest.len);
	if (!rest.len || (rest.ptr[0] != ' ' && rest.ptr[0] != '\t') ||
	    !apple_take_process(&rest, &ret->process) || !take_level(&rest, &ret->level))
		return false;
	if (bsd)
		ret->process = without_host(ret->process);
	ret->message = line_and_below(text, line_skip_blanks(rest));
	return true;
}

/* Old profiled's own level, "(Debug) MC: ", tells more than the <Notice> in front of it. */
static enum log_level level_of(const struct columns *columns)
{
	struct sv near = sv_sub(columns->message, 0, 12);
	size_t end = sv_chr(near, ')');
	if (near.len && near.ptr[0] == '(' && end != SV_NPOS &&
	    sv_starts(sv_from(columns->message, end), SV(") MC:"))) {
		enum log_level own = apple_level(sv_trim(sv_sub(near, 1, end - 1)));
		if (own != LEVEL_NONE)
			return own;
	}
	return apple_level(columns->level);
}

static bool is_entry(struct sv line)
{
	struct columns columns;
	return split(line, &columns);
}

static bool syslog_starts(struct sv head, struct sv before)
{
	(void)before;
	return is_entry(head);
}

static bool syslog_is_heading(struct sv line)
{
	return sv_starts(line, SV("[connected"));
}

static unsigned syslog_probe(struct sv head)
{
	unsigned entries = lines_count_entries(head, is_entry);
	return entries ? 80 + entries / 2 : 0;
}

static void syslog_head(struct sv head, enum log_level *ret_level, int64_t *ret_clock_us)
{
	struct columns columns;
	*ret_clock_us = -1;
	*ret_level = split(head, &columns) ? level_of(&columns) : LEVEL_NONE;
}

/* The year is that of the first entry's date; a month before its month is next year's. */
static void set_time(const struct log_options *options, struct columns *columns,
	struct log_time *ret)
{
	ret->text = columns->time;
	if (!columns->civil.year && options->has_date)
		columns->civil.year = options->date.year +
			(columns->civil.month < options->date.month);
	apple_set_time(options, &columns->civil, NULL, ret);
}

static void syslog_decode(const struct log_context *context, struct log_entry *ret)
{
	struct columns columns;
	struct sv raw = strbuf_sv(&ret->raw);
	if (!split(raw, &columns)) {
		ret->text = raw;
		return;
	}
	set_time(context->options, &columns, &ret->time);
	ret->level_text = columns.level;
	ret->level = level_of(&columns);
	ret->origin = columns.process;
	ret->text = columns.message;
}

const struct log_format fmt_ios_syslog = {
	.name = "ios-syslog",
	.title = N_("idevicesyslog or pymobiledevice3 (iOS/iPadOS)"),
	.platform = LOG_IOS,
	.probe = syslog_probe,
	.most = 90,
	.cue = {"\n", 1},
	.starts = syslog_starts,
	.head = syslog_head,
	.decode = syslog_decode,
	.preamble_is_entry = true,
	.is_heading = syslog_is_heading,
};
