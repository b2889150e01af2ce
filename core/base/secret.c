#include "secret.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "i18n.h"

#define PAGES (SECRET_MAX + 4096) /* one more page: a NUL always follows */

void secrets_guard(void)
{
	struct rlimit none = {0, 0};
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
}

/* Locking is a wish: where the limit for locked memory is nil, the secret still works. */
static char *pages_create(void)
{
	char *pages = mmap(NULL, PAGES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pages == MAP_FAILED)
		abort();
	mlock(pages, PAGES);
	madvise(pages, PAGES, MADV_DONTDUMP);
	return pages;
}

static void pages_destroy(char *pages)
{
	explicit_bzero(pages, PAGES);
	munlock(pages, PAGES);
	munmap(pages, PAGES);
}

bool secret_set(struct secret *secret, struct sv bytes)
{
	if (bytes.len > SECRET_MAX)
		return false;
	char *pages = pages_create();
	memcpy(pages, bytes.len ? bytes.ptr : "", bytes.len);
	secret_wipe(secret);
	*secret = (struct secret){pages, bytes.len};
	return true;
}

void secret_wipe(struct secret *secret)
{
	if (secret->ptr)
		pages_destroy(secret->ptr);
	*secret = (struct secret){0};
}

struct sv secret_sv(const struct secret *secret)
{
	return secret->ptr ? (struct sv){secret->ptr, secret->len} : SV_EMPTY;
}

/* Gives how many bytes came; more than SECRET_MAX: too many; negative: an error. */
static ssize_t read_all(int fd, char *pages)
{
	size_t len = 0;
	while (len <= SECRET_MAX) {
		ssize_t got = read(fd, pages + len, SECRET_MAX + 1 - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		len += (size_t)got;
	}
	return (ssize_t)len;
}

bool secret_read_fd(struct secret *secret, int fd, const char *what, struct err *err)
{
	char *pages = pages_create();
	ssize_t got = read_all(fd, pages);
	int why = errno;
	struct sv text = sv_trim((struct sv){pages, got > 0 ? (size_t)got : 0});
	bool ok = got >= 0 && (size_t)got <= SECRET_MAX && text.len && secret_set(secret, text);
	if (got < 0)
		err_set(err, ERR_GRAPH, "%s: %s", what, strerror(why));
	else if ((size_t)got > SECRET_MAX)
		err_set(err, ERR_GRAPH, _("%s: larger than %u bytes; this is no token"), what,
			SECRET_MAX);
	else if (!ok)
		err_set(err, ERR_GRAPH, _("%s: nothing came"), what);
	pages_destroy(pages);
	return ok;
}

bool secret_read_file(struct secret *secret, const char *path, struct err *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return err_set(err, ERR_GRAPH, "%s: %s", path, strerror(errno));
	bool ok = false;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		err_set(err, ERR_GRAPH, _("%s: not a regular file"), path);
	else if (st.st_mode & 077)
		err_set(err, ERR_GRAPH, _("%s: others can read this secret; make it yours alone "
			"first: chmod 600"), path);
	else
		ok = secret_read_fd(secret, fd, path, err);
	close(fd);
	return ok;
}
