#include "gather.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/path.h"
#include "bundle.h"
#include "candidate.h"
#include "choice.h"
#include "folder.h"
#include "other.h"

#define TOLD_MAX 200 /* unknown files that are asked what they are */

/* ---- candidates ---- */

static bool add_candidate(struct gather *g, struct candidate *c)
{
	if (g->candidates_count == GATHER_LOGS_MAX)
		notes_add(&g->notes, false, _("more than %d logs; those from %s on were not "
			"looked at"), GATHER_LOGS_MAX, c->name);
	if (g->candidates_count >= GATHER_LOGS_MAX) {
		candidate_finish(c);
		return false;
	}
	vec_push(g, candidates, *c);
	return true;
}

/* What the first file without a log is, if it is something people mistake for one. */
static void ask_what(struct gather *g, size_t seen, const char *name, struct sv head)
{
	bool archive = !g->told.kind && other_tell_archive(name, &g->told);
	if (!archive && !g->told.kind && seen <= TOLD_MAX)
		other_tell(head, head, name, &g->told);
}

static bool member_seen(void *data, const struct bundle_member *member, struct sv head,
	bool readable)
{
	struct gather *g = data;
	struct candidate c = {0};
	bool known = candidate_judge(&c, member->name, head);
	bool asked = g->asked && !strcmp(g->asked, member->name);
	if ((known || asked) && readable) {
		c.member = *member;
		c.member.name = NULL;
		c.size = member->size;
		c.changed_us = member->changed_us;
		return add_candidate(g, &c);
	}
	known |= candidate_has_name(&c);
	if (readable)
		ask_what(g, bundle_members(g->bundle), member->name, head);
	candidate_finish(&c);
	return known;
}

/* ---- bundles ---- */

static bool say_no_log(struct gather *g, struct err *err)
{
	size_t members = bundle_members(g->bundle);
	const char *why = gather_note(g, 0);
	if (!why && g->told.kind)
		why = g->told.text;
	if (!members && !why)
		return err_set(err, ERR_INPUT, _("%s: the bundle is empty; collect the log again"),
			g->path);
	return err_set(err, ERR_INPUT, P_("%s: its %zu member is no log known here%s%s",
		"%s: none of its %zu members is a log known here%s%s", (unsigned long)members),
		g->path, members, why ? "; " : "", why ? why : "");
}

static bool list_bundle(struct gather *g, struct err *err)
{
	g->bundle = bundle_open(g->source);
	return bundle_list(g->bundle, member_seen, g, err);
}

static bool from_bundle(struct gather *g, enum log_platform want, struct err *err)
{
	if (!list_bundle(g, err))
		return false;
	choice_form(g, want);
	return g->logs_count || say_no_log(g, err);
}

static bool is_bundle(struct source *source)
{
	char head[512];
	return bundle_is((struct sv){head, source_read(source, 0, head, sizeof(head))});
}

static void add_file(struct gather *g)
{
	g->is_file = true;
	vec_push(g, logs, ((struct gather_log){.spelled = xstrdup(g->path), .chosen = true,
		.size = source_size(g->source)}));
	g->chosen = 1;
}

static bool from_source(struct gather *g, enum log_platform want, struct err *err)
{
	if (is_bundle(g->source))
		return from_bundle(g, want, err);
	add_file(g);
	return true;
}

/* ---- folders ---- */

static void look_into(struct gather *g, const struct folder_file *file, char *head,
	bool *ret_bundle)
{
	struct candidate c = {0};
	autofree char *path = folder_path(g->path, file->name);
	struct sv bytes = {head, folder_head(path, false, head, LOG_PROBE_MAX)};
	*ret_bundle = bundle_is(bytes);
	if (*ret_bundle || !candidate_judge(&c, file->name, bytes)) {
		candidate_finish(&c);
		return;
	}
	c.size = file->size;
	c.changed_us = file->changed_us;
	add_candidate(g, &c);
}

/* A folder without a log: the newest bundle in it that has one takes its place. */
static bool from_bundles(struct gather *g, char *const *bundles, size_t count,
	enum log_platform want)
{
	for (size_t i = 0; i < count; i++) {
		struct gather inner;
		if (gather_find(&inner, bundles[i], want, NULL)) {
			gather_finish(g);
			*g = inner;
			return true;
		}
		gather_finish(&inner);
	}
	return false;
}

struct paths {
	char **names;
	size_t names_count, names_cap;
};

static void look_through(struct gather *g, const struct folder *folder, struct paths *bundles)
{
	autofree char *head = xmalloc(LOG_PROBE_MAX);
	for (size_t i = 0; i < folder->files_count && i < GATHER_FILES_MAX; i++) {
		bool is;
		look_into(g, &folder->files[i], head, &is);
		if (is)
			vec_push(bundles, names,
				folder_path(g->path, folder->files[i].name));
	}
}

static bool from_folder(struct gather *g, enum log_platform want, struct err *err)
{
	struct folder folder;
	struct paths bundles = {0};
	g->folder = true;
	if (!folder_list(&folder, g->path, false))
		return err_set(err, ERR_INPUT, "%s: %s", g->path, strerror(errno));
	look_through(g, &folder, &bundles);
	folder_finish(&folder);
	choice_form(g, want);
	autofree char *path = xstrdup(g->path);
	bool found = g->logs_count ||
		from_bundles(g, bundles.names, bundles.names_count, want);
	for (size_t i = 0; i < bundles.names_count; i++)
		free(bundles.names[i]);
	free(bundles.names);
	return found || err_set(err, ERR_INPUT,
		_("%s: a folder; name the log file in it"), path);
}

/* ---- a log by its name ---- */

static bool pick_member(struct gather *g, const char *spelled, struct err *err)
{
	g->source = source_open(g->path, err);
	if (!g->source || !is_bundle(g->source))
		return false;
	if (!list_bundle(g, err))
		return false;
	choice_form(g, LOG_NO_PLATFORM);
	return choice_pick(g, spelled) || err_set(err, ERR_INPUT, _("%s: there is no such member; "
		"scepwiz log info %s tells which logs are in it"), spelled, g->path);
}

static bool pick_set(struct gather *g, const char *spelled, struct err *err)
{
	struct err unused;
	return from_folder(g, LOG_NO_PLATFORM, &unused) && g->folder && choice_pick(g, spelled)
		? true : err_set(err, ERR_INPUT, _("%s: no such file; check the path"), spelled);
}

enum kind { KIND_NONE, KIND_FILE, KIND_FOLDER };

static enum kind kind_of(const char *path)
{
	struct stat st;
	if (!strcmp(path, "-") || stat(path, &st) != 0)
		return KIND_NONE;
	return S_ISREG(st.st_mode) ? KIND_FILE : S_ISDIR(st.st_mode) ? KIND_FOLDER : KIND_NONE;
}

/* Where the path goes on within a bundle, or names the rotated log of a folder: g->path becomes
 * that of the bundle or folder, g->asked the rest. */
static enum kind split(struct gather *g, const char *path)
{
	const char *slash = path;
	while ((slash = strchr(slash + 1, '/')) != NULL) {
		autofree char *above = sv_dup((struct sv){path, (size_t)(slash - path)});
		enum kind kind = kind_of(above);
		bool last = !strchr(slash + 1, '/') && sv_ends(sv_str(slash), SV("_*"));
		if (kind != KIND_FILE && !(kind == KIND_FOLDER && last))
			continue;
		free(g->path);
		g->path = xstrdup(above);
		g->asked = slash + 1;
		return kind;
	}
	return KIND_NONE;
}

/* ---- the whole ---- */

static bool find(struct gather *g, const char *path, enum log_platform want, struct err *err)
{
	struct stat st;
	if (kind_of(path) == KIND_FOLDER)
		return from_folder(g, want, err);
	bool absent = *path && strcmp(path, "-") != 0 && lstat(path, &st) != 0 &&
		(errno == ENOENT || errno == ENOTDIR);
	enum kind kind = absent ? split(g, path) : KIND_NONE;
	if (kind == KIND_FILE && pick_member(g, path, err))
		return true;
	if (kind == KIND_FILE && g->bundle)
		return false;
	if (kind == KIND_FOLDER)
		return pick_set(g, path, err);
	source_close(g->source);
	g->source = source_open(path, err);
	return g->source && from_source(g, want, err);
}

bool gather_find(struct gather *g, const char *path, enum log_platform want, struct err *err)
{
	*g = (struct gather){.path = xstrdup(path)};
	bool found = find(g, path, want, err);
	g->asked = NULL;
	return found;
}

static void finish_log(struct gather_log *log)
{
	free(log->spelled);
	free(log->member);
	free(log->parts);
}

void gather_finish(struct gather *g)
{
	for (size_t i = 0; i < g->logs_count; i++)
		finish_log(&g->logs[i]);
	for (size_t i = 0; i < g->candidates_count; i++)
		candidate_finish(&g->candidates[i]);
	free(g->logs);
	free(g->candidates);
	notes_finish(&g->notes);
	free(g->path);
	bundle_close(g->bundle);
	source_close(g->source);
	*g = (struct gather){0};
}

const char *gather_note(const struct gather *g, size_t i)
{
	const char *own = notes_at(&g->notes, i, true);
	if (own || !g->bundle)
		return own;
	size_t before = 0;
	while (notes_at(&g->notes, before, true))
		before++;
	return bundle_note(g->bundle, i - before, !g->logs_count);
}

/* ---- files named one by one ---- */

static struct sv folder_of(const char *path)
{
	return sv_sub(sv_str(path), 0, strlen(path) - path_name(sv_str(path)).len);
}

static bool is_numbered(const char *path)
{
	struct candidate c = {0};
	candidate_judge(&c, path_name(sv_str(path)).ptr, SV_EMPTY);
	bool numbered = c.number != CANDIDATE_NO_NUMBER;
	candidate_finish(&c);
	return numbered;
}

static void look_at_path(struct gather *g, const char *path, char *head)
{
	struct candidate c = {0};
	struct stat st;
	struct sv bytes = {head, folder_head(path, true, head, LOG_PROBE_MAX)};
	if (stat(path, &st) != 0 ||
	    !candidate_judge(&c, path_name(sv_str(path)).ptr, bytes)) {
		candidate_finish(&c);
		return;
	}
	c.size = (uint64_t)st.st_size;
	add_candidate(g, &c);
}

static bool is_part(const struct gather *g, const struct gather_log *log, const char *path)
{
	for (size_t i = 0; i < log->parts_count; i++)
		if (sv_eq(path_name(sv_str(path)),
			sv_str(g->candidates[log->parts[i]].name)))
			return true;
	return false;
}

bool gather_find_set(struct gather *g, char *const *paths, size_t count, bool *taken)
{
	struct sv folder = folder_of(paths[0]);
	if (count < 2 || !is_numbered(paths[0]))
		return false;
	*g = (struct gather){.path = folder.len ? sv_dup(folder) : xstrdup("."),
		.folder = true};
	autofree char *head = xmalloc(LOG_PROBE_MAX);
	for (size_t i = 0; i < count; i++)
		if (!taken[i] && sv_eq(folder_of(paths[i]), folder) && is_numbered(paths[i]))
			look_at_path(g, paths[i], head);
	choice_form(g, LOG_NO_PLATFORM);
	size_t at = 0;
	while (at < g->logs_count && !is_part(g, &g->logs[at], paths[0]))
		at++;
	if (at == g->logs_count || g->logs[at].parts_count < 2) {
		gather_finish(g);
		return false;
	}
	for (size_t i = 0; i < count; i++)
		taken[i] |= sv_eq(folder_of(paths[i]), folder) &&
			is_part(g, &g->logs[at], paths[i]);
	return choice_pick(g, g->logs[at].spelled);
}

/* ---- opening ---- */

static struct source *open_file(struct gather *g, struct err *err)
{
	struct source *source = g->source;
	g->source = NULL;
	if (!source && !strcmp(g->path, "-")) {
		err_set(err, ERR_INPUT, _("-: standard input can't be read twice; save the log as "
			"a file and open that"));
		return NULL;
	}
	return source ? source : source_open(g->path, err);
}

static struct source *open_candidate(struct gather *g, const struct candidate *c,
	struct err *err)
{
	if (g->bundle)
		return bundle_load(g->bundle, &c->member, err);
	autofree char *path = folder_path(g->path, c->name);
	return source_open(path, err);
}

static struct source *open_set(struct gather *g, const struct gather_log *log,
	struct err *err)
{
	autofree struct source **parts = xcalloc(log->parts_count, sizeof(struct source *));
	struct err trouble = {0};
	size_t at = log->parts_count;
	for (size_t i = 0; i < log->parts_count; i++) {
		const struct candidate *c = &g->candidates[log->parts[i]];
		struct source *part = open_candidate(g, c, &trouble);
		if (!part)
			break;
		source_set_member(part, c->name);
		parts[--at] = part;
	}
	if (at == log->parts_count) {
		err_set(err, trouble.kind, "%s", trouble.text);
		return NULL;
	}
	if (trouble.kind)
		notes_add(&g->notes, false, _("%s; what is older is left out, too"), trouble.text);
	return source_joined(g->path, parts + at, log->parts_count - at);
}

struct source *gather_open(struct gather *g, size_t i, struct err *err)
{
	const struct gather_log *log = &g->logs[i];
	if (g->is_file)
		return open_file(g, err);
	if (log->parts_count > 1)
		return open_set(g, log, err);
	return open_candidate(g, &g->candidates[log->parts[0]], err);
}

struct source *gather_source(const char *path, enum log_platform want, struct err *err)
{
	struct gather g;
	struct source *source = gather_find(&g, path, want, err) ? gather_open(&g, 0, err)
								 : NULL;
	gather_finish(&g);
	return source;
}
