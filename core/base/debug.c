#include "debug.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "i18n.h"
#include "pattern.h"
#include "sanitise.h"
#include "secret.h"
#include "timefmt.h"

#define HIDDEN "[hidden]"
#define LEAST_HIDDEN 8

/* The first group, where there is one, is what stays. */
static const char *const shapes[] = {
	"eyJ[\\w-]+\\.[\\w-]*(?:\\.[\\w-]*)*", /* a JWT, also a cut one */
	"(?i)(\\bauthorization:\\s*(?:\\w+\\s+)?)[^\\s,;]+",
	("(?i)(\\b(?:access_token|id_token|refresh_token|device_code|user_code|client_secret|"
		"client_assertion|assertion|password|code_verifier)[\"']?\\s*[=:]\\s*[\"']?)[^\\s&\"',;]+"),
	"(?i)(//)[^\\s/@]+:[^\\s/@]*@",     /* name and password of a proxy */
	"(?i)[\\w.+'#%-]+(?:@|%40)[\\w-]+(?:\\.[\\w-]+)+", /* an address of a person */
	"(?i)([?&](?:sig|sv|se|skoid)=)[^&\\s]+", /* a signed link */
};

struct debug {
	int fd;
	size_t written;
	struct pattern *patterns[ARRAY_LEN(shapes)];
	struct secret *hidden;
	size_t hidden_count, hidden_cap;
};

struct debug *debug_create(const char *path, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0) {
		err_set(err, ERR_OUTPUT, "--debug: %s: %s", path, strerror(errno));
		return NULL;
	}
	struct debug *debug = xcalloc(1, sizeof(*debug));
	debug->fd = fd;
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
		if (!(debug->patterns[i] = pattern_create(sv_str(shapes[i]), false, err)))
			abort();
	return debug;
}

void debug_destroy(struct debug *debug)
{
	if (!debug)
		return;
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
		pattern_destroy(debug->patterns[i]);
	for (size_t i = 0; i < debug->hidden_count; i++)
		secret_wipe(&debug->hidden[i]);
	free(debug->hidden);
	close(debug->fd);
	free(debug);
}

static bool is_hidden(const struct debug *debug, struct sv value)
{
	for (size_t i = 0; i < debug->hidden_count; i++)
		if (sv_eq(secret_sv(&debug->hidden[i]), value))
			return true;
	return false;
}

void debug_hide(struct debug *debug, struct sv value)
{
	struct secret secret = {0};
	if (!debug || value.len < LEAST_HIDDEN || is_hidden(debug, value))
		return;
	if (secret_set(&secret, value))
		vec_push(debug, hidden, secret);
}

static void mask_value(struct strbuf *text, struct sv value)
{
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	struct sv rest = strbuf_sv(text);
	size_t at;
	while ((at = sv_find(rest, value)) != SV_NPOS) {
		strbuf_add(&out, sv_sub(rest, 0, at));
		strbuf_str(&out, HIDDEN);
		rest = sv_from(rest, at + value.len);
	}
	strbuf_add(&out, rest);
	strbuf_reset(text);
	strbuf_add(text, strbuf_sv(&out));
}

/* A pattern that gives up hides the rest of the line: rather a word too few. */
static void mask_shape(struct strbuf *text, const struct pattern *pattern)
{
	autostrbuf out;
	strbuf_init(&out, STRBUF_LINE);
	struct sv all = strbuf_sv(text);
	struct pattern_match match = {0};
	size_t from = 0;
	while (from < all.len && pattern_search(pattern, all, from, &match) &&
	       match.to > match.from) {
		strbuf_add(&out, sv_sub(all, from, match.from - from));
		strbuf_add(&out, match.group[1]);
		strbuf_str(&out, HIDDEN);
		from = match.to;
	}
	if (match.too_complex)
		strbuf_str(&out, HIDDEN);
	else
		strbuf_add(&out, sv_from(all, from));
	strbuf_reset(text);
	strbuf_add(text, strbuf_sv(&out));
}

void debug_mask(const struct debug *debug, struct sv text, struct strbuf *out)
{
	sanitise(out, text, SANITISE_LINE);
	for (size_t i = 0; i < debug->hidden_count; i++)
		mask_value(out, secret_sv(&debug->hidden[i]));
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
		mask_shape(out, debug->patterns[i]);
}

/* Whole lines only: a cut one could show the beginning of what a shape would have hidden. */
static void put(struct debug *debug, struct sv line)
{
	static const struct sv full = {"(the file is full; nothing more is written)\n", 44};
	if (debug->written > DEBUG_MAX)
		return;
	if (debug->written + line.len > DEBUG_MAX) {
		line = full;
		debug->written = DEBUG_MAX;
	}
	debug->written += line.len;
	while (line.len) {
		ssize_t got = write(debug->fd, line.ptr, line.len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return;
		line = sv_from(line, (size_t)got);
	}
}

void debug_linef(struct debug *debug, const char *format, ...)
{
	if (!debug)
		return;
	char *text = NULL, now[TIME_TEXT_MAX];
	struct timespec ts;
	va_list args;
	va_start(args, format);
	int len = vasprintf(&text, format, args);
	va_end(args);
	clock_gettime(CLOCK_REALTIME, &ts);
	autostrbuf masked, line;
	strbuf_init(&masked, STRBUF_LINE);
	strbuf_init(&line, STRBUF_LINE + TIME_TEXT_MAX + 2);
	debug_mask(debug, (struct sv){text, len > 0 ? (size_t)len : 0}, &masked);
	strbuf_addf(&line, "%s ", time_rfc3339(ts.tv_sec * TIME_SECOND + ts.tv_nsec / 1000, now));
	strbuf_add(&line, strbuf_sv(&masked));
	strbuf_char(&line, '\n');
	put(debug, strbuf_sv(&line));
	if (len > 0)
		explicit_bzero(text, (size_t)len);
	free(text);
}
