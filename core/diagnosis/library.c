#include "library.h"

#include <limits.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "scep/reference_pack.h"
#include "shipped.h"

static char *path_in(const char *folder, const char *name)
{
	struct strbuf path;
	strbuf_init(&path, PATH_MAX);
	strbuf_addf(&path, "%s/%s", folder, name);
	return strbuf_steal(&path);
}

#define CODES "reference/codes.xml"
#define EVENTS "reference/events.xml"
#define MORE_EVENTS "reference/events-more.xml"

static struct codes *load_codes(const char *wizards, struct err *err)
{
	autofree char *path = path_in(wizards, CODES);
	return packed_same(&shipped, wizards, CODES) ? codes_unpack(&shipped, CODES)
		: codes_load(path, err);
}

static struct events *load_events(const char *wizards, struct err *err)
{
	autofree char *path = path_in(wizards, EVENTS), *more = path_in(wizards, MORE_EVENTS);
	if (packed_same(&shipped, wizards, EVENTS) && packed_same(&shipped, wizards, MORE_EVENTS))
		return events_unpack(&shipped, EVENTS);
	struct events *events = events_load(path, err);
	if (!events || events_add(events, more, err))
		return events;
	events_destroy(events);
	return NULL;
}

struct library *library_create(const char *folder,
	void (*complain)(void *data, const struct err *err), void *data, struct err *err)
{
	autofree char *wizards = folder ? xstrdup(folder) : file_data_dir("wizards");
	struct library *library = xcalloc(1, sizeof(*library));
	library->codes = load_codes(wizards, err);
	library->events = library->codes ? load_events(wizards, err) : NULL;
	if (!library->events) {
		library_destroy(library);
		return NULL;
	}
	guide_list_load(&library->guides, wizards, &shipped, complain, data);
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
