/* Texts in every encoding, RTF among them: converted as what the first byte says, and read as
 * what the evidence says. */
#include "fuzz_log.h"

#include "base/utf8.h"
#include "log/converted.h"

/* The text is UTF-8, and places in it lead into the file, in the same order. */
static void check_conversion(struct sv raw, enum encoding encoding)
{
	struct source *source = source_memory("fuzz", sv_dup(raw), raw.len);
	struct converted *converted = converted_create(source, encoding, NULL);
	uint64_t place = 0;
	if (converted) {
		struct source *text = converted_text(converted);
		size_t size = (size_t)source_size(text);
		autofree char *bytes = xmalloc(size + 1);
		struct sv rest = {bytes, source_read(text, 0, bytes, size)};
		fuzz_demand(rest.len == size && size <= 3 * raw.len);
		while (rest.len) {
			uint64_t now = converted_raw(converted, size - rest.len);
			fuzz_demand(now >= place && now < raw.len);
			place = now;
			fuzz_demand(utf8_take(&rest) != UTF8_BAD);
		}
		fuzz_demand(converted_raw(converted, size + 1) <= raw.len);
	}
	converted_destroy(converted);
	source_close(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv bytes = {(const char *)data, size};
	if (size > 1 && size < 4096)
		check_conversion(sv_from(bytes, 1), ENCODING_CP1252 + data[0] % 8);
	return fuzz_log(data, size, LOG_NO_PLATFORM);
}
