#include "libcrypto.h"

#include "mem.h"

#define TEXT_OF(number) #number
#define VERSION_OF(number) TEXT_OF(number)
#define VERSION VERSION_OF(OPENSSL_SHLIB_VERSION)

static const char *const names[] = {
#define X(name) #name,
	LIBCRYPTO_NAMES(X)
#undef X
};

static struct libcrypto table;

struct late libcrypto_late = {"libcrypto.so." VERSION, names, ARRAY_LEN(names), &table, false};
