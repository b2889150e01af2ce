/* A report or a saved diagnosis may be anybody's: it is read as facts in order, or it is an error
 * that names the file; compared with itself nothing changed; with nothing, all of it is new. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "report/difference.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool kept)
{
	if (!kept)
		abort();
}

static void check(const struct told *told)
{
	static char name[] = "told";
	char *const names[2] = {name, name};
	const struct told both[2] = {*told, *told};
	struct told none = {.whats = told->whats};
	struct difference same, all;
	autostrbuf out;
	strbuf_init(&out, STRBUF_REPORT);
	demand(told->guide != NULL);
	difference_of(told, told, &same);
	demand(same.changes_count == 0);
	difference_text(&same, both, names, &out);
	difference_finish(&same);
	difference_of(&none, told, &all);
	demand(all.changes_count == told->facts_count);
	for (size_t i = 0; i < all.changes_count; i++)
		demand(!all.changes[i].before && all.changes[i].after);
	difference_finish(&all);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told told;
	struct err err = {0};
	struct sv text = {(const char *)data, size};
	if (told_parse(&told, "told", text, &err)) {
		check(&told);
		told_finish(&told);
	} else {
		demand(strncmp(err.text, "told:", 5) == 0 && !told.guide && !told.facts_count);
	}
	return 0;
}
