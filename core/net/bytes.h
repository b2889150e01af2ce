/* Bytes on their way out or in, which may hold a token: bounded, and wiped before they go. */
#ifndef NET_BYTES_H
#define NET_BYTES_H

#include "base/sv.h"

struct bytes {
	char *ptr;
	size_t len, cap;
};

/* False, and nothing added: more than max in all. */
bool bytes_add(struct bytes *bytes, struct sv piece, size_t max);
void bytes_reset(struct bytes *bytes); /* empty, the memory is kept */
void bytes_wipe(struct bytes *bytes);
struct sv bytes_sv(const struct bytes *bytes);

#endif
