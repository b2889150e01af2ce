/* Windows events as XML; what is known of them at one look is what reading them says. */
#include "fuzz_log.h"

#include "../unit/sketch_agree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t outlined = 0;
	struct sv text = {(const char *)data, size};
	fuzz_demand(!sketches_agree(text, 0, &outlined));
	return fuzz_log(data, size, LOG_WINDOWS);
}
