#include "folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "base/timefmt.h"

static int64_t changed_of(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * TIME_SECOND + st->st_mtim.tv_nsec / 1000;
}

static int newest_first(const void *left, const void *right)
{
	const struct folder_file *a = left, *b = right;
	if (a->changed_us != b->changed_us)
		return a->changed_us > b->changed_us ? -1 : 1;
	return strcmp(a->name, b->name);
}

bool folder_list(struct folder *folder, const char *path, bool links)
{
	DIR *dir = opendir(path);
	struct dirent *item;
	struct stat st;
	*folder = (struct folder){0};
	if (!dir)
		return false;
	for (int i = 0; i < FOLDER_NAMES_MAX && (item = readdir(dir)); i++)
		if (fstatat(dirfd(dir), item->d_name, &st, links ? 0 : AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(st.st_mode) && st.st_size > 0)
			vec_push(folder, files, ((struct folder_file){xstrdup(item->d_name),
				(uint64_t)st.st_size, changed_of(&st)}));
	closedir(dir);
	if (folder->files_count)
		qsort(folder->files, folder->files_count, sizeof(*folder->files), newest_first);
	return true;
}

void folder_finish(struct folder *folder)
{
	for (size_t i = 0; i < folder->files_count; i++)
		free(folder->files[i].name);
	free(folder->files);
	*folder = (struct folder){0};
}

char *folder_path(const char *folder, const char *name)
{
	struct strbuf path;
	bool slash = sv_ends(sv_str(folder), SV("/"));
	strbuf_init(&path, 2 * PATH_MAX);
	strbuf_addf(&path, "%s%s%s", folder, slash ? "" : "/", name);
	return strbuf_steal(&path);
}

size_t folder_head(const char *path, bool links, char *buf, size_t len)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY |
		(links ? 0 : O_NOFOLLOW));
	if (fd < 0)
		return 0;
	ssize_t got = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? pread(fd, buf, len, 0) : -1;
	close(fd);
	return got > 0 ? (size_t)got : 0;
}
