/* What a regular expression can't do without: a text it matches holds one of these literals.
 * Looking for them first, in one pass, spares trying the expression on nearly every entry. */
#ifndef DIAGNOSIS_LITERALS_H
#define DIAGNOSIS_LITERALS_H

#include "base/strbuf.h"

#define LITERALS_MAX 32
#define LITERAL_MIN 3 /* a shorter one is too common to be worth it */

struct literals {
	struct sv texts[LITERALS_MAX]; /* in the bytes kept below */
	size_t count;
	bool exact; /* the expression is nothing but these: it matches whatever holds one of them */
	struct strbuf bytes;
};

/* fold: the expression matches whatever the case; the literals then do, too. False: there are none,
 * or the expression is more than this understands. ret is to be finished in any case. */
bool literals_of(struct sv pattern, bool fold, struct literals *ret);
void literals_finish(struct literals *literals);

#endif
