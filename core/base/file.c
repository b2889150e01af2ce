#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "i18n.h"

static bool read_fd(int fd, const char *path, struct strbuf *buf, struct err *err)
{
	char block[16384];
	for (;;) {
		ssize_t got = read(fd, block, sizeof(block));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(err, ERR_INPUT, "%s: %s", path, strerror(errno));
		if (got == 0)
			return true;
		strbuf_add(buf, (struct sv){block, (size_t)got});
		if (buf->full)
			return err_set(err, ERR_INPUT, _("%s: larger than %zu bytes"), path,
				buf->max);
	}
}

bool file_read(const char *path, struct strbuf *buf, struct err *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return err_set(err, ERR_INPUT, "%s: %s", path, strerror(errno));
	bool ok = false;
	if (fstat(fd, &st) != 0)
		err_set(err, ERR_INPUT, "%s: %s", path, strerror(errno));
	else if (!S_ISREG(st.st_mode))
		err_set(err, ERR_INPUT, _("%s: not a regular file"), path);
	else
		ok = read_fd(fd, path, buf, err);
	close(fd);
	return ok;
}

static bool write_all(int fd, struct sv bytes)
{
	while (bytes.len) {
		ssize_t put = write(fd, bytes.ptr, bytes.len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		bytes = sv_from(bytes, (size_t)put);
	}
	return fsync(fd) == 0;
}

/* Without force an existing name is refused in the same step as the deed. Sticks with a
 * FAT file system know no links, some network ones no RENAME_NOREPLACE. */
static bool put_in_place(const char *temp, const char *path, bool force)
{
	if (force)
		return rename(temp, path) == 0;
	if (renameat2(AT_FDCWD, temp, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return true;
	if (errno == EEXIST || link(temp, path) != 0)
		return false;
	unlink(temp);
	return true;
}

static void sync_folder(const char *path)
{
	autofree char *folder = xstrdup(path);
	char *slash = strrchr(folder, '/');
	if (slash)
		slash[1] = '\0';
	int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

static bool refuse(const char *path, int why, struct err *err)
{
	if (why == EEXIST)
		return err_set(err, ERR_OUTPUT, _("%s: already there; --force replaces it"), path);
	return err_set(err, ERR_OUTPUT, "%s: %s", path, strerror(why));
}

bool file_write(const char *path, struct sv bytes, bool force, struct err *err)
{
	autostrbuf temp;
	strbuf_init(&temp, PATH_MAX);
	strbuf_addf(&temp, "%s.XXXXXX", path);
	if (!force && access(path, F_OK) == 0)
		return refuse(path, EEXIST, err);
	if (temp.full)
		return refuse(path, ENAMETOOLONG, err);
	int fd = mkostemp(temp.ptr, O_CLOEXEC);
	if (fd < 0)
		return refuse(path, errno, err);
	bool ok = write_all(fd, bytes);
	ok = close(fd) == 0 && ok;
	ok = ok && put_in_place(temp.ptr, path, force);
	if (!ok) {
		int why = errno;
		unlink(temp.ptr);
		return refuse(path, why, err);
	}
	sync_folder(path);
	return true;
}

/* The program knows the build it came from; if it still stands there, it uses the data of
 * that tree, so that ./build/scepwiz needs no installation. */
static bool runs_uninstalled(void)
{
	char self[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (len <= 0)
		return false;
	return sv_starts((struct sv){self, (size_t)len}, SV(BUILD_DIR "/"));
}

static char *joined(const char *folder, const char *name)
{
	struct strbuf path;
	strbuf_init(&path, PATH_MAX);
	strbuf_addf(&path, "%s/%s", folder, name);
	return strbuf_steal(&path);
}

char *file_state_dir(void)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	if (state && *state == '/')
		return joined(state, "scepwiz");
	return home && *home == '/' ? joined(home, ".local/state/scepwiz") : NULL;
}

static bool is_there(const char *path)
{
	struct stat st;
	if (mkdir(path, 0700) == 0)
		return true;
	if (errno != EEXIST || stat(path, &st) != 0)
		return false;
	errno = ENOTDIR;
	return S_ISDIR(st.st_mode);
}

bool file_make_dir(const char *path, struct err *err)
{
	autofree char *part = xstrdup(path);
	bool ok = true;
	for (char *slash = strchr(part + 1, '/'); ok && slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		ok = is_there(part);
		*slash = '/';
	}
	return (ok && is_there(path)) || refuse(path, errno, err);
}

char *file_data_dir(const char *kind)
{
	const char *wish = getenv("SCEPWIZ_DATA_DIR");
	if (wish && *wish)
		return joined(wish, kind);
	return joined(runs_uninstalled() ? SOURCE_DIR : DATA_DIR, kind);
}

char *file_locale_dir(void)
{
	return xstrdup(runs_uninstalled() ? BUILD_DIR "/core/po" : LOCALE_DIR);
}
