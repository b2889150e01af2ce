#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"

struct source {
	char *path;
	int fd;       /* -1: all of it is in memory */
	char *memory;
	uint64_t size;
	int trouble; /* errno of the first failed read */
};

static struct source *source_new(const char *path, int fd, char *memory, uint64_t size)
{
	struct source *source = xcalloc(1, sizeof(*source));
	*source = (struct source){xstrdup(path), fd, memory, size, 0};
	return source;
}

struct source *source_memory(const char *path, char *owned, size_t size)
{
	return source_new(path, -1, owned, size);
}

static bool read_more(int fd, char *memory, size_t *len)
{
	ssize_t got = read(fd, memory + *len, SOURCE_STREAM_MAX + 1 - *len);
	if (got < 0 && errno == EINTR)
		return true;
	if (got <= 0)
		return false;
	*len += (size_t)got;
	return true;
}

static struct source *read_stream(const char *path, int fd, struct err *err)
{
	char *memory = xmalloc(SOURCE_STREAM_MAX + 1);
	size_t len = 0;
	errno = 0;
	while (len <= SOURCE_STREAM_MAX && read_more(fd, memory, &len))
		;
	if (len <= SOURCE_STREAM_MAX && !errno)
		return source_memory(path, xrealloc(memory, len), len);
	if (errno)
		err_set(err, ERR_INPUT, "%s: %s", path, strerror(errno));
	else
		err_set(err, ERR_INPUT, _("%s: more than %u MB from a pipe; save it as a file "
			"and name that"), path, SOURCE_STREAM_MAX >> 20);
	free(memory);
	return NULL;
}

static struct source *open_kind(const char *path, int fd, struct err *err)
{
	struct stat st;
	if (fstat(fd, &st) != 0) {
		err_set(err, ERR_INPUT, "%s: %s", path, strerror(errno));
	} else if (S_ISREG(st.st_mode)) {
		return source_new(path, fd, NULL, (uint64_t)st.st_size);
	} else if (S_ISDIR(st.st_mode)) {
		err_set(err, ERR_INPUT, _("%s: a folder; name the log file in it"), path);
	} else {
		/* opened without waiting; now that it is known, its writer may take its time */
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
		struct source *source = read_stream(path, fd, err);
		close(fd);
		return source;
	}
	close(fd);
	return NULL;
}

struct source *source_open(const char *path, struct err *err)
{
	if (!strcmp(path, "-"))
		return read_stream(path, STDIN_FILENO, err);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd >= 0)
		return open_kind(path, fd, err);
	err_set(err, ERR_INPUT, "%s: %s", path, strerror(errno));
	return NULL;
}

void source_close(struct source *source)
{
	if (!source)
		return;
	if (source->fd >= 0)
		close(source->fd);
	free(source->memory);
	free(source->path);
	free(source);
}

const char *source_path(const struct source *source)
{
	return source->path;
}

uint64_t source_size(const struct source *source)
{
	return source->size;
}

static size_t read_memory(const struct source *source, uint64_t offset, void *buf, size_t len)
{
	if (offset >= source->size)
		return 0;
	if (len > source->size - offset)
		len = (size_t)(source->size - offset);
	memcpy(buf, source->memory + offset, len);
	return len;
}

size_t source_read(struct source *source, uint64_t offset, void *buf, size_t len)
{
	if (source->fd < 0)
		return read_memory(source, offset, buf, len);
	size_t done = 0;
	while (done < len) {
		ssize_t got = pread(source->fd, (char *)buf + done, len - done,
			(off_t)(offset + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && !source->trouble)
			source->trouble = errno;
		if (got <= 0)
			break;
		done += (size_t)got;
	}
	return done;
}

const char *source_trouble(const struct source *source)
{
	return source->trouble ? strerror(source->trouble) : NULL;
}
