/* The logs of the diagnosis in hand: opened, read as jobs, read again. For wizard.c. */
#ifndef TUI_WIZARD_LOGS_H
#define TUI_WIZARD_LOGS_H

#include "wizard.h"

/* Reads those that wait. */
void logs_begin(struct wizard *wizard);
void logs_stop(struct wizard *wizard);   /* reading, at once */
void logs_forget(struct wizard *wizard); /* all of them */
/* Destroys the diagnosis, after whoever borrows from it has been told. */
void logs_let_go(struct wizard *wizard);

#endif
