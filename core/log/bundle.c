#include "bundle.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/timefmt.h"
#include "base/utf8.h"
#include "log.h"
#include "notes.h"

#define BLOCK (64u << 10)
/* Of a zip's directory, which libarchive takes into memory as a whole before it gives the
 * first member: 10,000 members with names of 300 bytes. */
#define DIRECTORY_MAX (4u << 20)

struct bundle {
	struct source *source;
	uint64_t work; /* bytes unpacked in this pass */
	uint64_t held; /* bytes of members that were given out or are gone through */
	size_t members, special;
	char *first_special;
	struct notes notes; /* minor: about a member of no use */
	bool stopped;
};

/* One open archive: the bundle, or one in it. */
struct reader {
	struct archive *archive;
	struct source *source;
	uint64_t at, left; /* left: what may still be read; a guard while it is opened */
	bool refused;      /* by that guard */
	char *block;
};

bool bundle_is(struct sv head)
{
	return sv_starts(head, SV("PK\003\004")) || sv_starts(head, SV("PK\005\006")) ||
		sv_starts(head, (struct sv){"MSCF\0\0\0\0", 8}) ||
		sv_starts(head, SV("\x1f\x8b")) ||
		sv_starts(sv_from(head, 257), SV("ustar"));
}

struct bundle *bundle_open(struct source *source)
{
	struct bundle *bundle = xcalloc(1, sizeof(*bundle));
	bundle->source = source;
	return bundle;
}

void bundle_close(struct bundle *bundle)
{
	if (!bundle)
		return;
	notes_finish(&bundle->notes);
	free(bundle->first_special);
	free(bundle);
}

size_t bundle_members(const struct bundle *bundle)
{
	return bundle->members;
}

const char *bundle_note(const struct bundle *bundle, size_t i, bool all)
{
	return notes_at(&bundle->notes, i, all);
}

/* ---- libarchive over a source ---- */

static la_ssize_t give_block(struct archive *archive, void *data, const void **ret)
{
	struct reader *r = data;
	size_t got = source_read(r->source, r->at, r->block, BLOCK);
	if (got > r->left) {
		r->refused = true;
		archive_set_error(archive, -1, "%s", _("its directory is too large"));
		return ARCHIVE_FATAL;
	}
	r->left -= got;
	r->at += got;
	*ret = r->block;
	return (la_ssize_t)got;
}

static la_int64_t seek_to(struct archive *archive, void *data, la_int64_t offset, int whence)
{
	struct reader *r = data;
	la_int64_t size = (la_int64_t)source_size(r->source);
	la_int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (la_int64_t)r->at : size;
	(void)archive;
	/* the sum of two file sizes: no overflow once each is checked */
	if (offset > size || offset < -size)
		return ARCHIVE_FATAL;
	la_int64_t to = base + offset;
	if (to < 0 || to > size)
		return ARCHIVE_FATAL;
	r->at = (uint64_t)to;
	return to;
}

static la_int64_t skip_over(struct archive *archive, void *data, la_int64_t request)
{
	struct reader *r = data;
	uint64_t rest = source_size(r->source) - r->at;
	(void)archive;
	if (request <= 0)
		return 0;
	uint64_t by = (uint64_t)request < rest ? (uint64_t)request : rest;
	r->at += by;
	return (la_int64_t)by;
}

static const char *why_of(const struct reader *r)
{
	const char *why = archive_error_string(r->archive);
	if (source_trouble(r->source))
		return source_trouble(r->source);
	return why && *why ? why : _("it is damaged");
}

static void reader_close(struct reader *r)
{
	archive_read_free(r->archive);
	free(r->block);
	*r = (struct reader){0};
}

/* Only what people send: no other reader of libarchive gets to see foreign bytes. */
static void register_forms(struct archive *archive)
{
	archive_read_support_format_zip(archive);
	archive_read_support_format_cab(archive);
	archive_read_support_format_tar(archive);
	archive_read_support_filter_gzip(archive);
}

/* Open or not, reader_close() is due. */
static bool reader_open(struct reader *r, struct source *source)
{
	*r = (struct reader){.archive = archive_read_new(), .source = source,
		.left = DIRECTORY_MAX, .block = xmalloc(BLOCK)};
	register_forms(r->archive);
	archive_read_set_callback_data(r->archive, r);
	archive_read_set_read_callback(r->archive, give_block);
	archive_read_set_seek_callback(r->archive, seek_to);
	archive_read_set_skip_callback(r->archive, skip_over);
	return archive_read_open1(r->archive) >= ARCHIVE_WARN;
}

/* ---- going through the members ---- */

/* What a member is, apart from libarchive. */
struct item {
	struct bundle_member member;
	bool has_size, regular, encrypted;
	char name[BUNDLE_NAME_MAX];
};

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
		.encrypted = archive_entry_is_encrypted(entry) > 0};
	take_name(entry, prefix, ret->name);
	ret->member = (struct bundle_member){.name = ret->name,
		.size = size > 0 ? (uint64_t)size : 0, .changed_us = changed_of(entry)};
}

static bool is_folder(struct archive_entry *entry)
{
	return archive_entry_filetype(entry) == AE_IFDIR;
}

/* The next member; false: no more, or the rest can't be read (*ret_why, else NULL). */
static bool next_entry(struct reader *r, struct archive_entry **ret, const char **ret_why)
{
	int state = archive_read_next_header(r->archive, ret);
	*ret_why = NULL;
	r->left = UINT64_MAX;
	if (state >= ARCHIVE_WARN)
		return state != ARCHIVE_EOF;
	*ret_why = r->refused ? _("it has more members than are read") : why_of(r);
	return false;
}

/* Bytes of the member at hand, until buf is full or the member ends. False: damaged. */
static bool read_bytes(struct bundle *bundle, struct reader *r, char *buf, size_t len,
	size_t *ret_got)
{
	*ret_got = 0;
	while (*ret_got < len) {
		la_ssize_t got = archive_read_data(r->archive, buf + *ret_got, len - *ret_got);
		if (got < 0)
			return false;
		if (got == 0)
			break;
		*ret_got += (size_t)got;
		bundle->work += (uint64_t)got;
	}
	return true;
}

/* Leaves the rest of a member. Only in a zip can what is not wanted be skipped unread; else
 * it is unpacked, and counted as work. False: there was too much of it. */
static bool pass_over(struct bundle *bundle, struct reader *r, const struct item *item)
{
	int form = archive_format(r->archive) & ARCHIVE_FORMAT_BASE_MASK;
	size_t got = BLOCK;
	if (form == ARCHIVE_FORMAT_ZIP && item->has_size) {
		archive_read_data_skip(r->archive); /* trouble comes up with the next header */
		return true;
	}
	autofree char *block = xmalloc(BLOCK);
	while (got == BLOCK && bundle->work < BUNDLE_WORK_MAX &&
	       read_bytes(bundle, r, block, BLOCK, &got))
		;
	return bundle->work < BUNDLE_WORK_MAX;
}

/* The rest of the member behind its head. NULL: err says why. */
static char *read_whole(struct bundle *bundle, struct reader *r, const struct item *item,
	struct sv head, size_t *ret_len, struct err *err)
{
	uint64_t most = item->has_size ? item->member.size : BUNDLE_MEMBER_MAX;
	size_t cap = head.len + BLOCK, len = head.len, got = 0;
	char *bytes = xmalloc(cap);
	bool whole = true;
	memcpy(bytes, head.ptr, head.len);
	while (whole && len <= most) {
		if (len == cap)
			bytes = xrealloc(bytes, cap = cap < most / 2 ? 2 * cap : most + 1);
		whole = read_bytes(bundle, r, bytes + len, cap - len, &got);
		len += got;
		if (len < cap)
			break;
	}
	*ret_len = len;
	if (whole && len <= most && (!item->has_size || len == most))
		return bytes;
	if (!whole)
		err_set(err, ERR_INPUT, "%s: %s", item->name, why_of(r));
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

/* May a member of this size be taken into memory? */
static bool fits(const struct bundle *bundle, const struct item *item, struct err *err)
{
	uint64_t left = BUNDLE_TOTAL_MAX - bundle->held;
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

/* ---- the list ---- */

struct pass {
	struct bundle *bundle;
	bundle_seen_fn *seen;
	void *data;
	char *head; /* LOG_PROBE_MAX bytes */
	struct bundle_member outer; /* the places above this level */
};

static bool list_level(struct pass *pass, struct source *source, const char *prefix,
	unsigned depth, struct err *err);

static void warn_ratio(struct pass *pass, const struct item *item, struct source *source)
{
	uint64_t packed = source_size(source) + 1;
	if (item->member.size / packed >= BUNDLE_RATIO_MAX)
		notes_add(&pass->bundle->notes, false, _("%s: unpacks to %llu times the size of its bundle"),
			item->name, (unsigned long long)(item->member.size / packed));
}

/* A bundle in the bundle: taken into memory, gone through, let go. */
static void list_inner(struct pass *pass, struct reader *r, const struct item *item,
	struct sv head, unsigned depth)
{
	struct bundle *bundle = pass->bundle;
	struct err err = {0};
	size_t len = 0;
	if (depth >= BUNDLE_DEPTH_MAX) {
		notes_add(&bundle->notes, false, _("%s: a bundle in a bundle in a bundle; unpack the outer "
			"ones and name this one"), item->name);
		return;
	}
	char *bytes = fits(bundle, item, &err)
		? read_whole(bundle, r, item, head, &len, &err) : NULL;
	if (!bytes) {
		notes_add(&bundle->notes, false, "%s", err.text);
		return;
	}
	struct bundle_member above = pass->outer;
	struct source *inner = source_memory(item->name, bytes, len);
	pass->outer.place[depth - 1] = item->member.place[depth - 1];
	bundle->held += len;
	if (!list_level(pass, inner, item->name, depth + 1, &err))
		notes_add(&bundle->notes, false, "%s", err.text);
	bundle->held -= len;
	pass->outer = above;
	source_close(inner);
}

static void list_file(struct pass *pass, struct reader *r, struct item *item, unsigned depth)
{
	struct bundle *bundle = pass->bundle;
	struct err err = {0};
	size_t got;
	if (item->encrypted) {
		fits(bundle, item, &err);
		notes_add(&bundle->notes, false, "%s", err.text);
		return;
	}
	bool whole = read_bytes(bundle, r, pass->head, LOG_PROBE_MAX, &got);
	/* the words are the archive's, and gone with the next call */
	autofree char *why = whole ? NULL : xstrdup(why_of(r));
	struct sv head = {pass->head, got};
	warn_ratio(pass, item, r->source);
	if (whole && bundle_is(head)) {
		list_inner(pass, r, item, head, depth);
		return;
	}
	bool fit = whole && fits(bundle, item, &err);
	if (!fit && !whole)
		err_set(&err, ERR_INPUT, "%s: %s", item->name, why);
	bool useful = pass->seen(pass->data, &item->member, head, fit);
	if (!fit)
		notes_add(&bundle->notes, !useful, "%s", err.text);
}

/* True: go on with the next one. */
static bool list_entry(struct pass *pass, struct reader *r, struct archive_entry *entry,
	const char *prefix, unsigned depth, size_t index)
{
	struct bundle *bundle = pass->bundle;
	struct item item;
	if (is_folder(entry))
		return true;
	take_item(entry, prefix, &item);
	if (bundle->members >= BUNDLE_MEMBERS_MAX) {
		notes_add(&bundle->notes, false, _("more than %u members; those from %s on were not looked "
			"at"), BUNDLE_MEMBERS_MAX, item.name);
		return false;
	}
	bundle->members++;
	memcpy(item.member.place, pass->outer.place, sizeof(item.member.place));
	item.member.place[depth - 1] = index;
	item.member.depth = depth;
	if (item.regular) {
		list_file(pass, r, &item, depth);
	} else if (!bundle->special++) {
		bundle->first_special = xstrdup(item.name);
	}
	if (bundle->stopped || pass_over(bundle, r, &item))
		return !bundle->stopped;
	notes_add(&bundle->notes, false, _("%s: unpacks to more than %llu GB; what follows was not looked "
		"at"), item.name, BUNDLE_WORK_MAX >> 30);
	return false;
}

/* The library's words for a log that was only compressed help nobody. */
static const char *say_why(const struct reader *r, const char *why)
{
	if (archive_filter_code(r->archive, 0) == ARCHIVE_FILTER_GZIP &&
	    !strcmp(why, "Unrecognized archive format"))
		return _("compressed with gzip, but no tar; unpack it with gunzip and name the "
			"log");
	return why;
}

/* False: nothing of it could be read. Members beyond a limit end the whole pass. */
static bool list_level(struct pass *pass, struct source *source, const char *prefix,
	unsigned depth, struct err *err)
{
	struct bundle *bundle = pass->bundle;
	struct archive_entry *entry;
	const char *why = NULL;
	struct reader r;
	size_t index = 0;
	bool opened = reader_open(&r, source);
	if (!opened)
		why = why_of(&r);
	while (opened && !bundle->stopped && next_entry(&r, &entry, &why))
		bundle->stopped = !list_entry(pass, &r, entry, prefix, depth, index++);
	if (why && !index)
		err_set(err, ERR_INPUT, "%s: %s", source_path(source), say_why(&r, why));
	else if (why)
		notes_add(&bundle->notes, false, _("%s%sreading stopped behind its first %zu members: %s"),
			prefix, *prefix ? ": " : "", index, why);
	reader_close(&r);
	return index || !why;
}

bool bundle_list(struct bundle *bundle, bundle_seen_fn *seen, void *data, struct err *err)
{
	struct pass pass = {.bundle = bundle, .seen = seen, .data = data,
		.head = xmalloc(LOG_PROBE_MAX)};
	bundle->work = 0;
	bool listed = list_level(&pass, bundle->source, "", 1, err);
	if (bundle->special)
		notes_add(&bundle->notes, false, P_("%s: passed over, %zu link or device",
			"%s and others: passed over, %zu links or devices",
			(unsigned long)bundle->special), bundle->first_special, bundle->special);
	free(pass.head);
	return listed;
}

/* ---- one member ---- */

/* Goes to the member with this index and reads it whole. NULL: err says why. */
static char *load_index(struct bundle *bundle, struct source *source, size_t index,
	const char *prefix, struct item *ret, size_t *ret_len, struct err *err)
{
	struct archive_entry *entry;
	const char *why = NULL;
	struct reader r;
	char *bytes = NULL;
	bool there = reader_open(&r, source);
	for (size_t i = 0; there && (there = next_entry(&r, &entry, &why)); i++) {
		take_item(entry, prefix, ret);
		if (i == index)
			break;
		there = pass_over(bundle, &r, ret);
	}
	if (!there)
		err_set(err, ERR_INPUT, "%s: %s", source_path(source), why ? why : why_of(&r));
	else if (fits(bundle, ret, err))
		bytes = read_whole(bundle, &r, ret, SV_EMPTY, ret_len, err);
	reader_close(&r);
	return bytes;
}

static struct source *load(struct bundle *bundle, const struct bundle_member *member,
	struct err *err)
{
	struct item item = {.name = ""};
	struct source *at = bundle->source, *inner = NULL;
	char *bytes = NULL;
	size_t len = 0;
	bundle->work = 0;
	for (unsigned depth = 0; depth < member->depth; depth++) {
		autofree char *prefix = xstrdup(item.name);
		bytes = load_index(bundle, at, member->place[depth], prefix, &item, &len, err);
		if (inner)
			bundle->held -= source_size(inner);
		source_close(inner);
		if (!bytes)
			return NULL;
		bundle->held += len;
		if (depth + 1 < member->depth)
			at = inner = source_memory(item.name, bytes, len);
	}
	struct source *source = source_memory(source_path(bundle->source), bytes, len);
	source_set_member(source, item.name);
	return source;
}

struct source *bundle_load(struct bundle *bundle, const struct bundle_member *member,
	struct err *err)
{
	struct err within = {0};
	struct source *source = load(bundle, member, &within);
	if (!source)
		err_set(err, ERR_INPUT, "%s: %s", source_path(bundle->source), within.text);
	return source;
}
