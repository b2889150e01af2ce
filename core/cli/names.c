#include "names.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"

#define BLOCK (64u << 10)

bool names_open(struct names *n, char **given, int count, const char *list, struct err *err)
{
	*n = (struct names){.given = given, .given_count = count, .fd = -1, .end = '\n'};
	strbuf_init(&n->name, NAMES_LONGEST);
	if (!list)
		return true;
	n->fd = !strcmp(list, "-") ? STDIN_FILENO : open(list, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (n->fd < 0)
		return err_set(err, ERR_INPUT, "%s: %s", list, strerror(errno));
	n->block = xmalloc(BLOCK);
	return true;
}

static void end_list(struct names *n)
{
	if (n->fd > STDIN_FILENO)
		close(n->fd);
	n->fd = -1;
}

void names_close(struct names *n)
{
	end_list(n);
	strbuf_finish(&n->name);
	free(n->block);
	n->block = NULL;
}

void names_fill(struct names *n)
{
	ssize_t got = read(n->fd, n->block, BLOCK);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got < 0)
		err_set(&n->trouble, ERR_INPUT, _("--files-from: %s"), strerror(errno));
	if (got <= 0) {
		end_list(n);
		return;
	}
	n->at = 0;
	n->len = (size_t)got;
	if (!n->begun && memchr(n->block, '\0', n->len))
		n->end = '\0';
	n->begun = true;
}

/* Moves what is read into the name, up to its end. */
static bool complete_name(struct names *n)
{
	struct sv rest = {n->block + n->at, n->len - n->at};
	size_t end = n->len > n->at ? sv_chr(rest, n->end) : SV_NPOS;
	bool ends = end != SV_NPOS;
	if (n->len > n->at)
		strbuf_add(&n->name, sv_sub(rest, 0, ends ? end : rest.len));
	n->at = ends ? n->at + end + 1 : n->len;
	return ends || n->fd < 0;
}

static bool take_name(struct names *n, char **ret)
{
	struct sv name = strbuf_sv(&n->name);
	if (n->end == '\n' && name.len && name.ptr[name.len - 1] == '\r')
		name.len--;
	bool some = name.len > 0;
	if (some)
		*ret = sv_dup(name);
	strbuf_reset(&n->name);
	return some;
}

enum names_state names_take(struct names *n, char **ret)
{
	if (n->given_count) {
		n->given_count--;
		*ret = xstrdup(*n->given++);
		return NAMES_READY;
	}
	while (n->block) {
		bool last = n->fd < 0 && n->at == n->len;
		if (!complete_name(n))
			return NAMES_WAIT;
		if (take_name(n, ret))
			return NAMES_READY;
		if (last)
			break;
	}
	return NAMES_END;
}
