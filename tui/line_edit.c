#include "line_edit.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

/* Code point at text[at…]; its length goes to *len. */
static utf8proc_int32_t code_at(struct sv text, size_t at, size_t *len)
{
	struct sv rest = sv_from(text, at);
	uint32_t code = utf8_take(&rest);
	*len = text.len - at - rest.len;
	return code == UTF8_BAD ? 0xFFFD : (utf8proc_int32_t)code;
}

/* Where the grapheme that begins at from ends. */
static size_t grapheme_end(struct sv text, size_t from)
{
	utf8proc_int32_t state = 0;
	size_t len, at = from;
	if (from >= text.len)
		return text.len;
	utf8proc_int32_t code = code_at(text, at, &len);
	for (at += len; at < text.len; at += len) {
		utf8proc_int32_t next = code_at(text, at, &len);
		if (utf8proc_grapheme_break_stateful(code, next, &state))
			break;
		code = next;
	}
	return at;
}

static size_t grapheme_before(struct sv text, size_t at)
{
	size_t from = 0;
	for (size_t end; (end = grapheme_end(text, from)) < at;)
		from = end;
	return at ? from : 0;
}

struct sv line_edit_sv(const struct line_edit *edit)
{
	return (struct sv){edit->text, edit->len};
}

static void remove_range(struct line_edit *edit, size_t from, size_t to)
{
	memmove(edit->text + from, edit->text + to, edit->len - to + 1);
	edit->len -= to - from;
	edit->cursor = from;
}

static void insert(struct line_edit *edit, uint32_t code)
{
	autostrbuf bytes;
	strbuf_init(&bytes, 8);
	strbuf_utf8(&bytes, code);
	if (edit->len + bytes.len >= LINE_EDIT_MAX)
		return;
	memmove(edit->text + edit->cursor + bytes.len, edit->text + edit->cursor,
		edit->len - edit->cursor + 1);
	memcpy(edit->text + edit->cursor, bytes.ptr, bytes.len);
	edit->len += bytes.len;
	edit->cursor += bytes.len;
}

void line_edit_set(struct line_edit *edit, struct sv text)
{
	text = utf8_cut(text, LINE_EDIT_MAX - 1);
	memcpy(edit->text, text.ptr, text.len);
	edit->text[text.len] = '\0';
	edit->len = edit->cursor = text.len;
	edit->left = 0;
}

/* The word before the cursor, with the blanks behind it. A path's part counts as a word. */
static size_t word_before(const struct line_edit *edit)
{
	size_t at = edit->cursor;
	while (at && strchr(" /", edit->text[at - 1]))
		at--;
	while (at && !strchr(" /", edit->text[at - 1]))
		at--;
	return at;
}

static bool move_key(struct line_edit *edit, int key)
{
	struct sv text = line_edit_sv(edit);
	switch (key) {
	case K_LEFT:
		edit->cursor = grapheme_before(text, edit->cursor);
		return true;
	case K_RIGHT:
		edit->cursor = grapheme_end(text, edit->cursor);
		return true;
	case K_HOME:
	case K_CTRL('a'):
		edit->cursor = 0;
		return true;
	case K_END:
	case K_CTRL('e'):
		edit->cursor = edit->len;
		return true;
	default:
		return false;
	}
}

static bool delete_key(struct line_edit *edit, int key)
{
	struct sv text = line_edit_sv(edit);
	switch (key) {
	case K_BACKSPACE:
		remove_range(edit, grapheme_before(text, edit->cursor), edit->cursor);
		return true;
	case K_DELETE:
	case K_CTRL('d'):
		remove_range(edit, edit->cursor, grapheme_end(text, edit->cursor));
		return true;
	case K_CTRL('u'):
		remove_range(edit, 0, edit->cursor);
		return true;
	case K_CTRL('w'):
		remove_range(edit, word_before(edit), edit->cursor);
		return true;
	case K_CTRL('k'):
		remove_range(edit, edit->cursor, edit->len);
		return true;
	default:
		return false;
	}
}

bool line_edit_key(struct line_edit *edit, int key)
{
	if (move_key(edit, key) || delete_key(edit, key))
		return true;
	if (key < ' ' || key >= K_UP || key == K_BACKSPACE || (key >= 0x80 && key < 0xA0))
		return false;
	insert(edit, (uint32_t)key);
	return true;
}

/* The text scrolls so that the cursor stays in view. */
void line_edit_draw(struct line_edit *edit, struct canvas canvas, int y, int x)
{
	struct sv text = line_edit_sv(edit);
	int room = canvas.width - x - 1;
	if (edit->left > edit->cursor)
		edit->left = edit->cursor;
	while (edit->left && draw_columns(canvas.term, sv_sub(text,
	    grapheme_before(text, edit->left), edit->cursor -
	    grapheme_before(text, edit->left))) <= room) /* there is room again */
		edit->left = grapheme_before(text, edit->left);
	while (edit->left < edit->cursor && draw_columns(canvas.term,
	    sv_sub(text, edit->left, edit->cursor - edit->left)) > room)
		edit->left = grapheme_end(text, edit->left);
	struct sv before = sv_sub(text, edit->left, edit->cursor - edit->left);
	draw_text(canvas, y, x, LOOK_FIELD, sv_from(text, edit->left));
	draw_cursor(canvas, y, x + draw_columns(canvas.term, before), true);
}
