#include "library.h"

#include <limits.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"

static char *path_in(const char *folder, const char *name)
{
	struct strbuf path;
	strbuf_init(&path, PATH_MAX);
	strbuf_addf(&path, "%s/%s", folder, name);
	return strbuf_steal(&path);
}

struct library *library_create(const char *folder,
	void (*complain)(void *data, const struct err *err), void *data, struct err *err)
{
	autofree char *wizards = folder ? xstrdup(folder) : file_data_dir("wizards");
	autofree char *codes = path_in(wizards, "reference/codes.xml");
	autofree char *events = path_in(wizards, "reference/events.xml");
	autofree char *more = path_in(wizards, "reference/events-more.xml");
	struct library *library = xcalloc(1, sizeof(*library));
	library->codes = codes_load(codes, err);
	library->events = library->codes ? events_load(events, err) : NULL;
	if (!library->events || !events_add(library->events, more, err)) {
		library_destroy(library);
		return NULL;
	}
	guide_list_load(&library->guides, wizards, complain, data);
	return library;
}

void library_destroy(struct library *library)
{
	if (!library)
		return;
	guide_list_finish(&library->guides);
	codes_destroy(library->codes);
	events_destroy(library->events);
	free(library);
}

const struct guide *library_guide(struct library *library, const char *name, struct err *err)
{
	const struct guide *guide = guide_by_id(&library->guides, sv_str(name));
	bool is_file = strchr(name, '/') || sv_ends(sv_str(name), SV(".xml"));
	if (!guide && is_file) {
		struct guide *own = guide_load(name, err);
		if (own)
			vec_push(&library->guides, guides, own);
		return own;
	}
	if (!guide)
		err_set(err, ERR_USAGE, _("--guide: there is no guide \"%s\"; scepwiz guides lists "
			"them"), name);
	return guide;
}

/* What only servers write is no platform's: a guide for any reads it. */
static const enum guide_platform platforms[] = {[LOG_NO_PLATFORM] = PLATFORM_NONE,
	[LOG_ANDROID] = PLATFORM_ANDROID, [LOG_IOS] = PLATFORM_IOS,
	[LOG_WINDOWS] = PLATFORM_WINDOWS, [LOG_SERVER] = PLATFORM_ANY};

const struct guide *library_guide_for(const struct library *library, enum log_platform platform)
{
	return guide_by_platform(&library->guides, platforms[platform]);
}

enum log_platform library_log_platform(enum guide_platform platform)
{
	for (size_t i = 0; i < ARRAY_LEN(platforms) && platform != PLATFORM_ANY; i++)
		if (platforms[i] == platform)
			return (enum log_platform)i;
	return LOG_NO_PLATFORM;
}

bool guide_reads(const struct guide *guide, enum log_platform platform)
{
	return guide->platform == PLATFORM_ANY || platforms[platform] == guide->platform;
}

enum log_platform guide_log_platform(const struct guide *guide)
{
	return library_log_platform(guide->platform);
}
