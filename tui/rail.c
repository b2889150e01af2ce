#include "rail.h"

#include "frame.h"

/* Gives false for a step that has not been taken. */
static bool step_glyph(const struct app *app, enum step step, enum glyph *ret)
{
	const struct diagnosis *d = app->wizard.diagnosis;
	*ret = GLYPH_MISSING;
	if (step <= STEP_CHECK_IN) {
		const struct case_check *check = &d->checks[wizard_check_id(step)];
		*ret = frame_check_glyph(check->outcome);
		return check->origin != ORIGIN_NONE;
	}
	*ret = GLYPH_PASSED;
	return (step == STEP_COLLECT || step == STEP_LOG) && d->logs_count > 0;
}

/* The y-th of the steps that the guide has. */
static void draw_step(const struct app *app, struct canvas canvas, int y, enum step step)
{
	enum glyph glyph;
	bool done = step_glyph(app, step, &glyph), now = step == app->wizard.step;
	enum look_role role = now ? LOOK_STEP_NOW : done ? LOOK_STEP_DONE : LOOK_STEP_TODO;
	if (now)
		draw_text(canvas, y, 0, role, draw_glyph(app->term, GLYPH_SELECTED));
	if (done)
		draw_text(canvas, y, 2, role, draw_glyph(app->term, glyph));
	draw_textf(canvas, y, 4, role, "%d %s", y + 1,
		wizard_step_title(&app->wizard, step));
}

static int rail_width(const struct app *app)
{
	int width = 0;
	for (int step = STEP_FIRST; step < STEP_COUNT; step++) {
		int columns = draw_columns(app->term,
			sv_str(wizard_step_title(&app->wizard, (enum step)step)));
		width = columns > width ? columns : width;
	}
	width += 4 + 2 + 1; /* the signs, the number, a blank */
	return width < RAIL_WIDTH_MAX ? width : RAIL_WIDTH_MAX;
}

struct canvas rail_draw(struct app *app, struct canvas canvas)
{
	if (canvas.width < RAIL_FROM)
		return canvas;
	int width = rail_width(app);
	struct canvas rail = canvas_part(canvas, 1, 0, canvas.height - 1, width);
	for (int step = STEP_FIRST, y = 0; step < STEP_COUNT; step++)
		if (wizard_has_step(&app->wizard, (enum step)step))
			draw_step(app, rail, y++, (enum step)step);
	draw_vertical(canvas, width);
	return canvas_part(canvas, 0, width + 2, canvas.height, canvas.width - width - 2);
}
