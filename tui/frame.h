/* What is around every view: the title row with the verdict in sight, the hint row, messages and
 * progress. */
#ifndef TUI_FRAME_H
#define TUI_FRAME_H

#include "app.h"

#define FRAME_HEIGHT_MIN 5
#define FRAME_WIDTH_MIN 20
#define FRAME_HINTS_MAX 7

void frame_draw(struct app *app);

/* How an outcome or a stage looks, and its sign: never colour alone. */
enum look_role frame_outcome_role(enum verdict_outcome outcome);
enum look_role frame_stage_role(enum stage_outcome outcome);
enum glyph frame_stage_glyph(enum stage_outcome outcome);
enum glyph frame_check_glyph(enum check_outcome outcome);
enum look_role frame_key_role(enum guide_role role);
/* The outcome's sign and word: "✓ REACHED". */
void frame_outcome(const struct app *app, enum verdict_outcome outcome, struct strbuf *out);
/* A time as rows show it: "08-20 09:41:04" (no date: "09:41:04") in UTC if it is known, else as
 * the log prints it, cut to the same width. */
void frame_time(int64_t us, struct sv printed, bool date, struct strbuf *out);
/* Is there a verdict worth showing: about a log, or for a check that was answered with no? */
bool frame_has_verdict(const struct app *app);
/* "3.4 MB" */
void frame_size(uint64_t bytes, struct strbuf *out);

#endif
