/* Where the reading of a log stood before the first entry that may still change: when the log
 * grows, what came of that entry and those behind it is taken back, and read again. */
#ifndef DIAGNOSIS_STANDING_H
#define DIAGNOSIS_STANDING_H

#include "match.h"

struct standing;

/* Keeps how the match and its diagnosis stand. */
struct standing *standing_take(const struct match *match);
void standing_destroy(struct standing *standing);
/* Brings the diagnosis back to it, which has to be judged again; its log must be the last one.
 * Gives the match to go on with, and ends itself. */
struct match *standing_go_back(struct standing *standing);

#endif
