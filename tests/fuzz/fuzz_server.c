/* What servers write: IIS, NDESPlugin.log, traces of services. */
#include "fuzz_log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_log(data, size, LOG_SERVER);
}
