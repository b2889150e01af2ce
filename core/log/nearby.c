#include "nearby.h"

#include "folder.h"

static bool look_into(const char *path, struct nearby_log *ret)
{
	char *head = xmalloc(LOG_PROBE_MAX);
	struct source *source = source_memory(path, head,
		folder_head(path, true, head, LOG_PROBE_MAX));
	ret->format_title = log_sniff_title(source, &ret->platform);
	source_close(source);
	return ret->format_title != NULL;
}

static char *path_of(const char *folder, const char *name)
{
	if (sv_eq(sv_str(folder), SV(".")) && name[0] != '-')
		return xstrdup(name); /* as the user would type it */
	return folder_path(folder, name);
}

static void add_log(struct nearby *nearby, const char *folder, const struct folder_file *file,
	enum log_platform platform)
{
	struct nearby_log log = {.size = file->size, .changed_us = file->changed_us};
	char *path = path_of(folder, file->name);
	if (!look_into(path, &log) ||
	    (platform != LOG_NO_PLATFORM && log.platform != platform)) {
		free(path);
		return;
	}
	log.path = path;
	log.name = xstrdup(file->name);
	vec_push(nearby, logs, log);
}

/* Links are followed: a log may lie elsewhere. */
void nearby_find(struct nearby *nearby, const char *path, enum log_platform platform)
{
	struct folder folder;
	size_t looked_into = 0;
	*nearby = (struct nearby){0};
	if (!folder_list(&folder, path, true))
		return;
	for (size_t i = 0; i < folder.files_count && looked_into < NEARBY_FILES_MAX &&
	     nearby->logs_count < NEARBY_LOGS_MAX; i++) {
		if (folder.files[i].name[0] == '.')
			continue;
		add_log(nearby, path, &folder.files[i], platform);
		looked_into++;
	}
	folder_finish(&folder);
}

void nearby_finish(struct nearby *nearby)
{
	for (size_t i = 0; i < nearby->logs_count; i++) {
		free(nearby->logs[i].path);
		free(nearby->logs[i].name);
	}
	free(nearby->logs);
	*nearby = (struct nearby){0};
}
