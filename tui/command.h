/* Commands typed behind a colon, as one table: their names, what they do, and help on them. */
#ifndef TUI_COMMAND_H
#define TUI_COMMAND_H

#include "app.h"

/* False: the message says what is wrong. */
bool command_run(struct app *app, struct sv typed);
void command_complete(struct sv typed, struct strbuf *whole, struct strbuf *candidates);
/* The i-th command's call and what it does (msgid); false when there is no more. */
bool command_at(size_t i, const char **ret_call, const char **ret_help);

#endif
