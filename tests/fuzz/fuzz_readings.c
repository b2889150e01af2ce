/* Codes in any running text: each lies in it, goes forward, and is one the table knows; and any
 * word asked for has readings within their limit. */
#include <stdint.h>
#include <stdlib.h>

#include "scep/readings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct codes *codes;
static struct events *events;

static void load(void)
{
	codes = codes_load(SOURCE_ROOT "/wizards/reference/codes.xml", NULL);
	events = events_load(SOURCE_ROOT "/wizards/reference/events.xml", NULL);
	if (!codes || !events)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv text = {(const char *)data, size};
	struct reading readings[READINGS_MAX];
	struct code code;
	size_t from, to = 0;
	if (!codes)
		load();
	for (size_t last = 0; readings_next(codes, text, last, &code, &from, &to); last = to)
		if (from < last || to <= from || to > size || !code.known || !*code.meaning)
			abort();
	if (readings_of(codes, events, text, readings) > READINGS_MAX)
		abort();
	return 0;
}
