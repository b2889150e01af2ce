/* Saved diagnoses in their folder: their names, who has one open, and what goes in and out. */
#include "diagnosis_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"

#define NAMES_MAX 10000 /* of the folder that are looked at */

void saved_init(struct saved_case *saved)
{
	*saved = (struct saved_case){0};
	case_options_init(&saved->options);
}

static void drop_logs(struct saved_case *saved)
{
	for (size_t i = 0; i < saved->logs_count; i++)
		free(saved->logs[i]);
	saved->logs_count = 0;
}

void saved_finish(struct saved_case *saved)
{
	drop_logs(saved);
	free(saved->logs);
	for (int i = 0; i < CHECK_COUNT; i++)
		free(saved->checks[i].note);
	free(saved->guide);
	free(saved->filter);
	saved_init(saved);
}

/* ---- of a diagnosis ---- */

static int64_t wall_clock(struct timespec *ret)
{
	clock_gettime(CLOCK_REALTIME, ret);
	return (int64_t)ret->tv_sec * TIME_SECOND + ret->tv_nsec / 1000;
}

static char *absolute(const char *path)
{
	autofree char *here = *path == '/' ? NULL : getcwd(NULL, 0);
	struct strbuf out;
	strbuf_init(&out, 2 * PATH_MAX);
	if (here)
		strbuf_addf(&out, "%s/", here);
	strbuf_str(&out, path);
	return strbuf_steal(&out);
}

/* Standard input can't be read again. */
static void take_logs(struct saved_case *saved, const struct diagnosis *d)
{
	drop_logs(saved);
	for (size_t i = 0; i < d->logs_count && saved->logs_count < SAVED_LOGS_MAX; i++) {
		const char *path = log_info(d->logs[i].log)->path;
		if (strcmp(path, "-") != 0)
			vec_push(saved, logs, absolute(path));
	}
	if (saved->log >= saved->logs_count)
		saved->log = 0;
}

/* What --last-check-in or a log says of a check is no answer of the user's. */
static void take_check(struct saved_check *saved, const struct case_check *check)
{
	free(saved->note);
	*saved = (struct saved_check){0};
	if (check->origin != ORIGIN_USER || check->at_us != TIME_NONE)
		return;
	*saved = (struct saved_check){true, check->outcome, xstrdup(check->note)};
}

void saved_take(struct saved_case *saved, const struct diagnosis *d)
{
	struct timespec now;
	saved->saved_us = wall_clock(&now);
	free(saved->guide);
	saved->guide = xstrdup(d->guide->id);
	saved->options = d->options;
	saved->options.log.literals = NULL;
	saved->options.log.literals_count = 0;
	for (int i = 0; i < CHECK_COUNT; i++)
		take_check(&saved->checks[i], &d->checks[i]);
	take_logs(saved, d);
	snprintf(saved->outcome, sizeof(saved->outcome), "%s",
		d->verdict.rule ? verdict_outcome_id(d->verdict.outcome) : "");
}

void saved_give(const struct saved_case *saved, struct diagnosis *d)
{
	diagnosis_set_options(d, &saved->options);
	for (int i = 0; i < CHECK_COUNT; i++)
		if (saved->checks[i].given)
			diagnosis_answer(d, (enum check_id)i, saved->checks[i].outcome,
				saved->checks[i].note);
}

/* ---- names ---- */

void saved_new_id(char ret[static SAVED_ID_MAX])
{
	struct timespec now;
	struct tm utc;
	char day[24] = "";
	wall_clock(&now);
	if (gmtime_r(&now.tv_sec, &utc))
		strftime(day, sizeof(day), "%Y%m%d-%H%M%S", &utc);
	snprintf(ret, SAVED_ID_MAX, "%s-%09ld-%ld", day, now.tv_nsec, (long)getpid());
}

static bool id_is_good(struct sv id)
{
	for (size_t i = 0; i < id.len; i++) {
		char c = id.ptr[i];
		bool good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			(c >= 'A' && c <= 'Z') || c == '-';
		if (!good)
			return false;
	}
	return id.len > 0 && id.len < SAVED_ID_MAX;
}

/* NULL: the id could lead out of the folder. */
static char *path_in(const char *folder, const char *id, const char *ending, struct err *err)
{
	struct strbuf path;
	if (!id_is_good(sv_str(id))) {
		err_set(err, ERR_USAGE, _("%s: not the name of a saved diagnosis; expected up to "
			"39 letters, digits and hyphens"), id);
		return NULL;
	}
	strbuf_init(&path, 2 * PATH_MAX);
	strbuf_addf(&path, "%s/%s%s", folder, id, ending);
	return strbuf_steal(&path);
}

char *saved_folder(void)
{
	autofree char *state = file_state_dir();
	struct strbuf path;
	if (!state)
		return NULL;
	strbuf_init(&path, 2 * PATH_MAX);
	strbuf_addf(&path, "%s/sessions", state);
	return strbuf_steal(&path);
}

/* ---- writing and reading ---- */

bool saved_write(const struct saved_case *saved, const char *folder, struct err *err)
{
	autofree char *path = path_in(folder, saved->id, ".json", err);
	if (!path)
		return false;
	autostrbuf text;
	strbuf_init(&text, SAVED_BYTES_MAX);
	saved_text(saved, &text);
	if (text.full)
		return err_set(err, ERR_OUTPUT, _("%s: more than %u bytes to save; shorten the "
			"notes"), path, SAVED_BYTES_MAX);
	return file_make_dir(folder, err) && file_write(path, strbuf_sv(&text), true, err);
}

/* Of the folder itself: a link could lead anywhere. */
static bool is_plain(const char *path, struct err *err)
{
	struct stat st;
	if (lstat(path, &st) != 0)
		return err_set(err, ERR_INPUT, "%s: %s", path, strerror(errno));
	return S_ISREG(st.st_mode) || err_set(err, ERR_INPUT, _("%s: not a regular file"), path);
}

bool saved_read(struct saved_case *saved, const char *folder, const char *id, struct err *err)
{
	autofree char *path = path_in(folder, id, ".json", err);
	autostrbuf text;
	strbuf_init(&text, SAVED_BYTES_MAX);
	saved_init(saved);
	if (!path || !is_plain(path, err) || !file_read(path, &text, err) ||
	    !saved_parse(saved, path, strbuf_sv(&text), err))
		return false;
	snprintf(saved->id, sizeof(saved->id), "%s", id);
	return true;
}

bool saved_delete(const char *folder, const char *id, struct err *err)
{
	autofree char *path = path_in(folder, id, ".json", err);
	autofree char *lock = path_in(folder, id, ".lock", NULL);
	if (!path)
		return false;
	if (unlink(path) != 0 && errno != ENOENT)
		return err_set(err, ERR_OUTPUT, "%s: %s", path, strerror(errno));
	unlink(lock);
	return true;
}

/* ---- the list ---- */

struct found {
	char id[SAVED_ID_MAX];
	int64_t changed_us;
};

struct folder {
	struct found *files;
	size_t files_count, files_cap;
};

static void note_file(struct folder *folder, int dir, const char *name)
{
	struct found file = {0};
	struct stat st;
	struct sv id = sv_str(name);
	if (!sv_ends(id, SV(".json")))
		return;
	id.len -= sizeof(".json") - 1;
	if (!id_is_good(id) || fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode) || st.st_size > SAVED_BYTES_MAX)
		return;
	memcpy(file.id, id.ptr, id.len);
	file.changed_us = (int64_t)st.st_mtim.tv_sec * TIME_SECOND + st.st_mtim.tv_nsec / 1000;
	vec_push(folder, files, file);
}

static int by_change(const void *left, const void *right)
{
	const struct found *a = left, *b = right;
	return (a->changed_us < b->changed_us) - (a->changed_us > b->changed_us);
}

static int newest_first(const void *left, const void *right)
{
	const struct saved_case *a = left, *b = right;
	if (a->saved_us != b->saved_us)
		return a->saved_us > b->saved_us ? -1 : 1;
	return strcmp(b->id, a->id);
}

static void read_names(struct folder *folder, const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *item;
	for (int i = 0; dir && i < NAMES_MAX && (item = readdir(dir)); i++)
		note_file(folder, dirfd(dir), item->d_name);
	if (dir)
		closedir(dir);
	if (folder->files_count)
		qsort(folder->files, folder->files_count, sizeof(*folder->files), by_change);
}

void saved_list_load(struct saved_list *list, const char *path)
{
	struct folder folder = {0};
	*list = (struct saved_list){0};
	read_names(&folder, path);
	for (size_t i = 0; i < folder.files_count && i < SAVED_LIST_MAX; i++) {
		struct saved_case saved;
		if (saved_read(&saved, path, folder.files[i].id, NULL))
			vec_push(list, cases, saved);
	}
	free(folder.files);
	if (list->cases_count)
		qsort(list->cases, list->cases_count, sizeof(*list->cases), newest_first);
}

void saved_list_finish(struct saved_list *list)
{
	for (size_t i = 0; i < list->cases_count; i++)
		saved_finish(&list->cases[i]);
	free(list->cases);
	*list = (struct saved_list){0};
}

/* ---- the lock ---- */

static int lock_once(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	int why = errno;
	close(fd);
	errno = why;
	return -1;
}

/* Whoever deletes a diagnosis takes its lock's name away: a lock without a name holds nobody. */
static bool has_name(int fd, const char *path)
{
	struct stat held, named;
	return fstat(fd, &held) == 0 && lstat(path, &named) == 0 &&
		held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

int saved_lock(const char *folder, const char *id)
{
	autofree char *path = path_in(folder, id, ".lock", NULL);
	errno = EINVAL;
	if (!path)
		return -1;
	file_make_dir(folder, NULL); /* what is wrong with it shows when it is used */
	for (int tries = 0; tries < 10; tries++) {
		int fd = lock_once(path);
		if (fd < 0 || has_name(fd, path))
			return fd;
		close(fd);
	}
	return -1;
}
