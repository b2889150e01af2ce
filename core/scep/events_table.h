/* The table behind events.h, for the files that read it. */
#ifndef SCEP_EVENTS_TABLE_H
#define SCEP_EVENTS_TABLE_H

#include "base/packed.h"
#include "events.h"

struct event_label {
	int64_t number;
	char *text;
};

struct event_labels {
	char *name;
	struct event_label *labels;
	size_t labels_count, labels_cap;
};

struct provider {
	char *name, *guid, *channel;
};

struct events {
	struct event_info *infos;
	size_t infos_count, infos_cap;
	struct provider *providers;
	size_t providers_count, providers_cap;
	struct event_labels **sets;
	size_t sets_count, sets_cap;
	size_t *by_id; /* places in infos, by id; of one id in the order of the files */
	bool ready;    /* built in: texts are the program's, lists the arena's */
	struct packed packed; /* of what is built in, until somebody asks */
	struct arena arena;
};

/* As it is, or unpacked if nobody has asked yet. */
const struct events *events_filled(const struct events *events);

#endif
