/* Windows events in tables and lists: CSV, copies, what PowerShell prints. */
#include "fuzz_log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_log(data, size, LOG_WINDOWS);
}
