/* A guide is read from any folder: hostile text gives a guide or a message with a place,
 * nothing else. The schema is checked too; includes are not followed. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "guide/guide_load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct guide_schema *schema;
	struct err err = {0};
	if (!schema)
		schema = guide_schema_load(SOURCE_ROOT "/wizards/guide.rng", &err);
	if (!schema)
		abort();
	struct guide_source source = {.path = "g.xml", .schema = schema};
	struct guide *guide =
		guide_load_text(&source, (struct sv){(const char *)data, size}, &err);
	if (!guide && strncmp(err.text, "g.xml:", 6) != 0)
		abort();
	if (guide && (guide->entries_count == 0 || guide->entries_count > GUIDE_ENTRIES_MAX ||
			     guide->checks_count != 3))
		abort();
	guide_destroy(guide);
	return 0;
}
