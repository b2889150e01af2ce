/* The regular files of a folder, the newest first; not those of folders in it. */
#ifndef LOG_FOLDER_H
#define LOG_FOLDER_H

#include "base/sv.h"

#define FOLDER_NAMES_MAX 10000 /* that are looked at; nobody keeps logs among more */

struct folder_file {
	char *name;         /* without the folder */
	uint64_t size;      /* more than 0 */
	int64_t changed_us; /* wall clock */
};

struct folder {
	struct folder_file *files;
	size_t files_count, files_cap;
};

/* links: follow links to files, too. False: it can't be read (errno says why). */
bool folder_list(struct folder *folder, const char *path, bool links);
void folder_finish(struct folder *folder);

char *folder_path(const char *folder, const char *name); /* of a file in it; yours */
/* Up to len first bytes of a file, which may be no regular one by now: then none. */
size_t folder_head(const char *path, bool links, char *buf, size_t len);

#endif
