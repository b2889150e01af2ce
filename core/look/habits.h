/* What the viewer remembers from one run to the next: how its panes lie. A small file in
 * $XDG_STATE_HOME/scepwiz/screen ("name = value" lines), not for editing; a mistake in it
 * means the shipped habits. */
#ifndef LOOK_HABITS_H
#define LOOK_HABITS_H

#include <stdbool.h>

#include "base/sv.h"

enum habit_layout { LAYOUT_AUTO, LAYOUT_STACKED, LAYOUT_BESIDE };

#define RATIO_MIN 20
#define RATIO_MAX 80

struct habits {
	enum habit_layout layout; /* auto: side by side from 100 columns on */
	unsigned ratio;           /* of the list, in per cent */
	bool raw;                 /* the entry raw rather than unwrapped */
};

void habits_init(struct habits *habits);
void habits_read(struct habits *habits, struct sv text); /* what it does not know is passed over */
void habits_load(struct habits *habits);
/* Silent if it can't be written: nothing is lost but a habit. */
void habits_save(const struct habits *habits);

#endif
