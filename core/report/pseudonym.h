/* The names that stand for what is hidden: user-1, host-2. One value has one name however it
 * is spelled (any case of letters, percent-encoded, escaped for XML), and values that are
 * known beforehand are found in any of those spellings. */
#ifndef REPORT_PSEUDONYM_H
#define REPORT_PSEUDONYM_H

#include "redact.h"

struct alias { /* one value and what stands for it */
	enum redact_class class;
	char *value;
	unsigned number;
};

struct learned { /* a spelling to look for */
	char *text;
	size_t alias;
};

struct pseudonyms { /* begins as {0} */
	struct alias *aliases;
	size_t aliases_count, aliases_cap;
	struct learned *learned;
	size_t learned_count, learned_cap;
};

void pseudonyms_finish(struct pseudonyms *pseudonyms);

/* The alias of a value, new if need be; for pseudonym_add. */
size_t pseudonym_of(struct pseudonyms *pseudonyms, enum redact_class class,
	struct sv spelled);
void pseudonym_add(const struct pseudonyms *pseudonyms, size_t alias, struct strbuf *out);
bool pseudonym_is(struct sv text); /* is it such a name already? */

/* From now on pseudonyms_replace() finds this value in its spellings. */
void pseudonym_learn(struct pseudonyms *pseudonyms, enum redact_class class,
	struct sv value);
/* Adds text with every learned value replaced; true if any was. */
bool pseudonyms_replace(const struct pseudonyms *pseudonyms, struct sv text,
	struct strbuf *out);

#endif
