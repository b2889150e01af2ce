/* Bundles: listing, notes, and reading what looks like a log. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "log/bundle.h"
#include "log/log.h"
#include "log/notes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LOADED_MAX 8

struct seen {
	struct bundle_member members[LOADED_MAX];
	size_t count;
};

static void demand(bool kept)
{
	if (!kept)
		abort();
}

static bool see(void *data, const struct bundle_member *member, struct sv head, bool readable)
{
	struct seen *seen = data;
	demand(member->name && strlen(member->name) < BUNDLE_NAME_MAX);
	demand(member->depth >= 1 && member->depth <= BUNDLE_DEPTH_MAX);
	demand(head.len <= LOG_PROBE_MAX);
	for (size_t i = 0; i < head.len; i++)
		(void)*(const volatile char *)(head.ptr + i);
	if (readable && seen->count < LOADED_MAX) {
		seen->members[seen->count] = *member;
		seen->members[seen->count++].name = NULL;
	}
	return readable;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv bytes = {(const char *)data, size};
	struct source *source = source_memory("fuzz", sv_dup(bytes), size);
	struct bundle *bundle = bundle_open(source);
	struct seen seen = {.count = 0};
	struct err err = {0};
	if (!bundle_list(bundle, see, &seen, &err))
		demand(err.kind == ERR_INPUT && err.text[0]);
	demand(bundle_members(bundle) <= BUNDLE_MEMBERS_MAX);
	size_t notes = 0;
	while (bundle_note(bundle, notes, true))
		demand(++notes <= NOTES_MAX + 1);
	for (size_t i = 0; i < seen.count; i++) {
		err = (struct err){0};
		struct source *member = bundle_load(bundle, &seen.members[i], &err);
		demand(member ? source_size(member) <= BUNDLE_MEMBER_MAX : err.text[0] != '\0');
		source_close(member);
	}
	bundle_close(bundle);
	source_close(source);
	return 0;
}
