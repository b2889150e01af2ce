/* Windows events as PowerShell's Format-List prints them:
 *
 *   TimeCreated  : 8/20/2024 9:41:04 AM
 *   Id           : 306
 *   Message      : SCEP: CspExecute for UniqueId : (ModelName_AC_51bad41f-3854-4eb5-a2f2-0f7
 *                  a94034ee8_LogicalName_…
 *
 * Names in any order; an event begins behind an empty line, with a name that the one before had
 * already (a message may hold empty lines, too). A value goes on below itself, indented: as a
 * new line of its own, or broken at the window's width, in the middle of a word. */
#include "format.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "lines.h"
#include "walker.h"
#include "winprops.h"

#define NAME_LEN 24 /* at most */
#define PROBE_LINES 2000

struct label {
	enum winprop property;
	struct sv name;
	size_t column; /* where the value begins */
};

struct state {
	struct walker walker;
	const struct log_options *options;
	bool blank;                 /* the line above is */
	unsigned seen;              /* properties of the event in work */
	char first[NAME_LEN + 1];   /* the name it began with */
};

/* "Id           : 306", from the first column on. */
static bool take_label(struct sv line, struct label *ret)
{
	size_t end = 0, colon;
	while (end < line.len && end < NAME_LEN && line.ptr[end] != ' ' && line.ptr[end] != ':')
		end++;
	ret->name = sv_sub(line, 0, end);
	ret->property = winprop_of(ret->name);
	for (colon = end; colon < line.len && line.ptr[colon] == ' '; colon++)
		;
	if (ret->property == WINPROP_NONE || colon == end || colon >= line.len ||
	    line.ptr[colon] != ':')
		return false;
	ret->column = colon + 2;
	return colon + 1 == line.len || line.ptr[colon + 1] == ' ';
}

static unsigned winprops_probe(struct sv head)
{
	struct label label;
	struct sv line;
	unsigned seen = 0;
	for (int i = 0; i < PROBE_LINES && head.len && sv_cut(&head, '\n', &line); i++)
		if (take_label(line_first(line), &label))
			seen |= 1u << label.property;
	return winprops_tell(seen) ? 88 : 0;
}

static size_t width_of(struct sv line)
{
	size_t width = 0;
	for (; line.len; width++)
		utf8_take(&line);
	return width;
}

static size_t widest_of(struct sv text)
{
	struct sv line;
	size_t widest = 0;
	while (text.len && sv_cut(&text, '\n', &line)) {
		size_t width = width_of(line_first(line));
		widest = width > widest ? width : widest;
	}
	return widest;
}

static struct sv unindent(struct sv line, size_t column)
{
	size_t blanks = 0;
	while (blanks < column && blanks < line.len && line.ptr[blanks] == ' ')
		blanks++;
	return sv_from(line, blanks);
}

/* The value from its own line on, to the next label. A line as wide as the widest is broken
 * by the window; a shorter one ends there. */
static struct sv take_value(struct sv *rest, size_t column, size_t widest, struct log_entry *ret)
{
	struct strbuf value;
	struct label next;
	struct sv line;
	bool first = true, full = false;
	strbuf_init(&value, LOG_ENTRY_MAX);
	while (rest->len && (first || !take_label(line_first(*rest), &next))) {
		sv_cut(rest, '\n', &line);
		line = line_first(line);
		if (!first && (!full || !sv_trim(line).len))
			strbuf_char(&value, '\n');
		strbuf_add(&value, first ? sv_from(line, column) : unindent(line, column));
		full = width_of(line) >= widest;
		first = false;
	}
	struct sv copy = arena_sv(&ret->arena, sv_trim(strbuf_sv(&value)));
	strbuf_finish(&value);
	return copy;
}

/* ---- the index ---- */

static bool begins(const struct state *s, const struct label *label)
{
	bool again = label->property != WINPROP_OTHER && (s->seen >> label->property & 1);
	return !s->walker.entries_count || (s->blank && (again ||
		sv_ieq(label->name, sv_str(s->first))));
}

static void look_at(void *data, struct sv line)
{
	struct state *s = data;
	struct label label;
	if (take_label(line, &label)) {
		if (begins(s, &label)) {
			walker_keep(&s->walker);
			s->seen = 0;
			memcpy(s->first, label.name.ptr, label.name.len);
			s->first[label.name.len] = '\0';
		}
		s->seen |= 1u << label.property;
	}
	s->blank = !sv_trim(line).len;
}

static bool winprops_step(void *data)
{
	struct state *s = data;
	return walker_step(&s->walker, look_at, s);
}

static void *winprops_open(struct source *source, const struct log_options *options,
	struct err *err)
{
	struct state *s = xcalloc(1, sizeof(*s));
	(void)err;
	s->options = options;
	walker_init(&s->walker, source);
	return s;
}

static void winprops_close(void *data)
{
	struct state *s = data;
	walker_finish(&s->walker);
	free(s);
}

static uint64_t winprops_count(const void *data)
{
	return ((const struct state *)data)->walker.entries_count;
}

/* ---- one event ---- */

static void decode(const struct log_options *options, struct log_entry *ret)
{
	struct sv rest = strbuf_sv(&ret->raw), line;
	struct label label;
	size_t widest = widest_of(rest);
	while (rest.len) {
		if (take_label(line_first(rest), &label))
			winprop_set(options, label.property,
				take_value(&rest, label.column, widest, ret), ret);
		else
			sv_cut(&rest, '\n', &line);
	}
}

static bool winprops_read(void *data, uint64_t n, struct log_entry *ret)
{
	struct state *s = data;
	if (n >= s->walker.entries_count)
		return false;
	bool complete = walker_read(&s->walker, n, ret);
	decode(s->options, ret);
	if (!complete)
		log_entry_mark_short(ret, s->walker.source);
	return true;
}

const struct log_format fmt_winprops = {
	.name = "event-properties",
	.title = N_("Windows events, Format-List of PowerShell"),
	.platform = LOG_WINDOWS,
	.probe = winprops_probe,
	.most = 88,
	.open = winprops_open,
	.step = winprops_step,
	.stride = WALKER_BLOCK,
	.count = winprops_count,
	.read = winprops_read,
	.close = winprops_close,
};
