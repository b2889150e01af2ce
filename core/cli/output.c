#include "output.h"

#include <stdarg.h>

#include "base/sanitise.h"

static void put(const struct front *front, FILE *to, struct sv text)
{
	autostrbuf clean;
	strbuf_init(&clean, STRBUF_REPORT);
	sanitise(&clean, text, SANITISE_LINES | (front->utf8 ? 0 : SANITISE_ASCII));
	fwrite(clean.ptr ? clean.ptr : "", 1, clean.len, to);
}

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
