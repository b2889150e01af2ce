#include "path.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#define LOOKED_AT_MAX 20000 /* names in a folder */

char *path_expand(struct sv typed)
{
	const char *home = getenv("HOME");
	bool own = sv_eq(typed, SV("~")) || sv_starts(typed, SV("~/"));
	if (!own || !home)
		return sv_dup(typed);
	autostrbuf path;
	strbuf_init(&path, STRBUF_LINE);
	strbuf_str(&path, home);
	strbuf_add(&path, sv_from(typed, 1));
	return strbuf_steal(&path);
}

struct sv path_name(struct sv path)
{
	size_t from = path.len;
	while (from && path.ptr[from - 1] != '/')
		from--;
	return sv_from(path, from);
}

static bool is_folder(struct sv folder, const char *name)
{
	struct stat st;
	autofree char *inside = path_expand(folder);
	autostrbuf path;
	strbuf_init(&path, STRBUF_LINE);
	strbuf_addf(&path, "%s%s", inside, name);
	return stat(path.ptr, &st) == 0 && S_ISDIR(st.st_mode);
}

struct completion {
	struct sv begun;      /* what was typed of the name */
	struct strbuf common; /* what all names that fit begin with */
	char **names;         /* those that fit */
	size_t names_count, names_cap;
};

static void keep_common(struct completion *c, struct sv name)
{
	size_t same = 0;
	if (c->names_count == 0) {
		strbuf_add(&c->common, name);
		return;
	}
	while (same < name.len && same < c->common.len && name.ptr[same] == c->common.ptr[same])
		same++;
	while (same && same < c->common.len && (c->common.ptr[same] & 0xC0) == 0x80)
		same--; /* no half letters */
	c->common.len = same;
	c->common.ptr[same] = '\0';
}

static void take_name(struct completion *c, const char *name)
{
	struct sv text = sv_str(name);
	bool hidden = name[0] == '.' && !sv_starts(c->begun, SV("."));
	if (hidden || !sv_starts(text, c->begun))
		return;
	keep_common(c, text);
	vec_push(c, names, xstrdup(name));
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_names(struct completion *c, struct strbuf *candidates)
{
	if (c->names_count > 1)
		qsort(c->names, c->names_count, sizeof(*c->names), compare_names);
	for (size_t i = 0; i < c->names_count; i++) {
		if (c->names_count > 1)
			strbuf_addf(candidates, "%s%s", i ? "  " : "", c->names[i]);
		free(c->names[i]);
	}
	free(c->names);
}

void path_complete(struct sv typed, struct strbuf *whole, struct strbuf *candidates)
{
	struct completion c = {.begun = path_name(typed)};
	struct sv folder = sv_sub(typed, 0, typed.len - c.begun.len);
	autofree char *inside = folder.len ? path_expand(folder) : xstrdup(".");
	DIR *dir = opendir(inside);
	struct dirent *entry;
	if (!dir)
		return;
	strbuf_init(&c.common, STRBUF_LINE);
	for (unsigned i = 0; i < LOOKED_AT_MAX && (entry = readdir(dir)); i++)
		take_name(&c, entry->d_name);
	closedir(dir);
	if (c.names_count) {
		strbuf_add(whole, folder);
		strbuf_add(whole, strbuf_sv(&c.common));
	}
	if (c.names_count == 1 && is_folder(folder, c.common.ptr))
		strbuf_char(whole, '/');
	list_names(&c, candidates);
	strbuf_finish(&c.common);
}
