#include "slack.h"

#include <stdlib.h>

#include "base/mem.h"
#include "reader.h"

static bool is_readable(const struct chunk *chunk, const struct chunk_record *record)
{
	struct evtx_record event;
	const char *why;
	evtx_record_init(&event);
	bool ret = !record->torn && reader_event(chunk, record, &event, &why);
	evtx_record_finish(&event);
	return ret;
}

void slack_search(struct slack *slack, const struct chunk *chunk, uint32_t limit)
{
	struct chunk_cursor cursor = {.pos = limit, .limit = chunk->len};
	struct chunk_record record;
	while (slack->items_count < SLACK_MAX && chunk_next(chunk, &cursor, &record))
		if (is_readable(chunk, &record))
			vec_push(slack, items,
				((struct slack_record){chunk->offset, limit, record}));
}

void slack_finish(struct slack *slack)
{
	free(slack->items);
	*slack = (struct slack){0};
}
