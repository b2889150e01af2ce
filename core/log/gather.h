/* From what a person names to the logs to read: a file, standard input, a bundle or a folder.
 *
 * Of a bundle or folder the right log is chosen: one whose form is known; of several Windows
 * logs the Admin channel of DeviceManagement-Enterprise-Diagnostics-Provider; a rotated log
 * (OMADMLog_0 … _4, CloudExtension likewise) as one, oldest part first; where they are alike,
 * the newest. Only Android may give two (OMADM and CloudExtension speak of the same device):
 * two logs of one kind may come from two devices, and one must not answer for the other.
 *
 * What was not chosen can be named all the same, as a path that goes on within the bundle:
 *
 *     DiagLogs.zip/mdm.cab/admin.evtx      a member, also of a bundle in the bundle
 *     logs.zip/OMADMLog_*                  the whole rotated log
 *
 * No file can have such a path, since nothing lies below a regular file. Of a folder
 * "FOLDER/OMADMLog_*" is the rotated log, unless a file is called just that. */
#ifndef LOG_GATHER_H
#define LOG_GATHER_H

#include "log.h"
#include "notes.h"

#define GATHER_FILES_MAX 300 /* files of a folder that are looked into, the newest */
#define GATHER_LOGS_MAX 500  /* logs in one bundle */

struct gather_log {
	char *spelled;   /* names just this log; gather_find() of it finds it again */
	char *member;    /* within the bundle or folder; NULL: the path is the log */
	enum log_platform platform;
	const char *title; /* of its form, a msgid; NULL: not looked into */
	uint64_t size;
	int64_t changed_us; /* 0: not told */
	bool chosen;
	/* for gather.c */
	unsigned rank;
	size_t *parts; /* candidates, the newest first */
	size_t parts_count, parts_cap;
};

struct gather {
	char *path;      /* the file, bundle or folder */
	bool is_file;    /* the path itself is the log: nothing had to be chosen */
	bool picked;     /* the path named one log of a bundle or folder */
	struct gather_log *logs; /* the chosen ones first; never none after gather_find() */
	size_t logs_count, logs_cap, chosen;
	/* for gather.c */
	bool folder;
	const char *asked; /* the member that was named; NULL: none */
	struct source *source;
	struct bundle *bundle;
	struct candidate *candidates;
	size_t candidates_count, candidates_cap;
	struct notes notes;
	struct err told;
};

/* want: of logs of several platforms rather this one's (LOG_NO_PLATFORM: any). False: no log
 * there; err says why. gather_finish() is due in any case. */
bool gather_find(struct gather *gather, const char *path, enum log_platform want,
	struct err *err);
void gather_finish(struct gather *gather);

/* Of several files that were named: if the first one and others of them are parts of one
 * rotated log, that log is found, and taken[] becomes true for its parts. False: it stands
 * alone; gather_finish() is not due. */
bool gather_find_set(struct gather *gather, char *const *paths, size_t count, bool *taken);

/* A log of the list, chosen or not, to read: yours. A part of a rotated log that can't be read
 * costs what is older than it, and is a note. The first call for a file or pipe that is the
 * log itself gives what was opened already; a second one for standard input gives NULL. */
struct source *gather_open(struct gather *gather, size_t log, struct err *err);

/* What was refused, passed over or damaged, in sentences; NULL: no more. */
const char *gather_note(const struct gather *gather, size_t i);

/* All in one, for whoever wants one source: the first log that is chosen. */
struct source *gather_source(const char *path, enum log_platform want, struct err *err);

#endif
