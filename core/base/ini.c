#include "ini.h"

#include "i18n.h"

static bool read_line(struct ini_line *at, struct sv line, ini_fn *fn, void *data,
	struct err *err)
{
	if (!line.len || line.ptr[0] == '#' || line.ptr[0] == ';')
		return true;
	if (line.ptr[0] == '[') {
		if (line.ptr[line.len - 1] != ']')
			return err_set(err, ERR_FORMAT, _("%s:%u: a section ends with \"]\""),
				at->path, at->line);
		at->section = sv_trim(sv_sub(line, 1, line.len - 2));
		return true;
	}
	struct sv rest = line;
	sv_cut(&rest, '=', &at->name);
	at->name = sv_trim(at->name);
	if (!rest.ptr || !at->name.len)
		return err_set(err, ERR_FORMAT, _("%s:%u: expected \"name = value\""), at->path,
			at->line);
	at->value = sv_trim(rest);
	return fn(data, at, err);
}

bool ini_read(const char *path, struct sv text, ini_fn *fn, void *data, struct err *err)
{
	struct ini_line at = {.path = path, .section = SV_EMPTY};
	struct sv line;
	if (sv_starts(text, SV("\xef\xbb\xbf"))) /* as Windows editors begin a file */
		text = sv_from(text, 3);
	while (text.len && sv_cut(&text, '\n', &line)) {
		at.line++;
		if (!read_line(&at, sv_trim(line), fn, data, err))
			return false;
	}
	return true;
}
