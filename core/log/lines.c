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

struct sv line_skip_number(struct sv line)
{
	struct sv rest = line_skip_blanks(line);
	size_t colon = sv_chr(sv_sub(rest, 0, LINE_NUMBER_MAX), ':');
	uint64_t number;
	if (!sv_starts(rest, SV("Line ")) || colon == SV_NPOS || colon < 5 ||
	    !sv_to_u64(sv_sub(rest, 5, colon - 5), &number))
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
