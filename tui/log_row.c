#include "log_row.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/wrap.h"
#include "diagnosis/event.h"
#include "frame.h"
#include "spots.h"

#define TEXT_SHOWN 4096 /* bytes of a sentence that a row can scroll through */
#define DATE_FROM 70    /* columns from which a row has room for the date */
#define CLOCK_LEVEL 10  /* the level's column, behind the clock … */
#define DATED_LEVEL 16  /* … and behind day and clock */

void log_row_init(struct log_row *row, struct app *app)
{
	*row = (struct log_row){.app = app, .mask = redactor_create(REVEAL_ALL)};
	log_entry_init(&row->entry);
	for (size_t i = 0; i < ROWS_KEPT; i++) {
		strbuf_init(&row->kept[i].sentence, STRBUF_LINE);
		strbuf_init(&row->kept[i].clock, STRBUF_LINE);
		strbuf_init(&row->kept[i].day, STRBUF_LINE);
	}
}

void log_row_finish(struct log_row *row)
{
	for (size_t i = 0; i < ROWS_KEPT; i++) {
		strbuf_finish(&row->kept[i].sentence);
		strbuf_finish(&row->kept[i].clock);
		strbuf_finish(&row->kept[i].day);
	}
	log_entry_finish(&row->entry);
	redactor_destroy(row->mask);
}

static void draw_level(struct canvas canvas, int y, int x, enum log_level level,
	enum look_role role)
{
	static const char *const letters[] = {[LEVEL_NONE] = " ", [LEVEL_DEBUG] = "d",
		[LEVEL_INFO] = "i", [LEVEL_WARNING] = "W", [LEVEL_ERROR] = "E"};
	static const enum look_role roles[] = {[LEVEL_NONE] = LOOK_PLAIN,
		[LEVEL_DEBUG] = LOOK_LEVEL_DEBUG, [LEVEL_INFO] = LOOK_DIM,
		[LEVEL_WARNING] = LOOK_LEVEL_WARNING, [LEVEL_ERROR] = LOOK_LEVEL_ERROR};
	draw_text(canvas, y, x, role == LOOK_PLAIN ? roles[level] : role,
		sv_str(letters[level]));
}

/* A key entry is called by its name; what the log says follows. */
static void sentence_of(struct log_row *row, size_t main, struct strbuf *out)
{
	const struct diagnosis *d = row->app->wizard.diagnosis;
	const struct log_entry *entry = &row->entry;
	autostrbuf said, masked;
	strbuf_init(&said, STRBUF_RECORD);
	strbuf_init(&masked, TEXT_SHOWN);
	if (main != SPOT_NONE) /* the titles of events name their number */
		strbuf_addf(out, _("%s: "), guide_text(d->findings[main].key->title));
	else if (entry->event_id >= 0)
		strbuf_addf(out, "%d ", (int)entry->event_id);
	if (entry->damaged)
		strbuf_addf(out, _("(damaged: %.*s) "), SV_ARG(entry->damage));
	entry_sentence(d->library, entry, true, &said);
	if (main != SPOT_NONE && d->findings[main].id && sv_has(strbuf_sv(&said), SV("<")))
		strbuf_addf(out, "%s ", d->findings[main].id->profile); /* rather than XML alone */
	redact(row->mask, utf8_cut(strbuf_sv(&said), TEXT_SHOWN), &masked);
	one_line(out, strbuf_sv(&masked));
}

static void draw_hits(const struct log_row *row, struct canvas canvas, int y, struct sv text)
{
	size_t from = 0, to = 0;
	while (row->search && search_find(row->search, text, to, &from, &to) && from < to) {
		int x = draw_columns(canvas.term, sv_sub(text, 0, from)) - row->skip;
		if (x >= canvas.width)
			break;
		struct sv hit = sv_sub(text, from, to - from);
		draw_text_from(canvas, y, x < 0 ? 0 : x, LOOK_HIT, hit, x < 0 ? -x : 0);
	}
}

/* Rows of another log, or of one that was read again, are worth nothing. */
static void check_kept(struct log_row *row)
{
	unsigned generation = row->app->wizard.generation;
	if (row->kept_log == row->log && row->kept_generation == generation)
		return;
	row->kept_log = row->log;
	row->kept_generation = generation;
	for (size_t i = 0; i < ROWS_KEPT; i++)
		row->kept[i].there = false;
}

static void fill(struct log_row *row, struct kept_row *kept, const struct term *term)
{
	const struct diagnosis *d = row->app->wizard.diagnosis;
	size_t main = kept->count ? spots_main(d, kept->from, kept->count) : SPOT_NONE;
	strbuf_reset(&kept->sentence);
	strbuf_reset(&kept->clock);
	strbuf_reset(&kept->day);
	log_read(d->logs[row->log].log, kept->n, &row->entry);
	sentence_of(row, main, &kept->sentence);
	frame_time(row->entry.time.us, row->entry.time.text, false, &kept->clock);
	frame_time(row->entry.time.us, row->entry.time.text, true, &kept->day);
	kept->level = row->entry.level;
	kept->columns = draw_columns(term, strbuf_sv(&kept->sentence));
	kept->there = true;
}

static const struct kept_row *look_up(struct log_row *row, uint64_t n, const struct term *term)
{
	struct kept_row *kept = &row->kept[n % ROWS_KEPT];
	size_t from, count = spots_of(row->app->wizard.diagnosis, row->log, n, &from);
	check_kept(row);
	if (kept->there && kept->n == n && kept->count == count && (!count || kept->from == from))
		return kept;
	kept->n = n;
	kept->from = from;
	kept->count = count;
	fill(row, kept, term);
	return kept;
}

static enum glyph sign_of(const struct guide_key_entry *key)
{
	return key->role == ROLE_NOTE ? GLYPH_NOTE : GLYPH_KEY;
}

/* What stands before the sentence, on a canvas as wide as that. The selected row's bar ends here:
 * when it moves on, no sentence has to be sent again. */
static void draw_front(struct canvas canvas, const struct kept_row *kept,
	const struct guide_key_entry *key, bool selected, bool marked, enum look_role role)
{
	int level = canvas.width - 3;
	bool date = level >= DATED_LEVEL;
	if (selected)
		draw_row(canvas, 0, role);
	draw_text(canvas_part(canvas, 0, 1, 1, level - 2), 0, 0, selected ? role : LOOK_DIM,
		strbuf_sv(date ? &kept->day : &kept->clock));
	draw_level(canvas, 0, level, kept->level, role);
	if (key)
		draw_text(canvas, 0, level + 2, role, draw_glyph(canvas.term, sign_of(key)));
	if (selected || marked)
		draw_text(canvas, 0, 0, role, draw_glyph(canvas.term,
			marked ? GLYPH_MARKED : GLYPH_SELECTED));
}

static const struct guide_key_entry *key_of(const struct log_row *row, const struct kept_row *kept)
{
	const struct diagnosis *d = row->app->wizard.diagnosis;
	return kept->count ? d->findings[spots_main(d, kept->from, kept->count)].key : NULL;
}

void log_row_draw(struct log_row *row, struct canvas canvas, int y, uint64_t n, bool selected,
	bool focused, bool marked)
{
	const struct kept_row *kept = look_up(row, n, canvas.term);
	const struct guide_key_entry *key = key_of(row, kept);
	int x = (canvas.width >= DATE_FROM ? DATED_LEVEL : CLOCK_LEVEL) + 4;
	enum look_role role = key ? frame_key_role(key->role) : LOOK_PLAIN;
	struct sv text = strbuf_sv(&kept->sentence);
	if (key)
		draw_row(canvas, y, role);
	draw_front(canvas_part(canvas, y, 0, 1, x - 1), kept, key, selected, marked, !selected
		? role : focused ? LOOK_SELECTED : LOOK_SELECTED_BLURRED);
	struct canvas rest = canvas_part(canvas, y, x, 1, canvas.width - x);
	draw_text_from(rest, 0, 0, role, text, row->skip);
	int hidden = kept->columns - rest.width;
	row->beyond = hidden > row->beyond ? hidden : row->beyond;
	draw_hits(row, rest, 0, text);
}
