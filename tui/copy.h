/* Copied text: redacted, written to a file that is always named, and put into the terminal's
 * clipboard if the settings ask for it. */
#ifndef TUI_COPY_H
#define TUI_COPY_H

#include "app.h"

void copy_text(struct app *app, struct sv text);

#endif
