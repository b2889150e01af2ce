#include "walker.h"

#include "format.h"
#include "lines.h"

void walker_init(struct walker *walker, struct source *source)
{
	*walker = (struct walker){.source = source, .buf = xmalloc(WALKER_BLOCK), .line = 1};
	walker->at = source_mark_size(source);
}

void walker_finish(struct walker *walker)
{
	free(walker->buf);
	free(walker->entries);
}

/* False: the line goes on behind the block. */
static bool take_line(struct sv *text, bool last, struct sv *ret)
{
	size_t feed = sv_chr(*text, '\n');
	if (feed == SV_NPOS && !last && text->len < WALKER_BLOCK)
		return false;
	*ret = sv_sub(*text, 0, feed == SV_NPOS ? text->len : feed + 1);
	*text = sv_from(*text, ret->len);
	return true;
}

bool walker_step(struct walker *walker, void (*look)(void *data, struct sv line), void *data)
{
	struct sv line, text = {walker->buf,
		source_read(walker->source, walker->at, walker->buf, WALKER_BLOCK)};
	bool last = text.len < WALKER_BLOCK;
	while (text.len && take_line(&text, last, &line)) {
		if (!walker->within)
			look(data, sv_sub(line_first(line), 0, WALKER_LINE));
		walker->within = !sv_ends(line, SV("\n"));
		walker->line += !walker->within;
		walker->at += line.len;
	}
	return !last;
}

void walker_keep(struct walker *walker)
{
	vec_push(walker, entries, ((struct walker_place){walker->at, walker->line}));
}

bool walker_read(const struct walker *walker, uint64_t n, struct log_entry *ret)
{
	const struct walker_place *from = &walker->entries[n];
	uint64_t end = n + 1 < walker->entries_count ? from[1].off : walker->at;
	ret->line = from->line;
	return log_entry_read_raw(ret, walker->source, from->off, end);
}

struct sv walker_line(const struct walker *walker, uint64_t place, struct arena *arena)
{
	char line[WALKER_LINE];
	struct sv text = {line, source_read(walker->source, place, line, sizeof(line))};
	return arena_sv(arena, line_first(text));
}
