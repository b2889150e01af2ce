#include "walker.h"

#include "lines.h"

#define BLOCK (256u << 10)

void walker_init(struct walker *walker, struct source *source)
{
	*walker = (struct walker){.source = source, .buf = xmalloc(BLOCK), .line = 1};
	struct sv head = {walker->buf, source_read(source, 0, walker->buf, 3)};
	walker->at = sv_eq(head, SV("\xef\xbb\xbf")) ? 3 : 0;
}

void walker_finish(struct walker *walker)
{
	free(walker->buf);
}

/* False: the line goes on behind the block. */
static bool take_line(struct sv *text, bool last, struct sv *ret)
{
	size_t feed = sv_chr(*text, '\n');
	if (feed == SV_NPOS && !last && text->len < BLOCK)
		return false;
	*ret = sv_sub(*text, 0, feed == SV_NPOS ? text->len : feed + 1);
	*text = sv_from(*text, ret->len);
	return true;
}

bool walker_step(struct walker *walker, void (*look)(void *data, struct sv line), void *data)
{
	struct sv line, text = {walker->buf,
		source_read(walker->source, walker->at, walker->buf, BLOCK)};
	bool last = text.len < BLOCK;
	while (text.len && take_line(&text, last, &line)) {
		if (!walker->within)
			look(data, sv_sub(line_first(line), 0, WALKER_LINE));
		walker->within = !sv_ends(line, SV("\n"));
		walker->line += !walker->within;
		walker->at += line.len;
	}
	return !last;
}

struct sv walker_line(const struct walker *walker, uint64_t place, struct arena *arena)
{
	char line[WALKER_LINE];
	struct sv text = {line, source_read(walker->source, place, line, sizeof(line))};
	return arena_sv(arena, line_first(text));
}
