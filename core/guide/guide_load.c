#include "guide_load.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "guide_build.h"
#include "guide_doc.h"
#include "guide_rules.h"

struct guide *guide_load_text(
	const struct guide_source *source, struct sv text, struct err *err)
{
	struct guide_doc doc;
	if (!guide_doc_init(&doc, source->path, source->folder, text, err))
		return NULL;
	struct guide *guide = guide_rules_check(&doc, err) ? guide_build(&doc, err) : NULL;
	if (guide && source->schema && !guide_schema_check(source->schema, &doc, err)) {
		guide_destroy(guide);
		guide = NULL;
	}
	guide_doc_finish(&doc);
	return guide;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return xstrdup(".");
	return slash == path ? xstrdup("/") : sv_dup((struct sv){path, (size_t)(slash - path)});
}

/* Beside the guide, else the shipped one. */
static struct guide_schema *find_schema(const char *folder, struct err *err)
{
	autofree char *shipped = file_data_dir("wizards");
	autostrbuf path;
	strbuf_init(&path, PATH_MAX);
	strbuf_addf(&path, "%s/guide.rng", folder);
	if (access(path.ptr, F_OK) != 0) {
		strbuf_reset(&path);
		strbuf_addf(&path, "%s/guide.rng", shipped);
	}
	return guide_schema_load(path.ptr, err);
}

struct guide *guide_load(const char *path, struct err *err)
{
	autofree char *folder = folder_of(path);
	autostrbuf text;
	strbuf_init(&text, GUIDE_BYTES_MAX);
	if (!file_read(path, &text, err))
		return NULL;
	struct guide_schema *schema = find_schema(folder, err);
	if (!schema)
		return NULL;
	struct guide_source source = {path, folder, schema};
	struct guide *guide = guide_load_text(&source, strbuf_sv(&text), err);
	guide_schema_destroy(schema);
	return guide;
}
