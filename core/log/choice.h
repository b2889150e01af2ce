/* Which of the candidates of a gather are one log together, and which of those logs are chosen:
 * see gather.h. */
#ifndef LOG_CHOICE_H
#define LOG_CHOICE_H

#include "gather.h"

/* The logs out of the candidates, the chosen ones first. What was asked for by its own name
 * stands alone, though it may be part of a rotated log. */
void choice_form(struct gather *gather, enum log_platform want);
/* Keeps the one log that is spelled like this as chosen. False: there is none. */
bool choice_pick(struct gather *gather, const char *spelled);

#endif
