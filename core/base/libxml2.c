#include "libxml2.h"

#include "mem.h"

/* What the headers are of decides: the numbers stand for what fits together. */
#if LIBXML_VERSION >= 21400
#define FILE_NAME "libxml2.so.16"
#else
#define FILE_NAME "libxml2.so.2"
#endif

static const char *const names[] = {
#define X(name) #name,
	LIBXML2_NAMES(X)
#undef X
};

static struct libxml2 table;

struct late libxml2_late = {FILE_NAME, names, ARRAY_LEN(names), &table, false};
