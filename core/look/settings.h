/* The user's settings: $XDG_CONFIG_HOME/scepwiz/config (or ~/.config), after the site's
 * /etc/xdg/scepwiz/config. Only looks and habits: endpoints, certificates, tenants and
 * sources of tokens are command line only, and an error here. */
#ifndef LOOK_SETTINGS_H
#define LOOK_SETTINGS_H

#include "base/err.h"
#include "base/strbuf.h"

enum settings_colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct settings {
	char lang[8];         /* "": as the environment says */
	enum settings_colour colour;
	bool ascii, accessible;
};

void settings_init(struct settings *settings);

/* Reads one file's text. An unknown name is an error: path:line: what, and what was expected
 * (with the nearest known name). */
bool settings_read(struct settings *settings, const char *path, struct sv text,
	struct err *err);

/* Both places, in order; a place without a file is no error. A file that others may write to
 * is refused, since it steers what the user sees. */
bool settings_load(struct settings *settings, struct err *err);

bool settings_colour_by_id(struct sv id, enum settings_colour *ret);

#endif
