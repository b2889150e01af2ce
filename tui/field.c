#include "field.h"

#include "base/path.h"
#include "command.h"

#define ANSWER 30 /* columns kept free for what is typed */

void field_finish(struct field *field)
{
	for (int kind = 0; kind < FIELD_KINDS; kind++)
		for (int i = 0; i < FIELD_HISTORY; i++)
			free(field->history[kind][i]);
}

void field_open(struct field *field, const struct field_request *request)
{
	field->open = true;
	field->pasting = false;
	field->recalled = -1;
	field->request = *request;
	line_edit_set(&field->edit, sv_str(request->text));
}

void field_remember(struct field *field)
{
	char **history = field->history[field->request.kind];
	struct sv text = line_edit_sv(&field->edit);
	if (!text.len || (history[0] && sv_eq(sv_str(history[0]), text)))
		return;
	free(history[FIELD_HISTORY - 1]);
	for (int i = FIELD_HISTORY - 1; i > 0; i--)
		history[i] = history[i - 1];
	history[0] = sv_dup(text);
}

void field_recall(struct field *field, int older)
{
	int at = field->recalled + older;
	if (at < -1 || at >= FIELD_HISTORY)
		return;
	const char *text = at < 0 ? "" : field->history[field->request.kind][at];
	if (!text)
		return;
	field->recalled = at;
	line_edit_set(&field->edit, sv_str(text));
}

void field_complete(struct field *field, struct strbuf *out)
{
	autostrbuf whole;
	strbuf_init(&whole, LINE_EDIT_MAX);
	struct sv typed = line_edit_sv(&field->edit);
	if (field->request.kind == FIELD_PATH)
		path_complete(typed, &whole, out);
	else if (field->request.kind == FIELD_COMMAND)
		command_complete(typed, &whole, out);
	if (whole.len > typed.len)
		line_edit_set(&field->edit, strbuf_sv(&whole));
}

void field_draw(struct field *field, struct canvas canvas, int y)
{
	/* a long question must leave room for the answer */
	int most = canvas.width / 2 > canvas.width - ANSWER ? canvas.width / 2
		: canvas.width - ANSWER;
	draw_row(canvas, y, LOOK_FIELD);
	int x = draw_text(canvas_part(canvas, y, 0, 1, most), 0, 0, LOOK_FIELD,
		sv_str(field->request.prompt));
	line_edit_draw(&field->edit, canvas, y, x + 1);
}
