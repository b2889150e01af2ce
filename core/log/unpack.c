#include "unpack.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/timefmt.h"
#include "base/utf8.h"
#include "libarchive.h"

#define BLOCK (64u << 10)
/* Of a zip's directory, which libarchive takes into memory as a whole before it gives the
 * first member: 10,000 members with names of 300 bytes. */
#define DIRECTORY_MAX (4u << 20)

struct unpack {
	struct archive *archive;
	struct source *source;
	struct unpack_cost *cost;
	uint64_t at, left; /* left: what may still be read; a guard while it is opened */
	bool refused;      /* by that guard */
	bool opened;
	char *block;
};

/* ---- the source, as libarchive reads it ---- */

static la_ssize_t give_block(struct archive *archive, void *data, const void **ret)
{
	struct unpack *u = data;
	size_t got = source_read(u->source, u->at, u->block, BLOCK);
	if (got > u->left) {
		u->refused = true;
		archive_set_error(archive, -1, "%s", _("its directory is too large"));
		return ARCHIVE_FATAL;
	}
	u->left -= got;
	u->at += got;
	*ret = u->block;
	return (la_ssize_t)got;
}

static la_int64_t seek_to(struct archive *archive, void *data, la_int64_t offset, int whence)
{
	struct unpack *u = data;
	la_int64_t size = (la_int64_t)source_size(u->source);
	la_int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (la_int64_t)u->at : size;
	(void)archive;
	/* the sum of two file sizes: no overflow once each is checked */
	if (offset > size || offset < -size)
		return ARCHIVE_FATAL;
	la_int64_t to = base + offset;
	if (to < 0 || to > size)
		return ARCHIVE_FATAL;
	u->at = (uint64_t)to;
	return to;
}

static la_int64_t skip_over(struct archive *archive, void *data, la_int64_t request)
{
	struct unpack *u = data;
	uint64_t rest = source_size(u->source) - u->at;
	(void)archive;
	if (request <= 0)
		return 0;
	uint64_t by = (uint64_t)request < rest ? (uint64_t)request : rest;
	u->at += by;
	return (la_int64_t)by;
}

const char *unpack_why(const struct unpack *u)
{
	const char *why = archive_error_string(u->archive);
	if (source_trouble(u->source))
		return source_trouble(u->source);
	return why && *why ? why : _("it is damaged");
}

/* Only what people send: no other reader of libarchive gets to see foreign bytes. */
static void register_forms(struct archive *archive)
{
	archive_read_support_format_zip(archive);
	archive_read_support_format_cab(archive);
	archive_read_support_format_tar(archive);
	archive_read_support_filter_gzip(archive);
}

struct unpack *unpack_open(struct source *source, struct unpack_cost *cost)
{
	struct unpack *u = xcalloc(1, sizeof(*u));
	*u = (struct unpack){.archive = archive_read_new(), .source = source, .cost = cost,
		.left = DIRECTORY_MAX, .block = xmalloc(BLOCK)};
	register_forms(u->archive);
	archive_read_set_callback_data(u->archive, u);
	archive_read_set_read_callback(u->archive, give_block);
	archive_read_set_seek_callback(u->archive, seek_to);
	archive_read_set_skip_callback(u->archive, skip_over);
	u->opened = archive_read_open1(u->archive) >= ARCHIVE_WARN;
	return u;
}

void unpack_close(struct unpack *u)
{
	archive_read_free(u->archive);
	free(u->block);
	free(u);
}

/* ---- going through the members ---- */

/* A name is told within sentences: no byte of it may end a line. The fronts see to the rest. */
static void take_name(struct archive_entry *entry, const char *prefix, char *ret)
{
	const char *name = archive_entry_pathname_utf8(entry);
	if (!name)
		name = archive_entry_pathname(entry);
	struct sv inner = utf8_cut(sv_str(name && *name ? name : "?"), BUNDLE_NAME_MAX / 2 - 2);
	snprintf(ret, BUNDLE_NAME_MAX, "%s%s%.*s", prefix, *prefix ? "/" : "", SV_ARG(inner));
	for (char *c = ret; *c; c++)
		if ((unsigned char)*c < ' ')
			*c = '?';
}

static int64_t changed_of(struct archive_entry *entry)
{
	int64_t seconds = archive_entry_mtime_is_set(entry) ? archive_entry_mtime(entry) : 0;
	bool sane = seconds > 0 && seconds < INT64_MAX / TIME_SECOND;
	return sane ? seconds * TIME_SECOND : 0;
}

static void take_item(struct archive_entry *entry, const char *prefix, struct item *ret)
{
	int64_t size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1;
	*ret = (struct item){.has_size = size >= 0,
		.regular = archive_entry_filetype(entry) == AE_IFREG &&
			!archive_entry_hardlink(entry) && !archive_entry_symlink(entry),
		.folder = archive_entry_filetype(entry) == AE_IFDIR,
		.encrypted = archive_entry_is_encrypted(entry) > 0};
	take_name(entry, prefix, ret->name);
	ret->member = (struct bundle_member){.name = ret->name,
		.size = size > 0 ? (uint64_t)size : 0, .changed_us = changed_of(entry)};
}

bool unpack_next(struct unpack *u, const char *prefix, struct item *ret, const char **ret_why)
{
	struct archive_entry *entry;
	*ret_why = u->opened ? NULL : unpack_why(u);
	if (!u->opened)
		return false;
	int state = archive_read_next_header(u->archive, &entry);
	u->left = UINT64_MAX;
	if (state == ARCHIVE_EOF)
		return false;
	if (state >= ARCHIVE_WARN) {
		take_item(entry, prefix, ret);
		return true;
	}
	*ret_why = u->refused ? _("it has more members than are read") : unpack_why(u);
	return false;
}

/* The library's words for a log that was only compressed help nobody. */
const char *unpack_why_nothing(const struct unpack *u, const char *why)
{
	if (archive_filter_code(u->archive, 0) == ARCHIVE_FILTER_GZIP &&
	    !strcmp(why, "Unrecognized archive format"))
		return _("compressed with gzip, but no tar; unpack it with gunzip and name the "
			"log");
	return why;
}

uint64_t unpack_ratio(const struct unpack *u, const struct item *item)
{
	return item->member.size / (source_size(u->source) + 1);
}

/* ---- the member at hand ---- */

bool unpack_bytes(struct unpack *u, char *buf, size_t len, size_t *ret_got)
{
	*ret_got = 0;
	while (*ret_got < len) {
		la_ssize_t got = archive_read_data(u->archive, buf + *ret_got, len - *ret_got);
		if (got < 0)
			return false;
		if (got == 0)
			break;
		*ret_got += (size_t)got;
		u->cost->work += (uint64_t)got;
	}
	return true;
}

bool unpack_pass_over(struct unpack *u, const struct item *item)
{
	int form = archive_format(u->archive) & ARCHIVE_FORMAT_BASE_MASK;
	size_t got = BLOCK;
	if (form == ARCHIVE_FORMAT_ZIP && item->has_size) {
		archive_read_data_skip(u->archive); /* trouble comes up with the next header */
		return true;
	}
	autofree char *block = xmalloc(BLOCK);
	while (got == BLOCK && u->cost->work < BUNDLE_WORK_MAX &&
	       unpack_bytes(u, block, BLOCK, &got))
		;
	return u->cost->work < BUNDLE_WORK_MAX;
}

char *unpack_whole(struct unpack *u, const struct item *item, struct sv head, size_t *ret_len,
	struct err *err)
{
	uint64_t most = item->has_size ? item->member.size : BUNDLE_MEMBER_MAX;
	size_t cap = head.len + BLOCK, len = head.len, got = 0;
	char *bytes = xmalloc(cap);
	bool whole = true;
	memcpy(bytes, head.ptr, head.len);
	while (whole && len <= most) {
		if (len == cap)
			bytes = xrealloc(bytes, cap = cap < most / 2 ? 2 * cap : most + 1);
		whole = unpack_bytes(u, bytes + len, cap - len, &got);
		len += got;
		if (len < cap)
			break;
	}
	*ret_len = len;
	if (whole && len <= most && (!item->has_size || len == most))
		return bytes;
	if (!whole)
		err_set(err, ERR_INPUT, "%s: %s", item->name, unpack_why(u));
	else if (len > most && item->has_size)
		err_set(err, ERR_INPUT, _("%s: holds more than it says; not read"), item->name);
	else if (len > most)
		err_set(err, ERR_INPUT, _("%s: more than %u MB; unpack it and name the log"),
			item->name, BUNDLE_MEMBER_MAX >> 20);
	else
		err_set(err, ERR_INPUT, _("%s: cut off after %zu bytes"), item->name, len);
	free(bytes);
	return NULL;
}

bool unpack_fits(const struct unpack *u, const struct item *item, struct err *err)
{
	uint64_t left = BUNDLE_TOTAL_MAX - u->cost->held;
	uint64_t size = item->has_size ? item->member.size : 0;
	if (item->encrypted)
		return err_set(err, ERR_INPUT, _("%s: encrypted; unpack it with its password and "
			"name the log"), item->name);
	if (size > BUNDLE_MEMBER_MAX)
		return err_set(err, ERR_INPUT, _("%s: %llu MB; of a bundle at most %u MB are "
			"read; unpack it and name the log"), item->name,
			(unsigned long long)(size >> 20), BUNDLE_MEMBER_MAX >> 20);
	if ((item->has_size ? size : BUNDLE_MEMBER_MAX) > left)
		return err_set(err, ERR_INPUT, _("%s: more than %u MB of this bundle at a time; "
			"unpack it and name the log"), item->name, BUNDLE_TOTAL_MAX >> 20);
	return true;
}
