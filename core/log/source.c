#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "joined.h"

struct source {
	char *path;
	char *member, *name; /* NULL: none; the same as path */
	int fd;              /* -1: all of it is in memory, or in parts */
	char *memory;
	source_read_fn *read; /* NULL: it is a file, or in memory, or joined */
	const void *read_data;
	struct joined *joined; /* NULL: it is one piece */
	uint64_t size;
	struct source_look look;
	/* told by any of the scanner's threads */
	atomic_int trouble; /* errno of the first failed read */
	atomic_bool shrunk; /* there was less to read than when it was opened */
};

static struct source *source_new(const char *path, int fd, char *memory, uint64_t size)
{
	struct source *source = xcalloc(1, sizeof(*source));
	*source = (struct source){.path = xstrdup(path), .fd = fd, .memory = memory,
		.size = size};
	return source;
}

struct source *source_memory(const char *path, char *owned, size_t size)
{
	return source_new(path, -1, owned, size);
}

struct source *source_made(const char *path, uint64_t size, source_read_fn *read, const void *data)
{
	struct source *source = source_new(path, -1, NULL, size);
	source->read = read;
	source->read_data = data;
	return source;
}

struct source *source_joined(const char *path, struct source *const *parts, size_t count)
{
	struct source *source = source_new(path, -1, NULL, 0);
	autostrbuf members;
	strbuf_init(&members, STRBUF_LINE);
	source->joined = joined_create(parts, count);
	source->size = joined_size(source->joined);
	for (size_t i = 0; i < count; i++)
		strbuf_addf(&members, "%s%s", i ? " + " : "", parts[i]->member
			? parts[i]->member : parts[i]->path);
	source_set_member(source, members.ptr);
	return source;
}

/* False: the end, or trouble in errno. */
static bool read_more(int fd, char *memory, size_t *len)
{
	errno = 0;
	ssize_t got = read(fd, memory + *len, SOURCE_STREAM_MAX + 1 - *len);
	if (got < 0 && errno == EINTR)
		return true;
	if (got <= 0)
		return false;
	*len += (size_t)got;
	return true;
}

/* The sentence says what to do, not only what the system said. */
static bool say_why(const char *path, int why, struct err *err)
{
	if (why == ENOENT || why == ENOTDIR)
		return err_set(err, ERR_INPUT, _("%s: no such file; check the path"), path);
	if (why == EACCES || why == EPERM)
		return err_set(err, ERR_INPUT, _("%s: you may not read this file; copy the log "
			"to a folder of yours and name the copy"), path);
	if (why == ENXIO)
		return err_set(err, ERR_INPUT, _("%s: a socket or an absent device, not a "
			"file; name a log file"), path);
	return err_set(err, ERR_INPUT, _("%s: %s; copy the log elsewhere and name the copy"),
		path, strerror(why));
}

static struct source *read_stream(const char *path, int fd, struct err *err)
{
	char *memory = xmalloc(SOURCE_STREAM_MAX + 1);
	size_t len = 0;
	while (len <= SOURCE_STREAM_MAX && read_more(fd, memory, &len))
		;
	int why = len <= SOURCE_STREAM_MAX ? errno : 0;
	if (len <= SOURCE_STREAM_MAX && !why)
		return source_memory(path, xrealloc(memory, len), len);
	if (why)
		say_why(path, why, err);
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
		say_why(path, errno, err);
	} else if (S_ISREG(st.st_mode) && st.st_size > 0) {
		return source_new(path, fd, NULL, (uint64_t)st.st_size);
	} else if (S_ISDIR(st.st_mode)) {
		err_set(err, ERR_INPUT, _("%s: a folder; name the log file in it"), path);
	} else {
		/* Pipes and the like; and files of /proc, which claim to be empty. Opened
		 * without waiting; now that it is known, its writer may take its time. */
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
	say_why(path, errno, err);
	return NULL;
}

void source_close(struct source *source)
{
	if (!source)
		return;
	if (source->fd >= 0)
		close(source->fd);
	joined_destroy(source->joined);
	free(source->memory);
	free(source->path);
	free(source->member);
	free(source->name);
	free(source);
}

struct source_look *source_look(struct source *source)
{
	return &source->look;
}

const char *source_path(const struct source *source)
{
	return source->path;
}

const char *source_member(const struct source *source)
{
	return source->member;
}

void source_set_member(struct source *source, const char *member)
{
	autostrbuf name;
	strbuf_init(&name, STRBUF_LINE);
	strbuf_addf(&name, "%s/%s", source->path, member);
	free(source->member);
	free(source->name);
	source->member = xstrdup(member);
	source->name = strbuf_steal(&name);
}

const char *source_name(const struct source *source)
{
	return source->name ? source->name : source->path;
}

size_t source_parts(const struct source *source)
{
	return source->joined ? joined_parts(source->joined) : 1;
}

struct source *source_part(struct source *source, size_t part)
{
	if (part >= source_parts(source))
		return NULL;
	return source->joined ? joined_part(source->joined, part) : source;
}

size_t source_place(struct source *source, uint64_t *offset, uint64_t *line)
{
	return source->joined ? joined_place(source->joined, offset, line) : 0;
}

uint64_t source_size(const struct source *source)
{
	return source->size;
}

static void note_trouble(struct source *source, ssize_t got)
{
	int none = 0, why = errno;
	if (got < 0)
		atomic_compare_exchange_strong(&source->trouble, &none, why);
	if (got == 0)
		source->shrunk = true;
}

/* A log that grows is what it was when it was opened, so that all readers see the same. */
size_t source_read(struct source *source, uint64_t offset, void *buf, size_t len)
{
	size_t done = 0;
	if (offset >= source->size)
		return 0;
	if (len > source->size - offset)
		len = (size_t)(source->size - offset);
	if (source->joined)
		return joined_read(source->joined, offset, buf, len);
	if (source->read)
		return source->read(source->read_data, offset, buf, len);
	if (source->fd < 0) {
		memcpy(buf, source->memory + offset, len);
		return len;
	}
	while (done < len) {
		ssize_t got = pread(source->fd, (char *)buf + done, len - done,
			(off_t)(offset + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			note_trouble(source, got);
			break;
		}
		done += (size_t)got;
	}
	return done;
}

size_t source_mark_size(struct source *source)
{
	char head[3];
	struct sv mark = {head, source_read(source, 0, head, sizeof(head))};
	return sv_eq(mark, SV("\xef\xbb\xbf")) ? mark.len : 0;
}

const char *source_trouble(const struct source *source)
{
	if (source->joined)
		return joined_trouble(source->joined);
	if (source->trouble)
		return strerror(source->trouble);
	return source->shrunk ? _("the file has become shorter since it was opened") : NULL;
}
