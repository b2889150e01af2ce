#include "saved_path.h"

#include "base/utf8.h"
#include "diagnosis_file.h"

void saved_path_text(const char *path, struct strbuf *out)
{
	struct sv rest = sv_str(path);
	while (rest.len) {
		struct sv before = rest;
		uint32_t c = utf8_take(&rest);
		if (c == UTF8_BAD || c == '%')
			strbuf_addf(out, "%%%02X", (unsigned char)before.ptr[0]);
		else
			strbuf_add(out, sv_sub(before, 0, before.len - rest.len));
	}
}

char *saved_path_of(struct sv text)
{
	struct strbuf out;
	uint64_t byte;
	bool good = sv_starts(text, SV("/"));
	strbuf_init(&out, SAVED_BYTES_MAX);
	for (size_t i = 0; good && i < text.len; i++) {
		if (text.ptr[i] != '%') {
			strbuf_char(&out, text.ptr[i]);
			continue;
		}
		good = text.len - i > 2 && sv_hex_to_u64(sv_sub(text, i + 1, 2), &byte) &&
			(byte == '%' || byte >= 0x80);
		strbuf_char(&out, good ? (char)(unsigned char)byte : '%');
		i += 2;
	}
	if (good)
		return strbuf_steal(&out);
	strbuf_finish(&out);
	return NULL;
}
