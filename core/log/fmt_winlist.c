/* Windows events copied out of Event Viewer's list, with the message on the lines below:
 *
 *   Information→8/20/2024 9:49:42 AM→DeviceManagement-…-Provider→306→None
 *   SCEP: CspExecute for UniqueId : (…
 *
 * People put a dash in front; mail and forums make blanks of the tabs. */
#include "format.h"

#include "base/i18n.h"
#include "lines.h"
#include "windows.h"

#define LEVEL_WORDS 3
#define SOURCE_WORDS 12

/* Dashes and dots of a list, and an editor's line number. */
static struct sv skip_bullet(struct sv line)
{
	line = line_skip_number(line);
	if (sv_starts(line, SV("-")) || sv_starts(line, SV("*")))
		line = sv_from(line, 1);
	else if (sv_starts(line, SV("•")))
		line = sv_from(line, sizeof("•") - 1);
	return line_skip_blanks(line);
}

/* Where tabs are left they part the columns; a sixth makes it the export, not the copy. */
static bool split_tabs(struct sv line, struct windows_row *ret)
{
	struct sv id = SV_EMPTY;
	struct sv *fields[] = {&ret->level, &ret->time, &ret->source, &id, &ret->category};
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (!sv_cut(&line, '\t', fields[i]))
			*fields[i] = SV_EMPTY;
	ret->rest = line;
	return windows_is_date(ret->time) && windows_id(id, &ret->id) && !sv_trim(line).len;
}

/* The source ends where the number stands. */
static bool take_source(struct sv *rest, struct windows_row *ret)
{
	struct sv word, first = SV_EMPTY;
	for (int i = 0; i < SOURCE_WORDS && sv_word(rest, &word); i++) {
		if (i && windows_id(word, &ret->id))
			return true;
		first = i ? first : word;
		ret->source = sv_span(first, word);
	}
	return false;
}

static bool split_blanks(struct sv line, struct windows_row *ret)
{
	struct sv rest = line, word, first = SV_EMPTY;
	bool timed = false;
	for (int i = 0; !timed && i < LEVEL_WORDS && sv_word(&rest, &word); i++) {
		first = i ? first : word;
		ret->level = sv_span(first, word);
		timed = windows_take_time(&rest, &ret->time);
	}
	if (!timed || windows_level_by_name(ret->level) == LEVEL_NONE ||
	    !take_source(&rest, ret))
		return false;
	ret->category = sv_trim(rest);
	return true;
}

static bool split(struct sv text, struct windows_row *ret)
{
	struct sv line = skip_bullet(line_first(text));
	*ret = (struct windows_row){.rest = SV_EMPTY};
	return sv_has(line, SV("\t")) ? split_tabs(line, ret) : split_blanks(line, ret);
}

static bool is_entry(struct sv line)
{
	struct windows_row row;
	return split(line, &row);
}

static bool winlist_starts(struct sv head, struct sv before)
{
	(void)before;
	return is_entry(head);
}

static unsigned winlist_probe(struct sv head)
{
	unsigned entries = lines_count_entries(head, is_entry);
	return entries ? 80 + entries / 2 : 0;
}

static void winlist_decode(const struct log_context *context, struct log_entry *ret)
{
	struct windows_row row;
	struct sv raw = strbuf_sv(&ret->raw);
	if (!split(raw, &row)) {
		ret->text = raw;
		return;
	}
	windows_set_row(context->options, &row, ret);
	ret->text = sv_trim(line_and_below(raw, SV_EMPTY));
}

const struct log_format fmt_winlist = {
	.name = "event-list",
	.title = N_("Windows events copied from a list"),
	.platform = LOG_WINDOWS,
	.probe = winlist_probe,
	.most = 90,
	.cue = {"\n", 1},
	.starts = winlist_starts,
	.decode = winlist_decode,
	.preamble_is_entry = true,
};
