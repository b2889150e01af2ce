#include "import.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/i18n.h"
#include "json_text.h"
#include "refusal.h"

#define FILE_BYTES_MAX (32u << 20)
#define PAGES_MAX 1000
#define ROWS_MAX 100000

struct import {
	struct graph_source source;
	char *folder;
	uint64_t asked;
	struct strbuf error;
};

static void path_of(const struct import *m, const char *name, int page, struct strbuf *out)
{
	struct sv file = sv_str(name);
	const struct sv ending = SV(".json");
	if (page > 1 && sv_ends(file, ending))
		file = sv_sub(file, 0, file.len - ending.len);
	strbuf_addf(out, "%s/" SV_FMT, m->folder, SV_ARG(file));
	if (page > 1)
		strbuf_addf(out, ".%d.json", page);
}

/* What Windows programs save may begin with a byte order mark. */
static json_t *parse(const char *path, struct sv text, struct err *err)
{
	const struct sv mark = SV("\xEF\xBB\xBF");
	if (sv_starts(text, mark))
		text = sv_from(text, mark.len);
	json_t *json = json_text_read(text, path, err);
	if (!json || json_is_object(json))
		return json;
	err_set(err, ERR_GRAPH, _("%s: this is no answer of Graph's: expected an object, { … }, as "
		"Graph sent it"), path);
	json_decref(json);
	return NULL;
}

/* NULL without an error: there is no such file. */
static json_t *load(const struct import *m, const char *name, int page, struct err *err)
{
	struct stat info;
	autostrbuf path, text;
	strbuf_init(&path, STRBUF_LINE);
	strbuf_init(&text, FILE_BYTES_MAX);
	path_of(m, name, page, &path);
	if (stat(path.ptr, &info) && errno == ENOENT)
		return NULL;
	return file_read(path.ptr, &text, err) ? parse(path.ptr, strbuf_sv(&text), err) : NULL;
}

static bool has_next(const json_t *page)
{
	return json_is_string(json_object_get(page, "@odata.nextLink"));
}

/* Adds the further pages to the first one. False: one that should be there is not, or is no
 * page. */
static bool join_pages(const struct import *m, const char *name, json_t *first, struct err *err)
{
	json_t *rows = json_object_get(first, "value");
	bool more = has_next(first);
	for (int page = 2; more && page <= PAGES_MAX; page++) {
		json_t *next = load(m, name, page, err), *value = json_object_get(next, "value");
		bool good = json_is_array(value) &&
			json_array_size(rows) + json_array_size(value) <= ROWS_MAX &&
			json_array_extend(rows, value) == 0;
		more = has_next(next);
		json_decref(next);
		if (!good)
			return false;
	}
	return !more;
}

static bool is_shape(const json_t *json, bool collection)
{
	return !collection || json_is_array(json_object_get(json, "value"));
}

static void read_saved(struct import *m, const struct graph_request *request,
	struct graph_answer *answer)
{
	struct err err = {0};
	json_t *json = load(m, request->name, 1, &err);
	answer->status = err.kind ? GRAPH_TROUBLE : GRAPH_NOT_ASKED;
	if (!json) {
		strbuf_str(&m->error, err.text);
		return;
	}
	if (graph_refusal(json, &answer->status, &m->error)) {
		json_decref(json);
	} else if (!is_shape(json, request->collection)) {
		answer->status = GRAPH_TROUBLE;
		strbuf_addf(&m->error, _("%s: expected a list (\"value\": [ … ])"), request->name);
		json_decref(json);
	} else {
		answer->status = GRAPH_OK;
		answer->json = json;
		answer->incomplete = request->collection && !join_pages(m, request->name, json, &err);
		strbuf_str(&m->error, err.text);
	}
}

static uint64_t ask(struct graph_source *source, const struct graph_request *request,
	graph_answered *answered, void *data)
{
	struct import *m = (struct import *)source;
	struct graph_answer answer = {.status = GRAPH_NOT_ASKED, .request_id = "",
		.client_request_id = ""};
	uint64_t id = ++m->asked;
	strbuf_reset(&m->error);
	if (request->name && !strchr(request->name, '/'))
		read_saved(m, request, &answer);
	answer.error = m->error.len ? m->error.ptr : "";
	answered(data, &answer);
	json_decref(answer.json);
	return id;
}

static void cancel(struct graph_source *source, uint64_t id)
{
	(void)source;
	(void)id; /* was answered while it was asked */
}

static void destroy(struct graph_source *source)
{
	struct import *m = (struct import *)source;
	strbuf_finish(&m->error);
	free(m->folder);
	free(m);
}

struct graph_source *graph_import_create(const char *folder, struct err *err)
{
	struct stat info;
	if (stat(folder, &info)) {
		err_set(err, ERR_INPUT, "%s: %s", folder, strerror(errno));
		return NULL;
	}
	if (!S_ISDIR(info.st_mode)) {
		err_set(err, ERR_INPUT, _("%s: expected the folder with the saved answers; "
			"scepwiz graph --list says how they are named"), folder);
		return NULL;
	}
	struct import *m = xcalloc(1, sizeof(*m));
	m->source = (struct graph_source){ask, cancel, destroy, false};
	m->folder = xstrdup(folder);
	strbuf_init(&m->error, STRBUF_LINE);
	return &m->source;
}
