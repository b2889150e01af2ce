#include "lines.h"

#define LINE_NUMBER_MAX 24
#define PROBE_LINES 2000
#define PROBE_ENTRIES 20

struct sv line_first(struct sv text)
{
	struct sv line = sv_sub(text, 0, sv_chr(text, '\n'));
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

struct sv line_and_below(struct sv text, struct sv from)
{
	size_t feed = sv_chr(text, '\n');
	if (from.len)
		return (struct sv){from.ptr, (size_t)(text.ptr + text.len - from.ptr)};
	return feed == SV_NPOS ? SV_EMPTY : sv_from(text, feed + 1);
}

struct sv line_skip_blanks(struct sv line)
{
	while (line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t'))
		line = sv_from(line, 1);
	return line;
}

/* "18:30" is a clock and no number of a line. */
static bool is_clock(struct sv behind)
{
	return behind.len > 1 && behind.ptr[0] >= '0' && behind.ptr[0] <= '9' &&
		behind.ptr[1] >= '0' && behind.ptr[1] <= '9' && (behind.len == 2 ||
		behind.ptr[2] == ':');
}

struct sv line_skip_number(struct sv line)
{
	struct sv rest = line_skip_blanks(line);
	while (sv_starts(rest, SV("> ")))
		rest = line_skip_blanks(sv_from(rest, 2));
	size_t digits = sv_starts(rest, SV("Line ")) ? 5 : 0;
	size_t colon = sv_chr(sv_sub(rest, 0, LINE_NUMBER_MAX), ':');
	uint64_t number;
	if (colon == SV_NPOS || colon <= digits ||
	    !sv_to_u64(sv_sub(rest, digits, colon - digits), &number) ||
	    is_clock(sv_from(rest, colon + 1)))
		return rest;
	return line_skip_blanks(sv_from(rest, colon + 1));
}

unsigned lines_count_entries(struct sv head, bool (*is_entry)(struct sv line))
{
	struct sv line;
	unsigned entries = 0;
	for (unsigned i = 0; i < PROBE_LINES && entries < PROBE_ENTRIES; i++) {
		if (!head.len || !sv_cut(&head, '\n', &line))
			break;
		entries += is_entry(line);
	}
	return entries;
}
