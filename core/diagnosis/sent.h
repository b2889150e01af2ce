/* Commands of the server whose Status may come later: what "message 6, command 5" was. */
#ifndef DIAGNOSIS_SENT_H
#define DIAGNOSIS_SENT_H

#include "scep/payload.h"

#define SENT_MAX 10000
#define SENT_BUCKETS 256

struct sent_command {
	struct sent_command *next; /* of its bucket, in the order they came */
	char session[32], message[32], id[32], name[16];
	char *node;
};

/* Messages are dealt into buckets by session and number. */
struct sent {
	struct sent_command *first[SENT_BUCKETS], *last[SENT_BUCKETS];
	size_t count;
};

/* Begin with zeros. */
void sent_finish(struct sent *sent);

/* False: there are too many. */
bool sent_add(struct sent *sent, const struct syncml *message,
	const struct syncml_command *command);
/* Sessions may count from one again: a message takes the place of an older one. */
void sent_forget(struct sent *sent, const struct syncml *message);
/* The next command that a status of this session is about, after one (NULL: the first). */
const struct sent_command *sent_next(const struct sent *sent, struct sv session,
	const struct syncml_status *status, const struct sent_command *after);

#endif
