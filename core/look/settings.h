/* The user's settings: $XDG_CONFIG_HOME/scepwiz/config (or ~/.config), after the site's
 * /etc/xdg/scepwiz/config. Only looks and habits: endpoints, certificates, tenants and
 * sources of tokens are command line only, and an error here.
 *
 *   theme = dark
 *   clipboard = yes
 *
 *   [keys]
 *   next-hit = n F3
 *
 * Names under [keys] are those of action.h. An action named there loses the keys it had, so
 * that two can exchange theirs. */
#ifndef LOOK_SETTINGS_H
#define LOOK_SETTINGS_H

#include "base/err.h"
#include "base/strbuf.h"
#include "keymap.h"

#define SETTINGS_MAX (64u << 10) /* bytes of a settings file */

enum settings_colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct settings {
	char lang[8];         /* "": as the environment says */
	enum settings_colour colour;
	bool ascii, accessible;
	char theme[64];       /* a shipped theme, or a path; "": the shipped default */
	bool clipboard;       /* copies go to the terminal's clipboard, too (OSC 52) */
	struct keymap keymap; /* the shipped keys, with the user's in their place */
};

void settings_init(struct settings *settings);

/* Told of an unknown name: a program that is older than the file still runs. */
typedef void settings_warn_fn(void *data, const struct err *err);

/* Reads one file's text. A value that is none, or a name that is not allowed, is an error:
 * path:line: what, and what was expected. An unknown name goes to warn, with the nearest known
 * one; without warn it is an error, too. */
bool settings_read(struct settings *settings, const char *path, struct sv text,
	settings_warn_fn *warn, void *data, struct err *err);

/* Both places, in order; a place without a file is no error. A file that others may write to
 * is refused, since it steers what the user sees. */
bool settings_load(struct settings *settings, settings_warn_fn *warn, void *data,
	struct err *err);

bool settings_colour_by_id(struct sv id, enum settings_colour *ret);

#endif
