/* What an outline says of a record against what reading it says. Gives NULL, or what is wrong. */
#ifndef TEST_EVTX_AGREE_H
#define TEST_EVTX_AGREE_H

#include <stdlib.h>
#include <string.h>

#include "base/timefmt.h"
#include "evtx/evtx.h"

/* The first record of each kind: what all others of it must agree with. */
struct agreement {
	bool seen[EVTX_KINDS_MAX + 1];
	struct evtx_record first[EVTX_KINDS_MAX + 1];
	uint64_t outlined; /* records that had an outline */
};

static inline struct agreement *agreement_create(void)
{
	return xcalloc(1, sizeof(struct agreement));
}

static inline void agreement_destroy(struct agreement *a)
{
	for (size_t i = 0; i <= EVTX_KINDS_MAX; i++)
		if (a->seen[i])
			evtx_record_finish(&a->first[i]);
	free(a);
}

static inline bool agrees_in_kind(const struct evtx_record *a, const struct evtx_record *b)
{
	return a->id == b->id && a->data_count == b->data_count &&
		sv_eq(a->provider, b->provider) && sv_eq(a->provider_guid, b->provider_guid) &&
		sv_eq(a->channel, b->channel) && sv_eq(a->computer, b->computer);
}

static inline bool agrees_in_time(const struct evtx_record *record, uint64_t created)
{
	char text[TIME_TEXT_MAX];
	uint64_t second = created / 10000000;
	if (second > UINT64_C(265046774399)) /* a number is printed, not a time */
		return true;
	time_rfc3339(time_from_filetime(second * 10000000), text);
	return record->time.len > 19 && !memcmp(record->time.ptr, text, 19);
}

static inline const char *agreement_check(struct agreement *a, struct evtx *evtx, uint64_t n)
{
	struct evtx_outline outline;
	struct evtx_record record;
	const char *wrong = NULL;
	if (!evtx_outline(evtx, n, &outline))
		return NULL;
	a->outlined++;
	evtx_record_init(&record);
	if (outline.kind == 0 || outline.kind > EVTX_KINDS_MAX)
		wrong = "a kind that cannot be";
	else if (!evtx_read(evtx, n, &record, NULL) || record.partial)
		wrong = "a record with an outline is not whole";
	else if (record.number != outline.number || !agrees_in_time(&record, outline.created))
		wrong = "number or time differ";
	else if (a->seen[outline.kind] && !agrees_in_kind(&a->first[outline.kind], &record))
		wrong = "records of one kind differ";
	if (!wrong && !a->seen[outline.kind]) {
		a->seen[outline.kind] = true;
		a->first[outline.kind] = record;
	} else {
		evtx_record_finish(&record);
	}
	return wrong;
}

#endif
