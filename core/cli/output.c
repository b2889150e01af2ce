#include "output.h"

#include <stdarg.h>

#include "base/sanitise.h"
#include "base/wrap.h"

#define WRAP_LEAST 20

/* One line, broken at blanks; what follows hangs below its first word. */
static void put_wrapped(FILE *to, struct sv line, unsigned columns)
{
	size_t indent = 0;
	autostrbuf out;
	strbuf_init(&out, STRBUF_REPORT);
	while (indent < line.len && line.ptr[indent] == ' ')
		indent++;
	strbuf_addf(&out, "%*s", (int)indent, "");
	wrap(&out, line, indent, indent + 2, columns);
	fwrite(out.ptr, 1, out.len, to);
}

static void put_lines(FILE *to, struct sv text, unsigned columns)
{
	struct sv line;
	while (sv_cut(&text, '\n', &line)) {
		if (columns_of(line) > columns)
			put_wrapped(to, line, columns);
		else
			fwrite(line.ptr, 1, line.len, to);
		if (text.ptr)
			fputc('\n', to);
	}
}

static void put(const struct front *front, FILE *to, struct sv text)
{
	autostrbuf clean;
	strbuf_init(&clean, STRBUF_REPORT);
	sanitise(&clean, text, SANITISE_LINES | (front->utf8 ? 0 : SANITISE_ASCII));
	if (front->wrap && front->columns >= WRAP_LEAST)
		put_lines(to, strbuf_sv(&clean), front->columns);
	else
		fwrite(clean.ptr ? clean.ptr : "", 1, clean.len, to);
}

__attribute__((format(printf, 3, 0)))
static void put_format(const struct front *front, FILE *to, const char *format, va_list args)
{
	char *text = NULL;
	int len = vasprintf(&text, format, args);
	if (len >= 0)
		put(front, to, (struct sv){text, (size_t)len});
	free(text);
}

void out_text(const struct front *front, struct sv text)
{
	put(front, front->out, text);
}

void out_textf(const struct front *front, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	put_format(front, front->out, format, args);
	va_end(args);
}

void err_textf(const struct front *front, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	put_format(front, front->err, format, args);
	va_end(args);
}

bool out_bytes(const struct front *front, struct sv bytes)
{
	return fwrite(bytes.ptr, 1, bytes.len, front->out) == bytes.len &&
		fflush(front->out) == 0;
}
