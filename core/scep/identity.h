/* One profile, one identity, in the three spellings of the platforms:
 *   Android  ModelName=AC_{A}%2FLogicalName_{L}%3BHash={H}   (or a plain ; in messages)
 *   iOS      ModelName=AC_{A}/LogicalName_{L};Hash={H}
 *   Windows  ModelName_AC_{A}_LogicalName_{L}_Hash_{H}
 * A is the Intune account, L the profile (the Graph deviceConfiguration id, written with
 * underscores), H changes with every edit and identifies nothing.
 * Logs and documents also print ids cut ("AC_51bad41f...", U+2026) or masked
 * ("<LogicalName>", "xxxx", "*"): then complete is false and the id is the printed prefix, or
 * empty. */
#ifndef SCEP_IDENTITY_H
#define SCEP_IDENTITY_H

#include "base/sv.h"

#define SCEP_GUID_MAX 37

struct scep_id {
	char account[SCEP_GUID_MAX]; /* dashes, lower case; a prefix; or "" */
	char profile[SCEP_GUID_MAX];
	bool account_complete, profile_complete;
	bool has_hash;
	int32_t hash;
	size_t from, to; /* where it stands in the text, bytes */
};

/* The next identity in text at or after from. */
bool scep_id_find(struct sv text, size_t from, struct scep_id *ret);

enum scep_spelling { SPELLING_ANDROID, SPELLING_IOS, SPELLING_WINDOWS };
#define SCEP_ID_TEXT_MAX 160
/* Both ids must be complete and the hash present. Gives buf. */
const char *scep_id_format(const struct scep_id *id, enum scep_spelling spelling,
	char buf[static SCEP_ID_TEXT_MAX]);

/* A GUID in any spelling (dashes or underscores, braces or not, any case) to dashes and
 * lower case. False if it is none. */
bool scep_guid(struct sv text, char ret[static SCEP_GUID_MAX]);

/* Could the printed profile id be a full one's beginning? "" never fits. */
bool scep_prefix_fits(const char *printed, const char *full);

#endif
