#include "libcurl.h"

#include "base/mem.h"

static const char *const names[] = {
#define X(name) #name,
	LIBCURL_NAMES(X)
#undef X
};

static struct libcurl table;

struct late libcurl_late = {"libcurl.so.4", names, ARRAY_LEN(names), &table, false};
