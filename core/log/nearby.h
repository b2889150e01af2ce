/* The logs that lie in a folder: what the wizard offers, so that nobody has to type a path. */
#ifndef LOG_NEARBY_H
#define LOG_NEARBY_H

#include "log.h"

#define NEARBY_FILES_MAX 300 /* regular files of the folder that are looked into, the newest */
#define NEARBY_LOGS_MAX 50

struct nearby_log {
	char *path, *name;       /* name: without the folder */
	enum log_platform platform;
	const char *format_title; /* msgid */
	uint64_t size;
	int64_t changed_us;      /* wall clock */
};

struct nearby {
	struct nearby_log *logs; /* the newest first */
	size_t logs_count, logs_cap;
};

/* Looks into the first bytes of each regular file of folder, not into folders in it. A folder
 * that can't be read holds none. platform LOG_NO_PLATFORM: any. */
void nearby_find(struct nearby *nearby, const char *folder, enum log_platform platform);
void nearby_finish(struct nearby *nearby);

#endif
