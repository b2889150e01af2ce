#ifndef GUIDE_PACK_H
#define GUIDE_PACK_H

#include "base/packed.h"
#include "guide.h"

/* All members but its path; written, or filled in a guide that is empty. */
void guide_pack(struct packed *p, struct guide *guide);
/* The guide of that file as it was built in, to be known by path. NULL: there is none. Its
 * patterns are compiled at first use. */
struct guide *guide_unpack(const struct packed_set *set, const char *name, const char *path);

#endif
