/* One file that may be the log: in a bundle or a folder, judged by its name and first bytes.
 *
 * The names are those of the Company Portal's and the Microsoft Intune app's rotated logs
 * (OMADMLog_0.log is the newest, up to five; over USB without ".log"), and of what "Collect
 * diagnostics" makes of the Admin channel. */
#ifndef LOG_CANDIDATE_H
#define LOG_CANDIDATE_H

#include "bundle.h"
#include "log.h"

enum candidate_family { FAMILY_OTHER, FAMILY_CLOUD_EXTENSION, FAMILY_OMADM };

#define CANDIDATE_NO_NUMBER (-2) /* not one of a rotated set */

struct candidate {
	char *name;             /* within the bundle or folder */
	enum log_platform platform;
	const char *title;      /* msgid; NULL: no form we know */
	unsigned rank;          /* more: rather the log that is looked for */
	bool plain;             /* UTF-8: may be joined with others */
	enum candidate_family family;
	int number;             /* 0 the newest; -1: the name has none (newer than 0) */
	uint64_t size;
	int64_t changed_us;
	struct bundle_member member; /* of a bundle; its name is not used */
};

/* Fills in what name and head tell. False: no form we know (the rest is filled in). */
bool candidate_judge(struct candidate *candidate, const char *name, struct sv head);
/* Is it called as a log would be? */
bool candidate_has_name(const struct candidate *candidate);
void candidate_finish(struct candidate *candidate);

/* Are both parts of one rotated log: same folder, same family, both numbered? */
bool candidate_same_set(const struct candidate *a, const struct candidate *b);
struct sv candidate_folder(const char *name); /* with its slash; or empty */
/* "FOLDER/OMADMLog_*": what all parts of the set are called; yours. */
char *candidate_set_name(const struct candidate *candidate);

#endif
