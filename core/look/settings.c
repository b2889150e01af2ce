#include "settings.h"

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/ini.h"
#include "base/utf8.h"
#include "nearest.h"
#include "theme.h"

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

static bool set_clipboard(struct settings *s, struct sv value)
{
	return to_bool(value, &s->clipboard);
}

/* A path counts from the root or from home: the folder one happens to be in decides nothing. */
static bool set_theme(struct settings *s, struct sv value)
{
	bool path = sv_starts(value, SV("/")) || sv_starts(value, SV("~/"));
	if (!path && !theme_is_shipped(value))
		return false;
	if (value.len >= sizeof(s->theme) || sv_chr(value, '\0') != SV_NPOS)
		return false;
	snprintf(s->theme, sizeof(s->theme), SV_FMT, SV_ARG(value));
	return true;
}

static const struct setting {
	const char *name, *expected;
	bool (*set)(struct settings *settings, struct sv value);
} known[] = {
	{"lang", "en, fr", set_lang},
	{"color", "auto, always, never", set_colour},
	{"ascii", "yes, no", set_ascii},
	{"accessible", "yes, no", set_accessible},
	{"theme", "default, dark, light, high-contrast, mono, /PATH (63 bytes at most)",
		set_theme},
	{"clipboard", "yes, no", set_clipboard},
};

/* What would decide who receives a token: never from a file (CONTRACT, options). */
static const char *const forbidden[] = {"cloud", "tenant", "client-id", "cacert", "graph-url",
	"login-url", "token-stdin", "token-fd", "token", "graph", "client-secret",
	"client-secret-fd", "client-cert"};

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
	keymap_init(&settings->keymap);
}

static const char *setting_at(size_t i)
{
	return i < ARRAY_LEN(known) ? known[i].name : NULL;
}

struct reading {
	struct settings *settings;
	settings_warn_fn *warn;
	void *data;
};

/* what: a sentence of its own. */
static bool doubt(const struct reading *r, const struct err *what, struct err *err)
{
	if (!r->warn)
		return err_set(err, what->kind, "%s", what->text);
	r->warn(r->data, what);
	return true;
}

static bool unknown(const struct reading *r, const struct ini_line *line, struct err *err)
{
	struct err own;
	struct sv shown = utf8_cut(line->name, 40);
	err_set(&own, ERR_FORMAT, _("%s:%u: unknown setting \"%.*s\"; did you mean \"%s\"?"),
		line->path, line->line, SV_ARG(shown), nearest(line->name, setting_at));
	return doubt(r, &own, err);
}

static bool unknown_action(const struct reading *r, const struct ini_line *line,
	struct err *err)
{
	struct err own;
	struct sv shown = utf8_cut(line->name, 40);
	err_set(&own, ERR_FORMAT, _("%s:%u: unknown action \"%.*s\"; did you mean \"%s\"?"),
		line->path, line->line, SV_ARG(shown), nearest(line->name, action_name));
	return doubt(r, &own, err);
}

static bool unknown_section(const struct reading *r, const struct ini_line *line,
	struct err *err)
{
	struct err own;
	struct sv shown = utf8_cut(line->section, 40);
	err_set(&own, ERR_FORMAT, _("%s:%u: unknown section \"%.*s\"; did you mean \"keys\"?"),
		line->path, line->line, SV_ARG(shown));
	return doubt(r, &own, err);
}

static bool take_setting(const struct reading *r, const struct ini_line *line, struct err *err)
{
	struct sv shown = utf8_cut(line->value, 100);
	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		if (!sv_eq(line->name, sv_str(known[i].name)))
			continue;
		if (known[i].set(r->settings, line->value))
			return true;
		return err_set(err, ERR_FORMAT, _("%s:%u: %s = \"%.*s\"; expected one of: %s"),
			line->path, line->line, known[i].name, SV_ARG(shown), known[i].expected);
	}
	return unknown(r, line, err);
}

static bool take_key(const struct reading *r, const struct ini_line *line, struct err *err)
{
	enum action action;
	if (!action_by_name(line->name, &action))
		return unknown_action(r, line, err);
	return keymap_bind(&r->settings->keymap, action, line->value, line->path, line->line,
		err);
}

static bool take(void *data, const struct ini_line *line, struct err *err)
{
	const struct reading *r = data;
	for (size_t i = 0; i < ARRAY_LEN(forbidden); i++)
		if (sv_eq(line->name, sv_str(forbidden[i])))
			return err_set(err, ERR_FORMAT, _("%s:%u: \"%s\" is not allowed in a "
				"settings file; give --%s on the command line"), line->path,
				line->line, forbidden[i], forbidden[i]);
	if (!line->section.len)
		return take_setting(r, line, err);
	if (sv_eq(line->section, SV("keys")))
		return take_key(r, line, err);
	return unknown_section(r, line, err);
}

static bool clear_key(void *data, const struct ini_line *line, struct err *err)
{
	struct settings *settings = data;
	enum action action;
	(void)err;
	if (sv_eq(line->section, SV("keys")) && action_by_name(line->name, &action))
		keymap_clear(&settings->keymap, action);
	return true;
}

bool settings_read(struct settings *settings, const char *path, struct sv text,
	settings_warn_fn *warn, void *data, struct err *err)
{
	struct reading reading = {settings, warn, data};
	return ini_read(path, text, clear_key, settings, err) &&
		ini_read(path, text, take, &reading, err);
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
