/* What Graph replies: a page of a list, an error body; and a nextLink on its own. A link that is
 * followed is one of our own origin, whatever it was. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "graph/advice.h"
#include "graph/collected.h"
#include "graph/json_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool kept)
{
	if (!kept)
		abort();
}

static void check_link(const struct graph_origin *origin, const char *next)
{
	struct url url;
	demand(url_parse(&url, next));
	demand(url_same_origin(&url, &origin->url) && !url.has_user && !url.has_fragment);
	demand(sv_starts(sv_str(next), SV("https://graph.microsoft.com/v1.0/")) ||
		sv_starts(sv_str(next), SV("https://graph.microsoft.com/beta/")));
	for (const char *c = next; *c; c++)
		demand(*c > ' ' && *c < 0x7f);
	url_finish(&url);
}

static void as_link(const struct graph_origin *origin, struct sv text)
{
	autofree char *link = sv_dup(text);
	autofree char *next = origin_next(origin, link);
	if (next)
		check_link(origin, next);
}

static void as_page(const struct graph_origin *origin, struct sv text)
{
	struct collected collected = {0};
	for (int i = 0; i < 3; i++) {
		json_t *page = json_text_read(text, "page", NULL);
		char *next = NULL;
		if (page && collected_add(&collected, origin, page, text.len, &next) && next)
			check_link(origin, next);
		free(next);
	}
	/* the same page thrice leads to the same next one: that is no list to go on with */
	demand(collected.links_count <= 1);
	collected_finish(&collected);
}

static void as_error(struct sv text)
{
	static const int statuses[] = {302, 400, 401, 403, 404, 429, 500, 503};
	json_t *json = json_text_read(text, "error", NULL);
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
		autostrbuf sentence;
		strbuf_init(&sentence, STRBUF_LINE);
		advice_graph(&sentence, statuses[i], json, i % 2 ? "User.Read.All" : NULL);
		demand(sentence.len > 0 && advice_status(statuses[i], json) != GRAPH_OK);
		advice_sign_in(&sentence, json);
		demand(advice_request_id(json) != NULL);
	}
	json_decref(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct graph_origin origin;
	struct sv text = {(const char *)data, size};
	demand(origin_init(&origin, "https://graph.microsoft.com", "x", NULL));
	as_link(&origin, text);
	as_page(&origin, text);
	as_error(text);
	origin_finish(&origin);
	return 0;
}
