#include "libssl.h"

#include "base/mem.h"

#define TEXT_OF(number) #number
#define VERSION_OF(number) TEXT_OF(number)
#define VERSION VERSION_OF(OPENSSL_SHLIB_VERSION)

static const char *const names[] = {
#define X(name) #name,
	LIBSSL_NAMES(X)
#undef X
};

static struct libssl table;

struct late libssl_late = {"libssl.so." VERSION, names, ARRAY_LEN(names), &table, false};
