#include "libarchive.h"

#include "base/mem.h"

static const char *const names[] = {
#define X(name) #name,
	LIBARCHIVE_NAMES(X)
#undef X
};

static struct libarchive table;

struct late libarchive_late = {"libarchive.so.13", names, ARRAY_LEN(names), &table, false};
