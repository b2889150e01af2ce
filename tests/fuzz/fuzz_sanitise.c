/* Nothing the sanitiser lets through may be a control byte, and what it gives is UTF-8. */
#include <stdint.h>
#include <stdlib.h>

#include "base/sanitise.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct sv text, unsigned mode)
{
	autostrbuf out;
	strbuf_init(&out, STRBUF_REPORT);
	sanitise(&out, text, mode);
	struct sv rest = strbuf_sv(&out);
	while (rest.len) {
		uint32_t c = utf8_take(&rest);
		bool feed = c == '\n' && (mode & SANITISE_LINES);
		if (c == UTF8_BAD || (c < 0x20 && !feed) || (c >= 0x7f && c < 0xa0) ||
		    (c > 0x7e && (mode & SANITISE_ASCII)))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv text = {(const char *)data, size};
	for (unsigned mode = 0; mode < 4; mode++)
		check(text, mode);
	return 0;
}
