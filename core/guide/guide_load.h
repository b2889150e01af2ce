/* The steps of guide_load() apart, for tests and the fuzz target. */
#ifndef GUIDE_LOAD_H
#define GUIDE_LOAD_H

#include "guide.h"
#include "guide_schema.h"

struct guide_source {
	const char *path;		   /* for messages, and guide->path */
	const char *folder;		   /* where includes may come from; NULL: nowhere */
	const struct guide_schema *schema; /* NULL: plain rules only */
};

struct guide *guide_load_text(
	const struct guide_source *source, struct sv text, struct err *err);

#endif
