#include "settings.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/ini.h"

#define SETTINGS_MAX (64u << 10)

static bool set_lang(struct settings *s, struct sv value)
{
	if (!sv_eq(value, SV("en")) && !sv_eq(value, SV("fr")))
		return false;
	snprintf(s->lang, sizeof(s->lang), SV_FMT, SV_ARG(value));
	return true;
}

static bool set_colour(struct settings *s, struct sv value)
{
	return settings_colour_by_id(value, &s->colour);
}

static bool to_bool(struct sv value, bool *ret)
{
	*ret = sv_eq(value, SV("yes"));
	return *ret || sv_eq(value, SV("no"));
}

static bool set_ascii(struct settings *s, struct sv value)
{
	return to_bool(value, &s->ascii);
}

static bool set_accessible(struct settings *s, struct sv value)
{
	return to_bool(value, &s->accessible);
}

static const struct setting {
	const char *name, *expected;
	bool (*set)(struct settings *settings, struct sv value);
} known[] = {
	{"lang", "en, fr", set_lang},
	{"color", "auto, always, never", set_colour},
	{"ascii", "yes, no", set_ascii},
	{"accessible", "yes, no", set_accessible},
};

/* What would decide who receives a token: never from a file (CONTRACT, options). */
static const char *const forbidden[] = {"cloud", "tenant", "client-id", "cacert", "graph-url",
	"login-url", "token-stdin", "token-fd", "token"};

bool settings_colour_by_id(struct sv id, enum settings_colour *ret)
{
	static const char *const ids[] = {"auto", "always", "never"};
	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		if (!sv_eq(id, sv_str(ids[i])))
			continue;
		*ret = (enum settings_colour)i;
		return true;
	}
	return false;
}

void settings_init(struct settings *settings)
{
	*settings = (struct settings){.colour = COLOUR_AUTO};
}

static size_t common_letters(struct sv a, const char *b)
{
	size_t same = 0;
	for (size_t i = 0; i < a.len; i++)
		same += a.ptr[i] && strchr(b, a.ptr[i]) != NULL;
	return same;
}

static const char *nearest(struct sv name)
{
	const char *best = known[0].name;
	for (size_t i = 1; i < ARRAY_LEN(known); i++)
		if (common_letters(name, known[i].name) > common_letters(name, best))
			best = known[i].name;
	return best;
}

struct reading {
	struct settings *settings;
	settings_warn_fn *warn;
	void *data;
};

static bool unknown(const struct reading *r, const struct ini_line *line, struct err *err)
{
	struct err own;
	err_set(&own, ERR_FORMAT, _("%s:%u: unknown setting \"%.*s\"; did you mean \"%s\"?"),
		line->path, line->line, SV_ARG(line->name), nearest(line->name));
	if (!r->warn)
		return err_set(err, own.kind, "%s", own.text);
	r->warn(r->data, &own);
	return true;
}

static bool take(void *data, const struct ini_line *line, struct err *err)
{
	const struct reading *r = data;
	for (size_t i = 0; i < ARRAY_LEN(forbidden); i++)
		if (sv_eq(line->name, sv_str(forbidden[i])))
			return err_set(err, ERR_FORMAT, _("%s:%u: \"%s\" is not allowed in a "
				"settings file; give --%s on the command line"), line->path,
				line->line, forbidden[i], forbidden[i]);
	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		if (!sv_eq(line->name, sv_str(known[i].name)))
			continue;
		if (known[i].set(r->settings, line->value))
			return true;
		return err_set(err, ERR_FORMAT, _("%s:%u: %s = \"%.*s\"; expected one of: %s"),
			line->path, line->line, known[i].name, SV_ARG(line->value),
			known[i].expected);
	}
	return unknown(r, line, err);
}

bool settings_read(struct settings *settings, const char *path, struct sv text,
	settings_warn_fn *warn, void *data, struct err *err)
{
	struct reading reading = {settings, warn, data};
	return ini_read(path, text, take, &reading, err);
}

static bool load_one(const struct reading *r, const char *path, struct err *err)
{
	struct stat st;
	if (stat(path, &st) != 0)
		return true;
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return err_set(err, ERR_FORMAT, _("%s: others may write to it; chmod 600 it"),
			path);
	autostrbuf text;
	strbuf_init(&text, SETTINGS_MAX);
	return file_read(path, &text, err) &&
		settings_read(r->settings, path, strbuf_sv(&text), r->warn, r->data, err);
}

bool settings_load(struct settings *settings, settings_warn_fn *warn, void *data,
	struct err *err)
{
	char path[PATH_MAX];
	struct reading reading = {settings, warn, data};
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	if (!load_one(&reading, "/etc/xdg/scepwiz/config", err))
		return false;
	if (config && *config)
		snprintf(path, sizeof(path), "%s/scepwiz/config", config);
	else if (home && *home)
		snprintf(path, sizeof(path), "%s/.config/scepwiz/config", home);
	else
		return true;
	return load_one(&reading, path, err);
}
