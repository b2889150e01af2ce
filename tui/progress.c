#include "progress.h"

enum piece { PIECE_BYTES, PIECE_PERCENT, PIECE_ENTRIES, PIECE_KEYS, PIECE_RATE, PIECE_COUNT };

static const struct diagnosis *at_work(const struct wizard *w)
{
	return w->fresh ? w->fresh : w->diagnosis;
}

static const struct case_log *last_log(const struct diagnosis *d)
{
	return &d->logs[d->logs_count - 1];
}

static void take(struct progress *p, const struct wizard *w, enum piece piece)
{
	const struct case_log *log = last_log(at_work(w));
	double part = wizard_progress(w), size = (double)log_info(log->log)->size;
	int64_t spent = loop_now_us() - w->began_us + 1;
	switch (piece) {
	case PIECE_BYTES:
		p->part = part;
		p->size = log_info(log->log)->size;
		p->bytes = (uint64_t)(size * part);
		break;
	case PIECE_PERCENT:
		p->percent = (int)(part * 100);
		break;
	case PIECE_ENTRIES:
		p->entries = log_info(log->log)->entries;
		break;
	case PIECE_KEYS:
		p->keys = log->key_entries;
		break;
	default:
		p->rate = (uint64_t)(size * part * 1e6 / (double)spent);
		break;
	}
}

void progress_update(struct progress *p, const struct wizard *w, bool tick)
{
	static const enum piece turns[] = {PIECE_BYTES, PIECE_ENTRIES, PIECE_BYTES, PIECE_PERCENT,
		PIECE_BYTES, PIECE_KEYS, PIECE_BYTES, PIECE_RATE};
	if (!wizard_reading(w) || !at_work(w)->logs_count)
		return;
	if (p->began_us == w->began_us && p->whole) {
		if (tick)
			take(p, w, turns[p->turn++ % ARRAY_LEN(turns)]);
		return;
	}
	p->began_us = w->began_us;
	p->whole = loop_now_us() - w->began_us >= PROGRESS_AFTER_US;
	for (int i = 0; i < PIECE_COUNT; i++)
		take(p, w, (enum piece)i);
}

static bool is_of(const struct progress *p, const struct wizard *w, size_t log)
{
	return wizard_reading(w) && !w->fresh && p->began_us == w->began_us &&
		log + 1 == w->diagnosis->logs_count;
}

uint64_t progress_entries(const struct progress *p, const struct wizard *w, size_t log)
{
	return is_of(p, w, log) ? p->entries : log_info(w->diagnosis->logs[log].log)->entries;
}

uint64_t progress_keys(const struct progress *p, const struct wizard *w, size_t log)
{
	return is_of(p, w, log) ? p->keys : w->diagnosis->logs[log].key_entries;
}
