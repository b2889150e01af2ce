#include "nearby.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_MAX 10000 /* of a folder that are looked at; nobody keeps logs among more */

/* A regular file of the folder, not yet looked into. */
struct candidate {
	char *name;
	uint64_t size;
	int64_t changed_us;
};

struct folder {
	DIR *dir;
	struct candidate *files;
	size_t files_count, files_cap;
};

static int64_t changed_of(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * TIME_SECOND + st->st_mtim.tv_nsec / 1000;
}

/* Links are followed: a log may lie elsewhere. */
static void list_files(struct folder *folder)
{
	struct dirent *item;
	struct stat st;
	for (int i = 0; i < NAMES_MAX && (item = readdir(folder->dir)); i++)
		if (item->d_name[0] != '.' &&
		    fstatat(dirfd(folder->dir), item->d_name, &st, 0) == 0 &&
		    S_ISREG(st.st_mode) && st.st_size > 0)
			vec_push(folder, files, ((struct candidate){xstrdup(item->d_name),
				(uint64_t)st.st_size, changed_of(&st)}));
}

static int newest_first(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	if (a->changed_us != b->changed_us)
		return a->changed_us > b->changed_us ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* The first bytes of a regular file. Opened without waiting: it may be a pipe by now. */
static struct source *head_of(const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return NULL;
	char *head = xmalloc(LOG_PROBE_MAX);
	ssize_t len = fstat(fd, &st) == 0 && S_ISREG(st.st_mode)
		? pread(fd, head, LOG_PROBE_MAX, 0) : -1;
	close(fd);
	return source_memory(path, head, len > 0 ? (size_t)len : 0);
}

static bool look_into(const char *path, struct nearby_log *ret)
{
	struct source *head = head_of(path);
	ret->format_title = head ? log_sniff_title(head, &ret->platform) : NULL;
	source_close(head);
	return ret->format_title != NULL;
}

static char *path_of(const char *folder, const char *name)
{
	struct strbuf path;
	bool slash = sv_ends(sv_str(folder), SV("/"));
	if (sv_eq(sv_str(folder), SV(".")) && name[0] != '-')
		return xstrdup(name); /* as the user would type it */
	strbuf_init(&path, PATH_MAX);
	strbuf_addf(&path, "%s%s%s", folder, slash ? "" : "/", name);
	return strbuf_steal(&path);
}

static void add_log(struct nearby *nearby, const char *folder, const struct candidate *file,
	enum log_platform platform)
{
	struct nearby_log log = {.size = file->size, .changed_us = file->changed_us};
	char *path = path_of(folder, file->name);
	if (nearby->logs_count >= NEARBY_LOGS_MAX || !look_into(path, &log) ||
	    (platform != LOG_NO_PLATFORM && log.platform != platform)) {
		free(path);
		return;
	}
	log.path = path;
	log.name = xstrdup(file->name);
	vec_push(nearby, logs, log);
}

void nearby_find(struct nearby *nearby, const char *path, enum log_platform platform)
{
	struct folder folder = {.dir = opendir(path)};
	*nearby = (struct nearby){0};
	if (!folder.dir)
		return;
	list_files(&folder);
	closedir(folder.dir);
	if (folder.files_count)
		qsort(folder.files, folder.files_count, sizeof(*folder.files), newest_first);
	for (size_t i = 0; i < folder.files_count; i++) {
		if (i < NEARBY_FILES_MAX)
			add_log(nearby, path, &folder.files[i], platform);
		free(folder.files[i].name);
	}
	free(folder.files);
}

void nearby_finish(struct nearby *nearby)
{
	for (size_t i = 0; i < nearby->logs_count; i++) {
		free(nearby->logs[i].path);
		free(nearby->logs[i].name);
	}
	free(nearby->logs);
	*nearby = (struct nearby){0};
}
