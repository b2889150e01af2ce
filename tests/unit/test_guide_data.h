/* The files the tests of guides read. */
#ifndef TEST_GUIDE_DATA_H
#define TEST_GUIDE_DATA_H

#include "testing.h"

#include "base/file.h"
#include "guide/guide.h"
#include "guide/guide_load.h"

#define GUIDE_DATA TEST_DATA "/guide"

static inline const struct guide_key_entry *entry(
	const struct guide *guide, const char *id)
{
	const struct guide_key_entry *found = guide_entry(guide, id);
	if (!found)
		fail_msg("%s has no key entry %s", guide->id, id);
	return found;
}

/* The next line of a table in TEST_DATA that has this label; yours, NULL at the end. */
static inline char *take_labelled(struct sv *rest, const char *label)
{
	struct sv line;
	while (rest->len && sv_cut(rest, '\n', &line))
		if (sv_starts(line, sv_str(label)))
			return sv_dup(sv_from(line, strlen(label)));
	return NULL;
}

static inline void read_data(struct strbuf *out, const char *path)
{
	struct err err = {0};
	strbuf_init(out, 1u << 20);
	if (!file_read(path, out, &err))
		fail_msg("%s", err.text);
}

#endif
