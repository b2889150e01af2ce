/* The answer to GetCACert: any bytes of a server. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "probe/ca.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ca_list list;
	bool any = ca_read(&list, (struct sv){(const char *)data, size});
	if (any != (list.count > 0) || list.count > CA_CERTIFICATES_MAX)
		abort();
	for (size_t i = 0; i < list.count; i++)
		if (strlen(list.list[i].thumbprint) != THUMBPRINT_MAX - 1 ||
		    strlen(list.list[i].subject) >= sizeof(list.list[i].subject))
			abort();
	return 0;
}
