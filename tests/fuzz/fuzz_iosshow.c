/* What log show, idevicesyslog and pymobiledevice3 print, and what is no log at all. */
#include "fuzz_log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = {0};
	enum log_platform platform;
	struct sv bytes = {(const char *)data, size};
	struct source *source = source_memory("fuzz", sv_dup(bytes), size);
	fuzz_demand(log_sniff(source, &platform, &err) == (err.kind == ERR_NONE));
	fuzz_demand((err.kind == ERR_NONE) == (err.text[0] == '\0'));
	source_close(source);
	return fuzz_log(data, size, LOG_IOS);
}
