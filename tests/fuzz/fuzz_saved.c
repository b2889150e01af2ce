/* A saved diagnosis may have been changed by anyone: it is read as a whole and means the same
 * when it is written again, or it is an error that names the file. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "diagnosis/diagnosis_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool kept)
{
	if (!kept)
		abort();
}

static void check(const struct saved_case *saved)
{
	struct saved_case back;
	autostrbuf text, again;
	strbuf_init(&text, 4 * SAVED_BYTES_MAX);
	strbuf_init(&again, 4 * SAVED_BYTES_MAX);
	demand(saved->guide && saved->logs_count <= SAVED_LOGS_MAX);
	demand(saved->log == 0 || saved->log < saved->logs_count);
	for (size_t i = 0; i < saved->logs_count; i++)
		demand(saved->logs[i][0] == '/');
	saved_text(saved, &text);
	demand(utf8_valid(strbuf_sv(&text)) && !text.full);
	if (text.len > SAVED_BYTES_MAX) /* it is written with more blanks than it was read */
		return;
	demand(saved_parse(&back, "saved", strbuf_sv(&text), NULL));
	saved_text(&back, &again);
	demand(sv_eq(strbuf_sv(&text), strbuf_sv(&again)));
	saved_finish(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct saved_case saved;
	struct err err = {0};
	struct sv text = {(const char *)data, size};
	if (saved_parse(&saved, "saved", text, &err)) {
		check(&saved);
		saved_finish(&saved);
	} else {
		demand(strncmp(err.text, "saved:", 6) == 0 && !saved.guide && !saved.logs_count);
	}
	return 0;
}
