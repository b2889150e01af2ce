/* NDESPlugin.log, of the connector's policy module in NDES, as it stands:
 *
 *   <![LOG[Calling VerifyRequest ...]LOG]!><time="10:20:30.123+480" date="02-27-2018"
 *   component="NDESPlugin" context="" type="1" thread="3000" file="…">
 *
 * (what follows the sign are the minutes to add for UTC), and as it is copied out of a viewer or a
 * document: a line each, perhaps with component, local time and thread behind tabs. */
#include "format.h"

#include <string.h>

#include "base/i18n.h"
#include "lines.h"
#include "windows.h"

#define OPENS SV("<![LOG[")
#define CLOSES SV("]LOG]!>")

/* The value of name="…" in the tail of an entry. */
static struct sv attribute(struct sv tail, struct sv name)
{
	size_t at = sv_find(tail, name);
	struct sv value;
	if (at == SV_NPOS)
		return SV_EMPTY;
	tail = sv_from(tail, at + name.len);
	return sv_cut(&tail, '"', &value) ? value : SV_EMPTY;
}

static enum log_level level_of(struct sv type)
{
	return sv_eq(type, SV("3")) ? LEVEL_ERROR : sv_eq(type, SV("2")) ? LEVEL_WARNING
		: sv_eq(type, SV("1")) ? LEVEL_INFO : LEVEL_NONE;
}

/* "10:20:30.123+480" on "02-27-2018". */
static bool set_time(struct sv clock, struct sv date, struct log_time *ret)
{
	struct civil civil = {0};
	uint64_t month, day, year, bias;
	bool dated = date.len == 10 && sv_to_u64(sv_sub(date, 0, 2), &month) &&
		sv_to_u64(sv_sub(date, 3, 2), &day) && sv_to_u64(sv_sub(date, 6, 4), &year);
	if (!dated || !time_take_clock(&clock, &civil) || !clock.len)
		return false;
	bool east = clock.ptr[0] == '-';
	if ((!east && clock.ptr[0] != '+') || !sv_to_u64(sv_from(clock, 1), &bias) ||
	    bias > 24 * 60)
		return false;
	civil.year = (int)year;
	civil.month = (int)month;
	civil.day = (int)day;
	if (!time_from_civil(&civil, &ret->us))
		return false;
	ret->us += (east ? -1 : 1) * (int64_t)bias * 60 * TIME_SECOND;
	ret->zone = ZONE_OFFSET;
	return true;
}

/* ---- as it stands ---- */

static bool trace_starts(struct sv head, struct sv before)
{
	(void)before;
	return sv_starts(head, OPENS);
}

static unsigned trace_probe(struct sv head)
{
	return sv_has(head, OPENS) && sv_has(head, SV("component=\"NDESPlugin\"")) ? 96 : 0;
}

static void trace_decode(const struct log_context *context, struct log_entry *ret)
{
	struct sv raw = strbuf_sv(&ret->raw);
	size_t end = sv_find(raw, CLOSES);
	(void)context;
	ret->text = raw;
	if (!sv_starts(raw, OPENS) || end == SV_NPOS)
		return;
	ret->text = sv_sub(raw, OPENS.len, end - OPENS.len);
	struct sv tail = sv_from(raw, end + CLOSES.len);
	struct sv clock = attribute(tail, SV("time=\"")), date = attribute(tail, SV("date=\""));
	if (set_time(clock, date, &ret->time))
		ret->time.text = sv_span(clock, date);
	ret->origin = attribute(tail, SV("component=\""));
	ret->level_text = attribute(tail, SV("type=\""));
	ret->level = level_of(ret->level_text);
	struct sv thread = attribute(tail, SV("thread=\""));
	if (thread.len)
		log_entry_add_field(ret, SV("thread"), thread);
}

const struct log_format fmt_ndes_trace = {
	.name = "ndes-plugin",
	.title = N_("NDESPlugin.log (policy module of the connector)"),
	.platform = LOG_SERVER,
	.probe = trace_probe,
	.most = 96,
	.cue = {"\n", 1},
	.starts = trace_starts,
	.decode = trace_decode,
	.preamble_is_entry = true,
};

/* ---- as it is copied ---- */

/* What its lines begin with; enough to tell it from any other text. */
static bool is_known_line(struct sv line)
{
	static const char *const known[] = {"Calling VerifyRequest", "Exiting VerifyRequest with",
		"Verify challenge returns", "Calling Notify", "Exiting Notify with",
		"Sending request to certificate registration point",
		"Failed to send http request /CertificateRegistrationSvc"};
	line = line_skip_blanks(line);
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (sv_istarts(line, sv_str(known[i])))
			return true;
	return false;
}

static bool copy_starts(struct sv head, struct sv before)
{
	(void)before;
	return sv_trim(line_first(head)).len > 0;
}

static unsigned copy_probe(struct sv head)
{
	unsigned entries = lines_count_entries(head, is_known_line);
	return entries ? 70 + entries / 2 : 0;
}

static void copy_decode(const struct log_context *context, struct log_entry *ret)
{
	struct sv raw = strbuf_sv(&ret->raw), rest = line_first(raw), column;
	ret->text = raw;
	if (!sv_cut(&rest, '\t', &column) || !rest.ptr)
		return;
	ret->text = column;
	ret->origin = sv_cut(&rest, '\t', &column) ? sv_trim(column) : SV_EMPTY;
	if (sv_cut(&rest, '\t', &column) && windows_is_date(sv_trim(column)))
		windows_local_time(context->options, sv_trim(column), &ret->time);
	if (sv_cut(&rest, '\t', &column))
		log_entry_add_field(ret, SV("thread"), sv_trim(column));
}

const struct log_format fmt_ndes_copy = {
	.name = "ndes-plugin",
	.title = N_("copy of NDESPlugin.log (policy module of the connector)"),
	.platform = LOG_SERVER,
	.probe = copy_probe,
	.most = 80,
	.cue = {"\n", 1},
	.starts = copy_starts,
	.decode = copy_decode,
	.preamble_is_entry = true,
};
