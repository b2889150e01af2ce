/* Files of our own: guides, settings, reports. Logs are read through core/log/source. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "err.h"
#include "strbuf.h"

/* The whole file into buf, at most buf->max bytes; more, or anything but a regular file,
 * is an error. */
bool file_read(const char *path, struct strbuf *buf, struct err *err);

/* Writes path whole or not at all: a file beside it, then a rename. 0600. Without force
 * an existing file is refused. On failure nothing is left behind and an old file stays. */
bool file_write(const char *path, struct sv bytes, bool force, struct err *err);

/* $XDG_STATE_HOME/scepwiz, or ~/.local/state/scepwiz: what the program remembers. Yours; NULL:
 * the environment names no absolute path. */
char *file_state_dir(void);
/* Makes a folder (0700) with those above it, if it is not there. */
bool file_make_dir(const char *path, struct err *err);

/* Where the shipped data of one kind lies ("wizards", "themes"): $SCEPWIZ_DATA_DIR, the
 * build's source tree when the program runs uninstalled, else the installed place. The
 * result is yours. */
char *file_data_dir(const char *kind);
char *file_locale_dir(void);

#endif
